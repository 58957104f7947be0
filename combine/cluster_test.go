package combine

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/asapak/asapak/license"
)

func ground(t testing.TB, model, release string) (Ground, func(key license.Set, active ...Timed) Member) {
	t.Helper()
	r, err := license.ParseRelease(release)
	if err != nil {
		t.Fatal(err)
	}
	p := platform(t, model, license.Base, r)
	return Ground{Platform: &p, Release: r}, func(key license.Set, active ...Timed) Member {
		return Member{Permanent: Permanent(&p, key), Active: active}
	}
}

// rules FO-1, FO-2, FO-3, FO-4, FO-5, COMB-5, CLU-1: scenarios 1, 2, 4 to 10 and
// the corners of each rule.
func TestCluster(t *testing.T) {
	for _, c := range []struct {
		name    string
		model   string
		release string
		first   license.Set
		timed1  []Timed
		second  license.Set
		timed2  []Timed
		feature license.Feature
		value   license.Value
		days    int
	}{
		{"scenario 1: 10 + 10 contexts", "ASA 5585-X SSP-20", "8.4(2)", set(contexts, 10), nil, set(contexts, 10), nil, contexts, 20, 0},
		{"scenario 2: 20 + 10 contexts", "ASA 5540", "8.4(1)", set(contexts, 20), nil, set(contexts, 10), nil, contexts, 30, 0},
		{"scenario 4: 500 + 500 with a limit of 750", "ASA 5520", "8.4(1)", set(premium, 500), nil, set(premium, 500), nil, premium, 750, 0},
		{"scenario 5: 10 + 10", "ASA 5520", "8.4(1)", set(premium, 10), nil, set(premium, 10), nil, premium, 20, 0},
		{"scenario 6: 1000 + 2000 with a limit of 2000", "ASA 5545-X", "9.1(4)", set(uc, 1000), nil, set(uc, 2000), nil, uc, 2000, 0},
		{"scenario 7: 4 + 4 that come with the units", "ASA 5516-X", "9.9(2)", set(), nil, set(), nil, premium, 8, 0},
		{"scenario 7: platform figures don't add", "ASA 5516-X", "9.9(2)", set(), nil, set(), nil, license.TotalVPNPeers, 300, 0},
		{"scenario 8: enabled on one", "ASASM", "8.5(1)", set(license.Carrier, 1), nil, set(), nil, license.Carrier, 1, 0},
		{"scenario 8: time-based on one", "ASASM", "8.5(1)", set(), []Timed{timed(330, botnet, 1)}, set(), nil, botnet, 1, 330},
		{"FO-4: durations add", "ASA 5520", "8.4(1)", set(), []Timed{timed(56, botnet, 1)}, set(), []Timed{timed(56, botnet, 1)}, botnet, 1, 112},
		{"FO-5: numbers run at once", "ASA 5540", "8.4(1)", set(), []Timed{timed(56, premium, 1000)}, set(), []Timed{timed(70, premium, 1000)}, premium, 2000, 56},
		{"COMB-5: a number that is cut falls only when less than the limit is left", "ASA 5520", "8.4(1)", set(), []Timed{timed(56, premium, 750)}, set(), []Timed{timed(70, premium, 750)}, premium, 750, 70},
		{"COMB-5: less what runs at the same time for another feature's sake", "ASA 5540", "8.4(1)", set(), []Timed{timed(10, botnet, 1)}, set(), []Timed{timed(30, botnet, 1, premium, 100)}, botnet, 1, 30},
		{"FO-5: next to permanent numbers", "ASA 5540", "8.4(1)", set(premium, 500), nil, set(), []Timed{timed(56, premium, 1000)}, premium, 1500, 56},
		{"TIME-2: a permanent license holds nothing back", "ASA 5520", "8.4(1)", set(license.Carrier, 1), nil, set(), []Timed{timed(9, license.Carrier, 1)}, license.Carrier, 1, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			g, member := ground(t, c.model, c.release)
			got := new(Combiner).Cluster(g, []Member{member(c.first, c.timed1...), member(c.second, c.timed2...)})[c.feature]
			if want := (Line{c.value, time.Duration(c.days) * license.Day}); got != want {
				t.Errorf("%s = %v, want %v", c.feature, got, want)
			}
		})
	}
}

// rules CLU-1, FO-2: scenario 10, three units with 50 contexts and one with 2.
func TestClusterOfFour(t *testing.T) {
	g, member := ground(t, "ASA 5585-X SSP-20", "9.1(4)")
	fifty := member(set(contexts, 50))
	got := new(Combiner).Cluster(g, []Member{fifty, fifty, fifty, member(set())})[contexts]
	if got != (Line{Value: 152}) {
		t.Errorf("contexts = %v, want 152", got)
	}
}

// rule EXCL-8: in multiple context mode Secure Client sessions are not added up.
func TestSeparate(t *testing.T) {
	g, member := ground(t, "ASA 5515-X", "9.12(4)")
	g.Separate = license.MaskOf(premium)
	m := member(set(license.SecureClientPremier, 1))
	g.Platform.Limit[premium] = 10_000
	m.Permanent[premium] = 250
	if got := new(Combiner).Cluster(g, []Member{m, m})[premium].Value; got != 250 {
		t.Errorf("Secure Client sessions = %d, want 250 on each unit", got)
	}
}

