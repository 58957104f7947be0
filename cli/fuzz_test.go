package cli

import (
	"bytes"
	"strings"
	"testing"
)

// FuzzLine types lines: no panic, a caret below the line or just behind it, and
// whatever was understood is understood again when spelled out.
func FuzzLine(f *testing.F) {
	for i := range commands {
		f.Add(commands[i].example)
	}
	f.Add("sh run | g -v ^a b")
	f.Add("sh cu | g -v")
	f.Add("simulate issue \"AnyConnect for Mobile\"=Enabled for for 8w")
	f.Add("\tno  no\x00 |\xff? ?")
	g := NewGrammar()
	f.Fuzz(func(t *testing.T, line string) {
		for m := range numModes {
			p := g.find(m, line)
			switch p.fault {
			case noFault:
				if _, err := p.read(); err != nil {
					t.Fatalf("participle doesn't read %q: %v", line, err)
				}
			case invalid:
				if p.column < 0 || p.column > len(line) {
					t.Fatalf("caret in column %d of %q", p.column, line)
				}
			}
			if c := g.completed(m, line); !strings.HasPrefix(c, line) {
				t.Fatalf("Tab turns %q into %q", line, c)
			}
		}
	})
}

// FuzzConversation types lines, answers included, at a unit: no panic, and
// answers end their lines.
func FuzzConversation(f *testing.F) {
	f.Add("conf t\nhostname x\nreload\ny\n\nen\n")
	f.Add("mode multiple\n\nchangeto context admin\nconf t\ninterface a\nvlan 3\n")
	f.Add("simulate power off\nshow version\nsimulate advance 9d\nsimulate power on\n")
	f.Add("activation-key 1 2 3 4 5\nformat disk0:\n\n\nshow activation-key detail\n?\n")
	f.Fuzz(func(t *testing.T, text string) {
		l := newLab(t, "ASA 5520", "8.4(1)", true)
		for line := range strings.SplitSeq(text, "\n") {
			r := l.session.Line(line)
			if r.Output != "" && !strings.HasSuffix(r.Output, "\n") {
				t.Fatalf("%q is answered by %q", line, r.Output)
			}
			l.session.Help(line)
		}
	})
}

// FuzzTerminal types bytes: no panic, and however they are cut into reads the
// session gets the same commands. Reads matter to questions only: none here.
func FuzzTerminal(f *testing.F) {
	f.Add([]byte("show version\r \rq"))
	f.Add([]byte("conf t\r\nhostname x\x1b[A\x1b[A\t?\x01\x05\x04\x15\x1a"))
	f.Add([]byte("\x1b[1;5A\x1bOH\x7f\x17\x0b\x12\x03" + strings.Repeat("long ", 60)))
	f.Fuzz(func(t *testing.T, keys []byte) {
		together := typeAll(t, [][]byte{keys})
		single := make([][]byte, len(keys))
		for i := range keys {
			single[i] = keys[i : i+1]
		}
		if apart := typeAll(t, single); together != nil && apart != nil && !bytes.Equal(together, apart) {
			t.Fatalf("%q at once shows\n%q\nbyte by byte\n%q", keys, together, apart)
		}
	})
}

// typeAll is what the screen shows; nil when a question was asked.
func typeAll(t *testing.T, reads [][]byte) []byte {
	l := newLab(t, "ASA 5520", "8.4(1)", true)
	term := NewTerminal(l.session, Style{})
	out := bytes.Clone(term.Start())
	for _, keys := range reads {
		out = append(out, term.Feed(keys)...)
		if l.session.Asking() == AskKey {
			return nil
		}
	}
	return out
}
