package cli

import (
	"cmp"
	"slices"
	"strings"

	"github.com/asapak/asapak/sim"
)

// A choice is one line of a ? listing.
type choice struct{ word, text string }

const (
	carriageReturn = "<cr>"
	outputModifier = "|"
	listWidth      = 80
)

// choices lists the legal next words of a line in one mode: those that begin
// with its last word unless a blank follows it.
func (g *Grammar) choices(m mode, line string, u *sim.Unit) []choice {
	line, begun := unfinished(line)
	w := walkLine(g.layers[m], line)
	if w.fault != noFault {
		return nil
	}
	var all []choice
	for _, p := range w.places {
		n := p.command.at(p.node)
		for _, e := range n.edges {
			c := choice{e.word, p.command.help(e.word)}
			if e.class != nil {
				c = choice{e.class.placeholder(u), p.command.help(e.class.symbol)}
			}
			if strings.HasPrefix(c.word, begun) || begun != "" && e.class != nil && reaches(e.class, begun) {
				all = append(all, c)
			}
		}
		if n.end && begun == "" && line != "" {
			all = append(all, choice{word: carriageReturn})
		}
	}
	slices.SortStableFunc(all, func(a, b choice) int {
		return cmp.Or(cmp.Compare(rank(a.word), rank(b.word)), cmp.Compare(a.word, b.word))
	})
	return slices.CompactFunc(all, func(a, b choice) bool { return a.word == b.word })
}

// unfinished cuts off the word that the line ends in.
func unfinished(line string) (before, begun string) {
	at := strings.LastIndexAny(line, " \t") + 1
	return line[:at], line[at:]
}

func reaches(c *class, text string) bool {
	n, _ := c.reach(text)
	return n == len(text)
}

// rank sorts a listing: arguments, keywords, the output modifier, the end.
func rank(w string) int {
	switch {
	case w == carriageReturn:
		return 3
	case w == outputModifier:
		return 2
	case w[0] == '<' || w[0] >= 'A' && w[0] <= 'Z':
		return 0
	}
	return 1
}

// list is the ? listing of a line. Configuration modes have a heading for each
// mode that takes the line, the innermost first, and wrap long descriptions.
func (g *Grammar) list(m mode, line string, u *sim.Unit) string {
	var b strings.Builder
	for in, ok := m, true; ok; in, ok = in.outer() {
		all := g.choices(in, line, u)
		if len(all) == 0 {
			continue
		}
		b.WriteByte('\n')
		if m.configures() {
			b.WriteString(in.heading() + " mode commands/options:\n")
		}
		writeChoices(&b, all, m.configures())
	}
	if b.Len() == 0 {
		return "ERROR: % Unrecognized command\n"
	}
	return b.String()
}

func writeChoices(b *strings.Builder, all []choice, wrap bool) {
	pad := 0
	for _, c := range all {
		pad = max(pad, len(c.word)+2)
	}
	for _, c := range all {
		lines := []string{c.text}
		if wrap {
			lines = wrapped(c.text, listWidth-pad-2)
		}
		for i, text := range lines {
			if i > 0 {
				c.word = ""
			}
			b.WriteString(strings.TrimRight("  "+c.word+strings.Repeat(" ", pad-len(c.word))+text, " ") + "\n")
		}
	}
}

// wrapped breaks a text at blanks into lines of a width.
func wrapped(text string, width int) []string {
	var lines []string
	for len(text) > width {
		at := strings.LastIndexByte(text[:width+1], ' ')
		if at <= 0 {
			break
		}
		lines = append(lines, text[:at])
		text = text[at+1:]
	}
	return append(lines, text)
}

// complete is a line with its last word spelled out as far as the grammar leaves
// no choice, and a blank behind it if it is whole. It is the line itself where
// there is nothing to add.
func (g *Grammar) completed(m mode, line string) string {
	before, begun := unfinished(line)
	if begun == "" {
		return line
	}
	for in, ok := m, true; ok; in, ok = in.outer() {
		words := g.keywords(in, before, begun)
		if len(words) == 0 {
			continue
		}
		shared := words[0]
		for _, w := range words[1:] {
			shared = shared[:common(shared, w)]
		}
		if len(words) == 1 {
			shared += " "
		}
		return before + shared
	}
	return line
}

// keywords are the keywords that may stand behind a line and begin with a text.
func (g *Grammar) keywords(m mode, before, begun string) []string {
	w := walkLine(g.layers[m], before)
	if w.fault != noFault {
		return nil
	}
	var words []string
	for _, p := range w.places {
		for _, e := range p.command.at(p.node).edges {
			if e.class == nil && strings.HasPrefix(e.word, begun) {
				words = append(words, e.word)
			}
		}
	}
	slices.Sort(words)
	return slices.Compact(words)
}
