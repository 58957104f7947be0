package sshd

import (
	"math/rand/v2"

	"github.com/asapak/asapak/sim"
)

// A dice decides which of the faults of a unit come when: the same seed gives
// the same ones in the same order.
type dice struct {
	faults sim.Faults
	random *rand.Rand
}

// roll reports whether one of so many in a hundred comes now.
func (d *dice) roll(f sim.Faults, percent int) bool {
	if d.faults != f || d.random == nil {
		d.faults, d.random = f, rand.New(rand.NewPCG(f.Seed, 0))
	}
	return percent > 0 && d.random.IntN(100) < percent
}

func (d *dice) auth(f sim.Faults) bool { return d.roll(f, f.Auth) }

// spoil does to an answer what goes wrong with it. It reports whether the
// connection breaks behind what is left.
func (d *dice) spoil(f sim.Faults, answer []byte) (spoiled []byte, breaks bool) {
	if d.roll(f, f.Garbage) && len(answer) > 0 {
		for range 1 + len(answer)/20 {
			answer[d.random.IntN(len(answer))] = byte(' ' + d.random.IntN('~'-' '))
		}
	}
	if d.roll(f, f.Drop) {
		return answer[:len(answer)/2], true
	}
	return answer, false
}
