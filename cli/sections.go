package cli

import (
	"fmt"

	"github.com/asapak/asapak/device"
	"github.com/asapak/asapak/sim"
)

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
