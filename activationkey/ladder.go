package activationkey

import (
	"cmp"
	"slices"

	"github.com/asapak/asapak/license"
)

// A ladder is the values that a slot of a key can say. A key holds a value's
// place in the order of the table, so that a value that is sold one day goes
// to the end and the keys that are out stay as they are.
type ladder struct {
	values []license.Value // by place; the first is Disabled
	steps  []step          // by value
}

type step struct {
	value license.Value
	place uint64
}

func newLadder(values ...license.Value) ladder {
	l := ladder{values: values, steps: make([]step, len(values))}
	for i, v := range values {
		l.steps[i] = step{v, uint64(i)}
	}
	slices.SortFunc(l.steps, func(a, b step) int { return cmp.Compare(a.value, b.value) })
	return l
}

// find is the index in steps of the highest value not above v. There is one,
// as each ladder has Disabled.
func (l *ladder) find(v license.Value) int {
	low, high := 0, len(l.steps)
	for high-low > 1 {
		if middle := (low + high) / 2; l.steps[middle].value <= v {
			low = middle
		} else {
			high = middle
		}
	}
	return low
}

func (l *ladder) place(f license.Feature, v license.Value) (uint64, error) {
	i := l.find(v)
	if l.steps[i].value == v {
		return l.steps[i].place, nil
	}
	e := &LadderError{Feature: f, Value: v, Below: l.steps[i].value}
	if i+1 < len(l.steps) {
		e.Above = l.steps[i+1].value
	}
	return 0, e
}

// Ladder lists the values that a key can carry of f, from Disabled upwards; nil
// for a feature that no key carries. UC Phone Proxy Sessions have the ladder of
// the license that they mirror.
func Ladder(f license.Feature) []license.Value {
	if slices.Contains(flagSlots[:], f) {
		return []license.Value{license.Disabled, license.Enabled}
	}
	for _, p := range ladderSlots {
		if p.Feature == f.Mirrored() {
			return slices.Sorted(slices.Values(p.ladder.values))
		}
	}
	return nil
}

// The ladders hold every tier and every base value of every model, and what the
// guide's examples name besides.
var (
	contexts    = newLadder(0, 2, 5, 10, 12, 20, 25, 50, 100, 250)
	premium     = newLadder(0, 2, 4, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 10_000)
	ucSessions  = newLadder(0, 2, 10, 12, 24, 25, 50, 100, 160, 250, 320, 500, 750, 1000, 2000, 2500, 3000, 5000, 10_000)
	insideHosts = newLadder(0, 10, 50, license.Unlimited)
	sharedPool  = newLadder(poolSizes()...)
)

// poolSizes are the shared pools that are sold: 500 to 50,000 sessions in steps
// of 500, then 51,000 to 545,000 in steps of 1000.
func poolSizes() []license.Value {
	sizes := []license.Value{license.Disabled}
	for n := license.Value(500); n <= 50_000; n += 500 {
		sizes = append(sizes, n)
	}
	for n := license.Value(51_000); n <= 545_000; n += 1000 {
		sizes = append(sizes, n)
	}
	return sizes
}
