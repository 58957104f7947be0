package cli

import (
	"slices"
	"strings"

	"github.com/alecthomas/participle/v2/lexer"
)

// A word is a word of a typed line and the column at which it begins.
type word struct {
	text string
	at   int
}

// split cuts a line at its blanks.
func split(line string) []word {
	var words []word
	for at := 0; at < len(line); {
		if line[at] == ' ' || line[at] == '\t' {
			at++
			continue
		}
		n := strings.IndexAny(line[at:], " \t")
		if n < 0 {
			n = len(line) - at
		}
		words = append(words, word{line[at : at+n], at})
		at += n
	}
	return words
}

// A place is a point that a line has reached in one command's grammar, and how:
// the words behind it, spelled out.
type place struct {
	command *command
	node    *node
	last    *taken
}

// A taken word is a word of the line as the grammar took it.
type taken struct {
	before *taken
	token  lexer.Token
	typed  string
}

// A fault says why a line can't be what it should be.
type fault uint8

const (
	noFault    fault = iota
	invalid          // nothing matches from a column on
	ambiguous        // the last word could be several keywords
	incomplete       // the line is too short
)

// A walk is how far a line gets in the commands of one mode.
type walk struct {
	places []place
	fault  fault
	column int // of the first character at which nothing can match, when invalid
}

// walkLine lets a line go through the grammar of some commands. This is the one
// walk: the legal next words are those of the places where it ends.
//
// Keywords may be abbreviated. A word that could be several is ambiguous if it
// is the last one, and else invalid at its end; of keyword and argument both are
// kept until the end, the keyword first.
func walkLine(commands []*command, line string) walk {
	w := walk{places: make([]place, len(commands))}
	for i, c := range commands {
		w.places[i] = place{command: c, node: c.start}
	}
	words := split(line)
	for i, word := range words {
		if w.fault == ambiguous {
			return walk{fault: invalid, column: words[i-1].at + len(words[i-1].text)}
		}
		w.step(word, line)
		if w.fault == invalid {
			return w
		}
		if len(w.places) > 0 && w.places[0].last != nil && w.places[0].last.token.Type == lineType {
			break
		}
	}
	return w
}

// Token types that the walk treats in a way of their own: a line takes the rest
// of the line, a password is not logged.
var (
	lineType     = tokenType(classNamed("Line"))
	passwordType = tokenType(classNamed("Password"))
)

// step takes one more word.
func (w *walk) step(typed word, line string) {
	s := stepper{typed: typed.text, rest: strings.TrimRight(line[typed.at:], " \t")}
	for _, p := range w.places {
		for _, e := range p.command.at(p.node).edges {
			s.try(p, e)
		}
	}
	keywords := s.exact
	if keywords == nil {
		keywords = s.abbreviated
		if s.several() && s.arguments != nil {
			keywords = nil
		}
	}
	if s.exact != nil {
		// "| grep -v" is one that lacks its pattern, not one for the pattern "-v":
		// participle doesn't go back from a keyword that it took.
		s.arguments = slices.DeleteFunc(s.arguments, func(p place) bool { return p.last.token.Type == lineType })
	}
	w.places = append(keywords, s.arguments...)
	switch {
	case len(w.places) == 0:
		w.fault, w.column = invalid, typed.at+s.reach
	case s.exact == nil && s.arguments == nil && s.several():
		w.fault = ambiguous
	}
}

// A stepper collects where one word leads.
type stepper struct {
	typed, rest string

	exact, abbreviated, arguments []place
	reach                         int // how much of the word something could begin with
}

func (s *stepper) try(p place, e edge) {
	if e.class != nil {
		s.argument(p, e)
		return
	}
	n := common(e.word, s.typed)
	s.reach = max(s.reach, n)
	if n < len(s.typed) {
		return
	}
	next := place{p.command, e.to, &taken{p.last, lexer.Token{Type: keyword, Value: e.word}, s.typed}}
	if len(e.word) == n {
		s.exact = append(s.exact, next)
		return
	}
	s.abbreviated = append(s.abbreviated, next)
}

func (s *stepper) argument(p place, e edge) {
	text := s.typed
	if e.class.line {
		text = s.rest
	}
	n, legal := e.class.reach(text)
	s.reach = max(s.reach, n)
	if legal {
		token := lexer.Token{Type: tokenType(e.class), Value: text}
		s.arguments = append(s.arguments, place{p.command, e.to, &taken{p.last, token, s.typed}})
	}
}

// several reports whether the abbreviation stands for more than one keyword.
func (s *stepper) several() bool {
	return slices.ContainsFunc(s.abbreviated, func(p place) bool {
		return p.last.token.Value != s.abbreviated[0].last.token.Value
	})
}

// whole is the place at which the line is a whole command, preferring keywords
// to arguments; the fault is set if there is none.
func (w *walk) whole() (place, fault) {
	if w.fault != noFault {
		return place{}, w.fault
	}
	for _, p := range w.places {
		if p.command.at(p.node).end {
			return p, noFault
		}
	}
	return place{}, incomplete
}

// tokens are the words of the way to the place, spelled out.
func (p place) tokens() []lexer.Token {
	var all []lexer.Token
	for t := p.last; t != nil; t = t.before {
		all = append(all, t.token)
	}
	slices.Reverse(all)
	return all
}

// logged is the line as logs show it: keywords in full, passwords hidden.
func (p place) logged() string {
	var words []string
	for _, t := range p.tokens() {
		if t.Type == passwordType {
			t.Value = "*****"
		}
		words = append(words, t.Value)
	}
	return strings.Join(words, " ")
}
