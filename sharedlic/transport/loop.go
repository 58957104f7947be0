package transport

import (
	"context"
	"time"

	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sharedlic"
	"github.com/asapak/asapak/sharedlic/wire"
)

// maxWait is the longest time between two looks at the clock.
const maxWait = time.Hour

// maxBatch is how many inputs are taken between two looks at the clock.
const maxBatch = 64

// loop runs the machine until ctx ends or the journal fails.
func (n *node) loop(ctx context.Context) error {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		timer.Reset(n.untilEvent())
		select {
		case in := <-n.inputs:
			n.advance()
			n.take(in)
			n.takeMore()
		case <-timer.C:
			n.advance()
		case err := <-n.outbox.failed:
			return err
		case <-ctx.Done():
			return nil
		}
	}
}

// takeMore takes what else has arrived: looking at the clock costs as much as a
// message.
func (n *node) takeMore() {
	for range maxBatch {
		select {
		case in := <-n.inputs:
			n.take(in)
		default:
			return
		}
	}
}

func (n *node) untilEvent() time.Duration {
	if d, ok := n.machine.NextEvent(); ok {
		return min(d/time.Duration(n.Pace), maxWait)
	}
	return maxWait
}

// advance gives the machine the time that went by.
func (n *node) advance() {
	now := time.Now()
	elapsed := now.Sub(n.clock)
	n.clock = now
	n.act(n.machine.Advance(elapsed*time.Duration(n.Pace)), "")
}

func (n *node) take(in input) {
	if in.do != nil {
		in.do()
		return
	}
	n.step(in.message, in.from.remote)
}

// step gives the machine an input, which by brought. What comes when the machine
// has stopped is lost, as what is on the way is when a unit is switched off.
func (n *node) step(in sharedlic.Input, by string) {
	if !n.ending {
		n.act(n.machine.Step(in), by)
	}
}

// act does what the machine wants: records first.
func (n *node) act(o sharedlic.Output, by string) {
	if len(o.Records) > 0 && n.log != nil {
		n.written = n.log.Append(n.clock, by, o.Records)
		if n.log.Full() {
			n.log.Compact(n.machine.(Store).Snapshot())
		}
	}
	for _, e := range o.Messages {
		if l := n.links[e.To.Service]; l != nil {
			l.send(e.Message, n.written)
		} else if c := n.conns[e.To.Unit]; c != nil {
			n.post(c, e.Message, n.written)
		}
	}
	for _, e := range o.Events {
		n.Event(e)
	}
}

// post sends a message when the changes before it are durable.
func (n *node) post(c *Conn, m sharedlic.Message, gate uint64) {
	frame, err := wire.Append(nil, m)
	if err != nil {
		n.Notice(err)
		return
	}
	n.outbox.post(c, frame, gate)
}

// call runs f in the goroutine of the machine. It reports false when that has
// ended.
func (n *node) call(f func()) bool {
	select {
	case n.inputs <- input{do: f}:
		return true
	case <-n.stopped:
		return false
	}
}

// sayGoodbye gives back what the unit holds. When the journal is closed, what that
// changed is durable and its messages are queued.
func (n *node) sayGoodbye() error {
	n.advance()
	n.step(sharedlic.Stop{}, "stop")
	n.ending = true
	if n.log == nil {
		return nil
	}
	return n.log.Close()
}

// mopUp takes what still arrives while the connections close.
func (n *node) mopUp(gateDone <-chan struct{}) {
	over := make(chan struct{})
	go func() {
		defer close(over)
		<-gateDone
		n.all.Wait()
	}()
	for {
		select {
		case in := <-n.inputs:
			n.take(in)
		case <-over:
			return
		}
	}
}

// closeAll closes the connections, and sends before that what is to be sent.
func (n *node) closeAll() {
	for _, l := range n.links {
		if l.conn != nil {
			n.all.Go(l.conn.Close)
		}
	}
	for _, c := range n.conns {
		n.all.Go(c.Close)
	}
}

// Wait waits until the unit has ended. The error is that of its journal.
func (u *Unit) Wait() error {
	<-u.done
	return u.err
}

// Do runs f with the machine; what f returns is stepped. It reports false when
// the unit has ended.
func (u *Unit) Do(by string, f func(Machine) []sharedlic.Input) bool {
	ran := make(chan struct{})
	ok := u.node.call(func() {
		defer close(ran)
		u.node.advance()
		for _, in := range f(u.node.machine) {
			u.node.step(in, by)
		}
	})
	if !ok {
		return false
	}
	select {
	case <-ran:
		return true
	case <-u.done:
		return false
	}
}

// Since tells since when a participant holds sessions without a break.
func (u *Unit) Since(id license.Serial) (time.Time, bool) {
	if u.node.log == nil {
		return time.Time{}, false
	}
	return u.node.log.Since(id)
}
