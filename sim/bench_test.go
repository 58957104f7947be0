package sim

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/asapak/asapak/device"
	"github.com/asapak/asapak/failover"
	"github.com/asapak/asapak/license"
)

// Ten years of a cluster of 16 units with 200 time-based keys and 1000 random
// cuts, power cuts and keys must take below 100 ms.
func BenchmarkClusterTenYears(b *testing.B) {
	const units, keys, events = 16, 200, 1000
	for b.Loop() {
		b.StopTimer()
		rng := rand.New(rand.NewPCG(41, 42))
		r := newRig(b, failover.Clustering, "ASA 5585-X SSP-20", "9.2(1)", units)
		for i := range keys {
			k := r.randomKey(rng, i%units)
			r.units[i%units].Step(device.EnterKey{Key: k, Action: device.Action(rng.IntN(3))})
		}
		all := make([]happening, events)
		for i := range all {
			all[i] = r.randomOne(rng)
		}
		b.StartTimer()
		for _, h := range all {
			r.happen(h)
			r.world.Advance(10 * 365 * license.Day / events / time.Second * time.Second)
		}
	}
}
