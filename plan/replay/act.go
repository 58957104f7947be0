package replay

import (
	"slices"
	"time"

	"github.com/asapak/asapak/activationkey"
	"github.com/asapak/asapak/device"
	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/plan"
	"github.com/asapak/asapak/sim"
)

// act does what is due at the start of a day: permanent keys, then time-based ones.
func (r *player) act() {
	if r.o.Lost == r.day+1 {
		for _, u := range r.units {
			if g := u.unit.Group(); g != nil {
				g.CutLink(u.unit, true)
			}
		}
	}
	for u := range r.units {
		r.permanent(u)
		r.halt(u)
		r.enter(u)
		r.resume(u)
	}
	for u := range r.units {
		r.rejoin(u)
	}
}

// rejoin switches failover on again on a unit that was no member of its pair
// because a license was missing that it has by now (FO-6).
func (r *player) rejoin(u int) {
	unit := r.units[u].unit
	if g := unit.Group(); g == nil || !unit.Disabled() || len(g.Requirements()) > 0 {
		return
	}
	unit.Configure(func(c *sim.Config) { c.AddLine("failover") })
	r.result.Steps = append(r.result.Steps, Step{Day: r.day, Unit: u, Act: Rejoin, Purchase: -1})
}

// due lists the purchases for a unit whose keys are entered today.
func (r *player) due(u int, timed bool) []int {
	var all []int
	for _, i := range r.units[u].purchases {
		if p := &r.plan.Purchases[i]; p.Activate == r.day && (p.Item.Kind == plan.TimeBased) == timed && i+1 != r.o.Without {
			all = append(all, i)
		}
	}
	return all
}

// permanent enters one permanent key for all that was bought for today, which
// holds what the unit owned before as well (INST-1, KEY-4).
func (r *player) permanent(u int) {
	due := r.due(u, false)
	g := &r.units[u].permanent
	for _, i := range due {
		it := r.plan.Purchases[i].Item
		if it.From > 0 && max(g.Features[it.Feature], r.units[u].unit.Device().PermanentLicense()[it.Feature]) < it.From {
			continue
		}
		if it.Level > g.Level {
			g.Level = it.Level
		}
		if it.Level == license.Base {
			g.Features[it.Feature] = max(g.Features[it.Feature], it.Value)
		}
	}
	if len(due) == 0 {
		return
	}
	out, ok := r.enterNew(u, *g, 0, Step{Act: EnterPermanent, Purchase: due[len(due)-1], Features: g.Features})
	if ok && out.Change.Outcome == device.NeedsReload {
		r.units[u].unit.Step(device.Reload{})
		r.result.Steps = append(r.result.Steps, Step{Day: r.day, Unit: u, Act: Reload, Purchase: -1})
	}
}

// enterNew seals a key and enters it.
func (r *player) enterNew(u int, g license.Grant, issue uint16, s Step) (device.Output, bool) {
	key, err := r.secret.Seal(activationkey.Content{Serial: r.units[u].unit.Device().Serial(), Grant: g, Issue: issue})
	if err != nil {
		r.result.Failures = append(r.result.Failures, Failure{Day: r.day, Need: -1, Text: err.Error()})
		return device.Output{}, false
	}
	out := r.typed(u, key, device.NoAction, s)
	return out, out.Refused == nil
}

// serves reports whether a grant serves a period: the period's own key, or while
// the secondary's key waits any that has the feature.
func serves(p *plan.Period, g grant) bool {
	if p.Fixed {
		return false
	}
	return grantOf(p) == g || p.Waits && g.features[p.Feature] != license.Disabled
}

// waits reports whether a grant may stand for one that waits today.
func (r *player) waits(u int, g grant) bool {
	return slices.ContainsFunc(r.units[u].periods, func(p *plan.Period) bool {
		return p.Waits && p.From <= r.day && r.day < p.Until && serves(p, g)
	})
}

// wanted lists what is to be active on a unit today.
func (r *player) wanted(u int) []grant {
	var all []grant
	for _, p := range r.units[u].periods {
		if p.From <= r.day && r.day < p.Until && !p.Fixed && (p.Purchase < 0 || p.Purchase+1 != r.o.Without) {
			all = append(all, grantOf(p))
		}
	}
	return all
}

// halt deactivates keys that are to keep their days for later: those that served
// until yesterday, and heirs that took over by themselves (EXP-1). One that nobody
// needs again runs out, unless as an evaluation key it keeps others from being
// activated (INST-5).
func (r *player) halt(u int) {
	p := r.units[u]
	wanted := r.wanted(u)
	for _, t := range p.unit.Device().Flash().TimeBased {
		g := grant{t.Features, t.Term}
		evaluates := len(t.Features.Mask().Features()) > 1
		if t.Active && !slices.Contains(wanted, g) && !slices.Contains(p.left, g) && !r.fixed(u, g) && !r.waits(u, g) && (evaluates || r.later(u, g)) {
			r.typed(u, t.Keys[0].Bits, device.Deactivate, Step{Act: Deactivate, Purchase: r.purchaseOf(u, g), Features: t.Features})
		}
	}
}

// later reports whether a grant is to serve again.
func (r *player) later(u int, g grant) bool {
	return slices.ContainsFunc(r.units[u].periods, func(p *plan.Period) bool {
		return p.From > r.day && serves(p, g)
	})
}

// fixed reports whether a grant is an evaluation key that runs today.
func (r *player) fixed(u int, g grant) bool {
	return slices.ContainsFunc(r.units[u].periods, func(p *plan.Period) bool {
		return p.Fixed && grantOf(p) == g
	})
}

// enter enters the time-based keys that were bought for today. They are activated
// by that (INST-2).
func (r *player) enter(u int) {
	for _, i := range r.due(u, true) {
		it := r.plan.Purchases[i].Item
		g := license.Grant{Term: time.Duration(it.Term) * license.Day}
		g.Features[it.Feature] = it.Value
		r.enterNew(u, g, r.world.NextIssue(), Step{Act: EnterTimeBased, Purchase: i, Features: g.Features})
	}
}

// resume activates what is to serve today and isn't active. While a key waits, one
// that is active already will do.
func (r *player) resume(u int) {
	for _, p := range r.units[u].periods {
		if p.From > r.day || r.day >= p.Until || p.Fixed {
			continue
		}
		if keys := r.serving(u, p); len(keys) > 0 && !slices.ContainsFunc(keys, func(t device.TimeBased) bool { return t.Active }) {
			g := grant{keys[0].Features, keys[0].Term}
			r.typed(u, keys[0].Keys[0].Bits, device.Activate, Step{Act: Activate, Purchase: r.purchaseOf(u, g), Features: g.features})
		}
	}
}

// serving lists the installed keys that serve a period, the period's own first.
func (r *player) serving(u int, p *plan.Period) []device.TimeBased {
	var all []device.TimeBased
	for _, t := range r.units[u].unit.Device().Flash().TimeBased {
		switch g := (grant{t.Features, t.Term}); {
		case grantOf(p) == g:
			all = slices.Insert(all, 0, t)
		case serves(p, g):
			all = append(all, t)
		}
	}
	return all
}

// purchaseOf is the latest purchase whose key stands for a grant, -1 for an
// installed one.
func (r *player) purchaseOf(u int, g grant) int {
	found := -1
	for _, p := range r.units[u].periods {
		if grantOf(p) == g && p.From <= r.day && p.Purchase >= 0 {
			found = p.Purchase
		}
	}
	return found
}
