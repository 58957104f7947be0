package transport

import (
	"sync"
	"sync/atomic"
)

// An outbox holds messages until what they tell is durable. The log's goroutine
// sends them then, so that one sync lets go all that it made durable.
type outbox struct {
	mu      sync.Mutex
	durable uint64
	held    []held
	failed  chan error
	sent    *atomic.Uint64
}

type held struct {
	gate  uint64
	conn  *Conn
	frame []byte
}

// post sends a frame when the change of the number gate is durable. Frames leave
// in order.
func (o *outbox) post(c *Conn, frame []byte, gate uint64) {
	o.mu.Lock()
	if gate > o.durable || len(o.held) > 0 {
		o.held = append(o.held, held{gate, c, frame})
		o.mu.Unlock()
		return
	}
	o.mu.Unlock()
	o.sent.Add(1)
	c.Send(frame)
}

// advance is told by the log what is durable. After an error nothing is sent any
// more.
func (o *outbox) advance(seq uint64, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if err != nil {
		o.held = nil
		select {
		case o.failed <- err:
		default:
		}
		return
	}
	o.durable = seq
	n := 0
	for n < len(o.held) && o.held[n].gate <= seq {
		o.sent.Add(1)
		o.held[n].conn.Send(o.held[n].frame)
		n++
	}
	rest := copy(o.held, o.held[n:])
	clear(o.held[rest:])
	o.held = o.held[:rest]
}
