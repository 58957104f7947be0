package sharedlic

import (
	"time"

	"github.com/asapak/asapak/license"
)

// Increment is how many sessions a participant asks for at a time (SHR-4).
const Increment = 50

// missedRefreshes is after how many refresh intervals without a word the
// sessions are taken back (SHR-7).
const missedRefreshes = 3

// Usage is high from more than this share of the pool on.
const (
	highTenths  = 9
	wholeTenths = 10
)

// maxEpoch bounds the epochs that are believed, so that none can be the last.
const maxEpoch Epoch = 1 << 48

// A service gives sessions out of a pool. A server and a backup have one each.
type service struct {
	outbox
	*ledger
	unit    Unit
	seat    Seat
	here    Service // what its own participant calls it
	serving bool
	mute    bool   // answers nothing (BKP-3)
	refusal Status // why it doesn't serve
	high    bool   // usage is over 90 %
	counts  Counts

	// A shorter interval reaches the participants one by one: leases live by the
	// interval before until the last of them must have heard.
	wide      time.Duration
	wideUntil time.Duration

	self *Participant // the sessions of the unit itself (SHR-10)
	loop []Message    // from self to here
}

func newService(unit Unit, seat Seat, here Service) service {
	return service{ledger: newLedger(), unit: unit, seat: seat, here: here, refusal: NotActive}
}

// commit makes a change and leaves its record.
func (s *service) commit(r Record) {
	r.Version, r.At = s.version+1, s.now
	if r.Kind != EpochTaken {
		r.Epoch, r.Merged = s.epoch, 0
	}
	s.apply(&r, s.now)
	s.out.Records = append(s.out.Records, r)
}

// changeLease commits a change of a client and tells when usage becomes high.
func (s *service) changeLease(kind RecordKind, c Client, sessions int) {
	s.commit(Record{Kind: kind, Client: c, Sessions: sessions})
	s.watchUsage()
}

func (s *service) watchUsage() {
	high := s.serving && (s.pool-s.free)*wholeTenths > s.pool*highTenths
	switch {
	case high && !s.high:
		s.emit(Event{Kind: UsageHigh})
	case !high && s.high && s.serving:
		s.emit(Event{Kind: Availability, Sessions: s.free})
	}
	s.high = high
}

// open starts to serve, in an epoch of its own. Whoever holds a lease has its
// whole time from now on.
func (s *service) open(merged Epoch) {
	s.commit(Record{Kind: EpochTaken, Epoch: s.epoch.Next(s.seat), Merged: merged})
	s.serving = true
	for k := s.heard.front; k != nil; k = s.heard.next(k) {
		k.heard = s.now
	}
	s.watchUsage()
}

// learn notes an epoch that someone else has taken, and takes a higher one when
// it serves itself.
func (s *service) learn(e Epoch) {
	switch {
	case e <= s.epoch || e >= maxEpoch:
	case s.serving:
		s.commit(Record{Kind: EpochTaken, Epoch: e.Next(s.seat), Merged: s.merged})
	default:
		s.commit(Record{Kind: EpochTaken, Epoch: e, Merged: s.merged})
	}
}

// follow does what the active unit of a failover pair did. Warm tells whether
// nothing of it is missing.
func (s *service) follow(warm *bool, in Replicate) {
	if in.Snapshot != nil {
		l, err := restore(in.Snapshot, nil)
		if *warm = err == nil; *warm {
			s.ledger = l
		}
	}
	for i := range in.Records {
		if r := &in.Records[i]; *warm && r.Version > s.version {
			if *warm = s.replay(r) == nil; *warm {
				s.out.Records = append(s.out.Records, *r)
			}
		}
	}
}

// lifetime is how long a lease lives without a word of the participant.
func (s *service) lifetime() time.Duration {
	if s.now < s.wideUntil {
		return missedRefreshes * max(s.interval, s.wide)
	}
	return missedRefreshes * s.interval
}

// setNetwork puts the pool and the interval in force. Leases beyond a smaller pool are
// taken from those that changed last.
func (s *service) setNetwork(pool int, interval time.Duration) {
	if pool == s.pool && interval == s.interval {
		return
	}
	if interval < s.interval {
		s.wide, s.wideUntil = s.interval, s.now+missedRefreshes*s.interval
	}
	s.commit(Record{Kind: SettingsSet, Pool: pool, Interval: interval})
	for k := s.changed.back; k != nil && s.free < 0; {
		before := s.changed.prev(k)
		if k.Lease > 0 {
			c := k.Client
			cut := min(c.Lease, -s.free)
			c.Lease -= cut
			s.commit(Record{Kind: GaveBack, Client: c, Sessions: cut})
		}
		k = before
	}
	s.watchUsage()
}

// expire takes back what is due now.
func (s *service) expire() {
	for s.serving && s.heard.front != nil && s.heard.front.heard+s.lifetime() <= s.now {
		c := s.heard.front.Client
		back := c.Lease
		c.Registered, c.Lease = false, 0
		s.changeLease(Expired, c, back)
		s.emit(Event{Kind: ClientExpired, Client: c.ID})
	}
}

// untilExpiry is how long until expire does something.
func (s *service) untilExpiry() (time.Duration, bool) {
	if !s.serving || s.heard.front == nil {
		return 0, false
	}
	due := s.heard.front.heard + s.lifetime()
	if due > s.wideUntil && s.now < s.wideUntil {
		due = max(s.wideUntil, s.heard.front.heard+missedRefreshes*s.interval)
	}
	return max(due-s.now, 0), true
}

// revoke takes a participant's lease away and forgets it.
func (s *service) revoke(id license.Serial) {
	if k := s.clients[id]; k != nil {
		s.changeLease(Revoked, k.Client, k.Lease)
	}
}

func (s *service) clearStatistics() {
	s.counts = Counts{}
	for k := s.changed.front; k != nil; k = s.changed.next(k) {
		k.counts, k.high = Counts{}, k.Lease
	}
}

// serve answers a participant's request to its unit.
func (s *service) serve(m Message) {
	if a, ok := s.answer(m); ok {
		s.send(Address{Unit: m.Head().From}, a)
	}
}

// drain takes what the unit's own participant says: requests to this service are
// answered on the spot, others are sent.
func (s *service) drain(o Output) {
	for {
		s.out.Events = append(s.out.Events, o.Events...)
		s.loop = s.loop[:0]
		for _, e := range o.Messages {
			if e.To.Service == s.here {
				s.loop = append(s.loop, e.Message)
			} else {
				s.out.Messages = append(s.out.Messages, e)
			}
		}
		if len(s.loop) == 0 {
			return
		}
		// One request is under way at a time; what is here beside the last one is
		// the same again.
		a, ok := s.answer(s.loop[len(s.loop)-1])
		if !ok {
			return
		}
		o = s.self.Step(a)
	}
}
