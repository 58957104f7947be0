package cli

import (
	"strings"

	"github.com/asapak/asapak/cli/render"
	"github.com/asapak/asapak/failover"
	"github.com/asapak/asapak/license"
)

type showVersion struct {
	Words words `parser:"'show' 'version'"`
	show
}

// registerValue is the configuration register of every unit here: boot from flash.
const registerValue = 0x1

func (*showVersion) run(s *Session) reply {
	d := s.unit.Device()
	v := render.Version{
		License:  s.license(),
		Model:    d.Model(),
		NPE:      d.NoPayloadEncryption(),
		Space:    s.space(),
		Hostname: s.hostname(),
		Uptime:   d.Uptime(),
		Register: registerValue,
	}
	if g := pairOf(s.unit); g != nil && roleOf(s.unit) != failover.Off {
		v.ClusterUptime = g.Uptime()
	}
	if e, ok := s.modified(); ok {
		v.ModifiedBy, v.Modified = e.User, clockText(e.At)
	}
	return say(render.ShowVersion(&v))
}

// space is the word behind the release in the first line of show version.
func (s *Session) space() string {
	switch {
	case s.context != "":
		return "context"
	case s.unit.Device().Multiple():
		return "system"
	}
	return ""
}

type showInventory struct {
	Words words `parser:"'show' 'inventory'"`
	show
}

func (*showInventory) run(s *Session) reply {
	d := s.unit.Device()
	return say(render.ShowInventory(render.Inventory(d.Model(), chassis(d.Serial()))))
}

// chassis is the serial number on the outside of the unit: another number than
// the one that licenses are tied to (KEY-3).
func chassis(serial license.Serial) string {
	const factory, other = "FGL", "FTX"
	if strings.HasPrefix(string(serial), factory) {
		return other + string(serial[3:])
	}
	return factory + string(serial[3:])
}
