package cli

import (
	"bytes"
	"strings"
	"testing"
)

// A screen is what a terminal shows of the bytes it gets: one line per row, the
// cursor in the last one.
type screen struct {
	rows   []string
	column int
}

func (s *screen) write(b []byte) {
	if len(s.rows) == 0 {
		s.rows = []string{""}
	}
	for _, c := range b {
		last := &s.rows[len(s.rows)-1]
		switch c {
		case '\r':
			s.column = 0
		case '\n':
			s.rows = append(s.rows, "")
			s.rows[len(s.rows)-1] = strings.Repeat(" ", s.column)
		case '\b':
			s.column = max(s.column-1, 0)
		default:
			row := []byte(*last)
			for len(row) <= s.column {
				row = append(row, ' ')
			}
			row[s.column] = c
			*last = string(row)
			s.column++
		}
	}
}

func (s *screen) last() string { return strings.TrimRight(s.rows[len(s.rows)-1], " ") }

// typed starts a terminal on a unit and types into it, one Feed for each text.
func typed(t *testing.T, l *lab, texts ...string) (*Terminal, *screen) {
	t.Helper()
	term, scr := NewTerminal(l.session, Style{}), &screen{}
	scr.write(term.Start())
	for _, text := range texts {
		scr.write(term.Feed([]byte(text)))
	}
	return term, scr
}

func TestEditingKeys(t *testing.T) {
	const prompt = "ciscoasa# "
	for _, c := range []struct {
		name, keys, line string
		column           int // of the cursor behind the prompt
	}{
		{"letters", "show", "show", 4},
		{"backspace", "shoo\x7f\bw", "show"[:2] + "w", 3},
		{"left and insert", "sow\x1b[D\x1b[Dh", "show", 2},
		{"right", "show\x1b[D\x1b[D\x1b[C", "show", 3},
		{"application arrows", "show\x1bOD", "show", 3},
		{"home and end", "how\x01s\x05 x", "show x", 6},
		{"home and end keys", "how\x1b[Hs\x1b[F x", "show x", 6},
		{"Ctrl-B and Ctrl-F", "sho\x02\x02\x06w", "shwo", 3},
		{"Ctrl-D", "shhow\x02\x02\x02\x04", "show", 2},
		{"delete key", "shhow\x1b[D\x1b[D\x1b[D\x1b[3~", "show", 2},
		{"Ctrl-K", "show clock\x02\x02\x02\x0b", "show cl", 7},
		{"Ctrl-U", "show clock\x15sh", "sh", 2},
		{"Ctrl-U in the middle", "show clock\x02\x02\x15", "ck", 0},
		{"Ctrl-W", "show clock  \x17ver", "show ver", 8},
		{"Tab", "sh\tact\t", "show activation-key ", 20},
		{"Tab stays where there is a choice", "show c\t", "show c", 6},
		{"Tab as far as there is no choice", "show cl\tx", "show clock x", 12},
		{"Tab in the middle", "sh clock\x01\x06\x06\t", "show  clock", 5},
		{"unknown sequences and letters", "sh\x1b[99~\x1b[<5;3M\x1bz\xc3\xa9\x00ow", "show", 4},
		{"up", "show clock\rshow mode\r\x1b[A", "show mode", 9},
		{"up and up", "show clock\rshow mode\r\x10\x10", "show clock", 10},
		{"up too far", "show clock\r\x1b[A\x1b[A\x1b[A", "show clock", 10},
		{"down to the draft", "show clock\rdraft\x10\x0e", "draft", 5},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, scr := typed(t, newLab(t, "ASA 5520", "8.4(1)", true), c.keys)
			if got := scr.last(); got != strings.TrimRight(prompt+c.line, " ") || scr.column != len(prompt)+c.column {
				t.Errorf("the screen shows %q, cursor in column %d; want %q, %d", got, scr.column, prompt+c.line, len(prompt)+c.column)
			}
		})
	}
}

// The unit ends lines with CR LF and sends CR before the prompt; the echo is in
// one piece with the answer.
func TestLineEnds(t *testing.T) {
	for _, enter := range []string{"\r", "\n", "\r\n"} {
		l := newLab(t, "ASA 5520", "8.4(1)", true)
		term := NewTerminal(l.session, Style{})
		term.Start()
		got := string(term.Feed([]byte("show mode" + enter)))
		if want := "show mode\r\nSecurity context mode: single \r\n\rciscoasa# "; got != want {
			t.Errorf("Enter %q gives %q, want %q", enter, got, want)
		}
	}
}

