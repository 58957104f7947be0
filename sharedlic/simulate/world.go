package simulate

import (
	"fmt"
	"time"

	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sharedlic"
)

// A Report is what a run came to.
type Report struct {
	Events    int // of machines: timers that fired and messages that arrived
	Grants    int
	Taken     int // leases that expired
	Transfers int
	Faults    int
	Crashes   int
	Takeovers int // by the backup
	Inputs    int // demand and switch-overs
	Overuse   int // most sessions that were used in the field beyond the pool (SHR-8)
}

// A Violation is an invariant that did not hold, with what happened last.
type Violation struct {
	Invariant Invariant
	At        time.Duration
	Detail    string
	Trace     []string
}

func (v *Violation) Error() string {
	return fmt.Sprintf("%v: %s: %s", v.At, v.Invariant, v.Detail)
}

// world is a run.
type world struct {
	config   Config
	rng      random
	now      time.Duration
	end      time.Duration // of the run
	calm     time.Duration // no fault begins after it
	interval time.Duration
	pool     int
	local    []int // sessions by participant
	limit    []int

	procs  []*process
	byID   map[license.Serial]int
	timers timers
	heap   heap
	active int // main unit that is active, -1 for none

	lastActive int  // the one that was active last
	pair       bool // there are two
	partners   bool // the first two participants are a failover pair
	leader     int  // the active one of them

	cut   [][]bool
	storm time.Duration // until then messages are late, doubled and overtaken
	hold  time.Duration // delay of a message in the storm

	grantors map[sharedlic.Epoch]int
	field    int // shared sessions that participants hold
	report   Report
	trace    trace
	found    *Violation
}

// Run runs a configuration to its end, or to the first violation, which is the
// error. Progress, unless nil, is told of every simulated hour; the run ends with
// [ErrStopped] when it returns false.
func Run(c Config, progress func(done time.Duration) bool) (Report, error) {
	if err := c.check(); err != nil {
		return Report{}, err
	}
	w := newWorld(c)
	for hour := time.Hour; w.now < w.end; {
		stop := min(hour, w.end)
		w.runTo(stop)
		if w.found != nil {
			w.found.Trace = w.trace.lines(w)
			return w.report, w.found
		}
		hour += time.Hour
		if progress != nil && !progress(w.now) {
			return w.report, ErrStopped
		}
	}
	w.checkSettled()
	if w.found != nil {
		w.found.Trace = w.trace.lines(w)
		return w.report, w.found
	}
	return w.report, nil
}

func newWorld(c Config) *world {
	w := &world{
		config: c, rng: random{c.Seed}, byID: make(map[license.Serial]int),
		grantors: make(map[sharedlic.Epoch]int), active: -1,
		end: time.Duration(c.Days) * license.Day,
	}
	w.calm = w.end - quiet
	intervals := [...]time.Duration{10, 30, 30, 60, 100, 300}
	if w.interval = c.Interval; w.interval == 0 {
		w.interval = intervals[w.rng.below(len(intervals))] * time.Second
	}
	if w.pool = c.Pool; w.pool == 0 {
		w.pool = 50 + w.rng.below(60*c.Participants)
	}
	n := firstParticipant + c.Participants
	w.timers = newTimers(n)
	w.cut = make([][]bool, n)
	for i := range w.cut {
		w.cut[i] = make([]bool, n)
	}
	w.pair = c.Participants >= 4 && w.rng.oneIn(2)
	w.partners, w.leader = c.Participants >= 2 && w.rng.oneIn(2), firstParticipant
	fast := w.rng.below(2 * n)
	for i := range n {
		w.add(i, i == fast)
	}
	w.plan()
	return w
}

// quiet is how long before the end the last fault is over: all that counts in
// refresh intervals can come to rest.
const quiet = 3 * time.Hour

var seats = [firstParticipant]sharedlic.Seat{
	mainOne: sharedlic.MainPrimary, mainTwo: sharedlic.MainSecondary, spare: sharedlic.BackupPrimary,
}

