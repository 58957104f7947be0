package sim

import (
	"slices"
	"time"

	"github.com/asapak/asapak/device"
	"github.com/asapak/asapak/failover"
	"github.com/asapak/asapak/license"
)

// An Act is something that is done to the world at an instant: a link is cut,
// power goes off.
type Act struct {
	At time.Time
	Do func()
}

// A Change is a row of the license in force that became another one, on units
// that saw it do so at the same instant.
type Change struct {
	At       time.Time
	Units    []*Unit
	Feature  license.Feature
	From, To license.Value
	Why      Why
}

// A Why says what changed a license.
type Why uint8

// The reasons of a change.
const (
	Other           Why = iota // an act itself, such as a boot with another key
	KeyExpired                 // a time-based key ran out
	HeirTookOver               // a time-based key ran out and an installed one took over (EXP-1)
	GracePeriodOver            // contact was lost for more than 30 days (LOSS-1)
	MateGone                   // another unit's contact was lost for more than 30 days (LOSS-1, CLU-2)
	ContactIsBack              // contact was restored, and with it the combined license
	UnitBooted                 // the unit came up
)

// A Timeline is how the licenses in force change over a stretch of time.
type Timeline struct {
	Start, End time.Time
	Units      []*Unit
	First      []license.Set // in force at the start, by unit
	Changes    []Change      // by instant, then by feature
}

// Timeline lets the world run until an instant, doing the acts on the way, and
// writes down every change of a unit's license in force. A unit that is off runs
// on nothing: what changed meanwhile is told when it is on again. The world is
// walked from event to event, and its logs are forgotten on the way.
func (w *World) Timeline(until time.Time, acts []Act) *Timeline {
	acts = slices.Clone(acts)
	slices.SortStableFunc(acts, func(a, b Act) int { return a.At.Compare(b.At) })
	t := &Timeline{Start: w.now, End: until, Units: w.Units()}
	for _, u := range t.Units {
		t.First = append(t.First, inForce(u))
	}
	walk := walker{world: w, timeline: t, now: slices.Clone(t.First)}
	for w.now.Before(until) {
		next := until
		if len(acts) > 0 && acts[0].At.Before(next) {
			next = acts[0].At
		}
		walk.advance(next)
		for len(acts) > 0 && !acts[0].At.After(w.now) && w.now.Before(until) {
			walk.forget()
			acts[0].Do()
			acts = acts[1:]
			walk.compare()
		}
	}
	return t
}

// A Track is how one feature goes on units that see the same of it.
type Track struct {
	Units   []*Unit
	Feature license.Feature
	Steps   []Step // the first is at the start
}

// A Step is the instant from which on a track has a value.
type Step struct {
	At    time.Time
	Value license.Value
}

// Tracks are the features that change, by feature, in the units' order.
func (t *Timeline) Tracks() []Track {
	var all []Track
	for f := range license.NumFeatures {
		var of []Track
		for i, u := range t.Units {
			if steps := t.steps(i, f); len(steps) > 1 {
				of = share(of, Track{Units: []*Unit{u}, Feature: f, Steps: steps})
			}
		}
		all = append(all, of...)
	}
	return all
}

func (t *Timeline) steps(unit int, f license.Feature) []Step {
	steps := []Step{{At: t.Start, Value: t.First[unit][f]}}
	for i := range t.Changes {
		if c := &t.Changes[i]; c.Feature == f && slices.Contains(c.Units, t.Units[unit]) {
			steps = append(steps, Step{At: c.At, Value: c.To})
		}
	}
	return steps
}

// share adds a track to those of one feature.
func share(of []Track, t Track) []Track {
	for i := range of {
		if slices.Equal(of[i].Steps, t.Steps) {
			of[i].Units = append(of[i].Units, t.Units...)
			return of
		}
	}
	return append(of, t)
}

func inForce(u *Unit) license.Set {
	run := u.Device().InForce()
	return run.Set()
}

