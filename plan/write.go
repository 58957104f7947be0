package plan

import (
	"cmp"
	"slices"

	"github.com/asapak/asapak/combine"
	"github.com/asapak/asapak/license"
)

func (p *Purchase) compare(q *Purchase) int {
	return cmp.Or(cmp.Compare(p.Order, q.Order), cmp.Compare(p.Activate, q.Activate), cmp.Compare(p.Unit, q.Unit))
}

// A buy is a purchase while its dates are looked for.
type buy struct {
	item     *Item
	seat     int
	task     int  // -1 for a switch
	key      *key // of a time-based one
	copy     int
	activate int
}

// A draft is a group's plan while it is written: purchases, and what each feature
// runs on day by day. It judges by the rules of package combine alone.
type draft struct {
	*solver
	group *group
	plan  *groupPlan
	runs  [][]run // by task
	buys  []buy

	platforms [maxUnits][license.NumLevels]license.Platform
	combiner  combine.Combiner
	skip      int // the purchase that isn't made, -1 for none
}

// write adds a group's purchases and their reasons to a plan.
func (s *solver) write(out *Plan, g *group, gp *groupPlan) {
	d := &draft{solver: s, group: g, plan: gp, skip: -1}
	for seat, u := range g.units {
		for l := range license.NumLevels {
			d.platforms[seat][l] = s.needs.Units[u].platform(l)
		}
	}
	for i := range gp.tasks {
		t := &gp.tasks[i]
		d.runs = append(d.runs, schedule(t.task, &t.pattern, t.supply))
	}
	d.list()
	d.postpone()
	d.explain(out)
}

// list lists the purchases: those that are needed before others first.
func (d *draft) list() {
	for seat, sw := range d.plan.choice.units {
		for _, i := range sw.items {
			d.buys = append(d.buys, buy{item: i, seat: seat, task: -1})
		}
	}
	for n := range d.plan.tasks {
		t := &d.plan.tasks[n]
		for seat := range t.seats {
			for _, i := range t.seats[seat].tiers[t.pattern.tiers[seat]].items {
				d.buys = append(d.buys, buy{item: i, seat: seat, task: n})
			}
			for k, times := range t.supply.bought[seat] {
				for copy := range times {
					key := &t.seats[seat].keys[k]
					d.buys = append(d.buys, buy{item: key.item, seat: seat, task: n, key: key, copy: copy, activate: d.firstDay(n, seat, key, copy)})
				}
			}
		}
	}
}

// firstDay is when a purchase of a time-based key first serves; one that only lets
// a waiting key outlast a loss of contact goes in with the first key that waits.
func (d *draft) firstDay(task, seat int, k *key, copy int) int {
	waiting := -1
	for _, r := range d.runs[task] {
		if h := r.held[seat]; h.key == k && h.copy == copy {
			return r.from
		}
		if seat == 1 && r.waits && waiting < 0 {
			waiting = r.from
		}
	}
	return max(waiting, 0)
}

// postpone moves each permanent purchase to the last day on which it will do, the
// dearest first and a step of an upgrade after the one that builds on it.
func (d *draft) postpone() {
	order := make([]int, 0, len(d.buys))
	for i := range d.buys {
		if d.buys[i].key == nil {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		x, y := &d.buys[a], &d.buys[b]
		if x.task == y.task && x.seat == y.seat {
			return cmp.Compare(b, a)
		}
		return cmp.Compare(d.chain(y), d.chain(x))
	})
	for _, i := range order {
		d.skip = i
		for _, f := range d.failures() {
			d.buys[i].activate = f.run.from
			break
		}
		for j := i + 1; j < len(d.buys); j++ {
			if next := &d.buys[j]; next.key == nil && next.task >= 0 && next.task == d.buys[i].task && next.seat == d.buys[i].seat {
				d.buys[i].activate = min(d.buys[i].activate, next.activate)
			}
		}
	}
	d.skip = -1
}

// chain is what a unit's permanent purchases for one feature weigh together.
func (d *draft) chain(b *buy) weight {
	var sum weight
	for i := range d.buys {
		if o := &d.buys[i]; o.key == nil && o.task == b.task && o.seat == b.seat {
			sum += o.item.weight()
		}
	}
	return sum
}

// A failure is days on which a need isn't met.
type failure struct {
	task int
	run  *run
	got  license.Value
	seat int // whose own license it is, -1 for the combined one
}

// failures lists when needs fail, in the order of days.
func (d *draft) failures() []failure {
	var all []failure
	for n := range d.runs {
		for i := range d.runs[n] {
			r := &d.runs[n][i]
			group, own := d.values(n, r)
			switch {
			case group < r.need.group:
				all = append(all, failure{n, r, group, -1})
			case own[0] < r.need.each[0]:
				all = append(all, failure{n, r, own[0], 0})
			case own[1] < r.need.each[1]:
				all = append(all, failure{n, r, own[1], 1})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b failure) int { return cmp.Compare(a.run.from, b.run.from) })
	return all
}

// values is what a run has of its feature: combined, and each unit by itself.
func (d *draft) values(task int, r *run) (group license.Value, own [maxUnits]license.Value) {
	f := d.plan.tasks[task].feature
	members := make([]combine.Member, 0, maxUnits)
	var ground combine.Ground
	for seat, u := range d.group.units {
		unit := &d.needs.Units[u]
		level, set := d.permanent(seat, r.from)
		p := &d.platforms[seat][level]
		var active []combine.Timed
		if h := r.held[seat]; h.key != nil && d.bought(seat, task, h, r.from) {
			active = append(active, combine.Timed{Features: h.key.features, Left: license.Day})
		}
		own[seat] = combine.Unit(p, unit.Release, set, active)[f].Value
		members = append(members, combine.Member{Permanent: combine.Permanent(p, set), Active: active})
		ground = combine.Ground{Platform: p, Release: unit.Release}
	}
	if len(members) == 1 {
		return own[0], own
	}
	return d.combiner.Cluster(ground, members)[f].Value, own
}

// permanent is what a unit's permanent key gives on a day.
func (d *draft) permanent(seat, day int) (license.Level, license.Set) {
	unit := &d.needs.Units[d.group.units[seat]]
	level, set := unit.Level, unit.Permanent
	for i := range d.buys {
		b := &d.buys[i]
		if i == d.skip || b.seat != seat || b.key != nil || b.activate > day {
			continue
		}
		f := b.item.Feature
		switch {
		case b.item.Level > license.Base:
			level = max(level, b.item.Level)
		case b.item.From == 0 || combine.Permanent(&d.platforms[seat][level], set)[f] >= b.item.From:
			set[f] = max(set[f], b.item.Value)
		}
	}
	return level, set
}

// bought reports whether a key is there on a day.
func (d *draft) bought(seat, task int, h held, day int) bool {
	if h.copy < 0 {
		return true
	}
	i := slices.IndexFunc(d.buys, func(b buy) bool { return b.key == h.key && b.copy == h.copy })
	return i >= 0 && i != d.skip && d.buys[i].activate <= day
}
