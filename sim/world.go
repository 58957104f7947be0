package sim

import (
	"fmt"
	"slices"
	"time"

	"github.com/asapak/asapak/device"
)

// A World holds units and the virtual clock.
type World struct {
	now    time.Time
	units  []*Unit
	groups []*Group
	issued uint16
}

// New makes an empty world whose clock starts at an instant.
func New(start time.Time) *World { return &World{now: start} }

// Now is the virtual time.
func (w *World) Now() time.Time { return w.now }

// NextIssue is the issue number of the next time-based key of the lab: each has
// its own, so that two keys for one license differ (KEY-5). After 65,535 keys
// the numbers begin anew.
func (w *World) NextIssue() uint16 {
	w.issued++
	return w.issued
}

// Issued is the last issue number that was given.
func (w *World) Issued() uint16 { return w.issued }

// SetIssued lets NextIssue go on after n.
func (w *World) SetIssued(n uint16) { w.issued = n }

// Units lists the units in the order in which they were added.
func (w *World) Units() []*Unit { return slices.Clone(w.units) }

// Groups lists the failover pairs and clusters in the order in which they were
// formed.
func (w *World) Groups() []*Group { return slices.Clone(w.groups) }

// Unit finds a unit by name, nil if there is none.
func (w *World) Unit(name string) *Unit {
	for _, u := range w.units {
		if u.Name == name {
			return u
		}
	}
	return nil
}

// Add boots a unit in the world from its flash and its startup configuration.
// Names are unique.
func (w *World) Add(name string, c device.Config, f device.Flash, startup Config) (*Unit, error) {
	if w.Unit(name) != nil {
		return nil, fmt.Errorf("unit %q: the lab has two units of that name", name)
	}
	u := &Unit{Name: name, world: w, startup: startup.Clone(), running: startup.Clone()}
	machine, out := device.New(c, f)
	u.machine = machine
	u.note(out)
	u.configure()
	w.units = append(w.units, u)
	return u, nil
}

// Advance lets time go by for every unit (TIME-1). Units of a group go from event
// to event together.
func (w *World) Advance(d time.Duration) {
	start := w.now
	for _, u := range w.units {
		if u.group == nil {
			w.now = start
			u.note(u.machine.Advance(d))
		}
	}
	for _, g := range w.groups {
		w.now = start
		for end := start.Add(d); w.now.Before(end); {
			step := end.Sub(w.now)
			if next, ok := g.next(); ok {
				step = min(step, next)
			}
			g.elapse(step)
		}
	}
	w.now = start.Add(d)
}
