package cli

import (
	"strconv"
	"strings"

	"github.com/asapak/asapak/activationkey"
	"github.com/asapak/asapak/sim"
)

const (
	historySize      = 20 // lines that show history and the arrow keys remember
	defaultHostname  = "ciscoasa"
	defaultPageLines = 24
	defaultWidth     = 80
)

// Options are what a session needs beside its unit.
type Options struct {
	// World is the unit's world, for simulate advance.
	World *sim.World

	// Secret seals the keys of simulate issue: that of the lab.
	Secret *activationkey.Secret

	// Privileged starts the session, and starts it again after a reload, in
	// privileged EXEC; else in user EXEC.
	Privileged bool

	// Commit is called after each command that may have changed the unit and
	// before its answer is shown, so that what was acknowledged is kept. Its
	// error takes the place of the answer. Nil keeps nothing.
	Commit func() error

	// Login is who logged in from outside; nil is a console, where nobody did.
	// A session from outside ends when its unit goes down.
	Login *User

	// EnablePassword, hashed, counts while the configuration has none.
	EnablePassword string

	// Strict refuses configuration lines that the simulator doesn't model;
	// otherwise they are kept as they are.
	Strict bool

	// Heard gets every line after its answer. Nil is for nobody who listens.
	Heard func(Exchange)
}

// An Exchange is a line that a session took, and the answer.
type Exchange struct {
	Prompt     string
	Asked      Asking // what the line was
	Line       string
	Reply      Reply
	Privileged bool // the line was taken in privileged EXEC, or further in
}

// A Session is one user at one unit's prompt. It is a machine: [Session.Line]
// takes a line that was typed and returns what the unit answers; what the next
// line answers is told by [Session.Asking] and [Session.Prompt].
type Session struct {
	grammar *Grammar
	unit    *sim.Unit
	options Options

	standing
	left  map[*sim.Unit]standing // where the sessions on other consoles wait
	shown map[*sim.Unit]int      // how many log entries each console has shown

	question *question
	history  []string

	pageLines int  // terminal pager; negative where the configuration rules
	monitor   bool // events are shown as they happen
	help      bool // ? is help
}

// A standing is where in the shell of a unit a session is.
type standing struct {
	mode    mode
	section string // of the configuration, that a sub-mode is in
	kept    string // what the prompt says of a mode that only keeps lines
	login   string // who entered privileged EXEC by name
	context string // security context; empty in the system space, and in single mode
}

// New starts a session on a unit.
func New(g *Grammar, u *sim.Unit, o Options) *Session {
	s := &Session{
		grammar: g, unit: u, options: o, pageLines: -1, monitor: true, help: true,
		left: make(map[*sim.Unit]standing), shown: make(map[*sim.Unit]int),
	}
	s.shown[u] = u.Logged()
	if o.Login == nil {
		for _, each := range o.World.Units() {
			s.shown[each] = each.Logged()
		}
	}
	s.restart()
	return s
}

// restart puts the session where a login begins.
func (s *Session) restart() {
	s.standing, s.question = standing{mode: userExec}, nil
	if s.options.Privileged {
		s.mode = privileged
	}
}

// A Reply is what the unit answers to a line.
type Reply struct {
	Output string // lines, each with its end
	Failed bool   // the unit answered with an error
	Closed bool   // the session is over
}

// An Asking says what the next line is.
type Asking uint8

// What a session may ask for.
const (
	AskCommand Asking = iota // a command
	AskLine                  // a line that answers a question
	AskSecret                // a password, shown as stars
	AskKey                   // one key that answers a question
)

// A question is a dialog that waits for its answer.
type question struct {
	prompt string
	asks   Asking
	answer func(*Session, string) reply
}

// A reply is what a command's run returns.
type reply struct {
	text   string
	failed bool
	closed bool
	ask    *question
}

func say(text string) reply { return reply{text: text} }

// refuse is an answer that begins with ERROR.
func refuse(text string) reply { return reply{text: "ERROR: " + text + "\n", failed: true} }

// confirm asks for Enter or y; any other key leaves all as it is.
func confirm(prompt string, yes func(*Session) reply) *question {
	return &question{prompt: prompt, asks: AskKey, answer: func(s *Session, text string) reply {
		if text == "" || strings.HasPrefix(strings.ToLower(text), "y") {
			return yes(s)
		}
		return reply{}
	}}
}

