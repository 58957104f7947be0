package journal

import (
	"encoding/binary"

	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sharedlic"
)

// A coder writes values, or reads them: one description of a value serves both
// ways. Reading beyond the end, or what wasn't written so, makes it bad.
type coder struct {
	reads bool
	buf   []byte // written so far, or left to read
	bad   bool
}

// integer writes or reads a number of any type.
func integer[T ~int | ~int64 | ~uint8 | ~uint32 | ~uint64](c *coder, v *T) {
	if !c.reads {
		c.buf = binary.AppendVarint(c.buf, int64(*v))
		return
	}
	n, size := binary.Varint(c.buf)
	if size <= 0 || int64(T(n)) != n {
		c.bad = true
		return
	}
	*v, c.buf = T(n), c.buf[size:]
}

func text[T ~string](c *coder, v *T) {
	n := len(*v)
	integer(c, &n)
	if !c.reads {
		c.buf = append(c.buf, *v...)
		return
	}
	if n < 0 || n > len(c.buf) {
		c.bad = true
	}
	if !c.bad {
		*v, c.buf = T(c.buf[:n]), c.buf[n:]
	}
}

func (c *coder) flag(v *bool) {
	var n uint8
	if *v {
		n = 1
	}
	integer(c, &n)
	c.bad = c.bad || n > 1
	*v = n == 1
}

// whole reports whether everything was read, and well.
func (c *coder) whole() bool { return !c.bad && len(c.buf) == 0 }

func (c *coder) entry(e *Entry) {
	integer(c, &e.batch)
	integer(c, &e.At)
	text(c, &e.By)
	c.record(&e.Record)
}

func (c *coder) record(r *sharedlic.Record) {
	integer(c, &r.Kind)
	integer(c, &r.Version)
	integer(c, &r.At)
	integer(c, &r.Epoch)
	integer(c, &r.Merged)
	integer(c, &r.Sessions)
	integer(c, &r.Pool)
	integer(c, &r.Interval)
	c.client(&r.Client)
	c.optional(r.Old != sharedlic.Client{}, func() { c.client(&r.Old) })
	c.optional(r.Backup != sharedlic.BackupState{}, func() { c.backup(&r.Backup) })
	c.bad = c.bad || r.Kind >= sharedlic.NumRecords
}

// optional writes or reads a part that most records haven't.
func (c *coder) optional(present bool, part func()) {
	c.flag(&present)
	if present && !c.bad {
		part()
	}
}

func (c *coder) client(v *sharedlic.Client) {
	text(c, &v.ID)
	text(c, &v.Hostname)
	text(c, &v.Model)
	integer(c, &v.Local)
	integer(c, &v.Limit)
	integer(c, &v.Lease)
	integer(c, &v.Request)
	c.flag(&v.Registered)
}

func (c *coder) backup(v *sharedlic.BackupState) {
	c.flag(&v.Synced)
	integer(c, &v.Granted)
	integer(c, &v.Allowance)
	integer(c, &v.Acting)
	integer(c, &v.Copied)
}

func (c *coder) snapshot(s *sharedlic.Snapshot, since map[license.Serial]int64) {
	integer(c, &s.Version)
	integer(c, &s.Floor)
	integer(c, &s.Epoch)
	integer(c, &s.Merged)
	integer(c, &s.Pool)
	integer(c, &s.Interval)
	c.backup(&s.Backup)
	n := len(s.Clients)
	integer(c, &n)
	if c.reads {
		if n < 0 || n > min(len(c.buf), sharedlic.MaxParticipants) {
			c.bad = true
			return
		}
		s.Clients = make([]sharedlic.StoredClient, n)
	}
	for i := range s.Clients {
		if c.bad {
			return
		}
		k := &s.Clients[i]
		c.client(&k.Client)
		integer(c, &k.Changed)
		at := since[k.Client.ID]
		integer(c, &at)
		if at != 0 {
			since[k.Client.ID] = at
		}
	}
}
