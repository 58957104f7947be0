package sshd

import (
	"fmt"
	"net"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"golang.org/x/crypto/ssh"
)

// bareServer is the least that x/crypto/ssh can do: it lets everybody in and
// answers each line with one of the same length as the units' answer.
func bareServer(t testing.TB) string {
	t.Helper()
	key, err := HostKey("")
	if err != nil {
		t.Fatal(err)
	}
	config := &ssh.ServerConfig{PasswordCallback: func(ssh.ConnMetadata, []byte) (*ssh.Permissions, error) { return nil, nil }}
	config.AddHostKey(key)
	l := listen(t)
	var serving sync.WaitGroup
	t.Cleanup(func() { l.Close(); serving.Wait() })
	serving.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			serving.Go(func() { bare(conn, config, &serving) })
		}
	})
	return l.Addr().String()
}

func bare(conn net.Conn, config *ssh.ServerConfig, serving *sync.WaitGroup) {
	defer conn.Close()
	_, channels, requests, err := ssh.NewServerConn(conn, config)
	if err != nil {
		return
	}
	serving.Go(func() { ssh.DiscardRequests(requests) })
	for request := range channels {
		channel, wishes, err := request.Accept()
		if err != nil {
			return
		}
		serving.Go(func() {
			for wish := range wishes {
				wish.Reply(true, nil)
			}
		})
		channel.Write([]byte("asa1> "))
		buffer := make([]byte, typedTogether)
		for {
			n, err := channel.Read(buffer)
			if err != nil {
				break
			}
			channel.Write(append(buffer[:n:n], "\r\nSecurity context mode: single \r\n\rasa1> "...))
		}
		channel.Close()
	}
}

const clients = 32

// targets measures the units, and then the bare server.
func targets(b *testing.B, measure func(b *testing.B, addresses []string)) {
	b.Run("units", func(b *testing.B) {
		measure(b, serve(b, clients/4, func(o *Options) { o.MaxSessions = 1000 }).addresses)
	})
	b.Run("bare", func(b *testing.B) { measure(b, []string{bareServer(b)}) })
}

// share spreads b.N over the clients.
func share(b *testing.B, work func(client int) error) {
	var all sync.WaitGroup
	var left atomic.Int64
	left.Store(int64(b.N))
	b.ResetTimer()
	for i := range clients {
		all.Go(func() {
			for left.Add(-1) >= 0 {
				if err := work(i); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "/s")
}

// At least 400 a second, and 80 % of the bare server's.
func BenchmarkHandshakes(b *testing.B) {
	targets(b, func(b *testing.B, addresses []string) {
		share(b, func(i int) error {
			c, err := ssh.Dial("tcp", addresses[i%len(addresses)], clientConfig())
			if err != nil {
				return err
			}
			return c.Close()
		})
	})
}

// At least 40,000 a second where there are cores enough, and half of the bare
// server's.
func BenchmarkCommands(b *testing.B) {
	targets(b, func(b *testing.B, addresses []string) {
		shells := make([]*talker, clients)
		for i := range shells {
			shells[i] = shell(b, dial(b, addresses[i%len(addresses)]))
		}
		share(b, func(i int) error {
			if err := shells[i].send("show curpriv\n"); err != nil {
				return err
			}
			_, err := shells[i].until("> ")
			return err
		})
		b.StopTimer()
		for _, k := range shells {
			k.close()
		}
	})
}

// idleCost is how many bytes a session costs that does nothing, client included.
func idleCost(t *testing.T, addresses []string) uint64 {
	const sessions = 200
	var before, after runtime.MemStats
	quiet := runtime.NumGoroutine()
	runtime.GC()
	runtime.ReadMemStats(&before)
	var open []*ssh.Client
	for i := range sessions {
		c := dial(t, addresses[i%len(addresses)])
		shell(t, c)
		open = append(open, c)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	for _, c := range open {
		c.Close()
	}
	waitFor(t, func() bool { return runtime.NumGoroutine() <= quiet })
	return (after.HeapAlloc + after.StackInuse - before.HeapAlloc - before.StackInuse) / sessions
}

// An idle session costs at most a quarter more than one of the bare server. Both
// are measured twice, in the same order; the client's half is in both.
func TestIdleSessionsAreCheap(t *testing.T) {
	if raceEnabled {
		t.Skip("memory means nothing under the race detector")
	}
	bareAt := []string{bareServer(t)}
	units := serve(t, 4, func(o *Options) { o.MaxSessions = 1000 }).addresses
	var bareCost, unitCost uint64
	for range 2 { // the first round warms what both share
		bareCost, unitCost = idleCost(t, bareAt), idleCost(t, units)
	}
	t.Logf("an idle session: %d bytes, of the bare server %d", unitCost, bareCost)
	if unitCost*100 > bareCost*125 {
		t.Errorf("an idle session costs %d bytes, the bare server's %d", unitCost, bareCost)
	}
}

// A thousand units start, each its own; two seconds and 300 MB are the limits to
// keep.
func BenchmarkThousandUnits(b *testing.B) {
	for b.Loop() {
		s := serve(b, 1000, nil)
		b.StopTimer()
		for i := range 100 {
			c := dial(b, s.addresses[i*10])
			if out, _ := run(b, c, "show version", ""); !strings.Contains(out, fmt.Sprintf("Serial Number: JAD2147%04d", i*10)) {
				b.Fatalf("unit %d is another one", i*10)
			}
			c.Close()
		}
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		b.ReportMetric(float64(m.Sys>>20), "MB")
		b.StartTimer()
	}
}
