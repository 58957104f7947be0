package combine

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/asapak/asapak/license"
)

var r84 = license.Release{Major: 8, Minor: 4, Maint: 1}

func platform(t testing.TB, model string, l license.Level, r license.Release) license.Platform {
	t.Helper()
	m, err := license.FindModel(model)
	if err != nil {
		t.Fatal(err)
	}
	return m.Platform(l, r)
}

func set(pairs ...any) license.Set {
	var s license.Set
	for i := 0; i < len(pairs); i += 2 {
		s[pairs[i].(license.Feature)] = license.Value(pairs[i+1].(int))
	}
	return s
}

func timed(days int, pairs ...any) Timed {
	return Timed{Features: set(pairs...), Left: time.Duration(days) * license.Day}
}

const (
	premium  = license.AnyConnectPremiumPeers
	uc       = license.TotalUCProxySessions
	phone    = license.UCPhoneProxySessions
	contexts = license.SecurityContexts
	botnet   = license.BotnetTrafficFilter
)

// rules COMB-1, COMB-2, COMB-3, COMB-4, COMB-5, COMB-6, INST-9, KEY-6: the
// guide's examples and the corners of each rule, row by row.
func TestUnit(t *testing.T) {
	for _, c := range []struct {
		name      string
		model     string
		release   string
		permanent license.Set
		active    []Timed
		feature   license.Feature
		value     license.Value
		days      int
	}{
		{"COMB-1 the higher is the time-based one", "ASA 5540", "8.4(1)", set(premium, 1000), []Timed{timed(9, premium, 2500)}, premium, 2500, 9},
		{"COMB-1 the higher is the permanent one", "ASA 5540", "8.4(1)", set(premium, 2500), []Timed{timed(9, premium, 1000)}, premium, 2500, 0},
		{"COMB-5 a key that only equals the permanent value", "ASA 5540", "8.4(1)", set(premium, 1000), []Timed{timed(9, premium, 1000)}, premium, 1000, 0},
		{"COMB-2 example 1: 2 + 10", "ASA 5520", "8.4(1)", set(), []Timed{timed(62, uc, 10)}, uc, 12, 62},
		{"COMB-2 both rows carry the term", "ASA 5520", "8.4(1)", set(), []Timed{timed(62, uc, 10)}, phone, 12, 62},
		{"COMB-2 2500 + 1000", "ASA 5580-20", "8.4(1)", set(uc, 2500), []Timed{timed(1, uc, 1000)}, uc, 3500, 1},
		{"COMB-2 up to the platform limit", "ASA 5512-X", "9.1(4)", set(uc, 250), []Timed{timed(3, uc, 500)}, uc, 500, 3},
		{"COMB-5 a key wholly above the limit", "ASA 5512-X", "9.1(4)", set(uc, 500), []Timed{timed(3, uc, 500)}, uc, 500, 0},
		{"COMB-3 enabled beats disabled", "ASA 5520", "8.4(1)", set(), []Timed{timed(39, botnet, 1)}, botnet, 1, 39},
		{"COMB-4 contexts add from 8.3 on", "ASA 5520", "8.4(1)", set(contexts, 10), []Timed{timed(5, contexts, 5)}, contexts, 15, 5},
		{"COMB-4 contexts up to the limit", "ASA 5520", "8.4(1)", set(contexts, 20), []Timed{timed(5, contexts, 5)}, contexts, 20, 0},
		{"COMB-4 before 8.3 the higher", "ASA 5520", "8.2(1)", set(contexts, 10), []Timed{timed(5, contexts, 5)}, contexts, 10, 0},
		{"COMB-6 a key of 50 over a base of 2 is 50", "ASA 5520", "8.4(1)", set(premium, 50), nil, premium, 50, 0},
		{"INST-9 a key above the limit is cut to it", "ISA 3000", "9.16", set(contexts, 2), nil, contexts, 0, 0},
		{"INST-9 a time-based key above the limit is cut to it", "ASA 5505", "8.4(1)", set(), []Timed{timed(4, premium, 1000)}, premium, 25, 4},
		{"KEY-6 no key is the base license", "ASA 5520", "8.4(1)", set(), nil, premium, 2, 0},
		{"REL-1 a feature newer than the release is off", "ASA 5520", "8.1(1)", set(), []Timed{timed(39, botnet, 1)}, botnet, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := license.ParseRelease(c.release)
			if err != nil {
				t.Fatal(err)
			}
			p := platform(t, c.model, license.Base, r)
			got := Unit(&p, r, c.permanent, c.active)[c.feature]
			if want := (Line{c.value, time.Duration(c.days) * license.Day}); got != want {
				t.Errorf("%s = %v, want %v", c.feature, got, want)
			}
		})
	}
}

// rule EXCL-8: a Secure Client license opens the VPN features to the maximum of
// the model.
func TestSecureClientOpensVPN(t *testing.T) {
	r := license.Release{Major: 9, Minor: 16}
	p := platform(t, "ISA 3000", license.SecurityPlus, r)
	run := Unit(&p, r, set(license.SecureClientPremier, 1), nil)
	if got := run[premium].Value; got != 25 {
		t.Errorf("Secure Client peers = %d, want the ISA 3000's 25", got)
	}
	for _, f := range []license.Feature{license.AnyConnectForMobile, license.AnyConnectForCiscoVPNPhone, license.AdvancedEndpointAssessment} {
		if run[f].Value != license.Enabled {
			t.Errorf("%s is off with Secure Client Premier", f)
		}
	}
}