// A walker goes through a world's time and compares licenses at each event.
type walker struct {
	world    *World
	timeline *Timeline
	now      []license.Set // in force, by unit
}

// advance goes to the next event, and not further than an instant.
func (k *walker) advance(until time.Time) {
	step := until.Sub(k.world.now)
	if step <= 0 {
		return
	}
	if next, ok := k.world.nextEvent(); ok {
		step = min(step, next)
	}
	k.forget()
	k.world.Advance(step)
	if k.mayDiffer() {
		k.compare()
	}
}

// mayDiffer reports whether more happened than warnings of expiry, of which there
// are thirty for each key. In a grace period a unit's copy of its mate may change
// without a word in any log.
func (k *walker) mayDiffer() bool {
	for _, u := range k.timeline.Units {
		if u.group != nil {
			if state, _ := u.group.Contact(u); state == failover.InGrace {
				return true
			}
		}
		for i := range u.log {
			if e := &u.log[i]; e.Group.Kind != NoEvent || e.Event.Kind != device.ExpiresSoon {
				return true
			}
		}
	}
	return false
}

func (k *walker) forget() {
	for _, u := range k.timeline.Units {
		u.ClearLog()
	}
}

// compare writes down what changed since the last look.
func (k *walker) compare() {
	var found []Change
	for i, u := range k.timeline.Units {
		if !u.device().On() {
			continue
		}
		now := inForce(u)
		for f := range license.NumFeatures {
			if was := k.now[i][f]; was != now[f] && f.Mirrored() == f {
				c := Change{At: k.world.now, Feature: f, From: was, To: now[f], Why: u.why(f)}
				found = put(found, c, u)
			}
		}
		k.now[i] = now
	}
	slices.SortStableFunc(found, func(a, b Change) int { return int(a.Feature) - int(b.Feature) })
	k.timeline.Changes = append(k.timeline.Changes, found...)
}

// put adds a change of a unit to those of one instant.
func put(found []Change, c Change, u *Unit) []Change {
	for i := range found {
		if o := &found[i]; o.Feature == c.Feature && o.From == c.From && o.To == c.To && o.Why == c.Why {
			o.Units = append(o.Units, u)
			return found
		}
	}
	c.Units = []*Unit{u}
	return append(found, c)
}

// why finds the reason of a change in the logs of the units that share the
// license, the unit's own first.
func (u *Unit) why(f license.Feature) Why {
	if why := u.told(f); why != Other || u.group == nil {
		return why
	}
	for _, mate := range u.group.units {
		switch why := mate.told(f); why {
		case KeyExpired, HeirTookOver, ContactIsBack:
			return why
		case GracePeriodOver:
			return MateGone
		}
	}
	return Other
}

// told is what the unit's own log says of a change; the last entry that explains
// it holds.
func (u *Unit) told(f license.Feature) Why {
	why := Other
	for i := range u.log {
		e := &u.log[i]
		switch {
		case e.Group.Kind == GraceOver:
			why = GracePeriodOver
		case e.Group.Kind == ContactRestored:
			why = ContactIsBack
		case e.Event.Kind == device.Booted:
			why = UnitBooted
		case e.Event.Kind == device.Expired && slices.Contains(e.Event.Features, f):
			why = KeyExpired
			if e.Event.Heir {
				why = HeirTookOver
			}
		}
	}
	return why
}

// nextEvent is how long until something happens in the world.
func (w *World) nextEvent() (time.Duration, bool) {
	var soonest time.Duration
	consider := func(d time.Duration, ok bool) {
		if ok && (soonest == 0 || d < soonest) {
			soonest = d
		}
	}
	for _, u := range w.units {
		if u.group == nil {
			consider(u.machine.NextEvent())
		}
	}
	for _, g := range w.groups {
		consider(g.next())
	}
	return soonest, soonest != 0
}
