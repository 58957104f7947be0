package plan

import (
	"cmp"
	"slices"

	"github.com/asapak/asapak/license"
)

// A task is one feature of one group, to be planned by itself: no other feature's
// part numbers matter to it, once the switches are set.
type task struct {
	feature license.Feature
	seats   []seat
	spans   []span
	classes []class
}

// A class is all spans that ask for the same. Its days are worth the same to a
// time-based key, whose timer halts while the key is not activated (TIME-1): only
// their number matters.
type class struct {
	demand
	days  int
	spans []int
}

func newTask(f license.Feature, seats []seat, spans []span) *task {
	t := &task{feature: f, seats: seats, spans: spans}
	for i, sp := range spans {
		at := slices.IndexFunc(t.classes, func(c class) bool { return c.demand == sp.demand })
		if at < 0 {
			at = len(t.classes)
			t.classes = append(t.classes, class{demand: sp.demand})
		}
		t.classes[at].days += sp.days()
		t.classes[at].spans = append(t.classes[at].spans, i)
	}
	return t
}

// A pattern is the tier that each unit ends with.
type pattern struct {
	tiers  [maxUnits]int
	weight weight
}

// patterns lists all of them, the cheapest first.
func (t *task) patterns() []pattern {
	all := []pattern{{}}
	for seat := range t.seats {
		var next []pattern
		for _, p := range all {
			for k := range t.seats[seat].tiers {
				q := p
				q.tiers[seat] = k
				q.weight += t.seats[seat].tiers[k].weight
				next = append(next, q)
			}
		}
		all = next
	}
	slices.SortStableFunc(all, func(a, b pattern) int { return cmp.Compare(a.weight, b.weight) })
	return all
}

// A config is which key is active on each unit: -1 for none.
type config struct {
	keys [maxUnits]int

	// waits says that the secondary's key waits for the primary's and does not
	// count down (FO-4). Any key with time left will do.
	waits bool
}

// none is the config without keys, but for evaluation keys that run anyway.
func (t *task) none(d *demand) config {
	c := config{keys: [maxUnits]int{-1, -1}}
	for seat := range t.seats {
		for k := range t.seats[seat].keys {
			if key := &t.seats[seat].keys[k]; key.fixed && d.eval[seat] == key.installed+1 {
				c.keys[seat] = k
			}
		}
	}
	return c
}

// enough reports whether a config with a pattern satisfies a demand.
func (t *task) enough(d *demand, p *pattern, c *config) bool {
	var own [maxUnits]license.Value
	for seat := range t.seats {
		own[seat] = t.seats[seat].own[p.tiers[seat]][1+c.keys[seat]]
		if own[seat] < d.each[seat] {
			return false
		}
	}
	return t.combined(p, &own) >= d.group
}

// combined is what a group runs on, as combine.Combiner.Cluster forms it; a test
// holds the two together.
func (t *task) combined(p *pattern, own *[maxUnits]license.Value) license.Value {
	if len(t.seats) == 1 || t.feature.InCluster() != license.Sum {
		return max(own[0], own[1])
	}
	most := t.seats[0].platform.Limit[t.feature]
	for seat := range t.seats {
		most = max(most, t.seats[seat].own[p.tiers[seat]][0])
	}
	return license.Value(min(uint64(own[0])+uint64(own[1]), uint64(most)))
}

// configs lists the ways in which keys satisfy a demand. One with a key that could
// be left out isn't among them, unless that key lets another one wait.
func (t *task) configs(d *demand, p *pattern) []config {
	base := t.none(d)
	all := []config{base}
	for seat := range t.seats {
		if base.keys[seat] >= 0 {
			continue
		}
		for _, c := range slices.Clone(all) {
			for k := range t.seats[seat].keys {
				if !t.seats[seat].keys[k].fixed {
					c.keys[seat] = k
					all = append(all, c)
				}
			}
		}
	}
	for i := range all {
		c := &all[i]
		c.waits = len(t.seats) == 2 && t.feature.Kind() == license.Flag && c.keys[0] >= 0 && c.keys[1] >= 0 && c.keys[1] != base.keys[1]
	}
	return slices.DeleteFunc(all, func(c config) bool {
		return !t.enough(d, p, &c) || t.idle(d, p, &base, c) || c.waits && t.waitsAnyway(&c)
	})
}

// idle reports whether a key of a config could be left out at no loss.
func (t *task) idle(d *demand, p *pattern, base *config, c config) bool {
	for seat := range t.seats {
		if c.keys[seat] == base.keys[seat] || seat == 0 && c.waits {
			continue
		}
		less := c
		less.keys[seat] = base.keys[seat]
		if t.enough(d, p, &less) {
			return true
		}
	}
	return false
}

// waitsAnyway keeps one config of those that differ only in the key that waits.
func (t *task) waitsAnyway(c *config) bool {
	first := slices.IndexFunc(t.seats[1].keys, func(k key) bool { return !k.fixed })
	return c.keys[1] != first
}
