package ilp

import (
	"math"
	"slices"
)

// Solve finds the cheapest answer of a problem and proves it, or says that there
// is none.
func Solve(p *Problem, o Options) Solution {
	s := newSearch(p, o)
	s.root()
	sol := Solution{X: s.best, Cost: s.bestCost, Bound: s.bestCost, Nodes: s.nodes}
	switch {
	case s.stopped:
		sol.Status, sol.Bound = Stopped, min(s.openBound(), s.bestCost)
	case s.best == nil:
		sol.Status = Infeasible
	}
	if sol.X == nil {
		sol.Cost = 0
	}
	return sol
}

// A search walks over the tree, the cheaper child first.
type search struct {
	p       *Problem
	o       Options
	columns [][]entry // the coefficients of each variable
	common  int64     // divides every cost: no answer costs anything between its multiples

	best     []int64
	bestCost int64
	nodes    int
	stopped  bool
	open     []int64 // lower bounds of the parts of the tree that were begun

	free     []*tableau // spare ones
	y        []float64
	residual []float64
	pseudo   [2][]float64 // what moving a variable down or up by one has cost, on average
	tried    [2][]float64
	trial    []int64
}

// An entry is a coefficient of a column that is not zero.
type entry struct {
	row  int
	coef float64
}

func newSearch(p *Problem, o Options) *search {
	n := len(p.Cost)
	s := &search{
		p: p, o: o, columns: make([][]entry, n), bestCost: noAnswer, trial: make([]int64, n),
		y: make([]float64, len(p.Rows)), residual: make([]float64, n),
	}
	if o.Below != 0 {
		s.bestCost = o.Below
	}
	for k := range s.pseudo {
		s.pseudo[k], s.tried[k] = make([]float64, n), make([]float64, n)
	}
	for j, c := range p.Cost {
		s.common = divisor(s.common, c)
		for i := range p.Rows {
			if a := p.Rows[i].Coef[j]; a != 0 {
				s.columns[j] = append(s.columns[j], entry{i, float64(a)})
			}
		}
	}
	s.common = max(s.common, 1)
	return s
}

func divisor(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return max(a, -a)
}

func (s *search) root() {
	t := newTableau(s.p)
	how, row := t.reoptimize(s.limit())
	if bound, ok := s.bound(t, how, row); ok {
		s.node(t, bound)
	}
}

// limit is from which cost on a relaxation isn't worth being solved to its end.
func (s *search) limit() float64 { return float64(s.bestCost) - float64(s.common) + 0.5 }

// openBound is the least that an answer not yet seen can cost.
func (s *search) openBound() int64 {
	if len(s.open) == 0 {
		return s.bestCost
	}
	return slices.Min(s.open)
}

// node searches below a node whose relaxation is solved. t may be changed.
func (s *search) node(t *tableau, bound int64) {
	if s.nodes++; s.o.Step != nil && s.nodes%64 == 0 && !s.o.Step() {
		s.stopped = true
	}
	if s.stopped || bound >= s.bestCost {
		s.keepOpen(bound)
		return
	}
	if s.nodes < 32 || s.nodes%32 == 0 {
		s.round(t)
	}
	if bound >= s.bestCost {
		return
	}
	s.fix(t)
	j := s.choose(t, bound)
	if j < 0 {
		if j = s.whole(t, bound); j < 0 {
			return
		}
	}
	s.children(t, j, bound)
}

// keepOpen notes a bound of a part that a stopped search leaves.
func (s *search) keepOpen(bound int64) {
	if s.stopped && bound < s.bestCost {
		s.open = append(s.open, bound)
	}
}

// children searches both sides of a split of variable j.
func (s *search) children(t *tableau, j int, parent int64) {
	at := t.at(j)
	floor := math.Floor(at + feasible)
	if floor >= t.upper[j] {
		floor = t.upper[j] - 1
	}
	floor = max(floor, t.lower[j])
	var child [2]*tableau
	var bound [2]int64
	var ok [2]bool
	for side := range child {
		c := s.take(t)
		if side == 0 {
			c.bound(j, t.lower[j], floor)
		} else {
			c.bound(j, floor+1, t.upper[j])
		}
		how, row := c.reoptimize(s.limit())
		bound[side], ok[side] = s.bound(c, how, row)
		bound[side] = max(bound[side], parent)
		child[side] = c
	}
	first := 0
	if !ok[0] || ok[1] && bound[1] < bound[0] {
		first = 1
	}
	for _, side := range [2]int{first, 1 - first} {
		if ok[side] {
			s.node(child[side], bound[side])
		}
	}
	s.free = append(s.free, child[0], child[1])
}

// take is a copy of a tableau, in a spare one where there is one.
func (s *search) take(t *tableau) *tableau {
	if len(s.free) == 0 {
		s.free = append(s.free, newTableau(s.p))
	}
	c := s.free[len(s.free)-1]
	s.free = s.free[:len(s.free)-1]
	c.copyFrom(t)
	return c
}

// round tries what the relaxation suggests as an answer: rounded to the nearest,
// and rounded up, each with what is too much taken off again.
func (s *search) round(t *tableau) {
	for _, up := range [...]float64{0.5, 1 - 1e-6} {
		for j := range t.n {
			s.trial[j] = int64(math.Floor(min(max(t.at(j)+up, t.lower[j]), t.upper[j])))
		}
		if s.p.satisfied(s.trial) {
			s.reduce()
			s.offer()
		}
	}
}

// reduce lowers what costs something as far as the rows allow, the dearest first.
func (s *search) reduce() {
	for {
		best := -1
		for j, c := range s.p.Cost {
			if c > 0 && s.trial[j] > 0 && (best < 0 || c > s.p.Cost[best]) && s.canLower(j) {
				best = j
			}
		}
		if best < 0 {
			return
		}
		s.trial[best]--
	}
}

func (s *search) canLower(j int) bool {
	s.trial[j]--
	defer func() { s.trial[j]++ }()
	for _, e := range s.columns[j] {
		if e.coef > 0 && s.p.Rows[e.row].lacks(s.trial) > 0 {
			return false
		}
	}
	return true
}

// offer takes the trial as the best answer if it is.
func (s *search) offer() {
	if c := s.p.cost(s.trial); c < s.bestCost {
		s.best, s.bestCost = slices.Clone(s.trial), c
	}
}
