package sim

import (
	"slices"
	"strings"
)

// Keep adds a line that is kept as it was typed, in the section of that text or,
// where section is empty, at the top. A line "no X" removes what begins with X;
// where there is no such line it is kept itself. A line X ends "no" lines about
// the words that X begins with.
func (c *Config) Keep(section, text string) {
	if section == "" {
		c.lines = keepLine(c.lines, Line{Text: text}, func(l Line) string { return l.Text })
		return
	}
	c.Set(section, section)
	l := c.find(section)
	l.Sub = keepLine(l.Sub, text, func(sub string) string { return sub })
}

func keepLine[L any](lines []L, line L, textOf func(L) string) []L {
	text := textOf(line)
	if negated, ok := strings.CutPrefix(text, "no "); ok {
		n := len(lines)
		lines = slices.DeleteFunc(lines, func(l L) bool { return begins(negated)(textOf(l)) })
		if len(lines) < n {
			return lines
		}
	}
	lines = slices.DeleteFunc(lines, func(l L) bool {
		negated, ok := strings.CutPrefix(textOf(l), "no ")
		return ok && begins(negated)(text)
	})
	if slices.ContainsFunc(lines, func(l L) bool { return textOf(l) == text }) {
		return lines
	}
	return append(lines, line)
}
