package plan

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/asapak/asapak/combine"
	"github.com/asapak/asapak/license"
)

const (
	premium  = license.AnyConnectPremiumPeers
	contexts = license.SecurityContexts
	botnet   = license.BotnetTrafficFilter
)

func findModel(t testing.TB, name string) *license.Model {
	t.Helper()
	m, err := license.FindModel(name)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func unit(t testing.TB, name, modelName string) Unit {
	m := findModel(t, modelName)
	return Unit{Name: name, Model: m, Level: m.Variants[0].Level, Release: license.Release{Major: 9, Minor: 1, Maint: 4}}
}

func horizon(days int) Needs {
	from := time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	return Needs{From: from, To: from.AddDate(0, 0, days-1)}
}

// A twin plans by walking through the days: for each thing that two units may own
// for good, it tries every key on every day and buys when nothing is left.
type twin struct {
	needs   *Needs
	catalog *Catalog
	f       license.Feature
	keys    [maxUnits][]twinKey
	memo    map[twinState]int64
	served  map[[3]int]bool
	owned   [maxUnits]license.Set
}

type twinKey struct {
	features license.Set
	term     int
	price    int64 // negative for an installed key, which can't be bought
}

type twinState struct {
	day   int
	stock [maxUnits][4]int8
}

const unaffordable = int64(1) << 40

// cost is what the days from one on cost at least.
func (w *twin) cost(s twinState) int64 {
	if s.day == w.needs.Days() {
		return 0
	}
	if c, ok := w.memo[s]; ok {
		return c
	}
	best := unaffordable
	for a := -1; a < len(w.keys[0]); a++ {
		for b := -1; b < len(w.keys[1]); b++ {
			if len(w.needs.Units) == 1 && b >= 0 || !w.serves(s.day, a, b) {
				continue
			}
			next, price := s, int64(0)
			next.day++
			price += w.take(&next, 0, a, 1)
			if w.f.Kind() == license.Flag && a >= 0 && b >= 0 {
				price += w.take(&next, 1, b, 0) // it waits
			} else {
				price += w.take(&next, 1, b, 1)
			}
			if price < unaffordable {
				best = min(best, price+w.cost(next))
			}
		}
	}
	w.memo[s] = best
	return best
}

// take uses days of a key, and buys it where it has none.
func (w *twin) take(s *twinState, seat, k, days int) int64 {
	if k < 0 {
		return 0
	}
	price := int64(0)
	if s.stock[seat][k] == 0 {
		if price = w.keys[seat][k].price; price < 0 {
			return unaffordable
		}
		s.stock[seat][k] = int8(w.keys[seat][k].term)
	}
	s.stock[seat][k] -= int8(days)
	return price
}

func (w *twin) serves(day, a, b int) bool {
	at := [3]int{day, a, b}
	if ok, known := w.served[at]; known {
		return ok
	}
	w.served[at] = w.satisfies(day, a, b)
	return w.served[at]
}

func (w *twin) satisfies(day, a, b int) bool {
	var members []combine.Member
	var ground combine.Ground
	var own [maxUnits]license.Value
	for seat, k := range []int{a, b}[:len(w.needs.Units)] {
		u := &w.needs.Units[seat]
		p := u.platform(u.Level)
		var active []combine.Timed
		if k >= 0 {
			active = []combine.Timed{{Features: w.keys[seat][k].features, Left: time.Hour}}
		}
		own[seat] = combine.Unit(&p, u.Release, w.owned[seat], active)[w.f].Value
		members = append(members, combine.Member{Permanent: combine.Permanent(&p, w.owned[seat]), Active: active})
		ground = combine.Ground{Platform: &p, Release: u.Release}
	}
	group := new(combine.Combiner).Cluster(ground, members)[w.f].Value
	for i := range w.needs.Needs {
		d := &w.needs.Needs[i]
		if day < d.From || day >= d.Until {
			continue
		}
		if len(d.On) == len(w.needs.Units) && group < d.AtLeast {
			return false
		}
		for _, u := range d.On {
			if (d.Alone || len(d.On) < len(w.needs.Units)) && own[u] < d.AtLeast {
				return false
			}
		}
	}
	return true
}

// own tries every chain of permanent licenses on the units from one on.
func (w *twin) own(seat int) int64 {
	if seat == len(w.needs.Units) {
		var s twinState
		for u := range w.needs.Units {
			for k, key := range w.keys[u] {
				if key.price < 0 {
					s.stock[u][k] = int8(key.term)
				}
			}
		}
		w.memo, w.served = map[twinState]int64{}, map[[3]int]bool{}
		return w.cost(s)
	}
	best := w.own(seat + 1)
	u := &w.needs.Units[seat]
	p := u.platform(u.Level)
	before := w.owned[seat]
	has := combine.Permanent(&p, before)[w.f]
	for i := range w.catalog.Items {
		it := &w.catalog.Items[i]
		if it.Kind == Permanent && it.Feature == w.f && it.fits(u, &p) && it.Value > has && (it.From == 0 || it.From == has) {
			w.owned[seat][w.f] = it.Value
			best = min(best, int64(it.Price)+w.own(seat))
			w.owned[seat] = before
		}
	}
	return best
}

func (w *twin) solve() int64 {
	for u := range w.needs.Units {
		w.owned[u] = w.needs.Units[u].Permanent
		for _, in := range w.needs.Units[u].Installed {
			w.keys[u] = append(w.keys[u], twinKey{in.Features, in.Left, -1})
		}
		p := w.needs.Units[u].platform(w.needs.Units[u].Level)
		for i := range w.catalog.Items {
			if it := &w.catalog.Items[i]; it.Kind == TimeBased && it.Feature == w.f && it.fits(&w.needs.Units[u], &p) {
				var s license.Set
				s[w.f] = it.Value
				w.keys[u] = append(w.keys[u], twinKey{s, it.Term, int64(it.Price)})
			}
		}
	}
	return w.own(0)
}

// randomCase makes units, needs and a catalog of one feature, over a few days. A
// need of each unit alone is of a number: how much a waiting key must keep is no
// matter of a few days.
func randomCase(t testing.TB, rng *rand.Rand) (*Needs, *Catalog, license.Feature) {
	f := []license.Feature{premium, contexts, botnet}[rng.IntN(3)]
	values := map[license.Feature][]license.Value{premium: {10, 50, 100, 250, 500}, contexts: {5, 10}, botnet: {1}}[f]
	n := horizon(3 + rng.IntN(4))
	for _, name := range []string{"a", "b"}[:1+rng.IntN(2)] {
		u := unit(t, name, "ASA 5520")
		if rng.IntN(3) == 0 && f != botnet {
			u.Permanent[f] = values[rng.IntN(len(values))]
		}
		if rng.IntN(3) == 0 {
			in := Installed{Term: 1 + rng.IntN(3), Active: true}
			in.Features[f], in.Left = values[rng.IntN(len(values))], in.Term
			u.Installed = append(u.Installed, in)
		}
		n.Units = append(n.Units, u)
	}
	if len(n.Units) == 2 {
		n.Pairs = []Pair{{0, 1}}
	}
	for range 1 + rng.IntN(3) {
		d := Need{Feature: f, On: []int{0}, AtLeast: values[rng.IntN(len(values))], From: rng.IntN(n.Days())}
		d.Until = d.From + 1 + rng.IntN(n.Days()-d.From)
		if len(n.Units) == 2 && rng.IntN(4) > 0 {
			d.On, d.Alone = []int{0, 1}, rng.IntN(4) == 0 && f != botnet
		}
		if f != botnet {
			d.AtLeast += license.Value(rng.IntN(int(d.AtLeast)))
		}
		n.Needs = append(n.Needs, d)
	}
	c := &Catalog{}
	for k := range 2 + rng.IntN(4) {
		it := Item{PID: string(rune('A' + k)), Feature: f, Value: values[rng.IntN(len(values))], Price: Price(1 + rng.IntN(30))}
		switch rng.IntN(3) {
		case 0:
			it.Kind, it.Term = TimeBased, 1+rng.IntN(5)
		case 1:
			it.From = license.Value(2)
			if rng.IntN(2) == 0 {
				it.From = values[rng.IntN(len(values))]
			}
		}
		if it.Kind == TimeBased && timeBased(c) == 2 {
			it.Kind = Permanent
		}
		if it.Kind == Permanent && it.From >= it.Value {
			it.From = 0
		}
		c.Items = append(c.Items, it)
	}
	return &n, c, f
}

func timeBased(c *Catalog) (n int) {
	for i := range c.Items {
		if c.Items[i].Kind == TimeBased {
			n++
		}
	}
	return n
}

// 2,000 random small problems cost what walking through their days finds.
func TestSolveEqualsTwin(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 1))
	possible := 0
	for n := range 2000 {
		needs, catalog, f := randomCase(t, rng)
		w := &twin{needs: needs, catalog: catalog, f: f}
		want := w.solve()
		p, err := Solve(needs, catalog, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if want >= unaffordable {
			if p.Status != Infeasible || len(p.Impossible) == 0 {
				t.Fatalf("case %d: status %s, total %d, want infeasible\n%+v\n%+v", n, p.Status, p.Total, needs, catalog)
			}
			continue
		}
		possible++
		if p.Status != Optimal || int64(p.Total) != want {
			t.Fatalf("case %d: status %s, total %d, want %d\n%+v\n%+v\n%+v", n, p.Status, p.Total, want, needs, catalog, p)
		}
	}
	if possible < 500 || possible > 1900 {
		t.Errorf("%d of 2000 are possible: want some of both", possible)
	}
}

