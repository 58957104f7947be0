package sshd

import "sync"

// commits groups what many sessions want to be kept into few writes: what is
// asked for while one is under way shares the next.
type commits struct {
	world *World

	mu      sync.Mutex
	next    *batch // that a write will begin for
	writing bool
}

// A batch is what one write keeps.
type batch struct {
	done chan struct{}
	err  error
}

// join puts the change that was just made, under the world's lock, into a batch.
func (c *commits) join() *batch {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.next == nil {
		c.next = &batch{done: make(chan struct{})}
	}
	b := c.next
	if !c.writing {
		c.writing = true
		c.world.serving.Go(c.write)
	}
	return b
}

// write keeps one batch after the other until there is none.
func (c *commits) write() {
	for {
		c.mu.Lock()
		b := c.next
		c.next, c.writing = nil, b != nil
		c.mu.Unlock()
		if b == nil {
			return
		}
		b.err = c.world.keep()
		close(b.done)
	}
}

// wait returns when the batch is kept, or why it isn't.
func (b *batch) wait() error {
	<-b.done
	return b.err
}

// keep takes the state under the lock, and writes it without.
func (w *World) keep() error {
	if w.options.Keep == nil {
		return nil
	}
	w.mu.Lock()
	write := w.options.Keep()
	w.mu.Unlock()
	return write()
}
