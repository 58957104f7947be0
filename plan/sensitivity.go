package plan

import (
	"slices"

	"github.com/asapak/asapak/license"
)

// A Shift is what the total would be if one figure were another.
type Shift struct {
	PID      string // whose price changes; empty where a need does
	Need     int    // which need changes, -1 where a price does
	Percent  int    // by how much
	Total    Price
	Status   Status
	Purchase bool // whether other part numbers would be bought
}

// shiftPercent is by how much figures are changed.
const shiftPercent = 20

// Sensitivity plans anew with the price of each part number that a plan buys, and
// then each need for a number, 20 percent lower and higher.
func Sensitivity(n *Needs, c *Catalog, p *Plan, o Options) ([]Shift, error) {
	var all []Shift
	for _, pid := range bought(p) {
		for _, percent := range [...]int{-shiftPercent, shiftPercent} {
			other := &Catalog{Items: slices.Clone(c.Items)}
			for i := range other.Items {
				if it := &other.Items[i]; it.PID == pid && it.Price > 0 {
					it.Price = it.Price * Price(100+percent) / 100
				}
			}
			s, err := shift(n, other, p, o)
			if err != nil {
				return nil, err
			}
			s.PID, s.Need, s.Percent = pid, -1, percent
			all = append(all, s)
		}
	}
	for i := range n.Needs {
		d := &n.Needs[i]
		if d.Feature.Kind() != license.Count || d.AtLeast == license.Unlimited {
			continue
		}
		for _, percent := range [...]int{-shiftPercent, shiftPercent} {
			other := *n
			other.Needs = slices.Clone(n.Needs)
			other.Needs[i].AtLeast = license.Value(uint64(d.AtLeast) * uint64(100+percent) / 100)
			s, err := shift(&other, c, p, o)
			if err != nil {
				return nil, err
			}
			s.Need, s.Percent = i, percent
			all = append(all, s)
		}
	}
	return all, nil
}

func shift(n *Needs, c *Catalog, p *Plan, o Options) (Shift, error) {
	other, err := Solve(n, c, o)
	if err != nil {
		return Shift{}, err
	}
	return Shift{Total: other.Total, Status: other.Status, Purchase: !slices.Equal(kinds(p), kinds(other))}, nil
}

// bought lists the part numbers of a plan, each once.
func bought(p *Plan) []string { return slices.Compact(kinds(p)) }

// kinds lists the part numbers of a plan in their order.
func kinds(p *Plan) []string {
	var all []string
	for i := range p.Purchases {
		all = append(all, p.Purchases[i].Item.PID)
	}
	slices.Sort(all)
	return all
}
