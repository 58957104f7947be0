package sim

import (
	"testing"

	"github.com/asapak/asapak/device"
	"github.com/asapak/asapak/failover"
	"github.com/asapak/asapak/license"
)

func (r *rig) roles(want ...failover.Role) {
	r.t.Helper()
	for n := range r.group.Parts() {
		for i, u := range r.units {
			if got := r.group.RoleIn(n, u); got != want[2*n+i] {
				r.t.Errorf("failover group %d: unit %d has role %d, want %d", n+1, i, got, want[2*n+i])
			}
		}
	}
}

// rule FO-2: in an Active/Active pair each unit is active for one failover group;
// a unit that is gone leaves both to its mate, and a command moves one or both.
func TestActiveActive(t *testing.T) {
	r := newActiveActive(t)
	const on, by = failover.Active, failover.Standby
	r.roles(on, by, by, on)
	r.world.Advance(license.Day)
	if r.group.Acting(1, r.units[1]) != license.Day || r.group.Acting(1, r.units[0]) != 0 {
		t.Error("failover group 2 was not active on the secondary")
	}
	r.group.SetActiveIn(1, r.units[0])
	r.roles(on, by, on, by)
	r.units[0].Step(device.Power{})
	r.roles(failover.Down, on, failover.Down, on)
	r.units[0].Step(device.Power{On: true})
	r.roles(by, on, by, on)
	r.group.SetActive(r.units[0])
	r.roles(on, by, on, by)
	r.combined(0, license.SecurityContexts, 4, 0)
}

func newActiveActive(t *testing.T) *rig {
	single := newRig(t, failover.ActiveStandby, "ASA 5540", "9.1(4)", 2)
	r := &rig{t: t, world: New(start), secret: single.secret}
	for _, u := range single.units {
		d := u.Device()
		f := d.Flash()
		f.Multiple = true
		added, err := r.world.Add(u.Name, device.Config{Model: d.Model(), Serial: d.Serial(), Secret: r.secret}, f, ParseConfig("failover\n"))
		if err != nil {
			t.Fatal(err)
		}
		r.units = append(r.units, added)
	}
	var err error
	if r.group, err = r.world.Group(failover.ActiveActive, r.units...); err != nil {
		t.Fatal(err)
	}
	return r
}
