package cli

import (
	"strings"
	"testing"
)

// sampleWords stand for arguments, whatever their class: what isn't legal is an
// error like another.
var sampleWords = []string{"1", "x", "0x1", "12:00:00", "30d", "mar", "2024", "9.8(2)", "192.0.2.1", "asa1", "|"}

// FuzzWords makes lines of words that are legal where they stand, in whatever mode
// the lines before led to: no panic, no line without an answer, and an answer that
// ends its lines.
func FuzzWords(f *testing.F) {
	f.Add([]byte{7, 0, 0, 3, 1, 0, 9, 2, 200, 1})
	f.Add([]byte("conf t and what follows"))
	f.Add([]byte{255, 254, 253, 0, 0, 0, 0, 17, 34, 51})
	f.Fuzz(func(t *testing.T, picks []byte) {
		if len(picks) > 400 {
			return
		}
		l := newLab(t, "ASA 5520", "8.4(1)", true)
		line := ""
		for _, pick := range picks {
			words := legalWords(l, line)
			n := int(pick) % (len(words) + 1)
			if n < len(words) && len(line) < 200 {
				line += words[n] + " "
				continue
			}
			if strings.HasPrefix(line, "simulate advance") {
				line = "simulate advance 1d" // years of a clock are another test's
			}
			r := l.session.Line(strings.TrimSpace(line))
			if r.Output != "" && !strings.HasSuffix(r.Output, "\n") {
				t.Fatalf("%q is answered by %q", line, r.Output)
			}
			if r.Closed {
				return
			}
			line = ""
		}
	})
}

// legalWords are the words that may follow a line, samples for arguments.
func legalWords(l *lab, line string) []string {
	var words []string
	s := l.session
	for m, ok := s.mode, true; ok; m, ok = m.outer() {
		for _, c := range s.grammar.choices(m, line, l.unit) {
			switch {
			case c.word == carriageReturn:
			case rank(c.word) == 0:
				words = append(words, sampleWords...)
			default:
				words = append(words, c.word)
			}
		}
	}
	return words
}
