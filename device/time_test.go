package device

import (
	"fmt"
	"testing"
	"time"

	"github.com/asapak/asapak/license"
)

// rule TIME-1: power-off and deactivation halt the timer from 9.2 on.
func TestTimerHalts(t *testing.T) {
	b := newBench(t, "ASA 5515-X", "9.2(1)")
	k := b.timed(4*week, premium, 25)
	b.enter(k, NoAction)
	b.unit.Step(Power{On: false})
	b.unit.Advance(10 * week)
	b.unit.Step(Power{On: true})
	b.wantRow(premium, 25, 4*week)
	b.enter(k, Deactivate)
	b.unit.Advance(week)
	b.enter(k, Activate)
	b.unit.Advance(week)
	b.wantRow(premium, 25, 3*week)
}

// rule TIME-1: before 9.2 the timer went on while the unit was off, succession
// included.
func TestTimerRunsWhileOff(t *testing.T) {
	b := newBench(t, "ASA 5540", "8.4(1)")
	b.enter(b.timed(2*week, premium, 1000), NoAction)
	b.enter(b.timed(4*week, premium, 2500), Deactivate)
	b.unit.Step(Power{On: false})
	b.unit.Advance(3 * week)
	b.unit.Step(Power{On: true})
	b.wantRow(premium, 2500, 3*week)

	b = newBench(t, "ASA 5540", "9.1(7)")
	b.enter(b.timed(4*week, premium, 1000), NoAction)
	b.unit.Step(Power{On: false})
	if out := b.unit.Advance(week); len(out.Events) != 0 {
		t.Errorf("a unit that is off says %v", out.Events)
	}
	b.unit.Step(Power{On: true})
	b.wantRow(premium, 1000, 3*week)
}

// rule EXP-4: every key of a combined license is spent when it has run out.
func TestSpentTogether(t *testing.T) {
	b := newBench(t, "ASA 5540", "8.4(1)")
	first, second := b.timed(week, premium, 1000), b.timed(week, premium, 1000)
	b.enter(first, NoAction)
	b.enter(second, NoAction)
	b.unit.Advance(2 * week)
	b.wantRow(premium, 2, 0)
	b.refused(EnterKey{Key: first}, ErrSpent)
	b.refused(EnterKey{Key: second}, ErrSpent)
}

// rule EXP-5: before 8.3 the permanent value returns on expiry, though a key for
// the same feature waits in flash.
func TestNoHeirBefore83(t *testing.T) {
	b := newBench(t, "ASA 5540", "8.2(1)")
	b.enter(b.timed(4*week, premium, 1000), NoAction)
	b.enter(b.timed(2*week, premium, 2500), NoAction)
	b.unit.Advance(2 * week)
	b.wantRow(premium, 2, 0)
}

// rules STACK-1, REL-3: a key stacked with deactivate is no activation; the other
// license stays the one activated last.
func TestStackingIsNoActivation(t *testing.T) {
	b := newBench(t, "ASA 5540", "8.4(1)")
	b.enter(b.timed(week, premium, 1000), NoAction)
	b.enter(b.timed(week, botnet, 1), NoAction)
	b.enter(b.timed(week, premium, 1000), Deactivate)
	b.boot("8.2(1)")
	b.wantRow(premium, 2, 0)
	b.wantRow(botnet, license.Enabled, week)
}

// rule TIME-2: a key counts down even when the permanent value is in use.
func TestCountsBehindPermanent(t *testing.T) {
	b := newBench(t, "ASA 5540", "8.4(1)")
	b.enter(b.permanent(premium, 2500), NoAction)
	b.enter(b.timed(4*week, premium, 1000), NoAction)
	b.unit.Advance(3 * week)
	b.wantRow(premium, 2500, 0)
	if left := b.unit.Flash().TimeBased[0].Left; left != week {
		t.Errorf("%v left, want a week", left)
	}
}

// rule STACK-1: 8 weeks, 2 used, and 8 weeks more are 14 weeks (98 days).
func TestStack(t *testing.T) {
	b := newBench(t, "ASA 5540", "8.4(1)")
	first := b.timed(8*week, premium, 1000)
	b.enter(first, NoAction)
	b.unit.Advance(2 * week)
	second := b.timed(8*week, premium, 1000)
	if got := b.enter(second, NoAction).Change; got.Outcome != TimeBasedStacked || got.Left != 98*license.Day {
		t.Errorf("change %+v, want stacked with 98 days", got)
	}
	b.wantRow(premium, 1000, 98*license.Day)
	if n := len(b.unit.Flash().TimeBased); n != 1 {
		t.Errorf("%d licenses installed, want one combined", n)
	}
	if k := b.unit.Flash().TimeBased[0].Keys[0].Bits; k != first {
		t.Error("screens would not print the key entered first")
	}
	b.enter(second, Deactivate)
	b.wantRow(premium, 2, 0)
	b.enter(first, Activate)
	b.wantRow(premium, 1000, 98*license.Day)
}

