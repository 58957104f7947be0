package device

import (
	"slices"
	"testing"
	"time"

	"github.com/asapak/asapak/activationkey"
	"github.com/asapak/asapak/license"
)

// A reload starts the uptime anew.
func TestUptime(t *testing.T) {
	b := newBench(t, "ASA 5520", "8.4(1)")
	b.unit.Advance(time.Hour)
	if got := b.unit.Uptime(); got != time.Hour {
		t.Errorf("up %v, want an hour", got)
	}
	b.unit.Step(Reload{})
	if got := b.unit.Uptime(); got != 0 {
		t.Errorf("up %v after a reload", got)
	}
}

// rule KEY-9: formatting loses keys, neither the image nor the context mode.
func TestFormatKeepsModeAndImage(t *testing.T) {
	b := newBench(t, "ASA 5520", "8.4(1)")
	b.unit.Step(SetMode{Multiple: true})
	b.unit.Step(Format{})
	b.unit.Step(Reload{})
	if !b.unit.Multiple() || b.unit.Release() != (license.Release{Major: 8, Minor: 4, Maint: 1}) {
		t.Errorf("multiple %v, release %v after the flash was formatted", b.unit.Multiple(), b.unit.Release())
	}
}

// rule REL-2: a downgrade to 8.1 falls back on the last key entered under an old
// release, not on an earlier one, and not on one entered later that it could read.
func TestDowngradeFallsBackOnTheLastOldKey(t *testing.T) {
	b := newBench(t, "ASA 5520", "8.0(4)")
	b.enter(b.permanent(contexts, 5), NoAction)
	b.enter(b.permanent(contexts, 10), NoAction)
	b.boot("8.4(1)")
	b.enter(b.permanent(contexts, 20), NoAction)
	b.enter(b.permanent(contexts, 20, license.AnyConnectEssentials, 1), NoAction)
	b.boot("8.0(4)")
	b.wantRow(contexts, 10, 0)
}

// rule REL-2: a key that is entered again is the last one again, and kept once.
func TestEnteredAgain(t *testing.T) {
	b := newBench(t, "ASA 5520", "8.4(1)")
	first, second := b.permanent(contexts, 5), b.permanent(contexts, 10)
	for _, k := range []activationkey.Key{first, second, first} {
		b.enter(k, NoAction)
		b.unit.Step(Reload{})
	}
	var kept []activationkey.Key
	for _, r := range b.unit.Flash().Entered {
		kept = append(kept, r.Permanent.Key.Bits)
	}
	if !slices.Equal(kept, []activationkey.Key{second, first}) {
		t.Errorf("kept %v, want %v and %v", kept, second, first)
	}
}

// rule INST-9: numbers are reduced, of time-based keys too; a feature that the
// platform hasn't is no number to reduce.
func TestReductions(t *testing.T) {
	b := newBench(t, "ISA 3000", "9.16")
	b.enter(b.permanent(license.Carrier, 1), NoAction)
	if cuts := b.unit.Reductions(); len(cuts) != 0 {
		t.Errorf("reductions %v of a key with an on/off feature", cuts)
	}
	b.enter(b.timed(week, premium, 100), Deactivate)
	if cuts := b.unit.Reductions(); len(cuts) != 0 {
		t.Errorf("reductions %v of an inactive key", cuts)
	}
	b.enter(b.timed(2*week, premium, 250), NoAction)
	if cuts := b.unit.Reductions(); !slices.Equal(cuts, []Loss{{Feature: premium, Old: 250, New: 25}}) {
		t.Errorf("reductions %v, want 250 sessions reduced to 25", cuts)
	}
}

// rule EXCL-4: after a reload the TLS proxy limit is as high as the license.
func TestTLSProxyLimitAfterReload(t *testing.T) {
	b := newBench(t, "ASA 5520", "8.4(1)")
	b.enter(b.permanent(uc, 500), NoAction)
	b.unit.Step(Reload{})
	b.use(TLSProxy, 501, 500)
}

// rule KEY-7: what a real unit printed holds as long as the unit runs on the
// foreign key of that output: below the model's base and above its limit too.
func TestAdopted(t *testing.T) {
	b := newBench(t, "ASA 5520", "8.4(1)")
	foreign := Permanent{Key: Key{Bits: activationkey.Key{1, 2, 3, 4, 5}}, Features: set(contexts, 50)}
	proven := set(contexts, 50, uc, 1, license.MaxVLANs, 99)
	b.unit, _ = New(Config{
		Model: b.unit.Model(), Serial: serial, Secret: b.secret,
		Adopted: &Adopted{Key: foreign.Key, Proven: proven, Rows: []license.Feature{contexts, uc, license.MaxVLANs}},
	}, Flash{Permanent: foreign, Image: b.unit.Release()})
	b.wantRow(contexts, 50, 0)
	b.wantRow(uc, 1, 0)
	b.wantRow(license.MaxVLANs, 99, 0)

	b.enter(b.permanent(contexts, 50), NoAction)
	b.unit.Step(Reload{})
	b.wantRow(contexts, 20, 0)
	b.wantRow(uc, 2, 0)
	b.wantRow(license.MaxVLANs, 150, 0)
}
