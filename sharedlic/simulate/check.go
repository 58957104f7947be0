package simulate

import (
	"fmt"
	"slices"
	"time"

	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sharedlic"
)

// intervalsToExpiry and grace are said here once more, so that a wrong figure in
// the machines is found.
const (
	intervalsToExpiry = 3
	grace             = 24 * time.Hour
	firstDays         = 5 * license.Day
	mostDays          = 30 * license.Day
)

// tick is how exactly the time of a fast clock is known here.
const tick = 2 * time.Nanosecond

// violated notes the first violation.
func (w *world) violated(i Invariant, format string, args ...any) {
	if w.found == nil {
		w.found = &Violation{Invariant: i, At: w.now, Detail: fmt.Sprintf(format, args...)}
	}
}

// apply follows a ledger by its records.
func (s *shadow) apply(records []sharedlic.Record) {
	for i := range records {
		switch r := &records[i]; r.Kind {
		case sharedlic.EpochTaken, sharedlic.SettingsSet, sharedlic.Booked:
		case sharedlic.Cleared:
			clear(s.leases)
			clear(s.acked)
			s.leased = 0
		case sharedlic.Revoked, sharedlic.Forgotten:
			s.set(r.Client.ID, 0)
		case sharedlic.Transferred:
			s.set(r.Old.ID, 0)
			s.set(r.Client.ID, r.Client.Lease)
			delete(s.acked, r.Old.ID)
		default:
			s.set(r.Client.ID, r.Client.Lease)
			if r.Kind == sharedlic.Copied || r.Kind == sharedlic.Expired {
				delete(s.acked, r.Client.ID)
			}
		}
	}
}

func (s *shadow) set(id license.Serial, lease int) {
	s.leased += lease - s.leases[id]
	s.leases[id] = lease
}

// follow begins anew from a snapshot.
func (s *shadow) follow(snapshot *sharedlic.Snapshot) {
	s.leases = make(map[license.Serial]int, len(snapshot.Clients))
	s.leased = 0
	for i := range snapshot.Clients {
		s.set(snapshot.Clients[i].Client.ID, snapshot.Clients[i].Client.Lease)
	}
}

// checkRecords checks changes of a ledger one by one, and the ledger after them.
func (w *world) checkRecords(p *process, records []sharedlic.Record) {
	s := &p.shadow
	for i := range records {
		w.checkRecord(p, &records[i])
		s.apply(records[i : i+1])
	}
	free, pool := p.stock()
	switch {
	case pool == 0:
	case free < 0:
		w.violated(Free, "%s has leased %d sessions more than it had", w.name(p.index), -free)
	case free+s.leased != w.pool:
		w.violated(Ledger, "%s: %d leased + %d free, the pool has %d", w.name(p.index), s.leased, free, w.pool)
	}
}

func (w *world) checkRecord(p *process, r *sharedlic.Record) {
	s := &p.shadow
	switch r.Kind {
	case sharedlic.EpochTaken:
		if r.Epoch.Seat() == p.seat && !p.acted {
			s.openAt = w.clock(p)
		}
	case sharedlic.Granted:
		w.report.Grants++
		more := r.Client.Lease - s.leases[r.Client.ID]
		if free := w.pool - s.leased; more > free {
			w.violated(Free, "%s grants %d, %d are free", w.name(p.index), more, free)
		}
		if owner, ok := w.grantors[r.Epoch]; ok && owner != p.index {
			w.violated(OneEpoch, "%s grants in epoch %d of %s", w.name(p.index), r.Epoch, w.name(owner))
		}
		w.grantors[r.Epoch] = p.index
	case sharedlic.Transferred:
		w.report.Transfers++
	case sharedlic.Expired:
		w.report.Taken++
		w.checkExpired(p, r)
	}
}

// checkExpired: a lease ends three intervals after the last word, no earlier.
func (w *world) checkExpired(p *process, r *sharedlic.Record) {
	if r.Client.ID == p.unit.ID {
		return
	}
	last := max(p.shadow.openAt, p.shadow.heard[w.byID[r.Client.ID]])
	if silent := w.clock(p) - last; silent+tick < intervalsToExpiry*w.interval {
		w.violated(Release, "%s takes %d sessions of %s back after %v", w.name(p.index), r.Sessions, r.Client.ID, silent)
	}
}

// stock is what a server says is free, and all of its pool.
func (p *process) stock() (free, pool int) {
	if p.s != nil {
		return p.s.Stock()
	}
	return p.b.Stock()
}

// countDays counts what the backup may serve: at most what it could have
// recharged.
func (w *world) countDays(p *process, elapsed time.Duration) {
	s := &p.shadow
	switch {
	case p.index != spare || !s.synced:
	case p.acted:
		s.budget -= elapsed
	default:
		s.budget = min(s.budget+elapsed, mostDays)
	}
}

// checkService checks a server or the backup after an event.
func (w *world) checkService(p *process) {
	if p.s != nil {
		p.acted = p.s.Serving()
		return
	}
	serving := p.b.Serving()
	if !p.shadow.synced && p.b.Synced() {
		p.shadow.synced, p.shadow.budget = true, firstDays
	}
	if serving && !p.acted {
		w.report.Takeovers++
	}
	if p.acted = serving; serving && p.shadow.budget < 0 {
		w.violated(Days, "the backup has served %v too long", -p.shadow.budget)
	}
}

