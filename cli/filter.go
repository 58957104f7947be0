package cli

import (
	"regexp"
	"strings"
)

// show is the tail of every show command: an output modifier.
type show struct {
	Modifier *modifier `parser:"@@?"`
}

func (s *show) modifier() *modifier { return s.Modifier }

// A modifier keeps some lines of an output.
type modifier struct {
	Verb    string `parser:"'|' ( @( 'begin' | 'exclude' | 'include' )"`
	Grep    bool   `parser:"| @'grep'"`
	Inverse bool   `parser:"@'-v'? )"`
	Text    string `parser:"@Line"`
}

var modifierWords = []choice{
	{"|", "Output modifiers"},
	{"begin", "Begin with the line that matches"},
	{"exclude", "Exclude lines that match"},
	{"include", "Include lines that match"},
	{"grep", "Include lines that match, or exclude them with -v"},
	{"-v", "Exclude lines that match"},
	{"Line", "Regular expression"},
}

// filtered applies a command's output modifier to its answer.
func (s *Session) filtered(c runner, r reply) reply {
	shown, ok := c.(interface{ modifier() *modifier })
	if !ok || shown.modifier() == nil || r.failed {
		return r
	}
	return shown.modifier().apply(r)
}

func (m *modifier) apply(r reply) reply {
	matches, err := regexp.Compile(m.Text)
	if err != nil {
		return refuse("Invalid regular expression: " + m.Text)
	}
	var kept strings.Builder
	begun, inverse := false, m.Inverse || m.Verb == "exclude"
	for line := range strings.Lines(r.text) {
		hit := matches.MatchString(strings.TrimRight(line, "\n"))
		begun = begun || hit
		if m.Verb == "begin" && begun || m.Verb != "begin" && hit != inverse {
			kept.WriteString(line)
		}
	}
	r.text = kept.String()
	return r
}
