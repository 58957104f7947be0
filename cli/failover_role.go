package cli

import (
	"strconv"

	"github.com/asapak/asapak/device"
	"github.com/asapak/asapak/failover"
	"github.com/asapak/asapak/sim"
)

type failoverActive struct {
	No    bool   `parser:"@'no'?"`
	Words words  `parser:"'failover' 'active'"`
	Group string `parser:"( 'group' @( '1' | '2' ) )?"`
}

// run moves the active role here, or with no to the mate.
func (c *failoverActive) run(s *Session) reply {
	g := pairOf(s.unit)
	switch {
	case !s.mayFailOver():
		return refuse(failoverUnlicensed)
	case roleOf(s.unit) == failover.Off:
		return refuse(failoverSwitchedOff)
	case c.Group != "" && parts(s.unit) == 1:
		return refuse("Failover groups are of Active/Active pairs")
	case g == nil && c.No:
		return refuse(noStandby)
	case g == nil:
		return reply{}
	}
	return c.move(s, g)
}

// move moves one failover group, or all of the pair's.
func (c *failoverActive) move(s *Session, g *sim.Group) reply {
	to := s.unit
	if c.No {
		to = g.Mate(s.unit)
	}
	moved, there := false, true
	for n := range g.Parts() {
		if c.Group == "" || c.Group == strconv.Itoa(n+1) {
			there = there && g.RoleIn(n, to) == failover.Active
			moved = g.SetActiveIn(n, to) || moved
		}
	}
	if !moved && !there {
		return refuse(noStandby)
	}
	return reply{}
}

const noStandby = "No standby unit is ready"

type reloadStandby struct {
	Words words `parser:"'failover' 'reload-standby'"`
}

func (*reloadStandby) run(s *Session) reply {
	if r := s.needStandby(); r.failed {
		return r
	}
	if out := pairOf(s.unit).Mate(s.unit).Step(device.Reload{}); out.Refused != nil {
		return refused(out.Refused)
	}
	return reply{}
}

// needStandby refuses what only the active unit of a pair in contact can do.
func (s *Session) needStandby() reply {
	g := pairOf(s.unit)
	switch {
	case !s.mayFailOver():
		return refuse(failoverUnlicensed)
	case roleOf(s.unit) == failover.Off:
		return refuse(failoverSwitchedOff)
	case roleOf(s.unit) == failover.Standby:
		return refuse("This is the standby unit")
	case g == nil || !g.Hears(s.unit):
		return refuse(noStandby)
	}
	return reply{}
}

type writeStandby struct {
	Words words `parser:"'write' 'standby'"`
}

func (*writeStandby) run(s *Session) reply {
	if r := s.needStandby(); r.failed {
		return r
	}
	pairOf(s.unit).WriteStandby(s.unit)
	return say("Building configuration...\n[OK]\n")
}

// standbyWarning is what a unit shows to who begins to configure it while another
// one is active.
const standbyWarning = "**** WARNING ****\n" +
	"\tConfiguration Replication is NOT performed from Standby unit to Active unit.\n" +
	"\tConfigurations are no longer synchronized.\n"
