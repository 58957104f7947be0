package cli

import "slices"

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
	first, productions, err := readEBNF(text)
	if err != nil {
		return nil, err
	}
	start := builder(productions).expression(productions[first], &node{end: true})
	settle(start, map[*node]bool{})
	return start, nil
}

// A builder builds a graph of productions backwards: each method returns the
// node from which its part leads to next.
type builder map[string]expression

func (b builder) expression(e expression, next *node) *node {
	if len(e) == 1 {
		return b.sequence(e[0], next)
	}
	n := &node{}
	for _, s := range e {
		n.free = append(n.free, b.sequence(s, next))
	}
	return n
}

func (b builder) sequence(s sequence, next *node) *node {
	for i := range slices.Backward(s) {
		next = b.term(&s[i], next)
	}
	return next
}

func (b builder) term(t *term, next *node) *node {
	switch t.repeat {
	case '?':
		return &node{free: []*node{b.once(t, next), next}}
	case '*', '+':
		again := &node{}
		first := b.once(t, again)
		again.free = []*node{first, next}
		if t.repeat == '*' {
			return again
		}
		return first
	}
	return b.once(t, next)
}

func (b builder) once(t *term, next *node) *node {
	switch {
	case t.group != nil:
		return b.expression(t.group, next)
	case t.production != "":
		return b.expression(b[t.production], next)
	}
	return &node{edges: []edge{{word: t.keyword, class: t.class, to: next}}}
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
