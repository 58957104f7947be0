package sim

import (
	"fmt"
	"testing"
	"time"

	"github.com/asapak/asapak/activationkey"
	"github.com/asapak/asapak/combine"
	"github.com/asapak/asapak/device"
	"github.com/asapak/asapak/failover"
	"github.com/asapak/asapak/license"
)

const (
	premium = license.AnyConnectPremiumPeers
	botnet  = license.BotnetTrafficFilter
	carrier = license.Carrier
	week    = 7 * license.Day
)

// A rig is a group of units with what issues keys to them.
type rig struct {
	t      testing.TB
	world  *World
	group  *Group
	units  []*Unit
	secret *activationkey.Secret
}

func newRig(t testing.TB, kind failover.Kind, model, release string, n int) *rig {
	t.Helper()
	r := &rig{t: t, world: New(start), secret: activationkey.NewSecret("x")}
	m, err := license.FindModel(model)
	if err != nil {
		t.Fatal(err)
	}
	rel, err := license.ParseRelease(release)
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		c := device.Config{Model: m, Serial: license.Serial(fmt.Sprintf("JMX1232L%03d", i)), Secret: r.secret}
		f := device.Flash{Image: rel}
		f.Permanent = r.seal(c.Serial, license.Grant{Features: license.Set{license.Encryption3DESAES: 1, license.Cluster: 1}})
		u, err := r.world.Add(fmt.Sprintf("u%d", i), c, f, ParseConfig("hostname h\nfailover\n"))
		if err != nil {
			t.Fatal(err)
		}
		r.units = append(r.units, u)
	}
	if r.group, err = r.world.Group(kind, r.units...); err != nil {
		t.Fatal(err)
	}
	if r.group.hearing() == 0 {
		t.Fatalf("the group did not form: %+v", r.group.Requirements())
	}
	return r
}

func pair(t testing.TB) *rig { return newRig(t, failover.ActiveStandby, "ASA 5540", "9.2(1)", 2) }

func (r *rig) seal(s license.Serial, g license.Grant) device.Permanent {
	k := r.key(s, g)
	return device.Permanent{Key: device.Key{Bits: k}, Features: g.Features, Level: g.Level}
}

func (r *rig) key(s license.Serial, g license.Grant) activationkey.Key {
	r.t.Helper()
	c := activationkey.Content{Serial: s, Grant: g}
	if g.TimeBased() {
		c.Issue = r.world.NextIssue()
	}
	k, err := r.secret.Seal(c)
	if err != nil {
		r.t.Fatal(err)
	}
	return k
}

func (r *rig) enter(unit int, term time.Duration, f license.Feature, v license.Value) {
	r.t.Helper()
	k := r.key(r.units[unit].Device().Serial(), license.Grant{Features: one(f, v), Term: term})
	if out := r.units[unit].Step(device.EnterKey{Key: k, Confirmed: true}); out.Refused != nil {
		r.t.Fatal(out.Refused)
	}
}

func one(f license.Feature, v license.Value) (s license.Set) {
	s[f] = v
	return s
}

// own and combined check a row of a unit's own license and of the cluster's.
func (r *rig) own(unit int, f license.Feature, v license.Value, left time.Duration) {
	r.t.Helper()
	r.line(fmt.Sprintf("unit %d, own", unit), f, r.units[unit].Device().Running()[f], v, left)
}

func (r *rig) combined(unit int, f license.Feature, v license.Value, left time.Duration) {
	r.t.Helper()
	run, ok := r.group.License(r.units[unit])
	if !ok {
		r.t.Errorf("unit %d has no cluster license", unit)
		return
	}
	r.line(fmt.Sprintf("unit %d, cluster", unit), f, run[f], v, left)
}

func (r *rig) line(who string, f license.Feature, got combine.Line, v license.Value, left time.Duration) {
	r.t.Helper()
	if got.Value != v || got.Left != left {
		r.t.Errorf("%s: %s = %s with %v left, want %s with %v", who, f, f.Format(got.Value), got.Left, f.Format(v), left)
	}
}

func (r *rig) uncombined(unit int) {
	r.t.Helper()
	if _, ok := r.group.License(r.units[unit]); ok {
		r.t.Errorf("unit %d has a cluster license", unit)
	}
}

