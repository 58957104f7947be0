package cli

import (
	"github.com/asapak/asapak/device"
	"github.com/asapak/asapak/license"
)

type simulateReplace struct {
	Words  words  `parser:"'simulate' 'replace'"`
	Serial string `parser:"@Word"`
}

// run puts other hardware of the same model and release in the unit's place, as
// after a failure: without keys, which are for the old serial number, and without
// configuration.
func (c *simulateReplace) run(s *Session) reply {
	serial, err := license.ParseSerial(c.Serial)
	if err != nil {
		return refuse(err.Error())
	}
	for _, u := range s.options.World.Units() {
		if u.Device().Serial() == serial {
			return refuse("Unit " + u.Name + " has the serial number " + string(serial))
		}
	}
	s.unit.WriteErase()
	out := s.unit.Step(device.Replace{Serial: serial})
	s.restart()
	return say(s.bootText(out.Events))
}
