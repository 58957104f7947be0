package sim

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/asapak/asapak/device"
	"github.com/asapak/asapak/failover"
	"github.com/asapak/asapak/license"
)

// restarted is a world of the same units that resumes what the rig's group kept.
func (r *rig) restarted() *rig {
	r.t.Helper()
	text, err := json.Marshal(r.group.State())
	if err != nil {
		r.t.Fatal(err)
	}
	var kept GroupState
	if err := json.Unmarshal(text, &kept); err != nil {
		r.t.Fatal(err)
	}
	again := &rig{t: r.t, world: New(r.world.Now()), secret: r.secret}
	for _, u := range r.units {
		d := u.Device()
		c := device.Config{Model: d.Model(), Serial: d.Serial(), Secret: r.secret}
		added, err := again.world.Add(u.Name, c, d.Flash(), u.Startup().Clone())
		if err != nil {
			r.t.Fatal(err)
		}
		again.units = append(again.units, added)
	}
	if again.group, err = again.world.ResumeGroup(r.group.Kind(), kept, again.units...); err != nil {
		r.t.Fatal(err)
	}
	return again
}

// bootAll is a restart of all units that takes no time.
func (r *rig) bootAll() {
	for i, u := range r.units {
		r.group.bootAgain(i)
		u.configure()
	}
	r.group.evaluate()
}

func (r *rig) shown() string {
	text := state(r.units[0].Device(), r.units[1].Device())
	for _, u := range r.units {
		run, ok := r.group.License(u)
		contact, left := r.group.Contact(u)
		text += fmt.Sprintln(run, ok, contact, left)
	}
	return text
}

// rules LOSS-1, LOSS-2, LOSS-3: a restart of the process in the midst of random
// cuts, power cuts and keys is a reload of all units, and charges no second
// otherwise.
func TestRestartKeepsTheLaw(t *testing.T) {
	const until = 3000 // hours
	for seed := range uint64(150) {
		rng := rand.New(rand.NewPCG(seed, 7))
		r := pair(t)
		all := randomHappenings(r, rng, until)
		at := rng.IntN(until)
		var again *rig
		hour := 0
		advance := func(to int) {
			d := time.Duration(to-hour) * time.Hour
			r.world.Advance(d)
			if again != nil {
				again.world.Advance(d)
			}
			hour = to
		}
		for _, h := range append(all, happening{hour: until, do: "nothing"}) {
			if again == nil && h.hour >= at {
				advance(at)
				again = r.restarted()
				r.bootAll()
			}
			advance(h.hour)
			r.happen(h)
			if again != nil {
				again.happen(h)
				if got, want := again.shown(), r.shown(); got != want {
					t.Fatalf("seed %d, hour %d, restarted at %d:\n%s\nwant\n%s", seed, h.hour, at, got, want)
				}
			}
		}
	}
}

// rule LOSS-2: 10 days, a restart, 10 days more: the time is the primary's; and
// rule LOSS-3: 20 days, a restart, 11 days more: it is everybody's.
func TestRestartInTheGap(t *testing.T) {
	for _, c := range []struct {
		before, after      time.Duration
		primary, secondary time.Duration
	}{
		{10 * license.Day, 10 * license.Day, 36 * license.Day, 8 * week},
		{20 * license.Day, 11 * license.Day, 25 * license.Day, 25 * license.Day},
	} {
		r := pair(t)
		r.enter(0, 8*week, botnet, 1)
		r.enter(1, 8*week, botnet, 1)
		r.group.CutLink(r.units[0], true)
		r.world.Advance(c.before)
		again := r.restarted()
		if !again.group.LinkDown(again.units[0]) || again.group.Hears(again.units[0]) {
			t.Fatal("the link is whole after the restart")
		}
		again.world.Advance(c.after)
		again.group.CutLink(again.units[0], false)
		again.own(0, botnet, 1, c.primary)
		again.own(1, botnet, 1, c.secondary)
	}
}

