package cli

import (
	"github.com/asapak/asapak/device"
	"github.com/asapak/asapak/sim"
)

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
