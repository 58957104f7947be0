package render

import (
	"strings"

	"github.com/fatih/color"
)

// Colored is text with what deserves attention in color: errors, warnings,
// notices, and licenses that run out. Without the escapes it is the same text.
// Whether a terminal wants color is decided in main.
func Colored(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		body := strings.TrimRight(line, "\r\n")
		b.WriteString(colored(body))
		b.WriteString(line[len(body):])
	}
	return b.String()
}

// A mark is what begins a line that is colored as a whole.
type mark struct {
	prefix string
	paint  *color.Color
}

var (
	bad        = always(color.FgRed)
	doubt      = always(color.FgYellow)
	notice     = always(color.FgCyan)
	runningOut = always(color.FgYellow, color.Bold)

	marks = []mark{{"ERROR:", bad}, {"WARNING:", doubt}, {"INFO:", notice}, {"%ASA-1-", bad}, {"%ASA-2-", bad}, {"%ASA-4-444005", doubt}}
)

// always is a color that does not ask the terminal: main has.
func always(attributes ...color.Attribute) *color.Color {
	c := color.New(attributes...)
	c.EnableColor()
	return c
}

func colored(line string) string {
	for _, m := range marks {
		if strings.HasPrefix(line, m.prefix) {
			return m.paint.Sprint(line)
		}
	}
	head, term := splitTerm(line)
	if left, ok := ParseTerm(term); ok && left > 0 {
		return head + runningOut.Sprint(term)
	}
	return line
}

// splitTerm cuts the last two words off a row of a license table.
func splitTerm(line string) (head, term string) {
	if !strings.Contains(line, " : ") && !strings.Contains(line, ": ") {
		return line, ""
	}
	last := strings.LastIndexByte(line, ' ')
	if last < 0 {
		return line, ""
	}
	before := strings.LastIndexByte(line[:last], ' ')
	return line[:before+1], line[before+1:]
}

// ColoredPrompt is the shell's prompt in color.
func ColoredPrompt(prompt string) string { return always(color.FgGreen).Sprint(prompt) }
