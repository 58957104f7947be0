// Package replay proves a plan: it enters the plan's keys in a simulated world,
// day by day to the end of the horizon, and looks each day whether every need is
// met. Start with [Run].
//
// The planner reasons about licenses, the simulator runs devices: flash, timers,
// heirs, failover. That both agree is checked for every plan that is shown; a plan
// that fails here is a defect of this program.
package replay

import (
	"fmt"
	"slices"
	"time"

	"github.com/asapak/asapak/activationkey"
	"github.com/asapak/asapak/device"
	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/plan"
	"github.com/asapak/asapak/sim"
)

// A Step is something that is typed on a unit.
type Step struct {
	Day      int
	Unit     int
	Act      Act
	Purchase int // whose key it is, -1 for an installed one
	Features license.Set
}

// An Act is what a step does.
type Act uint8

// The acts.
const (
	EnterPermanent Act = iota // a permanent key with all that the unit owns by then
	EnterTimeBased
	Activate
	Deactivate
	Reload
	Rejoin // the failover command
)

func (a Act) String() string {
	return [...]string{"enter permanent key", "enter time-based key", "activate", "deactivate", "reload", "failover"}[a]
}

// A Failure is a need that isn't met on a day, or a key that a unit refuses.
type Failure struct {
	Day  int
	Need int // -1 where a unit refused a key
	Got  license.Value
	Text string
}

// A Result is what came of a replay.
type Result struct {
	Steps    []Step
	Failures []Failure
}

// graceDays is how long a combined license outlasts contact (LOSS-1).
const graceDays = 30

// maxFailures bounds how many failures are told.
const maxFailures = 100

// Options vary a replay.
type Options struct {
	// Without, when not zero, is 1 + the place of a purchase that isn't made.
	Without int

	// Lost, when above zero, is 1 + the day on which every pair loses contact for
	// good. 30 days later each need that asks for units alone is looked at, and no
	// other (LOSS-1, LOSS-3).
	Lost int

	// Days, when above zero, ends the replay early.
	Days int

	// Progress, when not nil, is told each day; false ends the replay.
	Progress func(day, of int) bool
}

// Run enters a plan's keys in a world that has the units of the needs, by name, as
// they are on the horizon's first day. secret seals the keys.
func Run(w *sim.World, secret *activationkey.Secret, n *plan.Needs, p *plan.Plan, o Options) (*Result, error) {
	r := &player{world: w, secret: secret, needs: n, plan: p, o: o, result: &Result{}}
	if err := r.prepare(); err != nil {
		return nil, err
	}
	days := n.Days()
	if o.Days > 0 {
		days = min(days, o.Days)
	}
	for day := range days {
		r.day = day
		r.act()
		r.check()
		w.Advance(license.Day - time.Second)
		r.check()
		w.Advance(time.Second)
		if len(r.result.Failures) >= maxFailures || o.Progress != nil && !o.Progress(day+1, days) {
			break
		}
	}
	return r.result, nil
}

// A player replays one plan.
type player struct {
	world  *sim.World
	secret *activationkey.Secret
	needs  *plan.Needs
	plan   *plan.Plan
	o      Options
	day    int
	units  []*seat
	result *Result
}

// A seat is one unit of a replay.
type seat struct {
	unit      *sim.Unit
	permanent license.Grant
	purchases []int // for this unit
	periods   []*plan.Period
	needs     []int // that are looked at on this unit
	left      []grant
}

// A grant names a time-based license of a unit: which key stands for it doesn't
// matter (STACK-1).
type grant struct {
	features license.Set
	term     time.Duration
}

func grantOf(p *plan.Period) grant {
	return grant{p.Features, time.Duration(p.Term) * license.Day}
}

func (r *player) prepare() error {
	for i := range r.needs.Units {
		u := &r.needs.Units[i]
		unit := r.world.Unit(u.Name)
		if unit == nil {
			return fmt.Errorf("replay: the world has no unit %q", u.Name)
		}
		p := &seat{unit: unit}
		p.permanent.Level = unit.Device().Level()
		p.permanent.Features = carried(u.Permanent)
		r.units = append(r.units, p)
	}
	for i := range r.plan.Purchases {
		u := r.units[r.plan.Purchases[i].Unit]
		u.purchases = append(u.purchases, i)
	}
	for i := range r.plan.Schedule {
		u := r.units[r.plan.Schedule[i].Unit]
		u.periods = append(u.periods, &r.plan.Schedule[i])
	}
	for i := range r.needs.Needs {
		u := r.units[r.needs.Needs[i].On[0]]
		u.needs = append(u.needs, i)
	}
	for i := range r.units {
		r.units[i].leaveAlone(&r.needs.Units[i])
	}
	return nil
}

// carried is the part of a permanent license that a key can carry: a unit that was
// taken over shows more.
func carried(s license.Set) license.Set {
	for f := range license.NumFeatures {
		if f.Mirrored() != f || !slices.Contains(activationkey.Ladder(f), s[f]) {
			s[f] = license.Disabled
		}
	}
	return s
}

// leaveAlone notes the installed keys that are active and that the plan has no use
// for: they run as they are.
func (u *seat) leaveAlone(has *plan.Unit) {
	for _, in := range has.Installed {
		g := grant{in.Features, time.Duration(in.Term) * license.Day}
		planned := slices.ContainsFunc(u.periods, func(p *plan.Period) bool { return serves(p, g) })
		if in.Active && !planned {
			u.left = append(u.left, g)
		}
	}
}

// check looks at all needs of the day, and whether each pair is one.
func (r *player) check() {
	for _, u := range r.units {
		if g := u.unit.Group(); g != nil && r.o.Lost == 0 && !g.Hears(u.unit) {
			r.result.Failures = append(r.result.Failures, Failure{Day: r.day, Need: -1, Text: fmt.Sprintf("unit %s is in no pair (FO-6)", u.unit.Name)})
		}
		for _, i := range u.needs {
			d := &r.needs.Needs[i]
			if r.day >= d.From && r.day < d.Until && (r.o.Lost == 0 || d.Alone) {
				r.checkNeed(i, d)
			}
		}
	}
}

func (r *player) checkNeed(i int, d *plan.Need) {
	wanted := r.needs.Wanted(d, r.day)
	if r.o.Lost > 0 {
		if r.day-(r.o.Lost-1) != graceDays {
			return
		}
		for _, u := range d.On {
			r.compare(i, r.units[u].unit.Device().Running()[d.Feature].Value, wanted)
		}
		return
	}
	alone := d.Alone || len(d.On) == 1
	for _, u := range d.On {
		dev := r.units[u].unit.Device()
		r.compare(i, dev.InForce()[d.Feature].Value, wanted)
		if alone {
			r.compare(i, dev.Running()[d.Feature].Value, wanted)
		}
	}
}

func (r *player) compare(need int, got, wanted license.Value) {
	if got < wanted {
		r.result.Failures = append(r.result.Failures, Failure{Day: r.day, Need: need, Got: got})
	}
}

// typed gives a unit a key, and notes the step; a refusal is a failure.
func (r *player) typed(u int, key activationkey.Key, action device.Action, s Step) device.Output {
	out := r.units[u].unit.Step(device.EnterKey{Key: key, Action: action, Confirmed: true})
	if out.Refused != nil {
		r.result.Failures = append(r.result.Failures, Failure{
			Day: r.day, Need: -1, Text: fmt.Sprintf("unit %s: %s: %v", r.needs.Units[u].Name, s.Act, out.Refused),
		})
		return out
	}
	s.Day, s.Unit = r.day, u
	r.result.Steps = append(r.result.Steps, s)
	return out
}
