package transport

import (
	"errors"
	"io"
	"iter"
	"net/netip"
	"time"

	"github.com/asapak/asapak/sharedlic"
	"github.com/asapak/asapak/sharedlic/wire"
)

// maxFlows is how many directions of connections are followed in a capture.
const maxFlows = 1 << 16

// A Captured is one frame of a capture.
type Captured struct {
	At       time.Time
	From, To netip.AddrPort
	Name     string            // such as "Registration", or "handshake: start"
	Message  sharedlic.Message // nil for frames of the handshake
	Size     int               // bytes of the frame
	Err      error             // why the stream can't be read from here on, or the message
}

// A flow is one direction of a connection.
type flow struct {
	next    uint32
	begun   bool
	broken  bool
	pending []byte
}

type ends struct{ from, to netip.AddrPort }

// ReadCapture reads the frames of a capture file in order. Packets of anything
// else are passed over. The error is ErrCapture, or one of r; after one the
// frames end.
func ReadCapture(r io.Reader) iter.Seq2[Captured, error] {
	return func(yield func(Captured, error) bool) {
		c := captureReader{r: r}
		flows := make(map[ends]*flow)
		for {
			p, err := c.next()
			if errors.Is(err, io.EOF) && !errors.Is(err, ErrCapture) {
				return
			}
			if err != nil {
				yield(Captured{}, err)
				return
			}
			s, ok := parsePacket(p.packet)
			if !ok || len(flows) >= maxFlows {
				continue
			}
			key := ends{s.from, s.to}
			f := flows[key]
			if f == nil {
				f = new(flow)
				flows[key] = f
			}
			for frame := range f.take(&s) {
				frame.At, frame.From, frame.To = p.at, s.from, s.to
				if !yield(frame, nil) {
					return
				}
			}
		}
	}
}

var errGap = errors.New("bytes are missing in the capture")

// take adds a segment and yields the frames that it completes.
func (f *flow) take(s *segment) iter.Seq[Captured] {
	return func(yield func(Captured) bool) {
		switch {
		case s.flags&flagSYN != 0:
			*f = flow{begun: true, next: s.seq + 1}
			return
		case f.broken || len(s.data) == 0:
			return
		case !f.begun:
			f.begun, f.next = true, s.seq
		case s.seq != f.next && int32(s.seq-f.next) < 0:
			return // once more
		case s.seq != f.next:
			f.broken = true
			yield(Captured{Name: "gap", Err: errGap})
			return
		}
		f.next += uint32(len(s.data))
		f.pending = append(f.pending, s.data...)
		for len(f.pending) > 0 {
			frame, err := cutFrame(f.pending)
			if errors.Is(err, wire.ErrShort) {
				return
			}
			if frame.Size == 0 {
				f.broken = true
			}
			frame.Err = err
			f.pending = f.pending[frame.Size:]
			if !yield(frame) || f.broken {
				return
			}
		}
	}
}

// cutFrame reads the frame at the begin of data. Its size is 0 when nothing after
// it can be read either.
func cutFrame(data []byte) (Captured, error) {
	if len(data) >= len(authMagic) && string(data[:len(authMagic)]) == authMagic {
		return cutHandshake(data)
	}
	m, n, err := wire.Decode(data)
	if err != nil {
		return Captured{Name: "unreadable", Size: n}, err
	}
	return Captured{Name: m.Kind().String(), Message: m, Size: n}, nil
}

// authNames are what the frames of the handshake are called.
var authNames = [...]string{
	startFrame:   "handshake: start",
	answerFrame:  "handshake: answer",
	initiatorTag: "handshake: tag of the initiator",
	responderTag: "handshake: tag of the responder",
}

func cutHandshake(data []byte) (Captured, error) {
	if len(data) < authHead {
		return Captured{}, wire.ErrShort
	}
	kind, n := int(data[5]), authHead+int(data[6])<<8+int(data[7])
	if kind == 0 || kind >= len(authNames) || n > authHead+maxAuthBody {
		return Captured{Name: "unreadable"}, ErrAuthentication
	}
	if len(data) < n {
		return Captured{}, wire.ErrShort
	}
	return Captured{Name: authNames[kind], Size: n}, nil
}
