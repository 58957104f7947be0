package journal

import (
	"encoding/binary"
	"hash/crc32"
	"sync"
	"time"

	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sharedlic"
)

const (
	magic      = "asapak shared\x00\x00\x01" // the last two bytes are the version
	headSize   = 8
	maxPayload = 64 << 20
	noPayload  = 0
)

// castagnoli is the table of the checksums. It is made when it is needed: most
// commands of the program never do.
var castagnoli = sync.OnceValue(func() *crc32.Table { return crc32.MakeTable(crc32.Castagnoli) })

// An Entry is a change as it is kept, with its audit.
type Entry struct {
	At     int64  // wall clock, ns since 1970: for people, nothing depends on it
	By     string // who asked: an address, or an operator
	Record sharedlic.Record

	batch uint64
}

// Time is the wall clock of the entry.
func (e *Entry) Time() time.Time { return time.Unix(0, e.At) }

// appendFrame appends the frame of a payload that write writes.
func appendFrame(buf []byte, write func(c *coder)) []byte {
	start := len(buf)
	c := coder{buf: append(buf, make([]byte, headSize)...)}
	write(&c)
	frame := c.buf[start:]
	binary.BigEndian.PutUint32(frame, uint32(len(frame)-headSize))
	binary.BigEndian.PutUint32(frame[4:], checksum(frame))
	return c.buf
}

// checksum is that of a frame, over everything but itself.
func checksum(frame []byte) uint32 {
	return crc32.Update(crc32.Checksum(frame[:4], castagnoli()), castagnoli(), frame[headSize:])
}

// cutFrame takes the frame at the begin of data. It reports false for a torn or
// damaged one.
func cutFrame(data []byte) (payload, rest []byte, ok bool) {
	if len(data) < headSize {
		return nil, data, false
	}
	n := binary.BigEndian.Uint32(data)
	if n == noPayload || n > maxPayload || int(n) > len(data)-headSize {
		return nil, data, false
	}
	frame := data[:headSize+n]
	if binary.BigEndian.Uint32(frame[4:]) != checksum(frame) {
		return nil, data, false
	}
	return frame[headSize:], data[len(frame):], true
}

// cutEntry takes the entry at the begin of data.
func cutEntry(data []byte) (e Entry, rest []byte, ok bool) {
	payload, rest, ok := cutFrame(data)
	if !ok {
		return Entry{}, data, false
	}
	c := coder{reads: true, buf: payload}
	c.entry(&e)
	return e, rest, c.whole()
}

// cutEntries reads a log up to its end or to the first frame that is torn, and
// hands each entry over. Whole reports whether none is torn; lost, that one of a
// later batch is behind it.
func cutEntries(data []byte, each func(*Entry)) (size int, whole, lost bool) {
	all := len(data)
	var last uint64 // the batch of the last whole entry
	for len(data) > 0 {
		e, rest, ok := cutEntry(data)
		if !ok {
			return all - len(data), false, followed(data, last)
		}
		each(&e)
		last, data = e.batch, rest
	}
	return all, true, false
}

// countFrames is how many frames a log may hold, for the memory that they need.
func countFrames(data []byte) int {
	n := 0
	for len(data) >= headSize {
		size := headSize + int(binary.BigEndian.Uint32(data))
		data = data[min(size, len(data)):]
		n++
	}
	return n
}

// followed reports whether an entry of a batch after the torn one is in data. The
// torn frame is of the last good entry's batch, or of the one after it.
func followed(data []byte, last uint64) bool {
	for i := 1; i < len(data); i++ {
		if e, _, ok := cutEntry(data[i:]); ok && e.batch > last+1 {
			return true
		}
	}
	return false
}

// appendSnapshot appends the frame of a snapshot.
func appendSnapshot(buf []byte, s *sharedlic.Snapshot, since map[license.Serial]int64) []byte {
	return appendFrame(buf, func(c *coder) { c.snapshot(s, since) })
}

// cutSnapshot reads a snapshot.
func cutSnapshot(data []byte) (s sharedlic.Snapshot, since map[license.Serial]int64, ok bool) {
	payload, rest, ok := cutFrame(data)
	if !ok || len(rest) > 0 {
		return s, nil, false
	}
	since = make(map[license.Serial]int64)
	c := coder{reads: true, buf: payload}
	c.snapshot(&s, since)
	return s, since, c.whole()
}
