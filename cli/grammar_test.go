package cli

import (
	"testing"
)

// Every row of the table is whole: its example is its own command in each of its
// modes, its first words are those of the graph, and every word has help.
func TestCommands(t *testing.T) {
	l := newLab(t, "ASA 5520", "8.4(1)", true)
	g := NewGrammar()
	for i := range commands {
		r := &commands[i]
		t.Run(r.example, func(t *testing.T) {
			for m := range numModes {
				if !r.modes.has(m) {
					continue
				}
				p := g.find(m, r.example)
				if p.fault != noFault || p.command.row != r {
					t.Fatalf("in mode %d the example is not this command: %s", m, p.errorText("", r.example))
				}
				if _, err := p.read(); err != nil {
					t.Fatalf("participle doesn't read what the walk found: %v", err)
				}
			}
			c := newCommand(r)
			c.complete()
			everyEdge(c.start, func(e edge) {
				word := e.word
				if e.class != nil {
					word = e.class.symbol
					if e.class.placeholder(l.unit) == "" {
						t.Errorf("argument %s has no placeholder", word)
					}
				}
				if r.help(word) == "" {
					t.Errorf("no help text for %q", word)
				}
			})
		})
	}
}

func everyEdge(start *node, visit func(edge)) {
	seen := map[*node]bool{}
	var from func(*node)
	from = func(n *node) {
		if seen[n] {
			return
		}
		seen[n] = true
		for _, e := range n.edges {
			visit(e)
			from(e.to)
		}
	}
	from(start)
}

// The graph that begins with plain words read from the tags is the graph that
// participle's EBNF gives.
func TestHeadIsGraph(t *testing.T) {
	for i := range commands {
		r := &commands[i]
		text, _, err := r.form.build()
		if err != nil {
			t.Fatal(err)
		}
		whole, err := graphOf(text)
		if err != nil {
			t.Fatal(err)
		}
		lazy := newCommand(r)
		lazy.complete()
		if a, b := describe(whole, 6), describe(lazy.start, 6); a != b {
			t.Errorf("%s: the graph from tags differs:\n%s\nwant\n%s", r.example, b, a)
		}
	}
}

// describe prints a graph to a depth.
func describe(n *node, depth int) string {
	if depth == 0 {
		return "…"
	}
	text := "("
	if n.end {
		text += "end "
	}
	for _, e := range n.edges {
		name := e.word
		if e.class != nil {
			name = "<" + e.class.symbol + ">"
		}
		text += name + describe(e.to, depth-1)
	}
	return text + ")"
}
