package device

import (
	"errors"
	"testing"
	"time"

	"github.com/asapak/asapak/activationkey"
	"github.com/asapak/asapak/license"
)

const (
	serial   = license.Serial("JMX1232L11M")
	week     = 7 * license.Day
	premium  = license.AnyConnectPremiumPeers
	uc       = license.TotalUCProxySessions
	contexts = license.SecurityContexts
	botnet   = license.BotnetTrafficFilter
	aes      = license.Encryption3DESAES
)

// A bench is a unit with what issues keys to it.
type bench struct {
	t      testing.TB
	unit   *Unit
	secret *activationkey.Secret
	issue  uint16
}

func newBench(t testing.TB, model, release string) *bench {
	t.Helper()
	m, err := license.FindModel(model)
	if err != nil {
		t.Fatal(err)
	}
	r, err := license.ParseRelease(release)
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{t: t, secret: activationkey.NewSecret("a secret of the tests")}
	b.unit, _ = New(Config{Model: m, Serial: serial, Secret: b.secret}, Flash{Image: r})
	return b
}

func set(pairs ...any) license.Set {
	var s license.Set
	for i := 0; i < len(pairs); i += 2 {
		s[pairs[i].(license.Feature)] = license.Value(pairs[i+1].(int))
	}
	return s
}

func (b *bench) seal(g license.Grant) activationkey.Key {
	b.t.Helper()
	c := activationkey.Content{Serial: serial, Grant: g}
	if g.TimeBased() {
		b.issue++
		c.Issue = b.issue
	}
	k, err := b.secret.Seal(c)
	if err != nil {
		b.t.Fatal(err)
	}
	return k
}

func (b *bench) permanent(pairs ...any) activationkey.Key {
	b.t.Helper()
	return b.seal(license.Grant{Features: set(pairs...)})
}

func (b *bench) timed(term time.Duration, pairs ...any) activationkey.Key {
	b.t.Helper()
	return b.seal(license.Grant{Features: set(pairs...), Term: term})
}

// enter enters a key, confirming what is asked, and fails on a refusal.
func (b *bench) enter(k activationkey.Key, a Action) Output {
	b.t.Helper()
	out := b.unit.Step(EnterKey{Key: k, Action: a, Confirmed: true})
	if out.Refused != nil {
		b.t.Fatalf("key refused: %v", out.Refused)
	}
	return out
}

// refused enters a key that must be refused, and checks that nothing changed.
func (b *bench) refused(in Input, want error) {
	b.t.Helper()
	before := b.unit.Clone()
	if got := b.unit.Step(in).Refused; !errors.Is(got, want) {
		b.t.Errorf("refused with %v, want %v", got, want)
	}
	b.same(before)
}

func (b *bench) same(before *Unit) {
	b.t.Helper()
	if got, want := fingerprint(b.unit), fingerprint(before); got != want {
		b.t.Errorf("a refused input changed the unit:\n%s\nwas\n%s", got, want)
	}
}

func (b *bench) wantRow(f license.Feature, value license.Value, left time.Duration) {
	b.t.Helper()
	if got := b.unit.Running()[f]; got.Value != value || got.Left != left {
		b.t.Errorf("%s = %s with %v left, want %s with %v", f, f.Format(got.Value), got.Left, f.Format(value), left)
	}
}

// rules KEY-3, KEY-4: a key for this serial number opens and grants every
// feature in it; one for another, a tampered one and a foreign one change
// nothing (KEY-7, KEY-8).
func TestEnterPermanent(t *testing.T) {
	b := newBench(t, "ASA 5520", "8.4(1)")
	out := b.enter(b.permanent(contexts, 10, premium, 500, license.Carrier, 1), NoAction)
	if out.Change.Outcome != PermanentUpdated {
		t.Errorf("outcome %d, want PermanentUpdated", out.Change.Outcome)
	}
	b.wantRow(contexts, 10, 0)
	b.wantRow(premium, 500, 0)
	b.wantRow(license.Carrier, license.Enabled, 0)

	other, err := b.secret.Seal(activationkey.Content{Serial: "JMX0000AAAA", Grant: license.Grant{Features: set(contexts, 20)}})
	if err != nil {
		t.Fatal(err)
	}
	b.refused(EnterKey{Key: other}, ErrInvalidKey)
	tampered := b.permanent(contexts, 20)
	tampered[2] ^= 1
	b.refused(EnterKey{Key: tampered}, ErrInvalidKey)
	b.refused(EnterKey{Key: activationkey.Key{0xd11b3d48, 0xa80a4c0a, 0x48e0fd1c, 0xb0443480, 0x843fc490}}, ErrInvalidKey)
}

// rule KEY-6: all zeros is no key; a unit without one runs on its base license.
func TestNoKey(t *testing.T) {
	b := newBench(t, "ASA 5520", "8.4(1)")
	b.refused(EnterKey{}, ErrNoKey)
	b.wantRow(premium, 2, 0)
	b.wantRow(aes, license.Disabled, 0)
}

