package file

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/plan"
)

// everywhere, as the place of a need, is each pair and each unit in none.
const everywhere = "all"

// need reads a need, once for each place that it is for.
func (r *reader) need(t *needText) {
	var d plan.Need
	before := len(r.problems)
	r.feature(t, &d)
	r.days(t, &d)
	if t.Growth.at != nil {
		n, err := strconv.ParseUint(strings.TrimSuffix(t.Growth.string, "%"), 10, 8)
		if d.Growth = int(n); err != nil || n > 100 {
			r.report(t.Growth.at, "growth %q: want percent a year, from 0 to 100, such as 10%%", t.Growth.string)
		}
	}
	if t.Alone.at != nil {
		alone, err := strconv.ParseBool(t.Alone.string)
		if d.Alone = alone; err != nil {
			r.report(t.Alone.at, "alone %q: want true or false", t.Alone.string)
		}
	}
	if t.On.at != nil {
		d.Line = t.On.at.GetToken().Position.Line
	}
	for _, on := range r.places(t) {
		if d.On = on; len(r.problems) == before {
			r.needs.Needs.Needs = append(r.needs.Needs.Needs, d)
		}
	}
}

// places lists the units that a need is for, those of each place together.
func (r *reader) places(t *needText) [][]int {
	if t.On.string != everywhere {
		on, ok := r.groups[t.On.string]
		if !ok {
			r.report(t.On.at, "on %q: want a unit, a pair as PRIMARY/SECONDARY, or all", t.On.string)
			return nil
		}
		return [][]int{on}
	}
	var all [][]int
	for i := range r.needs.Units {
		pair := slices.IndexFunc(r.needs.Pairs, func(p plan.Pair) bool { return p.Primary == i || p.Secondary == i })
		switch {
		case pair < 0:
			all = append(all, []int{i})
		case r.needs.Pairs[pair].Primary == i:
			all = append(all, []int{i, r.needs.Pairs[pair].Secondary})
		}
	}
	return all
}

// feature reads what a need asks for; of an on/off feature, that it is on.
func (r *reader) feature(t *needText, d *plan.Need) {
	f, ok := license.ParseFeature(t.Feature.string)
	if !ok {
		r.report(t.Feature.at, "feature %q is none that asapak knows: see asapak help features", t.Feature.string)
		return
	}
	d.Feature = f.Mirrored()
	if t.AtLeast.at == nil && d.Feature.Kind() == license.Flag {
		d.AtLeast = license.Enabled
		return
	}
	v, err := d.Feature.ParseValue(t.AtLeast.string)
	switch {
	case err != nil:
		r.report(t.AtLeast.at, "at_least: %v", err)
	case v == license.Disabled:
		r.report(t.AtLeast.at, "at_least: a need for nothing is none")
	case d.Feature.Kind() == license.Flag:
		v = license.Enabled
	}
	d.AtLeast = v
}

// days reads when a need holds: from its first day, the horizon's where none is
// given, for a time or until a last day or the horizon's end.
func (r *reader) days(t *needText, d *plan.Need) {
	h := &r.needs.Needs
	if h.To.Before(h.From) || h.From.IsZero() {
		return
	}
	from, end := h.From, h.To.AddDate(0, 0, 1)
	if t.From.at != nil {
		from = r.date(&t.From)
	}
	until := end
	switch {
	case t.For.at != nil && t.Until.at != nil:
		r.report(t.Until.at, "until: the need has a time already, for")
	case t.For.at != nil:
		term, err := license.ParseTerm(t.For.string)
		if err != nil {
			r.report(t.For.at, "%v", err)
			return
		}
		until = from.Add(term)
	case t.Until.at != nil:
		until = r.date(&t.Until).AddDate(0, 0, 1)
	}
	if from.Before(h.From) || !from.Before(until) || until.After(end) {
		r.report(t.On.at, "the need holds from %s to %s: want days within the horizon, %s to %s", from.Format(time.DateOnly),
			until.AddDate(0, 0, -1).Format(time.DateOnly), h.From.Format(time.DateOnly), h.To.Format(time.DateOnly))
		return
	}
	d.From, d.Until = h.Day(from), h.Day(until)
}