// A line that doesn't fit: prompt and text fill columns 0 to 78; the next letter
// shows $ and the last 16 letters; on Enter the line is shown from its start,
// cut so that $ is the 79th character (measured on a real unit).
func TestLongLine(t *testing.T) {
	l := newLab(t, "ASA 5520", "8.4(1)", true)
	l.console(t, "configure terminal", "hostname twb-dc-fw1-object-group")
	const prompt = "twb-dc-fw1-object-group(config)# "
	if len(prompt) != 33 {
		t.Fatal("the case needs another prompt")
	}
	line := "no network-object object pylab7a.twb-tech.local.x"
	term, scr := typed(t, l, line[:46])
	if got := scr.last(); got != prompt+line[:46] || len(got) != 79 {
		t.Fatalf("79 columns show %q (%d)", got, len(got))
	}
	out := string(term.Feed([]byte(line[46:47])))
	keptLetters := line[31:47]
	blanks := 79 - len(prompt) - 1 - 16
	if want := strings.Repeat("\b", 46) + "$" + keptLetters + strings.Repeat(" ", blanks) + strings.Repeat("\b", blanks); out != want {
		t.Errorf("the letter that doesn't fit sends\n%q, want\n%q", out, want)
	}
	scr.write([]byte(out))
	scr.write(term.Feed([]byte(line[47:])))
	if got := scr.last(); got != prompt+"$"+line[31:] {
		t.Errorf("the screen shows %q", got)
	}
	scr.write(term.Feed([]byte("\r")))
	if got := scr.rows[len(scr.rows)-4]; got != prompt+line[:45]+"$" || len(got) != 79 {
		t.Errorf("after Enter the line is %q (%d)", got, len(got))
	}
	if history := l.session.History(); history[len(history)-1] != line {
		t.Errorf("executed %q, want all of the line", history[len(history)-1])
	}
}

func TestLongLineBackwards(t *testing.T) {
	l := newLab(t, "ASA 5520", "8.4(1)", true)
	line := strings.Repeat("abcdefghij", 20)
	_, scr := typed(t, l, line, "\x01")
	if got, want := scr.last(), "ciscoasa# "+line[:69]; got != want || scr.column != 10 {
		t.Errorf("Ctrl-A shows %q, column %d", got, scr.column)
	}
	_, scr = typed(t, newLab(t, "ASA 5520", "8.4(1)", true), line, "\x15", "show")
	if got := scr.last(); got != "ciscoasa# show" {
		t.Errorf("after Ctrl-U: %q", got)
	}
}

func TestPager(t *testing.T) {
	l := newLab(t, "ASA 5520", "8.4(1)", true)
	whole := strings.Count(l.session.Line("show version").Output, "\n")
	for _, c := range []struct {
		name, keys string
		shown      int // lines of the answer
	}{
		{"stops after 24 lines", "", 24},
		{"Enter shows one more", "\r", 25},
		{"Space shows a page", " ", min(48, whole)},
		{"other keys do nothing", "xyz", 24},
		{"to the end", "     ", whole},
	} {
		t.Run(c.name, func(t *testing.T) {
			term, scr := typed(t, l, "show version\r")
			before := len(scr.rows)
			scr.write(term.Feed([]byte(c.keys)))
			if shown := 24 + len(scr.rows) - before; shown != c.shown {
				t.Errorf("%d lines are shown, want %d", shown, c.shown)
			}
			if more := scr.last() == "<--- More --->"; more != (c.shown < whole) {
				t.Errorf("the last line is %q", scr.last())
			}
		})
	}
	term, _ := typed(t, l, "show version\r")
	if out := string(term.Feed([]byte("q"))); out != "\r              \r\rciscoasa# " {
		t.Errorf("q sends %q", out)
	}
	term, scr := typed(t, l, "terminal pager 0\rshow version\r")
	if strings.Contains(strings.Join(scr.rows, "\n"), "More") || term.Done() {
		t.Error("terminal pager 0 stops at a page")
	}
}

