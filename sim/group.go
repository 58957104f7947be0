package sim

import (
	"math/bits"
	"slices"
	"time"

	"github.com/asapak/asapak/combine"
	"github.com/asapak/asapak/device"
	"github.com/asapak/asapak/failover"
	"github.com/asapak/asapak/license"
)

// A Group is a failover pair, or a cluster: units in the order in which their
// licenses run, the primary or control unit first (FO-4, CLU-1).
type Group struct {
	kind  failover.Kind
	world *World
	units []*Unit

	clock    time.Duration // running time of the group
	cut      members       // whose failover link is down
	booting  members       // who reloads just now
	formed   members       // who takes part: on, failover enabled, no requirement violated
	joined   members       // who is in contact, and combines its license
	contacts []failover.Contact
	lost     []time.Duration // when contact was lost, of those not in contact
	views    []*view         // by unit; units in contact share one
	history  *history        // while a loss of contact is undecided
	away     members         // who turned out to be alone and has not come back

	parts    []groupPart // failover groups 1 and 2 of an Active/Active pair, else one
	up       time.Duration
	combiner combine.Combiner
}

// hearing lists the units that hear each other: those that take part and whose
// link is up. One alone hears nobody.
func (g *Group) hearing() members {
	m := g.formed &^ g.cut
	if bits.OnesCount32(uint32(m)) < 2 {
		return 0
	}
	return m
}

// join lists the units whose licenses combine: those that hear each other, from
// 8.3 on (FO-1).
func (g *Group) join() members {
	m := g.hearing()
	for i := range g.units {
		if m.has(i) && g.views[i].devices[i].Release().Before(r83) {
			return 0
		}
	}
	return m
}

var r83 = license.Release{Major: 8, Minor: 3}

// part is who a unit hears, itself included.
func (g *Group) part(i int) members {
	if g.joined.has(i) {
		return g.joined
	}
	return member(i)
}

// place finds a unit in the group.
func (g *Group) place(u *Unit) int {
	for i := range g.units {
		if g.units[i] == u {
			return i
		}
	}
	panic("sim: a unit that is not of the group")
}

// step gives a unit an input. The units that know of it see it in their view; a
// loss of power or a reload everybody sees.
func (g *Group) step(i int, in device.Input) device.Output {
	known := g.part(i)
	if !private(in) {
		known = everybody
	}
	out := g.views[i].step(i, in)
	for j, v := range g.views {
		if v != g.views[i] && known.has(j) && g.first(j) {
			v.step(i, in)
		}
	}
	if g.history != nil {
		g.history.records = append(g.history.records, record{at: g.clock, unit: i, input: in, known: known})
	}
	return out
}

// private reports whether an input is one that only units in contact learn of.
func private(in device.Input) bool {
	switch in.(type) {
	case device.EnterKey, device.Format:
		return true
	}
	return false
}

// first reports whether no earlier unit shares the view of unit j.
func (g *Group) first(j int) bool {
	for i := range j {
		if g.views[i] == g.views[j] {
			return false
		}
	}
	return true
}

// next is how long until something happens in the group.
func (g *Group) next() (time.Duration, bool) {
	var soonest time.Duration
	consider := func(d time.Duration, ok bool) {
		if ok && (soonest == 0 || d < soonest) {
			soonest = d
		}
	}
	for i, v := range g.views {
		if g.first(i) {
			consider(v.next())
		}
		consider(g.contacts[i].NextEvent())
	}
	return soonest, soonest != 0
}

// elapse lets time go by, for the world's clock too, no further than the next event.
func (g *Group) elapse(d time.Duration) {
	expired := false
	for i, v := range g.views {
		if g.first(i) {
			v.leap(d, func(unit int, out device.Output) {
				if g.views[unit] == v {
					g.units[unit].note(out)
				}
				expired = expired || slices.ContainsFunc(out.Events, func(e device.Event) bool { return e.Kind == device.Expired })
			})
		}
	}
	g.clock += d
	g.world.now = g.world.now.Add(d)
	g.count(d)
	var alone members
	for i := range g.contacts {
		if g.contacts[i].Advance(d) == failover.Alone {
			alone |= member(i)
		}
	}
	if alone != 0 {
		g.separate(alone)
	}
	if expired && g.mustMatch() {
		g.evaluate()
	}
}

