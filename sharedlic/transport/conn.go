package transport

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"time"

	"github.com/asapak/asapak/sharedlic"
	"github.com/asapak/asapak/sharedlic/wire"
)

// keepBuffer is the size of buffers that a connection keeps while it is idle.
const keepBuffer = 512

// ErrSender says that a message names another sender than the unit that was
// authenticated.
var ErrSender = errors.New("message in the name of another unit")

// A Conn is a connection to a unit that knows the secret.
type Conn struct {
	Peer   Identity
	tls    *tls.Conn
	limits *Limits
	stream *stream
	remote string

	buf     []byte    // of Receive
	patient time.Time // until when Receive waits

	mu      sync.Mutex
	out     []byte // what is to be sent
	sending bool
	ending  bool
	sent    sync.WaitGroup
}

// Remote is the address of the other end.
func (c *Conn) Remote() net.Addr { return c.tls.RemoteAddr() }

// Send queues a frame and returns at once. A peer that doesn't take what was
// sent to it, more than the limit or for longer than the limit, is disconnected.
func (c *Conn) Send(frame []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ending {
		return
	}
	if len(c.out)+len(frame) > c.limits.Queue {
		c.ending = true
		c.tls.NetConn().Close()
		return
	}
	c.out = append(c.out, frame...)
	if !c.sending {
		c.sending = true
		c.sent.Add(1)
		go c.flush()
	}
}

// flush sends what is queued, and ends when nothing is: a connection that is
// idle needs no goroutine for it.
func (c *Conn) flush() {
	defer c.sent.Done()
	var spare []byte
	for {
		c.mu.Lock()
		frames := c.out
		if len(frames) == 0 {
			c.sending = false
			if cap(c.out) > keepBuffer {
				c.out = nil
			}
			c.mu.Unlock()
			return
		}
		c.out = spare[:0]
		c.mu.Unlock()
		if err := c.write(frames); err != nil {
			c.mu.Lock()
			c.ending, c.sending, c.out = true, false, nil
			c.mu.Unlock()
			c.abort()
			return
		}
		spare = frames[:0]
	}
}

func (c *Conn) write(frames []byte) error {
	if err := c.tls.NetConn().SetWriteDeadline(time.Now().Add(c.limits.Write)); err != nil {
		return err
	}
	c.stream.sent(frames)
	_, err := c.tls.Write(frames)
	return err
}

// Receive waits for a message. After a [wire.VersionError] or a [wire.TypeError]
// it can go on, after any other error the connection is of no use. It belongs to
// one goroutine.
func (c *Conn) Receive() (sharedlic.Message, error) {
	if err := c.extend(); err != nil {
		return nil, err
	}
	frame, err := c.readFrame()
	if err != nil {
		return nil, err
	}
	c.stream.received(frame)
	m, _, err := wire.Decode(frame)
	if err != nil {
		return nil, err
	}
	if from := m.Head().From; from != c.Peer.Serial {
		return nil, fmt.Errorf("%s says it is %s: %w", c.Peer.Serial, from, ErrSender)
	}
	return m, nil
}

// extend lets the peer be silent for some time more. The clock is moved rarely:
// that costs as much as a message.
func (c *Conn) extend() error {
	now := time.Now()
	if c.patient.Sub(now) > c.limits.Idle/2 {
		return nil
	}
	c.patient = now.Add(c.limits.Idle)
	return c.tls.NetConn().SetReadDeadline(c.patient)
}

func (c *Conn) readFrame() ([]byte, error) {
	if cap(c.buf) < wire.HeadSize || cap(c.buf) > keepBuffer {
		c.buf = make([]byte, 2*wire.MaxID+wire.HeadSize)
	}
	head := c.buf[:wire.HeadSize]
	if _, err := io.ReadFull(c.tls, head); err != nil {
		return nil, err
	}
	n, err := wire.Length(head)
	if err != nil {
		return nil, err
	}
	if n > cap(c.buf) {
		c.buf = append(make([]byte, 0, n), head...)
	}
	frame := c.buf[:n]
	_, err = io.ReadFull(c.tls, frame[wire.HeadSize:])
	return frame, err
}

// Close sends what is queued, within the limit, and ends the connection.
func (c *Conn) Close() {
	c.mu.Lock()
	c.ending = true
	c.mu.Unlock()
	linger := time.AfterFunc(c.limits.Linger, func() { c.tls.NetConn().Close() })
	c.sent.Wait()
	if linger.Stop() {
		c.tls.Close()
	}
	c.stream.close()
}

// abort ends the connection at once.
func (c *Conn) abort() {
	c.tls.NetConn().Close()
	c.stream.close()
}

// send encodes a message and queues it.
func (c *Conn) send(m sharedlic.Message) error {
	frame, err := wire.Append(nil, m)
	if err == nil {
		c.Send(frame)
	}
	return err
}
