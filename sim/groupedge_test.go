package sim

import (
	"testing"
	"time"

	"github.com/asapak/asapak/device"
	"github.com/asapak/asapak/failover"
	"github.com/asapak/asapak/license"
)

// rules FO-4, FO-8: units that never met are each on their own: no license of one
// waits for the other's. Before 8.3 no grace period keeps a combined license.
func TestNeverMet(t *testing.T) {
	for _, release := range []string{"8.2(1)", "8.4(1)"} {
		r := newRig(t, failover.ActiveStandby, "ASA 5540", release, 2)
		if release == "8.4(1)" {
			r = offRig(t)
		}
		r.enter(0, 8*week, botnet, 1)
		r.enter(1, 8*week, botnet, 1)
		r.world.Advance(week)
		for i := range 2 {
			r.own(i, botnet, 1, 7*week)
			r.uncombined(i)
		}
	}
}

// offRig is a pair whose failover was off from the start.
func offRig(t *testing.T) *rig {
	r := newRig(t, failover.ActiveStandby, "ASA 5540", "8.4(1)", 2)
	off := &rig{t: t, world: New(start), secret: r.secret}
	for _, u := range r.units {
		d := u.Device()
		added, err := off.world.Add(u.Name, device.Config{Model: d.Model(), Serial: d.Serial(), Secret: r.secret}, d.Flash(), ParseConfig("hostname h\n"))
		if err != nil {
			t.Fatal(err)
		}
		off.units = append(off.units, added)
	}
	var err error
	if off.group, err = off.world.Group(failover.ActiveStandby, off.units...); err != nil {
		t.Fatal(err)
	}
	return off
}

// rule REL-3: after a downgrade to 8.2 there is no combined license, not even in
// the grace period.
func TestDowngradeEndsTheCombinedLicense(t *testing.T) {
	r := newRig(t, failover.ActiveStandby, "ASA 5540", "8.3(1)", 2)
	r.enter(0, 8*week, botnet, 1)
	r.combined(0, botnet, 1, 8*week)
	for _, u := range r.units {
		u.Step(device.InstallImage{Release: license.Release{Major: 8, Minor: 2, Maint: 1}})
		u.Step(device.Reload{})
	}
	for i := range 2 {
		r.uncombined(i)
	}
}

// rule FO-8: what a key that runs out does to the pair is logged at that instant.
func TestGroupEventsHaveTheirTime(t *testing.T) {
	r := newRig(t, failover.ActiveStandby, "ASA 5540", "8.2(1)", 2)
	for i := range 2 {
		r.enter(i, time.Duration(4+4*i)*week, botnet, 1)
	}
	r.units[1].Configure(func(c *Config) { c.AddLine("failover") })
	if r.group.hearing() == 0 {
		t.Fatal("the pair did not form again")
	}
	before := r.units[1].Logged()
	r.world.Advance(5 * week)
	var at []time.Time
	for _, e := range r.units[1].LogSince(before) {
		if e.Group.Kind == FailoverDisabled {
			at = append(at, e.At)
		}
	}
	if len(at) != 1 || !at[0].Equal(start.Add(4*week)) {
		t.Errorf("failover was disabled at %v, want %v", at, start.Add(4*week))
	}
}

// rules CLU-1, CLU-2: a unit without the Cluster license is a group of its own, and
// joins once it has it and boots.
func TestJoinAfterReload(t *testing.T) {
	r := newRig(t, failover.Clustering, "ASA 5585-X SSP-20", "9.1(4)", 3)
	late := r.units[2]
	enter := func(f license.Set) {
		t.Helper()
		if out := late.Step(device.EnterKey{Key: r.key(late.Device().Serial(), license.Grant{Features: f}), Confirmed: true}); out.Refused != nil {
			t.Fatal(out.Refused)
		}
		late.Step(device.Reload{})
	}
	enter(license.Set{license.Encryption3DESAES: 1})
	if !late.Disabled() || r.group.Hears(late) || !r.group.Hears(r.units[0]) {
		t.Error("a unit without the license is in the cluster")
	}
	enter(license.Set{license.Encryption3DESAES: 1, license.Cluster: 1})
	if late.Disabled() || !r.group.Hears(late) {
		t.Errorf("the unit didn't join: %+v", r.group.Requirements())
	}
	r.combined(2, license.SecurityContexts, 6, 0)
}
