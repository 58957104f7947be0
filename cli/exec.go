package cli

import (
	"strings"

	"github.com/asapak/asapak/failover"
)

// words is the type of a field that only holds the plain words of a command.
type words struct{}

type disable struct {
	Words words `parser:"'disable'"`
}

func (*disable) run(s *Session) reply {
	s.mode, s.login = userExec, ""
	return reply{}
}

type exit struct {
	Words words `parser:"'exit'"`
}

func (*exit) run(s *Session) reply { return s.leave() }

type quit struct {
	Words words `parser:"'quit'"`
}

func (*quit) run(s *Session) reply { return s.leave() }

// leave goes one mode out; out of EXEC the session ends.
func (s *Session) leave() reply {
	if !s.mode.configures() {
		return logoff
	}
	if s.mode == keptMode && s.leaveKept() {
		return reply{}
	}
	s.mode, _ = s.mode.outer()
	s.section, s.kept = "", ""
	return reply{}
}

type logout struct {
	Words words `parser:"'logout'"`
}

func (*logout) run(*Session) reply { return logoff }

var logoff = reply{text: "\nLogoff\n\n", closed: true}

type end struct {
	Words words `parser:"'end'"`
}

func (*end) run(s *Session) reply {
	s.mode, s.section, s.kept = privileged, "", ""
	return reply{}
}

type configureTerminal struct {
	Words words `parser:"'configure' 'terminal'"`
}

// run refuses in a security context: the simulator keeps one configuration, that
// of the system execution space.
func (*configureTerminal) run(s *Session) reply {
	if s.context != "" {
		return refuse("The configuration of security contexts is not simulated")
	}
	s.mode, s.section, s.kept = global, "", ""
	if roleOf(s.unit) == failover.Standby {
		return say(standbyWarning)
	}
	return reply{}
}

type helpCommand struct {
	Words   words  `parser:"'help'"`
	Command string `parser:"@Word?"`
}

const helpText = "Type '?' at any point of a line for what may come next.\n" +
	"Commands may be abbreviated; Tab spells a word out.\n"

func (h *helpCommand) run(s *Session) reply {
	if h.Command == "" {
		return say(helpText)
	}
	w := walkLine(s.grammar.layers[s.mode], h.Command)
	if w.fault != noFault {
		return refuse("no help for " + h.Command)
	}
	var b strings.Builder
	b.WriteString("USAGE:\n\n")
	for _, p := range w.places {
		b.WriteString("\t" + p.command.example + "\n")
	}
	first := w.places[0]
	b.WriteString("\nDESCRIPTION:\n\n" + first.last.token.Value + "\t" + first.command.help(first.last.token.Value) + "\n")
	return say(b.String())
}

type showHistory struct {
	Words words `parser:"'show' 'history'"`
	show
}

func (*showHistory) run(s *Session) reply {
	var b strings.Builder
	for _, line := range s.history {
		b.WriteString("  " + line + "\n")
	}
	return say(b.String())
}

type showCurpriv struct {
	Words words `parser:"'show' 'curpriv'"`
	show
}

func (*showCurpriv) run(s *Session) reply {
	level, modes := "15", "P_PRIV"
	switch {
	case s.mode == userExec:
		level, modes = "1", "P_UNPR"
	case s.mode.configures():
		modes = "P_PRIV P_CONF"
	}
	return say("Username : " + s.user() + "\nCurrent privilege level : " + level + "\nCurrent Mode/s : " + modes + "\n")
}
