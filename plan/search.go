package plan

import (
	"cmp"
	"slices"

	"github.com/asapak/asapak/license"
)

// A unitSwitch is a choice that changes what every feature of a unit can be: its
// license level, and the Secure Client licenses that open its VPN features.
type unitSwitch struct {
	level  license.Level
	extra  license.Set // what a Secure Client license adds to the permanent key
	items  []*Item
	weight weight
}

// switches lists the choices for a unit, the present state first.
func (s *solver) switches(u *Unit, vpn bool) []unitSwitch {
	all := []unitSwitch{{level: u.Level}}
	p := u.platform(u.Level)
	if up := cheapest(s.items, func(i *Item) bool { return i.Level > u.Level && i.fits(u, &p) }); up != nil {
		all = append(all, unitSwitch{level: up.Level, items: []*Item{up}, weight: up.weight()})
	}
	if !vpn {
		return all
	}
	for _, sw := range slices.Clone(all) {
		p := u.platform(sw.level)
		open := cheapest(s.items, func(i *Item) bool {
			return i.Kind == Permanent && i.Level == license.Base && secureClient(i.Feature) && i.fits(u, &p)
		})
		if open == nil {
			break
		}
		sw.extra[open.Feature] = open.Value
		sw.items = append(slices.Clone(sw.items), open)
		sw.weight += open.weight()
		all = append(all, sw)
	}
	return all
}

func cheapest(items []*Item, wanted func(*Item) bool) *Item {
	var best *Item
	for _, i := range items {
		if wanted(i) && (best == nil || i.weight() < best.weight()) {
			best = i
		}
	}
	return best
}

// A choice is a switch for each unit of a group.
type choice struct {
	units  []unitSwitch
	weight weight
}

// choices lists all of them, the cheapest first.
func (s *solver) choices(g *group) []choice {
	vpn := false
	for _, i := range g.needs {
		f := s.needs.Needs[i].Feature
		vpn = vpn || opened(f)
	}
	all := []choice{{}}
	for _, u := range g.units {
		var next []choice
		for _, c := range all {
			for _, sw := range s.switches(&s.needs.Units[u], vpn) {
				next = append(next, choice{append(slices.Clone(c.units), sw), c.weight + sw.weight})
			}
		}
		all = next
	}
	slices.SortStableFunc(all, func(a, b choice) int { return cmp.Compare(a.weight, b.weight) })
	return all
}

// opened marks what a Secure Client license opens (EXCL-8).
func opened(f license.Feature) bool {
	switch f {
	case license.AnyConnectPremiumPeers, license.AnyConnectForMobile,
		license.AnyConnectForCiscoVPNPhone, license.AdvancedEndpointAssessment:
		return true
	}
	return false
}

// noPlan is above the weight of any plan.
const noPlan = weight(1) << 52

// A groupPlan is the best answer for a group.
type groupPlan struct {
	choice choice
	tasks  []taskPlan
	weight weight
	bound  weight // what any answer weighs at least
}

// A taskPlan is the best answer for one feature of a group.
type taskPlan struct {
	*task
	pattern pattern
	supply  *supply
	weight  weight
	bound   weight
}

// plan finds the cheapest answer for a group, nil if there is none.
func (s *solver) plan(g *group) *groupPlan {
	features := s.features(g)
	spans := make([][]span, len(features))
	for i, f := range features {
		spans[i] = s.spans(g, f)
	}
	best := &groupPlan{weight: noPlan, bound: noPlan}
	for _, c := range s.choices(g) {
		if c.weight >= best.weight {
			break
		}
		s.tryChoice(g, &c, features, spans, best)
	}
	if best.weight == noPlan {
		return nil
	}
	best.bound = min(best.bound, best.weight)
	return best
}

// tryChoice plans every feature under a choice and keeps the result if it is the
// best.
func (s *solver) tryChoice(g *group, c *choice, features []license.Feature, spans [][]span, best *groupPlan) {
	gp := groupPlan{choice: *c, weight: c.weight, bound: c.weight}
	for i, f := range features {
		seats := make([]seat, len(g.units))
		for n, u := range g.units {
			seats[n] = newSeat(&s.needs.Units[u], &c.units[n], f, s.items)
		}
		tp := s.planTask(newTask(f, seats, spans[i]), best.weight-gp.weight)
		gp.bound += tp.bound
		if tp.supply == nil {
			best.bound = min(best.bound, gp.bound)
			return
		}
		gp.weight += tp.weight
		gp.tasks = append(gp.tasks, tp)
	}
	best.bound = min(best.bound, gp.bound)
	if gp.weight < best.weight {
		gp.bound = best.bound
		*best = gp
	}
}

// planTask finds the cheapest pattern with its keys, for less than a limit. When
// the time is over it takes the first that it finds.
func (s *solver) planTask(t *task, limit weight) taskPlan {
	best := taskPlan{task: t, weight: limit, bound: limit}
	for _, p := range t.patterns() {
		if p.weight >= best.weight {
			break
		}
		if s.over && best.supply != nil {
			best.bound = min(best.bound, p.weight)
			break
		}
		found, bound := s.supply(t, &p, best.weight-p.weight)
		best.bound = min(best.bound, p.weight+bound)
		if found != nil && p.weight+found.weight < best.weight {
			best.pattern, best.supply, best.weight = p, found, p.weight+found.weight
		}
	}
	best.bound = min(best.bound, best.weight)
	return best
}