// A search that is interrupted gives the best so far, and a bound that holds. With
// more time the answer never gets dearer.
func TestInterrupted(t *testing.T) {
	n := horizon(1500)
	n.Units = []Unit{unit(t, "a", "ASA 5540"), unit(t, "b", "ASA 5540")}
	n.Pairs = []Pair{{0, 1}}
	for k := range 4 {
		n.Needs = append(n.Needs, Need{On: []int{0, 1}, Feature: premium, AtLeast: license.Value(150 + 317*k), From: 101 * k, Until: 1500 - 37*k})
	}
	c := &Catalog{}
	for k, v := range []license.Value{100, 500, 1000} {
		c.Items = append(c.Items,
			Item{PID: fmt.Sprint("P", v), Feature: premium, Value: v, Price: Price(int(v)*97 + 1000)},
			Item{PID: fmt.Sprint("T", v), Feature: premium, Value: v, Kind: TimeBased, Term: 50 + 23*k, Price: Price(int(v)*7 + 311)})
	}
	whole, err := Solve(&n, c, Options{})
	if err != nil || whole.Status != Optimal {
		t.Fatalf("%v, %v", err, whole.Status)
	}
	interrupted := 0
	for steps := range 8 {
		asked := 0
		p, err := Solve(&n, c, Options{Progress: func(int, int) bool { asked++; return asked <= 1<<steps }})
		if err != nil {
			t.Fatal(err)
		}
		if p.Bound > whole.Total || p.Total < whole.Total || p.Status == Optimal && p.Total != whole.Total {
			t.Errorf("%s, total %s, bound %s; the optimum is %s", p.Status, p.Total, p.Bound, whole.Total)
		}
		if p.Status == Interrupted {
			interrupted++
		}
	}
	if interrupted == 0 {
		t.Error("no search was interrupted")
	}
}

