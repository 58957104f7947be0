package transport

import (
	"errors"
	"net"

	"github.com/asapak/asapak/sharedlic"
)

// maxWaiting is how many messages wait for a connection to a service.
const maxWaiting = 64

// A link leads to a service, when there is something to send. It belongs to the
// goroutine of its node; dialing reports back to that.
type link struct {
	node    *node
	service sharedlic.Service
	address string
	conn    *Conn
	dialing bool
	waiting []sharedlic.Message
}

// send sends a message, over a new connection if there is none.
func (l *link) send(m sharedlic.Message, gate uint64) {
	if l.conn != nil {
		l.node.post(l.conn, m, gate)
		return
	}
	if len(l.waiting) < maxWaiting {
		l.waiting = append(l.waiting, m)
	}
	if l.dialing {
		return
	}
	l.dialing = true
	l.node.all.Go(func() {
		c, err := l.node.Network.Dial(l.node.ctx, l.address)
		l.node.call(func() { l.dialed(c, err) })
		if err == nil {
			l.node.receive(c, func() { l.lost(c) })
		}
	})
}

// dialed takes the connection that was waited for.
func (l *link) dialed(c *Conn, err error) {
	waiting := l.waiting
	l.dialing, l.waiting, l.conn = false, nil, c
	switch {
	case err == nil:
		l.node.endLate(c)
		for _, m := range waiting {
			l.node.post(c, m, l.node.written)
		}
	case errors.Is(err, ErrAuthentication):
		l.node.Refused(Refusal{Source: target(l.address), Err: err})
		l.refuse(waiting)
	default:
		l.node.step(sharedlic.Unreachable{Service: l.service}, "")
	}
}

// refuse answers what waited as a server would that could: the signature is
// wrong. A server says nothing to who doesn't know the secret.
func (l *link) refuse(waiting []sharedlic.Message) {
	for _, m := range waiting {
		h := m.Head()
		if m.Kind() > sharedlic.RefreshKind {
			continue
		}
		l.node.step(sharedlic.Answer{
			Header: sharedlic.Header{Epoch: h.Epoch, Request: h.Request},
			To:     m.Kind(), Status: sharedlic.BadSignature,
		}, "")
	}
}

func (l *link) lost(c *Conn) {
	if l.conn == c {
		l.conn = nil
		l.node.step(sharedlic.Unreachable{Service: l.service}, "")
	}
}

// target is an address that wasn't resolved.
type target string

func (t target) Network() string { return "tcp" }
func (t target) String() string  { return string(t) }

var _ net.Addr = target("")
