package plan

import (
	"cmp"
	"slices"
)

// A run is days in a row on which one config serves a feature of a group.
type run struct {
	from, until int
	need        demand
	held        [maxUnits]held
	waits       bool
}

// A held is the key that is active on a unit: one purchase of it, or an installed
// one. The zero held is none.
type held struct {
	key  *key
	copy int // counts the purchases of the key from 0; -1 for an installed one
}

// A rota deals the days of a task out to its configs, day by day.
type rota struct {
	task   *task
	supply *supply
	left   [][]int           // days of each class's configs not dealt yet
	used   [maxUnits]([]int) // days that each key ran
	last   config
	runs   []run
}

// schedule lays the days that a supply serves into the calendar. Installed keys
// serve before bought ones and cheap ones before dear ones, so that money is spent
// late; what serves goes on serving as long as it may.
func schedule(t *task, p *pattern, s *supply) []run {
	r := &rota{task: t, supply: s, last: config{keys: [maxUnits]int{-1, -1}}}
	for i := range s.uses {
		r.left = append(r.left, slices.Clone(s.uses[i].days))
	}
	for seat := range t.seats {
		r.used[seat] = make([]int, len(t.seats[seat].keys))
	}
	for i := range t.spans {
		sp := &t.spans[i]
		class := slices.IndexFunc(t.classes, func(c class) bool { return c.demand == sp.demand })
		if len(s.uses[class].configs) == 0 {
			r.emit(sp, t.none(&sp.demand), sp.from, sp.until)
			continue
		}
		for day := sp.from; day < sp.until; {
			day = r.deal(sp, class, day)
		}
	}
	return r.runs
}

// deal runs one config from a day on, and returns the day on which the next one
// starts.
func (r *rota) deal(sp *span, class, day int) int {
	configs := r.supply.uses[class].configs
	best := -1
	for c := range configs {
		if r.left[class][c] > 0 && (best < 0 || r.compare(&configs[c], &configs[best]) < 0) {
			best = c
		}
	}
	if best < 0 {
		panic("plan: a supply serves fewer days than its class has")
	}
	until := min(sp.until, day+r.left[class][best])
	r.left[class][best] -= until - day
	r.emit(sp, configs[best], day, until)
	return until
}

// compare tells which of two configs is to serve first.
func (r *rota) compare(a, b *config) int {
	if goesOn := func(c *config) int { return btoi(*c != r.last) }; goesOn(a) != goesOn(b) {
		return goesOn(a) - goesOn(b)
	}
	return cmp.Compare(r.spends(a), r.spends(b))
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// spends is what the keys of a config cost that would have to be bought now.
func (r *rota) spends(c *config) weight {
	var sum weight
	for seat := range r.task.seats {
		if k := c.runs(seat); k >= 0 && r.task.seats[seat].keys[k].item != nil {
			sum += r.task.seats[seat].keys[k].item.weight()
		}
	}
	return sum
}

// emit adds days of a config, cut where one purchase of a key ends and the next
// one begins.
func (r *rota) emit(sp *span, c config, day, until int) {
	for day < until {
		end := until
		ru := run{from: day, need: sp.demand, waits: c.waits}
		for seat := range r.task.seats {
			k := c.keys[seat]
			if k < 0 {
				continue
			}
			if seat == 1 && c.waits {
				k = r.waiting()
			}
			ru.held[seat] = r.hold(seat, k)
			if c.runs(seat) >= 0 && !r.task.seats[seat].keys[k].fixed {
				end = min(end, day+r.rest(seat, k))
			}
		}
		for seat := range r.task.seats {
			if k := c.runs(seat); k >= 0 {
				r.used[seat][k] += end - day
			}
		}
		ru.until = end
		r.runs = append(r.runs, ru)
		day = end
	}
	r.last = c
}

// waiting is the key of the secondary that waits: an installed one with time
// left, or one that is bought.
func (r *rota) waiting() int {
	best := -1
	for k := range r.task.seats[1].keys {
		key := &r.task.seats[1].keys[k]
		left := key.stock + key.term*r.supply.bought[1][k] - r.used[1][k]
		if key.item == nil {
			left = key.stock - r.used[1][k]
		}
		if !key.fixed && left > 0 && (best < 0 || key.item == nil) {
			best = k
		}
	}
	if best < 0 {
		panic("plan: no key is left to wait")
	}
	return best
}

func (r *rota) hold(seat, k int) held {
	key := &r.task.seats[seat].keys[k]
	if key.item == nil {
		return held{key, -1}
	}
	return held{key, r.used[seat][k] / key.term}
}

// rest is how many days are left of the key, or of this purchase of it.
func (r *rota) rest(seat, k int) int {
	key := &r.task.seats[seat].keys[k]
	if key.item == nil {
		return key.stock - r.used[seat][k]
	}
	return key.term - r.used[seat][k]%key.term
}
