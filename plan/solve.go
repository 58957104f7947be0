package plan

import (
	"fmt"
	"slices"
)

// Options steer a search.
type Options struct {
	// Progress, when not nil, is told how many of the groups are planned; false
	// ends the search with the best so far.
	Progress func(done, of int) bool
}

// A solver plans group after group.
type solver struct {
	needs   *Needs
	catalog *Catalog
	items   []*Item
	o       Options
	done    int
	of      int
	over    bool // the search is to end
}

// Solve finds the cheapest purchases that meet the needs. Needs that make no sense
// are an error; needs that nothing meets are a plan with the status Infeasible.
func Solve(n *Needs, c *Catalog, o Options) (*Plan, error) {
	if err := n.check(); err != nil {
		return nil, err
	}
	s := &solver{needs: n, catalog: c, items: c.sorted(), o: o}
	out := &Plan{Met: make([]Met, len(n.Needs))}
	groups := n.groups()
	s.of = len(groups)
	var bound weight
	var plans []*groupPlan
	for i := range groups {
		g := &groups[i]
		if found := s.impossible(g); len(found) > 0 {
			out.Impossible = append(out.Impossible, found...)
			plans = append(plans, nil)
			s.done++
			continue
		}
		gp := s.plan(g)
		if gp == nil && s.over {
			return nil, fmt.Errorf("%s: the search was interrupted before it found any plan", g.name)
		}
		if gp == nil {
			out.Impossible = append(out.Impossible, s.outlasted(g)...)
		}
		plans = append(plans, gp)
		if gp != nil {
			bound += gp.bound
		}
		s.done++
		s.tell()
	}
	if len(out.Impossible) > 0 {
		out.Status = Infeasible
		return out, nil
	}
	for i, gp := range plans {
		s.write(out, &groups[i], gp)
	}
	s.finish(out, bound)
	return out, nil
}

func (s *solver) finish(out *Plan, bound weight) {
	out.sort()
	for _, p := range out.Purchases {
		out.Total += p.Item.Price
	}
	out.Bound = min(bound.price(), out.Total)
	if s.over && out.Bound < out.Total {
		out.Status = Interrupted
	} else {
		out.Bound = out.Total
	}
}

// step is asked by the integer search whether to go on.
func (s *solver) step() bool {
	s.tell()
	return !s.over
}

func (s *solver) tell() {
	if s.o.Progress != nil && !s.over && !s.o.Progress(s.done, s.of) {
		s.over = true
	}
}

// sort puts purchases in the order in which they are made.
func (p *Plan) sort() {
	place := make([]int, len(p.Purchases))
	for i := range place {
		place[i] = i
	}
	slices.SortStableFunc(place, func(a, b int) int { return p.Purchases[a].compare(&p.Purchases[b]) })
	sorted := make([]Purchase, len(place))
	moved := make([]int, len(place))
	for to, from := range place {
		sorted[to], moved[from] = p.Purchases[from], to
	}
	p.Purchases = sorted
	for i := range p.Schedule {
		if at := &p.Schedule[i].Purchase; *at >= 0 {
			*at = moved[*at]
		}
	}
	for i := range p.Wasted {
		if at := &p.Wasted[i].Purchase; *at >= 0 {
			*at = moved[*at]
		}
	}
}
