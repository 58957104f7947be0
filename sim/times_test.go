package sim

import (
	"testing"

	"github.com/asapak/asapak/device"
	"github.com/asapak/asapak/failover"
	"github.com/asapak/asapak/license"
)

// rule FO-9: the active role moves over when the active unit reloads, and times
// and logs tell so.
func TestReloadOfTheActiveUnit(t *testing.T) {
	r := pair(t)
	r.world.Advance(license.Day)
	before := r.units[0].Logged()
	r.units[0].Step(device.Reload{})
	r.world.Advance(2 * license.Day)
	if r.group.RoleOf(r.units[0]) != failover.Standby || r.group.RoleOf(r.units[1]) != failover.Active {
		t.Error("the active role did not move over")
	}
	if a, b := r.group.Acting(0, r.units[0]), r.group.Acting(0, r.units[1]); a != license.Day || b != 2*license.Day {
		t.Errorf("the units were active for %v and %v", a, b)
	}
	if up := r.group.Uptime(); up != 3*license.Day {
		t.Errorf("the pair is up for %v", up)
	}
	for _, e := range r.units[0].LogSince(before) {
		if e.Group.Kind == ContactLost {
			t.Error("a unit that boots misses its mate")
		}
	}
	if len(r.units[0].LogSince(1<<20)) != 0 || len(r.units[0].LogSince(-1)) != len(r.units[0].Log()) {
		t.Error("LogSince is wrong at its ends")
	}
}

// What the active unit saves, its mate saves too.
func TestWriteMemoryOnBoth(t *testing.T) {
	r := pair(t)
	r.units[0].Configure(func(c *Config) { c.Set("hostname", "hostname both") })
	r.units[0].WriteMemory()
	for i, u := range r.units {
		if name, _ := u.Startup().Rest("hostname"); name != "both" {
			t.Errorf("unit %d starts up as %q", i, name)
		}
	}
	r.units[0].Configure(func(c *Config) { c.RemoveLine("failover") })
	r.world.Advance(license.Day)
	if r.group.Uptime() != 0 {
		t.Error("a pair that is switched off is up")
	}
}