// Of plans that cost the same the one with fewer purchases wins, and permanent
// licenses are bought on the last day that will do.
func TestTies(t *testing.T) {
	n := horizon(100)
	n.Units = []Unit{unit(t, "a", "ASA 5520")}
	n.Needs = []Need{{On: []int{0}, Feature: premium, AtLeast: 100, From: 40, Until: 100}}
	c := &Catalog{Items: []Item{
		{PID: "A", Feature: premium, Value: 50, Price: 500},
		{PID: "B", Feature: premium, Value: 100, From: 50, Price: 500},
		{PID: "C", Feature: premium, Value: 100, Price: 1000, Lead: 7},
	}}
	p, err := Solve(&n, c, Options{})
	if err != nil || len(p.Purchases) != 1 {
		t.Fatalf("%v, %+v", err, p)
	}
	if got := p.Purchases[0]; got.Item.PID != "C" || got.Activate != 40 || got.Order != 33 || got.Why.Without != 2 || got.Why.Need != 0 {
		t.Errorf("%+v", got)
	}
}

// What makes no sense is an error, not a plan.
func TestNonsense(t *testing.T) {
	good := func() Needs {
		n := horizon(10)
		n.Units = []Unit{unit(t, "a", "ASA 5520"), unit(t, "b", "ASA 5520")}
		n.Needs = []Need{{On: []int{0}, Feature: premium, AtLeast: 10, Until: 10}}
		return n
	}
	for name, spoil := range map[string]func(n *Needs){
		"no units":            func(n *Needs) { n.Units = nil },
		"no needs":            func(n *Needs) { n.Needs = nil },
		"no days":             func(n *Needs) { n.To = n.From.AddDate(0, 0, -1) },
		"too many days":       func(n *Needs) { n.To = n.From.AddDate(100, 0, 0) },
		"behind the horizon":  func(n *Needs) { n.Needs[0].Until = 11 },
		"backwards":           func(n *Needs) { n.Needs[0].From = 10 },
		"a pair of one unit":  func(n *Needs) { n.Pairs = []Pair{{0, 0}} },
		"a unit in two pairs": func(n *Needs) { n.Pairs = []Pair{{0, 1}, {1, 0}} },
		"too many needs":      func(n *Needs) { n.Needs = make([]Need, maxNeeds+1) },
	} {
		n := good()
		spoil(&n)
		if _, err := Solve(&n, &Catalog{}, Options{}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
