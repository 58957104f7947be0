package cli

import (
	"fmt"

	"github.com/asapak/asapak/device"
	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sim"
)

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

// run lets the session limit follow the license again.
func (*noTLSProxy) run(s *Session) reply {
	d := s.unit.Device()
	most := max(d.Platform().Base[license.TotalUCProxySessions], d.Running()[license.TotalUCProxySessions].Value)
	s.unit.Configure(func(f *sim.Config) { f.Unset(tlsProxyKey) })
	if out := s.unit.Step(device.LimitTLSProxy{Sessions: most}); out.Refused != nil {
		return refused(out.Refused)
	}
	return reply{}
}
