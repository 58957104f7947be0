package simulate

import (
	"errors"
	"time"

	"github.com/asapak/asapak/sharedlic"
)

// ErrStopped says that a run was stopped by its caller.
var ErrStopped = errors.New("the simulation was stopped")

// send lets a message leave when all records so far are durable.
func (w *world) send(p *process, e *sharedlic.Envelope) {
	leaves := w.now
	if w.config.Plant != EarlyAnswers {
		leaves = max(leaves, p.disk.ready)
	}
	if p.p != nil {
		p.watch.note(e.Message, w.clock(p))
	}
	if p.serves() {
		if a, ok := e.Message.(sharedlic.Answer); ok && a.Status == sharedlic.Done {
			w.checkAnswer(p, e.To, &a, leaves)
		}
	}
	w.carry(p, e, leaves)
	if w.now < w.storm && w.rng.oneIn(4) {
		w.carry(p, e, leaves)
	}
}

// carry brings a message on its way.
func (w *world) carry(p *process, e *sharedlic.Envelope, leaves time.Duration) {
	delay := time.Millisecond + time.Duration(w.rng.next()>>40)
	if w.now < w.storm {
		delay = w.rng.about(w.hold)
	}
	h := w.heap.slot(leaves + delay)
	h.message, h.to, h.sent, h.from, h.life, h.unit = e.Message, e.To, leaves, p.index, p.unit.Life, -1
	if e.To.Service == sharedlic.NoService {
		if i, ok := w.byID[e.To.Unit]; ok {
			h.unit = i
		}
	}
}

// deliver lets a message arrive, unless its sender had crashed before it left, or
// the way is cut, or nobody is there.
func (w *world) deliver(h *happening) {
	from := w.procs[h.from]
	if h.life != from.unit.Life || !from.up {
		if h.sent > from.crashes[h.life-1] {
			return
		}
	}
	to := h.unit
	switch h.to.Service {
	case sharedlic.MainServer:
		to = w.active
	case sharedlic.BackupServer:
		to = spare
	}
	if to < 0 || !w.procs[to].up || w.cut[h.from][to] {
		w.trace.add(entry{at: w.now, unit: h.from, peer: to, what: messageLost, message: h.message})
		return
	}
	p := w.procs[to]
	w.report.Events++
	w.trace.add(entry{at: w.now, unit: to, peer: h.from, what: messageArrived, message: h.message})
	w.advance(p)
	if p.p != nil {
		p.watch.hear(h.message)
	}
	m := h.message
	if w.config.Plant == Forgery {
		m = forged(m)
	}
	out := p.m.Step(m)
	if p.serves() && len(out.Messages) > 0 && m.Kind() <= sharedlic.RefreshKind {
		p.shadow.heard[h.from] = w.clock(p)
	}
	w.handle(p, out)
	w.after(p)
}

// forged is a page with more leases than there can be.
func forged(m sharedlic.Message) sharedlic.Message {
	page, ok := m.(sharedlic.Page)
	if !ok || len(page.Clients) == 0 {
		return m
	}
	page.Clients = append([]sharedlic.Client(nil), page.Clients...)
	page.Clients[0].Lease += sharedlic.MaxSessions
	return page
}
