package sim

import (
	"time"

	"github.com/asapak/asapak/failover"
)

// A groupPart is a failover group of a pair: contexts that move from unit to unit
// together. An Active/Active pair has two, any other pair only one.
type groupPart struct {
	roles    *failover.Roles
	switched time.Time        // when a role last changed
	acting   [2]time.Duration // how long each unit has been active
}

// newParts: group 1 is active on the primary at first, group 2 on the secondary.
func newParts(kind failover.Kind, now time.Time) []groupPart {
	parts := []groupPart{{roles: failover.NewRoles(failover.Primary), switched: now}}
	if kind == failover.ActiveActive {
		parts = append(parts, groupPart{roles: failover.NewRoles(failover.Secondary), switched: now})
	}
	return parts
}

// Parts is how many failover groups a pair has: two where it is Active/Active.
func (g *Group) Parts() int { return len(g.parts) }

// RoleOf is the present role of a unit of a pair; of an Active/Active pair that in
// failover group 1, which the system execution space belongs to.
func (g *Group) RoleOf(u *Unit) failover.Role { return g.RoleIn(0, u) }

// RoleIn is the present role of a unit in a failover group, counted from 0.
func (g *Group) RoleIn(part int, u *Unit) failover.Role { return g.parts[part].roles.Of(g.place(u)) }

// Switched is when a role in a failover group last changed.
func (g *Group) Switched(part int) time.Time { return g.parts[part].switched }

// Acting is how long a unit of a pair has been the active one for a failover group,
// all times together.
func (g *Group) Acting(part int, u *Unit) time.Duration { return g.parts[part].acting[g.place(u)] }

// SetActive is failover active on a unit of a pair, for all failover groups. It
// reports whether a role changed.
func (g *Group) SetActive(u *Unit) bool {
	changed := false
	for n := range g.parts {
		changed = g.SetActiveIn(n, u) || changed
	}
	return changed
}

// SetActiveIn is failover active for one failover group.
func (g *Group) SetActiveIn(part int, u *Unit) bool {
	return g.tellRoles(part, g.parts[part].roles.SetActive(g.place(u)))
}

// tellRoles logs changes of roles. A unit that becomes standby as it meets the
// active one takes over the configuration, which group 1 brings.
func (g *Group) tellRoles(part int, changes []failover.RoleChange) bool {
	number := 0
	if len(g.parts) > 1 {
		number = part + 1
	}
	for _, c := range changes {
		g.units[c.Unit].tell(Event{Kind: RoleChanged, Part: number, Role: c})
		g.parts[part].switched = g.world.now
	}
	for _, c := range changes {
		met := c.To == failover.Standby && c.Cause == failover.StateCheck
		if met && part == 0 && g.hearing() != 0 {
			g.sendConfiguration(g.units[1-c.Unit], g.units[c.Unit])
		}
	}
	return len(changes) > 0
}
