package sim

import (
	"time"

	"github.com/asapak/asapak/failover"
)

// Acting is how long a unit of a pair has been the active one, all times together.
func (g *Group) Acting(u *Unit) time.Duration { return g.acting[g.place(u)] }

// Uptime is for how long one unit at least has taken part in the group.
func (g *Group) Uptime() time.Duration { return g.up }

// count counts the times that screens show; no license depends on them.
func (g *Group) count(d time.Duration) {
	g.up += d
	if g.formed == 0 {
		g.up = 0
	}
	for i := range g.acting {
		if g.roles.Of(i) == failover.Active {
			g.acting[i] += d
		}
	}
}
