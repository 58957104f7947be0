package sshd

import (
	"errors"
	"slices"
	"sync"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/asapak/asapak/cli"
	"github.com/asapak/asapak/sim"
)

// Options are what a [World] needs beside the simulated one.
type Options struct {
	// Shell is what every session gets. World is needed; Login, Privileged,
	// Commit and Heard are the server's to set.
	Shell cli.Options

	// HostKey is the key that all units show.
	HostKey ssh.Signer

	// Default may log in to units whose configuration has no users; nil lets
	// nobody in there.
	Default *cli.User

	// MaxSessions is how many sessions a unit serves at once; zero is 5, as on
	// a device.
	MaxSessions int

	// BootTime is how long a unit takes no sessions after it was reloaded.
	BootTime time.Duration

	// Keep takes the state of the world as it is now and returns what writes it
	// to the disk. Nil keeps nothing.
	Keep func() (write func() error)

	// Record is the directory that gets a transcript of each session; empty
	// for none.
	Record string
}

// defaultMaxSessions is the limit of a device in single context mode.
const defaultMaxSessions = 5

// A World is a simulated world that many sessions use at once.
type World struct {
	options Options
	grammar *cli.Grammar
	commits commits
	proofs  proofs

	mu      sync.Mutex // of all below, and of the simulated world
	units   map[*sim.Unit]*unit
	order   []*unit
	records int
	serving sync.WaitGroup
}

// A unit is one that is served.
type unit struct {
	*sim.Unit
	world    *World
	taken    int // sessions that are on, or log in
	sessions map[*connection]struct{}
	consoles map[*console]struct{}
	seen     int       // entries of the log that were looked at for boots
	upAt     time.Time // no sessions before
	faults   dice
}

// NewWorld makes the server of a world.
func NewWorld(o Options) (*World, error) {
	if o.Shell.World == nil || o.HostKey == nil {
		return nil, errors.New("ssh server: a world and a host key are needed")
	}
	if o.MaxSessions == 0 {
		o.MaxSessions = defaultMaxSessions
	}
	w := &World{options: o, grammar: cli.NewGrammar().Complete(), units: make(map[*sim.Unit]*unit)}
	w.commits.world = w
	for _, u := range o.Shell.World.Units() {
		served := &unit{
			Unit: u, world: w, seen: u.Logged(),
			sessions: make(map[*connection]struct{}), consoles: make(map[*console]struct{}),
		}
		w.units[u] = served
		w.order = append(w.order, served)
	}
	return w, nil
}

// Wait returns when every connection has ended and all that was to be kept is
// kept.
func (w *World) Wait() { w.serving.Wait() }

// restarts looks for units that went down or booted: their sessions end, their
// consoles are told. Whoever did it is not: who sits at a console saw it happen,
// and a session ends when its answer is sent. The lock is held.
func (w *World) restarts(by any) {
	for _, u := range w.order {
		if u.Logged() == u.seen {
			continue
		}
		restarted := slices.ContainsFunc(u.LogSince(u.seen), sim.Entry.Restart)
		u.seen = u.Logged()
		if !restarted {
			continue
		}
		u.upAt = time.Now().Add(w.options.BootTime)
		for c := range u.sessions {
			if c == by {
				c.last = true
				continue
			}
			c.end("reload")
		}
		for c := range u.consoles {
			if c != by {
				c.wake()
			}
		}
	}
}
