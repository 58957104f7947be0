package ilp

import (
	"math/rand/v2"
	"testing"
)

// random makes a problem whose rows cover, with now and then one that says "at
// most".
func random(rng *rand.Rand, variables, rows, upper int) *Problem {
	p := &Problem{}
	for range variables {
		p.Cost = append(p.Cost, int64(1+rng.IntN(40)))
		p.Upper = append(p.Upper, int64(1+rng.IntN(upper)))
	}
	for range rows {
		r := Row{Coef: make([]int64, variables)}
		var most int64
		for j := range variables {
			if rng.IntN(2) == 0 {
				r.Coef[j] = int64(rng.IntN(12))
				if rng.IntN(8) == 0 {
					r.Coef[j] = -r.Coef[j]
				}
			}
			most += max(r.Coef[j], 0) * p.Upper[j]
		}
		r.AtLeast = int64(rng.IntN(int(most) + 2))
		p.Rows = append(p.Rows, r)
	}
	return p
}

// cheapest tries everything.
func cheapest(p *Problem) (int64, bool) {
	x := make([]int64, len(p.Cost))
	best, found := int64(0), false
	for {
		if c := p.cost(x); p.satisfied(x) && (!found || c < best) {
			best, found = c, true
		}
		j := 0
		for ; j < len(x) && x[j] == p.Upper[j]; j++ {
			x[j] = 0
		}
		if j == len(x) {
			return best, found
		}
		x[j]++
	}
}

// check compares an answer with what is known to be right.
func check(t *testing.T, p *Problem, got Solution, best int64, found bool) {
	t.Helper()
	switch {
	case !found && got.Status != Infeasible:
		t.Fatalf("status %d with cost %d for a problem without answer\n%+v", got.Status, got.Cost, p)
	case found && (got.Status != Optimal || got.Cost != best || got.Bound != best):
		t.Fatalf("status %d, cost %d, bound %d, want optimal %d\n%+v", got.Status, got.Cost, got.Bound, best, p)
	case found && (!p.satisfied(got.X) || p.cost(got.X) != best):
		t.Fatalf("%v does not satisfy or cost what it says\n%+v", got.X, p)
	}
}

func TestSolveEqualsTryingEverything(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 1))
	answered := 0
	for range 2000 {
		p := random(rng, 1+rng.IntN(6), rng.IntN(6), 3)
		if rng.IntN(4) == 0 {
			p.Cost[0] = -p.Cost[0]
		}
		best, found := cheapest(p)
		if found {
			answered++
		}
		check(t, p, Solve(p, Options{}), best, found)
	}
	if answered < 500 || answered > 1900 {
		t.Errorf("%d of 2000 problems have an answer: want some with and some without", answered)
	}
}

func TestBelow(t *testing.T) {
	p := &Problem{Cost: []int64{3, 5}, Upper: []int64{4, 4}, Rows: []Row{{Coef: []int64{1, 2}, AtLeast: 5}}}
	check(t, p, Solve(p, Options{}), 13, true)
	check(t, p, Solve(p, Options{Below: 14}), 13, true)
	if got := Solve(p, Options{Below: 13}); got.Status != Infeasible {
		t.Errorf("below its optimum: %+v", got)
	}
}

// A search that is stopped gives the best so far and a bound that holds; the
// same problem takes the same steps.
func TestStopped(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 2))
	gaps := 0
	for range 20 {
		p := middle(rng)
		whole := Solve(p, Options{})
		if again := Solve(p, Options{}); again.Nodes != whole.Nodes {
			t.Fatalf("%d nodes, then %d", whole.Nodes, again.Nodes)
		}
		got := Solve(p, Options{Step: func() bool { return false }})
		if whole.Nodes < 64 {
			continue
		}
		if got.Status != Stopped || got.Bound > whole.Cost || got.X != nil && got.Cost < whole.Cost {
			t.Fatalf("stopped with cost %d and bound %d, the optimum is %d", got.Cost, got.Bound, whole.Cost)
		}
		gaps++
	}
	if gaps == 0 {
		t.Error("no problem took long enough to be stopped")
	}
}

// A problem without variables or rows has an answer, or clearly none.
func TestEmpty(t *testing.T) {
	check(t, &Problem{}, Solve(&Problem{}, Options{}), 0, true)
	p := &Problem{Rows: []Row{{AtLeast: 1}}}
	check(t, p, Solve(p, Options{}), 0, false)
}

// middle is a covering problem of 50 integer variables and 20 rows.
func middle(rng *rand.Rand) *Problem {
	p := &Problem{}
	for range 50 {
		p.Cost = append(p.Cost, int64(1000+rng.IntN(9000)))
		p.Upper = append(p.Upper, int64(1+rng.IntN(5)))
	}
	for range 20 {
		r := Row{Coef: make([]int64, 50)}
		var most int64
		for j := range r.Coef {
			if rng.IntN(3) == 0 {
				r.Coef[j] = int64(1 + rng.IntN(20))
			}
			most += r.Coef[j] * p.Upper[j]
		}
		r.AtLeast = most / 12
		p.Rows = append(p.Rows, r)
	}
	return p
}

func BenchmarkMiddle(b *testing.B) {
	rng := rand.New(rand.NewPCG(5, 3))
	var all []*Problem
	for range 20 {
		all = append(all, middle(rng))
	}
	nodes := 0
	for b.Loop() {
		for _, p := range all {
			nodes += Solve(p, Options{}).Nodes
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(all)), "µs/problem")
	b.ReportMetric(float64(nodes)/float64(b.N*len(all)), "nodes/problem")
}
