package read

import (
	"strings"

	"github.com/asapak/asapak/cli/render"
	"github.com/asapak/asapak/license"
)

// line reads one cleaned line.
func (p *parser) line(shown string) {
	text := strings.Trim(shown, " \t")
	if text == "" {
		p.gap = true
		p.add(line{})
		return
	}
	l := line{bare: shown[len(shown)-1] != ' '}
	l.indent = shown[:strings.Index(shown, text)]
	l.text = shown[len(l.indent):]
	p.gap = p.gap && p.part != outside
	if !p.recognize(text, &l) {
		p.other(text)
		l = line{text: shown}
	}
	p.add(l)
	if p.unit != nil && !p.fresh {
		p.unit.Last, p.unit.lastText = p.number, text
	}
}

func (p *parser) recognize(text string, l *line) bool {
	for _, try := range recognizers {
		if try(p, text, l) {
			p.gap = false
			return true
		}
	}
	return false
}

// recognizers are tried in order. Each reads the lines it knows, tells the
// output about them, and fills l with what String needs; a line that is kept
// as it is stays verbatim.
var recognizers = [...]func(p *parser, text string, l *line) bool{
	(*parser).row, (*parser).headings, (*parser).keys, (*parser).serial, (*parser).sentences,
	(*parser).timedKeys, (*parser).header, (*parser).prompt, (*parser).smart, (*parser).neutral,
}

// row reads the rows of tables, and those of a table whose heading is missing.
func (p *parser) row(text string, l *line) bool {
	label, rest, ok := isRow(text)
	if !ok || p.part == inTimed && p.table == nil {
		return false
	}
	f := featureOf(label)
	if p.part == outside && f == license.NumFeatures {
		return false
	}
	r, reason := readRow(f, label, rest)
	r.Line = p.number
	switch {
	case p.part == outside && reason != "":
		return false
	case p.part == outside:
		p.resume(&r)
	case !r.Known() && (p.gap || startsOther(text)):
		return false
	}
	if reason != "" {
		p.problem(text, reason)
	}
	if reason != "" && r.Known() {
		return keep(l)
	}
	p.addRow(r, text, l)
	return true
}

// keep takes a line as it is, with the blanks at its end.
func keep(l *line) bool {
	l.kind, l.bare = verbatim, false
	return true
}

func (p *parser) addRow(r Row, text string, l *line) {
	*p.table = append(*p.table, r)
	if r.Feature == license.SharedPremiumPeers { // its own two blanks are no indent
		l.indent = strings.TrimSuffix(l.indent, "  ")
	}
	l.kind, l.row = tableRow, &(*p.table)[len(*p.table)-1]
	if r.Feature == license.SharedPremiumPeers {
		text = "  " + text
	}
	p.rows = append(p.rows, fitted{index: len(p.doc.lines), row: l.row, text: text})
}

// resume takes a row up that stands under no heading: it goes on with the table
// that was interrupted, or begins one of its own.
func (p *parser) resume(r *Row) {
	if p.unit != nil && hasRow(p.unit.Own, r.Feature) {
		p.fresh = true
	}
	u := p.output()
	p.part, p.table = inTable, &u.Own
}

func hasRow(rows []Row, f license.Feature) bool {
	for i := range rows {
		if rows[i].Feature == f {
			return true
		}
	}
	return false
}

// headings reads the lines that begin a table.
func (p *parser) headings(text string, l *line) bool {
	if !strings.HasSuffix(text, ":") || !strings.Contains(text, "icensed ") && !strings.Contains(text, "icensed F") {
		return p.timedHeadings(text, l)
	}
	h, ok := readHeading(text)
	if !ok {
		return false
	}
	if h.String() == text {
		l.kind, l.heading = heading, h
	}
	p.begin(h)
	return true
}

// readHeading knows the headings of the ASA and that of PIX 6.
func readHeading(text string) (h render.Heading, ok bool) {
	low := strings.ToLower(text)
	h.Cluster = strings.HasPrefix(low, "failover cluster licensed features")
	h.UserContext = strings.HasSuffix(low, "context:")
	return h, h.Cluster || strings.HasPrefix(low, "licensed features")
}