// rule STACK-1: a key stacked with deactivate leaves an active license active
// and an inactive one inactive.
func TestStackInactive(t *testing.T) {
	b := newBench(t, "ASA 5540", "8.4(1)")
	b.enter(b.timed(8*week, premium, 1000), NoAction)
	b.enter(b.timed(8*week, premium, 1000), Deactivate)
	b.wantRow(premium, 1000, 16*week)

	b = newBench(t, "ASA 5540", "8.4(1)")
	b.enter(b.timed(8*week, premium, 1000), Deactivate)
	b.enter(b.timed(8*week, premium, 1000), Deactivate)
	b.wantRow(premium, 2, 0)
	b.enter(b.timed(8*week, premium, 1000), NoAction)
	b.wantRow(premium, 1000, 24*week)
}

// rule STACK-2, rule KEY-5: other features, other numbers and other durations
// don't combine; the same key twice is answered as installed and adds no time.
func TestNotIdentical(t *testing.T) {
	b := newBench(t, "ASA 5540", "8.4(1)")
	k := b.timed(8*week, premium, 1000)
	b.enter(k, NoAction)
	b.refused(EnterKey{Key: k}, ErrInstalled)
	b.enter(b.timed(4*week, premium, 1000), Deactivate)
	b.enter(b.timed(8*week, premium, 2500), Deactivate)
	b.enter(b.timed(8*week, botnet, 1), Deactivate)
	if n := len(b.unit.Flash().TimeBased); n != 4 {
		t.Errorf("%d licenses installed, want 4", n)
	}
	b.wantRow(premium, 1000, 8*week)
}

// rule EXP-2: 2500 active, 1000 inactive, permanent 500: 2500, then 1000, then
// 500; rule EXP-4: an expired key can't be entered again.
func TestChain(t *testing.T) {
	b := newBench(t, "ASA 5540", "8.4(1)")
	b.enter(b.permanent(premium, 500), NoAction)
	b.enter(b.timed(4*week, premium, 1000), NoAction)
	last := b.timed(2*week, premium, 2500)
	b.enter(last, NoAction)
	b.wantRow(premium, 2500, 2*week)
	b.unit.Advance(2*week - time.Second)
	b.wantRow(premium, 2500, time.Second)
	b.unit.Advance(time.Second)
	b.wantRow(premium, 1000, 4*week)
	b.refused(EnterKey{Key: last}, ErrSpent)
	b.unit.Advance(4 * week)
	b.wantRow(premium, 500, 0)
	if n := len(b.unit.Flash().TimeBased); n != 0 {
		t.Errorf("%d licenses left, want none", n)
	}
}

// rule EXP-1: of several heirs the one entered first takes over, whatever was
// activated later; one that INST-5 forbids is passed over; deactivating by hand
// activates nothing.
func TestHeir(t *testing.T) {
	b := newBench(t, "ASA 5540", "8.4(1)")
	oldest := b.timed(3*week, premium, 100)
	b.enter(oldest, NoAction)
	b.enter(b.timed(3*week, premium, 250), NoAction)
	b.enter(b.timed(9*week, botnet, 1), NoAction)
	b.enter(b.timed(9*week, botnet, 1, premium, 750), Deactivate)
	b.enter(b.timed(week, premium, 1000), NoAction)
	b.unit.Advance(week)
	b.wantRow(premium, 100, 3*week)
	b.enter(oldest, Deactivate)
	b.wantRow(premium, 2, 0)
}

// rule EXP-1: when several features lose their key at once, the installed keys
// are gone through once.
func TestHeirOfSeveral(t *testing.T) {
	b := newBench(t, "ASA 5540", "8.4(1)")
	b.enter(b.timed(week, botnet, 1, premium, 1000), NoAction)
	b.enter(b.timed(2*week, uc, 24, premium, 100), Deactivate)
	b.enter(b.timed(3*week, premium, 250), Deactivate)
	b.enter(b.timed(4*week, botnet, 1), Deactivate)
	b.unit.Advance(week)
	b.wantRow(premium, 100, 2*week)
	b.wantRow(uc, 26, 2*week)
	b.wantRow(botnet, license.Enabled, 4*week)
}

// rule EXP-3: a warning every 24 hours from 30 days left, and one message on
// expiry that names the features and what takes over.
func TestWarnings(t *testing.T) {
	b := newBench(t, "ASA 5540", "8.4(1)")
	b.enter(b.timed(5*week, premium, 1000), NoAction)
	b.enter(b.timed(4*week, premium, 250), Deactivate)
	out := b.unit.Advance(5 * week)
	if n := len(out.Events); n != 31 {
		t.Fatalf("%d events, want 30 warnings and an expiry", n)
	}
	for i, e := range out.Events[:30] {
		if left := time.Duration(30-i) * license.Day; e.Kind != ExpiresSoon || e.Left != left || e.At != 5*week-left {
			t.Errorf("event %d: %+v, want a warning with %v left", i, e, left)
		}
	}
	e := out.Events[30]
	if e.Kind != Expired || e.At != 5*week || !e.Heir || len(e.Features) != 1 || e.Features[0] != premium {
		t.Errorf("last event %+v, want an expiry with an heir", e)
	}
}

