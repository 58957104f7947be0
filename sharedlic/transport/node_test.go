package transport

import (
	"context"
	"fmt"
	"net"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sharedlic"
	"github.com/asapak/asapak/sharedlic/transport/journal"
)

const (
	mainID   license.Serial = "JMX0000MAIN"
	backupID license.Serial = "JMX000BACKU"
	firstID  license.Serial = "JMX00000001"
	secret                  = "cisco123"
)

// A running is a unit under test, with what it told.
type running struct {
	*Unit
	t    testing.TB
	stop func() error

	mu      sync.Mutex
	events  []sharedlic.Event
	refused []Refusal
}

func (r *running) options(n *Network) Options {
	locked := func(f func()) {
		r.mu.Lock()
		defer r.mu.Unlock()
		f()
	}
	return Options{
		Network: n,
		Event:   func(e sharedlic.Event) { locked(func() { r.events = append(r.events, e) }) },
		Refused: func(f Refusal) { locked(func() { r.refused = append(r.refused, f) }) },
		Notice:  func(err error) { r.t.Error(err) },
	}
}

func (r *running) saw(kind sharedlic.EventKind) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, e := range r.events {
		if e.Kind == kind {
			return true
		}
	}
	return false
}

func (r *running) refusals() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.refused)
}

// run starts a unit, which ends with the test at the latest.
func (r *running) run(o Options) *running {
	r.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	u, err := Run(ctx, o)
	if err != nil {
		cancel()
		r.t.Fatal(err)
	}
	r.Unit = u
	r.stop = sync.OnceValue(func() error {
		cancel()
		return u.Wait()
	})
	r.t.Cleanup(func() {
		if err := r.stop(); err != nil {
			r.t.Error(err)
		}
	})
	return r
}

func network(t testing.TB, role Role, id license.Serial, secret string, limits Limits) *Network {
	t.Helper()
	n, err := NewNetwork(Identity{role, id}, secret, limits, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func listen(t testing.TB) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// server runs a main server with a pool.
func server(t testing.TB, pool int, l net.Listener, dir string, limits Limits) *running {
	t.Helper()
	r := &running{t: t}
	o := r.options(network(t, Server, mainID, secret, limits))
	o.Listener, o.Dir = l, dir
	o.Begin = []sharedlic.Input{sharedlic.SetRole{Active: true}}
	o.Start = func(s journal.State) (Machine, sharedlic.Output, error) {
		life, err := journal.Life(dir)
		if err != nil {
			return nil, sharedlic.Output{}, err
		}
		unit := sharedlic.Unit{ID: mainID, Hostname: "server", Model: "ASA 5540", Limit: 2500, Life: life}
		settings := sharedlic.Settings{Pool: pool, Interval: 30 * time.Second}
		return sharedlic.RestoreServer(unit, sharedlic.MainPrimary, settings, &s.Snapshot, s.Records)
	}
	return r.run(o)
}

// participant runs a participant of the server at an address.
func participant(t testing.TB, id license.Serial, want int, address, secret string) *running {
	t.Helper()
	r := &running{t: t}
	o := r.options(network(t, Participant, id, secret, DefaultLimits()))
	o.Services = map[sharedlic.Service]string{sharedlic.MainServer: address}
	o.Begin = []sharedlic.Input{sharedlic.Use{Sessions: want}}
	o.Start = func(journal.State) (Machine, sharedlic.Output, error) {
		return sharedlic.NewParticipant(sharedlic.Unit{ID: id, Hostname: "asa", Model: "ASA 5540", Local: 2, Limit: 2500, Life: 1}, false), sharedlic.Output{}, nil
	}
	return r.run(o)
}

// holds is what a participant holds.
func holds(r *running) int {
	held := 0
	r.Do("test", func(m Machine) []sharedlic.Input {
		held = m.(*sharedlic.Participant).View().Device.Shared
		return nil
	})
	return held
}

// free is what a server has left.
func free(r *running) int {
	left := 0
	r.Do("test", func(m Machine) []sharedlic.Input {
		left = m.(*sharedlic.Server).View().Free
		return nil
	})
	return left
}

// eventually waits until something is so.
func eventually(t testing.TB, what string, is func() bool) {
	t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for !is() {
		if time.Now().After(deadline) {
			t.Fatalf("in 20 s it hasn't come about that %s", what)
		}
		<-tick.C
	}
}

// rule SHR-4: a participant asks for more than its local sessions, 50 at a time.
// rule SHR-2: over TLS, with a secret in common.
func TestParticipantDrawsOnThePool(t *testing.T) {
	l := listen(t)
	s := server(t, 500, l, t.TempDir(), DefaultLimits())
	p := participant(t, firstID, 120, l.Addr().String(), secret)
	eventually(t, "150 sessions are held", func() bool { return holds(p) == 150 })
	if got := free(s); got != 350 {
		t.Errorf("%d sessions are free, want 350", got)
	}
	if _, ok := s.Since(firstID); !ok {
		t.Error("it isn't known since when")
	}
	// rule SHR-6: an orderly end gives everything back.
	if err := p.stop(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the pool is whole again", func() bool { return free(s) == 500 })
}

// rule SHR-14: what a server has acknowledged is there after its restart.
func TestServerRestart(t *testing.T) {
	l, dir := listen(t), t.TempDir()
	address := l.Addr().String()
	s := server(t, 100, l, dir, DefaultLimits())
	p := participant(t, firstID, 52, address, secret)
	eventually(t, "50 sessions are held", func() bool { return holds(p) == 50 })
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	s = server(t, 100, l, dir, DefaultLimits())
	if got := free(s); got != 50 {
		t.Errorf("%d sessions are free after the restart, want 50", got)
	}
	if got := holds(p); got != 50 {
		t.Errorf("the participant holds %d meanwhile, want 50", got)
	}
}

// rule SHR-2: a participant with another secret gets nothing, and tells why.
func TestWrongSecret(t *testing.T) {
	l := listen(t)
	s := server(t, 500, l, t.TempDir(), DefaultLimits())
	p := participant(t, firstID, 120, l.Addr().String(), "cisco124")
	eventually(t, "the request failed", func() bool { return p.saw(sharedlic.RequestFailed) })
	eventually(t, "the server noted it", func() bool { return s.refusals() == 1 })
	if holds(p) != 0 || free(s) != 500 || s.Counters.Failed.Load() != 1 || s.Counters.Authenticated.Load() != 0 {
		t.Errorf("held %d, free %d, failed %d", holds(p), free(s), s.Counters.Failed.Load())
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if e := p.events[0]; e.Reason != sharedlic.SignatureInvalid || e.Request != sharedlic.RegistrationKind {
		t.Errorf("the event is %+v", e)
	}
}

// idOf is the id of participant n of many.
func idOf(n int) license.Serial { return license.Serial(fmt.Sprintf("JMX%08d", n)) }

// inUse is the memory of heap and stacks after a collection.
func inUse() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapInuse + m.StackInuse)
}
