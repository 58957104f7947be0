package device

import (
	"errors"
	"testing"

	"github.com/asapak/asapak/license"
)

func (b *bench) use(r Resource, wanted, given license.Value) Output {
	b.t.Helper()
	out := b.unit.Step(Use{Resource: r, Wanted: wanted})
	if got := b.unit.InUse(r); got != given {
		b.t.Errorf("resource %d: %d in use of %d wanted, want %d", r, got, wanted, given)
	}
	var told license.Value
	for _, e := range out.Events {
		if e.Kind == LimitReached && e.Resource == r {
			told += e.Refused
		}
	}
	if told != wanted-given {
		b.t.Errorf("resource %d: %d refusals told, want %d", r, told, wanted-given)
	}
	return out
}

// rule EXCL-1: AnyConnect Essentials is used by default and excludes Premium; no
// anyconnect-essentials brings Premium back (Premium 50, Essentials for 250 on a
// real unit).
func TestEssentials(t *testing.T) {
	b := newBench(t, "ASA 5510", "9.1(7)")
	b.enter(b.permanent(premium, 50, license.AnyConnectEssentials, 1), NoAction)
	b.use(SecureClient, 300, 250)
	b.use(SecureClient, 0, 0)
	b.unit.Step(UseEssentials{On: false})
	b.use(SecureClient, 300, 50)
	b.unit.Step(ClearConfiguration{})
	if !b.unit.EssentialsInUse() {
		t.Error("clear configure all doesn't bring the default back")
	}
}

// rule EXCL-2: DES is there with and without 3DES/AES.
func TestDES(t *testing.T) {
	b := newBench(t, "ISA 3000", "9.16")
	b.wantRow(license.EncryptionDES, license.Enabled, 0)
	b.enter(b.permanent(aes, 1), NoAction)
	b.wantRow(license.EncryptionDES, license.Enabled, 0)
	b.wantRow(aes, license.Enabled, 0)
}

// rule EXCL-3: VPN load balancing needs 3DES/AES and a model that supports it.
func TestVPNLoadBalancing(t *testing.T) {
	for model, want := range map[string]bool{"ASA 5516-X": true, "ISA 3000": false} {
		b := newBench(t, model, "9.16")
		if b.unit.LoadBalancing() {
			t.Errorf("%s balances VPN load without 3DES/AES", model)
		}
		b.enter(b.permanent(aes, 1), NoAction)
		if got := b.unit.LoadBalancing(); got != want {
			t.Errorf("%s with 3DES/AES: VPN load balancing %v, want %v", model, got, want)
		}
	}
}

// rule EXCL-4: the TLS proxy limit caps use below the license, follows a license
// above it, and goes back to the model's default with a warning when the
// configuration is cleared.
func TestTLSProxyLimit(t *testing.T) {
	b := newBench(t, "ASA 5520", "8.4(1)")
	out := b.enter(b.permanent(uc, 500), NoAction)
	if len(out.Events) != 1 || out.Events[0].Kind != TLSProxyRaised || b.unit.TLSProxyLimit() != 500 {
		t.Errorf("events %v, limit %d: want the limit raised to 500", out.Events, b.unit.TLSProxyLimit())
	}
	b.unit.Step(LimitTLSProxy{Sessions: 300})
	b.use(TLSProxy, 500, 300)
	if err := b.unit.Step(LimitTLSProxy{Sessions: 1001}).Refused; !errors.Is(err, ErrAboveLimit) {
		t.Errorf("a limit above the platform's: %v, want a refusal", err)
	}
	b.refused(LimitTLSProxy{}, ErrAboveLimit)
	out = b.unit.Step(ClearConfiguration{})
	if len(out.Events) != 1 || out.Events[0].Kind != TLSProxyBelow || b.unit.TLSProxyLimit() != 2 {
		t.Errorf("events %v, limit %d: want a warning and the default", out.Events, b.unit.TLSProxyLimit())
	}
}

