package transport

import (
	"context"
	"errors"
	"net"
	"sync"
	"time"

	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sharedlic"
	"github.com/asapak/asapak/sharedlic/transport/journal"
	"github.com/asapak/asapak/sharedlic/wire"
)

// A Machine is one of the roles of package sharedlic.
type Machine interface {
	Step(sharedlic.Input) sharedlic.Output
	Advance(time.Duration) sharedlic.Output
	NextEvent() (time.Duration, bool)
}

// A Store is a machine whose state is kept in a journal.
type Store interface {
	Machine
	Snapshot() sharedlic.Snapshot
}

// Options say what a unit runs.
type Options struct {
	Network  *Network
	Services map[sharedlic.Service]string // addresses, host:port
	Listener net.Listener                 // nil for a unit that nobody connects to

	// Start makes the machine. For a server or a backup, state is what Dir held;
	// the output is what has come of it so far.
	Start func(state journal.State) (Machine, sharedlic.Output, error)
	Dir   string            // the state directory, empty for none
	Begin []sharedlic.Input // what the machine is told first

	// Pace is how much running time goes by in a unit of real time, 0 for 1: a day
	// can be tried out in minutes. All units of a network need the same.
	Pace int

	// What is told meanwhile, from the goroutine of the unit: it must not block.
	Event   func(sharedlic.Event)
	Refused func(Refusal)
	Notice  func(error)
}

// inputs is how many messages may wait for the machine; their readers wait then.
const inputs = 1024

// A Unit is a machine that runs. Its methods may be called from anywhere.
type Unit struct {
	Counters Counters
	node     *node
	done     chan struct{}
	err      error
}

// A node is a machine, its connections and its journal. All but the connections
// belongs to one goroutine.
type node struct {
	Options
	ctx     context.Context
	unit    *Unit
	machine Machine
	log     *journal.Log
	outbox  outbox
	written uint64 // number of the last change
	links   map[sharedlic.Service]*link
	conns   map[license.Serial]*Conn
	inputs  chan input
	clock   time.Time
	first   sharedlic.Output
	ending  bool          // the machine has stopped
	stopped chan struct{} // closed when inputs are no longer taken
	all     sync.WaitGroup
}

// An input is a message that has arrived, or something to do.
type input struct {
	message sharedlic.Message
	from    *Conn
	do      func()
}

// Run starts a unit. It runs until ctx ends: then it gives back what it holds,
// sends what is to be sent, and closes everything; Wait tells when. The error is
// that of the state directory or of Start.
func Run(ctx context.Context, o Options) (*Unit, error) {
	o.Pace = max(o.Pace, 1)
	u := &Unit{done: make(chan struct{})}
	n := &node{
		Options: o, unit: u,
		outbox:  outbox{failed: make(chan error, 1), sent: &u.Counters.Sent},
		links:   make(map[sharedlic.Service]*link),
		conns:   make(map[license.Serial]*Conn),
		inputs:  make(chan input, inputs),
		stopped: make(chan struct{}),
	}
	u.node = n
	if err := n.start(); err != nil {
		return nil, err
	}
	go u.run(ctx)
	return u, nil
}

// start makes the machine from what the state directory holds.
func (n *node) start() error {
	var state journal.State
	var err error
	if n.Dir != "" {
		if n.log, state, err = journal.Open(n.Dir, n.outbox.advance); err != nil {
			return err
		}
	}
	for service, address := range n.Services {
		n.links[service] = &link{node: n, service: service, address: address}
	}
	if n.machine, n.first, err = n.Start(state); err != nil {
		if n.log != nil {
			err = errors.Join(err, n.log.Close())
		}
		return err
	}
	n.clock = time.Now()
	return nil
}

func (u *Unit) run(ctx context.Context) {
	defer close(u.done)
	n := u.node
	// Connections outlast ctx: the machine says good-bye over them.
	life, end := context.WithCancel(context.WithoutCancel(ctx))
	n.ctx = life
	n.act(n.first, "")
	for _, in := range n.Begin {
		n.step(in, "start")
	}
	gateDone := n.listen()
	u.err = n.loop(ctx)
	u.err = errors.Join(u.err, n.sayGoodbye())
	end()
	if n.Listener != nil {
		n.Listener.Close()
	}
	n.closeAll()
	n.mopUp(gateDone)
	close(n.stopped)
}

// listen takes connections until the listener is closed.
func (n *node) listen() <-chan struct{} {
	done := make(chan struct{})
	if n.Listener == nil {
		close(done)
		return done
	}
	g := newGate(n.Network, &n.unit.Counters, n.serve, func(r Refusal) { n.call(func() { n.Refused(r) }) })
	go func() {
		defer close(done)
		g.serve(n.ctx, n.Listener)
	}()
	return done
}

// serve reads from a connection that a peer has opened. The newest one of a unit
// counts; the one before is closed.
func (n *node) serve(c *Conn) {
	n.call(func() {
		if old := n.conns[c.Peer.Serial]; old != nil {
			old.abort()
		}
		n.conns[c.Peer.Serial] = c
		n.endLate(c)
	})
	n.receive(c, func() {
		if n.conns[c.Peer.Serial] == c {
			delete(n.conns, c.Peer.Serial)
		}
	})
}

// endLate ends a connection that comes when the machine has stopped.
func (n *node) endLate(c *Conn) {
	if n.ending {
		c.abort()
	}
}

// receive reads messages until the connection ends, and calls lost then.
func (n *node) receive(c *Conn, lost func()) {
	defer c.abort()
	for {
		m, err := c.Receive()
		if err == nil {
			n.unit.Counters.Received.Add(1)
			n.inputs <- input{message: m, from: c}
			continue
		}
		if a, answers := wire.Refusal(err, n.Network.Own.Serial); answers {
			err = c.send(a)
		}
		if err != nil && !isPassable(err) {
			n.call(func() {
				n.broke(c, err)
				lost()
			})
			return
		}
	}
}

// isPassable reports whether a message that can't be read can be passed over.
func isPassable(err error) bool {
	var version *wire.VersionError
	var unknown *wire.TypeError
	return errors.As(err, &version) || errors.As(err, &unknown)
}

// broke tells of a connection that ended for what the peer sent.
func (n *node) broke(c *Conn, err error) {
	var syntax *wire.SyntaxError
	if errors.As(err, &syntax) || errors.Is(err, ErrSender) {
		n.unit.Counters.Broken.Add(1)
		n.Refused(Refusal{Source: c.Remote(), Err: err})
	}
}
