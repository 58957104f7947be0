package cli

import (
	"slices"
	"strconv"
	"strings"

	"github.com/alecthomas/participle/v2/ebnf"
)

// A node is a point in a command's grammar: what may come next, and whether the
// command may end here.
type node struct {
	edges []edge
	end   bool
	free  []*node // reached without a word; their edges are this node's own
}

// An edge is one legal next word: a keyword, or an argument of a class.
type edge struct {
	word  string
	class *class // nil for a keyword
	to    *node
}

// graphOf turns the EBNF that participle prints for a command into a graph.
func graphOf(text string) (*node, error) {
	grammar, err := ebnf.ParseString(text)
	if err != nil {
		return nil, err
	}
	b := builder{productions: map[string]*ebnf.Expression{}}
	for _, p := range grammar.Productions {
		b.productions[p.Production] = p.Expression
	}
	start := b.expression(grammar.Productions[0].Expression, &node{end: true})
	settle(start, map[*node]bool{})
	return start, nil
}

// A builder builds a graph backwards: each method returns the node from which
// its part leads to next.
type builder struct {
	productions map[string]*ebnf.Expression
}

func (b *builder) expression(e *ebnf.Expression, next *node) *node {
	if len(e.Alternatives) == 1 {
		return b.sequence(e.Alternatives[0], next)
	}
	n := &node{}
	for _, s := range e.Alternatives {
		n.free = append(n.free, b.sequence(s, next))
	}
	return n
}

func (b *builder) sequence(s *ebnf.Sequence, next *node) *node {
	for _, t := range slices.Backward(s.Terms) {
		next = b.term(t, next)
	}
	return next
}

func (b *builder) term(t *ebnf.Term, next *node) *node {
	switch t.Repetition {
	case "?":
		return &node{free: []*node{b.once(t, next), next}}
	case "*", "+":
		again := &node{}
		first := b.once(t, again)
		again.free = []*node{first, next}
		if t.Repetition == "*" {
			return again
		}
		return first
	}
	return b.once(t, next)
}

func (b *builder) once(t *ebnf.Term, next *node) *node {
	switch {
	case t.Group != nil:
		return b.expression(t.Group.Expr, next)
	case t.Name != "":
		return b.expression(b.productions[t.Name], next)
	case t.Token != "":
		return &node{edges: []edge{{class: classNamed(t.Token), to: next}}}
	}
	return &node{edges: []edge{{word: unquoted(t.Literal), to: next}}}
}

// unquoted takes the quotes off that participle leaves on a literal.
func unquoted(literal string) string {
	if word, err := strconv.Unquote(literal); err == nil {
		return word
	}
	return strings.Trim(literal, `'"`)
}

// settle makes every node's free ways its own edges, so that the walk has only
// edges to look at.
func settle(n *node, done map[*node]bool) {
	if done[n] {
		return
	}
	done[n] = true
	gather(n, n, map[*node]bool{n: true})
	for _, e := range n.edges {
		settle(e.to, done)
	}
}

func gather(into, from *node, seen map[*node]bool) {
	for _, f := range from.free {
		if seen[f] {
			continue
		}
		seen[f] = true
		if f.free != nil {
			gather(into, f, seen)
			continue
		}
		into.edges = append(into.edges, f.edges...)
		into.end = into.end || f.end
	}
}