// rule KEY-9: a reload, and clearing the configuration, leave keys in place;
// formatting the flash loses them.
func TestFlash(t *testing.T) {
	b := newBench(t, "ASA 5520", "8.4(1)")
	b.enter(b.permanent(contexts, 10), NoAction)
	b.enter(b.timed(8*week, botnet, 1), NoAction)
	b.unit.Step(ClearConfiguration{})
	b.unit.Step(Reload{})
	b.wantRow(contexts, 10, 0)
	b.wantRow(botnet, license.Enabled, 8*week)
	b.unit.Step(Format{})
	b.wantRow(contexts, 10, 0)
	b.unit.Step(Reload{})
	b.wantRow(contexts, 2, 0)
	b.wantRow(botnet, license.Disabled, 0)
	if !b.unit.RunningKey().Key.Bits.IsZero() {
		t.Error("a key is left after the flash was formatted and the unit reloaded")
	}
}

// rule INST-1: a new permanent key overwrites the old one and leaves time-based
// keys alone.
func TestOnePermanentKey(t *testing.T) {
	b := newBench(t, "ASA 5520", "9.1(7)")
	b.enter(b.permanent(contexts, 10), NoAction)
	b.enter(b.timed(8*week, botnet, 1), NoAction)
	b.unit.Advance(week)
	b.enter(b.permanent(premium, 500), NoAction)
	b.wantRow(contexts, 2, 0)
	b.wantRow(premium, 500, 0)
	b.wantRow(botnet, license.Enabled, 7*week)
}

// rule INST-2: activate and deactivate are errors with a permanent key, and
// activate is the default for a time-based one.
func TestActions(t *testing.T) {
	b := newBench(t, "ASA 5520", "8.4(1)")
	b.refused(EnterKey{Key: b.permanent(contexts, 10), Action: Activate}, ErrActionPermanent)
	b.refused(EnterKey{Key: b.permanent(contexts, 10), Action: Deactivate}, ErrActionPermanent)
	k := b.permanent(contexts, 20)
	b.enter(k, NoAction)
	b.refused(EnterKey{Key: k, Action: Activate}, ErrActionPermanent)
	b.refused(EnterKey{Key: k}, ErrInstalled)
	if got := b.enter(b.timed(week, botnet, 1), NoAction).Change.Outcome; got != TimeBasedActivated {
		t.Errorf("outcome %d, want TimeBasedActivated", got)
	}
}

// rules INST-3, TIME-1: the last key activated for a feature is the active one;
// the one it replaces stays installed with its timer halted.
func TestLastActivatedWins(t *testing.T) {
	b := newBench(t, "ASA 5540", "8.4(1)")
	first, second := b.timed(4*week, premium, 1000), b.timed(4*week, premium, 2500)
	b.enter(first, NoAction)
	b.unit.Advance(week)
	b.enter(second, NoAction)
	b.wantRow(premium, 2500, 4*week)
	b.unit.Advance(week)
	b.enter(first, Activate)
	b.wantRow(premium, 1000, 3*week)
	b.enter(second, NoAction)
	b.wantRow(premium, 2500, 3*week)
}

// rule INST-4: a key first entered with deactivate is installed inactive with
// its whole duration.
func TestInstallInactive(t *testing.T) {
	b := newBench(t, "ASA 5540", "8.4(1)")
	k := b.timed(4*week, premium, 1000)
	b.enter(k, Deactivate)
	b.wantRow(premium, 2, 0)
	b.unit.Advance(10 * week)
	b.enter(k, Activate)
	b.wantRow(premium, 1000, 4*week)
}

// rule INST-5: an evaluation key with several features and another key for one
// of them exclude each other, both ways; a refused activation installs nothing;
// an identical one stacks.
func TestEvaluationKey(t *testing.T) {
	b := newBench(t, "ASA 5540", "8.4(1)")
	b.enter(b.timed(4*week, botnet, 1, premium, 1000), NoAction)
	b.conflict(b.timed(52*week, botnet, 1), botnet)
	b.enter(b.timed(4*week, botnet, 1, premium, 1000), NoAction)
	b.wantRow(premium, 1000, 8*week)
	b.enter(b.timed(9*week, uc, 24), NoAction)

	b = newBench(t, "ASA 5540", "8.4(1)")
	single := b.timed(52*week, botnet, 1)
	b.enter(single, NoAction)
	eval := b.timed(4*week, botnet, 1, premium, 1000)
	b.conflict(eval, botnet)
	b.enter(eval, Deactivate)
	b.conflict(eval, botnet)
	b.enter(single, Deactivate)
	b.enter(eval, Activate)
}

func (b *bench) conflict(k activationkey.Key, f license.Feature) {
	b.t.Helper()
	before := b.unit.Clone()
	var conflict *ConflictError
	if err := b.unit.Step(EnterKey{Key: k}).Refused; !errors.As(err, &conflict) || conflict.Feature != f {
		b.t.Errorf("refused with %v, want a conflict for %s", err, f)
	}
	b.same(before)
}

