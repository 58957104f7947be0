package transport

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/asapak/asapak/sharedlic"
	"github.com/asapak/asapak/sharedlic/transport/journal"
)

// clients is how many participants and writers the benchmarks have.
const clients = 32

// BenchmarkSpeed sets the limits of the disk and of the kernel beside what the
// server does, in one run, since machines vary and ratios don't:
//
//	go test -run '^$' -bench Speed -benchtime 3s ./sharedlic/transport
func BenchmarkSpeed(b *testing.B) {
	b.Run("disk/group-commit", benchmarkGroupCommit)
	b.Run("server/grants", func(b *testing.B) { benchmarkLoad(b, "grants", 0) })
	b.Run("server/grants-20000-leases", func(b *testing.B) { benchmarkLoad(b, "grants", 20_000) })
	b.Run("kernel/tls-echo", benchmarkEcho)
	b.Run("server/refreshes", func(b *testing.B) { benchmarkLoad(b, "refreshes", 0) })
	b.Run("kernel/tls-connect", benchmarkBareConnect)
	b.Run("server/connect", benchmarkConnect)
}

// benchmarkGroupCommit writes records that each writer waits for.
func benchmarkGroupCommit(b *testing.B) {
	var mu sync.Mutex
	cond := sync.NewCond(&mu)
	var durable uint64
	l, _, err := journal.Open(b.TempDir(), func(seq uint64, err error) {
		mu.Lock()
		defer mu.Unlock()
		if err != nil {
			b.Error(err)
		}
		durable = max(durable, seq)
		cond.Broadcast()
	})
	if err != nil {
		b.Fatal(err)
	}
	record := sharedlic.Record{Kind: sharedlic.Granted, Client: sharedlic.Client{ID: firstID, Hostname: "load", Model: "load"}}
	var all sync.WaitGroup
	for i := range clients {
		all.Go(func() {
			for n := i; n < b.N; n += clients {
				mu.Lock()
				seq := l.Append(time.Now(), "", []sharedlic.Record{record})
				for durable < seq && !b.Failed() {
					cond.Wait()
				}
				mu.Unlock()
			}
		})
	}
	all.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "per-s")
	if err := l.Close(); err != nil {
		b.Fatal(err)
	}
}

// benchmarkLoad runs a load for as long as the benchmark would: b.N rounds would
// measure the connecting as well. The server holds so many leases before.
func benchmarkLoad(b *testing.B, pattern string, leases int) {
	l := listen(b)
	s := server(b, 1<<20, l, b.TempDir(), DefaultLimits())
	fillLeases(s, leases)
	load := Load{Address: l.Addr().String(), Secret: secret, Participants: clients, Pattern: pattern, Duration: 2 * time.Second, Limits: DefaultLimits()}
	for b.Loop() {
		r, err := load.Run(context.Background())
		if err != nil || r.Errors > 0 {
			b.Fatal(err, r.FirstErr)
		}
		answers := &r.Plain
		if pattern == "grants" {
			answers = &r.Durable
		}
		b.ReportMetric(float64(answers.Count)/r.Elapsed.Seconds(), "per-s")
		b.ReportMetric(answers.Percentile(0.99).Seconds()*1000, "p99-ms")
	}
}

// fillLeases lets the server lease one session to each of many participants.
func fillLeases(s *running, leases int) {
	s.Do("test", func(Machine) []sharedlic.Input {
		var in []sharedlic.Input
		for i := range leases {
			id := idOf(i)
			h := sharedlic.Header{From: id, Request: 1}
			in = append(in, sharedlic.Registration{Header: h, Limit: 10, MinVersion: 1, MaxVersion: 1})
			h.Request = 2
			in = append(in, sharedlic.Get{Header: h, Want: 1})
		}
		return in
	})
}

