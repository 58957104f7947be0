package sim

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/asapak/asapak/device"
	"github.com/asapak/asapak/failover"
	"github.com/asapak/asapak/license"
)

// changesOf prints the changes of a timeline, a line each, days after the start.
func changesOf(t *Timeline) string {
	var b strings.Builder
	for _, c := range t.Changes {
		var names []string
		for _, u := range c.Units {
			names = append(names, u.Name)
		}
		fmt.Fprintf(&b, "day %d %s: %s %s to %s (%d)\n", c.At.Sub(t.Start)/license.Day, strings.Join(names, "+"),
			c.Feature, c.Feature.Format(c.From), c.Feature.Format(c.To), c.Why)
	}
	return b.String()
}

func expect(t *testing.T, line *Timeline, want string) {
	t.Helper()
	if got := changesOf(line); got != strings.TrimLeft(want, "\n") {
		t.Errorf("timeline\n%swant%s", got, want)
	}
}

// rules FO-4, FO-5, scenario 8: on/off terms run one after the other, numbers
// together, and each change is told once for both units.
func TestTimelineOfPair(t *testing.T) {
	r := pair(t)
	r.enter(0, 8*week, botnet, 1)
	r.enter(1, 8*week, botnet, 1)
	r.enter(0, 4*week, premium, 1000)
	r.enter(1, 6*week, premium, 750)
	line := r.world.Timeline(start.Add(365*license.Day), nil)
	expect(t, line, `
day 28 u0+u1: AnyConnect Premium Peers 1750 to 752 (1)
day 42 u0+u1: AnyConnect Premium Peers 752 to 4 (1)
day 112 u0+u1: Botnet Traffic Filter Enabled to Disabled (1)
`)
	if got := line.First[0][premium]; got != 1750 {
		t.Errorf("starts with %d sessions, want 1750", got)
	}
}

// rules EXP-1, EXP-2, scenario 12: 2500, then 1000, then the permanent license.
func TestTimelineOfHeir(t *testing.T) {
	r := pair(t)
	r.enter(0, 10*license.Day, premium, 1000)
	r.enter(0, 20*license.Day, premium, 2500)
	line := r.world.Timeline(start.Add(60*license.Day), nil)
	expect(t, line, `
day 20 u0+u1: AnyConnect Premium Peers 2500 to 1002 (2)
day 30 u0+u1: AnyConnect Premium Peers 1002 to 4 (1)
`)
}

// rules LOSS-1, LOSS-3, scenario 29: contact lost for 40 days costs the combined
// license after 30, and brings it back.
func TestTimelineOfLostContact(t *testing.T) {
	r := pair(t)
	r.enter(0, 8*week, botnet, 1)
	r.enter(1, 16*week, botnet, 1)
	at := func(days int, cut bool) Act {
		return Act{At: start.Add(time.Duration(days) * license.Day), Do: func() { r.group.CutLink(r.units[0], cut) }}
	}
	line := r.world.Timeline(start.Add(200*license.Day), []Act{at(50, false), at(10, true)})
	expect(t, line, `
day 40 u0+u1: Security Contexts 4 to 2 (3)
day 40 u0+u1: AnyConnect Premium Peers 4 to 2 (3)
day 40 u0+u1: Total TLS Proxy Sessions 4 to 2 (3)
day 50 u0+u1: Security Contexts 2 to 4 (5)
day 50 u0+u1: AnyConnect Premium Peers 2 to 4 (5)
day 50 u0+u1: Total TLS Proxy Sessions 2 to 4 (5)
day 128 u0+u1: Botnet Traffic Filter Enabled to Disabled (1)
`)
}

