package combine

import (
	"time"

	"github.com/asapak/asapak/license"
)

// A Member is one unit of a failover pair or cluster, with what forms its own
// running license (FO-1). Members are given in the order in which their on/off
// time-based licenses run: the primary or control unit first (FO-4, CLU-1).
type Member struct {
	Permanent license.Set // the unit's license without time-based keys
	Active    []Timed
}

// A Ground is what the members of a group stand on: equal for all of them.
type Ground struct {
	Platform *license.Platform
	Release  license.Release

	// Separate names features that are licensed on each unit and not added up:
	// Secure Client sessions in multiple context mode (EXCL-8).
	Separate license.Mask
}

// A Combiner forms failover cluster licenses. It keeps scratch space, so that
// combining allocates nothing once it is warm: it is not for use by several
// goroutines at once. The zero Combiner is ready.
type Combiner struct {
	keys  []Timed
	units []span
}

// A span is a member's keys within Combiner.keys.
type span struct{ from, to int }

// Cluster forms the failover cluster license: numbers add up to the platform
// limit (FO-2), what any unit has enabled is enabled (FO-3). A row's term is the
// time until its value would fall if no key were entered and no inactive one took
// over (COMB-5): on/off licenses run one unit after the other (FO-4), numbers all
// at once (FO-5). That a unit is off now counts for nothing.
func (c *Combiner) Cluster(g Ground, members []Member) Running {
	c.load(members)
	var run Running
	for f := range license.NumFeatures {
		run[f].Value = c.value(&g, members, f)
	}
	open := c.given()
	for gone := time.Duration(0); open != 0; {
		step := c.step()
		if step == 0 {
			break
		}
		gone += step
		for f := range license.NumFeatures {
			if open.Has(f) && c.value(&g, members, f) < run[f].Value {
				run[f].Left = gone
				open &^= license.MaskOf(f)
			}
		}
	}
	return run
}

func (c *Combiner) load(members []Member) {
	c.keys, c.units = c.keys[:0], c.units[:0]
	for i := range members {
		from := len(c.keys)
		c.keys = append(c.keys, members[i].Active...)
		c.units = append(c.units, span{from, len(c.keys)})
	}
}

// given marks the features of which some key says anything.
func (c *Combiner) given() license.Mask {
	var m license.Mask
	for i := range c.keys {
		for f := range license.NumFeatures {
			if gives(&c.keys[i].Features, f) {
				m |= license.MaskOf(f)
			}
		}
	}
	return m
}

// value combines one feature of all members with the keys that are left.
func (c *Combiner) value(g *Ground, members []Member, f license.Feature) license.Value {
	var sum, best uint64
	for i, u := range c.units {
		v := uint64(valueAfter(g.Platform, g.Release, f, members[i].Permanent[f], c.keys[u.from:u.to], 0))
		sum, best = sum+v, max(best, v)
	}
	if f.InCluster() == license.Sum && !g.Separate.Has(f) {
		best = sum
	}
	return license.Value(min(best, uint64(max(g.Platform.Limit[f], highest(members, f)))))
}

// highest is the most that one member has of itself: a unit taken over from a
// real one's output may carry more than its model is known to.
func highest(members []Member, f license.Feature) license.Value {
	var most license.Value
	for i := range members {
		most = max(most, members[i].Permanent[f])
	}
	return most
}

// step lets time go by until the next key runs out, and tells how long that was;
// zero when no key is left.
func (c *Combiner) step() time.Duration {
	var next time.Duration
	c.each(func(t *Timed) {
		if next == 0 || t.Left < next {
			next = t.Left
		}
	})
	c.each(func(t *Timed) { t.Left -= next })
	return next
}

// each visits the keys that count now: a key waits while every feature of it is
// on/off and an earlier member has a key for it (FO-4).
func (c *Combiner) each(count func(*Timed)) {
	var earlier license.Mask
	for _, u := range c.units {
		var own license.Mask
		for i := u.from; i < u.to; i++ {
			t := &c.keys[i]
			if t.Left <= 0 {
				continue
			}
			features := t.Features.Mask()
			own |= features
			if features&^Waiting(earlier) != 0 {
				count(t)
			}
		}
		earlier |= own
	}
}

// Waiting is the part of a mask that can wait for another unit: on/off features
// run one unit after the other (FO-4), numbers all at once (FO-5).
func Waiting(features license.Mask) license.Mask { return features & onOff }

var onOff = func() (m license.Mask) {
	for f := range license.NumFeatures {
		if f.Kind() == license.Flag {
			m |= license.MaskOf(f)
		}
	}
	return m
}()
