package cli

import (
	"github.com/asapak/asapak/cli/render"
	"github.com/asapak/asapak/device"
)

type clearConfigure struct {
	Words words `parser:"'clear' 'configure' 'all'"`
}

func (*clearConfigure) run(s *Session) reply {
	out := s.unit.ClearConfiguration()
	s.shown[s.unit] = s.unit.Logged() // what there is to show of it is shown here
	s.mode, s.section = global, ""
	text := ""
	for _, e := range out.Events {
		if e.Kind == device.TLSProxyBelow {
			text += render.TLSProxyBelow(e.Value, e.Limit)
		}
	}
	return say(text)
}
