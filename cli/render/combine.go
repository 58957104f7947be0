package render

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/asapak/asapak/combine"
	"github.com/asapak/asapak/license"
)

// ClusterBlock is the block of a failover pair's or cluster's license, as show
// screens of a release print it (FO-10).
func ClusterBlock(r license.Release, rows []Row, sentence string) string {
	p := page{layout: LayoutOf(r)}
	p.block(Heading{Cluster: true}, rows, sentence)
	return string(p.bytes)
}

// A Merged is one row of a license that units have together, with what each unit
// brings.
type Merged struct {
	Feature     license.Feature
	Names       []string // of the units
	Own         []combine.Line
	Combined    combine.Line
	Explanation combine.Explanation
}

// A reason is why a combined row is what it is: the rule, and a sentence in which
// names in braces stand for figures.
type reason struct{ rule, text string }

// reasons has a row for each cause. The words are this program's own.
var reasons = [...]reason{
	combine.Nowhere:     {"", "on no unit"},
	combine.Everywhere:  {"FO-3", "on every unit"},
	combine.Somewhere:   {"FO-3", "enabled on the {has} only"},
	combine.Queued:      {"FO-4", "{terms}, one after the other: {term}"},
	combine.Added:       {"FO-2", "{sum}{under}"},
	combine.Cut:         {"FO-2", "{sum}; {wasted} of {total} wasted: the platform carries {combined}"},
	combine.Highest:     {"FO-3", "the highest, {combined}: figures of the platform don't add"},
	combine.Boundless:   {"FO-2", "unlimited"},
	combine.EachItsOwn:  {"EXCL-8", "licensed on each unit in multiple context mode, and not added"},
	combine.Together:    {"FO-5", "{sum}, counting down together: {term}"},
	combine.CutTogether: {"FO-5", "{sum}; {wasted} of {total} wasted while the time runs: the platform carries {combined}"},
}

// Why words why a row is what it is, and names the rule; no rule where no unit
// has the feature. limit is the platform's, and unknown whether no source gives it.
func Why(m *Merged, limit license.Value, unknown bool) (rule, sentence string) {
	e := &m.Explanation
	under := ""
	if limit > m.Combined.Value && m.Feature.Kind() == license.Count {
		under = ", under the limit of " + m.Feature.Format(limit)
		if unknown {
			under = ", under what is sold at most, " + m.Feature.Format(limit)
		}
	}
	words := strings.NewReplacer(
		"{sum}", m.sum(), "{under}", under, "{has}", m.has(), "{terms}", m.terms(),
		"{term}", Days(m.Combined.Left), "{combined}", m.Feature.Format(m.Combined.Value),
		"{wasted}", strconv.FormatUint(e.Wasted, 10), "{total}", strconv.FormatUint(e.Total, 10),
	)
	r := reasons[e.Cause]
	return r.rule, words.Replace(r.text)
}

// shownParts bounds how many units a sentence names one by one.
const shownParts = 4

// sum is "10 + 10 = 20".
func (m *Merged) sum() string {
	var parts []string
	for _, l := range m.Own {
		parts = append(parts, m.Feature.Format(l.Value))
	}
	if len(parts) > shownParts {
		return fmt.Sprintf("%d units together %d", len(parts), m.Explanation.Total)
	}
	return strings.Join(parts, " + ") + " = " + strconv.FormatUint(m.Explanation.Total, 10)
}

func (m *Merged) has() string {
	var names []string
	for _, i := range m.Explanation.Has {
		names = append(names, m.Names[i])
	}
	return And(names)
}

// terms is "56 days and 56 days".
func (m *Merged) terms() string {
	var terms []string
	for _, i := range m.Explanation.Has {
		terms = append(terms, Days(m.Own[i].Left))
	}
	return And(terms)
}

// And joins words as English does.
func And(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

// Of words a value of a feature with what it counts: "1000 sessions".
func Of(f license.Feature, v license.Value) string {
	if f.Kind() == license.Count && f.Unit() != "" {
		return f.Format(v) + " " + f.Unit()
	}
	return f.Format(v)
}

// concerns are the wastes and risks, with the rule that each follows from. The
// words are this program's own; the advice to deactivate is the guide's.
var concerns = [...]reason{
	combine.CountsForNothing: {"FO-5", "{feature}: the time-based license on the {unit} counts down for nothing, {left} of it: deactivate it and keep it for later"},
	combine.WastedTogether:   {"FO-5", "{feature}: {wasted} of {total} are wasted while the time-based licenses count down together: deactivate one and keep it for later"},
	combine.WastedAbove:      {"FO-2", "{feature}: {wasted} of {total} are wasted, above the limit of the platform"},
	combine.EndsFirst:        {"FO-5", "{feature}: the term on the {unit} ends before that on the {mate}, after {left} and not {mates}"},
	combine.OnlyThere:        {"LOSS-1", "{feature} is on the {unit} only{for}: without contact for more than 30 days no other unit has it"},
}

// Concern words a waste or risk in units of release r and names the rule; names
// are the units'.
func Concern(a *combine.Advice, r license.Release, names []string) (rule, sentence string) {
	left := ""
	if a.Left > 0 {
		left = ", for " + Days(a.Left)
	}
	words := strings.NewReplacer(
		"{feature}", a.Feature.Name(r), "{unit}", names[a.Unit], "{mate}", names[a.Mate],
		"{left}", Days(a.Left), "{mates}", Days(a.Mates), "{for}", left,
		"{wasted}", strconv.FormatUint(a.Wasted, 10), "{total}", strconv.FormatUint(a.Total, 10),
	)
	c := concerns[a.Kind]
	return c.rule, words.Replace(c.text)
}

// A Share is what a unit brings to a row: its permanent license, and what its
// active time-based ones give with the time left of each.
type Share struct {
	Permanent license.Value
	Timed     []TimedShare
}

// A TimedShare is one active time-based license.
type TimedShare struct {
	Value license.Value
	Left  time.Duration
}

// Text is "2", "2 + 10 for 62 days" or "500, 1000 for 28 days": with a plus where
// permanent and time-based licenses add.
func (s *Share) Text(f license.Feature, r license.Release) string {
	text := f.Format(s.Permanent)
	joint := ", "
	if f.Timed(r) == license.Sum {
		joint = " + "
	}
	for _, t := range s.Timed {
		text += joint + f.Format(t.Value) + " for " + Days(t.Left)
	}
	return text
}
