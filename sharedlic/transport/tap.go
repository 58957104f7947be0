package transport

import (
	"io"
	"net"
	"net/netip"
	"sync"
	"time"
)

// A Tap writes what units say to each other, decrypted, to a capture file that
// Wireshark and asapak shared decode read. Its packets are what would have
// passed without TLS: each connection begins with its three segments and ends
// with FIN, with the numbers and checksums of TCP and IP. The hardware addresses
// are made up.
type Tap struct {
	mu  sync.Mutex
	w   io.Writer
	err error
}

// NewTap begins a capture.
func NewTap(w io.Writer) (*Tap, error) {
	_, err := w.Write(captureHead())
	return &Tap{w: w}, err
}

// Err is the error that ended the capture, nil while it goes on.
func (t *Tap) Err() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.err
}

func (t *Tap) write(s *segment) {
	if t.err == nil {
		_, t.err = t.w.Write(packetBlock(time.Now(), s.packet()))
	}
}

// A stream is one connection in a capture. A nil stream is none.
type stream struct {
	tap       *Tap
	own, mate netip.AddrPort
	seq, ack  uint32
	over      bool
}

// stream begins a connection, which was opened by this end or by the other one.
func (t *Tap) stream(own, mate net.Addr, opened bool) *stream {
	a, okA := own.(*net.TCPAddr)
	b, okB := mate.(*net.TCPAddr)
	if t == nil || !okA || !okB {
		return nil
	}
	s := &stream{tap: t, own: plain(a.AddrPort()), mate: plain(b.AddrPort())}
	t.mu.Lock()
	defer t.mu.Unlock()
	if opened {
		s.out(flagSYN, nil)
		s.in(flagSYN|flagACK, nil)
		s.out(flagACK, nil)
	} else {
		s.in(flagSYN, nil)
		s.out(flagSYN|flagACK, nil)
		s.in(flagACK, nil)
	}
	return s
}

func plain(a netip.AddrPort) netip.AddrPort {
	return netip.AddrPortFrom(a.Addr().Unmap().WithZone(""), a.Port())
}

func (s *stream) sent(data []byte)     { s.data(data, s.out) }
func (s *stream) received(data []byte) { s.data(data, s.in) }

func (s *stream) data(data []byte, pass func(flags byte, data []byte)) {
	if s == nil {
		return
	}
	s.tap.mu.Lock()
	defer s.tap.mu.Unlock()
	for len(data) > 0 && !s.over {
		n := min(len(data), maxSegment)
		pass(flagPSH|flagACK, data[:n])
		data = data[n:]
	}
}

// close ends the connection, once.
func (s *stream) close() {
	if s == nil {
		return
	}
	s.tap.mu.Lock()
	defer s.tap.mu.Unlock()
	if !s.over {
		s.over = true
		s.out(flagFIN|flagACK, nil)
		s.in(flagFIN|flagACK, nil)
		s.out(flagACK, nil)
	}
}

func (s *stream) out(flags byte, data []byte) {
	s.tap.write(&segment{from: s.own, to: s.mate, seq: s.seq, ack: s.ackOf(flags, s.ack), flags: flags, data: data})
	s.seq += space(flags, data)
}

func (s *stream) in(flags byte, data []byte) {
	s.tap.write(&segment{from: s.mate, to: s.own, seq: s.ack, ack: s.ackOf(flags, s.seq), flags: flags, data: data})
	s.ack += space(flags, data)
}

func (s *stream) ackOf(flags byte, ack uint32) uint32 {
	if flags&flagACK == 0 {
		return 0
	}
	return ack
}

// space is how many sequence numbers a segment takes.
func space(flags byte, data []byte) uint32 {
	n := uint32(len(data))
	if flags&(flagSYN|flagFIN) != 0 {
		n++
	}
	return n
}
