package cli

import (
	"github.com/asapak/asapak/device"
)

type formatDisk struct {
	Words words `parser:"'format' 'disk0:'"`
}

func (*formatDisk) run(*Session) reply {
	return reply{ask: confirm("Format operation may take a while. Continue? [confirm]", func(s *Session) reply {
		return reply{ask: confirm(`Format operation will destroy all data in "disk0:".  Continue? [confirm]`, (*Session).emptyFlash)}
	})}
}

type eraseDisk struct {
	Words words `parser:"'erase' 'disk0:'"`
}

func (*eraseDisk) run(*Session) reply {
	return reply{ask: confirm("Erase operation may take a while. Continue? [confirm]", func(s *Session) reply {
		return reply{ask: confirm(`Erase operation will destroy all data in "disk0:".  Continue? [confirm]`, (*Session).emptyFlash)}
	})}
}

// emptyFlash loses the startup configuration and every key (KEY-9).
func (s *Session) emptyFlash() reply {
	s.unit.WriteErase()
	s.unit.Step(device.Format{})
	return say("Initializing partition - done!\nCreating FAT16 filesystem\nFormat of disk0 complete\n")
}
