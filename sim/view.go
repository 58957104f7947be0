package sim

import (
	"time"

	"github.com/asapak/asapak/device"
	"github.com/asapak/asapak/failover"
	"github.com/asapak/asapak/license"
)

// A view is what some units of a group know of all of it: a copy of each device
// as it would be if what they know were all there is. While contact lasts there is
// one view; while it is lost each part goes on in its own (LOSS-1).
type view struct {
	devices []*device.Unit // in the group's order; nil for those that mean nothing to it
	alone   members        // who counts as alone in it (LOSS-3)
}

// A members is a set of units of a group, a bit for each place.
type members uint32

func member(i int) members                { return 1 << i }
func (m members) has(i int) bool          { return m&member(i) != 0 }
func (m members) overlaps(o members) bool { return m&o != 0 }

func (v *view) clone() *view {
	c := &view{devices: make([]*device.Unit, len(v.devices)), alone: v.alone}
	for i, d := range v.devices {
		if d != nil {
			c.devices[i] = d.Clone()
		}
	}
	return c
}

// wait lets on/off licenses wait for those of earlier units (FO-4).
func (v *view) wait() {
	var q failover.Queue
	for i, d := range v.devices {
		if d == nil {
			continue
		}
		waits := license.Mask(0)
		if !v.alone.has(i) {
			waits = q.Next(d.Standing())
		}
		if d.Waiting() != waits {
			d.Step(device.Wait{Features: waits})
		}
	}
}

// next is how long until something happens in one of the devices.
func (v *view) next() (time.Duration, bool) {
	var soonest time.Duration
	for _, d := range v.devices {
		if d == nil {
			continue
		}
		if n, ok := d.NextEvent(); ok && (soonest == 0 || n < soonest) {
			soonest = n
		}
	}
	return soonest, soonest != 0
}

// advance lets time go by in all devices together, from event to event.
func (v *view) advance(d time.Duration) {
	for d > 0 {
		step := d
		if n, ok := v.next(); ok {
			step = min(step, n)
		}
		v.leap(step, func(int, device.Output) {})
		d -= step
	}
}

// leap lets time go by in all devices, no further than the next event; told gets
// what happens.
func (v *view) leap(d time.Duration, told func(unit int, out device.Output)) {
	for i, dev := range v.devices {
		if dev != nil {
			told(i, dev.Advance(d))
		}
	}
	v.wait()
}

// step gives one of the devices an input, where the view has it.
func (v *view) step(unit int, in device.Input) device.Output {
	if v.devices[unit] == nil {
		return device.Output{}
	}
	out := v.devices[unit].Step(in)
	v.wait()
	return out
}
