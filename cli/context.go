package cli

import (
	"fmt"
	"strings"

	"github.com/asapak/asapak/device"
	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sim"
)

type showMode struct {
	Words words `parser:"'show' 'mode'"`
	show
}

func (*showMode) run(s *Session) reply { return say(modeLine(s.unit.Device().Multiple())) }

func modeLine(multiple bool) string {
	if multiple {
		return "Security context mode: multiple \n"
	}
	return "Security context mode: single \n"
}

type setMode struct {
	Mode      string `parser:"'mode' @( 'single' | 'multiple' )"`
	NoConfirm bool   `parser:"@'noconfirm'?"`
}

const modeWarning = "WARNING: This command will change the behavior of the device\n" +
	"WARNING: This command will initiate a Reboot\n"

func (c *setMode) run(s *Session) reply {
	multiple := c.Mode == "multiple"
	if multiple == s.unit.Device().Multiple() {
		return say(modeLine(multiple))
	}
	if multiple && s.unit.Device().Platform().Limit[license.SecurityContexts] == license.Disabled {
		return refused(device.ErrNoContexts)
	}
	if c.NoConfirm {
		return s.changeMode(multiple)
	}
	return reply{text: modeWarning, ask: confirm("Proceed with change mode? [confirm]", func(s *Session) reply {
		return s.changeMode(multiple)
	})}
}

// changeMode restarts the unit in the other mode on the configuration that it
// runs. With security contexts there is one for administration.
func (s *Session) changeMode(multiple bool) reply {
	if out := s.unit.Step(device.SetMode{Multiple: multiple}); out.Refused != nil {
		return refused(out.Refused)
	}
	s.unit.Configure(func(f *sim.Config) {
		f.Unset("admin-context")
		f.Unset("context")
		if multiple {
			f.Set("admin-context", "admin-context admin")
			f.SetIn("context admin", "config-url", "config-url disk0:/admin.cfg")
		}
	})
	s.unit.WriteMemory()
	return s.boot(device.Reload{})
}

type changetoSystem struct {
	Words words `parser:"'changeto' 'system'"`
}

func (*changetoSystem) run(s *Session) reply { return s.changeto("") }

type changetoContext struct {
	Words words  `parser:"'changeto' 'context'"`
	Name  string `parser:"@Name"`
}

func (c *changetoContext) run(s *Session) reply {
	if s.unit.Device().Multiple() && !s.unit.Running().Has("context "+c.Name) {
		return refuse("'" + c.Name + "' is not valid")
	}
	return s.changeto(c.Name)
}

const singleMode = "Command not valid in single mode"

func (s *Session) changeto(name string) reply {
	if !s.unit.Device().Multiple() {
		return refuse(singleMode)
	}
	s.context, s.mode, s.section = name, privileged, ""
	return reply{}
}

type newContext struct {
	Words words  `parser:"'context'"`
	Name  string `parser:"@Name"`
}

func (c *newContext) run(s *Session) reply {
	if !s.unit.Device().Multiple() {
		return refuse(singleMode)
	}
	return s.open(contextMode, "context "+c.Name, device.Contexts)
}

type showContext struct {
	Words words `parser:"'show' 'context'"`
	show
}

func (*showContext) run(s *Session) reply {
	if !s.unit.Device().Multiple() {
		return refuse(singleMode)
	}
	var b strings.Builder
	b.WriteString("Context Name      Class      Interfaces           Mode         URL\n")
	n := 0
	admin, _ := s.unit.Running().Rest("admin-context")
	for _, l := range s.unit.Running().Lines() {
		name, ok := strings.CutPrefix(l.Text, "context ")
		if !ok {
			continue
		}
		mark, url := " ", ""
		if name == admin {
			mark = "*"
		}
		for _, sub := range l.Sub {
			url = strings.TrimPrefix(sub, "config-url ")
		}
		fmt.Fprintf(&b, "%s%-17s%-11s%-21s%-13s%s\n", mark, name, "default", "", "Routed", url)
		n++
	}
	fmt.Fprintf(&b, "\nTotal active Security Contexts: %d\n", n)
	return say(b.String())
}
