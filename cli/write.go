package cli

import "fmt"

type writeMemory struct {
	Words  words `parser:"'write'"`
	Memory words `parser:"'memory'?"`
}

func (*writeMemory) run(s *Session) reply {
	return say("Building configuration...\n" + s.save() + "[OK]\n")
}

// save makes the running configuration the startup one and tells so.
func (s *Session) save() string {
	s.unit.WriteMemory()
	return checksumLine(s.unit.Running()) + fmt.Sprintf("\n%d bytes copied in 0.150 secs\n", len(s.configText(s.unit.Startup(), false)))
}

type writeErase struct {
	Words words `parser:"'write' 'erase'"`
}

func (*writeErase) run(*Session) reply {
	return reply{ask: confirm("Erase configuration in flash memory? [confirm]", func(s *Session) reply {
		s.unit.WriteErase()
		return say("[OK]\n")
	})}
}

type writeTerminal struct {
	Words words `parser:"'write' 'terminal'"`
}

func (*writeTerminal) run(s *Session) reply {
	return say(hideSecrets(s.configText(s.unit.Running(), false)))
}

type copyRunning struct {
	Words     words `parser:"'copy'"`
	NoConfirm bool  `parser:"@'/noconfirm'?"`
	Files     words `parser:"'running-config' 'startup-config'"`
}

func (c *copyRunning) run(s *Session) reply {
	if c.NoConfirm {
		return say("\n" + s.save())
	}
	return reply{ask: &question{prompt: "Source filename [running-config]? ", asks: AskLine, answer: copyFrom}}
}

func copyFrom(s *Session, file string) reply {
	if file != "" && file != "running-config" {
		return refuse("%Error opening " + file + " (No such file or directory)")
	}
	return say(s.save())
}
