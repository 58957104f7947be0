package cli

import (
	"fmt"
	"strings"

	"github.com/asapak/asapak/cli/render"
	"github.com/asapak/asapak/device"
	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sim"
)

type hostname struct {
	Words words  `parser:"'hostname'"`
	Name  string `parser:"@Name"`
}

func (c *hostname) run(s *Session) reply {
	if !isHostname(c.Name) {
		return refuse("% Invalid Hostname")
	}
	s.unit.Configure(func(f *sim.Config) { f.Set("hostname", "hostname "+c.Name) })
	return reply{}
}

// isHostname takes letters, digits and hyphens, a letter or digit at both ends.
func isHostname(name string) bool {
	const alphanumeric = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	return strings.Trim(name, alphanumeric+"-") == "" && !strings.HasPrefix(name, "-") && !strings.HasSuffix(name, "-")
}

// open enters a section of the configuration in its mode. A new section that
// the license leaves no room for isn't opened.
func (s *Session) open(m mode, section string, uses device.Resource) reply {
	if r := s.configure(uses, func(f *sim.Config) {
		if !f.Has(section) {
			f.Set(section, section)
		}
	}); r.failed {
		return r
	}
	s.mode, s.section = m, section
	return reply{}
}

// configure edits the running configuration, and takes the edit back where the
// license leaves no room for it.
func (s *Session) configure(uses device.Resource, edit func(*sim.Config)) reply {
	before := s.unit.Running().Clone()
	out := s.unit.Configure(edit)
	limit := s.unit.Device().LimitOf(uses)
	if used(s.unit.Running(), uses) <= int64(limit) || used(s.unit.Running(), uses) <= used(&before, uses) {
		return say(s.console(out.Events))
	}
	s.unit.Configure(func(f *sim.Config) { *f = before })
	return refuse(fmt.Sprintf("The license allows %d %s", limit, resourceWords[uses]))
}

// used is how much of a resource a configuration uses.
func used(c *sim.Config, r device.Resource) int64 {
	switch r {
	case device.Contexts:
		return int64(c.Count("context "))
	case device.VLANs:
		return int64(c.CountIn("interface ", "vlan "))
	}
	return 0
}

type webvpn struct {
	Words words `parser:"'webvpn'"`
}

func (*webvpn) run(s *Session) reply {
	s.unit.Configure(func(f *sim.Config) {
		if !f.Has("webvpn") {
			f.Set("webvpn", "webvpn")
		}
	})
	s.mode, s.section = webvpnMode, "webvpn"
	return reply{}
}

type anyconnectEssentials struct {
	No    bool  `parser:"@'no'?"`
	Words words `parser:"'anyconnect-essentials'"`
}

const noEssentials = "no anyconnect-essentials"

func (c *anyconnectEssentials) run(s *Session) reply {
	s.unit.Configure(func(f *sim.Config) {
		if c.No {
			f.SetIn(s.section, noEssentials, noEssentials)
			return
		}
		f.UnsetIn(s.section, noEssentials)
	})
	return reply{}
}

// tlsProxyKey begins the line of the configuration; it is in the singular.
const tlsProxyKey = "tls-proxy maximum-session"

type tlsProxy struct {
	Words    words   `parser:"'tls-proxy' 'maximum-sessions'"`
	Sessions decimal `parser:"@Sessions"`
}

func (c *tlsProxy) run(s *Session) reply {
	if most := s.unit.Device().MaxTLSProxy(); license.Value(c.Sessions) > most {
		return refuse(fmt.Sprintf("The platform allows at most %d TLS proxy sessions", most))
	}
	s.unit.Configure(func(f *sim.Config) { f.Set(tlsProxyKey, fmt.Sprintf("%s %d", tlsProxyKey, c.Sessions)) })
	return reply{}
}

type noTLSProxy struct {
	Words words `parser:"'no' 'tls-proxy' 'maximum-sessions'"`
}

// run puts the model's default back, as far as the license doesn't raise it.
func (*noTLSProxy) run(s *Session) reply {
	d := s.unit.Device()
	most := max(d.Platform().Base[license.TotalUCProxySessions], d.Running()[license.TotalUCProxySessions].Value)
	s.unit.Configure(func(f *sim.Config) { f.Set(tlsProxyKey, fmt.Sprintf("%s %d", tlsProxyKey, most)) })
	s.unit.Configure(func(f *sim.Config) { f.Unset(tlsProxyKey) })
	return reply{}
}

type clearConfigure struct {
	Words words `parser:"'clear' 'configure' 'all'"`
}

func (*clearConfigure) run(s *Session) reply {
	out := s.unit.ClearConfiguration()
	s.mode, s.section = global, ""
	text := ""
	for _, e := range out.Events {
		if e.Kind == device.TLSProxyBelow {
			text += render.TLSProxyBelow(e.Value, e.Limit)
		}
	}
	return say(text)
}

type interfaceSection struct {
	Words words  `parser:"'interface'"`
	Name  string `parser:"@Word"`
}

func (c *interfaceSection) run(s *Session) reply {
	return s.open(interfaceMode, "interface "+c.Name, device.VLANs)
}

type vlan struct {
	Words  words   `parser:"'vlan'"`
	Number decimal `parser:"@Vlan"`
}

func (c *vlan) run(s *Session) reply {
	return s.configure(device.VLANs, func(f *sim.Config) { f.SetIn(s.section, "vlan", "vlan "+c.Number.String()) })
}

type noVlan struct {
	Words  words   `parser:"'no' 'vlan'"`
	Number decimal `parser:"@Vlan?"`
}

func (*noVlan) run(s *Session) reply {
	return s.configure(device.VLANs, func(f *sim.Config) { f.UnsetIn(s.section, "vlan") })
}

type nameif struct {
	Words words  `parser:"'nameif'"`
	Name  string `parser:"@Name"`
}

func (c *nameif) run(s *Session) reply {
	s.unit.Configure(func(f *sim.Config) { f.SetIn(s.section, "nameif", "nameif "+c.Name) })
	return reply{}
}

type shutdown struct {
	No    bool  `parser:"@'no'?"`
	Words words `parser:"'shutdown'"`
}

func (c *shutdown) run(s *Session) reply {
	s.unit.Configure(func(f *sim.Config) {
		if c.No {
			f.UnsetIn(s.section, "shutdown")
			return
		}
		f.SetIn(s.section, "shutdown", "shutdown")
	})
	return reply{}
}