// benchmarkEcho sends frames of a refresh's size back and forth over TLS.
func benchmarkEcho(b *testing.B) {
	const frame = 47
	l := bareServer(b, func(c net.Conn) {
		buf := make([]byte, frame)
		for {
			if _, err := io.ReadFull(c, buf); err != nil {
				return
			}
			if _, err := c.Write(buf); err != nil {
				return
			}
		}
	})
	var all sync.WaitGroup
	conns := make([]net.Conn, clients)
	for i := range conns {
		conns[i] = bareDial(b, l)
	}
	b.ResetTimer()
	for i, c := range conns {
		all.Go(func() {
			defer c.Close()
			buf := make([]byte, frame)
			for n := i; n < b.N; n += clients {
				if _, err := c.Write(buf); err != nil {
					b.Error(err)
				}
				if _, err := io.ReadFull(c, buf); err != nil {
					b.Error(err)
				}
			}
		})
	}
	all.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "per-s")
}

// bareServer takes TLS connections without authentication.
func bareServer(b *testing.B, serve func(net.Conn)) net.Listener {
	b.Helper()
	config, err := serverTLS(nil)
	if err != nil {
		b.Fatal(err)
	}
	raw := listen(b)
	l := tls.NewListener(raw, config)
	var all sync.WaitGroup
	all.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			all.Go(func() {
				defer c.Close()
				serve(c)
			})
		}
	})
	b.Cleanup(func() {
		l.Close()
		all.Wait()
	})
	return raw
}

func bareDial(b *testing.B, l net.Listener) *tls.Conn {
	b.Helper()
	c, err := tls.Dial("tcp", l.Addr().String(), clientTLS(nil))
	if err != nil {
		b.Fatal(err)
	}
	return c
}

// benchmarkBareConnect connects and waits for one byte, as a connect with
// authentication waits for the server's word.
func benchmarkBareConnect(b *testing.B) {
	l := bareServer(b, func(c net.Conn) {
		c.Write([]byte{1})
		io.Copy(io.Discard, c)
	})
	for b.Loop() {
		c := bareDial(b, l)
		if _, err := io.ReadFull(c, make([]byte, 1)); err != nil {
			b.Fatal(err)
		}
		c.Close()
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "per-s")
}

func benchmarkConnect(b *testing.B) {
	l := listen(b)
	server(b, 500, l, b.TempDir(), DefaultLimits())
	n := network(b, Participant, firstID, secret, DefaultLimits())
	for b.Loop() {
		c, err := n.Dial(b.Context(), l.Addr().String())
		if err != nil {
			b.Fatal(err)
		}
		c.Close()
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "per-s")
}

// BenchmarkRestart starts a server that has 20,000 leases, until it serves.
func BenchmarkRestart(b *testing.B) {
	dir := b.TempDir()
	s := server(b, 1<<20, listen(b), dir, DefaultLimits())
	fillLeases(s, 20_000)
	if err := s.stop(); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		s := server(b, 1<<20, listen(b), dir, DefaultLimits())
		if left := free(s); left != 1<<20-20_000 {
			b.Fatalf("%d sessions are free", left)
		}
		b.StopTimer()
		if err := s.stop(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
	b.ReportMetric(b.Elapsed().Seconds()*1000/float64(b.N), "ms/restart")
}

// BenchmarkIdle tells what a connected participant costs the process that holds
// both ends of its connection.
func BenchmarkIdle(b *testing.B) {
	for _, n := range []int{1_000} {
		b.Run(fmt.Sprintf("participants=%d", n), func(b *testing.B) {
			l := listen(b)
			server(b, 500, l, b.TempDir(), DefaultLimits())
			for b.Loop() {
				before := inUse()
				var conns []*Conn
				for i := range n {
					c, err := network(b, Participant, idOf(i), secret, DefaultLimits()).Dial(b.Context(), l.Addr().String())
					if err != nil {
						b.Fatal(err)
					}
					conns = append(conns, c)
				}
				b.ReportMetric(float64(inUse()-before)/float64(n), "B/participant-both-ends")
				for _, c := range conns {
					c.Close()
				}
			}
		})
	}
}
