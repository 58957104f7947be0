package transport

import "time"

// Limits bound what peers can make a unit spend.
type Limits struct {
	Connections int           // at once, of all peers
	Handshakes  int           // under way at once
	Handshake   time.Duration // for a whole handshake
	Crowded     time.Duration // for a handshake while others wait for its place
	Idle        time.Duration // how long a peer may be silent
	Write       time.Duration // for the peer to take what is sent to it
	Queue       int           // bytes that wait for a peer
	Linger      time.Duration // for what is queued at the end

	// Failures of authentication: so many of one source, and of all, cost
	// nothing. Each further one doubles the time that the source waits, from Pause
	// to MaxPause; all together regain one in AllPause. After Forget without a
	// failure a source begins anew.
	Failures    int
	Pause       time.Duration
	MaxPause    time.Duration
	Forget      time.Duration
	AllFailures int
	AllPause    time.Duration
}

// DefaultLimits are for a network of thousands of participants.
func DefaultLimits() Limits {
	return Limits{
		Connections: 20_000,
		Handshakes:  256,
		Handshake:   10 * time.Second,
		Crowded:     2 * time.Second,
		Idle:        15 * time.Minute,
		Write:       10 * time.Second,
		Queue:       256 << 10,
		Linger:      2 * time.Second,
		Failures:    8,
		Pause:       time.Second,
		MaxPause:    15 * time.Minute,
		Forget:      time.Hour,
		AllFailures: 64,
		AllPause:    time.Second,
	}
}
