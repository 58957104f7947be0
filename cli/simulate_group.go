package cli

import (
	"strings"

	"github.com/asapak/asapak/device"
	"github.com/asapak/asapak/sim"
)

type simulateConsole struct {
	Words words  `parser:"'simulate' 'console'"`
	Unit  string `parser:"@Word"`
}

// run goes to the console of another unit, where its own session waits.
func (c *simulateConsole) run(s *Session) reply {
	u, r := s.unitNamed(c.Unit)
	if u == nil || u == s.unit {
		return r
	}
	s.left[s.unit] = s.standing
	s.unit = u
	if _, ok := s.shown[u]; !ok {
		s.shown[u] = u.Logged()
	}
	if p, ok := s.left[u]; ok {
		s.standing = p
	} else {
		s.restart()
	}
	return reply{}
}

// unitNamed finds a unit of the lab, or says which there are.
func (s *Session) unitNamed(name string) (*sim.Unit, reply) {
	if u := s.options.World.Unit(name); u != nil {
		return u, reply{}
	}
	var names []string
	for _, u := range s.options.World.Units() {
		names = append(names, u.Name)
	}
	return nil, refuse("No unit " + name + ": the lab has " + strings.Join(names, ", "))
}

type simulateLink struct {
	Words words  `parser:"'simulate' 'link' 'failover'"`
	State string `parser:"@( 'up' | 'down' )"`
}

// run cuts the failover link of the console's unit, or heals it. A pair has one,
// a cluster one for each unit.
func (c *simulateLink) run(s *Session) reply {
	g := s.unit.Group()
	if g == nil {
		return refuse("This unit is in no failover pair or cluster")
	}
	down := c.State == "down"
	g.CutLink(s.unit, down)
	if pairOf(s.unit) != nil {
		g.CutLink(g.Mate(s.unit), down)
	}
	return reply{}
}

type simulatePowerUnit struct {
	Words words  `parser:"'simulate' 'power'"`
	Unit  string `parser:"@Word"`
	State string `parser:"@( 'on' | 'off' )"`
}

func (c *simulatePowerUnit) run(s *Session) reply {
	u, r := s.unitNamed(c.Unit)
	if u == nil {
		return r
	}
	if u == s.unit {
		return (&simulatePower{State: c.State}).run(s)
	}
	delete(s.left, u)
	if out := u.Step(device.Power{On: c.State == "on"}); out.Refused != nil {
		return refused(out.Refused)
	}
	return reply{}
}
