package cli

import (
	"strings"
	"time"

	"github.com/asapak/asapak/cli/render"
	"github.com/asapak/asapak/failover"
	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sim"
)

type showFailover struct {
	Words words `parser:"'show' 'failover'"`
	State bool  `parser:"@'state'?"`
	show
}

func (c *showFailover) run(s *Session) reply {
	switch {
	case !s.mayFailOver():
		return refuse(failoverUnlicensed)
	case c.State:
		v := s.failoverState()
		return say(render.ShowFailoverState(&v))
	}
	v := s.failoverView()
	return say(render.ShowFailover(&v))
}

// The polls of units that weren't told others.
const (
	unitPoll      = "1 seconds, holdtime 15 seconds"
	interfacePoll = "5 seconds, holdtime 25 seconds"
)

func (s *Session) failoverView() render.Failover {
	d, c := s.unit.Device(), s.unit.Running()
	v := render.Failover{
		Release: d.Release(), Serial: d.Serial(), Unit: identity(s.unit),
		On:       roleOf(s.unit) != failover.Off,
		LAN:      s.failoverPort(failoverLANKey),
		UnitPoll: unitPoll, InterfacePoll: interfacePoll,
		Monitored:      c.CountIn("interface", "nameif"),
		Monitorable:    render.Monitorable(d.Model(), d.Release(), d.InForce()[license.MaxVLANs].Value),
		ReplicatesHTTP: c.HasLine(failoverHTTPKey),
	}
	if v.On {
		v.StateLink = s.failoverPort(failoverLinkKey)
		for n := range parts(s.unit) {
			v.LastFailover = append(v.LastFailover, s.switched(n).Format(render.FailoverDate))
		}
		s.failoverHosts(&v)
	}
	return v
}

// failoverPort is an interface that a line names, with its state. A state link
// without one of its own goes over that of the failover link.
func (s *Session) failoverPort(key string) string {
	text, ok := s.unit.Running().Rest(key)
	if !ok {
		return ""
	}
	if !strings.Contains(text, " ") {
		lan, _ := s.unit.Running().Rest(failoverLANKey)
		_, port, _ := strings.Cut(lan, " ")
		text += " " + port
	}
	if g := pairOf(s.unit); g != nil && g.LinkDown(s.unit) {
		return text + " (down)"
	}
	return text + " (up)"
}

// parts is how many failover groups a unit's screens tell of.
func parts(u *sim.Unit) int {
	if g := pairOf(u); g != nil {
		return g.Parts()
	}
	return 1
}

// switched is when a role in a failover group last changed, on the unit's own clock.
func (s *Session) switched(part int) time.Time {
	g := pairOf(s.unit)
	if g == nil {
		return s.unit.Clock().Add(-s.unit.Device().Uptime())
	}
	return g.Switched(part).Add(s.unit.Clock().Sub(s.options.World.Now()))
}

func (s *Session) failoverHosts(v *render.Failover) {
	role := roleOf(s.unit)
	v.This = render.FailoverHost{Unit: v.Unit, Lines: s.hostLines(s.unit, role, s.hearsMate())}
	v.This.State = stateWords[role]
	v.Other.Unit, v.Other.State = identities[1-placeOf(v.Unit)], stateWords[failover.Down]
	g := pairOf(s.unit)
	if g == nil {
		return
	}
	mate := g.Mate(s.unit)
	v.This.ActiveTime, v.Other.ActiveTime = seconds(g.Acting(0, s.unit)), seconds(g.Acting(0, mate))
	if state, _ := g.Contact(s.unit); state != failover.Apart || s.hearsMate() {
		v.MateRelease, v.MateSerial = mate.Device().Release().String(), mate.Device().Serial()
	}
	other := failover.Down
	if s.hearsMate() {
		other = g.RoleOf(mate)
	}
	v.Other.State, v.Other.Lines = stateWords[other], s.hostLines(mate, other, s.hearsMate())
	if g.Parts() > 1 {
		v.This.Parts, v.Other.Parts = s.hostParts(s.unit), s.hostParts(mate)
	}
}

// hostParts are the failover groups of an Active/Active pair on one of its units,
// as this one sees it.
func (s *Session) hostParts(u *sim.Unit) []render.FailoverPart {
	g := pairOf(s.unit)
	var all []render.FailoverPart
	for n := range g.Parts() {
		role := g.RoleIn(n, u)
		if u != s.unit && !s.hearsMate() {
			role = failover.Down
		}
		all = append(all, render.FailoverPart{State: stateWords[role], ActiveTime: seconds(g.Acting(n, u))})
	}
	return all
}

func seconds(d time.Duration) int64 { return int64(d / time.Second) }

func placeOf(identity string) int {
	if identity == identities[failover.Primary] {
		return failover.Primary
	}
	return failover.Secondary
}

func (s *Session) hearsMate() bool {
	g := pairOf(s.unit)
	return g != nil && g.Hears(s.unit)
}

// stateWords are the roles as show failover calls them. A mate that isn't heard
// has failed for who looks at it.
var stateWords = [...]string{
	failover.Off: "Disabled", failover.Down: "Failed", failover.Standby: "Standby Ready", failover.Active: "Active",
}

// hostLines are slot and interfaces of a unit as this one sees it.
func (s *Session) hostLines(u *sim.Unit, role failover.Role, monitored bool) []string {
	d := u.Device()
	var lines []string
	if u == s.unit || monitored {
		lines = append(lines, render.FailoverSlot(d.Model(), d.Release()))
	}
	state := "Normal"
	if role == failover.Down {
		state = "Unknown"
	}
	for _, l := range s.unit.Running().Lines() {
		if i, ok := readInterface(l); ok {
			lines = append(lines, render.FailoverInterface(s.unit.Device().Release(), i.nameif, i.of(role), state, monitored))
		}
	}
	return lines
}

// A namedInterface is what a section of the configuration says of an interface
// that has a name.
type namedInterface struct{ nameif, address, standby string }

func readInterface(l sim.Line) (i namedInterface, ok bool) {
	if !strings.HasPrefix(l.Text, "interface ") {
		return i, false
	}
	i.address, i.standby = noAddress, noAddress
	for _, sub := range l.Sub {
		switch words := strings.Fields(sub); {
		case len(words) == 2 && words[0] == "nameif":
			i.nameif = words[1]
		case len(words) >= 4 && words[1] == "address":
			i.address = words[2]
			if len(words) == 6 {
				i.standby = words[5]
			}
		}
	}
	return i, i.nameif != ""
}

const noAddress = "0.0.0.0"

// of is the address that an interface has on a unit in a role.
func (i namedInterface) of(role failover.Role) string {
	if role == failover.Active {
		return i.address
	}
	return i.standby
}

func (s *Session) failoverState() render.FailoverState {
	role := roleOf(s.unit)
	mine := identity(s.unit)
	v := render.FailoverState{
		This:  render.FailoverReason{Unit: mine, State: stateWords[role], Reason: "None"},
		Other: render.FailoverReason{Unit: identities[1-placeOf(mine)], State: "Not Detected", Reason: "None"},
	}
	switch {
	case s.hearsMate():
		v.Other.State = stateWords[pairOf(s.unit).RoleOf(pairOf(s.unit).Mate(s.unit))]
		v.Configuration = "Sync Done"
		if role == failover.Standby {
			v.Configuration = "Sync Done - STANDBY"
		}
	case role != failover.Off:
		v.Other.State, v.Other.Reason = stateWords[failover.Down], "Comm Failure"
		v.Other.Date = s.switched(0).Format(render.FailoverDate)
	}
	return v
}
