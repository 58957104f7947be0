package plan

import (
	"fmt"
	"slices"

	"github.com/asapak/asapak/license"
)

// impossible lists the needs of a group that no purchases meet: even with the most
// that can be bought, some day stays short. More of anything never takes away.
func (s *solver) impossible(g *group) []Impossible {
	if text := s.cannotPair(g); text != "" {
		return []Impossible{{Need: -1, Group: g.name, Text: text}}
	}
	all := s.exclusive(g)
	choices := s.choices(g)
	for _, f := range s.features(g) {
		spans := s.spans(g, f)
		var best []Impossible
		for i := range choices {
			found := s.short(g, f, spans, &choices[i], true)
			if i == 0 || len(found) < len(best) || len(found) > 0 && len(found) == len(best) && found[0].Best > best[0].Best {
				best = found
			}
		}
		all = append(all, best...)
	}
	return all
}

// outlasted lists the needs of a group that take more days than the installed
// time-based keys have left, where nothing that can be bought takes over.
func (s *solver) outlasted(g *group) []Impossible {
	choices := s.choices(g)
	var all []Impossible
	for _, f := range s.features(g) {
		all = append(all, s.short(g, f, s.spans(g, f), &choices[len(choices)-1], false)...)
	}
	return all
}

// short lists the needs for a feature that stay short under a choice, each once.
// Whether installed time-based keys help is for the caller to say.
func (s *solver) short(g *group, f license.Feature, spans []span, c *choice, installed bool) []Impossible {
	seats := make([]seat, len(g.units))
	top := pattern{}
	for n, u := range g.units {
		seats[n] = newSeat(&s.needs.Units[u], &c.units[n], f, s.items)
		top.tiers[n] = len(seats[n].tiers) - 1
	}
	t := newTask(f, seats, spans)
	var all []Impossible
	for i := range spans {
		sp := &spans[i]
		configs := t.configs(&sp.demand, &top)
		if !installed {
			configs = slices.DeleteFunc(configs, func(c config) bool { return t.usesInstalled(&c) })
		}
		if len(configs) > 0 {
			continue
		}
		miss := t.nearest(sp, &top)
		miss.Need, miss.Group, miss.Day = s.needAt(g, f, sp.from, miss.Best), g.name, sp.from
		if slices.ContainsFunc(all, func(o Impossible) bool { return o.Need == miss.Need }) {
			continue
		}
		miss.Text = s.reason(&seats[0], f, &miss)
		if !installed {
			miss.Text = fmt.Sprintf("not possible: the installed time-based keys for %s do not last, and nothing with a price in the catalog takes over", f)
		}
		all = append(all, miss)
	}
	return all
}

// usesInstalled reports whether a config takes days of an installed key.
func (t *task) usesInstalled(c *config) bool {
	for seat := range t.seats {
		if k := c.keys[seat]; k >= 0 && t.seats[seat].keys[k].item == nil && !t.seats[seat].keys[k].fixed {
			return true
		}
	}
	return false
}

// nearest is the most that there can be on a day that stays short.
func (t *task) nearest(sp *span, top *pattern) Impossible {
	var own [maxUnits]license.Value
	base := t.none(&sp.demand)
	for seat := range t.seats {
		own[seat] = t.seats[seat].own[top.tiers[seat]][1+base.keys[seat]]
		for k := range t.seats[seat].keys {
			if base.keys[seat] < 0 && !t.seats[seat].keys[k].fixed {
				own[seat] = max(own[seat], t.seats[seat].own[top.tiers[seat]][1+k])
			}
		}
	}
	for seat := range t.seats {
		if own[seat] < sp.each[seat] {
			return Impossible{Best: own[seat], Wanted: sp.each[seat]}
		}
	}
	return Impossible{Best: t.combined(top, &own), Wanted: sp.group}
}

// needAt is the need of a day that asks for more than there is, -1 for what a pair
// takes to be one.
func (s *solver) needAt(g *group, f license.Feature, day int, best license.Value) int {
	for _, i := range g.needs {
		d := &s.needs.Needs[i]
		for _, st := range s.needs.steps(d) {
			if d.Feature.Mirrored() == f && st.from <= day && day < st.until && st.atLeast > best {
				return i
			}
		}
	}
	return -1
}

func (s *solver) reason(st *seat, f license.Feature, miss *Impossible) string {
	model := st.unit.Model.Name
	switch limit := st.platform.Limit[f]; {
	case limit == license.Disabled:
		return fmt.Sprintf("not possible: an %s at level %s with release %s has no %s", model, s.topLevel(st), st.unit.Release, f)
	case limit < miss.Wanted && limit <= miss.Best:
		return fmt.Sprintf("not possible: the platform carries %s (%s)", f.Format(limit), model)
	}
	return fmt.Sprintf("not possible: nothing with a price in the catalog gives an %s more than %s", model, f.Format(miss.Best))
}

func (s *solver) topLevel(st *seat) license.Level { return st.unit.Model.Variant(st.unit.Level).Level }

// cannotPair says why two units are never a pair that combines licenses, whatever
// is bought (FO-6, FO-8).
func (s *solver) cannotPair(g *group) string {
	if len(g.units) < 2 {
		return ""
	}
	a, b := &s.needs.Units[g.units[0]], &s.needs.Units[g.units[1]]
	shared := s.needs.Shared
	switch {
	case shared != nil && slices.Contains(g.units, shared.Server) && slices.Contains(g.units, shared.Backup):
		return fmt.Sprintf("not possible: a pair has one running license, so that the backup server %s cannot be the mate of the "+
			"shared licensing server %s: use two pairs (FO-7)", s.needs.Units[shared.Backup].Name, s.needs.Units[shared.Server].Name)
	case a.Model != b.Model:
		return fmt.Sprintf("not possible: an %s and an %s are no failover pair (FO-6)", a.Model.Name, b.Model.Name)
	case a.NoPayloadEncryption != b.NoPayloadEncryption:
		return "not possible: only one of the two is a No Payload Encryption model (FO-6)"
	case a.Release.Before(r83) || b.Release.Before(r83):
		return fmt.Sprintf("not possible: before 8.3 the licenses of a pair do not combine (FO-1); %s runs %s", a.Name, a.Release)
	}
	return ""
}

// exclusive finds needs for AnyConnect Essentials and Premium on the same days,
// which no unit runs (EXCL-1).
func (s *solver) exclusive(g *group) []Impossible {
	for _, i := range g.needs {
		a := &s.needs.Needs[i]
		if a.Feature != license.AnyConnectEssentials || a.AtLeast == license.Disabled {
			continue
		}
		for _, j := range g.needs {
			b := &s.needs.Needs[j]
			premium := b.Feature == license.AnyConnectPremiumPeers || b.Feature == license.AdvancedEndpointAssessment
			if day := max(a.From, b.From); premium && day < min(a.Until, b.Until) {
				return []Impossible{{Need: i, Group: g.name, Day: day, Wanted: a.AtLeast,
					Text: fmt.Sprintf("not possible: AnyConnect Essentials excludes %s on the same days (EXCL-1)", b.Feature)}}
			}
		}
	}
	return nil
}
