package plan

import (
	"cmp"
	"slices"
	"time"

	"github.com/asapak/asapak/combine"
	"github.com/asapak/asapak/license"
)

// A weight orders sets of purchases: by price, and among equal prices by their
// number.
type weight int64

// perCent is how many purchases weigh as much as the smallest amount of money.
const perCent = 4096

func (i *Item) weight() weight { return weight(i.Price)*perCent + 1 }

func (w weight) price() Price { return Price(w / perCent) }

// platform is the ground of a unit at a level.
func (u *Unit) platform(l license.Level) license.Platform {
	p := u.Model.Platform(l, u.Release)
	if u.NoPayloadEncryption {
		p = p.WithoutPayloadEncryption()
	}
	return p
}

// owned is what the unit's permanent license gives of a feature at a level.
func (u *Unit) owned(l license.Level, f license.Feature) license.Value {
	p := u.platform(l)
	return combine.Permanent(&p, u.Permanent)[f]
}

// A seat is one unit of a group while one feature is planned: what it may come to
// own, and which time-based keys it may run.
type seat struct {
	unit     *Unit
	platform license.Platform
	tiers    []tier
	keys     []key
	own      [][]license.Value // by tier and 1 + key; 0 is without a key
}

// A tier is a permanent license a unit may end with, and the cheapest way there.
type tier struct {
	value  license.Value
	weight weight
	items  []*Item // in the order in which they must be bought
}

// A key is a time-based license that a unit may run: one that can be bought, any
// number of times, or one that is installed.
type key struct {
	features  license.Set
	item      *Item // nil for an installed one
	installed int   // place in Unit.Installed
	term      int   // days that each purchase gives
	stock     int   // days left of an installed one
	fixed     bool  // an evaluation key, which runs as it is
}

// newSeat prepares a unit for planning a feature. extra is what switches give to
// its permanent key.
func newSeat(u *Unit, sw *unitSwitch, f license.Feature, items []*Item) seat {
	s := seat{unit: u, platform: u.platform(sw.level)}
	base := combine.Permanent(&s.platform, u.Permanent.Higher(sw.extra))[f]
	s.tiers = tiers(base, fitting(items, u, &s.platform, f, false))
	for k, in := range u.Installed {
		if in.Features[f] != license.Disabled && !u.Release.Before(r83) {
			s.keys = append(s.keys, key{features: in.Features, installed: k, term: in.Term, stock: in.Left, fixed: in.evaluates()})
		}
	}
	for _, i := range fitting(items, u, &s.platform, f, true) {
		var set license.Set
		set[f] = i.Value
		s.keys = append(s.keys, key{features: set, item: i, term: i.Term})
	}
	s.tabulate(f, sw.extra)
	return s
}

func fitting(items []*Item, u *Unit, p *license.Platform, f license.Feature, timed bool) []*Item {
	var all []*Item
	for _, i := range items {
		if i.Level == license.Base && i.Feature == f && (i.Kind == TimeBased) == timed && i.fits(u, p) {
			all = append(all, i)
		}
	}
	return all
}

// tiers finds the cheapest way from what a unit owns to each value, by part
// numbers that give it and by upgrades from what it owns then. A value that
// another one reaches for no more isn't listed.
func tiers(owned license.Value, items []*Item) []tier {
	open := []tier{{value: owned}}
	var done []tier
	for len(open) > 0 {
		slices.SortStableFunc(open, func(a, b tier) int {
			return cmp.Or(cmp.Compare(a.weight, b.weight), cmp.Compare(b.value, a.value))
		})
		t := open[0]
		open = open[1:]
		if slices.ContainsFunc(done, func(d tier) bool { return d.value == t.value }) {
			continue
		}
		done = append(done, t)
		for _, i := range items {
			if i.Value > t.value && (i.From == 0 || i.From == t.value) {
				open = append(open, tier{i.Value, t.weight + i.weight(), append(slices.Clone(t.items), i)})
			}
		}
	}
	best, kept := license.Value(0), done[:0]
	for n, t := range done {
		if n == 0 || t.value > best {
			best, kept = t.value, append(kept, t)
		}
	}
	return kept
}

// tabulate works out what the unit runs by itself with each tier and each key,
// by the rules of package combine.
func (s *seat) tabulate(f license.Feature, extra license.Set) {
	for _, t := range s.tiers {
		set := s.unit.Permanent.Higher(extra)
		set[f] = max(set[f], t.value)
		row := []license.Value{combine.Unit(&s.platform, s.unit.Release, set, nil)[f].Value}
		for k := range s.keys {
			timed := []combine.Timed{{Features: s.keys[k].features, Left: time.Hour}}
			row = append(row, combine.Unit(&s.platform, s.unit.Release, set, timed)[f].Value)
		}
		s.own = append(s.own, row)
	}
}