// add makes a unit and starts it.
func (w *world) add(i int, fast bool) {
	locals, limits := [...]int{0, 2, 10, 25, 100}, [...]int{100, 250, 250, 750}
	p := &process{index: i, rate: normalRate}
	if fast {
		p.rate += 1 + int64(w.rng.below(50))
	}
	p.unit = sharedlic.Unit{
		ID: unitID(i), Hostname: fmt.Sprintf("asa%d", i), Model: "ASA 5540",
		Local: locals[w.rng.below(len(locals))], Limit: limits[w.rng.below(len(limits))],
	}
	if wrong := wrongClocks[w.config.Plant]; wrong != 0 && i == wrongUnit[w.config.Plant] {
		p.rate = wrong
	}
	if w.partners && i == firstParticipant+1 {
		p.unit.Local, p.unit.Limit = w.local[firstParticipant], w.limit[firstParticipant]
	}
	if p.serves() {
		p.seat = seats[i]
		p.disk.delay = time.Millisecond
		if w.config.Plant == SameSeat {
			p.seat = sharedlic.MainPrimary
		}
	}
	w.local, w.limit = append(w.local, p.unit.Local), append(w.limit, p.unit.Limit)
	w.procs = append(w.procs, p)
	w.byID[p.unit.ID] = i
	w.start(p)
}

// runTo lets the world run to an instant.
func (w *world) runTo(end time.Duration) {
	for w.found == nil {
		due, planned := w.timers.next(), w.heap.next()
		next := min(due, planned)
		if next > end {
			break
		}
		w.now = next
		if planned <= due {
			h := w.heap.pop()
			if h.do != nil {
				h.do()
			} else {
				w.deliver(&h)
			}
			continue
		}
		p := w.procs[w.timers.first()]
		w.report.Events++
		w.trace.add(entry{at: w.now, unit: p.index, what: timerFired})
		w.advance(p)
		w.after(p)
	}
	w.now = max(w.now, end)
}

// later plans something to do.
func (w *world) later(d time.Duration, do func()) { w.heap.slot(w.now + d).do = do }

// advance tells a machine how much of its time went by.
func (w *world) advance(p *process) {
	elapsed := p.localAt(w.now) - p.local
	if elapsed <= 0 {
		return
	}
	before := w.clock(p)
	p.local += elapsed
	p.told = w.now - p.origin
	w.countDays(p, w.clock(p)-before)
	w.handle(p, p.m.Advance(elapsed))
}

// step gives a machine an input now.
func (w *world) step(p *process, in sharedlic.Input) {
	w.advance(p)
	w.handle(p, p.m.Step(in))
	w.after(p)
}

// after checks a machine and finds when it will do something of its own.
func (w *world) after(p *process) {
	if p.p != nil {
		w.checkParticipant(p)
	} else {
		w.checkService(p)
	}
	at := p.due()
	if at <= w.now {
		at = w.now + 1
	}
	w.timers.set(p.index, at)
}

// handle takes what came of a call: records to the disk, then messages.
func (w *world) handle(p *process, out sharedlic.Output) {
	if len(out.Records) > 0 {
		w.write(p, out.Records)
	}
	for i := range out.Messages {
		w.send(p, &out.Messages[i])
	}
	for i := range out.Events {
		w.trace.add(entry{at: w.now, unit: p.index, what: eventTold, event: out.Events[i].Kind})
	}
}

// write checks records and writes them, in a pair of servers at both units.
func (w *world) write(p *process, records []sharedlic.Record) {
	w.checkRecords(p, records)
	w.store(p, records)
	if p.index != w.active {
		return
	}
	mate := w.procs[mainOne+mainTwo-p.index]
	if !mate.up || !mate.ready {
		return
	}
	w.advance(mate)
	out := mate.m.Step(sharedlic.Replicate{Records: records})
	mate.shadow.apply(out.Records)
	w.store(mate, out.Records)
	p.disk.ready = max(p.disk.ready, mate.disk.ready)
	w.timers.set(mate.index, max(mate.due(), w.now+1))
}

// longLog is how many records a log has before a snapshot replaces it.
const longLog = 2000

func (w *world) store(p *process, records []sharedlic.Record) {
	if w.config.Plant == LostRecord && len(records) > 0 && w.rng.oneIn(200) {
		records = records[1:]
	}
	p.disk.write(records, w.now, w.rng.about(p.disk.delay))
	w.doom(p, records)
	if len(p.disk.log) < longLog || p.disk.ready > w.now {
		return
	}
	if p.disk.sync(w.now); p.disk.durable == len(p.disk.log) {
		w.checkReplay(p)
		p.disk.compact(w.snapshot(p))
	}
}

func (w *world) snapshot(p *process) sharedlic.Snapshot {
	if p.s != nil {
		return p.s.Snapshot()
	}
	return p.b.Snapshot()
}
