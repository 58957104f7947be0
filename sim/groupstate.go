package sim

import (
	"slices"
	"time"

	"github.com/asapak/asapak/device"
	"github.com/asapak/asapak/failover"
)

// A GroupState is what a group keeps over a restart of all its units that takes no
// time: who hears whom, and while a loss of contact is undecided, all that it takes
// to charge that time later (LOSS-2, LOSS-3).
type GroupState struct {
	Cut     members       `json:"cut"` // whose failover link is down, a bit for each unit
	History *historyState `json:"history,omitempty"`
}

type historyState struct {
	Clock   time.Duration   `json:"clock"`   // running time of the group
	Contact members         `json:"contact"` // who is in contact
	Away    members         `json:"away"`    // who turned out to be alone
	Lost    []time.Duration `json:"lost"`    // on the clock, when the others lost contact

	Start   time.Duration  `json:"start"` // on the clock too
	Devices []device.State `json:"devices"`
	Records []recordState  `json:"records"`
	Alone   []absenceState `json:"alone"`
}

type recordState struct {
	At    time.Duration `json:"at"`
	Unit  int           `json:"unit"`
	Input keptInput     `json:"input"`
	Known members       `json:"known"`
}

type absenceState struct {
	Unit int           `json:"unit"`
	From time.Duration `json:"from"`
	To   time.Duration `json:"to"`
}

// State tells what of the group is to be kept.
func (g *Group) State() GroupState {
	if g.history == nil {
		return GroupState{Cut: g.cut}
	}
	h := &historyState{
		Clock: g.clock, Contact: g.joined, Away: g.away, Lost: slices.Clone(g.lost), Start: g.history.start,
	}
	for _, d := range g.history.devices {
		h.Devices = append(h.Devices, d.State())
	}
	for _, r := range g.history.records {
		h.Records = append(h.Records, recordState{r.at, r.unit, keptInput{r.input}, r.known})
	}
	for _, a := range g.history.alone {
		h.Alone = append(h.Alone, absenceState{a.unit, a.from, a.to})
	}
	return GroupState{Cut: g.cut, History: h}
}

// ResumeGroup is [World.Group] for units that were one of this kind before, and
// all boot now. A state of other units, or of no group at all, is none.
func (w *World) ResumeGroup(kind failover.Kind, s GroupState, units ...*Unit) (*Group, error) {
	g, err := w.newGroup(kind, units)
	if err != nil {
		return nil, err
	}
	if s.fits(g) {
		g.resume(&s)
	}
	g.evaluate()
	return g, nil
}

// fits reports whether a state speaks of as many units as a group has.
func (s *GroupState) fits(g *Group) bool {
	n := len(g.units)
	return s.Cut < member(n) && (s.History == nil || s.History.fits(n))
}

func (h *historyState) fits(n int) bool {
	if len(h.Lost) != n || len(h.Devices) != n || h.Contact >= member(n) || h.Start > h.Clock {
		return false
	}
	last := h.Start
	for _, r := range h.Records {
		if r.Unit < 0 || r.Unit >= n || r.At < last || r.At > h.Clock || r.Input.Input == nil {
			return false
		}
		last = r.At
	}
	for _, a := range h.Alone {
		if a.Unit < 0 || a.Unit >= n || a.From > a.To {
			return false
		}
	}
	return true
}

// resume puts the group where it was and lets all units boot.
func (g *Group) resume(s *GroupState) {
	g.cut = s.Cut
	h := s.History
	if h == nil {
		return // nothing is undecided: the units boot with what each has in flash
	}
	g.clock, g.lost, g.away, g.joined = h.Clock, slices.Clone(h.Lost), h.Away, h.Contact
	g.history = h.history(g)
	for i := range g.units {
		switch {
		case g.joined.has(i):
			g.contacts[i] = failover.Contact{}
		case !g.away.has(i):
			g.contacts[i] = failover.LostFor(g.clock - g.lost[i])
		}
		g.views[i] = nil
	}
	for i := range g.units {
		if g.shareView(i); g.views[i] == nil {
			g.views[i] = g.history.replay(g.part(i), g.clock)
		}
	}
	for i, u := range g.units {
		g.bootAgain(i)
		u.configure()
	}
}

func (g *Group) bootAgain(i int) {
	if g.views[i].devices[i].On() {
		g.step(i, device.Reload{})
		return
	}
	g.step(i, device.Power{On: true})
}

func (s *historyState) history(g *Group) *history {
	h := &history{start: s.Start}
	for i, d := range s.Devices {
		h.devices = append(h.devices, g.units[i].machine.In(d))
	}
	for _, r := range s.Records {
		h.records = append(h.records, record{at: r.At, unit: r.Unit, input: r.Input.Input, known: r.Known})
	}
	for _, a := range s.Alone {
		h.alone = append(h.alone, absence{unit: a.Unit, from: a.From, to: a.To})
	}
	return h
}