// A twinGroup counts second by second.
type twinGroup struct {
	g     Ground
	perm  []license.Set
	keys  [][]Timed
	spent []time.Duration // by unit, the seconds that its keys spent
}

func (w *twinGroup) value(f license.Feature) license.Value {
	var sum, best, most uint64
	for i := range w.perm {
		var left []Timed
		for _, k := range w.keys[i] {
			if k.Left > 0 {
				left = append(left, k)
			}
		}
		v := uint64(twinValue(*w.g.Platform, w.g.Release, f, w.perm[i], left))
		sum, best, most = sum+v, max(best, v), max(most, uint64(w.perm[i][f]))
	}
	switch f {
	case contexts, premium, uc, phone, license.InsideHosts, license.SharedPremiumPeers:
		best = sum
	}
	return license.Value(min(best, max(most, uint64(w.g.Platform.Limit[f]))))
}

// second lets one second go by: each on/off feature is run by the first unit that
// has a key for it, each number by everyone.
func (w *twinGroup) second() {
	type key struct{ unit, i int }
	runs := map[key]bool{}
	for f := range license.NumFeatures {
		if f.Mirrored() != f {
			continue
		}
		taken := false
		for u := range w.keys {
			found := false
			for i, k := range w.keys[u] {
				if k.Left > 0 && k.Features[f] != 0 && (f.Kind() != license.Flag || !taken) {
					runs[key{u, i}] = true
					found = true
				}
			}
			taken = taken || found
		}
	}
	for k := range runs {
		w.keys[k.unit][k.i].Left -= time.Second
		w.spent[k.unit] += time.Second
	}
}

// rules FO-2, FO-3, FO-4, FO-5, COMB-5: random pairs and clusters equal a twin
// that counts second by second; the combined license is never below one unit's
// own nor above the limit; the order of units doesn't matter to values; 100,000
// random groups.
func TestClusterEqualsTwin(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 12))
	var c Combiner
	for n := range 100_000 {
		w, members := randomGroup(rng)
		run := c.Cluster(w.g, members)
		checkBounds(t, w.g, members, run)
		if n%10 == 0 {
			checkTwin(t, w, run)
		}
		rng.Shuffle(len(members), func(i, j int) { members[i], members[j] = members[j], members[i] })
		if other := c.Cluster(w.g, members); other.Set() != run.Set() {
			t.Fatalf("the order of units matters:\n%v\n%v", run, other)
		}
	}
}

func randomGroup(rng *rand.Rand) (*twinGroup, []Member) {
	w := &twinGroup{}
	p, r, _, _ := randomCase(rng)
	w.g = Ground{Platform: &p, Release: r}
	var members []Member
	for range 2 + rng.IntN(3) {
		m := Member{Permanent: Permanent(&p, randomSet(rng))}
		var taken license.Mask
		for range rng.IntN(4) {
			s := randomSet(rng)
			if mask := s.Mask(); mask == 0 || mask&taken != 0 {
				continue // a unit has one active key for a feature
			}
			taken |= s.Mask()
			m.Active = append(m.Active, Timed{Features: s, Left: time.Duration(1+rng.IntN(9)) * time.Second})
		}
		members = append(members, m)
		w.perm = append(w.perm, m.Permanent)
		w.keys = append(w.keys, append([]Timed(nil), m.Active...))
		w.spent = append(w.spent, 0)
	}
	return w, members
}

func checkBounds(t *testing.T, g Ground, members []Member, run Running) {
	t.Helper()
	for f := range license.NumFeatures {
		if run[f].Value > g.Platform.Limit[f] {
			t.Fatalf("%s = %d, above the limit %d", f, run[f].Value, g.Platform.Limit[f])
		}
		for _, m := range members {
			if own := Unit(g.Platform, g.Release, m.Permanent, m.Active); run[f].Value < own[f].Value {
				t.Fatalf("%s = %d, below the %d of one unit", f, run[f].Value, own[f].Value)
			}
		}
	}
}

func checkTwin(t *testing.T, w *twinGroup, run Running) {
	t.Helper()
	var want Running
	for f := range license.NumFeatures {
		want[f].Value = w.value(f)
	}
	for gone := time.Second; gone < 60*time.Second; gone += time.Second {
		w.second()
		for f := range license.NumFeatures {
			if want[f].Left == 0 && w.value(f) < want[f].Value {
				want[f].Left = gone
			}
		}
	}
	if run != want {
		t.Fatalf("combined\n%v\nwant\n%v\npermanent %v", run, want, w.perm)
	}
}

// Combining a pair must take less than two microseconds and allocate nothing.
func BenchmarkPair(b *testing.B) {
	g, member := ground(b, "ASA 5540", "8.4(1)")
	members := []Member{
		member(set(premium, 500, contexts, 10), timed(56, botnet, 1)),
		member(set(premium, 500), timed(30, botnet, 1)),
	}
	var c Combiner
	b.ReportAllocs()
	for b.Loop() {
		c.Cluster(g, members)
	}
}