// rule CLU-2: a data unit that is away for longer takes its part with it, from the
// others too, and brings it back.
func TestTimelineOfCluster(t *testing.T) {
	r := newRig(t, failover.Clustering, "ASA 5585-X SSP-20", "9.2(1)", 3)
	r.enter(2, 20*license.Day, botnet, 1)
	r.enter(0, 90*license.Day, botnet, 1)
	line := r.world.Timeline(start.Add(60*license.Day), []Act{
		{At: start, Do: func() { r.group.CutLink(r.units[2], true) }},
		{At: start.Add(40 * license.Day), Do: func() { r.group.CutLink(r.units[2], false) }},
	})
	expect(t, line, `
day 30 u0+u1: Security Contexts 6 to 4 (4)
day 30 u2: Security Contexts 6 to 2 (3)
day 30 u0+u1: AnyConnect Premium Peers 6 to 4 (4)
day 30 u2: AnyConnect Premium Peers 6 to 2 (3)
day 30 u0+u1: Total TLS Proxy Sessions 6 to 4 (4)
day 30 u2: Total TLS Proxy Sessions 6 to 2 (3)
day 30 u2: Botnet Traffic Filter Enabled to Disabled (3)
day 40 u0+u1: Security Contexts 4 to 6 (5)
day 40 u2: Security Contexts 2 to 6 (5)
day 40 u0+u1: AnyConnect Premium Peers 4 to 6 (5)
day 40 u2: AnyConnect Premium Peers 2 to 6 (5)
day 40 u0+u1: Total TLS Proxy Sessions 4 to 6 (5)
day 40 u2: Total TLS Proxy Sessions 2 to 6 (5)
day 40 u2: Botnet Traffic Filter Disabled to Enabled (5)
`)
}

// A walk in small steps tells the same as one at once.
func TestTimelineSplits(t *testing.T) {
	walk := func(acts []Act) *Timeline {
		r := newRig(t, failover.Clustering, "ASA 5585-X SSP-20", "9.2(1)", 4)
		for i := range 4 {
			r.enter(i, time.Duration(20+i)*license.Day, premium, 1000)
			r.enter(i, time.Duration(20+i)*license.Day, carrier, 1)
		}
		return r.world.Timeline(start.Add(120*license.Day), acts)
	}
	var daily []Act
	for i := range 120 {
		daily = append(daily, Act{At: start.Add(time.Duration(i) * license.Day), Do: func() {}})
	}
	whole, parts := changesOf(walk(nil)), changesOf(walk(daily))
	if whole != parts || strings.Count(whole, "\n") != 5 {
		t.Errorf("at once\n%sin steps\n%s", whole, parts)
	}
}

// rule TIME-1: a unit that is off is told of when it is on again, with what its
// mate lost meanwhile; tracks gather units that see the same.
func TestTimelineOfPower(t *testing.T) {
	r := pair(t)
	r.enter(0, 10*license.Day, botnet, 1)
	line := r.world.Timeline(start.Add(60*license.Day), []Act{
		{At: start.Add(5 * license.Day), Do: func() { r.units[1].Step(device.Power{}) }},
		{At: start.Add(20 * license.Day), Do: func() { r.units[1].Step(device.Power{On: true}) }},
	})
	expect(t, line, `
day 10 u0: Botnet Traffic Filter Enabled to Disabled (1)
day 20 u1: Botnet Traffic Filter Enabled to Disabled (5)
`)
	tracks := line.Tracks()
	if len(tracks) != 2 || len(tracks[0].Steps) != 2 || tracks[0].Steps[1].At != start.Add(10*license.Day) {
		t.Errorf("%d tracks: %+v", len(tracks), tracks)
	}
}

// Ten years of a cluster of 16 units with 200 time-based keys must not take longer
// than a person waits.
func BenchmarkTimeline(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		r := newRig(b, failover.Clustering, "ASA 5585-X SSP-20", "9.2(1)", 16)
		features := []license.Feature{premium, botnet, carrier, license.SecurityContexts}
		for i := range 200 {
			f := features[i/16%len(features)]
			v := license.Enabled
			if f.Kind() == license.Count {
				v = 10 // both ladders have it
			}
			r.enter(i%16, time.Duration(20+i)*license.Day, f, v)
		}
		b.StartTimer()
		if t := r.world.Timeline(start.Add(3650*license.Day), nil); len(t.Changes) < 8 {
			b.Fatalf("%d changes", len(t.Changes))
		}
	}
}
