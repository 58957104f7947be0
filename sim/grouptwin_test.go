package sim

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/asapak/asapak/activationkey"
	"github.com/asapak/asapak/device"
	"github.com/asapak/asapak/failover"
	"github.com/asapak/asapak/license"
)

// A happening is something done to a pair at an hour.
type happening struct {
	hour int
	unit int
	do   string
	key  activationkey.Key
	act  device.Action
}

func (r *rig) happen(h happening) {
	u := r.units[h.unit]
	switch h.do {
	case "cut", "heal":
		r.group.CutLink(r.units[h.unit], h.do == "cut")
	case "off", "on":
		u.Step(device.Power{On: h.do == "on"})
	case "key":
		u.Step(device.EnterKey{Key: h.key, Action: h.act})
	case "switch":
		r.group.SetActive(u)
	}
}

// hours is the slow twin: it knows in hindsight which losses of contact lasted more
// than 30 days, and lets a pair of devices go hour by hour.
func hours(devices []*device.Unit, all []happening, until int) {
	alone := aloneHours(all, until)
	next := 0
	for hour := 0; ; hour++ {
		for ; next < len(all) && all[next].hour == hour; next++ {
			h := all[next]
			switch h.do {
			case "off", "on":
				devices[h.unit].Step(device.Power{On: h.do == "on"})
			case "key":
				devices[h.unit].Step(device.EnterKey{Key: h.key, Action: h.act})
			}
		}
		if hour == until {
			return
		}
		devices[1].Step(device.Wait{})
		if runs, active := devices[0].Standing(); runs && !alone[hour] {
			devices[1].Step(device.Wait{Features: active & license.MaskOf(botnet, carrier)})
		}
		for _, d := range devices {
			d.Advance(time.Hour)
		}
	}
}

func aloneHours(all []happening, until int) []bool {
	alone := make([]bool, until)
	cut, on, lost := false, [2]bool{true, true}, -1
	end := func(hour int) {
		if lost >= 0 && hour-lost > 30*24 {
			for h := lost; h < hour; h++ {
				alone[h] = true
			}
		}
		lost = -1
	}
	for _, h := range all {
		switch h.do {
		case "cut", "heal":
			cut = h.do == "cut"
		case "off", "on":
			on[h.unit] = h.do == "on"
		}
		contact := !cut && on[0] && on[1]
		switch {
		case contact && lost >= 0:
			end(h.hour)
		case !contact && lost < 0:
			lost = h.hour
		}
	}
	end(until)
	return alone
}

func randomHappenings(r *rig, rng *rand.Rand, until int) []happening {
	var all []happening
	cut, on := false, [2]bool{true, true}
	for hour := rng.IntN(200); hour < until; hour += rng.IntN(500) {
		h := happening{hour: hour, unit: rng.IntN(2)}
		switch rng.IntN(6) {
		case 0, 1:
			h.unit = 0 // the one link of a pair
			if cut = !cut; cut {
				h.do = "cut"
			} else {
				h.do = "heal"
			}
		case 2:
			if on[h.unit] = !on[h.unit]; on[h.unit] {
				h.do = "on"
			} else {
				h.do = "off"
			}
		case 3:
			h.do = "switch"
		default:
			h.do, h.act = "key", device.Action(rng.IntN(3))
			h.key = r.randomKey(rng, h.unit)
		}
		all = append(all, h)
	}
	if cut {
		all = append(all, happening{hour: until, do: "heal"})
	}
	for i := range 2 {
		if !on[i] {
			all = append(all, happening{hour: until, unit: i, do: "on"})
		}
	}
	return all
}

func (r *rig) randomKey(rng *rand.Rand, unit int) activationkey.Key {
	grants := []license.Set{{botnet: 1}, {carrier: 1}, {premium: 100}, {premium: 1000}, {botnet: 1, premium: 100}}
	return r.key(license.Serial(fmt.Sprintf("JMX1232L%03d", unit)), license.Grant{
		Features: grants[rng.IntN(len(grants))], Term: time.Duration(1+rng.IntN(60)) * license.Day,
	})
}

