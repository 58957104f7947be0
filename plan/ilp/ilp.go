// Package ilp solves small integer programs exactly: the cheapest integers within
// bounds that satisfy a list of covering rows.
//
// It is a branch and bound over a bounded dual simplex. Start with [Solve].
// Costs, coefficients and answers are integers. The simplex computes in floating
// point, but nothing it says is believed: an answer counts only once it satisfies
// every row in integers, and a part of the tree is left out only on a bound that
// was computed anew from the problem's own figures and lowered by the most that
// rounding can have added to it. The same problem takes the same steps to the
// same answer everywhere.
package ilp

import "math"

// A Problem asks for integers X with 0 ≤ X[j] ≤ Upper[j] that satisfy every row
// and make the sum of Cost[j]·X[j] as small as it can be.
//
// Sizes: products of a coefficient or cost with an upper bound, and their sums,
// must stay within 2⁵³.
type Problem struct {
	Cost  []int64
	Upper []int64
	Rows  []Row
}

// A Row demands that the sum of Coef[j]·X[j] be AtLeast or more. Coefficients
// may be negative, so that a row says "at most" as well.
type Row struct {
	Coef    []int64
	AtLeast int64
}

// A Status says what is known of an answer.
type Status uint8

// The statuses.
const (
	Optimal    Status = iota // X is an answer, and none is cheaper
	Infeasible               // there is no answer, or none below Options.Below
	Stopped                  // Options.Step said so: X is the best so far, nil for none
)

// Options bound the search. The zero Options search to the end.
type Options struct {
	// Below, when not zero, limits the search to answers that cost less.
	Below int64

	// Step, when not nil, is called after each 64 nodes of the tree; false stops
	// the search.
	Step func() bool
}

// A Solution is an answer with its proof.
type Solution struct {
	Status Status
	X      []int64
	Cost   int64

	// Bound is a proven lower bound of every answer's cost; Cost where X is
	// optimal. Cost − Bound is the gap of a search that was stopped.
	Bound int64
	Nodes int // of the search tree
}

// noAnswer is above the cost of any answer.
const noAnswer = math.MaxInt64

// Cost is what an assignment costs.
func (p *Problem) cost(x []int64) int64 {
	var sum int64
	for j, c := range p.Cost {
		sum += c * x[j]
	}
	return sum
}

// satisfied reports whether an assignment within bounds satisfies every row.
func (p *Problem) satisfied(x []int64) bool {
	for i := range p.Rows {
		if p.Rows[i].lacks(x) > 0 {
			return false
		}
	}
	return true
}

// lacks is how much an assignment falls short of the row; negative where it does
// more than it must.
func (r *Row) lacks(x []int64) int64 {
	sum := r.AtLeast
	for j, a := range r.Coef {
		sum -= a * x[j]
	}
	return sum
}
