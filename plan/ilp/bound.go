package ilp

import "math"

// rounding is an upper bound of what one floating point operation can be off.
const rounding = 0x1p-52

// bound is a proven lower bound of what answers below a node cost, and false
// where there are none worth having. Any prices y ≥ 0 on the rows give one: the
// rows' demands at those prices, and for each variable the cheaper of its bounds
// at what is left of its cost. Only the choice of y comes from the simplex.
func (s *search) bound(t *tableau, how outcome, row int) (int64, bool) {
	if how == empty && s.refuted(t, row) {
		return 0, false
	}
	t.duals(s.y)
	value, off := s.lagrangian(t, true)
	safe := value - off
	if safe > noAnswer/4 {
		return 0, false
	}
	b := int64(math.Ceil(safe))
	if rest := b % s.common; rest > 0 {
		b += s.common - rest
	}
	return b, b < s.bestCost
}

// refuted proves that a row of the tableau can't be satisfied: the same sum
// without costs is above zero.
func (s *search) refuted(t *tableau, row int) bool {
	sign := 1.0
	if t.value[row] > t.upper[t.basis[row]] {
		sign = -1
	}
	r := t.of(row)
	for i := range t.m {
		s.y[i] = max(sign*r[t.n+i], 0)
	}
	value, off := s.lagrangian(t, false)
	return value-off > 0
}

// lagrangian sums demands and residual costs under the prices s.y, and how much
// rounding can have added. It leaves the residual costs in s.residual.
func (s *search) lagrangian(t *tableau, costs bool) (value, off float64) {
	for i := range t.m {
		v := s.y[i] * float64(s.p.Rows[i].AtLeast)
		value += v
		off += math.Abs(v)
	}
	for j := range t.n {
		var r, size float64
		if costs {
			r = float64(s.p.Cost[j])
			size = math.Abs(r)
		}
		for _, e := range s.columns[j] {
			v := s.y[e.row] * e.coef
			r -= v
			size += math.Abs(v)
		}
		s.residual[j] = r
		far := max(math.Abs(t.lower[j]), math.Abs(t.upper[j]))
		if r >= 0 {
			value += r * t.lower[j]
		} else {
			value += r * t.upper[j]
		}
		off += size * far
	}
	return value, off * rounding * float64(t.n+2*t.m+4)
}

// fix narrows the bounds of variables that can't move far without costing more
// than the best answer. It follows a call of bound for the same tableau's duals.
func (s *search) fix(t *tableau) {
	if s.bestCost == noAnswer {
		return
	}
	t.duals(s.y)
	value, off := s.lagrangian(t, true)
	spare := float64(s.bestCost-s.common) - (value - off)
	for j := range t.n {
		r := s.residual[j]
		if t.row[j] >= 0 || math.Abs(r) < nonzero || t.lower[j] == t.upper[j] {
			continue
		}
		steps := math.Floor(spare/math.Abs(r)*(1+nonzero) + nonzero)
		switch {
		case r > 0 && !t.high[j] && t.lower[j]+steps < t.upper[j]:
			t.upper[j] = t.lower[j] + max(steps, 0)
		case r < 0 && t.high[j] && t.upper[j]-steps > t.lower[j]:
			t.lower[j] = t.upper[j] - max(steps, 0)
		}
	}
}
