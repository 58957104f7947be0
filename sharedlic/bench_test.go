package sharedlic_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sharedlic"
)

// leased is a server with so many leases.
func leased(b *testing.B, n int) (*sharedlic.Server, []license.Serial) {
	b.Helper()
	s, _ := sharedlic.NewServer(unit(mainID, 0, 250), sharedlic.MainPrimary, sharedlic.Settings{Pool: 1 << 23, Interval: 30 * time.Second})
	s.Step(sharedlic.SetRole{Active: true})
	ids := make([]license.Serial, n)
	for i := range ids {
		ids[i] = license.Serial(fmt.Sprintf("PART%07d", i))
		s.Step(sharedlic.Registration{Header: sharedlic.Header{From: ids[i], Request: 1}, Limit: 250, MinVersion: 1, MaxVersion: 1})
		s.Step(sharedlic.Get{Header: sharedlic.Header{From: ids[i], Request: 2}, Want: 50})
	}
	return s, ids
}

// BenchmarkGrant: a grant and its release cost the same with 20,000 leases as
// with 200.
func BenchmarkGrant(b *testing.B) {
	for _, n := range []int{200, 20_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			s, ids := leased(b, n)
			i, request := 0, uint64(3)
			b.ReportAllocs()
			for b.Loop() {
				if i++; i == len(ids) {
					i, request = 0, request+2
				}
				s.Step(sharedlic.Get{Header: sharedlic.Header{From: ids[i], Request: request}, Want: 50})
				s.Step(sharedlic.Release{Header: sharedlic.Header{From: ids[i], Request: request + 1}, Keep: 50})
			}
		})
	}
}

func BenchmarkRefresh(b *testing.B) {
	for _, n := range []int{200, 20_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			s, ids := leased(b, n)
			i, request := 0, uint64(3)
			b.ReportAllocs()
			for b.Loop() {
				if i++; i == len(ids) {
					i, request = 0, request+1
				}
				s.Step(sharedlic.Refresh{Header: sharedlic.Header{From: ids[i], Request: request}, Held: 50})
			}
		})
	}
}

func BenchmarkRestore(b *testing.B) {
	s, _ := leased(b, 20_000)
	snapshot := s.Snapshot()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := sharedlic.Replay(&snapshot, nil); err != nil {
			b.Fatal(err)
		}
	}
}
