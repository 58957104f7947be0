package transport

import (
	"container/list"
	"context"
	"errors"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// Counters are what a unit counts of its network.
type Counters struct {
	Accepted      atomic.Uint64 // connections taken
	Authenticated atomic.Uint64 // of them, those that knew the secret
	Failed        atomic.Uint64 // that didn't
	Unfinished    atomic.Uint64 // that ended before
	Throttled     atomic.Uint64 // that came too soon after failures
	Refused       atomic.Uint64 // that were too many
	Broken        atomic.Uint64 // ended for what the peer sent
	Connections   atomic.Int64  // now
	Received      atomic.Uint64 // messages
	Sent          atomic.Uint64 // messages
}

// A Refusal is a connection that wasn't taken.
type Refusal struct {
	Source net.Addr
	Err    error
	Wait   time.Duration // how long the source waits now
}

// A gate takes connections and authenticates them.
type gate struct {
	network  *Network
	counters *Counters
	throttle *throttle
	refused  func(Refusal)
	accepted func(*Conn) // in a goroutine of the connection's own

	slots chan struct{}
	mu    sync.Mutex
	ways  list.List // handshakes under way, the oldest first
	all   sync.WaitGroup
}

// A way is a handshake under way.
type way struct {
	raw   net.Conn
	since time.Time
}

func newGate(n *Network, counters *Counters, accepted func(*Conn), refused func(Refusal)) *gate {
	return &gate{
		network: n, counters: counters, throttle: newThrottle(&n.Limits),
		accepted: accepted, refused: refused, slots: make(chan struct{}, n.Limits.Handshakes),
	}
}

// serve takes connections until the listener is closed, then ends the handshakes
// that are under way. An error that isn't of the listener's end, such as too many
// open files, only makes it wait.
func (g *gate) serve(ctx context.Context, l net.Listener) {
	defer g.end()
	for pause := time.Duration(0); ; {
		raw, err := l.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			pause = min(max(2*pause, 5*time.Millisecond), time.Second)
			if !wait(ctx, pause) {
				return
			}
			continue
		}
		pause = 0
		g.take(ctx, raw)
	}
}

// wait reports false when ctx ends before.
func wait(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// take begins the handshake of a connection, when there is a place for it.
func (g *gate) take(ctx context.Context, raw net.Conn) {
	switch {
	case g.counters.Connections.Load() >= int64(g.network.Limits.Connections):
		g.counters.Refused.Add(1)
		raw.Close()
		return
	case !g.throttle.allows(sourceOf(raw.RemoteAddr()), time.Now()):
		g.counters.Throttled.Add(1)
		raw.Close()
		return
	case !g.place(ctx):
		raw.Close()
		return
	}
	g.counters.Accepted.Add(1)
	g.counters.Connections.Add(1)
	g.mu.Lock()
	way := g.ways.PushBack(way{raw, time.Now()})
	g.mu.Unlock()
	g.all.Go(func() {
		c, err := g.network.accept(raw)
		g.mu.Lock()
		g.ways.Remove(way)
		g.mu.Unlock()
		<-g.slots
		if err != nil {
			g.failed(raw, err)
			g.counters.Connections.Add(-1)
			return
		}
		g.counters.Authenticated.Add(1)
		g.throttle.succeeded(sourceOf(raw.RemoteAddr()))
		// A goroutine of its own: the stack of this one has grown in the handshake,
		// and the connection may last for months.
		g.all.Go(func() {
			defer g.counters.Connections.Add(-1)
			g.accepted(c)
		})
	})
}

// place waits for a place. While it waits, the oldest handshake may not go on for
// long: a peer that is silent holds nobody up.
func (g *gate) place(ctx context.Context) bool {
	for {
		patience := time.NewTimer(g.patience())
		select {
		case g.slots <- struct{}{}:
			patience.Stop()
			return true
		case <-patience.C:
		case <-ctx.Done():
			patience.Stop()
			return false
		}
	}
}

// patience is how long the oldest handshake may still take. One that has taken
// too long already is ended.
func (g *gate) patience() time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	crowded := g.network.Limits.Crowded
	if len(g.slots) < cap(g.slots) || g.ways.Len() == 0 {
		return crowded
	}
	oldest := g.ways.Front().Value.(way)
	left := crowded - time.Since(oldest.since)
	if left <= 0 {
		oldest.raw.Close()
		return time.Millisecond
	}
	return left
}

// failed counts a handshake that came to nothing. Only what was wrong counts
// against the source: who ends before that has learned nothing.
func (g *gate) failed(raw net.Conn, err error) {
	if !errors.Is(err, ErrAuthentication) {
		g.counters.Unfinished.Add(1)
		return
	}
	g.counters.Failed.Add(1)
	wait := g.throttle.failed(sourceOf(raw.RemoteAddr()), time.Now())
	g.refused(Refusal{Source: raw.RemoteAddr(), Err: err, Wait: wait})
}

func (g *gate) end() {
	g.mu.Lock()
	for e := g.ways.Front(); e != nil; e = e.Next() {
		e.Value.(way).raw.Close()
	}
	g.mu.Unlock()
	g.all.Wait()
}
