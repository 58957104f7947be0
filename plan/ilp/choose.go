package ilp

import "math"

// reliable is after how many trials the average cost of moving a variable is
// believed without trying.
const reliable = 4

// tries bounds how many variables are tried at one node.
const tries = 8

// choose picks the variable to split on: the one whose two sides cost most,
// judged by what splits on it have cost so far, or by trying. It returns -1 where
// the relaxation is whole.
func (s *search) choose(t *tableau, bound int64) int {
	best, bestScore, tried := -1, -1.0, 0
	for j := range t.n {
		at := t.at(j)
		part := at - math.Floor(at)
		if part < 1e-6 || part > 1-1e-6 || t.lower[j] == t.upper[j] {
			continue
		}
		if (s.tried[0][j] < reliable || s.tried[1][j] < reliable) && tried < tries {
			tried++
			s.try(t, j, part)
		}
		score := max(s.pseudo[0][j]*part, 1e-6) * max(s.pseudo[1][j]*(1-part), 1e-6)
		if score > bestScore {
			best, bestScore = j, score
		}
	}
	return best
}

// try learns what moving a variable costs, by a few steps of the simplex.
func (s *search) try(t *tableau, j int, part float64) {
	for side, way := range [2]float64{part, 1 - part} {
		c := s.take(t)
		if floor := math.Floor(t.at(j)); side == 0 {
			c.bound(j, t.lower[j], floor)
		} else {
			c.bound(j, floor+1, t.upper[j])
		}
		gain := math.Abs(t.total) + 1
		if how, _ := c.reoptimize(s.limit()); how == solved || how == dear {
			gain = max(c.total-t.total, 0)
		}
		n := s.tried[side][j]
		s.pseudo[side][j] = (s.pseudo[side][j]*n + gain/way) / (n + 1)
		s.tried[side][j]++
		s.free = append(s.free, c)
	}
}

// whole handles a relaxation without fractions: the answer that it is, if it
// holds in integers. If rounding errors spoiled it, or keep its bound from
// proving it, any variable that is still free is split on. It returns -1 where
// there is nothing left to search.
func (s *search) whole(t *tableau, bound int64) int {
	for j := range t.n {
		s.trial[j] = int64(math.Round(min(max(t.at(j), t.lower[j]), t.upper[j])))
	}
	if s.p.satisfied(s.trial) {
		s.offer()
	}
	if bound >= s.bestCost {
		return -1
	}
	for j := range t.n {
		if t.lower[j] < t.upper[j] {
			return j
		}
	}
	return -1
}
