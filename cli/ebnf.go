package cli

import (
	"fmt"
	"strconv"
	"strings"
)

// What participle prints of a parser, read back. Participle has a package for
// that, which makes its own parser of it whenever a process starts, and reads by
// it: half of all that a process needs for one command. The test holds the two
// against each other on every command.
type (
	// An expression is one or more ways to go on.
	expression []sequence

	// A sequence is terms one behind the other.
	sequence []term

	// A term is one of a keyword, an argument, another production, a group.
	term struct {
		keyword    string
		class      *class
		production string
		group      expression
		repeat     byte // ?, *, + or 0 for once
	}
)

// An ebnfReader reads a text from its beginning.
type ebnfReader struct{ rest string }

// readEBNF reads productions; the first is the one to begin with.
func readEBNF(text string) (first string, productions map[string]expression, err error) {
	r := ebnfReader{text}
	productions = map[string]expression{}
	for r.next() != 0 {
		name := r.name()
		if !r.take('=') {
			return "", nil, r.unexpected()
		}
		if productions[name], err = r.expression(); err != nil {
			return "", nil, err
		}
		if !r.take('.') {
			return "", nil, r.unexpected()
		}
		if first == "" {
			first = name
		}
	}
	return first, productions, nil
}

// next is the next character that is no blank, 0 at the end.
func (r *ebnfReader) next() byte {
	r.rest = strings.TrimLeft(r.rest, " \n")
	if r.rest == "" {
		return 0
	}
	return r.rest[0]
}

func (r *ebnfReader) take(c byte) bool {
	if r.next() != c {
		return false
	}
	r.rest = r.rest[1:]
	return true
}

func (r *ebnfReader) unexpected() error { return fmt.Errorf("EBNF: unexpected %q", r.rest) }

// name cuts off letters and digits.
func (r *ebnfReader) name() string {
	n := 0
	for n < len(r.rest) && isNameByte(r.rest[n]) {
		n++
	}
	name := r.rest[:n]
	r.rest = r.rest[n:]
	return name
}

func isNameByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

func (r *ebnfReader) expression() (expression, error) {
	var e expression
	for {
		s, err := r.sequence()
		if err != nil {
			return nil, err
		}
		e = append(e, s)
		if !r.take('|') {
			return e, nil
		}
	}
}

func (r *ebnfReader) sequence() (sequence, error) {
	var s sequence
	for {
		switch r.next() {
		case 0, '|', ')', '.':
			if s == nil {
				return nil, r.unexpected()
			}
			return s, nil
		}
		t, err := r.term()
		if err != nil {
			return nil, err
		}
		s = append(s, t)
	}
}

func (r *ebnfReader) term() (t term, err error) {
	switch c := r.next(); {
	case c == '"':
		quoted, err := strconv.QuotedPrefix(r.rest)
		if err != nil {
			return t, r.unexpected()
		}
		r.rest = r.rest[len(quoted):]
		if t.keyword, err = strconv.Unquote(quoted); err != nil {
			return t, err
		}
	case r.take('<'):
		t.class = classNamed(r.name())
		if !r.take('>') {
			return t, r.unexpected()
		}
	case r.take('('):
		if t.group, err = r.expression(); err == nil && !r.take(')') {
			err = r.unexpected()
		}
	case isNameByte(c):
		t.production = r.name()
	default:
		err = r.unexpected()
	}
	if r.rest != "" && strings.IndexByte("?*+", r.rest[0]) >= 0 {
		t.repeat, r.rest = r.rest[0], r.rest[1:]
	}
	return t, err
}