// separate charges the time since contact was lost to units that turned out to
// have been alone (LOSS-3).
func (g *Group) separate(who members) {
	concerned := everybody &^ g.away
	for i := range g.units {
		if who.has(i) {
			g.history.alone = append(g.history.alone, absence{unit: i, from: g.lost[i], to: forever})
			g.away |= member(i)
			g.units[i].tell(Event{Kind: GraceOver})
		}
	}
	g.rebuild(concerned)
}

// meet is what follows a change of who is in contact.
func (g *Group) meet() {
	g.joined = g.join()
	var anew members // whose views are to be worked out anew
	for i := range g.units {
		in := failover.Lost
		if g.joined.has(i) {
			in = failover.Restored
		}
		before := g.contacts[i].State()
		switch g.contacts[i].Step(in) {
		case failover.Joined:
			g.comeBack(i)
			anew = everybody &^ g.away
		case failover.Together:
			anew |= g.joined
			g.units[i].tell(Event{Kind: ContactRestored})
		}
		if before == failover.InContact && in == failover.Lost {
			g.lose(i)
		}
	}
	if anew != 0 {
		g.rebuild(anew)
	} else {
		g.split()
	}
}

func (g *Group) lose(i int) {
	if g.history == nil {
		g.history = &history{start: g.clock, devices: g.truth()}
		g.reopen()
	}
	g.lost[i] = g.clock
	if g.formed.has(i) { // else it doesn't listen
		g.units[i].tell(Event{Kind: ContactLost})
	}
}

// reopen carries on absences that began before the history.
func (g *Group) reopen() {
	for i := range g.units {
		if g.away.has(i) {
			g.history.alone = append(g.history.alone, absence{unit: i, from: g.clock, to: forever})
		}
	}
}

func (g *Group) comeBack(i int) {
	g.away &^= member(i)
	g.units[i].tell(Event{Kind: ContactRestored})
	if g.history == nil {
		return
	}
	for n := range g.history.alone {
		if a := &g.history.alone[n]; a.unit == i && a.to == forever {
			a.to = g.clock
		}
	}
}

// truth is each device as the unit itself has it.
func (g *Group) truth() []*device.Unit {
	devices := make([]*device.Unit, len(g.units))
	for i := range g.units {
		devices[i] = g.views[i].devices[i].Clone()
	}
	return devices
}

// split gives each part that lost contact a view of its own, as it was.
func (g *Group) split() {
	for i := range g.units {
		for j := range i {
			if g.views[i] == g.views[j] && !g.part(i).has(j) {
				g.views[i] = g.views[i].clone()
			}
		}
	}
	for i := range g.units {
		g.shareView(i)
	}
}

// shareView lets a unit have the view of the first unit of its part.
func (g *Group) shareView(i int) {
	for j := range i {
		if g.part(i).has(j) {
			g.views[i] = g.views[j]
			return
		}
	}
}

// rebuild works views out anew from the history: those of some members.
func (g *Group) rebuild(anew members) {
	if g.history == nil {
		g.history = &history{start: g.clock, devices: g.truth()}
		g.reopen()
	}
	g.history.meet(g.joined)
	for i := range g.units {
		if !anew.has(i) {
			continue
		}
		g.views[i] = nil
		g.shareView(i)
		if g.views[i] == nil {
			g.views[i] = g.history.replay(g.part(i), g.clock)
		}
	}
	g.forget()
}

// forget drops the part of the history in which nothing is undecided.
func (g *Group) forget() {
	oldest, undecided := g.clock, false
	for i := range g.contacts {
		if g.contacts[i].State() == failover.InGrace {
			oldest, undecided = min(oldest, g.lost[i]), true
		}
	}
	switch {
	case !undecided:
		g.history = nil
	case oldest > g.history.start:
		g.history.forget(oldest)
	}
}