// note remembers when a participant's request was sent first.
func (t *watch) note(m sharedlic.Message, local time.Duration) {
	if id := m.Head().Request; id != t.request {
		t.request, t.first = id, local
	}
}

// hear notes an answer to the last request. The participant may have given the
// request up, or know of a higher epoch: then it holds less than this allows.
func (t *watch) hear(m sharedlic.Message) {
	if a, ok := m.(sharedlic.Answer); ok && a.Request == t.request && a.Status == sharedlic.Done {
		t.contact = t.first
	}
}

// checkParticipant checks what a participant holds.
func (w *world) checkParticipant(p *process) {
	held, inUse := p.p.Sessions()
	i := p.index
	if held < 0 || held > 0 && w.local[i]+held > w.limit[i] || inUse > max(w.limit[i], 0) {
		w.violated(Platform, "%s holds %d shared sessions beside %d and uses %d; its limit is %d", w.name(i), held, w.local[i], inUse, w.limit[i])
	}
	if silent := w.clock(p) - p.watch.contact; held > 0 && silent > grace {
		w.violated(Stale, "%s holds %d sessions %v after its last contact", w.name(i), held, silent)
	}
	if held == p.watch.shared {
		return
	}
	w.field += held - p.watch.shared
	p.watch.shared = held
	w.report.Overuse = max(w.report.Overuse, w.field-w.pool)
	w.tellMate(p)
}

// checkAnswer notes what an answer promises, from when it leaves.
func (w *world) checkAnswer(p *process, to sharedlic.Address, a *sharedlic.Answer, leaves time.Duration) {
	if owner, ok := w.grantors[a.Epoch]; ok && owner != p.index {
		w.violated(OneEpoch, "%s answers in epoch %d of %s", w.name(p.index), a.Epoch, w.name(owner))
	}
	if leaves > w.now {
		// Only what has left is a promise. The one before is given up: a later
		// record has changed it.
		delete(p.shadow.acked, to.Unit)
		request, lease := a.Request, a.Lease
		life := p.unit.Life
		w.later(leaves-w.now, func() {
			if c, ok := p.shadow.acked[to.Unit]; p.up && p.unit.Life == life && (!ok || c.request <= request) && p.shadow.leases[to.Unit] == lease {
				p.shadow.acked[to.Unit] = ack{request, lease}
			}
		})
		return
	}
	p.shadow.acked[to.Unit] = ack{a.Request, a.Lease}
}

// checkSurvival checks a state made again against what had been acknowledged.
func (w *world) checkSurvival(p *process, s *sharedlic.Snapshot) {
	left := len(p.shadow.acked)
	for i := range s.Clients {
		c := &s.Clients[i].Client
		promised, ok := p.shadow.acked[c.ID]
		if !ok {
			continue
		}
		left--
		if c.Request <= promised.request && c.Registered && c.Lease != promised.lease {
			w.violated(Survival, "%s: %s was told of %d sessions by answer %d, now it has %d", w.name(p.index), c.ID, promised.lease, promised.request, c.Lease)
		}
	}
	if left > 0 {
		w.violated(Survival, "%s: %d acknowledged participants are gone", w.name(p.index), left)
	}
	clear(p.shadow.acked)
}

// checkReplay compares what the log makes with the state that wrote it.
func (w *world) checkReplay(p *process) {
	if p.p != nil {
		return
	}
	want := w.snapshot(p)
	got, err := sharedlic.Replay(&p.disk.base, p.disk.log)
	if err != nil {
		w.violated(Replay, "%s: %v", w.name(p.index), err)
		return
	}
	clients := slices.Equal(want.Clients, got.Clients)
	want.Clients, got.Clients = nil, nil
	if !clients || fmt.Sprintf("%+v", want) != fmt.Sprintf("%+v", got) {
		w.violated(Replay, "%s: the log makes %+v of %+v", w.name(p.index), got, want)
	}
}

// checkSettled checks the end of a run: one main server serves, the backup
// follows it, and every participant has what it needs or what there is.
func (w *world) checkSettled() {
	if wrongClocks[w.config.Plant] != 0 {
		return // with a wrong clock nothing comes to rest
	}
	if w.active < 0 || !w.procs[w.active].s.Serving() {
		w.violated(Settled, "no main server serves")
		return
	}
	server := w.procs[w.active].s
	if b := w.procs[spare].b.Backup(); w.procs[spare].b.Serving() || !b.Synced || !b.Linked {
		w.violated(Settled, "the backup is %+v", b)
	}
	free, _ := server.Stock()
	for _, p := range w.procs[firstParticipant:] {
		v := p.p.View()
		c, _ := server.Client(p.unit.ID)
		need := min(v.Device.Wanted, v.Device.Limit) - v.Device.Local - v.Device.Shared
		switch {
		case !v.Active || v.Service != sharedlic.MainServer:
			w.violated(Settled, "%s has no server", w.name(p.index))
		case c.Lease != v.Device.Shared:
			w.violated(Settled, "%s holds %d, its lease is %d", w.name(p.index), v.Device.Shared, c.Lease)
		case need > 0 && v.Device.Shared+v.Device.Local < v.Device.Limit && free > 0 && !p.isStandby(w):
			w.violated(Settled, "%s lacks %d sessions, and %d are free", w.name(p.index), need, free)
		}
	}
}

func (p *process) isStandby(w *world) bool { return w.partners && p.index == w.follower() }
