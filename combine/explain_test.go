package combine

import (
	"fmt"
	"testing"

	"github.com/asapak/asapak/license"
)

// A pairing is two units whose combined license is explained.
type pairing struct {
	name           string
	model, release string
	first, second  license.Set
	timed1, timed2 []Timed
	feature        license.Feature
	cause          Cause
	total, wasted  uint64
	advice         []Concern
}

func (p *pairing) members(t *testing.T) (Ground, []Member, []Running) {
	t.Helper()
	g, member := ground(t, p.model, p.release)
	own := []Running{
		Unit(g.Platform, g.Release, p.first, p.timed1),
		Unit(g.Platform, g.Release, p.second, p.timed2),
	}
	return g, []Member{member(p.first, p.timed1...), member(p.second, p.timed2...)}, own
}

// rules FO-2, FO-3, FO-4, FO-5, TIME-2: each cause with its figures, and the
// wastes and risks that follow from it.
func TestExplain(t *testing.T) {
	for _, p := range []pairing{
		{name: "added", model: "ASA 5540", release: "8.4(1)", first: set(contexts, 10), second: set(contexts, 10), feature: contexts, cause: Added, total: 20},
		{name: "cut", model: "ASA 5516-X", release: "9.9(2)", feature: uc, cause: Cut, total: 2000, wasted: 1000, advice: []Concern{WastedAbove}},
		{name: "platform figure", model: "ASA 5540", release: "8.4(1)", feature: license.TotalVPNPeers, cause: Highest},
		{name: "unlimited", model: "ASA 5540", release: "8.4(1)", feature: license.InsideHosts, cause: Boundless},
		{name: "on one", model: "ASA 5540", release: "8.4(1)", second: set(license.Carrier, 1), feature: license.Carrier, cause: Somewhere, advice: []Concern{OnlyThere}},
		{name: "on both", model: "ASA 5540", release: "8.4(1)", first: set(license.Encryption3DESAES, 1), second: set(license.Encryption3DESAES, 1), feature: license.Encryption3DESAES, cause: Everywhere},
		{name: "on none", model: "ASA 5540", release: "8.4(1)", feature: botnet, cause: Nowhere},
		{name: "one after the other", model: "ASA 5540", release: "8.4(1)", timed1: []Timed{timed(56, botnet, 1)}, timed2: []Timed{timed(56, botnet, 1)}, feature: botnet, cause: Queued},
		{name: "together", model: "ASA 5540", release: "8.4(1)", timed1: []Timed{timed(28, premium, 1000)}, timed2: []Timed{timed(42, premium, 750)}, feature: premium, cause: Together, total: 1750, advice: []Concern{EndsFirst}},
		{name: "scenario 4", model: "ASA 5520", release: "8.4(1)", timed1: []Timed{timed(56, premium, 500)}, timed2: []Timed{timed(56, premium, 500)}, feature: premium, cause: CutTogether, total: 1000, wasted: 250, advice: []Concern{WastedTogether}},
		{name: "one runs out", model: "ASA 5520", release: "8.4(1)", first: set(premium, 500), timed2: []Timed{timed(56, premium, 500)}, feature: premium, cause: Cut, total: 1000, wasted: 250, advice: []Concern{WastedAbove}},
		{name: "the permanent one is enough", model: "ASA 5520", release: "8.4(1)", first: set(premium, 750), timed2: []Timed{timed(56, premium, 500)}, feature: premium, cause: Cut, total: 1250, wasted: 500, advice: []Concern{CountsForNothing}},
		{name: "one of two is enough", model: "ASA 5520", release: "8.4(1)", timed1: []Timed{timed(56, premium, 750)}, timed2: []Timed{timed(56, premium, 750)}, feature: premium, cause: CutTogether, total: 1500, wasted: 750, advice: []Concern{CountsForNothing}},
		{name: "permanent elsewhere", model: "ASA 5540", release: "8.4(1)", first: set(license.Carrier, 1), timed2: []Timed{timed(9, license.Carrier, 1)}, feature: license.Carrier, cause: Everywhere, advice: []Concern{CountsForNothing}},
		{name: "below the permanent one", model: "ASA 5540", release: "8.4(1)", first: set(premium, 500), timed1: []Timed{timed(9, premium, 100)}, feature: premium, cause: Added, total: 502, advice: []Concern{CountsForNothing}},
	} {
		t.Run(p.name, func(t *testing.T) {
			g, members, own := p.members(t)
			c := new(Combiner)
			whole := c.Cluster(g, members)
			e := Explain(g, own, &whole, p.feature)
			if e.Cause != p.cause || e.Total != p.total || e.Wasted != p.wasted {
				t.Errorf("explained as %+v, want cause %d of %d with %d wasted", e, p.cause, p.total, p.wasted)
			}
			var got []Concern
			for _, a := range c.Advise(g, members, own) {
				if a.Feature == p.feature {
					got = append(got, a.Kind)
				}
			}
			if fmt.Sprint(got) != fmt.Sprint(p.advice) {
				t.Errorf("advised of %v, want %v", got, p.advice)
			}
		})
	}
}

// rule EXCL-8: what is licensed on each unit and not added up is said to be so.
func TestExplainSeparate(t *testing.T) {
	p := pairing{model: "ASA 5540", release: "8.4(1)"}
	g, members, own := p.members(t)
	g.Separate = license.MaskOf(premium)
	whole := new(Combiner).Cluster(g, members)
	if e := Explain(g, own, &whole, premium); e.Cause != EachItsOwn {
		t.Errorf("explained as %+v", e)
	}
}

// rule FO-5: of terms that count down together the first that ends is named.
func TestEndsFirst(t *testing.T) {
	p := pairing{model: "ASA 5540", release: "8.4(1)", timed1: []Timed{timed(42, premium, 750)}, timed2: []Timed{timed(28, premium, 1000)}}
	g, members, own := p.members(t)
	want := Advice{Kind: EndsFirst, Feature: premium, Unit: 1, Mate: 0, Left: 28 * license.Day, Mates: 42 * license.Day}
	if got := new(Combiner).Advise(g, members, own); len(got) == 0 || got[0] != want {
		t.Errorf("%+v, want first %+v", got, want)
	}
}
