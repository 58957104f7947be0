package transport

import (
	"net"
	"net/netip"
	"sync"
	"time"
)

// maxSources is how many sources are remembered.
const maxSources = 1 << 14

// Sources of IPv6 are networks: whoever has an address has all of its network.
const networkBits = 64

// A throttle keeps those who guess from guessing fast.
type throttle struct {
	limits *Limits
	mu     sync.Mutex
	source map[netip.Addr]*failures
	known  map[netip.Addr]bool // have authenticated, and so don't wait for others
	all    float64             // failures of all sources that still count
	allAt  time.Time
}

type failures struct {
	count int
	last  time.Time
	until time.Time
}

func newThrottle(limits *Limits) *throttle {
	return &throttle{limits: limits, source: make(map[netip.Addr]*failures), known: make(map[netip.Addr]bool)}
}

// sourceOf is the source that an address counts for.
func sourceOf(addr net.Addr) netip.Addr {
	tcp, ok := addr.(*net.TCPAddr)
	if !ok {
		return netip.Addr{}
	}
	ip := tcp.AddrPort().Addr().Unmap().WithZone("")
	if ip.Is6() {
		prefix, err := ip.Prefix(networkBits)
		if err == nil {
			return prefix.Addr()
		}
	}
	return ip
}

// allows reports whether a source may try now.
func (t *throttle) allows(source netip.Addr, now time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if f := t.source[source]; f != nil && now.Before(f.until) {
		return false
	}
	t.decay(now)
	return t.known[source] || t.all < float64(t.limits.AllFailures)
}

// decay lets failures of all sources count less as time goes by.
func (t *throttle) decay(now time.Time) {
	if !now.After(t.allAt) {
		return
	}
	t.all = max(0, t.all-now.Sub(t.allAt).Seconds()/t.limits.AllPause.Seconds())
	t.allAt = now
}

// failed notes a failure and returns how long the source waits now.
func (t *throttle) failed(source netip.Addr, now time.Time) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.decay(now)
	t.all++
	f := t.source[source]
	if f == nil || now.Sub(f.last) > t.limits.Forget {
		t.makeRoom(now)
		f = new(failures)
		t.source[source] = f
	}
	f.count++
	f.last = now
	f.until = now.Add(t.pause(f.count))
	return f.until.Sub(now)
}

func (t *throttle) pause(count int) time.Duration {
	pause := time.Duration(0)
	for i := t.limits.Failures; i <= count && pause < t.limits.MaxPause; i++ {
		pause = max(t.limits.Pause, 2*pause)
	}
	return min(pause, t.limits.MaxPause)
}

// makeRoom forgets what is over. If nothing is, all is forgotten but what counts
// over all sources, which then holds up whoever fills the table.
func (t *throttle) makeRoom(now time.Time) {
	if len(t.source) < maxSources {
		return
	}
	for s, f := range t.source {
		if now.Sub(f.last) > t.limits.Forget {
			delete(t.source, s)
		}
	}
	if len(t.source) >= maxSources {
		clear(t.source)
	}
}

// succeeded notes a source that knows the secret. Its failures stay: others may
// be behind the same address.
func (t *throttle) succeeded(source netip.Addr) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.known) >= maxSources {
		clear(t.known)
	}
	t.known[source] = true
}