// begin starts the table under heading h.
func (p *parser) begin(h render.Heading) {
	p.closeTable()
	if !h.Cluster && !p.nextDetail && p.unit != nil && p.unit.Own != nil {
		p.fresh = true
	}
	u := p.output()
	switch {
	case h.Cluster:
		p.table = &u.Cluster
	case p.nextDetail:
		p.table, p.nextDetail = &u.Detail, false
	default:
		p.table = &u.Own
	}
	if *p.table == nil {
		*p.table = make([]Row, 0, 24)
	}
	if h.UserContext && u.Context == "" {
		u.Context = "context"
	}
	u.sawTable = u.sawVersion
	p.part = inTable
}

// timedHeadings reads the lines above the time-based keys.
func (p *parser) timedHeadings(text string, l *line) bool {
	for _, active := range [...]bool{true, false} {
		if text != render.TimedHeading(active) {
			continue
		}
		p.closeTable()
		p.output()
		p.part, p.timedActive = inTimed, active
		l.kind, l.state = timedHeading, active
		return true
	}
	return false
}

// timedKeys reads the key above the rows that it gives.
func (p *parser) timedKeys(text string, l *line) bool {
	if p.part != inTimed || countWords(text) != keyWords {
		return false
	}
	p.closeTable()
	u := p.output()
	k := readKey(text)
	u.Timed = append(u.Timed, TimeBased{Key: k, Active: p.timedActive})
	p.part, p.table = inTimed, &u.Timed[len(u.Timed)-1].Rows
	l.kind, l.text = timedKey, k.Text
	return true
}

// keyLabelOf finds the label that a line begins with.
func keyLabelOf(text string) (render.KeyLabel, bool) {
	if text == "" || text[0] != 'R' && text[0] != 'A' {
		return 0, false
	}
	for label := range render.NumKeyLabels {
		if strings.HasPrefix(text, label.String()) {
			return label, true
		}
	}
	return 0, false
}

// keys reads the lines with the running keys.
func (p *parser) keys(text string, l *line) bool {
	label, ok := keyLabelOf(text)
	if !ok {
		return false
	}
	p.closeTable()
	k := readKey(strings.TrimSpace(text[len(label.String()):]))
	if u := p.output(); label == render.RunningTimeBased {
		u.Running = append(u.Running, k)
	} else if p.permanent(k); label == render.ActivationOld {
		p.unit.Platform = PIX
	}
	if n := countWords(k.Text); n != keyWords && k.Text != "" && p.unit.Platform == PAK {
		p.problem(text, "want a key of five words")
	}
	l.kind, l.keyLabel, l.text = keyLine, label, k.Text
	return true
}

// permanent takes the permanent key. Where it stands a second time, below the
// tables, the permanent license follows (show activation-key detail).
func (p *parser) permanent(k Key) {
	u := p.unit
	if u.Own != nil && u.Permanent.Text != "" {
		if u.Permanent.Text == k.Text {
			p.nextDetail = true
			return
		}
		p.fresh = true
		u = p.output()
	}
	u.Permanent = k
}

// serial reads the line with the serial number.
func (p *parser) serial(text string, l *line) bool {
	at := strings.Index(text, "erial Number:")
	if at < 0 || at > 1 || strings.Contains(text, "Ours ") {
		return false
	}
	end := at + len("erial Number:")
	id := strings.TrimSpace(text[end:])
	if first, _, _ := strings.Cut(id, " "); first == "" || !isAlphanumeric(first) {
		return false
	}
	p.closeTable()
	if p.unit != nil && p.unit.SerialID != "" {
		p.fresh = true
	}
	u := p.output()
	u.SerialID = id
	if s, err := license.ParseSerial(id); err == nil {
		u.Serial = s
	} else if !strings.Contains(id, "(0x") && !strings.Contains(id, " ") {
		p.problem(text, err.Error())
	}
	l.kind, l.label, l.text = serialLine, text[:end], id
	l.gap = text[end : strings.Index(text[end:], id)+end]
	return true
}