// Asking tells what the next line is.
func (s *Session) Asking() Asking {
	if s.question != nil {
		return s.question.asks
	}
	return AskCommand
}

// Prompt is what the unit shows before the next line.
func (s *Session) Prompt() string {
	switch {
	case s.question != nil:
		return s.question.prompt
	case !s.unit.Device().On():
		return s.unit.Name + " is off> "
	}
	if s.mode == keptMode {
		return s.promptName() + "(" + s.kept + ")# "
	}
	return s.promptName() + modeTable[s.mode].prompt
}

func (s *Session) hostname() string {
	if name, ok := s.unit.Running().Rest("hostname"); ok {
		return name
	}
	return defaultHostname
}

// PageLines is how many lines the unit shows before it stops for a key; zero
// never stops.
func (s *Session) PageLines() int {
	if s.pageLines >= 0 {
		return s.pageLines
	}
	return s.configured("pager lines", defaultPageLines)
}

// Width is the terminal width in columns; zero is no limit.
func (s *Session) Width() int { return s.configured("terminal width", defaultWidth) }

// configured is a number that the running configuration sets.
func (s *Session) configured(key string, otherwise int) int {
	rest, _ := s.unit.Running().Rest(key)
	if n, err := strconv.Atoi(rest); err == nil {
		return n
	}
	return otherwise
}

// History lists the commands that were typed, oldest first.
func (s *Session) History() []string { return s.history }

// Cancel gives up the question that waits for an answer, if there is one.
func (s *Session) Cancel() { s.question = nil }

// Line takes a line: a command, or the answer to the question that was asked.
func (s *Session) Line(text string) Reply {
	if s.options.Heard == nil {
		return s.take(text)
	}
	e := Exchange{Prompt: s.Prompt(), Asked: s.Asking(), Line: text, Privileged: s.mode != userExec}
	e.Reply = s.take(text)
	s.options.Heard(e)
	return e.Reply
}

func (s *Session) take(text string) Reply {
	if q := s.question; q != nil {
		s.question = nil
		return s.finish(q.answer(s, text), true)
	}
	bare := strings.TrimSpace(text)
	if bare == "" || bare[0] == '!' || bare[0] == ':' {
		return Reply{}
	}
	if before, ok := strings.CutSuffix(text, "?"); ok && s.help {
		return Reply{Output: s.Help(before)}
	}
	s.remember(bare)
	return s.execute(text)
}

func (s *Session) remember(line string) {
	if len(s.history) == historySize {
		s.history = s.history[1:]
	}
	s.history = append(s.history, line)
}

func (s *Session) execute(line string) Reply {
	p := s.grammar.find(s.mode, line)
	if r, ok := s.keep(p, line); ok {
		return s.finish(r, true)
	}
	if p.fault == invalid && s.mode.configures() && !s.options.Strict {
		p.column = max(p.column, keptColumn(line))
	}
	if p.fault != noFault {
		return Reply{Output: p.errorText(s.Prompt(), line), Failed: true}
	}
	if !s.unit.Device().On() && !p.command.off {
		return s.finish(refuse("The unit is off. Use simulate power on"), false)
	}
	c, err := p.read()
	if err != nil {
		return s.finish(refuse(err.Error()), false)
	}
	r := s.filtered(c, c.run(s))
	if !r.failed && p.command.writes && p.command.modes&inExec == 0 {
		s.unit.Executed(s.user(), p.logged())
	}
	return s.finish(r, p.command.writes)
}

// finish makes the answer of a reply; what may have changed is kept first.
func (s *Session) finish(r reply, wrote bool) Reply {
	if wrote && s.options.Commit != nil {
		if err := s.options.Commit(); err != nil {
			r = refuse(err.Error())
		}
	}
	s.question = r.ask
	return Reply{Output: r.text + s.news(), Failed: r.failed, Closed: r.closed}
}

// user is the name of the user in logs: the one that EXEC gives.
func (s *Session) user() string {
	switch {
	case s.mode != userExec && s.login != "":
		return s.login
	case s.mode != userExec:
		return "enable_15"
	case s.options.Login != nil:
		return s.options.Login.Name
	}
	return "enable_1"
}

// Help is the ? listing for a line that was begun.
func (s *Session) Help(line string) string { return s.grammar.list(s.mode, line, s.unit) }

// Complete is a begun line with its last word spelled out as far as there is no
// choice.
func (s *Session) Complete(line string) string { return s.grammar.completed(s.mode, line) }
