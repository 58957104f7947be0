package simulate

import (
	"math/bits"
	"time"
)

// A random is a source of numbers that a seed decides (SplitMix64).
type random struct{ state uint64 }

func (r *random) next() uint64 {
	r.state += 0x9e3779b97f4a7c15
	z := r.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// below is a number from 0 to n-1.
func (r *random) below(n int) int {
	hi, _ := bits.Mul64(r.next(), uint64(n))
	return int(hi)
}

// between is a duration from a to b.
func (r *random) between(a, b time.Duration) time.Duration {
	return a + time.Duration(r.below(int(b-a)+1))
}

// oneIn is true once in n times.
func (r *random) oneIn(n int) bool { return r.below(n) == 0 }

// about is a duration around d: from none to twice as long, short ones as often
// as long ones.
func (r *random) about(d time.Duration) time.Duration { return r.between(1, 2*d) }
