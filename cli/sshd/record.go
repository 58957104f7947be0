package sshd

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/asapak/asapak/cli"
)

// A record is the transcript of a session: a script that asapak -f runs. What was
// refused, what led in and out of privileged EXEC, passwords left out, and the
// answers are its comments. A nil record keeps nothing.
type record struct {
	file  *os.File
	to    *bufio.Writer
	later []string // comments that wait for the end of a dialog
	quiet bool     // the dialog that is on is none of the script
}

// newRecord begins the transcript of a session. The world's lock is held. A
// transcript that can't be written is none: the session goes on.
func (w *World) newRecord(unit, user, from string) *record {
	if w.options.Record == "" {
		return nil
	}
	for {
		w.records++
		name := filepath.Join(w.options.Record, fmt.Sprintf("%s-%04d.txt", unit, w.records))
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if errors.Is(err, os.ErrExist) {
			continue
		}
		if err != nil {
			return nil
		}
		r := &record{file: f, to: bufio.NewWriter(f)}
		fmt.Fprintf(r.to, "! session of %s from %s on %s\n", user, from, unit)
		return r
	}
}

// levelWords begin the commands that change the privilege level: a script runs in
// privileged EXEC all the time.
var levelWords = []string{"enable", "disable", "login"}

// add puts an exchange into the transcript.
func (r *record) add(e cli.Exchange) {
	if r == nil {
		return
	}
	if e.Asked == cli.AskCommand {
		r.flush()
		r.quiet = e.Reply.Failed || changesLevel(e.Line)
	}
	switch {
	case r.quiet && e.Asked == cli.AskSecret:
		r.later = append(r.later, e.Prompt+"*****")
	case r.quiet:
		r.later = append(r.later, e.Prompt+e.Line)
	default:
		fmt.Fprintln(r.to, e.Line)
	}
	for line := range strings.Lines(e.Reply.Output) {
		r.later = append(r.later, strings.TrimSuffix(line, "\n"))
	}
}

// changesLevel reports whether a line is one of the commands that change the
// privilege level, abbreviated or not.
func changesLevel(line string) bool {
	words := strings.Fields(line)
	if len(words) == 0 || len(words) > 2 || len(words) == 2 && strings.Trim(words[1], "0123456789") != "" {
		return false
	}
	return slices.ContainsFunc(levelWords, func(w string) bool {
		return len(words[0]) > 1 && strings.HasPrefix(w, words[0])
	})
}

func (r *record) flush() {
	for _, line := range r.later {
		fmt.Fprintln(r.to, strings.TrimRight("! "+line, " "))
	}
	r.later = r.later[:0]
}

func (r *record) close() {
	if r == nil {
		return
	}
	r.flush()
	r.to.Flush()
	r.file.Close()
}
