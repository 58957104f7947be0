package plan

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/asapak/asapak/license"
)

// A Catalog is what can be bought.
type Catalog struct{ Items []Item }

// A Kind says what sort of license a part number is.
type Kind uint8

// The kinds.
const (
	Permanent Kind = iota
	TimeBased
	SharedServer      // a pool of sessions, for the server; permanent
	SharedParticipant // the right to use a pool; permanent
	numKinds
)

var kindNames = [numKinds]string{"permanent", "time-based", "shared-server", "shared-participant"}

func (k Kind) String() string { return kindNames[k] }

// ParseKind reads the name of a kind.
func ParseKind(text string) (Kind, error) {
	if k := slices.Index(kindNames[:], strings.ToLower(text)); k >= 0 {
		return Kind(k), nil
	}
	return 0, fmt.Errorf("kind %q: want one of %s", text, strings.Join(kindNames[:], ", "))
}

// An Item is a part number and what it gives.
type Item struct {
	PID     string
	Feature license.Feature
	Level   license.Level // above Base the item is this level, and Feature means nothing
	Value   license.Value
	From    license.Value // an upgrade's lower tier, which the unit must own; 0 for none
	Kind    Kind
	Term    int // of a time-based license, in days
	Models  []*license.Model
	Price   Price
	Strong  string // K8 or K9, where the part number says so
	Lead    int    // days from order to key
	Note    string
}

// A Price is an amount of money in hundredths; a negative one is not known. What
// has no price can't be bought.
type Price int64

// NoPrice marks a price that isn't known.
const NoPrice Price = -1

// maxPrice keeps sums exact.
const maxPrice = 1_000_000_000

// ParsePrice reads 1160, 1160.5 or 1160.50; an empty text is no price.
func ParsePrice(text string) (Price, error) {
	if text == "" {
		return NoPrice, nil
	}
	whole, part, dotted := strings.Cut(text, ".")
	if dotted && (len(part) == 0 || len(part) > 2) {
		return 0, errPrice(text)
	}
	n, err := strconv.ParseUint(whole+(part + "00")[:2], 10, 63)
	if err != nil || n > maxPrice {
		return 0, errPrice(text)
	}
	return Price(n), nil
}

func errPrice(text string) error {
	return fmt.Errorf("price %q: want an amount such as 1160 or 1160.50, %s at most", text, Price(maxPrice))
}

// String prints an amount with two decimals; nothing for no price.
func (p Price) String() string {
	if p < 0 {
		return ""
	}
	return fmt.Sprintf("%d.%02d", p/100, p%100)
}

// fits reports whether a part number is for a unit at a level: for its model,
// not above what the platform carries, and time-based only where the unit takes
// such keys and, from 8.3 on, several of them.
func (i *Item) fits(u *Unit, p *license.Platform) bool {
	switch {
	case i.Price == NoPrice || !i.forModel(u.Model):
		return false
	case i.Level != license.Base:
		return u.Model.Variant(i.Level).Level == i.Level
	case i.Kind == TimeBased && (!p.TimeBased || u.Release.Before(r83)):
		return false
	}
	return i.Value <= p.Limit[i.Feature]
}

var r83 = license.Release{Major: 8, Minor: 3}

func (i *Item) forModel(m *license.Model) bool {
	return len(i.Models) == 0 || slices.Contains(i.Models, m)
}

// Gives says in a few words what a part number gives.
func (i *Item) Gives() string {
	switch {
	case i.Level != license.Base:
		return i.Level.String()
	case i.From > 0:
		return fmt.Sprintf("%s %s instead of %s", i.Feature, i.Feature.Format(i.Value), i.Feature.Format(i.From))
	case i.Kind == TimeBased:
		return fmt.Sprintf("%s %s for %d days", i.Feature, i.Feature.Format(i.Value), i.Term)
	}
	return i.Feature.String() + " " + i.Feature.Format(i.Value)
}

// secureClient marks the licenses that open several VPN features (EXCL-8).
func secureClient(f license.Feature) bool {
	return f == license.SecureClientAdvantage || f == license.SecureClientPremier || f == license.SecureClientVPNOnly
}

// Check lists what is wrong in a catalog as a whole: part numbers that are there
// twice for one model with different meanings are the user's, an upgrade that
// nothing leads to is told.
func (c *Catalog) Check() []string {
	var all []string
	for i := range c.Items {
		it := &c.Items[i]
		if it.From > 0 && !slices.ContainsFunc(c.Items, func(o Item) bool {
			return o.Level == license.Base && o.Feature == it.Feature && o.Kind == Permanent && o.Value == it.From
		}) {
			all = append(all, fmt.Sprintf("%s: upgrades from %s, which no part number gives", it.PID, it.Feature.Format(it.From)))
		}
		if it.Price == NoPrice {
			all = append(all, it.PID+": no price, so that it is not bought")
		}
	}
	return all
}

// sorted are the catalog's items in an order that doesn't depend on the file's.
func (c *Catalog) sorted() []*Item {
	all := make([]*Item, len(c.Items))
	for i := range c.Items {
		all[i] = &c.Items[i]
	}
	slices.SortStableFunc(all, func(a, b *Item) int {
		return cmp.Or(cmp.Compare(a.PID, b.PID), cmp.Compare(a.Price, b.Price), cmp.Compare(a.Value, b.Value))
	})
	return all
}
