package sim

import (
	"time"

	"github.com/asapak/asapak/failover"
)

// Uptime is for how long one unit at least has taken part in the group.
func (g *Group) Uptime() time.Duration { return g.up }

// count counts the times that screens show; no license depends on them.
func (g *Group) count(d time.Duration) {
	g.up += d
	if g.formed == 0 {
		g.up = 0
	}
	for n := range g.parts {
		p := &g.parts[n]
		for i := range p.acting {
			if p.roles.Of(i) == failover.Active {
				p.acting[i] += d
			}
		}
	}
}
