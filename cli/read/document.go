package read

import (
	"fmt"
	"strings"

	"github.com/asapak/asapak/cli/render"
	"github.com/asapak/asapak/license"
)

// A Document is what one input says.
type Document struct {
	Name     string // of the file, for messages
	Units    []Unit
	Problems []Problem

	lines []line
	size  int  // of the input
	open  bool // its last line has no end
}

// A Problem is a line that could not be understood, or that shows that
// something is missing.
type Problem struct {
	Line   int // from 1
	Text   string
	Reason string
}

func (p *Problem) String() string { return fmt.Sprintf("%d: %s: %s", p.Line, p.Text, p.Reason) }

// A kind says what a line is; the values that it carries depend on it.
type kind uint8

const (
	verbatim      kind = iota // text: a line that is not about licenses
	heading                   // heading
	tableRow                  // row, layout
	serialLine                // label, gap, text: the serial number
	keyLine                   // keyLabel, text: the words
	timedHeading              // state: active or inactive
	timedKey                  // text: the words
	flashSentence             // flash, state: with the word permanent
	sentence                  // text: the license name
	defaults                  // state: a key is set, and not valid
	exceeds                   // row.Feature, row.Amount; limit
)

// A line is one line of the input, taken apart.
type line struct {
	kind     kind
	bare     bool // the input has no trailing blank here
	state    bool
	keyLabel render.KeyLabel
	flash    render.FlashKey
	heading  render.Heading
	indent   string
	label    string
	gap      string
	text     string
	limit    license.Value
	layout   *render.Layout
	row      *Row
}

// String renders the document again: lines about licenses from their values,
// all others as they were.
func (d *Document) String() string {
	b := make([]byte, 0, d.size+d.size/8)
	for i := range d.lines {
		start := len(b)
		b = d.lines[i].append(b)
		if d.lines[i].bare {
			for len(b) > start && b[len(b)-1] == ' ' {
				b = b[:len(b)-1]
			}
		}
		b = append(b, '\n')
	}
	if d.open && len(b) > 0 {
		b = b[:len(b)-1]
	}
	return string(b)
}

func (l *line) append(b []byte) []byte {
	b = append(b, l.indent...)
	switch l.kind {
	case heading:
		return append(b, l.heading.String()...)
	case tableRow:
		return l.layout.AppendRow(b, l.row.Row)
	case serialLine:
		b = append(append(b, l.label...), l.gap...)
	case keyLine:
		return render.AppendKeyLine(b, l.keyLabel, l.text)
	case timedHeading:
		return append(b, render.TimedHeading(l.state)...)
	case flashSentence:
		return render.AppendFlash(b, l.flash, l.state)
	case sentence:
		return render.AppendSentence(b, l.text)
	case defaults:
		return append(b, render.UsingDefaults(l.state)...)
	case exceeds:
		return append(b, render.ExceedsPlatform(l.row.Feature, l.row.Amount, l.limit)...)
	}
	return append(b, l.text...)
}

// fitLayout finds the layout of the rows from..to of the input, and gives it to
// them: the one that prints most of them as they are, if it does so for more
// than half; else the columns were damaged, and it is the one of the era.
// A PIX set each row on its own.
func (d *Document) fitLayout(rows []fitted, era *render.Layout) {
	best, most := era, max(matches(rows, era), len(rows)/2)
	if most < len(rows) {
		for _, l := range render.Layouts() {
			if n := matches(rows, l); n > most {
				best, most = l, n
			}
		}
	}
	for i, r := range rows {
		d.lines[r.index].layout = best
		if !best.Aligned() && len(rows) > 1 {
			d.fitLayout(rows[i:i+1], best)
		}
	}
}

// A fitted row is a row's line and its text in the input, without indent.
type fitted struct {
	index int
	row   *Row
	text  string
}

// matches counts the rows that layout l prints as they are.
func matches(rows []fitted, l *render.Layout) int {
	var buffer [160]byte
	n := 0
	for i := range rows {
		printed := l.AppendRow(buffer[:0], rows[i].row.Row)
		if strings.TrimRight(string(printed), " ") == strings.TrimRight(rows[i].text, " ") {
			n++
		}
	}
	return n
}
