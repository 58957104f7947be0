package sharedlic

import (
	"time"

	"github.com/asapak/asapak/license"
)

// SyncInterval is how often the main server and the backup talk (BKP-1), and
// contactLost after how long without a word each counts the other as down.
const (
	SyncInterval = 10 * time.Second
	contactLost  = 3 * SyncInterval
)

// A phase is what a server does.
type phase uint8

const (
	standing phase = iota // not active in its failover pair, or not started
	waiting               // for word of the backup, which may have served meanwhile
	main                  // it serves
)

// A Server is the main server, or one unit of the failover pair that is (SHR-12).
// Make it with [NewServer] or [RestoreServer].
type Server struct {
	service
	settings Settings
	phase    phase
	until    time.Duration // of waiting
	warm     bool          // it has all that the other unit of the pair had
	peers    [2]Peer
	takeover takeover
	requests uint32
}

// A Peer is what the server knows of a backup unit, for show shared license.
type Peer struct {
	ID         license.Serial
	Registered bool
	Counts     Counts
	heard      time.Duration
}

// NewServer makes a server without a history. It serves when SetRole makes it
// active; a unit that isn't in a failover pair gets that input at the start.
func NewServer(unit Unit, seat Seat, settings Settings) (*Server, Output) {
	v := &Server{service: newService(unit, seat, MainServer)}
	v.start(settings)
	return v, v.out
}

// RestoreServer makes a server from its snapshot and the records since.
func RestoreServer(unit Unit, seat Seat, settings Settings, s *Snapshot, records []Record) (*Server, Output, error) {
	l, err := restore(s, records)
	if err != nil {
		return nil, Output{}, err
	}
	v := &Server{service: newService(unit, seat, MainServer)}
	v.ledger = l
	v.start(settings)
	return v, v.out, nil
}

func (v *Server) start(settings Settings) {
	v.self = NewParticipant(v.unit, false)
	v.self.rest()
	v.configure(settings)
}

func (v *Server) configure(s Settings) {
	v.settings = s
	for i, id := range s.Backup {
		if v.peers[i].ID != id {
			v.peers[i] = Peer{ID: id}
		}
	}
	v.setNetwork(s.Pool, s.Interval)
}

// Step takes an input.
func (v *Server) Step(in Input) Output {
	v.reset()
	switch in := in.(type) {
	case Registration, Get, Refresh, Release, Transfer:
		v.serve(in.(Message))
	case Hello:
		v.hello(in)
	case Sync:
		v.pull(in, in.After, in.Start)
	case Update:
		v.pull(in, in.After, 0)
	case Page:
		v.takePage(in)
	case SetRole:
		v.setRole(in)
	case Replicate:
		v.replicate(in)
	case Configure:
		v.configure(in.Settings)
	case Revoke:
		v.revoke(in.ID)
	case ClearStatistics:
		v.clearStatistics()
		v.peers[0].Counts, v.peers[1].Counts = Counts{}, Counts{}
		v.drain(v.self.Step(in))
	default:
		v.drain(v.self.Step(in))
	}
	return v.out
}

// Advance lets time go by.
func (v *Server) Advance(d time.Duration) Output {
	v.reset()
	for end := v.now + d; v.now < end; {
		step := end - v.now
		if next, ok := v.NextEvent(); ok {
			step = min(step, next)
		}
		v.now += step
		v.drain(v.self.Advance(step))
		v.fire()
	}
	return v.out
}

// NextEvent is how long until Advance does something.
func (v *Server) NextEvent() (time.Duration, bool) {
	next, ok := v.self.NextEvent()
	sooner := func(d time.Duration, is bool) {
		if is && (!ok || d < next) {
			next, ok = d, true
		}
	}
	sooner(v.untilExpiry())
	sooner(v.until-v.now, v.phase == waiting)
	for i := range v.peers {
		if v.peers[i].Registered && v.phase == main {
			sooner(v.peers[i].heard+contactLost-v.now, true)
		}
	}
	return max(next, 0), ok
}

func (v *Server) fire() {
	v.expire()
	if v.phase == waiting && v.now >= v.until {
		v.activate(v.merged)
	}
	for i := range v.peers {
		if p := &v.peers[i]; v.phase == main && p.Registered && v.now >= p.heard+contactLost {
			p.Registered = false
			v.emit(Event{Kind: BackupUnavailable, Client: p.ID})
		}
	}
}

// setRole makes the unit active or standby. One that has followed its peer takes
// over at once (SHR-12); another one asks the backup first, which may have served
// since (BKP-4).
func (v *Server) setRole(in SetRole) {
	switch {
	case !in.Active && v.phase != standing:
		v.phase, v.serving, v.warm = standing, false, false
		v.self.rest()
		v.self.Step(in)
	case in.Active && v.phase == standing:
		v.self.Step(in)
		if v.warm || v.settings.Backup[0] == "" {
			v.activate(v.merged)
			return
		}
		v.phase, v.until = waiting, v.now+contactLost
	}
}

// activate begins to serve, and so to use the pool itself (SHR-10).
func (v *Server) activate(merged Epoch) {
	v.phase = main
	for i := range v.peers {
		v.peers[i].heard = v.now
	}
	v.open(merged)
	v.drain(v.self.wake())
}

// replicate follows the active unit of the pair. The records are to be written to
// the log here as well, a snapshot before them.
func (v *Server) replicate(in Replicate) {
	if v.phase == standing {
		v.follow(&v.warm, in)
	}
}

// Snapshot is the durable state, all records so far included.
func (v *Server) Snapshot() Snapshot { return v.snapshot() }
