package render

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/asapak/asapak/license"
)

// A Layout is how the license tables of an era are set: which widths the label
// and the value have, and whether a third column tells the term. Every figure
// was measured on real outputs.
type Layout struct {
	Name  string
	Since license.Release // the first release that prints it; zero for none of them

	label, value int
	separator    string
	term         bool

	// ragged rows print their value without the blanks that fill its column.
	ragged []license.Feature
}

// layouts has the eras of the ASA in order, newest last.
var layouts = [...]Layout{
	{Name: "7.0", Since: license.Release{Major: 7}, label: 29, separator: ": "},
	{Name: "8.2", Since: license.Release{Major: 8, Minor: 2}, label: 31, value: 10, separator: ": ",
		ragged: []license.Feature{license.Failover, license.SharedLicense}},
	{Name: "8.3", Since: license.Release{Major: 8, Minor: 3}, label: 34, value: 15, separator: ": ", term: true},
}

// The layouts of units that are no ASA with activation keys; reading needs them.
var others = [...]Layout{
	{Name: "smart", label: 34, value: 15, separator: ": "},
	{Name: "FWSM", label: 28, separator: ": "},
	{Name: "PIX 6", separator: ":\t"},
	{Name: "PIX 6 blank", separator: ": \t"},
	{Name: "PIX 6.3", separator: ": "},
}

// timedLayout is how the rows below a time-based key are set.
var timedLayout = Layout{Name: "time-based", label: 29, value: 11, separator: ": ", term: true}

// LayoutOf is the layout of release r.
func LayoutOf(r license.Release) *Layout {
	era := &layouts[0]
	for i := range layouts {
		if !r.Before(layouts[i].Since) {
			era = &layouts[i]
		}
	}
	return era
}

// LayoutNamed finds a layout by its name: the first release of an era, or
// "smart" for units without activation keys.
func LayoutNamed(name string) *Layout {
	for _, table := range [][]Layout{layouts[:], others[:]} {
		for i := range table {
			if table[i].Name == name {
				return &table[i]
			}
		}
	}
	return nil
}

// Layouts lists every layout of license tables, those of the ASA first.
func Layouts() []*Layout {
	var all []*Layout
	for _, table := range [][]Layout{layouts[:], others[:]} {
		for i := range table {
			all = append(all, &table[i])
		}
	}
	return all
}

// TimedLayout is the layout of the rows below a time-based key.
func TimedLayout() *Layout { return &timedLayout }

// HasTerm reports whether the layout has a column for terms.
func (l *Layout) HasTerm() bool { return l.term }

// Aligned reports whether the layout sets values below each other; a PIX didn't.
func (l *Layout) Aligned() bool { return l.label > 0 }

// AppendRow appends one row, without a line end.
func (l *Layout) AppendRow(b []byte, r Row) []byte {
	name := len(r.Name)
	if r.Feature == license.SharedPremiumPeers {
		b = append(b, "  "...)
		name += 2
	}
	b = append(b, r.Name...)
	b = blanks(b, l.label-name)
	b = append(b, l.separator...)
	b = append(b, r.Value...)
	if l.term && r.Term == "" || slices.Contains(l.ragged, r.Feature) {
		return b
	}
	b = blanks(b, l.value-len(r.Value))
	if r.Term != "" {
		if len(r.Value) >= l.value {
			b = append(b, ' ')
		}
		b = append(b, r.Term...)
	}
	return b
}

// blank has as many blanks as the widest column needs.
const blank = "                                        "

func blanks(b []byte, n int) []byte { return append(b, blank[:max(n, 0)]...) }

// Perpetual is the term of what never runs out.
const Perpetual = "perpetual"

// Term prints how long a license lasts: whole days, rounded up, and perpetual
// for zero (TIME-3).
func Term(left time.Duration) string {
	if left <= 0 {
		return Perpetual
	}
	return Days(left)
}

// Days prints a time of running as whole days, rounded up (TIME-3).
func Days(d time.Duration) string {
	n := int64(d / license.Day)
	if d%license.Day > 0 {
		n++
	}
	if n == 1 {
		return "1 day"
	}
	return strconv.FormatInt(n, 10) + " days"
}

// ParseTerm is the inverse of [Term]. The texts that stand in the place of a
// term, such as DMZ Restricted, are perpetual ones.
func ParseTerm(text string) (left time.Duration, ok bool) {
	if strings.EqualFold(text, Perpetual) || slices.Contains(zones[:], text) {
		return 0, true
	}
	number, word, _ := strings.Cut(text, " ")
	if word != "days" && word != "day" {
		return 0, false
	}
	n, err := strconv.ParseUint(number, 10, 16)
	if err != nil {
		return 0, false
	}
	return time.Duration(n) * license.Day, true
}
