package simulate

import (
	"time"

	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sharedlic"
)

// The units that serve are the first ones; participants follow.
const (
	mainOne = iota
	mainTwo
	spare
	firstParticipant
)

// machine is what the three roles have in common.
type machine interface {
	Step(sharedlic.Input) sharedlic.Output
	Advance(time.Duration) sharedlic.Output
	NextEvent() (time.Duration, bool)
}

// A process is a unit that runs, or has crashed and will be started again.
type process struct {
	index int
	unit  sharedlic.Unit
	seat  sharedlic.Seat
	up    bool

	m machine // one of the following
	s *sharedlic.Server
	b *sharedlic.Backup
	p *sharedlic.Participant

	// A clock runs at rate thousandths of true time from origin on; local is how
	// much of it the machine was told.
	rate   int64
	origin time.Duration
	local  time.Duration
	told   time.Duration // true time since origin, up to which it was told

	crashes []time.Duration // by life
	disk    disk
	ready   bool // the standby unit of the pair has all
	doomed  bool // it crashes while it writes a grant
	acted   bool // it serves, as of the last event

	mateContact time.Duration // what the watch of the other unit of a pair was told

	shadow shadow // of a server or the backup
	watch  watch  // of a participant
}

// serves reports whether a process is a server or the backup.
func (p *process) serves() bool { return p.index < firstParticipant }

// localAt is what the clock of a process shows.
func (p *process) localAt(now time.Duration) time.Duration {
	if p.rate == normalRate {
		return now - p.origin
	}
	return (now - p.origin) * time.Duration(p.rate) / normalRate
}

// due is when the machine's own next event is, in true time.
func (p *process) due() time.Duration {
	next, ok := p.m.NextEvent()
	if !ok {
		return never
	}
	at := p.local + next
	if p.rate == normalRate {
		return p.origin + at
	}
	return p.origin + (at*normalRate+time.Duration(p.rate)-1)/time.Duration(p.rate)
}

const normalRate = 1000

// wrongClocks are the rates of the clocks that a plant makes wrong, and
// wrongUnit says whose clock it is.
var (
	wrongClocks = [NumPlants]int64{HastyServer: 3000, StoppedClock: 20, SlowBackup: 500}
	wrongUnit   = [NumPlants]int{HastyServer: mainOne, StoppedClock: firstParticipant, SlowBackup: spare}
)

// clock is the time by which a process is checked: that of its own clock, which
// may be fast, but the true time when a plant made it wrong.
func (w *world) clock(p *process) time.Duration {
	if wrongClocks[w.config.Plant] != 0 && wrongUnit[w.config.Plant] == p.index {
		return p.told
	}
	return p.local
}

// disk is the durable log of a process.
type disk struct {
	base    sharedlic.Snapshot
	log     []sharedlic.Record
	durable int           // records that are on the disk for sure
	batches []batch       // under way
	ready   time.Duration // when all of them are
	delay   time.Duration // of one write
}

type batch struct {
	at time.Duration
	n  int // records then
}

// write begins to write records. What comes while a write is under way goes with
// the next one, all of it together.
func (d *disk) write(records []sharedlic.Record, now, delay time.Duration) {
	d.log = append(d.log, records...)
	d.sync(now)
	if n := len(d.batches); n > 1 {
		d.batches[n-1].n = len(d.log)
		return
	}
	d.ready = max(d.ready, now) + delay
	d.batches = append(d.batches, batch{d.ready, len(d.log)})
}

// sync notes what is durable by now.
func (d *disk) sync(now time.Duration) {
	done := 0
	for done < len(d.batches) && d.batches[done].at <= now {
		d.durable = d.batches[done].n
		done++
	}
	d.batches = append(d.batches[:0], d.batches[done:]...)
}

// tear is a crash: a part of what was under way may be on the disk.
func (d *disk) tear(now time.Duration, r *random) {
	d.sync(now)
	kept := d.durable
	if under := len(d.log) - kept; under > 0 {
		kept += r.below(under + 1)
	}
	d.log = d.log[:kept]
	d.durable, d.batches, d.ready = kept, d.batches[:0], now
}

// compact puts a snapshot in place of the log.
func (d *disk) compact(s sharedlic.Snapshot) {
	d.base, d.log, d.durable = s, d.log[:0], 0
	d.batches = d.batches[:0]
}

// A shadow is what the checks know of a ledger, from its records alone.
type shadow struct {
	leases map[license.Serial]int
	leased int
	openAt time.Duration   // local time since which it serves
	heard  []time.Duration // local time, by participant
	acked  map[license.Serial]ack
	budget time.Duration // what the backup may still serve at most
	synced bool
}

// An ack is the last answer that left a server for a participant.
type ack struct {
	request uint64
	lease   int
}

// A watch is what the checks know of a participant.
type watch struct {
	request uint64 // under way
	first   time.Duration
	contact time.Duration // local time when the last answered request was sent
	shared  int
}