// rule INST-6: which permanent keys need a reload, by release and model.
func TestNeedsReload(t *testing.T) {
	base := license.Grant{Features: set(aes, 1, contexts, 5)}
	for _, c := range []struct {
		name, model, release string
		from, to             license.Grant
		want                 Outcome
	}{
		{"encryption downgrade, new release", "ISA 3000", "9.16", license.Grant{Features: set(aes, 1)}, license.Grant{}, NeedsReload},
		{"encryption upgrade, new release", "ISA 3000", "9.16", license.Grant{}, license.Grant{Features: set(aes, 1)}, PermanentUpdated},
		{"level change, new release", "ISA 3000", "9.16", license.Grant{}, license.Grant{Level: license.SecurityPlus}, PermanentUpdated},
		{"fewer contexts, new release", "ASA 5515-X", "9.12(4)", base, license.Grant{Features: set(aes, 1)}, PermanentUpdated},
		{"fewer contexts, 9.0", "ASA 5515-X", "9.0(1)", base, license.Grant{Features: set(aes, 1)}, NeedsReload},
		{"encryption upgrade, 8.4", "ASA 5510", "8.4(1)", license.Grant{}, license.Grant{Features: set(aes, 1)}, NeedsReload},
		{"level change, 8.4", "ASA 5510", "8.4(1)", license.Grant{}, license.Grant{Level: license.SecurityPlus}, NeedsReload},
		{"more contexts, 8.4", "ASA 5520", "8.4(1)", license.Grant{}, license.Grant{Features: set(contexts, 5)}, PermanentUpdated},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t, c.model, c.release)
			b.enter(b.seal(c.from), NoAction)
			b.unit.Step(Reload{})
			before := b.unit.Running()
			k := b.seal(c.to)
			if k == b.unit.RunningKey().Key.Bits {
				t.Fatal("the case changes nothing")
			}
			if got := b.enter(k, NoAction).Change.Outcome; got != c.want {
				t.Fatalf("outcome %d, want %d", got, c.want)
			}
			if c.want == NeedsReload && (b.unit.Running() != before || b.unit.FlashIsRunning()) {
				t.Error("the running license changed before the reload")
			}
			b.unit.Step(Reload{})
			if b.unit.RunningKey().Key.Bits != k || !b.unit.FlashIsRunning() {
				t.Error("the flash key is not the running one after the reload")
			}
		})
	}
}

// rule INST-7: what a new key lacks is listed with old and new value, and
// without confirmation nothing changes.
func TestConfirmLoss(t *testing.T) {
	b := newBench(t, "ASA 5520", "8.4(1)")
	b.enter(b.permanent(contexts, 10, license.Carrier, 1), NoAction)
	before := b.unit.Clone()
	out := b.unit.Step(EnterKey{Key: b.permanent(contexts, 5)})
	want := []Loss{{contexts, 10, 5}, {license.Carrier, 1, 0}}
	if out.Change.Outcome != NeedsConfirmation || len(out.Change.Lost) != 2 || out.Change.Lost[0] != want[0] || out.Change.Lost[1] != want[1] {
		t.Errorf("change %+v, want confirmation of %v", out.Change, want)
	}
	b.same(before)
	if out := b.unit.Step(EnterKey{Key: b.permanent(contexts, 10)}); out.Change.Outcome != NeedsConfirmation {
		t.Errorf("change %+v, want one lost feature to be confirmed too", out.Change)
	}
}

// rule INST-8: in a context the command is refused; in the system execution
// space it works.
func TestEnterInContext(t *testing.T) {
	b := newBench(t, "ASA 5520", "8.4(1)")
	b.unit.Step(SetMode{Multiple: true})
	b.unit.Step(Reload{})
	k := b.permanent(contexts, 10)
	b.refused(EnterKey{Key: k, InContext: true}, ErrInContext)
	b.enter(k, NoAction)
}

// rule INST-9: an ISA 3000 with a key for 2 contexts says that they are reduced
// to 0.
func TestReduced(t *testing.T) {
	b := newBench(t, "ISA 3000", "9.16")
	b.enter(b.permanent(contexts, 2), NoAction)
	out := b.unit.Step(Reload{})
	var told bool
	for _, e := range out.Events {
		told = told || e.Kind == Reduced && e.Feature == contexts && e.Value == 2 && e.Limit == 0
	}
	if !told || len(b.unit.Reductions()) != 1 {
		t.Errorf("events %v, reductions %v: want 2 contexts reduced to 0", out.Events, b.unit.Reductions())
	}
}

// rule INST-10: models without time-based and without shared licenses refuse
// them.
func TestUnsupported(t *testing.T) {
	for model, shared := range map[string]bool{"ASA 5506-X": false, "ASA 5508-X": false, "ASA 5516-X": false, "ASA 5515-X": true} {
		b := newBench(t, model, "9.8(4)")
		k := b.permanent(license.SharedLicense, 1)
		if shared {
			b.enter(k, NoAction)
		} else {
			b.refused(EnterKey{Key: k}, ErrNoShared)
		}
	}
	for _, model := range []string{"ASA 5506-X", "ASA 5506W-X"} {
		b := newBench(t, model, "9.8(4)")
		b.refused(EnterKey{Key: b.timed(week, premium, 10)}, ErrNoTimeBased)
	}
}