// rules FO-4, FO-5: in contact the primary's on/off term runs first and then the
// secondary's, with no second between; numbers run at once.
func TestInContact(t *testing.T) {
	r := pair(t)
	r.enter(0, 8*week, botnet, 1)
	r.enter(1, 8*week, botnet, 1)
	r.enter(0, 4*week, premium, 1000)
	r.enter(1, 6*week, premium, 750)
	r.combined(0, botnet, 1, 16*week)
	r.combined(1, premium, 1750, 4*week)
	r.world.Advance(5 * week)
	r.own(0, botnet, 1, 3*week)
	r.own(1, botnet, 1, 8*week)
	r.combined(0, botnet, 1, 11*week)
	r.combined(0, premium, 752, week)
	r.world.Advance(4 * week)
	r.own(0, botnet, 0, 0)
	r.own(1, botnet, 1, 7*week)
}

// rules LOSS-1, LOSS-2, scenario 29: contact lost for 10 days: the combined
// license stays, and the time is taken from the primary.
func TestLostTenDays(t *testing.T) {
	r := pair(t)
	r.enter(0, 8*week, botnet, 1)
	r.enter(1, 8*week, botnet, 1)
	r.group.CutLink(r.units[0], true)
	r.world.Advance(10 * license.Day)
	for i := range 2 {
		r.combined(i, botnet, 1, 102*license.Day)
		r.own(0, botnet, 1, 46*license.Day)
		r.own(1, botnet, 1, 56*license.Day)
	}
	r.group.CutLink(r.units[0], false)
	r.own(0, botnet, 1, 46*license.Day)
	r.own(1, botnet, 1, 56*license.Day)
}

// rules LOSS-1, LOSS-3, scenario 29: contact lost for 31 days: each unit is on its
// own, the 31 days are taken from both, and the block comes back with contact.
func TestLostThirtyOneDays(t *testing.T) {
	r := pair(t)
	r.enter(0, 8*week, botnet, 1)
	r.enter(1, 8*week, botnet, 1)
	r.group.CutLink(r.units[1], true)
	r.world.Advance(30 * license.Day)
	r.combined(1, botnet, 1, 82*license.Day)
	r.world.Advance(license.Day)
	for i := range 2 {
		r.uncombined(i)
		r.own(i, botnet, 1, 25*license.Day)
	}
	r.group.CutLink(r.units[1], false)
	r.combined(0, botnet, 1, 50*license.Day)
	r.world.Advance(license.Day)
	r.own(0, botnet, 1, 24*license.Day)
	r.own(1, botnet, 1, 25*license.Day)
}

// rule LOSS-1: a key entered in the gap counts at once on its own unit, the peer
// shows nothing of it, and it counts for the peer when contact returns; rule
// LOSS-2: it is charged as if the peer had known of it.
func TestKeyInTheGap(t *testing.T) {
	r := pair(t)
	r.enter(1, 8*week, botnet, 1)
	r.group.CutLink(r.units[0], true)
	r.world.Advance(10 * license.Day)
	r.enter(0, 4*week, botnet, 1)
	r.world.Advance(10 * license.Day)
	r.combined(0, botnet, 1, 64*license.Day) // 18 of its own, and 46 that the secondary had when it began to wait
	r.combined(1, botnet, 1, 36*license.Day) // 56 less the 20 of the gap
	r.own(1, botnet, 1, 36*license.Day)
	r.group.CutLink(r.units[0], false)
	r.own(0, botnet, 1, 18*license.Day)
	r.own(1, botnet, 1, 46*license.Day)
	r.combined(1, botnet, 1, 64*license.Day)
}

// rules TIME-1, FO-4: while the primary is off its keys are charged nothing and the
// secondary's run; with the primary back within 30 days nothing else is charged.
func TestPrimaryOff(t *testing.T) {
	r := pair(t)
	r.enter(0, 8*week, botnet, 1)
	r.enter(1, 8*week, botnet, 1)
	r.units[0].Step(device.Power{On: false})
	r.world.Advance(10 * license.Day)
	r.combined(1, botnet, 1, 102*license.Day)
	r.own(1, botnet, 1, 46*license.Day)
	r.units[0].Step(device.Power{On: true})
	r.own(0, botnet, 1, 56*license.Day)
	r.own(1, botnet, 1, 46*license.Day)
	r.world.Advance(license.Day)
	r.own(0, botnet, 1, 55*license.Day)
}

