package cli

import (
	"slices"
	"strings"

	"github.com/asapak/asapak/sim"
)

// keep takes a configuration line that the simulator doesn't model and keeps it
// as it is; false leaves the line to the grammar.
//
// The lines of a section go before the commands of the modes around it: host in
// a section that isn't modeled is a line of it, and no abbreviated hostname.
func (s *Session) keep(p parsed, line string) (reply, bool) {
	if !s.mode.configures() || s.options.Strict || s.context != "" || !s.unit.Device().On() {
		return reply{}, false
	}
	words := strings.Fields(line)
	if s.mode != global && s.ownLine(p, words) {
		return s.keepIn(s.section, words), true
	}
	if p.fault != invalid {
		return reply{}, false
	}
	kind, full, ok := keptKind(words)
	if !ok {
		return reply{}, false
	}
	return s.keepGlobal(kind, full), true
}

// ownLine reports whether a line in a sub-mode is one of its section, which the
// grammar doesn't know.
func (s *Session) ownLine(p parsed, words []string) bool {
	if p.mode == s.mode && p.fault != invalid {
		return false
	}
	bare := positive(words)
	if p.fault == noFault {
		return p.mode == global && !p.spelled()
	}
	if len(bare) == 0 || s.grammar.begins(privileged, bare[0]) || s.modeled(bare) {
		return false
	}
	_, full, ok := keptKind(words)
	return !ok || positive(full)[0] != bare[0] || slices.Contains(sectionWords[s.kept], bare[0])
}

// ownKept are lines whose first word the grammar of a sub-mode knows, though not
// this form of them.
var ownKept = []string{"ip address dhcp", "ip address pppoe", "ip audit", "ip verify"}

// modeled reports whether a line begins like one that the simulator models, in a
// configuration mode: in another form, or in the wrong mode, it is an error.
func (s *Session) modeled(bare []string) bool {
	for _, known := range ownKept {
		if abbreviates(bare, strings.Fields(known)) {
			return false
		}
	}
	for m := global; m < numModes; m++ {
		if (m == s.mode || s.mode != keptMode) && s.grammar.begins(m, bare[0]) {
			return true
		}
	}
	return false
}

// positive is a line without the no that it may begin with.
func positive(words []string) []string {
	if len(words) > 0 && words[0] == "no" {
		return words[1:]
	}
	return words
}

// spelled reports whether the first keyword of a command, behind a no, was typed
// in full.
func (p parsed) spelled() bool {
	var first *taken
	for t := p.last; t != nil && t.token.Value != "no"; t = t.before {
		first = t
	}
	return first != nil && first.typed == first.token.Value
}

// begins reports whether a mode has a command that begins with a word.
func (g *Grammar) begins(m mode, word string) bool {
	for _, c := range g.layers[m] {
		for _, e := range c.at(c.start).edges {
			if e.class == nil && e.word == word {
				return true
			}
		}
	}
	return false
}

// keptKind finds the kind of a line and spells the words out by which it is
// known.
func keptKind(words []string) (kind *keptLine, full []string, ok bool) {
	bare := positive(words)
	var first string
	several := false // words that the first one could be short for
	for i := range keptLines {
		known := strings.Fields(keptLines[i].words)
		if !abbreviates(bare, known) {
			continue
		}
		exact, found := bare[0] == known[0], kind != nil
		switch {
		case !found, exact && first != bare[0]:
			kind, first = &keptLines[i], known[0]
		case !exact && first != bare[0] && first != known[0]:
			several = true
		}
	}
	if kind != nil && several && first != bare[0] {
		return nil, nil, false
	}
	if kind == nil {
		return nil, nil, false
	}
	full = append(full, words...)
	for i, w := range strings.Fields(kind.words) {
		if w != "*" {
			full[len(words)-len(bare)+i] = w
		}
	}
	return kind, full, true
}

// abbreviates reports whether a line begins with some words, or with their
// beginnings.
func abbreviates(line, words []string) bool {
	if len(line) < len(words) {
		return false
	}
	for i, w := range words {
		if w != "*" && !strings.HasPrefix(w, line[i]) {
			return false
		}
	}
	return true
}

// keptColumn is the column up to which a line could be of some kind. Words that
// could go on in more than one way reach to their end.
func keptColumn(line string) int {
	words := split(line)
	if len(words) > 1 && words[0].text == "no" {
		words = words[1:]
	}
	if len(words) == 0 {
		return 0
	}
	n := 0
	for i := range keptLines {
		first, _, _ := strings.Cut(keptLines[i].words, " ")
		n = max(n, common(first, words[0].text))
	}
	return words[0].at + n
}

func (s *Session) keepGlobal(kind *keptLine, words []string) reply {
	text := strings.Join(words, " ")
	s.unit.Configure(func(f *sim.Config) {
		if kind.one && words[0] != "no" {
			f.Set(kind.words, text)
			return
		}
		f.Keep("", text)
	})
	s.unit.Executed(s.user(), text)
	s.mode, s.section, s.kept = global, "", ""
	if kind.opens != "" && words[0] != "no" {
		s.mode, s.section, s.kept = keptMode, text, kind.opens
	}
	return reply{}
}

func (s *Session) keepIn(section string, words []string) reply {
	text := strings.Join(words, " ")
	s.unit.Configure(func(f *sim.Config) { f.Keep(section, text) })
	s.unit.Executed(s.user(), text)
	for _, in := range keptInside {
		if in.in == s.kept && in.word == words[0] {
			s.kept = in.opens
		}
	}
	return reply{}
}

// leaveKept leaves a mode that is inside of another one of the same section.
func (s *Session) leaveKept() bool {
	for _, in := range keptInside {
		if in.opens == s.kept {
			s.kept = in.in
			return true
		}
	}
	return false
}