// rule EXCL-5: K8 licenses (under 250 sessions) allow 250 SRTP sessions, K9 ones
// any number.
func TestSRTP(t *testing.T) {
	b := newBench(t, "ASA 5520", "8.4(1)")
	b.enter(b.permanent(uc, 100), NoAction)
	b.use(SRTP, 1000, 250)
	b.enter(b.permanent(uc, 250), NoAction)
	b.use(SRTP, 1000, 1000)
}

// rule EXCL-6: Total VPN Peers caps Secure Client and Other VPN together, and
// what is in use above a limit that fell stays.
func TestTotalVPN(t *testing.T) {
	b := newBench(t, "ASA 5510", "9.1(7)")
	b.enter(b.permanent(premium, 100), NoAction)
	b.use(SecureClient, 100, 100)
	b.use(OtherVPN, 200, 150)
	b.use(SecureClient, 110, 100)
	b.enter(b.permanent(premium, 50), NoAction)
	b.use(SecureClient, 100, 100)
	b.use(SecureClient, 60, 60)
	b.use(SecureClient, 70, 60)

	b = newBench(t, "ASA 5505", "8.4(1)")
	b.enter(b.permanent(premium, 25), NoAction)
	if n := b.unit.LimitOf(SecureClient); n != 12 {
		t.Errorf("at most %d of 25 licensed sessions, want the total of 12", n)
	}
}

// rule EXCL-7: interfaces with a VLAN count against the VLAN limit, and hosts of
// a 5505 against its license (10 hosts: the 11th is refused).
func TestVLANsAndHosts(t *testing.T) {
	b := newBench(t, "ASA 5505", "8.4(1)")
	b.use(VLANs, 4, 3)
	b.use(Hosts, 11, 10)
	b.enter(b.permanent(license.InsideHosts, 50), NoAction)
	b.use(Hosts, 50, 50)
}

// Sessions end with the power, and an off unit takes nothing but power.
func TestPower(t *testing.T) {
	b := newBench(t, "ASA 5510", "9.1(7)")
	b.use(OtherVPN, 10, 10)
	b.refused(Power{On: true}, ErrOn)
	b.unit.Step(Power{On: false})
	if n := b.unit.InUse(OtherVPN); n != 0 {
		t.Errorf("%d sessions on a unit that is off", n)
	}
	for _, in := range []Input{Power{On: false}, Reload{}, Use{Resource: OtherVPN, Wanted: 1}, EnterKey{Key: b.permanent(premium, 10)}} {
		b.refused(in, ErrOff)
	}
	b.unit.Step(Power{On: true})
	if n := b.unit.InUse(OtherVPN); n != 0 {
		t.Errorf("%d sessions survived the power cut", n)
	}
}

// rule EXCL-8: in multiple context mode Secure Client Premier is the only license
// that gives Secure Client sessions; what the unit comes with and legacy licenses
// count for nothing there.
func TestSecureClientInContexts(t *testing.T) {
	for _, c := range []struct {
		key  []any
		want license.Value
	}{
		{[]any{premium, 100}, 0},
		{[]any{license.SecureClientAdvantage, 1}, 0},
		{[]any{license.SecureClientVPNOnly, 1}, 0},
		{[]any{license.SecureClientPremier, 1}, 5000},
	} {
		b := newBench(t, "ASA 5555-X", "9.12(4)")
		b.unit.Step(SetMode{Multiple: true})
		b.unit.Step(Reload{})
		b.enter(b.permanent(c.key...), NoAction)
		b.wantRow(premium, c.want, 0)
	}
}

// rule EXCL-8: before 9.5(2) contexts have no Secure Client sessions of their own,
// and the unit's license is what it is in single mode.
func TestSessionsInOldContexts(t *testing.T) {
	b := newBench(t, "ASA 5520", "9.1(4)")
	b.unit.Step(SetMode{Multiple: true})
	b.unit.Step(Reload{})
	b.wantRow(premium, 2, 0)
	b.enter(b.permanent(premium, 100), NoAction)
	b.wantRow(premium, 100, 0)
}
