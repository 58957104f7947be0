package simulate

import (
	"time"

	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sharedlic"
)

// start gives a unit a machine, from its disk if it has one.
func (w *world) start(p *process) {
	if p.index == mainTwo && !w.pair {
		w.newServer(p)
		return
	}
	if p.unit.Life == 0 || w.config.Plant != SameLife || p.serves() {
		p.unit.Life++
		p.crashes = append(p.crashes, never)
	}
	p.up, p.ready, p.acted = true, false, false
	p.origin, p.local, p.told = w.now, 0, 0
	switch {
	case p.index == spare:
		w.startBackup(p)
	case p.serves():
		w.newServer(p)
		w.join(p)
	default:
		w.startParticipant(p)
	}
	w.after(p)
}

func (w *world) newShadow(p *process) *sharedlic.Snapshot {
	state, err := sharedlic.Replay(&p.disk.base, p.disk.log)
	if err != nil {
		w.violated(Replay, "%s: %v", w.name(p.index), err)
	}
	w.checkSurvival(p, &state)
	p.shadow.follow(&state)
	p.shadow.openAt = 0
	p.shadow.heard = make([]time.Duration, firstParticipant+w.config.Participants)
	p.shadow.acked = make(map[license.Serial]ack)
	return &state
}

func (w *world) newServer(p *process) {
	state := w.newShadow(p)
	settings := sharedlic.Settings{Pool: w.pool, Interval: w.interval, Backup: [2]license.Serial{unitID(spare)}}
	if w.config.Plant == BiggerPool {
		settings.Pool += sharedlic.Increment
	}
	s, out, err := sharedlic.RestoreServer(p.unit, p.seat, settings, state, nil)
	if err != nil {
		w.violated(Replay, "%s: %v", w.name(p.index), err)
		s, out = sharedlic.NewServer(p.unit, p.seat, settings)
	}
	p.s, p.m = s, s
	w.handle(p, out)
}

func (w *world) startBackup(p *process) {
	state := w.newShadow(p)
	b, err := sharedlic.RestoreBackup(p.unit, p.seat, state, nil)
	if err != nil {
		w.violated(Replay, "%s: %v", w.name(p.index), err)
		b = sharedlic.NewBackup(p.unit, p.seat)
	}
	p.b, p.m = b, b
	w.step(p, sharedlic.SetRole{Active: true})
}

func (w *world) startParticipant(p *process) {
	unit := p.unit
	if w.config.Plant == BiggerUnit {
		unit.Limit += sharedlic.Increment
	}
	p.p = sharedlic.NewParticipant(unit, true)
	p.m = p.p
	p.watch = watch{shared: p.watch.shared}
	if w.partners && p.index == w.follower() {
		w.step(p, sharedlic.SetRole{})
	}
}

// join finds the place of a main unit that came up: the one that was active last
// goes on, the other one follows it.
func (w *world) join(p *process) {
	switch {
	case w.active >= 0:
		w.later(time.Second, func() { w.bulk(p.index) })
	case p.index == w.lastActive:
		w.activate(p.index)
	}
}

func (w *world) activate(i int) {
	w.active, w.lastActive = i, i
	p := w.procs[i]
	p.ready = false
	w.step(p, sharedlic.SetRole{Active: true})
	if w.pair {
		w.later(time.Second, func() { w.bulk(mainOne + mainTwo - i) })
	}
}

// bulk gives the standby unit all that the active one has.
func (w *world) bulk(i int) {
	p, from := w.procs[i], mainOne+mainTwo-i
	if !p.up || p.ready || w.active != from {
		return
	}
	w.advance(w.procs[from])
	snapshot := w.snapshot(w.procs[from])
	w.step(p, sharedlic.Replicate{Snapshot: &snapshot})
	p.shadow.follow(&snapshot)
	clear(p.shadow.acked)
	p.disk.compact(snapshot)
	p.ready = true
}

// switchOver makes the standby unit of the servers active.
func (w *world) switchOver() {
	if w.active < 0 || !w.procs[mainOne+mainTwo-w.active].ready {
		return
	}
	w.report.Inputs++
	old := w.active
	w.step(w.procs[old], sharedlic.SetRole{})
	w.activate(mainOne + mainTwo - old)
}

// crash ends a unit without a word.
func (w *world) crash(i int) {
	p := w.procs[i]
	if !p.up {
		return
	}
	w.report.Crashes++
	w.advance(p)
	w.checkReplay(p)
	p.up, p.ready = false, false
	p.crashes[p.unit.Life-1] = w.now
	w.timers.set(i, never)
	if p.p != nil {
		w.field -= p.watch.shared
		p.watch.shared = 0
		w.crashPartner(i)
		return
	}
	p.disk.tear(w.now, &w.rng)
	if i != w.active {
		return
	}
	w.active = -1
	if mate := mainOne + mainTwo - i; w.procs[mate].ready {
		w.later(w.rng.between(time.Second, 15*time.Second), func() {
			if w.active < 0 && w.procs[mate].ready {
				w.activate(mate)
			}
		})
	}
}

func (w *world) restart(i int) {
	if p := w.procs[i]; !p.up && (i != mainTwo || w.pair) {
		w.start(p)
	}
}

// follower is the standby unit of the pair of participants.
func (w *world) follower() int { return 2*firstParticipant + 1 - w.leader }

// tellMate tells the standby unit of a pair what the active one holds.
func (w *world) tellMate(p *process) {
	if !w.partners || p.index != w.leader {
		return
	}
	if mate := w.procs[w.follower()]; mate.up {
		w.step(mate, p.p.Mate())
		mate.mateContact = w.clock(mate) - (w.clock(p) - p.watch.contact)
	}
}

// swap makes the standby unit of the pair of participants active.
func (w *world) swap() {
	if !w.partners || !w.procs[w.follower()].up {
		return
	}
	mate := w.procs[w.follower()]
	w.report.Inputs++
	old := w.procs[w.leader]
	sessions := 0
	if old.up {
		w.tellMate(old)
		_, sessions = old.p.Sessions()
		w.step(old, sharedlic.SetRole{})
	}
	w.leader = w.follower()
	mate.watch.contact = max(mate.watch.contact, mate.mateContact)
	w.step(mate, sharedlic.SetRole{Active: true, Sessions: min(sessions, mate.unit.Limit)})
}

func (w *world) crashPartner(i int) {
	if w.partners && i == w.leader {
		w.later(time.Second, func() {
			if !w.procs[i].up && w.leader == i {
				w.swap()
			}
		})
	}
}