func state(devices ...*device.Unit) string {
	s := ""
	for _, d := range devices {
		if d == nil {
			continue
		}
		for _, t := range d.Flash().TimeBased {
			s += fmt.Sprintf("%v %v %v of %v, active %v\n", d.Serial(), t.Features.Mask().Features(), t.Left, t.Term, t.Active)
		}
	}
	return s
}

// rules LOSS-1, LOSS-2, LOSS-3, FO-4, FO-5, TIME-1: random cuts, power cuts, role
// changes and keys on a pair leave what a slow twin leaves that counts hour by
// hour in hindsight; and any split of the time leaves the same.
func TestPairEqualsTwin(t *testing.T) {
	rng := rand.New(rand.NewPCG(21, 22))
	for n := range 2000 {
		r := pair(t)
		until := 24 * (30 + rng.IntN(150))
		all := randomHappenings(r, rng, until)
		twins := []*device.Unit{r.units[0].device().Clone(), r.units[1].device().Clone()}
		split := pair(t)
		for _, w := range []*rig{r, split} {
			now := 0
			for _, h := range all {
				w.pass(rng, time.Duration(h.hour-now)*time.Hour, w == split)
				now = h.hour
				w.happen(h)
			}
			w.pass(rng, time.Duration(until-now)*time.Hour, w == split)
		}
		hours(twins, all, until)
		want := state(twins...)
		for _, w := range []*rig{r, split} {
			if got := state(w.units[0].device(), w.units[1].device()); got != want {
				t.Fatalf("pair %d after %d hours of %s\nhas\n%swant\n%s", n, until, told(all), got, want)
			}
		}
	}
}

func (r *rig) pass(rng *rand.Rand, d time.Duration, split bool) {
	for split && d > 0 {
		part := time.Duration(rng.Int64N(int64(d) + 1))
		r.world.Advance(part)
		d -= part
		if part == 0 {
			break
		}
	}
	r.world.Advance(d)
}

func told(all []happening) string {
	s := ""
	for _, h := range all {
		s += fmt.Sprintf("\n%5d: unit %d %s", h.hour, h.unit, h.do)
	}
	return s
}

// rules LOSS-1, LOSS-2, LOSS-3, CLU-2: any split of the time leaves a cluster the
// same, seen from each unit, at every moment of random cuts, power cuts and keys.
func TestClusterSplit(t *testing.T) {
	rng := rand.New(rand.NewPCG(31, 32))
	for n := range 200 {
		whole := newRig(t, failover.Clustering, "ASA 5585-X SSP-20", "9.2(1)", 4)
		split := newRig(t, failover.Clustering, "ASA 5585-X SSP-20", "9.2(1)", 4)
		for range 30 {
			d := time.Duration(rng.Int64N(int64(20 * license.Day)))
			whole.pass(rng, d, false)
			split.pass(rng, d, true)
			h := whole.randomOne(rng)
			whole.happen(h)
			split.happen(h)
			if got, want := split.seen(), whole.seen(); got != want {
				t.Fatalf("cluster %d: split\n%swhole\n%s", n, got, want)
			}
		}
	}
}

func (r *rig) randomOne(rng *rand.Rand) happening {
	h := happening{unit: rng.IntN(len(r.units)), do: []string{"cut", "heal", "heal", "off", "on", "on", "key", "key"}[rng.IntN(8)]}
	h.key = r.randomKey(rng, h.unit)
	return h
}

// seen is the group as each of its units has it.
func (r *rig) seen() string {
	s := ""
	for i, u := range r.units {
		run, ok := r.group.License(u)
		contact, left := r.group.Contact(u)
		s += fmt.Sprintf("%d %v %v %v %v\n%s", i, ok, run, contact, left, state(r.group.views[i].devices...))
	}
	return s
}
