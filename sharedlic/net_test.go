package sharedlic_test

import (
	"testing"
	"time"

	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sharedlic"
)

const (
	mainID  license.Serial = "MAIN0000001"
	spareID license.Serial = "SPARE000001"
	second                 = time.Second
)

// machine is what the three roles have in common.
type machine interface {
	Step(sharedlic.Input) sharedlic.Output
	Advance(time.Duration) sharedlic.Output
	NextEvent() (time.Duration, bool)
}

// A net joins machines without any fault: messages arrive at once. It keeps the
// log of each machine, and a trace.
type net struct {
	t        *testing.T
	now      time.Duration
	machines []node
	events   map[license.Serial][]sharedlic.Event
	records  map[license.Serial][]sharedlic.Record
	messages []sharedlic.Message
	services map[sharedlic.Service]license.Serial
	silent   map[license.Serial]bool // cut off
}

type node struct {
	id license.Serial
	m  machine
}

func newNet(t *testing.T) *net {
	return &net{
		t:        t,
		events:   make(map[license.Serial][]sharedlic.Event),
		records:  make(map[license.Serial][]sharedlic.Record),
		services: map[sharedlic.Service]license.Serial{sharedlic.MainServer: mainID, sharedlic.BackupServer: spareID},
		silent:   make(map[license.Serial]bool),
	}
}

func (n *net) add(id license.Serial, m machine) { n.machines = append(n.machines, node{id, m}) }

func (n *net) find(id license.Serial) machine {
	for _, x := range n.machines {
		if x.id == id {
			return x.m
		}
	}
	return nil
}

// take delivers what came of a call, and all that follows from it.
func (n *net) take(from license.Serial, out sharedlic.Output) {
	n.events[from] = append(n.events[from], out.Events...)
	n.records[from] = append(n.records[from], out.Records...)
	envelopes := append([]sharedlic.Envelope(nil), out.Messages...)
	for _, e := range envelopes {
		to := e.To.Unit
		if e.To.Service != sharedlic.NoService {
			to = n.services[e.To.Service]
		}
		n.messages = append(n.messages, e.Message)
		if m := n.find(to); m != nil && !n.silent[from] && !n.silent[to] {
			n.take(to, m.Step(e.Message))
		}
	}
}

func (n *net) step(id license.Serial, in sharedlic.Input) { n.take(id, n.find(id).Step(in)) }

// advance lets time go by for all, from event to event.
func (n *net) advance(d time.Duration) {
	for end := n.now + d; n.now < end; {
		step := end - n.now
		for _, x := range n.machines {
			if next, ok := x.m.NextEvent(); ok {
				step = min(step, max(next, 1))
			}
		}
		n.now += step
		for _, x := range n.machines {
			n.take(x.id, x.m.Advance(step))
		}
	}
}

// happened reports how often a machine told of an event.
func (n *net) happened(id license.Serial, k sharedlic.EventKind) int {
	count := 0
	for _, e := range n.events[id] {
		if e.Kind == k {
			count++
		}
	}
	return count
}

func (n *net) sent(k sharedlic.Kind) int {
	count := 0
	for _, m := range n.messages {
		if m.Kind() == k {
			count++
		}
	}
	return count
}

func unit(id license.Serial, local, limit int) sharedlic.Unit {
	return sharedlic.Unit{ID: id, Hostname: "asa-" + string(id[:2]), Model: "ASA 5540", Local: local, Limit: limit, Life: 1}
}

// server adds a main server that serves.
func (n *net) server(pool int, s sharedlic.Settings) *sharedlic.Server {
	s.Pool = pool
	if s.Interval == 0 {
		s.Interval = sharedlic.DefaultInterval
	}
	v, out := sharedlic.NewServer(unit(mainID, 0, 250), sharedlic.MainPrimary, s)
	n.add(mainID, v)
	n.take(mainID, out)
	n.step(mainID, sharedlic.SetRole{Active: true})
	return v
}

func (n *net) participant(id license.Serial, local, limit int) *sharedlic.Participant {
	p := sharedlic.NewParticipant(unit(id, local, limit), n.find(spareID) != nil)
	n.add(id, p)
	return p
}

func (n *net) backup() *sharedlic.Backup {
	b := sharedlic.NewBackup(unit(spareID, 2, 250), sharedlic.BackupPrimary)
	n.add(spareID, b)
	n.step(spareID, sharedlic.SetRole{Active: true})
	return b
}

// wantLeases compares who holds what with a text like "AAAAA000001=50 free=450".
func wantLeases(t *testing.T, s interface {
	View() sharedlic.ServiceView
	Client(license.Serial) (sharedlic.ClientView, bool)
}, free int, leases map[license.Serial]int) {
	t.Helper()
	total := s.View().Free
	if total != free {
		t.Errorf("%d sessions are free, want %d", total, free)
	}
	for id, want := range leases {
		c, ok := s.Client(id)
		if got := c.Lease; !ok || got != want {
			t.Errorf("%s holds %d sessions, want %d", id, got, want)
		}
	}
}

func wantShared(t *testing.T, p *sharedlic.Participant, shared, inUse int) {
	t.Helper()
	if v := p.View(); v.Device.Shared != shared || v.Device.InUse != inUse {
		t.Errorf("%d shared sessions held, %d in use; want %d, %d", v.Device.Shared, v.Device.InUse, shared, inUse)
	}
}

const (
	one   license.Serial = "AAAAA000001"
	two   license.Serial = "BBBBB000002"
	three license.Serial = "CCCCC000003"
)