// A state of other units is none: the group starts as a new one.
func TestStateThatDoesNotFit(t *testing.T) {
	r := pair(t)
	r.enter(0, 8*week, botnet, 1)
	r.group.CutLink(r.units[0], true)
	r.enter(1, 8*week, botnet, 1)
	good := r.group.State()
	if !good.fits(r.group) {
		t.Fatal("a group's own state doesn't fit it")
	}
	for name, spoil := range map[string]func(*GroupState){
		"three units":            func(s *GroupState) { s.History.Lost = append(s.History.Lost, 0) },
		"a link of nobody":       func(s *GroupState) { s.Cut = 4 },
		"one device":             func(s *GroupState) { s.History.Devices = s.History.Devices[:1] },
		"a start in the future":  func(s *GroupState) { s.History.Start = s.History.Clock + 1 },
		"a record of nobody":     func(s *GroupState) { s.History.Records[0].Unit = 2 },
		"a record in the future": func(s *GroupState) { s.History.Records[0].At = s.History.Clock + 1 },
		"a record of nothing":    func(s *GroupState) { s.History.Records[0].Input = keptInput{} },
		"an absence of nobody":   func(s *GroupState) { s.History.Alone = []absenceState{{Unit: -1}} },
	} {
		bad := r.group.State()
		if spoil(&bad); bad.fits(r.group) {
			t.Errorf("%s: the state fits", name)
		}
	}
	bad := r.group.State()
	bad.History.Devices = nil
	if g, err := New(start).ResumeGroup(failover.ActiveStandby, bad, r.units[0]); g != nil || err == nil {
		t.Error("one unit is a pair")
	}
}

func TestKeptInputs(t *testing.T) {
	for _, each := range keptInputs {
		text, err := json.Marshal(keptInput{each.zero})
		if err != nil {
			t.Fatal(err)
		}
		var back keptInput
		if err := json.Unmarshal(text, &back); err != nil || back.Input != each.zero {
			t.Errorf("%s reads back as %#v, %v", text, back.Input, err)
		}
	}
	var in keptInput
	if err := json.Unmarshal([]byte(`{"name": "explode"}`), &in); err == nil || !strings.Contains(err.Error(), `"explode"`) {
		t.Errorf("an unknown input: %v", err)
	}
	if _, err := json.Marshal(keptInput{device.Wait{}}); err == nil {
		t.Error("an input that no history holds is written")
	}
}

// rules KEY-3, LOSS-1: other hardware in the place of a unit has no keys, takes
// those for its own serial number, and keeps the pair's license from the mate; a
// restart in a gap knows both.
func TestReplaceInTheGap(t *testing.T) {
	r := pair(t)
	r.enter(0, 8*week, botnet, 1)
	r.enter(1, 8*week, botnet, 1)
	r.group.CutLink(r.units[0], true)
	r.world.Advance(license.Day)
	r.enter(1, 4*week, premium, 1000)
	r.world.Advance(license.Day)
	const other = "JMX1232L999"
	r.units[1].Step(device.Replace{Serial: other})
	again := r.restarted()
	for _, r := range []*rig{r, again} {
		d := r.units[1].Device()
		if d.Serial() != other || len(d.Flash().TimeBased) != 0 || d.RunningKey().Key != (device.Key{}) {
			t.Errorf("the new hardware is %s with %d time-based keys", d.Serial(), len(d.Flash().TimeBased))
		}
		r.combined(0, botnet, 1, 54*license.Day)
		out := r.units[1].Step(device.EnterKey{Key: r.key(other, license.Grant{Features: license.Set{license.Encryption3DESAES: 1}})})
		if out.Refused != nil {
			t.Errorf("a key for the new hardware: %v", out.Refused)
		}
		r.units[1].Configure(func(c *Config) { c.AddLine("failover") })
		r.group.CutLink(r.units[0], false)
		r.own(0, botnet, 1, 54*license.Day)
		r.combined(1, botnet, 1, 54*license.Day)
	}
}
