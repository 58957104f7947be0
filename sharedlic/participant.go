package sharedlic

import (
	"time"

	"github.com/asapak/asapak/license"
)

// How a participant deals with a server that doesn't answer.
const (
	// Grace is how long it keeps what it has (SHR-8).
	Grace = 24 * time.Hour

	answerTimeout = 5 * time.Second  // then it asks again
	maxTries      = 3                // then it turns to the other service
	maxPause      = 30 * time.Second // between registrations, if the interval is longer
)

// A Participant is a unit that draws on the pool. Make it with [NewParticipant].
type Participant struct {
	outbox
	unit    Unit
	standby bool // in a failover pair
	off     bool // it asks for nothing (the standby unit of a server pair)
	backup  bool // a backup server is configured

	wanted, inUse int // sessions of the field
	held          int // shared ones that it may use
	high          int

	service    Service // where it turns to
	registered bool    // there
	reached    bool    // it has a service, or hasn't lost it yet
	epoch      Epoch
	interval   time.Duration
	pool, free int
	version    uint8

	requests    uint32
	pending     Message // under way, nil for none
	sent        time.Duration
	resendAt    time.Duration
	tries       int
	contact     time.Duration // when the last answered request was sent
	refreshAt   time.Duration
	registerAt  time.Duration
	refigured   bool // the server knows old figures
	lighter     bool // the load fell
	short       bool // the server had less than was wanted
	predecessor license.Serial
	mate        Mate
	mateAt      time.Duration

	counts Counts
}

// NewParticipant makes a participant that knows nothing yet. It registers when
// it is advanced for the first time.
func NewParticipant(unit Unit, backup bool) *Participant {
	return &Participant{unit: unit, backup: backup, service: MainServer, interval: DefaultInterval}
}

// Step takes an input.
func (p *Participant) Step(in Input) Output {
	p.reset()
	switch in := in.(type) {
	case Answer:
		p.answered(in)
	case Use:
		p.use(in.Sessions)
	case SetLicense:
		p.setLicense(in)
	case SetServers:
		p.backup = in.Backup
	case SetRole:
		p.setRole(in)
	case Mate:
		p.mate, p.mateAt = in, p.now
	case Unreachable:
		if in.Service == p.service && p.pending != nil {
			p.giveUp(ConnectionFailed)
		}
	case ClearStatistics:
		p.counts, p.high = Counts{}, p.inUse
	case Stop:
		p.stop()
	}
	p.pump()
	return p.out
}

// Advance lets time go by.
func (p *Participant) Advance(d time.Duration) Output {
	p.reset()
	p.elapse(d)
	return p.out
}

func (p *Participant) elapse(d time.Duration) {
	for end := p.now + d; ; {
		due := p.due()
		if due > end {
			p.now = end
			return
		}
		p.now = max(due, p.now)
		p.fire()
	}
}

// NextEvent is how long until Advance does something.
func (p *Participant) NextEvent() (time.Duration, bool) {
	due := p.due()
	return max(due-p.now, 0), due != never
}

// never is later than any running time.
const never = time.Duration(1<<63 - 1)

func (p *Participant) due() time.Duration {
	due := never
	switch {
	case p.off:
	case p.pending != nil:
		due = p.resendAt
	case p.registered:
		due = p.refreshAt
	default:
		due = p.registerAt
	}
	if p.held > 0 {
		due = min(due, p.contact+Grace)
	}
	return due
}

// fire does what is due now.
func (p *Participant) fire() {
	if p.held > 0 && p.now >= p.contact+Grace {
		p.emit(Event{Kind: Released, Sessions: p.held})
		p.held = 0
	}
	if p.pending != nil && p.now >= p.resendAt && !p.off {
		p.again()
	}
	p.pump()
}

// use sets what the field wants. Sessions beyond what is licensed are refused;
// those that are established stay (SHR-8).
func (p *Participant) use(sessions int) {
	sessions = min(max(sessions, 0), MaxSessions)
	p.lighter = p.lighter || sessions < p.wanted
	p.short = p.short && sessions <= p.wanted
	p.wanted = sessions
	p.settle()
}

func (p *Participant) settle() {
	if p.standby {
		return
	}
	p.inUse = min(p.wanted, max(p.inUse, p.capacity()))
	p.high = max(p.high, p.inUse)
}

// capacity is how many sessions are licensed now: never more than the platform
// limit (SHR-4).
func (p *Participant) capacity() int { return min(p.unit.Local+p.held, p.unit.Limit) }

// room is how many shared sessions the unit can hold at most.
func (p *Participant) room() int { return max(p.unit.Limit-p.unit.Local, 0) }

// need is how many shared sessions the field wants: local ones come first.
func (p *Participant) need() int {
	if p.standby {
		return 0
	}
	return max(min(p.wanted, p.unit.Limit)-p.unit.Local, 0)
}

// keep is what stays of the shared sessions: one unused increment at most
// (SHR-6).
func (p *Participant) keep() int {
	if p.standby {
		return 0
	}
	unused := (p.held - p.need()) / Increment
	return p.held - max(unused-1, 0)*Increment
}

func (p *Participant) setLicense(in SetLicense) {
	p.unit.Local, p.unit.Limit = in.Local, in.Limit
	p.refigured = true
	p.held = min(p.held, p.room())
	p.settle()
}

// setRole makes the unit active or standby in its pair. The new active unit goes
// on with what the other held, and has it transferred (SHR-11).
func (p *Participant) setRole(in SetRole) {
	if in.Active != p.standby {
		return
	}
	p.standby = !in.Active
	if p.standby {
		// The lease waits for the transfer: the next refresh would give it back.
		p.refreshAt = p.now + p.interval
		p.wanted, p.inUse, p.held, p.predecessor = 0, 0, 0, ""
		return
	}
	p.wanted, p.inUse, p.short = in.Sessions, in.Sessions, false
	p.high = max(p.high, p.inUse)
	if p.mate.ID == "" {
		return
	}
	p.predecessor = p.mate.ID
	if silent := p.mate.Silent + p.now - p.mateAt; silent < Grace {
		p.held = min(p.mate.Held, p.room())
		p.contact = p.now - silent
	}
	p.mate = Mate{}
}

// stop gives back what is held: the unit goes down in order.
func (p *Participant) stop() {
	held := p.held
	p.wanted, p.inUse, p.held, p.off = 0, 0, 0, true
	if p.registered && held > 0 {
		p.request(Release{Header: p.header()})
	}
	p.pending = nil
}

// rest lets the unit ask for nothing until it is woken.
func (p *Participant) rest() {
	p.off, p.pending, p.registered = true, nil, false
}

// wake lets it register at once.
func (p *Participant) wake() Output {
	p.reset()
	p.off = false
	if !p.registered && p.pending == nil {
		p.registerAt = p.now
	}
	p.pump()
	return p.out
}

// Mate is what the standby unit of the pair is told of this one (SHR-11).
func (p *Participant) Mate() Mate {
	return Mate{ID: p.unit.ID, Held: p.held, Silent: p.now - p.contact}
}