// rule FO-9: a failover during each step of a key change that needs a reload on
// both units loses no license, no second of time and never the active unit.
func TestReloadWithoutDowntime(t *testing.T) {
	for failAt := range 5 {
		r := pair(t)
		r.enter(0, 8*week, botnet, 1)
		var steps []func()
		for _, u := range r.units {
			k := r.key(u.Device().Serial(), license.Grant{Features: license.Set{carrier: 1}})
			steps = append(steps, func() {
				if out := u.Step(device.EnterKey{Key: k, Confirmed: true}); out.Change.Outcome != device.NeedsReload {
					t.Fatalf("outcome %d, want a reload", out.Change.Outcome)
				}
			})
		}
		reloadStandby := func() {
			u := r.standby()
			u.Step(device.Reload{})
			if r.group.hearing() == 0 {
				t.Fatal("the pair lost contact over a reload")
			}
		}
		steps = append(steps, reloadStandby, func() { r.group.SetActive(r.standby()) }, reloadStandby)
		for i, step := range steps {
			if i == failAt {
				r.group.SetActive(r.standby())
			}
			step()
			r.world.Advance(license.Day)
			r.oneActive()
			r.combined(i%2, botnet, 1, 8*week-time.Duration(i+1)*license.Day)
		}
		for i, u := range r.units {
			if !u.Device().FlashIsRunning() {
				u.Step(device.Reload{})
				r.oneActive()
			}
			r.own(i, carrier, 1, 0)
			r.own(i, license.Encryption3DESAES, 0, 0)
		}
		r.own(0, botnet, 1, 51*license.Day)
	}
}

func (r *rig) standby() *Unit {
	if r.group.RoleOf(r.units[0]) == failover.Standby {
		return r.units[0]
	}
	return r.units[1]
}

func (r *rig) oneActive() {
	r.t.Helper()
	for _, u := range r.units {
		if r.group.RoleOf(u) == failover.Active {
			return
		}
	}
	r.t.Error("no unit is active")
}

// rules FO-6, FO-8: units that may not join don't: failover is switched off on the
// one that violates a requirement, with the reasons.
func TestMayNotJoin(t *testing.T) {
	r := pair(t)
	k := r.key(r.units[1].Device().Serial(), license.Grant{Features: license.Set{carrier: 1}})
	r.units[1].Step(device.EnterKey{Key: k, Confirmed: true})
	r.units[1].Step(device.Reload{})
	if r.group.hearing() != 0 || !r.units[1].Disabled() {
		t.Error("units with different encryption are in contact")
	}
	log := r.units[1].Log()
	if last := log[len(log)-1].Group; last.Kind != RoleChanged && last.Kind != FailoverDisabled {
		t.Errorf("last event %+v, want failover disabled", last)
	}
}

// rule FO-8, scenario 18: before 8.3 a time-based key that runs out on one unit
// disables failover, and nothing is combined.
func TestBefore83(t *testing.T) {
	r := newRig(t, failover.ActiveStandby, "ASA 5540", "8.2(1)", 2)
	r.uncombined(0)
	r.group.CutLink(r.units[0], true)
	r.enter(0, week, botnet, 1)
	r.enter(1, 2*week, botnet, 1)
	r.group.CutLink(r.units[0], false)
	if r.group.hearing() == 0 {
		t.Fatalf("equal licenses don't pair: %+v", r.group.Requirements())
	}
	r.world.Advance(week)
	if r.group.hearing() != 0 || !r.units[1].Disabled() {
		t.Error("failover goes on though a license ran out on one unit")
	}
}

// rules CLU-1, CLU-2: the control unit's time runs first, then the data units' in
// order; one that hears nothing is a group of its own after 30 days.
func TestClusterOfThree(t *testing.T) {
	r := newRig(t, failover.Clustering, "ASA 5585-X SSP-20", "9.2(1)", 3)
	for i := range 3 {
		r.enter(i, 8*week, botnet, 1)
	}
	r.combined(2, botnet, 1, 24*week)
	r.world.Advance(9 * week)
	r.own(0, botnet, 0, 0)
	r.own(1, botnet, 1, 7*week)
	r.own(2, botnet, 1, 8*week)
	r.group.CutLink(r.units[2], true)
	r.world.Advance(31 * license.Day)
	r.uncombined(2)
	r.combined(0, botnet, 1, 18*license.Day)
	r.own(1, botnet, 1, 18*license.Day)
	r.own(2, botnet, 1, 25*license.Day)
}

// rule LOSS-1: what one unit did in a gap that lasts stays unknown to the others,
// though a third one went and came back meanwhile.
func TestGapsThatOverlap(t *testing.T) {
	r := newRig(t, failover.Clustering, "ASA 5585-X SSP-20", "9.2(1)", 3)
	r.enter(0, 8*week, botnet, 1)
	r.group.CutLink(r.units[2], true)
	r.world.Advance(license.Day)
	r.enter(2, 8*week, botnet, 1)
	r.group.CutLink(r.units[1], true)
	r.world.Advance(license.Day)
	r.group.CutLink(r.units[1], false)
	r.combined(0, botnet, 1, 54*license.Day)
	r.combined(2, botnet, 1, 110*license.Day)
	r.group.CutLink(r.units[2], false)
	r.combined(0, botnet, 1, 110*license.Day)
	r.own(2, botnet, 1, 56*license.Day)
}
