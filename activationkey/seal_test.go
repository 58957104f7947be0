package activationkey_test

import (
	"errors"
	"fmt"
	"math/bits"
	"testing"
	"time"

	"github.com/asapak/asapak/activationkey"
	"github.com/asapak/asapak/license"
)

// rule KEY-2: opening a key gives back the serial number and the features.
// rule KEY-4: of permanent keys and of time-based ones with their term.
func TestOpenInvertsSeal(t *testing.T) {
	secret := activationkey.NewSecret(activationkey.DefaultPassphrase)
	r := newRandom(2)
	for range 100_000 {
		want := randomContent(r)
		k := seal(t, secret, want)
		if got, err := secret.Open(k); err != nil || got != want {
			t.Fatalf("%s opens as\n%+v, %v, want\n%+v", k, got, err, want)
		}
	}
}

// What one value stands for is filled in on opening.
func TestOpenFillsIn(t *testing.T) {
	secret := activationkey.NewSecret("test")
	cases := []struct{ given, want license.Set }{
		{license.Set{license.TotalUCProxySessions: 24}, license.Set{license.TotalUCProxySessions: 24, license.UCPhoneProxySessions: 24}},
		{license.Set{license.UCPhoneProxySessions: 24}, license.Set{license.TotalUCProxySessions: 24, license.UCPhoneProxySessions: 24}},
		{license.Set{license.SharedPremiumPeers: 500}, license.Set{license.SharedPremiumPeers: 500, license.SharedLicense: license.Enabled}},
		{license.Set{license.SharedLicense: license.Enabled}, license.Set{license.SharedLicense: license.Enabled}},
	}
	for _, c := range cases {
		k := seal(t, secret, activationkey.Content{Serial: "JMX1232L11M", Grant: license.Grant{Features: c.given}})
		if got, err := secret.Open(k); err != nil || got.Grant.Features != c.want {
			t.Errorf("%v opens as %v, %v; want %v", c.given, got.Grant.Features, err, c.want)
		}
	}
}

// rule KEY-8: a key with one bit changed is refused, whichever bit it is.
func TestOneBitChanged(t *testing.T) {
	secret := activationkey.NewSecret(activationkey.DefaultPassphrase)
	r := newRandom(8)
	for range 2000 {
		k := seal(t, secret, randomContent(r))
		for bit := range 32 * activationkey.Words {
			changed := k
			changed[bit/32] ^= 1 << (bit % 32)
			if c, err := secret.Open(changed); err != activationkey.ErrForeign || c != (activationkey.Content{}) {
				t.Fatalf("%s with bit %d changed opens: %+v, %v", k, bit, c, err)
			}
		}
	}
}

// rule KEY-8: keys of one unit with different features share no structure: they
// differ in half their bits on average, each bit in half the cases.
func TestKeysShareNoStructure(t *testing.T) {
	const pairs = 4000
	secret := activationkey.NewSecret(activationkey.DefaultPassphrase)
	r := newRandom(9)
	var perBit [160]int
	total := 0
	for range pairs {
		c := randomContent(r)
		k := seal(t, secret, c)
		c.Grant.Features[license.BotnetTrafficFilter] ^= 1
		c.Grant.Features[license.Carrier] = license.Enabled
		other := seal(t, secret, c)
		for i := range k {
			total += bits.OnesCount32(k[i] ^ other[i])
			for bit := range 32 {
				perBit[32*i+bit] += int((k[i] ^ other[i]) >> bit & 1)
			}
		}
	}
	// The mean of 160 fair bits over 4000 pairs strays by 0.1 (one sigma).
	if mean := float64(total) / pairs; mean < 79.4 || mean > 80.6 {
		t.Errorf("keys differ in %.2f bits on average, want 80", mean)
	}
	for bit, n := range perBit { // sigma 32: five of them
		if n < pairs/2-160 || n > pairs/2+160 {
			t.Errorf("bit %d differs in %d of %d pairs, want half", bit, n, pairs)
		}
	}
}

// rule KEY-5: the issue number makes each time-based key its own, and the
// license in it stays the same.
func TestIssueNumbers(t *testing.T) {
	secret := activationkey.NewSecret(activationkey.DefaultPassphrase)
	c := permanent(license.BotnetTrafficFilter, license.Enabled)
	c.Grant.Term = 56 * license.Day
	seen := make(map[activationkey.Key]bool)
	for issue := range 1 << 16 {
		c.Issue = uint16(issue)
		k := seal(t, secret, c)
		if got, err := secret.Open(k); err != nil || got != c || seen[k] {
			t.Fatalf("issue %d: %s opens as %+v, %v", issue, k, got, err)
		}
		seen[k] = true
	}
}

// rule KEY-3: keys of two units differ, and each opens to its own serial number.
func TestKeysAreTiedToTheSerial(t *testing.T) {
	secret := activationkey.NewSecret(activationkey.DefaultPassphrase)
	for _, serial := range []license.Serial{"JMX1232L11M", "JMX1232L11N", "00000000000", "ZZZZZZZZZZZ"} {
		c := permanent(license.SecurityContexts, 5)
		c.Serial = serial
		if got, err := secret.Open(seal(t, secret, c)); err != nil || got.Serial != serial {
			t.Errorf("a key of %s opens as one of %q, %v", serial, got.Serial, err)
		}
	}
}

