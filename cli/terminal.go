package cli

import "strings"

// A Style colors what a terminal shows. Without its escapes the text is the
// same. The zero Style leaves everything plain.
type Style struct {
	Answer func(string) string
	Prompt func(string) string
}

// A Terminal is a session with a keyboard and a screen: a line editor, history,
// help, and a pager. It is a machine: bytes that were typed go in, bytes for the
// screen come out.
type Terminal struct {
	session *Session
	style   Style
	keys    decoder
	line    editor

	recalled int    // how many commands back the line comes from
	draft    string // the line before the arrow keys changed it

	rest     []string // lines that wait for a key
	resuming string   // what was typed before ? and is shown again after its answer
	closing  bool
	out      []byte
}

// NewTerminal puts a terminal in front of a session.
func NewTerminal(s *Session, style Style) *Terminal { return &Terminal{session: s, style: style} }

// Done reports whether the session is over.
func (t *Terminal) Done() bool { return t.closing && len(t.rest) == 0 }

// Start is what the screen shows first: the greeting and the prompt.
func (t *Terminal) Start() []byte {
	t.out = nil
	t.print(greeting)
	return t.out
}

// Feed takes bytes that came together from the keyboard and returns those for
// the screen. The slice is good until the next Feed.
func (t *Terminal) Feed(typed []byte) []byte {
	t.out = t.out[:0]
	for i := 0; i < len(typed) && !t.Done(); i++ {
		k := t.keys.next(typed[i])
		asked := t.session.Asking() == AskKey && len(t.rest) == 0
		t.press(k)
		// Clients answer a key with a line: an Enter that came together with
		// the key belongs to it.
		if asked && k.code == keyChar && i+1 < len(typed) && (typed[i+1] == '\r' || typed[i+1] == '\n') {
			i++
			t.keys.next(typed[i])
		}
	}
	return t.out
}

func (t *Terminal) press(k key) {
	switch {
	case k.code == keyNone:
	case len(t.rest) > 0:
		t.pressAtMore(k)
	case t.session.Asking() == AskKey:
		t.pressAnswer(k)
	case k.code == keyEnter:
		t.enter()
	default:
		t.pressEditing(k)
	}
}

// pressAnswer takes the one key that answers a question.
func (t *Terminal) pressAnswer(k key) {
	switch k.code {
	case keyEnter:
		t.newline()
		t.answer("")
	case keyChar:
		t.out = append(t.out, k.char)
		t.newline()
		t.answer(string(k.char))
	case keyInterrupt:
		t.interrupt()
	}
}

func (t *Terminal) pressEditing(k key) {
	switch k.code {
	case keyChar:
		if k.char == '?' && t.session.Asking() == AskCommand && t.session.help {
			t.help()
			return
		}
		t.line.insert(k.char)
	case keyTab:
		t.complete()
	case keyUp:
		t.recall(t.recalled + 1)
	case keyDown:
		t.recall(t.recalled - 1)
	case keyRedraw:
		t.resume(string(t.line.text))
	case keyInterrupt:
		t.interrupt()
		return
	case keyLeave:
		t.leave()
		return
	case keyDelete:
		if len(t.line.text) == 0 {
			t.newline()
			t.answer("logout")
			return
		}
		t.line.edit(k.code)
	default:
		t.line.edit(k.code)
	}
	t.out = t.line.refresh(t.out)
}

func (t *Terminal) newline() { t.out = append(t.out, '\r', '\n') }

// enter gives the line to the session.
func (t *Terminal) enter() {
	line := string(t.line.text)
	t.out = t.line.finish(t.out)
	t.newline()
	t.answer(line)
}

// answer shows what the session says to a line.
func (t *Terminal) answer(line string) {
	r := t.session.Line(line)
	t.closing = t.closing || r.Closed
	t.print(r.Output)
}

// print shows an answer, a page at a time, and the prompt behind it.
func (t *Terminal) print(text string) { t.show(text, t.session.PageLines()) }

