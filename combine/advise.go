package combine

import (
	"slices"
	"time"

	"github.com/asapak/asapak/license"
)

// An Advice is a waste or a risk in what units have together.
type Advice struct {
	Kind    Concern
	Feature license.Feature
	Unit    int // the unit that it is about
	Mate    int // the other one, of EndsFirst
	Total   uint64
	Wasted  uint64        // of Total, of WastedAbove and WastedTogether
	Left    time.Duration // of the unit's term
	Mates   time.Duration // of the mate's, of EndsFirst
}

// A Concern says what an [Advice] is about.
type Concern uint8

// The concerns, in the order in which they are told.
const (
	CountsForNothing Concern = iota // a time-based license counts down and changes nothing (TIME-2, FO-5)
	WastedTogether                  // time-based numbers above the limit count down together (FO-5)
	WastedAbove                     // numbers above the platform limit (FO-2)
	EndsFirst                       // of terms that count down together one ends before the other (FO-5)
	OnlyThere                       // on/off on one unit only: the others lose it apart (LOSS-1)
)

// Advise lists the wastes and risks of a group. own is the units' own running
// licenses, in the order of the members.
func (c *Combiner) Advise(g Ground, members []Member, own []Running) []Advice {
	whole := c.Cluster(g, members)
	all := c.idle(g, members, &whole)
	for f := range license.NumFeatures {
		if f.Mirrored() != f || f == license.ClusterMembers {
			continue
		}
		e := Explain(g, own, &whole, f)
		if e.Wasted > 0 && slices.ContainsFunc(all, func(a Advice) bool { return a.Feature == f }) {
			continue // what is wasted is told of the license that counts for nothing
		}
		all = append(all, advise(f, &e, own)...)
	}
	slices.SortStableFunc(all, func(a, b Advice) int { return int(a.Kind) - int(b.Kind) })
	return all
}

// idle finds active time-based licenses that count down while the group would
// have the same without them: from the last unit on, and each without those that
// were found before. An on/off one that only waits for its turn does not count
// down.
func (c *Combiner) idle(g Ground, members []Member, whole *Running) []Advice {
	var all []Advice
	rest := slices.Clone(members)
	for i := len(rest) - 1; i >= 0; i-- {
		for k := len(rest[i].Active) - 1; k >= 0; k-- {
			t := rest[i].Active[k]
			kept := rest[i].Active
			rest[i].Active = slices.Delete(slices.Clone(kept), k, k+1)
			without := c.Cluster(g, rest)
			if !same(whole, &without, t.Features.Mask()) {
				rest[i].Active = kept
				continue
			}
			all = append(all, Advice{Kind: CountsForNothing, Feature: t.Features.Mask().Features()[0], Unit: i, Left: t.Left})
		}
	}
	return all
}

// same reports whether two licenses give the same of some features now; for
// on/off ones, for as long too.
func same(a, b *Running, features license.Mask) bool {
	for _, f := range features.Features() {
		if a[f].Value != b[f].Value || f.Kind() == license.Flag && a[f].Left != b[f].Left {
			return false
		}
	}
	return true
}

func advise(f license.Feature, e *Explanation, own []Running) []Advice {
	switch e.Cause {
	case Cut:
		return []Advice{{Kind: WastedAbove, Feature: f, Total: e.Total, Wasted: e.Wasted}}
	case CutTogether, Together:
		all := endsFirst(f, own)
		if e.Wasted > 0 {
			all = append(all, Advice{Kind: WastedTogether, Feature: f, Total: e.Total, Wasted: e.Wasted})
		}
		return all
	case Somewhere:
		if len(e.Has) == 1 {
			i := e.Has[0]
			return []Advice{{Kind: OnlyThere, Feature: f, Unit: i, Left: own[i][f].Left}}
		}
	}
	return nil
}

// endsFirst compares the terms of a number that counts down on several units.
func endsFirst(f license.Feature, own []Running) []Advice {
	first, last := -1, -1
	for i := range own {
		left := own[i][f].Left
		if left == 0 {
			continue
		}
		if first < 0 || left < own[first][f].Left {
			first = i
		}
		if last < 0 || left > own[last][f].Left {
			last = i
		}
	}
	if first == last || own[first][f].Left == own[last][f].Left {
		return nil
	}
	return []Advice{{Kind: EndsFirst, Feature: f, Unit: first, Mate: last, Left: own[first][f].Left, Mates: own[last][f].Left}}
}
