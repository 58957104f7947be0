package simulate

import (
	"fmt"
	"time"

	"github.com/asapak/asapak/sharedlic"
)

// kept is how many happenings a violation shows.
const kept = 64

// what says what an entry tells.
type what uint8

const (
	timerFired what = iota
	messageArrived
	messageLost
	eventTold
	faultHappened
)

// An entry is one line of the trace, put into words only when it is shown.
type entry struct {
	at         time.Duration
	unit, peer int
	what       what
	event      sharedlic.EventKind
	message    sharedlic.Message
	fault      string
}

// A trace keeps the last happenings.
type trace struct {
	ring [kept]entry
	n    int
}

func (t *trace) add(e entry) {
	t.ring[t.n%kept] = e
	t.n++
}

func (t *trace) lines(w *world) []string {
	var lines []string
	for i := max(0, t.n-kept); i < t.n; i++ {
		e := &t.ring[i%kept]
		lines = append(lines, fmt.Sprintf("%-16v %-10s %s", e.at, w.name(e.unit), e.text(w)))
	}
	return lines
}

func (e *entry) text(w *world) string {
	switch e.what {
	case timerFired:
		return "timer"
	case messageArrived:
		return fmt.Sprintf("hears %s from %s: %+v", e.message.Kind(), w.name(e.peer), e.message)
	case messageLost:
		return fmt.Sprintf("loses %s to %s", e.message.Kind(), w.name(e.peer))
	case eventTold:
		return "logs " + e.event.String()
	}
	return e.fault
}

// name is what the trace calls a unit.
func (w *world) name(i int) string {
	switch {
	case i < 0:
		return "nobody"
	case i < firstParticipant:
		return [...]string{mainOne: "primary", mainTwo: "secondary", spare: "backup"}[i]
	}
	return w.procs[i].unit.Hostname
}