// show shows a text, so many lines at a time; zero shows all.
func (t *Terminal) show(text string, lines int) {
	if t.style.Answer != nil {
		text = t.style.Answer(text)
	}
	t.rest = strings.SplitAfter(strings.TrimSuffix(text, "\n"), "\n")
	if text == "" {
		t.rest = nil
	}
	t.page(lines)
}

// page shows as many lines more; zero shows all that are left.
func (t *Terminal) page(lines int) {
	if lines <= 0 || lines > len(t.rest) || t.closing {
		lines = len(t.rest)
	}
	for _, line := range t.rest[:lines] {
		t.out = append(t.out, strings.TrimSuffix(line, "\n")...)
		t.newline()
	}
	t.rest = t.rest[lines:]
	if len(t.rest) > 0 {
		t.out = append(t.out, more...)
		return
	}
	t.prompt()
}

const (
	more      = "<--- More --->"
	eraseMore = "\r              \r"
)

// pressAtMore takes a key while more of an answer waits.
func (t *Terminal) pressAtMore(k key) {
	quit := k.code == keyInterrupt || k.char == 'q' || k.char == 'Q'
	switch {
	case quit:
		t.rest = nil
	case k.code != keyEnter && k.char != ' ':
		return
	}
	t.out = append(t.out, eraseMore...)
	if k.code == keyEnter {
		t.page(1)
		return
	}
	t.page(t.session.PageLines())
}

// prompt begins a line, with what was typed before help was asked for.
func (t *Terminal) prompt() {
	if t.closing {
		return
	}
	text := t.resuming
	t.resuming, t.recalled, t.draft = "", 0, ""
	prompt := t.session.Prompt()
	t.line.begin(len(prompt), t.session.Width(), t.session.Asking() == AskSecret)
	t.line.set(text)
	if t.style.Prompt != nil {
		prompt = t.style.Prompt(prompt)
	}
	t.out = append(append(t.out, '\r'), prompt...)
	t.out = t.line.refresh(t.out)
}

// resume shows the prompt and a text again on a new line.
func (t *Terminal) resume(text string) {
	t.newline()
	t.resuming = text
	t.prompt()
}

// help answers ?, which needs no Enter.
func (t *Terminal) help() {
	t.out = append(t.out, '?')
	t.newline()
	t.resuming = string(t.line.text)
	t.print(t.session.Help(string(t.line.text[:t.line.at])))
}

func (t *Terminal) complete() {
	if t.session.Asking() != AskCommand {
		return
	}
	rest := string(t.line.text[t.line.at:])
	before := t.session.Complete(string(t.line.text[:t.line.at]))
	if len(before)+len(rest) > maxLine {
		return
	}
	t.line.set(before + rest)
	t.line.at = len(before)
}

// recall puts the nth command before this line into it; the zeroth is what was
// being typed.
func (t *Terminal) recall(n int) {
	history := t.session.History()
	if t.session.Asking() != AskCommand || n < 0 || n > len(history) {
		return
	}
	if t.recalled == 0 {
		t.draft = string(t.line.text)
	}
	t.recalled = n
	if n == 0 {
		t.line.set(t.draft)
		return
	}
	t.line.set(history[len(history)-n])
}

// interrupt is Ctrl-C: the line, or the question, is dropped.
func (t *Terminal) interrupt() {
	t.session.Cancel()
	t.newline()
	t.prompt()
}

// leave is Ctrl-Z: out of configuration, whatever was typed.
func (t *Terminal) leave() {
	if t.session.Asking() == AskCommand && t.session.mode.configures() {
		t.newline()
		t.answer("end")
	}
}

// Restarted tells that the unit went down without this terminal's doing, and
// returns what the screen shows of that. The slice is good until the next Feed.
func (t *Terminal) Restarted() []byte {
	t.out, t.rest = t.out[:0], nil
	t.line.set("")
	t.show(t.session.Restarted(), 0)
	return t.out
}