// rule KEY-7: a key of another secret, a real unit's and the zero key are
// foreign.
func TestForeign(t *testing.T) {
	ours := activationkey.NewSecret(activationkey.DefaultPassphrase)
	theirs := activationkey.NewSecret(activationkey.DefaultPassphrase + " ")
	r := newRandom(7)
	for range 1000 {
		c := randomContent(r)
		if _, err := ours.Open(seal(t, theirs, c)); err != activationkey.ErrForeign {
			t.Fatalf("a key of another secret: %v", err)
		}
	}
	for _, k := range []activationkey.Key{{}, example, {1, 2, 3, 4, 5}} {
		if _, err := ours.Open(k); err != activationkey.ErrForeign {
			t.Errorf("%s: %v", k, err)
		}
	}
}

// rule KEY-4: what a key of a kind doesn't have is refused, and each refusal
// says what was given.
func TestSealRefuses(t *testing.T) {
	flag := license.Set{license.Carrier: license.Enabled}
	cases := []struct {
		name string
		c    activationkey.Content
		want string
	}{
		{"short serial", activationkey.Content{Serial: "JMX1232L11"}, `serial number "JMX1232L11": want 11 letters and digits`},
		{"lower case", activationkey.Content{Serial: "jmx1232l11m"}, `serial number "jmx1232l11m": want 11 letters and digits`},
		{"blank", activationkey.Content{Serial: "JMX1232 11M"}, `serial number "JMX1232 11M": want 11 letters and digits`},
		{"VLANs", permanent(license.MaxVLANs, 50), "Maximum VLANs: no key carries it: the model and its level fix it"},
		{"failover", permanent(license.Failover, license.ActiveActive), "Failover: no key carries it: the model and its level fix it"},
		{"half a day", granting(license.Grant{Features: flag, Term: 12 * time.Hour}), "term 12h0m0s: want whole days, 1 to 3650"},
		{"negative", granting(license.Grant{Features: flag, Term: -license.Day}), "term -24h0m0s: want whole days, 1 to 3650"},
		{"too long", granting(license.Grant{Features: flag, Term: activationkey.MaxTerm + license.Day}), "term 87624h0m0s: want whole days, 1 to 3650"},
		{"no feature", granting(license.Grant{Term: license.Day}), activationkey.ErrNothing.Error()},
		{"level", granting(license.Grant{Features: flag, Term: license.Day, Level: license.SecurityPlus}), activationkey.ErrTimeBasedLevel.Error()},
		{"no level", granting(license.Grant{Features: flag, Level: license.NumLevels}), "license level 2: want Base or Security Plus"},
		{"issue", activationkey.Content{Serial: "JMX1232L11M", Issue: 1}, activationkey.ErrPermanentIssue.Error()},
		{"mirror", granting(license.Grant{Features: license.Set{license.UCPhoneProxySessions: 24, license.TotalUCProxySessions: 50}}),
			"UC Phone Proxy Sessions: want the same as Total TLS Proxy Sessions"},
	}
	secret := activationkey.NewSecret("test")
	for _, c := range cases {
		k, err := secret.Seal(c.c)
		if got := fmt.Sprint(err); got != c.want || !k.IsZero() {
			t.Errorf("%s:\n got %s, %s\nwant %s", c.name, k, got, c.want)
		}
	}
}

func granting(g license.Grant) activationkey.Content {
	return activationkey.Content{Serial: "JMX1232L11M", Grant: g}
}

func TestErrorsTell(t *testing.T) {
	secret := activationkey.NewSecret("test")
	_, err := secret.Seal(permanent(license.AnyConnectPremiumPeers, 300))
	var off *activationkey.LadderError
	want := activationkey.LadderError{Feature: license.AnyConnectPremiumPeers, Value: 300, Below: 250, Above: 500}
	if !errors.As(err, &off) || *off != want {
		t.Errorf("got %#v, want %#v", err, want)
	}
	if _, err := secret.Seal(activationkey.Content{Serial: "X"}); !errors.Is(err, license.ErrSerial) {
		t.Errorf("a serial number of one letter: %v", err)
	}
}

// The calls that a unit makes for each key allocate nothing.
func TestNoAllocations(t *testing.T) {
	secret := activationkey.NewSecret(activationkey.DefaultPassphrase)
	text := seal(t, secret, benchContent).String()
	out := make([]byte, 0, len(text))
	n := testing.AllocsPerRun(1000, func() {
		k, err := activationkey.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		c, err := secret.Open(k)
		if err != nil {
			t.Fatal(err)
		}
		k, err = secret.Seal(c)
		if err != nil {
			t.Fatal(err)
		}
		sinkText, _ = k.AppendText(out)
	})
	if n != 0 {
		t.Errorf("%v allocations, want none", n)
	}
}