// A question takes one key, and an Enter that came in the same read belongs to
// it: a script that answers n with a line must not reload the unit.
func TestKeyAnswers(t *testing.T) {
	for _, c := range []struct {
		name   string
		typed  []string
		prompt string
	}{
		{"n with its Enter", []string{"hostname x\r", "reload\r", "n\r"}, "Proceed with reload? [confirm]"},
		{"n and Enter apart", []string{"hostname x\r", "reload\r", "n", "\r"}, "ciscoasa#"},
		{"n LF, then n", []string{"hostname x\r", "reload\n", "n\n", "n\n"}, "x(config)#"},
		{"Ctrl-C", []string{"hostname x\r", "reload\r", "\x03"}, "x(config)#"},
		{"Enter confirms", []string{"reload noconfirm\r", "reload\r", "\r"}, "ciscoasa#"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := newLab(t, "ASA 5520", "8.4(1)", true)
			l.console(t, "configure terminal", "terminal pager 0")
			_, scr := typed(t, l, c.typed...)
			if got := scr.last(); got != c.prompt {
				t.Errorf("the unit shows %q, want %q\n%s", got, c.prompt, strings.Join(scr.rows, "\n"))
			}
		})
	}
}

func TestQuestionMark(t *testing.T) {
	l := newLab(t, "ASA 5520", "8.4(1)", true)
	term := NewTerminal(l.session, Style{})
	term.Start()
	term.Feed([]byte("clock set "))
	got := string(term.Feed([]byte("?")))
	if want := "?\r\n\r\n  hh:mm:ss  Current Time\r\n\rciscoasa# clock set "; got != want {
		t.Errorf("? sends %q, want %q", got, want)
	}
	if got := string(term.Feed([]byte("1"))); got != "1" {
		t.Errorf("the next letter sends %q", got)
	}
}

func TestPasswordStars(t *testing.T) {
	l := newLab(t, "ASA 5520", "8.4(1)", false)
	l.console(t, "enable", "configure terminal", "enable password a?b", "end", "disable")
	term, _ := typed(t, l, "enable\r")
	if got := string(term.Feed([]byte("a?b\r"))); got != "***\r\n\rciscoasa# " {
		t.Errorf("the password sends %q", got)
	}
	if h := l.session.History(); h[len(h)-1] != "enable" {
		t.Errorf("history has %q", h)
	}
}

// Type-ahead is kept across commands and password prompts.
func TestTypeAhead(t *testing.T) {
	l := newLab(t, "ASA 5520", "8.4(1)", false)
	l.console(t, "enable", "configure terminal", "enable password cisco", "end", "disable")
	_, scr := typed(t, l, "enable\ncisco\nshow curpriv\nconfigure terminal\nhostname y\n\x1a")
	if got := scr.last(); got != "y#" {
		t.Errorf("the prompt is %q\n%s", got, strings.Join(scr.rows, "\n"))
	}
}

func TestLeaving(t *testing.T) {
	for _, keys := range []string{"exit\r", "\x04", "conf t\rexit\rexit\r"} {
		term, _ := typed(t, newLab(t, "ASA 5520", "8.4(1)", true), keys)
		if !term.Done() {
			t.Errorf("%q doesn't leave", keys)
		}
	}
}

// Color changes no letter, and no column.
func TestStyleIsOnlyColor(t *testing.T) {
	red := func(text string) string { return strings.ReplaceAll(text, "ciscoasa", "\x1b[31mciscoasa\x1b[0m") }
	run := func(style Style) []byte {
		l := newLab(t, "ASA 5520", "8.4(1)", true)
		term := NewTerminal(l.session, style)
		out := bytes.Clone(term.Start())
		return append(out, term.Feed([]byte("show run\r   "+strings.Repeat("x", 100)+"\x01\r"))...)
	}
	plain := run(Style{})
	colored := run(Style{Answer: red, Prompt: red})
	if bytes.Equal(plain, colored) {
		t.Fatal("the style does nothing")
	}
	stripped := strings.NewReplacer("\x1b[31m", "", "\x1b[0m", "").Replace(string(colored))
	if stripped != string(plain) {
		t.Errorf("without escapes\n%q\nis not\n%q", stripped, plain)
	}
}