// rule EXCL-9: a No Payload Encryption model runs no VPN and no Unified
// Communications, whatever the key says; 3DES/AES may still be installed.
func TestNoPayloadEncryption(t *testing.T) {
	p := platform(t, "ASA 5520", license.Base, r84).WithoutPayloadEncryption()
	run := Unit(&p, r84, set(premium, 500, uc, 100, license.Encryption3DESAES, 1, license.SecureClientPremier, 1), []Timed{timed(9, uc, 10)})
	for _, f := range []license.Feature{premium, uc, phone, license.TotalVPNPeers, license.AnyConnectForMobile} {
		if run[f] != (Line{}) {
			t.Errorf("%s = %v on a No Payload Encryption model, want nothing", f, run[f])
		}
	}
	if run[license.Encryption3DESAES].Value != license.Enabled {
		t.Error("3DES/AES is off though the key has it")
	}
}

// randomCase makes a license whose terms are a few days, so that a twin can walk
// through them.
func randomCase(rng *rand.Rand) (license.Platform, license.Release, license.Set, []Timed) {
	models := license.Models()
	m := models[rng.IntN(len(models))]
	r := []license.Release{m.First, m.Last, r84, {Major: 9, Minor: 1, Maint: 4}}[rng.IntN(4)]
	p := m.Platform(license.Level(rng.IntN(2)), r)
	active := make([]Timed, rng.IntN(6))
	for i := range active {
		active[i] = Timed{Features: randomSet(rng), Left: time.Duration(1+rng.IntN(9)) * license.Day}
	}
	return p, r, randomSet(rng), active
}

func randomSet(rng *rand.Rand) license.Set {
	var s license.Set
	for range rng.IntN(5) {
		f := license.Feature(rng.IntN(int(license.NumFeatures)))
		switch f.Kind() {
		case license.Count:
			s[f.Mirrored()] = []license.Value{2, 10, 25, 50, 250, 1000, 2500, license.Unlimited}[rng.IntN(8)]
		default:
			s[f.Mirrored()] = license.Value(rng.IntN(2))
		}
	}
	return s
}

// twinValue combines one feature in words: list what each license gives, then
// add or take the best, then cut.
func twinValue(p license.Platform, r license.Release, f license.Feature, permanent license.Set, active []Timed) license.Value {
	amounts := []uint64{uint64(max(p.Base[f], twinGift(p, f, permanent)))}
	for _, a := range active {
		amounts = append(amounts, uint64(twinGift(p, f, a.Features)))
	}
	adds := f == uc || f == phone || f == contexts && (r.Major > 8 || r.Major == 8 && r.Minor >= 3)
	best := slices.Max(amounts)
	if adds {
		best = 0
		for _, a := range amounts {
			best += a
		}
	}
	return license.Value(min(best, uint64(p.Limit[f])))
}

func twinGift(p license.Platform, f license.Feature, key license.Set) license.Value {
	if f == phone {
		f = uc
	}
	secureClient := key[license.SecureClientAdvantage]+key[license.SecureClientPremier]+key[license.SecureClientVPNOnly] > 0
	switch f {
	case premium, license.AnyConnectForMobile, license.AnyConnectForCiscoVPNPhone, license.AdvancedEndpointAssessment:
		if secureClient {
			return p.Limit[f]
		}
	}
	return min(key[f], p.Limit[f])
}

// rules COMB-1, COMB-2, COMB-3, COMB-4, COMB-5: the fast way equals a slow twin
// that combines in words and lets days go by until a value falls; no row is above
// the limit; no order of keys matters; 100,000 random licenses.
func TestUnitEqualsTwin(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 100_000 {
		p, r, permanent, active := randomCase(rng)
		run := Unit(&p, r, permanent, active)
		for f := range license.NumFeatures {
			now := twinValue(p, r, f, permanent, active)
			if want := (Line{now, twinLeft(p, r, f, permanent, active, now)}); run[f] != want {
				t.Fatalf("%s under %v = %v, want %v\npermanent %v\nactive %v", f, r, run[f], want, permanent, active)
			}
			if run[f].Value > p.Limit[f] {
				t.Fatalf("%s = %d, above the limit %d", f, run[f].Value, p.Limit[f])
			}
		}
		rng.Shuffle(len(active), func(i, j int) { active[i], active[j] = active[j], active[i] })
		if Unit(&p, r, permanent, active) != run {
			t.Fatalf("the order of keys matters: %v", active)
		}
	}
}

func twinLeft(p license.Platform, r license.Release, f license.Feature, permanent license.Set, active []Timed, now license.Value) time.Duration {
	for day := time.Duration(1); day <= 10; day++ {
		var still []Timed
		for _, a := range active {
			if a.Left > day*license.Day {
				still = append(still, a)
			}
		}
		if twinValue(p, r, f, permanent, still) < now {
			return day * license.Day
		}
	}
	return 0
}

// A license with five active keys must cost no allocation.
func BenchmarkUnit(b *testing.B) {
	r := license.Release{Major: 9, Minor: 1, Maint: 4}
	p := platform(b, "ASA 5555-X", license.Base, r)
	permanent := set(premium, 500, contexts, 10, license.Encryption3DESAES, 1)
	active := []Timed{timed(9, premium, 2500), timed(62, uc, 100), timed(300, botnet, 1), timed(7, contexts, 5), timed(3, license.Carrier, 1)}
	b.ReportAllocs()
	for b.Loop() {
		Unit(&p, r, permanent, active)
	}
}
