package journal

import (
	"fmt"
	"sync"
	"testing"

	"github.com/asapak/asapak/sharedlic"
)

// BenchmarkGroupCommit is the baseline of durable grants: writers that each wait
// for their change before they append the next. Nothing but the disk is measured.
func BenchmarkGroupCommit(b *testing.B) {
	for _, writers := range []int{1, 32, 128} {
		b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) {
			l, _, w := open(b, b.TempDir())
			var appending sync.Mutex
			var all sync.WaitGroup
			for i := range writers {
				all.Go(func() {
					for n := i; n < b.N; n += writers {
						appending.Lock()
						seq := l.Append(noon, "", []sharedlic.Record{grant(i + 1)})
						appending.Unlock()
						if err := w.wait(seq); err != nil {
							b.Error(err)
						}
					}
				})
			}
			all.Wait()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "commits/s")
			closeLog(b, l)
		})
	}
}

// BenchmarkOpen reads a snapshot with 20,000 leases.
func BenchmarkOpen(b *testing.B) {
	dir := b.TempDir()
	l, _, _ := open(b, dir)
	s := sharedlic.Snapshot{Pool: 1 << 20}
	for n := range 20_000 {
		s.Clients = append(s.Clients, sharedlic.StoredClient{Client: grant(n + 1).Client, Changed: uint64(n)})
	}
	l.Compact(s)
	closeLog(b, l)
	for b.Loop() {
		l, state, _ := open(b, dir)
		if len(state.Snapshot.Clients) != 20_000 {
			b.Fatal("leases are missing")
		}
		closeLog(b, l)
	}
}
