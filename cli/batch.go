package cli

import (
	"io"
	"iter"
	"strings"
)

// RunBatch gives a session lines and writes what a console log of them shows:
// each prompt with what was typed behind it, each answer. While the unit asks
// something, the next line is the answer. It reports whether a command was
// answered with an error; the error is that of writing.
func RunBatch(s *Session, lines iter.Seq[string], w io.Writer) (failed bool, err error) {
	for line := range lines {
		r, text := exchange(s, line)
		failed = failed || r.Failed
		if _, err := io.WriteString(w, text); err != nil {
			return failed, err
		}
		if r.Closed {
			return failed, nil
		}
	}
	if s.Asking() != AskCommand {
		_, err = io.WriteString(w, s.Prompt()+"\n")
		s.Cancel()
	}
	return failed, err
}

// exchange is one prompt, what was typed, and the answer, as a log shows them.
func exchange(s *Session, line string) (Reply, string) {
	shown := s.Prompt() + line
	if s.Asking() == AskSecret {
		shown = s.Prompt() + strings.Repeat("*", len(line))
	}
	r := s.Line(line)
	return r, shown + "\n" + r.Output
}
