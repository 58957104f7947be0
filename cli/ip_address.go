package cli

import "github.com/asapak/asapak/sim"

var addressWords = []choice{
	{"address", "Set the address of the interface"}, {"Address", "Address or mask"},
	{"standby", "The address on the standby unit follows"},
}

const addressKey = "ip address"

type ipAddress struct {
	Words   words  `parser:"'ip' 'address'"`
	Address string `parser:"@Address"`
	Mask    string `parser:"@Address"`
	Standby string `parser:"( 'standby' @Address )?"`
}

func (c *ipAddress) run(s *Session) reply {
	line := addressKey + " " + c.Address + " " + c.Mask
	if c.Standby != "" {
		line += " standby " + c.Standby
	}
	s.unit.Configure(func(f *sim.Config) { f.SetIn(s.section, addressKey, line) })
	return reply{}
}

type noIPAddress struct {
	Words words `parser:"'no' 'ip' 'address'"`
}

func (*noIPAddress) run(s *Session) reply {
	s.unit.Configure(func(f *sim.Config) { f.UnsetIn(s.section, addressKey) })
	return reply{}
}
