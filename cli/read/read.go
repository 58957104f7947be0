package read

import (
	"io"
	"strings"

	"github.com/asapak/asapak/cli/render"
)

// Read reads one input. name is what messages call it. With an error, which is
// about the input as a whole ([ErrBinary], a [LimitError], or what reading
// said), comes what could be read so far; about single lines there are
// [Document.Problems].
func Read(name string, r io.Reader) (Document, error) {
	text, err := load(r)
	if text == "" {
		return Document{Name: name}, err
	}
	p := parser{doc: Document{Name: name, size: len(text), open: !strings.HasSuffix(text, "\n")}}
	p.doc.lines = make([]line, 0, min(strings.Count(text, "\n")+1, MaxLines))
	if limit := p.text(text); limit != nil {
		err = limit
	}
	p.finish()
	return p.doc, err
}

// A parser walks over the lines of an input. It is always in the middle of
// one output of one unit, and there in one part of it.
type parser struct {
	doc   Document
	units []Unit // one for each output; merged at the end

	unit     *Unit
	fresh    bool   // what comes next is another output
	hostname string // of the last prompt
	number   int    // of the line, from 1

	part       part
	table      *[]Row // the rows that the current table fills
	rows       []fitted
	gap        bool // a blank line came after the last row
	nextDetail bool // the next table is the permanent license's

	timedActive bool // the keys of the list are active ones
}

// A part is where in an output the parser is.
type part uint8

const (
	outside part = iota
	inTable
	inTimed // below "Active Timebased Activation Key:" or the inactive one
)

// text feeds all lines. A key that a terminal wrapped is fed as one line.
func (p *parser) text(text string) error {
	for text != "" {
		raw, rest, _ := strings.Cut(text, "\n")
		text = rest
		p.number++
		if p.number > MaxLines {
			return &LimitError{What: "lines", Limit: MaxLines}
		}
		if len(p.units) > MaxOutputs {
			return &LimitError{What: "outputs", Limit: MaxOutputs}
		}
		if len(raw) > MaxLine {
			p.problem(raw[:40]+"…", "line is too long for any show output")
			continue
		}
		shown, drop := clean(raw)
		if drop {
			continue
		}
		if whole, wrapped := p.unwrap(shown, text); wrapped {
			_, text, _ = strings.Cut(text, "\n")
			p.line(whole)
			p.number++
			continue
		}
		p.line(shown)
	}
	return nil
}

// unwrap joins a key line with the next line where a terminal wrapped it.
func (p *parser) unwrap(shown, next string) (string, bool) {
	label, ok := keyLabelOf(strings.TrimSpace(shown))
	if !ok {
		return "", false
	}
	_, head, _ := strings.Cut(shown, ":")
	raw, _, _ := strings.Cut(next, "\n")
	tail, _ := clean(raw)
	whole, ok := joinKey(head, tail)
	return label.String() + " " + whole + " ", ok
}

// add appends a line to the document.
func (p *parser) add(l line) { p.doc.lines = append(p.doc.lines, l) }

func (p *parser) problem(text, reason string) {
	p.doc.Problems = append(p.doc.Problems, Problem{Line: p.number, Text: text, Reason: reason})
}

// output makes sure that there is an output to add to, a new one after
// whatever ended the last.
func (p *parser) output() *Unit {
	if p.unit == nil || p.fresh && !p.unit.empty() {
		p.closeTable()
		p.units = append(p.units, *newUnit(p.doc.Name, p.number))
		p.unit = &p.units[len(p.units)-1]
		p.unit.Hostname = p.hostname
		p.nextDetail = false
	}
	p.fresh = false
	return p.unit
}

// closeTable ends the table or list that is being read.
func (p *parser) closeTable() {
	if len(p.rows) > 0 {
		if p.part == inTimed {
			p.doc.fitLayout(p.rows, render.TimedLayout())
		} else {
			p.doc.fitLayout(p.rows, p.era())
		}
	}
	p.part, p.table, p.rows, p.gap = outside, nil, p.rows[:0], false
}

// era is the layout of the output by what it told so far: its release, else
// whether its rows have terms.
func (p *parser) era() *render.Layout {
	switch {
	case p.unit.Platform == Smart:
		return render.LayoutNamed("smart")
	case p.unit.ReleaseFrom == Told:
		return render.LayoutOf(p.unit.Release)
	}
	for _, r := range p.rows {
		if r.row.Term != "" {
			return render.LayoutNamed("8.3")
		}
	}
	if guess, ok := inferRelease(nil, false, *p.table); ok {
		return render.LayoutOf(guess)
	}
	return render.LayoutNamed("7.0")
}

// finish ends the last output and puts the units together.
func (p *parser) finish() {
	if p.unit != nil {
		p.closeTable()
	}
	var told []Unit
	for i := range p.units {
		if !p.units[i].empty() {
			told = append(told, p.units[i])
		}
	}
	p.doc.Units = Merge(told)
	for i := range p.doc.Units {
		u := &p.doc.Units[i]
		for _, what := range u.Missing {
			p.doc.Problems = append(p.doc.Problems, Problem{Line: u.Last, Text: u.lastText, Reason: "cut off: " + what})
		}
	}
}
