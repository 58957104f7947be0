package sharedlic

import (
	"fmt"
	"time"

	"github.com/asapak/asapak/license"
)

// MaxParticipants is how many participants a server knows at once.
const MaxParticipants = 1 << 16

// A ledger is who holds what of the pool. It changes by records only, so that
// the records make it again. Leased and free sessions are the whole pool.
type ledger struct {
	version  uint64
	floor    uint64 // version of the last removal
	epoch    Epoch
	merged   Epoch
	pool     int
	free     int
	interval time.Duration
	backup   BackupState
	clients  map[license.Serial]*client

	changed    queue // all
	heard      queue // registered ones
	gone       queue // the others
	registered int
}

func newLedger() *ledger {
	return &ledger{
		interval: DefaultInterval,
		clients:  make(map[license.Serial]*client),
		changed:  queue{kind: byChange},
		heard:    queue{kind: byHearing},
		gone:     queue{kind: byHearing},
	}
}

// apply makes the change that a record tells of.
func (l *ledger) apply(r *Record, now time.Duration) {
	l.version = r.Version
	switch r.Kind {
	case EpochTaken:
		l.epoch, l.merged = r.Epoch, r.Merged
	case SettingsSet:
		l.free += r.Pool - l.pool
		l.pool, l.interval = r.Pool, r.Interval
	case Booked:
		l.backup = r.Backup
	case Cleared:
		l.clear()
	case Revoked, Forgotten:
		l.drop(r.Client.ID)
	case Transferred:
		l.put(&r.Old, now)
		l.put(&r.Client, now)
	default:
		l.put(&r.Client, now)
	}
}

// put makes a client what c says.
func (l *ledger) put(c *Client, now time.Duration) {
	k := l.clients[c.ID]
	if k == nil {
		k = &client{}
		l.clients[c.ID] = k
	}
	l.free += k.Lease - c.Lease
	l.registered += one(c.Registered) - one(k.Registered)
	k.Client = *c
	k.changed = l.version
	k.last = max(k.last, c.Request)
	k.high = max(k.high, c.Lease)
	l.changed.push(k)
	if c.Registered {
		k.heard = now
		l.heard.push(k)
	} else {
		l.gone.push(k)
	}
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// drop forgets a client. Who copies the ledger needs all of it from then on.
func (l *ledger) drop(id license.Serial) {
	k := l.clients[id]
	if k == nil {
		return
	}
	l.free += k.Lease
	l.registered -= one(k.Registered)
	k.links[byHearing].in.remove(k)
	l.changed.remove(k)
	delete(l.clients, id)
	l.floor = l.version
}

func (l *ledger) clear() {
	clear(l.clients)
	l.changed, l.heard, l.gone = queue{kind: byChange}, queue{kind: byHearing}, queue{kind: byHearing}
	l.free, l.registered, l.floor = l.pool, 0, l.version
}

// page fills in the clients that changed after a version: at most MaxPage, the
// oldest change first. Start is that of the page before. When a client was
// dropped since, it begins anew with all of them.
func (l *ledger) page(after, start uint64) Page {
	p := Page{Start: start, Pool: l.pool, Interval: l.interval}
	if start == 0 {
		p.Start = l.version
		p.Whole = after == 0 || after < l.floor || after > l.version
	} else if start < l.floor || start > l.version {
		p.Start, p.Whole = l.version, true
	}
	first := l.changed.front
	if !p.Whole {
		first = l.changedAfter(after)
	}
	p.Upto = l.version
	for k := first; k != nil; k = l.changed.next(k) {
		if len(p.Clients) == MaxPage {
			p.More = true
			break
		}
		c := k.Client
		c.Request = k.last
		p.Clients = append(p.Clients, c)
		p.Upto = k.changed
	}
	if !p.More {
		p.Upto = l.version
	}
	return p
}

// changedAfter is the first client that changed after a version.
func (l *ledger) changedAfter(version uint64) *client {
	var first *client
	for k := l.changed.back; k != nil && k.changed > version; k = l.changed.prev(k) {
		first = k
	}
	return first
}

// snapshot is the durable state.
func (l *ledger) snapshot() Snapshot {
	s := Snapshot{
		Version: l.version, Floor: l.floor, Epoch: l.epoch, Merged: l.merged,
		Pool: l.pool, Interval: l.interval, Backup: l.backup,
		Clients: make([]StoredClient, 0, len(l.clients)),
	}
	for k := l.changed.front; k != nil; k = l.changed.next(k) {
		s.Clients = append(s.Clients, StoredClient{Client: k.Client, Changed: k.changed})
	}
	return s
}

// A StateError says why a snapshot and records are no state of a server.
type StateError struct {
	Version uint64
	Reason  string
}

func (e *StateError) Error() string {
	return fmt.Sprintf("shared license state: version %d: %s", e.Version, e.Reason)
}

// restore makes a ledger from a snapshot and the records since. Records that the
// snapshot covers are passed over.
func restore(s *Snapshot, records []Record) (*ledger, error) {
	l := newLedger()
	l.version, l.epoch, l.merged = s.Version, s.Epoch, s.Merged
	l.pool, l.free, l.backup = s.Pool, s.Pool, s.Backup
	if s.Interval != 0 {
		l.interval = s.Interval
	}
	for i := range s.Clients {
		c := &s.Clients[i]
		if l.clients[c.Client.ID] != nil || c.Changed > s.Version {
			return nil, &StateError{s.Version, fmt.Sprintf("client %q is there twice or newer than the snapshot", c.Client.ID)}
		}
		l.version = c.Changed
		l.put(&c.Client, 0)
	}
	l.version, l.floor = s.Version, s.Floor
	for i := range records {
		if r := &records[i]; r.Version > l.version {
			if err := l.replay(r); err != nil {
				return nil, err
			}
		}
	}
	if l.free < 0 {
		return nil, &StateError{l.version, "more sessions are leased than the pool has"}
	}
	return l, nil
}

// replay applies a record of another time, or of the other unit of the pair.
func (l *ledger) replay(r *Record) error {
	if r.Version != l.version+1 || r.Kind >= NumRecords {
		return &StateError{r.Version, fmt.Sprintf("record doesn't follow version %d", l.version)}
	}
	l.apply(r, 0)
	return nil
}

// Replay makes the state that follows from a snapshot and the records since.
func Replay(s *Snapshot, records []Record) (Snapshot, error) {
	l, err := restore(s, records)
	if err != nil {
		return Snapshot{}, err
	}
	return l.snapshot(), nil
}
