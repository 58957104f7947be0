package cli

import (
	"strings"

	"github.com/asapak/asapak/cli/render"
	"github.com/asapak/asapak/device"
)

type reload struct {
	Words     words `parser:"'reload'"`
	Save      bool  `parser:"( @'save-config'"`
	NoConfirm bool  `parser:"| @'noconfirm' )*"`
}

func (c *reload) run(s *Session) reply {
	saved := ""
	if c.Save {
		saved = s.save()
	}
	switch {
	case c.NoConfirm:
		r := s.boot(device.Reload{})
		r.text = saved + r.text
		return r
	case s.unsaved():
		return reply{text: saved, ask: askSave()}
	}
	return reply{text: saved, ask: askReload()}
}

func (s *Session) unsaved() bool { return !s.unit.Running().Equal(s.unit.Startup()) }

func askSave() *question {
	return &question{prompt: "System config has been modified. Save? [Y]es/[N]o:  ", asks: AskKey, answer: answerSave}
}

func answerSave(s *Session, text string) reply {
	switch key := strings.ToLower(strings.TrimSpace(text)); {
	case strings.HasPrefix(key, "y"):
		return reply{text: s.save(), ask: askReload()}
	case strings.HasPrefix(key, "n"):
		return reply{ask: askReload()}
	}
	return reply{ask: askSave()}
}

// askReload asks for the last time. A unit that goes down shows its prompt once
// more.
func askReload() *question {
	return confirm("Proceed with reload? [confirm]", func(s *Session) reply {
		prompt := strings.TrimRight(s.Prompt(), " ")
		r := s.boot(device.Reload{})
		r.text = prompt + "\n" + r.text
		return r
	})
}

// boot takes the unit through a restart and the session back to its beginning.
func (s *Session) boot(in device.Input) reply {
	out := s.unit.Step(in)
	if out.Refused != nil {
		return refused(out.Refused)
	}
	if s.options.Login != nil {
		return reply{text: shutdownText, closed: true}
	}
	s.restart()
	return say(shutdownText + s.bootText(out.Events))
}

// Restarted takes a console's session to its beginning after somebody else let
// the unit go down, and returns what the console shows of that.
func (s *Session) Restarted() string {
	s.restart()
	s.shown[s.unit] = s.unit.Logged()
	if !s.unit.Device().On() {
		return shutdownText
	}
	return shutdownText + s.bootText(nil)
}

const (
	shutdownText = "\n\n***\n*** --- START GRACEFUL SHUTDOWN ---\n" +
		"Shutting down isakmp\nShutting down webvpn\nShutting down sw-module\n" +
		"Shutting down License Controller\nShutting down File system\n" +
		"\n\n\n***\n*** --- SHUTDOWN NOW ---\nProcess shutdown finished\nRebooting... (status 0x9)\n..\n" +
		"INIT: Sending processes the TERM signal\n"

	// greeting is what a console shows before its first prompt.
	greeting = "Type help or '?' for a list of available commands.\n"
)

// bootText is what the console of a unit shows that comes up.
func (s *Session) bootText(events []device.Event) string {
	l := s.license()
	return render.Boot(&l, s.unit.Device().Model()) + s.console(events) + greeting
}
