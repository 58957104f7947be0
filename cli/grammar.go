package cli

import (
	"reflect"
	"strings"

	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"
)

// A runner is a command that was read from a line: a struct with grammar tags.
type runner interface {
	run(*Session) reply
}

// A form makes the parser of one command struct.
type form interface {
	// tags are the parser tags of the struct's fields, those of embedded
	// structs aside.
	tags() string
	// build makes the parser: its EBNF, and the function that reads tokens.
	build() (string, parseFunc, error)
}

type parseFunc func([]lexer.Token) (runner, error)

// as is the form of command C, a struct whose pointer is a runner.
func as[C any, P interface {
	*C
	runner
}]() form {
	return formOf[C, P]{}
}

type formOf[C any, P interface {
	*C
	runner
}] struct{}

func (formOf[C, P]) tags() string {
	var all []string
	for i := range reflect.TypeFor[C]().NumField() {
		all = append(all, reflect.TypeFor[C]().Field(i).Tag.Get("parser"))
	}
	return strings.Join(all, " ")
}

func (formOf[C, P]) build() (string, parseFunc, error) { return buildParser(P(new(C))) }

// A line is a whole command line: the one command that its parser knows. The
// parser is made for this type and not for each command's own: participle's
// parsers are generic, and a copy for each of the commands was a tenth of the
// program.
type line struct {
	Command runner `parser:"@@"`
}

func buildParser(command runner) (string, parseFunc, error) {
	parser, err := participle.Build[line](participle.Lexer(symbols{}), participle.Union(command))
	if err != nil {
		return "", nil, err
	}
	parse := func(tokens []lexer.Token) (runner, error) {
		s := stream(tokens)
		peeking, err := lexer.Upgrade(&s)
		if err != nil {
			return nil, err
		}
		l, err := parser.ParseFromLexer(peeking)
		if err != nil {
			return nil, err
		}
		return l.Command, nil
	}
	return parser.String(), parse, nil
}

// A Grammar is every command of the shell, ready to be walked. Parsers are built
// when a line first needs them, so a Grammar belongs to one goroutine; after
// [Grammar.Complete] nothing changes any more and any number may share it.
type Grammar struct {
	layers [numModes][]*command // the commands of each mode alone
}

// A command is a row of the table with its grammar.
type command struct {
	*row
	start *node
	parse parseFunc

	// rest is the node behind the command's first words, as long as what
	// follows them isn't built.
	rest *node
}

// NewGrammar reads the first words of all commands.
func NewGrammar() *Grammar { return newGrammar(commands) }

func newGrammar(rows []row) *Grammar {
	g := &Grammar{}
	for i := range rows {
		c := newCommand(&rows[i])
		for m := range numModes {
			if rows[i].modes.has(m) {
				g.layers[m] = append(g.layers[m], c)
			}
		}
	}
	return g
}

// Complete builds every parser that isn't built yet.
func (g *Grammar) Complete() *Grammar {
	for _, layer := range g.layers {
		for _, c := range layer {
			c.complete()
		}
	}
	return g
}

// newCommand makes the beginning of a command's graph from the plain words at
// the beginning of its tags, which costs next to nothing.
func newCommand(r *row) *command {
	c := &command{row: r, rest: &node{}}
	no, words := head(r.form.tags())
	c.start = c.rest
	for i := len(words) - 1; i >= 0; i-- {
		c.start = &node{edges: []edge{{word: words[i], to: c.start}}}
	}
	if no {
		c.start = &node{edges: append([]edge{{word: "no", to: c.start}}, c.start.edges...)}
	}
	return c
}

// head is the plain words that tags begin with, behind an optional no.
func head(tags string) (no bool, words []string) {
	parts := strings.Fields(tags)
	if len(parts) > 0 && parts[0] == "@'no'?" {
		no, parts = true, parts[1:]
	}
	for _, p := range parts {
		word, plain := strings.CutSuffix(strings.TrimPrefix(p, "'"), "'")
		if !plain || len(word) != len(p)-2 {
			return no, words
		}
		words = append(words, word)
	}
	return no, words
}

// at is node n of the command with all its edges.
func (c *command) at(n *node) *node {
	if n == c.rest {
		c.complete()
	}
	return n
}

// complete builds the command's parser and hangs the rest of its graph on. A
// command that participle can't read is a broken invariant: the table's test
// builds them all.
func (c *command) complete() {
	if c.rest == nil {
		return
	}
	text, parse, err := c.form.build()
	if err != nil {
		panic("cli: " + c.example + ": " + err.Error())
	}
	whole, err := graphOf(text)
	if err != nil {
		panic("cli: " + c.example + ": " + err.Error())
	}
	no, words := head(c.form.tags())
	rest := c.rest
	c.parse, c.rest = parse, nil
	*rest = *behind(whole, no, words)
}

// behind is the node of a whole graph that its first words lead to.
func behind(n *node, no bool, words []string) *node {
	for _, w := range words {
		for _, e := range n.edges {
			if e.word == w && (!no || e.word != "no") {
				n = e.to
				break
			}
		}
	}
	return n
}
