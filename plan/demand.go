package plan

import (
	"cmp"
	"slices"

	"github.com/asapak/asapak/license"
)

// maxUnits is how many units combine: a pair.
const maxUnits = 2

// A demand is what one day asks of one feature of a group.
type demand struct {
	group license.Value           // of the combined license
	each  [maxUnits]license.Value // of each unit's own
	eval  [maxUnits]int           // 1 + the place of an evaluation key that runs on a unit, 0 for none
	late  bool                    // behind the last day that asks each unit alone
}

// A span is days in a row that ask for the same.
type span struct {
	from, until int
	demand
}

func (s *span) days() int { return s.until - s.from }

// perUnit lists the features that must be equal on, or licensed for, each unit of
// a pair (FO-6, CLU-1): what the pair needs, each unit needs.
var perUnit = license.MaskOf(license.Failover, license.Encryption3DESAES, license.IPSModule, license.Cluster, license.TenGigabitIO)

// spans cuts the horizon where the demand for a feature changes. Days that ask
// for nothing are left out.
func (s *solver) spans(g *group, f license.Feature) []span {
	cuts := []int{0, s.needs.Days()}
	var steps []asked
	for _, i := range g.needs {
		d := &s.needs.Needs[i]
		if d.Feature.Mirrored() != f {
			continue
		}
		for _, st := range s.needs.steps(d) {
			steps = append(steps, asked{st, d})
			cuts = append(cuts, st.from, st.until)
		}
	}
	steps = append(steps, s.implied(g, f)...)
	for _, u := range g.units {
		for _, in := range s.needs.Units[u].Installed {
			if in.evaluates() && in.Active && in.Features[f] != license.Disabled {
				cuts = append(cuts, min(in.Left, s.needs.Days()))
			}
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var all []span
	for i := 1; i < len(cuts); i++ {
		sp := span{from: cuts[i-1], until: cuts[i]}
		for _, a := range steps {
			if a.from <= sp.from && sp.from < a.until {
				sp.ask(g, f, a)
			}
		}
		if sp.demand != (demand{}) {
			s.evaluated(g, f, &sp)
			all = append(all, sp)
		}
	}
	markLate(all)
	return all
}

// asked is a step of a need.
type asked struct {
	step
	need *Need
}

// ask adds what a need asks for to a span.
func (sp *span) ask(g *group, f license.Feature, a asked) {
	onAll := len(a.need.On) == len(g.units)
	if onAll {
		sp.group = max(sp.group, a.atLeast)
	}
	for seat, u := range g.units {
		alone := a.need.Alone || !onAll || perUnit.Has(f)
		if alone && slices.Contains(a.need.On, u) {
			sp.each[seat] = max(sp.each[seat], a.atLeast)
		}
	}
}

// evaluates reports whether an installed license is an evaluation key with
// several features, which the planner lets run as it is (INST-5).
func (in *Installed) evaluates() bool {
	m := in.Features.Mask()
	return m&(m-1) != 0
}

// evaluated marks the units on which an evaluation key for the feature runs.
func (s *solver) evaluated(g *group, f license.Feature, sp *span) {
	for seat, u := range g.units {
		for k, in := range s.needs.Units[u].Installed {
			if in.evaluates() && in.Active && in.Features[f] != license.Disabled && sp.from < in.Left {
				sp.eval[seat] = k + 1
			}
		}
	}
}

// markLate marks the spans behind the last one that asks the secondary alone.
func markLate(all []span) {
	last := -1
	for i := range all {
		if all[i].each[1] > 0 {
			last = i
		}
	}
	for i := last + 1; last >= 0 && i < len(all); i++ {
		all[i].late = true
	}
}

// implied is what a pair needs to be one (FO-6): a failover license on each unit,
// and the same encryption and IPS licenses.
func (s *solver) implied(g *group, f license.Feature) []asked {
	if len(g.units) < 2 {
		return nil
	}
	whole := step{0, s.needs.Days(), license.Enabled}
	need := &Need{On: g.units, Feature: f, AtLeast: license.Enabled, Until: s.needs.Days()}
	if f == license.Failover {
		return []asked{{whole, need}}
	}
	if f != license.Encryption3DESAES && f != license.IPSModule {
		return nil
	}
	for _, u := range g.units {
		if s.needs.Units[u].owned(s.needs.Units[u].Level, f) > 0 {
			return []asked{{whole, need}}
		}
	}
	return nil
}

// features lists what is asked of a group.
func (s *solver) features(g *group) []license.Feature {
	var m license.Mask
	for _, i := range g.needs {
		m |= license.MaskOf(s.needs.Needs[i].Feature.Mirrored())
	}
	if len(g.units) > 1 {
		for _, f := range []license.Feature{license.Failover, license.Encryption3DESAES, license.IPSModule} {
			if len(s.implied(g, f)) > 0 {
				m |= license.MaskOf(f)
			}
		}
	}
	all := m.Features()
	slices.SortFunc(all, cmp.Compare)
	return all
}
