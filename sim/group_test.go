package sim

import (
	"fmt"
	"math/rand/v2"
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

// rule FO-9: a failover during each step of a key change that needs a reload loses
// no license and no second of time.
func TestReloadWithoutDowntime(t *testing.T) {
	for failAt := range 5 {
		r := pair(t)
		r.enter(0, 8*week, botnet, 1)
		swap := func(step int) {
			if step == failAt {
				standby := r.units[0]
				if r.group.RoleOf(standby) == failover.Active {
					standby = r.units[1]
				}
				r.group.SetActive(standby)
			}
			r.world.Advance(license.Day)
			r.oneActive()
		}
		swap(0)
		for i, u := range r.units {
			k := r.key(u.Device().Serial(), license.Grant{Features: license.Set{carrier: 1}})
			if out := u.Step(device.EnterKey{Key: k, Confirmed: true}); out.Change.Outcome != device.NeedsReload {
				t.Fatalf("outcome %d, want a reload", out.Change.Outcome)
			}
			swap(1 + 2*i)
			u.Step(device.Reload{})
			if i == 0 {
				// the units differ in encryption until the second reloads (FO-6)
				u.Configure(func(c *Config) { c.Set("failover", "failover") })
			}
			swap(2 + 2*i)
		}
		r.own(0, carrier, 1, 0)
		r.own(0, botnet, 1, 51*license.Day)
	}
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

// rules LOSS-1, LOSS-2, LOSS-3, CLU-2: any split of the time leaves a cluster the
// same, seen from each unit, at every moment of random cuts, power cuts and keys.
func TestClusterSplit(t *testing.T) {
	rng := rand.New(rand.NewPCG(31, 32))
	for n := range 200 {
		whole := newRig(t, failover.Clustering, "ASA 5585-X SSP-20", "9.2(1)", 4)
		split := newRig(t, failover.Clustering, "ASA 5585-X SSP-20", "9.2(1)", 4)
		for range 30 {
			d := time.Duration(rng.Int64N(int64(20 * license.Day)))
			whole.pass(rng, d, false)
			split.pass(rng, d, true)
			h := whole.randomOne(rng)
			whole.happen(h)
			split.happen(h)
			if got, want := split.seen(), whole.seen(); got != want {
				t.Fatalf("cluster %d: split\n%swhole\n%s", n, got, want)
			}
		}
	}
}

func (r *rig) randomOne(rng *rand.Rand) happening {
	h := happening{unit: rng.IntN(len(r.units)), do: []string{"cut", "heal", "heal", "off", "on", "on", "key", "key"}[rng.IntN(8)]}
	h.key = r.randomKey(rng, h.unit)
	return h
}

// seen is the group as each of its units has it.
func (r *rig) seen() string {
	s := ""
	for i, u := range r.units {
		run, ok := r.group.License(u)
		contact, left := r.group.Contact(u)
		s += fmt.Sprintf("%d %v %v %v %v\n%s", i, ok, run, contact, left, state(r.group.views[i].devices...))
	}
	return s
}

// A happening is something done to a pair at an hour.
type happening struct {
	hour int
	unit int
	do   string
	key  activationkey.Key
	act  device.Action
}

func (r *rig) happen(h happening) {
	u := r.units[h.unit]
	switch h.do {
	case "cut", "heal":
		r.group.CutLink(r.units[h.unit], h.do == "cut")
	case "off", "on":
		u.Step(device.Power{On: h.do == "on"})
	case "key":
		u.Step(device.EnterKey{Key: h.key, Action: h.act})
	case "switch":
		r.group.SetActive(u)
	}
}

// hours is the slow twin: it knows in hindsight which losses of contact lasted more
// than 30 days, and lets a pair of devices go hour by hour.
func hours(devices []*device.Unit, all []happening, until int) {
	alone := aloneHours(all, until)
	next := 0
	for hour := 0; ; hour++ {
		for ; next < len(all) && all[next].hour == hour; next++ {
			h := all[next]
			switch h.do {
			case "off", "on":
				devices[h.unit].Step(device.Power{On: h.do == "on"})
			case "key":
				devices[h.unit].Step(device.EnterKey{Key: h.key, Action: h.act})
			}
		}
		if hour == until {
			return
		}
		devices[1].Step(device.Wait{})
		if runs, active := devices[0].Standing(); runs && !alone[hour] {
			devices[1].Step(device.Wait{Features: active & license.MaskOf(botnet, carrier)})
		}
		for _, d := range devices {
			d.Advance(time.Hour)
		}
	}
}

func aloneHours(all []happening, until int) []bool {
	alone := make([]bool, until)
	cut, on, lost := false, [2]bool{true, true}, -1
	end := func(hour int) {
		if lost >= 0 && hour-lost > 30*24 {
			for h := lost; h < hour; h++ {
				alone[h] = true
			}
		}
		lost = -1
	}
	for _, h := range all {
		switch h.do {
		case "cut", "heal":
			cut = h.do == "cut"
		case "off", "on":
			on[h.unit] = h.do == "on"
		}
		contact := !cut && on[0] && on[1]
		switch {
		case contact && lost >= 0:
			end(h.hour)
		case !contact && lost < 0:
			lost = h.hour
		}
	}
	end(until)
	return alone
}

func randomHappenings(r *rig, rng *rand.Rand, until int) []happening {
	var all []happening
	cut, on := false, [2]bool{true, true}
	for hour := rng.IntN(200); hour < until; hour += rng.IntN(500) {
		h := happening{hour: hour, unit: rng.IntN(2)}
		switch rng.IntN(6) {
		case 0, 1:
			h.unit = 0 // the one link of a pair
			if cut = !cut; cut {
				h.do = "cut"
			} else {
				h.do = "heal"
			}
		case 2:
			if on[h.unit] = !on[h.unit]; on[h.unit] {
				h.do = "on"
			} else {
				h.do = "off"
			}
		case 3:
			h.do = "switch"
		default:
			h.do, h.act = "key", device.Action(rng.IntN(3))
			h.key = r.randomKey(rng, h.unit)
		}
		all = append(all, h)
	}
	if cut {
		all = append(all, happening{hour: until, do: "heal"})
	}
	for i := range 2 {
		if !on[i] {
			all = append(all, happening{hour: until, unit: i, do: "on"})
		}
	}
	return all
}

func (r *rig) randomKey(rng *rand.Rand, unit int) activationkey.Key {
	grants := []license.Set{{botnet: 1}, {carrier: 1}, {premium: 100}, {premium: 1000}, {botnet: 1, premium: 100}}
	return r.key(license.Serial(fmt.Sprintf("JMX1232L%03d", unit)), license.Grant{
		Features: grants[rng.IntN(len(grants))], Term: time.Duration(1+rng.IntN(60)) * license.Day,
	})
}

func state(devices ...*device.Unit) string {
	s := ""
	for _, d := range devices {
		if d == nil {
			continue
		}
		for _, t := range d.Flash().TimeBased {
			s += fmt.Sprintf("%v %v %v of %v, active %v\n", d.Serial(), t.Features.Mask().Features(), t.Left, t.Term, t.Active)
		}
	}
	return s
}

// rules LOSS-1, LOSS-2, LOSS-3, FO-4, FO-5, TIME-1: random cuts, power cuts, role
// changes and keys on a pair leave what a slow twin leaves that counts hour by
// hour in hindsight; and any split of the time leaves the same.
func TestPairEqualsTwin(t *testing.T) {
	rng := rand.New(rand.NewPCG(21, 22))
	for n := range 2000 {
		r := pair(t)
		until := 24 * (30 + rng.IntN(150))
		all := randomHappenings(r, rng, until)
		twins := []*device.Unit{r.units[0].device().Clone(), r.units[1].device().Clone()}
		split := pair(t)
		for _, w := range []*rig{r, split} {
			now := 0
			for _, h := range all {
				w.pass(rng, time.Duration(h.hour-now)*time.Hour, w == split)
				now = h.hour
				w.happen(h)
			}
			w.pass(rng, time.Duration(until-now)*time.Hour, w == split)
		}
		hours(twins, all, until)
		want := state(twins...)
		for _, w := range []*rig{r, split} {
			if got := state(w.units[0].device(), w.units[1].device()); got != want {
				t.Fatalf("pair %d after %d hours of %s\nhas\n%swant\n%s", n, until, told(all), got, want)
			}
		}
	}
}

func (r *rig) pass(rng *rand.Rand, d time.Duration, split bool) {
	for split && d > 0 {
		part := time.Duration(rng.Int64N(int64(d) + 1))
		r.world.Advance(part)
		d -= part
		if part == 0 {
			break
		}
	}
	r.world.Advance(d)
}

func told(all []happening) string {
	s := ""
	for _, h := range all {
		s += fmt.Sprintf("\n%5d: unit %d %s", h.hour, h.unit, h.do)
	}
	return s
}