// rule EXP-5: before 8.3 a second key replaces the first, which stays halted and
// can be entered again; nothing stacks; no key takes over on expiry.
func TestBefore83(t *testing.T) {
	b := newBench(t, "ASA 5540", "8.2(1)")
	first, second := b.timed(4*week, premium, 1000), b.timed(4*week, botnet, 1)
	b.refused(EnterKey{Key: first, Action: Activate}, ErrNoActions)
	b.enter(first, NoAction)
	b.unit.Advance(week)
	b.enter(second, NoAction)
	b.wantRow(premium, 2, 0)
	b.wantRow(botnet, license.Enabled, 4*week)
	b.enter(first, NoAction)
	b.wantRow(premium, 1000, 3*week)
	b.unit.Advance(3 * week)
	b.wantRow(premium, 2, 0)
	b.wantRow(botnet, license.Disabled, 0)
	b.enter(b.timed(4*week, botnet, 1), NoAction)
	if n := len(b.unit.Flash().TimeBased); n != 2 {
		t.Errorf("%d licenses installed, want 2: nothing stacks before 8.3", n)
	}
}

// rule REL-2: under 8.1 a key with features from 8.2 on is not understood; the
// last key entered under an older release is used, or none.
func TestDowngradeTo81(t *testing.T) {
	b := newBench(t, "ASA 5520", "8.0(4)")
	old := b.permanent(contexts, 5)
	b.enter(old, NoAction)
	b.boot("8.4(1)")
	b.enter(b.permanent(contexts, 10, license.AnyConnectEssentials, 1), NoAction)
	b.wantRow(contexts, 10, 0)
	b.boot("8.0(4)")
	b.wantRow(contexts, 5, 0)
	b.boot("8.4(1)")
	b.wantRow(contexts, 10, 0)
	b.enter(b.permanent(contexts, 20), NoAction)
	b.boot("8.0(4)")
	b.wantRow(contexts, 20, 0)

	b = newBench(t, "ASA 5520", "8.4(1)")
	b.enter(b.permanent(contexts, 10, license.AnyConnectEssentials, 1), NoAction)
	b.boot("8.0(4)")
	b.wantRow(contexts, 2, 0)
	if !b.unit.RunningKey().Key.Bits.IsZero() {
		t.Error("a key that the release does not understand is in force")
	}
}

func (b *bench) boot(release string) {
	b.t.Helper()
	r, err := license.ParseRelease(release)
	if err != nil {
		b.t.Fatal(err)
	}
	if out := b.unit.Step(InstallImage{Release: r}); out.Refused != nil {
		b.t.Fatal(out.Refused)
	}
	b.unit.Step(Reload{})
	if b.unit.Release() != r {
		b.t.Fatalf("the unit runs %v, want %v", b.unit.Release(), r)
	}
}

// rule REL-3: under 8.2 only the most recently activated key stays active, known
// there or not.
func TestDowngradeTo82(t *testing.T) {
	b := newBench(t, "ASA 5540", "8.4(1)")
	b.enter(b.timed(4*week, premium, 1000), NoAction)
	b.enter(b.timed(4*week, botnet, 1), NoAction)
	b.enter(b.timed(4*week, license.IntercompanyMediaEngine, 1), NoAction)
	b.boot("8.2(1)")
	var active []license.Feature
	for _, tb := range b.unit.Flash().TimeBased {
		if tb.Active {
			active = append(active, tb.Features.Mask().Features()...)
		}
	}
	if fmt.Sprint(active) != fmt.Sprint([]license.Feature{license.IntercompanyMediaEngine}) {
		t.Errorf("active after the downgrade: %v, want the one activated last", active)
	}
	b.wantRow(premium, 2, 0)
	b.unit.Advance(week)
	if b.unit.Flash().TimeBased[2].Left != 3*week {
		t.Error("the key that is unknown to the release does not count")
	}
}

// rule FO-4: a key all of whose features another unit runs first waits.
func TestWait(t *testing.T) {
	b := newBench(t, "ASA 5540", "8.4(1)")
	b.enter(b.timed(4*week, botnet, 1), NoAction)
	b.enter(b.timed(4*week, license.Carrier, 1, uc, 24), NoAction)
	b.unit.Step(Wait{license.MaskOf(botnet, license.Carrier)})
	b.unit.Advance(week)
	b.wantRow(botnet, license.Enabled, 4*week)
	b.wantRow(license.Carrier, license.Enabled, 3*week)
	b.unit.Step(Wait{})
	b.unit.Advance(week)
	b.wantRow(botnet, license.Enabled, 3*week)
}

// fingerprint is everything that tells two units apart.
func fingerprint(u *Unit) string {
	return fmt.Sprintf("%+v %+v on=%v multiple=%v up=%v release=%v waiting=%x use=%v tls=%v essentials=%v %v",
		u.flash, u.running, u.on, u.multiple, u.uptime, u.release, u.waiting, u.inUse, u.tlsLimit, u.essentials, u.Running())
}
