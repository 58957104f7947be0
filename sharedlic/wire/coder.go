package wire

import (
	"encoding/binary"
	"time"

	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sharedlic"
)

// A coder goes through the fields of a message once, to write or to read them, so
// that both are the same list. After the first error it does nothing more.
type coder struct {
	data    []byte
	start   int // of the frame, while writing
	at      int // what is read next
	reading bool
	err     error
	seen    func(field, form string, size int) // told of each field, unless nil
}

func (c *coder) fail(field, reason string) {
	if c.err == nil {
		at := c.at
		if !c.reading {
			at = len(c.data) - c.start
		}
		c.err = &SyntaxError{Offset: at, Field: field, Reason: reason}
	}
}

// fixed is the place of a field of n bytes, nil after an error.
func (c *coder) fixed(field, form string, n int) []byte {
	if c.err != nil {
		return nil
	}
	if c.reading {
		if len(c.data)-c.at < n {
			c.fail(field, "cut off")
			return nil
		}
		c.at += n
		c.tell(field, form, n)
		return c.data[c.at-n : c.at]
	}
	for range n {
		c.data = append(c.data, 0)
	}
	c.tell(field, form, n)
	return c.data[len(c.data)-n:]
}

func (c *coder) tell(field, form string, n int) {
	if c.seen != nil {
		c.seen(field, form, n)
	}
}

func (c *coder) octet(field, form string, v, most uint8) uint8 {
	b := c.fixed(field, form, 1)
	if b == nil {
		return 0
	}
	if !c.reading {
		b[0] = v
	}
	if b[0] > most {
		c.fail(field, "out of range")
	}
	return b[0]
}

func (c *coder) small(field string, v *uint8) { *v = c.octet(field, "u8", *v, 255) }

func (c *coder) flag(field string, v *bool) {
	var b uint8
	if *v {
		b = 1
	}
	*v = c.octet(field, "flag", b, 1) == 1
}

func (c *coder) request(field string, v *sharedlic.Kind) {
	*v = sharedlic.Kind(c.octet(field, "kind", uint8(*v), uint8(sharedlic.NumRequests-1)))
}

func (c *coder) status(field string, v *sharedlic.Status) {
	*v = sharedlic.Status(c.octet(field, "status", uint8(*v), uint8(sharedlic.NumStatuses-1)))
}

func (c *coder) long(field string, v *uint64) {
	if b := c.fixed(field, "u64", 8); b != nil {
		if !c.reading {
			binary.BigEndian.PutUint64(b, *v)
		}
		*v = binary.BigEndian.Uint64(b)
	}
}

func (c *coder) epoch(field string, v *sharedlic.Epoch) {
	u := uint64(*v)
	c.long(field, &u)
	*v = sharedlic.Epoch(u)
}

// count is a number of sessions, from none to MaxSessions.
func (c *coder) count(field string, v *int) {
	b := c.fixed(field, "count", 4)
	if b == nil {
		return
	}
	if !c.reading {
		if *v < 0 || *v > sharedlic.MaxSessions {
			c.fail(field, "out of range")
			return
		}
		binary.BigEndian.PutUint32(b, uint32(*v))
	}
	u := binary.BigEndian.Uint32(b)
	if u > sharedlic.MaxSessions {
		c.fail(field, "out of range")
		return
	}
	*v = int(u)
}

// seconds is a duration in whole seconds, the longest refresh interval at most.
func (c *coder) seconds(field string, v *time.Duration) {
	b := c.fixed(field, "seconds", 2)
	if b == nil {
		return
	}
	if !c.reading {
		if *v < 0 || *v > sharedlic.MaxInterval || *v%time.Second != 0 {
			c.fail(field, "out of range")
			return
		}
		binary.BigEndian.PutUint16(b, uint16(*v/time.Second))
	}
	if *v = time.Duration(binary.BigEndian.Uint16(b)) * time.Second; *v > sharedlic.MaxInterval {
		c.fail(field, "out of range")
	}
}

// text is printable ASCII: a byte for its length, then its bytes.
func (c *coder) text(field string, v *string, most int) {
	if c.err != nil {
		return
	}
	n := len(*v)
	if c.reading {
		if c.at >= len(c.data) {
			c.fail(field, "cut off")
			return
		}
		n = int(c.data[c.at])
	}
	if n > most {
		c.fail(field, "too long")
		return
	}
	b := c.fixed(field, "text", 1+n)
	if b == nil {
		return
	}
	if !c.reading {
		b[0] = byte(n)
		copy(b[1:], *v)
	}
	for _, x := range b[1:] {
		if x < ' ' || x > '~' {
			c.fail(field, "not printable ASCII")
			return
		}
	}
	if c.reading {
		*v = string(b[1:])
	}
}

func (c *coder) serial(field string, v *license.Serial) {
	s := string(*v)
	c.text(field, &s, MaxID)
	*v = license.Serial(s)
	if c.err == nil && s == "" {
		c.fail(field, "empty")
	}
}

func (c *coder) header(h *sharedlic.Header) {
	c.serial("From", &h.From)
	c.epoch("Epoch", &h.Epoch)
	c.long("Request", &h.Request)
}

// clients are a number of two bytes, then each client.
func (c *coder) clients(field string, list *[]sharedlic.Client) {
	n := len(*list)
	if n > sharedlic.MaxPage {
		c.fail(field, "too many")
		return
	}
	b := c.fixed(field, "clients", 2)
	if b == nil {
		return
	}
	if !c.reading {
		binary.BigEndian.PutUint16(b, uint16(n))
	} else if n = int(binary.BigEndian.Uint16(b)); n > sharedlic.MaxPage {
		c.fail(field, "too many")
		return
	} else if n > 0 {
		*list = make([]sharedlic.Client, n)
	}
	for i := range *list {
		c.client(&(*list)[i])
	}
}

func (c *coder) client(v *sharedlic.Client) {
	c.serial("Clients.ID", &v.ID)
	c.text("Clients.Hostname", &v.Hostname, sharedlic.MaxName)
	c.text("Clients.Model", &v.Model, sharedlic.MaxName)
	c.count("Clients.Local", &v.Local)
	c.count("Clients.Limit", &v.Limit)
	c.count("Clients.Lease", &v.Lease)
	c.long("Clients.Request", &v.Request)
	c.flag("Clients.Registered", &v.Registered)
}
