package sim

import (
	"slices"
	"strings"
)

// A Config is a configuration as the unit prints it: lines, some of which head
// a section of lines of their own. Lines that mean nothing to the simulator are
// kept as they are. The zero Config is empty.
type Config struct{ lines []Line }

// A Line is a line of a configuration with the lines of the mode it opens.
type Line struct {
	Text string
	Sub  []string
}

// ParseConfig reads a configuration: a line that begins with a blank belongs to
// the section above it. Comments (!, :) and empty lines are dropped.
func ParseConfig(text string) Config {
	var c Config
	for raw := range strings.Lines(text) {
		line := strings.TrimRight(raw, " \t\r\n")
		bare := strings.TrimSpace(line)
		switch {
		case bare == "" || bare[0] == '!' || bare[0] == ':':
		case line[0] == ' ' && len(c.lines) > 0:
			last := &c.lines[len(c.lines)-1]
			last.Sub = append(last.Sub, bare)
		default:
			c.lines = append(c.lines, Line{Text: bare})
		}
	}
	return c
}

// Clone returns a copy that shares nothing with c.
func (c *Config) Clone() Config {
	lines := slices.Clone(c.lines)
	for i := range lines {
		lines[i].Sub = slices.Clone(lines[i].Sub)
	}
	return Config{lines: lines}
}

// Lines is the configuration, to be read.
func (c *Config) Lines() []Line { return c.lines }

// String prints the configuration; [ParseConfig] reads it back.
func (c *Config) String() string {
	var b strings.Builder
	for _, l := range c.lines {
		b.WriteString(l.Text + "\n")
		for _, s := range l.Sub {
			b.WriteString(" " + s + "\n")
		}
	}
	return b.String()
}

// Equal reports whether two configurations print the same.
func (c *Config) Equal(o *Config) bool {
	return slices.EqualFunc(c.lines, o.lines, func(a, b Line) bool {
		return a.Text == b.Text && slices.Equal(a.Sub, b.Sub)
	})
}

// Set puts a line in place of the one whose words begin with key, or at the end.
func (c *Config) Set(key, text string) {
	if l := c.find(key); l != nil {
		l.Text = text
		return
	}
	c.lines = append(c.lines, Line{Text: text})
}

// SetIn does in a section what Set does at the top; it opens the section.
func (c *Config) SetIn(section, key, text string) {
	c.Set(section, section)
	l := c.find(section)
	if i := slices.IndexFunc(l.Sub, begins(key)); i >= 0 {
		l.Sub[i] = text
		return
	}
	l.Sub = append(l.Sub, text)
}

// Unset removes every line whose words begin with key, sections with all they
// hold. It reports whether there was one.
func (c *Config) Unset(key string) bool {
	n := len(c.lines)
	c.lines = slices.DeleteFunc(c.lines, func(l Line) bool { return begins(key)(l.Text) })
	return len(c.lines) < n
}

// UnsetIn does in a section what Unset does at the top.
func (c *Config) UnsetIn(section, key string) bool {
	l := c.find(section)
	if l == nil {
		return false
	}
	n := len(l.Sub)
	l.Sub = slices.DeleteFunc(l.Sub, begins(key))
	return len(l.Sub) < n
}

// Has reports whether a line's words begin with key.
func (c *Config) Has(key string) bool { return c.find(key) != nil }

// HasLine reports whether there is a line of just these words.
func (c *Config) HasLine(text string) bool {
	return slices.ContainsFunc(c.lines, func(l Line) bool { return l.Text == text })
}

// AddLine puts a line at the end, if there is none of just these words.
func (c *Config) AddLine(text string) {
	if !c.HasLine(text) {
		c.lines = append(c.lines, Line{Text: text})
	}
}

// RemoveLine removes a line of just these words.
func (c *Config) RemoveLine(text string) {
	c.lines = slices.DeleteFunc(c.lines, func(l Line) bool { return l.Text == text })
}

// HasIn reports whether a section has a line whose words begin with key.
func (c *Config) HasIn(section, key string) bool {
	l := c.find(section)
	return l != nil && slices.ContainsFunc(l.Sub, begins(key))
}

// Rest is what follows key in the first line whose words begin with it.
func (c *Config) Rest(key string) (string, bool) {
	l := c.find(key)
	if l == nil {
		return "", false
	}
	return strings.TrimSpace(l.Text[len(key):]), true
}

// Count is how many lines' words begin with key.
func (c *Config) Count(key string) int {
	n := 0
	for _, l := range c.lines {
		if begins(strings.TrimSpace(key))(l.Text) {
			n++
		}
	}
	return n
}

// CountIn is how many sections of a kind hold a line whose words begin with key.
func (c *Config) CountIn(section, key string) int {
	n := 0
	for _, l := range c.lines {
		if begins(strings.TrimSpace(section))(l.Text) && slices.ContainsFunc(l.Sub, begins(strings.TrimSpace(key))) {
			n++
		}
	}
	return n
}

func (c *Config) find(key string) *Line {
	for i := range c.lines {
		if begins(key)(c.lines[i].Text) {
			return &c.lines[i]
		}
	}
	return nil
}

// begins matches a line whose first words are those of key.
func begins(key string) func(string) bool {
	return func(line string) bool {
		return strings.HasPrefix(line, key) && (len(line) == len(key) || line[len(key)] == ' ')
	}
}
