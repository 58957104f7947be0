package sharedlic

import (
	"time"

	"github.com/asapak/asapak/license"
)

// A backupPhase is what a backup does.
type backupPhase uint8

const (
	resting    backupPhase = iota // standby in its failover pair, or not started
	idle                          // an ordinary participant (BKP-4)
	acting                        // it serves
	yielded                       // it has served, and the main server takes over
	terminated                    // its operating limit is used up (BKP-3)
)

// A Backup is the backup server, or one unit of the failover pair that is. Make
// it with [NewBackup] or [RestoreBackup].
type Backup struct {
	service
	allowance
	phase   backupPhase
	warm    bool // it has all that the other unit of the pair had
	heardAt time.Duration
	main    license.Serial // the unit that is the main server, as it said

	tickAt   time.Duration
	linked   bool // the main server knows it
	request  uint64
	kind     Kind // of the request under way
	requests uint32
	staged   []Client
	whole    bool
	start    uint64
	messages Counts // Hello, Sync and Update
}

// NewBackup makes a backup without a history. Its participant begins at once; it
// may act when SetRole has made it active and it has been synced once (BKP-1).
func NewBackup(unit Unit, seat Seat) *Backup {
	b := &Backup{service: newService(unit, seat, BackupServer)}
	b.self = NewParticipant(unit, true)
	return b
}

// RestoreBackup makes a backup from its snapshot and the records since.
func RestoreBackup(unit Unit, seat Seat, s *Snapshot, records []Record) (*Backup, error) {
	l, err := restore(s, records)
	if err != nil {
		return nil, err
	}
	b := NewBackup(unit, seat)
	b.ledger = l
	return b, nil
}

// Step takes an input.
func (b *Backup) Step(in Input) Output {
	b.reset()
	switch in := in.(type) {
	case Registration, Get, Refresh, Release, Transfer:
		b.serve(in.(Message))
	case Welcome:
		b.welcome(in)
	case Page:
		b.takePage(in)
	case Sync:
		b.yield(in)
	case SetRole:
		b.setRole(in)
	case Replicate:
		b.replicate(in)
	case Revoke:
		b.revoke(in.ID)
	case ClearStatistics:
		b.clearStatistics()
		b.messages = Counts{}
		b.drain(b.self.Step(in))
	case Stop:
		if b.serving {
			b.refund()
			b.serving, b.phase = false, resting
		}
		b.drain(b.self.Step(in))
	default:
		b.drain(b.self.Step(in))
	}
	return b.out
}

// Advance lets time go by.
func (b *Backup) Advance(d time.Duration) Output {
	b.reset()
	for end := b.now + d; b.now < end; {
		step := end - b.now
		if next, ok := b.NextEvent(); ok {
			step = min(step, next)
		}
		b.now += step
		b.spend(step)
		b.drain(b.self.Advance(step))
		b.fire()
	}
	return b.out
}

// NextEvent is how long until Advance does something.
func (b *Backup) NextEvent() (time.Duration, bool) {
	next, ok := b.self.NextEvent()
	sooner := func(d time.Duration, is bool) {
		if is && (!ok || d < next) {
			next, ok = d, true
		}
	}
	sooner(b.untilExpiry())
	sooner(b.untilBooking())
	sooner(b.tickAt-b.now, b.phase != resting)
	sooner(b.heardAt+contactLost-b.now, b.mayAct())
	return max(next, 0), ok
}

func (b *Backup) fire() {
	b.expire()
	b.settleAllowance()
	if b.mayAct() && b.now >= b.heardAt+contactLost {
		b.act()
	}
	if b.phase != resting && b.now >= b.tickAt {
		b.tick()
	}
}

// mayAct reports whether the backup takes over when it hears nothing of the main
// server: it must have been synced once (BKP-1).
func (b *Backup) mayAct() bool {
	return b.backup.Synced && (b.phase == idle || b.phase == yielded)
}

// act takes over server operation, in an epoch of its own.
func (b *Backup) act() {
	b.linked, b.request, b.main = false, 0, ""
	b.earned = 0
	if !b.prepay() {
		b.terminate()
		return
	}
	b.phase = acting
	b.open(b.merged)
	b.book(func(s *BackupState) { s.Granted = b.epoch })
	b.emit(Event{Kind: BackupActive})
}

// terminate ends the service: no request is answered any more (BKP-3).
func (b *Backup) terminate() {
	b.phase, b.serving, b.mute = terminated, false, true
	b.emit(Event{Kind: BackupTerminated, Days: int(b.acting() / license.Day), Acting: b.acting()})
}

// yield answers the main server that asks for the ledger. From the first time on
// nothing is given out: exactly one server grants (BKP-4).
func (b *Backup) yield(in Sync) {
	if b.main == "" || in.From != b.main || in.Epoch >= maxEpoch || b.phase == resting || b.backup.Granted == 0 {
		return
	}
	if b.serving {
		b.refund()
		b.emit(Event{Kind: BackupInactive})
	}
	b.phase, b.serving, b.mute, b.refusal = yielded, false, false, Moved
	b.heardAt = b.now
	p := b.page(in.After, in.Start)
	p.Header = Header{From: b.unit.ID, Epoch: b.epoch, Request: in.Request}
	p.To = SyncKind
	b.send(Address{Unit: in.From}, p)
}

// setRole makes the unit active or standby in its failover pair. The standby unit
// goes on with the days that its peer had left (SHR-12).
func (b *Backup) setRole(in SetRole) {
	switch {
	case !in.Active && b.phase != resting:
		if b.serving {
			b.refund()
		}
		b.phase, b.serving, b.mute, b.warm = resting, false, false, false
		b.linked, b.request, b.main = false, 0, ""
	case in.Active && b.phase == resting:
		b.phase, b.refusal = idle, NotActive
		b.heardAt, b.tickAt = b.now, b.now
		if b.warm && b.backup.Granted != 0 {
			b.act()
		}
	default:
		return
	}
	b.drain(b.self.Step(in))
}

// replicate follows the active unit of the pair, as that of a server does.
func (b *Backup) replicate(in Replicate) {
	if b.phase != resting {
		return
	}
	b.follow(&b.warm, in)
}

// Snapshot is the durable state, all records so far included.
func (b *Backup) Snapshot() Snapshot { return b.snapshot() }
