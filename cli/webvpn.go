package cli

import (
	"github.com/asapak/asapak/sim"
)

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
