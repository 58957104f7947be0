package wire

import (
	"encoding/binary"

	"github.com/asapak/asapak/sharedlic"
)

// The frame that every message stands in.
const (
	magic      = "PSHL"
	headSize   = 12 // magic, version, type, two zero bytes, length
	offVersion = 4
	offType    = 5
	offZero    = 6
	offLength  = 8

	// MaxFrame is the size of the largest frame, in bytes.
	MaxFrame = 32 << 10

	// HeadSize is how many bytes [Length] needs.
	HeadSize = headSize

	// MaxID is the size of the largest participant id.
	MaxID = 16
)

// A row says how a kind of message is written: its type byte and its fields.
type row struct {
	kind   sharedlic.Kind
	code   byte
	encode func(*coder, sharedlic.Message)
	decode func(*coder) sharedlic.Message
}

func message[M sharedlic.Message](code byte, fields func(*coder, *M)) row {
	var zero M
	return row{
		kind: zero.Kind(),
		code: code,
		encode: func(c *coder, m sharedlic.Message) {
			v := m.(M)
			fields(c, &v)
		},
		decode: func(c *coder) sharedlic.Message {
			var v M
			fields(c, &v)
			return v
		},
	}
}

// rows are the messages. A type byte is never used again for something else.
var rows = [...]row{
	message(1, func(c *coder, m *sharedlic.Registration) {
		c.header(&m.Header)
		c.text("Hostname", &m.Hostname, sharedlic.MaxName)
		c.text("Model", &m.Model, sharedlic.MaxName)
		c.count("Local", &m.Local)
		c.count("Limit", &m.Limit)
		c.count("Held", &m.Held)
		c.small("MinVersion", &m.MinVersion)
		c.small("MaxVersion", &m.MaxVersion)
	}),
	message(2, func(c *coder, m *sharedlic.Get) {
		c.header(&m.Header)
		c.count("Want", &m.Want)
	}),
	message(3, func(c *coder, m *sharedlic.Release) {
		c.header(&m.Header)
		c.count("Keep", &m.Keep)
	}),
	message(4, func(c *coder, m *sharedlic.Transfer) {
		c.header(&m.Header)
		c.serial("Old", &m.Old)
	}),
	message(5, func(c *coder, m *sharedlic.Refresh) {
		c.header(&m.Header)
		c.count("Held", &m.Held)
		c.count("Want", &m.Want)
	}),
	message(6, func(c *coder, m *sharedlic.Hello) {
		c.header(&m.Header)
		c.epoch("Granted", &m.Granted)
		c.small("MinVersion", &m.MinVersion)
		c.small("MaxVersion", &m.MaxVersion)
	}),
	message(7, func(c *coder, m *sharedlic.Sync) {
		c.header(&m.Header)
		c.long("After", &m.After)
		c.long("Start", &m.Start)
	}),
	message(8, func(c *coder, m *sharedlic.Update) {
		c.header(&m.Header)
		c.long("After", &m.After)
	}),
	message(129, func(c *coder, m *sharedlic.Answer) {
		c.header(&m.Header)
		c.request("To", &m.To)
		c.status("Status", &m.Status)
		c.count("Lease", &m.Lease)
		c.count("Pool", &m.Pool)
		c.count("Free", &m.Free)
		c.seconds("Interval", &m.Interval)
		c.small("Version", &m.Version)
	}),
	message(130, func(c *coder, m *sharedlic.Welcome) {
		c.header(&m.Header)
		c.status("Status", &m.Status)
		c.epoch("Merged", &m.Merged)
		c.small("Version", &m.Version)
	}),
	message(131, func(c *coder, m *sharedlic.Page) {
		c.header(&m.Header)
		c.request("To", &m.To)
		c.status("Status", &m.Status)
		c.long("Upto", &m.Upto)
		c.long("Start", &m.Start)
		c.flag("More", &m.More)
		c.flag("Whole", &m.Whole)
		c.count("Pool", &m.Pool)
		c.seconds("Interval", &m.Interval)
		c.clients("Clients", &m.Clients)
	}),
}

// byKind and byCode find rows.
var byKind, byCode = index()

func index() (kinds [sharedlic.NumKinds]*row, codes [256]*row) {
	for i := range rows {
		kinds[rows[i].kind], codes[rows[i].code] = &rows[i], &rows[i]
	}
	return kinds, codes
}

// Append appends the frame of a message. The error is a [*SyntaxError]: a field
// holds more than a frame can.
func Append(dst []byte, m sharedlic.Message) ([]byte, error) {
	r := byKind[m.Kind()]
	start := len(dst)
	dst = append(dst, magic...)
	dst = append(dst, sharedlic.Version, r.code, 0, 0, 0, 0, 0, 0)
	c := coder{data: dst, start: start}
	r.encode(&c, m)
	if c.err != nil {
		return dst[:start], c.err
	}
	binary.BigEndian.PutUint32(c.data[start+offLength:], uint32(len(c.data)-start))
	return c.data, nil
}

// Length is the size of the frame that begins with head, of which HeadSize bytes
// are needed.
func Length(head []byte) (int, error) {
	if len(head) < headSize {
		return 0, ErrShort
	}
	if string(head[:len(magic)]) != magic {
		return 0, &SyntaxError{Offset: 0, Field: "magic", Reason: "not a shared license message"}
	}
	if head[offZero] != 0 || head[offZero+1] != 0 {
		return 0, &SyntaxError{Offset: offZero, Field: "reserved", Reason: "not zero"}
	}
	n := binary.BigEndian.Uint32(head[offLength:])
	if n < headSize || n > MaxFrame {
		return 0, &SyntaxError{Offset: offLength, Field: "length", Reason: "outside of a frame's size"}
	}
	return int(n), nil
}

// Decode reads the message whose frame data begins with, and returns how long
// that frame is. The error is [ErrShort] when there is more to come, a
// [*VersionError] or a [*TypeError] when the frame can be passed over, or a
// [*SyntaxError] when the peer can't be understood.
func Decode(data []byte) (sharedlic.Message, int, error) {
	n, err := Length(data)
	if err != nil {
		return nil, 0, err
	}
	if len(data) < n {
		return nil, 0, ErrShort
	}
	c := coder{data: data[:n], at: headSize, reading: true}
	r := byCode[data[offType]]
	version := data[offVersion]
	if known := version >= sharedlic.MinVersion && version <= sharedlic.Version; r == nil || !known {
		var h sharedlic.Header
		c.header(&h)
		switch {
		case c.err != nil:
			return nil, n, c.err
		case !known:
			return nil, n, &VersionError{Version: version, Type: data[offType], Header: h}
		}
		return nil, n, &TypeError{Type: data[offType], Header: h}
	}
	m := r.decode(&c)
	if c.err == nil && c.at != n {
		c.fail("length", "more bytes than fields")
	}
	if c.err != nil {
		return nil, n, c.err
	}
	return m, n, nil
}

// Negotiate finds the newest protocol version that both ends speak, each from its
// oldest to its newest.
func Negotiate(oldest, newest, theirOldest, theirNewest uint8) (uint8, bool) {
	v := min(newest, theirNewest)
	return v, v >= max(oldest, theirOldest)
}
