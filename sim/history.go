package sim

import (
	"slices"
	"time"

	"github.com/asapak/asapak/device"
)

// A history is what happened in a group since contact was first lost, kept so
// that the time without contact can be charged once it is known how (LOSS-2,
// LOSS-3): the devices as they were, every input since, and who turned out to have
// been alone.
type history struct {
	start   time.Duration // on the group's clock
	devices []*device.Unit
	records []record
	alone   []absence
}

// A record is an input that a unit took.
type record struct {
	at    time.Duration
	unit  int
	input device.Input
	known members // which units know of it
}

// An absence is a time in which a unit counts as alone.
type absence struct {
	unit     int
	from, to time.Duration // to is forever while the unit is still away
}

const (
	forever   = 1<<63 - 1
	everybody = ^members(0)
)

// meet lets units that are in contact tell each other what they know.
func (h *history) meet(who members) {
	for i := range h.records {
		if r := &h.records[i]; r.known.overlaps(who) {
			r.known |= who
		}
	}
}

// replay works out the devices at a time, as units know them that know no more
// than some members: every input that those know of, at its time, and every
// absence. A device that is alone at the end and none of theirs is left out.
func (h *history) replay(who members, until time.Duration) *view {
	v := &view{devices: make([]*device.Unit, len(h.devices))}
	left := h.absent(until) &^ who
	for i, d := range h.devices {
		if !left.has(i) || h.wasHere(i, until) {
			v.devices[i] = d.Clone()
		}
	}
	now := h.start
	v.alone = h.absent(now)
	v.wait()
	for _, r := range h.records {
		if r.known.overlaps(who) {
			h.run(v, now, r.at)
			now = r.at
			v.step(r.unit, r.input)
		}
	}
	h.run(v, now, until)
	for i := range v.devices {
		if left.has(i) {
			v.devices[i] = nil
		}
	}
	return v
}

// wasHere reports whether a unit was in contact at some time of the history: then
// it let others wait.
func (h *history) wasHere(unit int, until time.Duration) bool {
	for _, a := range h.alone {
		if a.unit == unit && a.from <= h.start && a.to > until {
			return false
		}
	}
	return true
}

// run advances a view from one time to another, stopping where an absence begins
// or ends.
func (h *history) run(v *view, now, until time.Duration) {
	for now < until {
		step := until
		for _, a := range h.alone {
			for _, edge := range [2]time.Duration{a.from, a.to} {
				if edge > now {
					step = min(step, edge)
				}
			}
		}
		v.advance(step - now)
		now = step
		if alone := h.absent(now); alone != v.alone {
			v.alone = alone
			v.wait()
		}
	}
}

func (h *history) absent(at time.Duration) members {
	var gone members
	for _, a := range h.alone {
		if a.from <= at && at < a.to {
			gone |= member(a.unit)
		}
	}
	return gone
}

// forget moves the start to a time before which nothing is undecided: every unit
// knew then what its group knew, or was alone.
func (h *history) forget(before time.Duration) {
	h.devices = h.replay(everybody, before).devices // everybody: nobody is left out
	h.start = before
	h.records = slices.DeleteFunc(h.records, func(r record) bool { return r.at < before })
	h.alone = slices.DeleteFunc(h.alone, func(a absence) bool { return a.to <= before })
}
