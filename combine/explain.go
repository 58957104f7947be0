package combine

import "github.com/asapak/asapak/license"

// A Cause says why a row of a failover cluster license is what it is.
type Cause uint8

// The causes.
const (
	Nowhere     Cause = iota // no unit has it
	Everywhere               // every unit has it (FO-3)
	Somewhere                // enabled on some units, so on all (FO-3)
	Queued                   // on/off terms, one unit after the other (FO-4)
	Added                    // numbers add (FO-2)
	Cut                      // numbers add, up to the platform limit (FO-2)
	Highest                  // a number that doesn't add: the highest (FO-3)
	Boundless                // a number that adds and is unlimited somewhere
	EachItsOwn               // licensed on each unit and not added up (EXCL-8)
	Together                 // numbers that add, terms counting down at once (FO-5)
	CutTogether              // the same, and above the platform limit (FO-2, FO-5)
)

// An Explanation is how the units' own licenses make one row of the group's.
type Explanation struct {
	Cause  Cause
	Total  uint64 // what the units have together, of numbers that add
	Wasted uint64 // how much of it is above the platform limit
	Has    []int  // the units that have it, of an on/off feature
}

// Explain tells how a row of the cluster license came about from the units' own
// running licenses.
func Explain(g Ground, own []Running, cluster *Running, f license.Feature) Explanation {
	if f.Kind() == license.Count {
		return explainCount(g, own, cluster, f)
	}
	e := Explanation{Cause: Everywhere}
	timed, permanent := 0, false
	for i := range own {
		line := &own[i][f]
		if line.Value != cluster[f].Value || line.Value == license.Disabled {
			continue
		}
		e.Has = append(e.Has, i)
		if line.Left > 0 {
			timed++
		} else {
			permanent = true
		}
	}
	switch {
	case len(e.Has) == 0:
		e.Cause = Nowhere
	case timed > 1 && !permanent:
		e.Cause = Queued
	case len(e.Has) < len(own):
		e.Cause = Somewhere
	}
	return e
}

func explainCount(g Ground, own []Running, cluster *Running, f license.Feature) Explanation {
	if f.InCluster() != license.Sum {
		return Explanation{Cause: Highest}
	}
	if g.Separate.Has(f) {
		return Explanation{Cause: EachItsOwn}
	}
	e := Explanation{Cause: Added}
	timed := 0
	unlimited := false
	for i := range own {
		unlimited = unlimited || own[i][f].Value == license.Unlimited
		e.Total += uint64(own[i][f].Value)
		if own[i][f].Left > 0 {
			timed++
		}
	}
	if unlimited {
		return Explanation{Cause: Boundless}
	}
	e.Wasted = e.Total - min(e.Total, uint64(cluster[f].Value))
	switch {
	case e.Total == 0:
		e.Cause = Nowhere
	case timed > 1 && e.Wasted > 0:
		e.Cause = CutTogether
	case timed > 1:
		e.Cause = Together
	case e.Wasted > 0:
		e.Cause = Cut
	}
	return e
}
