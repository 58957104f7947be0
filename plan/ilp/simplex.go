package ilp

import "math"

// A tableau is the linear relaxation of a problem under bounds of a node, in the
// dense form of the bounded dual simplex: basic variables in terms of the others.
// Variables are the problem's n and after them one slack for each row.
type tableau struct {
	n, m  int
	rows  []float64 // m rows of n+m: the basis inverse times the problem's columns
	value []float64 // of the basic variable of each row
	cost  []float64 // reduced, of each variable
	basis []int     // variable of each row
	row   []int     // of each variable, -1 where it is not basic
	high  []bool    // whether a variable that is not basic stands at its upper bound
	lower []float64
	upper []float64
	total float64 // what the relaxation costs
}

const (
	feasible = 1e-7 // how far a basic variable may be out of bounds
	nonzero  = 1e-9 // what counts as a pivot
)

// newTableau starts from the slacks. With every variable bounded, standing each
// at the bound that its cost prefers is dual feasible.
func newTableau(p *Problem) *tableau {
	n, m := len(p.Cost), len(p.Rows)
	t := &tableau{
		n: n, m: m, rows: make([]float64, m*(n+m)), value: make([]float64, m), cost: make([]float64, n+m),
		basis: make([]int, m), row: make([]int, n+m), high: make([]bool, n+m),
		lower: make([]float64, n+m), upper: make([]float64, n+m),
	}
	for j, c := range p.Cost {
		t.cost[j], t.upper[j], t.row[j], t.high[j] = float64(c), float64(p.Upper[j]), -1, c < 0
		t.total += t.cost[j] * t.at(j)
	}
	for i := range m {
		slack := n + i
		row := t.of(i)
		t.value[i] = -float64(p.Rows[i].AtLeast)
		for j, a := range p.Rows[i].Coef {
			row[j] = -float64(a)
			t.value[i] -= row[j] * t.at(j)
		}
		row[slack] = 1
		t.basis[i], t.row[slack], t.upper[slack] = slack, i, math.Inf(1)
	}
	return t
}

func (t *tableau) of(i int) []float64 { return t.rows[i*(t.n+t.m) : (i+1)*(t.n+t.m)] }

// at is the value of a variable.
func (t *tableau) at(j int) float64 {
	switch {
	case t.row[j] >= 0:
		return t.value[t.row[j]]
	case t.high[j]:
		return t.upper[j]
	}
	return t.lower[j]
}

// copyFrom makes t the same as s, which has the same size.
func (t *tableau) copyFrom(s *tableau) {
	copy(t.rows, s.rows)
	copy(t.value, s.value)
	copy(t.cost, s.cost)
	copy(t.basis, s.basis)
	copy(t.row, s.row)
	copy(t.high, s.high)
	copy(t.lower, s.lower)
	copy(t.upper, s.upper)
	t.total = s.total
}

// bound gives a variable other bounds and lets the basic ones follow.
func (t *tableau) bound(j int, lower, upper float64) {
	before := t.at(j)
	t.lower[j], t.upper[j] = lower, upper
	if t.row[j] >= 0 {
		return
	}
	if moved := t.at(j) - before; moved != 0 {
		t.total += t.cost[j] * moved
		for i := range t.m {
			t.value[i] -= t.of(i)[j] * moved
		}
	}
}

// maxPivots bounds one reoptimization: one that takes longer is going in circles,
// and its node is searched without its help.
const maxPivots = 2000

// An outcome of reoptimizing.
type outcome uint8

const (
	solved outcome = iota
	dear           // it costs more than the limit
	empty          // some row can't be satisfied within the bounds
	lost           // no end was found
)

// reoptimize runs the dual simplex until no basic variable is out of bounds, or
// the relaxation costs more than a limit. A row that can't be brought into bounds
// is returned with empty.
func (t *tableau) reoptimize(limit float64) (outcome, int) {
	for range maxPivots {
		if t.total > limit {
			return dear, -1
		}
		r, up := t.leaving()
		if r < 0 {
			return solved, -1
		}
		j := t.entering(r, up)
		if j < 0 {
			return empty, r
		}
		t.pivot(r, j, up)
	}
	return lost, -1
}

// leaving is the row whose variable is farthest out of bounds, and whether it
// has to grow.
func (t *tableau) leaving() (row int, up bool) {
	row, most := -1, feasible
	for i, j := range t.basis {
		if d := t.lower[j] - t.value[i]; d > most {
			row, most, up = i, d, true
		}
		if d := t.value[i] - t.upper[j]; d > most {
			row, most, up = i, d, false
		}
	}
	return row, up
}

// entering is the variable that takes the row's place at the least cost; -1 if
// none can move the row the right way.
func (t *tableau) entering(r int, up bool) int {
	best, ratio, size := -1, math.Inf(1), 0.0
	for j, a := range t.of(r) {
		if up {
			a = -a
		}
		// a > 0: raising j moves the row the right way.
		if t.row[j] >= 0 || t.lower[j] == t.upper[j] || (t.high[j] && a > -nonzero) || (!t.high[j] && a < nonzero) {
			continue
		}
		d := max(t.cost[j]/a, 0)
		if d < ratio-nonzero || d < ratio+nonzero && math.Abs(a) > size {
			best, ratio, size = j, min(d, ratio), math.Abs(a)
		}
	}
	return best
}

// pivot exchanges the basic variable of row r, which goes to the bound it
// violates, with variable j.
func (t *tableau) pivot(r, j int, up bool) {
	out := t.basis[r]
	target := t.upper[out]
	if up {
		target = t.lower[out]
	}
	pivotRow := t.of(r)
	a := pivotRow[j]
	step := (t.value[r] - target) / a
	entered := t.at(j) + step
	t.total += t.cost[j] * step
	inverse := 1 / a
	for k := range pivotRow {
		pivotRow[k] *= inverse
	}
	for i := range t.m {
		if i == r {
			continue
		}
		row := t.of(i)
		factor := row[j]
		if factor == 0 {
			continue
		}
		t.value[i] -= factor * step
		subtract(row, pivotRow, factor)
		row[j] = 0
	}
	subtract(t.cost, pivotRow, t.cost[j])
	t.cost[j] = 0
	t.value[r] = entered
	t.basis[r], t.row[j], t.row[out] = j, r, -1
	t.high[out] = !up
}

func subtract(row, from []float64, factor float64) {
	from = from[:len(row)]
	for k := range row {
		row[k] -= factor * from[k]
	}
}

// duals are the prices that the relaxation puts on the rows: what one unit more
// would cost.
func (t *tableau) duals(y []float64) {
	for i := range t.m {
		y[i] = max(t.cost[t.n+i], 0)
	}
}
