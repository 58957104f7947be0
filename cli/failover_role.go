package cli

import (
	"github.com/asapak/asapak/device"
	"github.com/asapak/asapak/failover"
)

type failoverActive struct {
	No    bool  `parser:"@'no'?"`
	Words words `parser:"'failover' 'active'"`
}

// run moves the active role here, or with no to the mate.
func (c *failoverActive) run(s *Session) reply {
	g := pairOf(s.unit)
	role := roleOf(s.unit)
	switch {
	case !s.mayFailOver():
		return refuse(failoverUnlicensed)
	case role == failover.Off:
		return refuse(failoverSwitchedOff)
	case (role == failover.Active) != c.No:
		return reply{}
	case !c.No:
		g.SetActive(s.unit)
		return reply{}
	case g == nil || !g.SetActive(g.Mate(s.unit)):
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
