package cli

import (
	"strings"

	"github.com/asapak/asapak/device"
	"github.com/asapak/asapak/failover"
	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sim"
)

// The lines that configure failover, by the words that they begin with.
const (
	failoverKey         = "failover"
	failoverUnitKey     = "failover lan unit"
	failoverLANKey      = "failover lan interface"
	failoverLinkKey     = "failover link"
	failoverIPKey       = "failover interface ip"
	failoverSecretKey   = "failover key"
	failoverHTTPKey     = "failover replication http"
	failoverUnlicensed  = "Command requires failover license"
	failoverSwitchedOff = "Failover is off"
)

var failoverWords = []choice{
	{"lan", "Unit and interface for failover"},
	{"unit", "Set whether this is the primary or the secondary unit"},
	{"primary", "Configure the unit as primary"},
	{"secondary", "Configure the unit as secondary"},
	{"interface", "Set the failover interface or its addresses"},
	{"link", "Set the interface for stateful failover"},
	{"ip", "Set the addresses of the failover interface"},
	{"standby", "The address of the standby unit follows"},
	{"Address", "Address or mask"},
	{"key", "Set the key that protects what the units tell each other"},
	{"Password", "The key"},
	{"replication", "What connections the active unit tells its mate"},
	{"http", "HTTP connections"},
	{"Name", "Name of the interface"},
	{"Word", "The interface, such as GigabitEthernet0/3"},
}

// A failoverSwitch is failover and no failover.
type failoverSwitch struct {
	No    bool  `parser:"@'no'?"`
	Words words `parser:"'failover'"`
}

func (c *failoverSwitch) run(s *Session) reply {
	if c.No {
		s.unit.Configure(func(f *sim.Config) { f.RemoveLine(failoverKey) })
		return reply{}
	}
	switch {
	case !s.mayFailOver():
		return refuse(failoverUnlicensed)
	case s.unit.Device().RunningKey().Key == (device.Key{}):
		return refuse("Failover takes a valid permanent activation key")
	}
	s.unit.Configure(func(f *sim.Config) { f.AddLine(failoverKey) })
	return reply{failed: s.unit.Disabled()}
}

// mayFailOver reports whether the unit's own license has failover (FO-6).
func (s *Session) mayFailOver() bool {
	return s.unit.Device().Running()[license.Failover].Value != license.Disabled
}

type failoverUnit struct {
	Words words  `parser:"'failover' 'lan' 'unit'"`
	Role  string `parser:"@( 'primary' | 'secondary' )"`
}

// run refuses what the lab file denies: which unit of its group is the primary
// decides whose time runs first.
func (c *failoverUnit) run(s *Session) reply {
	if g := pairOf(s.unit); g != nil && c.Role != strings.ToLower(identity(s.unit)) {
		return refuse("The lab file makes this unit the " + strings.ToLower(identity(s.unit)))
	}
	return s.setLine(failoverUnitKey, c.Role)
}

// setLine sets a line of the configuration to its key and some words.
func (s *Session) setLine(key string, rest ...string) reply {
	s.unit.Configure(func(f *sim.Config) { f.Set(key, strings.Join(append([]string{key}, rest...), " ")) })
	return reply{}
}

type failoverLAN struct {
	Words words  `parser:"'failover' 'lan' 'interface'"`
	Name  string `parser:"@Name"`
	Port  string `parser:"@Word"`
}

func (c *failoverLAN) run(s *Session) reply {
	s.setLine(failoverLANKey, c.Name, c.Port)
	return s.takePort(c.Port)
}

// takePort clears what an interface was configured for before it is used for
// failover.
func (s *Session) takePort(port string) reply {
	section := "interface " + port
	s.unit.Configure(func(f *sim.Config) {
		for _, key := range []string{"nameif", "security-level", "ip address"} {
			f.UnsetIn(section, key)
		}
	})
	return say("INFO: Non-failover interface config is cleared on " + port + " and its sub-interfaces\n")
}

type failoverLink struct {
	Words words  `parser:"'failover' 'link'"`
	Name  string `parser:"@Name"`
	Port  string `parser:"@Word?"`
}

func (c *failoverLink) run(s *Session) reply {
	if c.Port == "" {
		return s.setLine(failoverLinkKey, c.Name)
	}
	s.setLine(failoverLinkKey, c.Name, c.Port)
	return s.takePort(c.Port)
}

type failoverAddress struct {
	Words   words  `parser:"'failover' 'interface' 'ip'"`
	Name    string `parser:"@Name"`
	Address string `parser:"@Address"`
	Mask    string `parser:"@Address"`
	Standby string `parser:"'standby' @Address"`
}

func (c *failoverAddress) run(s *Session) reply {
	return s.setLine(failoverIPKey, c.Name, c.Address, c.Mask, "standby", c.Standby)
}

type failoverSecret struct {
	Words words  `parser:"'failover' 'key'"`
	Key   string `parser:"@Password"`
}

func (c *failoverSecret) run(s *Session) reply { return s.setLine(failoverSecretKey, c.Key) }

type failoverHTTP struct {
	No    bool  `parser:"@'no'?"`
	Words words `parser:"'failover' 'replication' 'http'"`
}

func (c *failoverHTTP) run(s *Session) reply {
	s.unit.Configure(func(f *sim.Config) {
		if c.No {
			f.Unset(failoverHTTPKey)
			return
		}
		f.AddLine(failoverHTTPKey)
	})
	return reply{}
}

type noFailoverSetting struct {
	Words   words  `parser:"'no' 'failover'"`
	Setting string `parser:"( @'key' | @'link' | 'lan' @'interface' )"`
}

var failoverSettings = map[string]string{
	"key": failoverSecretKey, "link": failoverLinkKey, "interface": failoverLANKey,
}

func (c *noFailoverSetting) run(s *Session) reply {
	s.unit.Configure(func(f *sim.Config) { f.Unset(failoverSettings[c.Setting]) })
	return reply{}
}

// pairOf is the failover pair of a unit, nil if it is in none.
func pairOf(u *sim.Unit) *sim.Group {
	if g := u.Group(); g != nil && g.Kind() != failover.Clustering {
		return g
	}
	return nil
}

// identity is what a unit is by its configuration: Primary, or Secondary as every
// unit that wasn't told.
func identity(u *sim.Unit) string {
	if g := pairOf(u); g != nil {
		return identities[g.Place(u)]
	}
	if role, _ := u.Running().Rest(failoverUnitKey); role == "primary" {
		return identities[failover.Primary]
	}
	return identities[failover.Secondary]
}

var identities = [...]string{failover.Primary: "Primary", failover.Secondary: "Secondary"}

// roleOf is the present role of a unit. One that is in no pair and has failover
// on is active.
func roleOf(u *sim.Unit) failover.Role {
	switch g := pairOf(u); {
	case g != nil:
		return g.RoleOf(u)
	case u.Running().HasLine(failoverKey):
		return failover.Active
	}
	return failover.Off
}
