package sharedlic

import "time"

// A client is what the running server knows of a participant.
type client struct {
	Client
	last    uint64        // highest request heard, durable or not
	changed uint64        // version of the ledger in which it changed
	heard   time.Duration // running time of the server at its last request
	high    int           // most sessions it held since the statistics were cleared
	counts  Counts
	links   [numQueues]link
}

// Queues that a client can be in, one of each kind.
const (
	byChange  = iota // all clients, in the order in which they changed
	byHearing        // registered ones by when they were heard, or the others by when they went
	numQueues
)

type link struct {
	in         *queue
	prev, next *client
}

// A queue is a list of clients that costs the same however long it is.
type queue struct {
	kind        int
	front, back *client
}

// push puts c at the back, out of the queue of the same kind that it is in.
func (q *queue) push(c *client) {
	l := &c.links[q.kind]
	if l.in == q && q.back == c {
		return
	}
	if l.in != nil {
		l.in.remove(c)
	}
	*l = link{in: q, prev: q.back}
	if q.back == nil {
		q.front = c
	} else {
		q.back.links[q.kind].next = c
	}
	q.back = c
}

func (q *queue) remove(c *client) {
	l := &c.links[q.kind]
	if l.prev == nil {
		q.front = l.next
	} else {
		l.prev.links[q.kind].next = l.next
	}
	if l.next == nil {
		q.back = l.prev
	} else {
		l.next.links[q.kind].prev = l.prev
	}
	*l = link{}
}

// next is the client behind c, prev the one before it.
func (q *queue) next(c *client) *client { return c.links[q.kind].next }
func (q *queue) prev(c *client) *client { return c.links[q.kind].prev }
