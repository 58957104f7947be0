package simulate

import (
	"fmt"
	"time"

	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sharedlic"
)

// How often things happen, on average.
const (
	faultEvery  = 2 * time.Hour
	demandEvery = 2 * time.Hour
	restTime    = time.Hour // before the end, without demand
)

func unitID(i int) license.Serial { return license.Serial(fmt.Sprintf("UNIT%07d", i)) }

// plan begins what repeats itself.
func (w *world) plan() {
	for i := firstParticipant; i < len(w.procs); i++ {
		w.demand(i)
	}
	if w.config.Calm {
		return
	}
	w.nextFault()
	w.later(w.calm-w.now, w.heal)
}

// demand lets the field want something else now and then.
func (w *world) demand(i int) {
	wait := w.rng.about(demandEvery)
	if w.now+wait > w.end-restTime {
		return
	}
	w.later(wait, func() {
		if p := w.procs[i]; p.up && !p.isStandby(w) {
			w.report.Inputs++
			w.step(p, sharedlic.Use{Sessions: w.rng.below(p.unit.Limit + 50)})
		}
		w.demand(i)
	})
}

func (w *world) nextFault() {
	wait := w.rng.about(faultEvery)
	if w.now+wait >= w.calm {
		return
	}
	w.later(wait, func() {
		w.report.Faults++
		w.fault()
		w.nextFault()
	})
}

// heal ends all faults.
func (w *world) heal() {
	w.say(w.lastActive, "all faults end")
	for i := range w.cut {
		clear(w.cut[i])
	}
	w.storm = 0
	for i, p := range w.procs {
		p.disk.delay = time.Millisecond
		w.restart(i)
	}
}

func (w *world) say(unit int, fault string) {
	w.trace.add(entry{at: w.now, unit: unit, what: faultHappened, fault: fault})
}

// lasting is how long a fault lasts: often seconds, sometimes days.
func (w *world) lasting() time.Duration {
	scales := [...]time.Duration{10 * time.Second, time.Minute, 5 * time.Minute, time.Hour, 6 * time.Hour, 30 * time.Hour, 6 * license.Day}
	return w.rng.about(scales[min(w.rng.below(len(scales)), w.rng.below(len(scales)))])
}

// until does something when a fault is over.
func (w *world) until(d time.Duration, do func()) { w.later(min(d, max(w.calm-w.now, 0)), do) }

// faults are all kinds of them.
var faults = [...]func(*world){
	(*world).cutOff, (*world).cutOff, (*world).cutOneWay, (*world).isolate, (*world).storms,
	(*world).crashServer, (*world).crashBackup, (*world).crashParticipant, (*world).slowDisk, (*world).crashWriting,
	(*world).switchOver, (*world).swap, (*world).outage,
}

func (w *world) fault() { faults[w.rng.below(len(faults))](w) }

func (w *world) any() int { return w.rng.below(len(w.procs)) }

// cutOff cuts two units off from each other.
func (w *world) cutOff() {
	a, b := w.any(), w.rng.below(firstParticipant)
	w.cutWays(a, b, true, true, "is cut off from ")
}

func (w *world) cutOneWay() {
	a, b := w.any(), w.rng.below(firstParticipant)
	if w.rng.oneIn(2) {
		a, b = b, a
	}
	w.cutWays(a, b, true, false, "is not heard by ")
}

func (w *world) cutWays(a, b int, out, back bool, text string) {
	w.say(a, text+w.name(b))
	w.cut[a][b], w.cut[b][a] = w.cut[a][b] || out, w.cut[b][a] || back
	w.until(w.lasting(), func() { w.cut[a][b], w.cut[b][a] = false, false })
}

// isolate cuts a server off from all others.
func (w *world) isolate() {
	a := w.rng.below(firstParticipant)
	w.say(a, "is isolated")
	set := func(cut bool) {
		for b := range w.procs {
			if a != b {
				w.cut[a][b], w.cut[b][a] = cut, cut
			}
		}
	}
	set(true)
	w.until(w.lasting(), func() { set(false) })
}

// storms delays, doubles and reorders messages.
func (w *world) storms() {
	w.hold = w.rng.about(30 * time.Second)
	w.storm = min(w.now+w.rng.about(time.Hour), w.calm)
	w.say(w.lastActive, fmt.Sprintf("messages are late by %v on average until %v", w.hold, w.storm))
}

func (w *world) crashFor(i int, d time.Duration) {
	if !w.procs[i].up {
		return
	}
	w.say(i, fmt.Sprintf("crashes for %v", d))
	w.crash(i)
	w.until(d, func() { w.restart(i) })
}

func (w *world) crashServer() { w.crashFor(w.rng.below(spare), w.lasting()) }
func (w *world) crashBackup() { w.crashFor(spare, w.lasting()) }
func (w *world) crashParticipant() {
	w.crashFor(firstParticipant+w.rng.below(w.config.Participants), w.lasting())
}

// outage takes all main servers away, at times for so long that the backup's
// limit is used up.
func (w *world) outage() {
	d := w.lasting()
	if w.rng.oneIn(4) {
		d = w.rng.about(8 * license.Day)
	}
	w.crashFor(mainOne, d)
	w.crashFor(mainTwo, d)
}

func (w *world) slowDisk() { w.slow() }

func (w *world) slow() *process {
	p := w.procs[w.rng.below(firstParticipant)]
	w.say(p.index, "has a slow disk")
	p.disk.delay = w.rng.about(3 * time.Second)
	w.until(w.lasting(), func() { p.disk.delay = time.Millisecond })
	return p
}

// crashWriting lets a server with a slow disk crash while it writes a grant.
func (w *world) crashWriting() {
	w.slow().doomed = true
}

// doom crashes a server that was chosen for it, before its grant is on the disk
// or soon after.
func (w *world) doom(p *process, records []sharedlic.Record) {
	if !p.doomed || w.now >= w.calm || records[0].Kind != sharedlic.Granted {
		return
	}
	p.doomed = false
	w.later(w.rng.about(p.disk.ready-w.now), func() {
		if w.now < w.calm {
			w.crashFor(p.index, w.lasting())
		}
	})
}
