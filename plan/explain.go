package plan

import (
	"slices"

	"github.com/asapak/asapak/license"
)

// explain adds the draft to a plan, each purchase with the need that takes it.
func (d *draft) explain(out *Plan) {
	first := len(out.Purchases)
	for i := range d.buys {
		b := &d.buys[i]
		d.skip = i
		out.Purchases = append(out.Purchases, Purchase{
			Item: b.item, Unit: d.group.units[b.seat],
			Order: b.activate - b.item.Lead, Activate: b.activate, Why: d.why(),
		})
	}
	d.skip = -1
	d.periods(out, first)
	d.met(out)
	d.waste(out, first)
}

// why tells what fails without the purchase that is skipped.
func (d *draft) why() Why {
	failures := d.failures()
	if len(failures) == 0 {
		return Why{Need: -1}
	}
	w := Why{Need: -1, From: failures[0].run.from, Until: failures[0].run.until, Without: failures[0].got}
	w.Feature = d.plan.tasks[failures[0].task].feature
	w.Wanted = failures[0].run.need.group
	if seat := failures[0].seat; seat >= 0 {
		w.Wanted = failures[0].run.need.each[seat]
	}
	seen := map[int]bool{}
	for _, f := range failures {
		if f.task == failures[0].task && f.run.from == w.Until {
			w.Until = f.run.until
		}
		for _, n := range d.failing(f) {
			if len(seen) == 0 {
				w.Need = n
			}
			seen[n] = true
		}
	}
	w.Others = max(len(seen)-1, 0)
	return w
}

// failing lists the needs that a failure breaks.
func (d *draft) failing(f failure) []int {
	var all []int
	for _, n := range d.group.needs {
		need := &d.needs.Needs[n]
		if need.Feature.Mirrored() != d.plan.tasks[f.task].feature {
			continue
		}
		if f.seat >= 0 && !slices.Contains(need.On, d.group.units[f.seat]) {
			continue
		}
		for _, st := range d.needs.steps(need) {
			if st.from <= f.run.from && f.run.from < st.until && st.atLeast > f.got {
				all = append(all, n)
			}
		}
	}
	return all
}

// periods adds on which days which key is active.
func (d *draft) periods(out *Plan, first int) {
	for n, runs := range d.runs {
		for i := range runs {
			for seat := range d.group.units {
				d.period(out, first, n, seat, &runs[i])
			}
		}
	}
}

func (d *draft) period(out *Plan, first, task, seat int, r *run) {
	h := r.held[seat]
	if h.key == nil {
		return
	}
	p := Period{
		Unit: d.group.units[seat], Feature: d.plan.tasks[task].feature, Features: h.key.features, Term: h.key.term,
		From: r.from, Until: r.until, Purchase: -1, Installed: h.key.installed, Fixed: h.key.fixed, Waits: seat == 1 && r.waits,
	}
	if h.copy >= 0 {
		p.Purchase = first + slices.IndexFunc(d.buys, func(b buy) bool { return b.key == h.key && b.copy == h.copy })
	}
	for i := range out.Schedule {
		if last := &out.Schedule[i]; last.Until == p.From {
			same := *last
			same.From, same.Until = p.From, p.Until
			if same == p {
				last.Until = p.Until
				return
			}
		}
	}
	out.Schedule = append(out.Schedule, p)
}

// met notes for each need the day on which it is met most narrowly.
func (d *draft) met(out *Plan) {
	for n := range d.runs {
		f := d.plan.tasks[n].feature
		for i := range d.runs[n] {
			r := &d.runs[n][i]
			group, own := d.values(n, r)
			for _, k := range d.group.needs {
				need := &d.needs.Needs[k]
				if need.Feature.Mirrored() != f || r.from < need.From || r.from >= need.Until {
					continue
				}
				m := Met{Lowest: group, Day: r.from, Limit: d.platforms[0][d.plan.choice.units[0].level].Limit[f]}
				if need.Alone || len(need.On) < len(d.group.units) {
					for seat, u := range d.group.units {
						if slices.Contains(need.On, u) {
							m.Lowest = min(m.Lowest, own[seat])
						}
					}
				}
				for _, st := range d.needs.steps(need) {
					if st.from <= r.from && r.from < st.until {
						m.Wanted = st.atLeast
					}
				}
				if old := &out.Met[k]; old.Wanted == 0 || margin(&m) < margin(old) {
					*old = m
				}
			}
		}
	}
}

func margin(m *Met) int64 { return int64(m.Lowest) - int64(m.Wanted) }

// waste lists what the plan has no use for.
func (d *draft) waste(out *Plan, first int) {
	for n := range d.plan.tasks {
		t := &d.plan.tasks[n]
		for seat := range t.seats {
			for k := range t.seats[seat].keys {
				d.idleDays(out, first, n, seat, &t.seats[seat].keys[k])
			}
		}
	}
	d.unasked(out)
	d.cut(out)
}

// idleDays adds the days of a key, or of the last purchase of it, that no run
// takes.
func (d *draft) idleDays(out *Plan, first, task, seat int, k *key) {
	if k.fixed {
		return
	}
	copies, used := 0, 0
	last := -1
	for i := range d.buys {
		if d.buys[i].key == k {
			copies, last = copies+1, first+i
		}
	}
	for _, r := range d.runs[task] {
		if r.held[seat].key == k && !(seat == 1 && r.waits) {
			used += r.until - r.from
		}
	}
	f := d.plan.tasks[task].feature
	if left := k.stock + copies*k.term - used; left > 0 {
		out.Wasted = append(out.Wasted, Waste{Unit: d.group.units[seat], Feature: f, Days: left, Value: k.features[f], Group: d.group.name, Purchase: last})
	}
}

// unasked adds installed keys for features that nobody asks for.
func (d *draft) unasked(out *Plan) {
	for _, u := range d.group.units {
		for _, in := range d.needs.Units[u].Installed {
			asked := slices.ContainsFunc(d.plan.tasks, func(t taskPlan) bool { return in.Features[t.feature] > 0 })
			if fs := in.Features.Mask().Features(); !asked && len(fs) > 0 {
				out.Wasted = append(out.Wasted, Waste{Unit: u, Feature: fs[0], Days: in.Left, Value: in.Features[fs[0]], Group: d.group.name, Purchase: -1})
			}
		}
	}
}

// cut adds what the units of a pair have together above the platform limit on the
// last day.
func (d *draft) cut(out *Plan) {
	if len(d.group.units) < 2 {
		return
	}
	for n := range d.runs {
		f := d.plan.tasks[n].feature
		if len(d.runs[n]) == 0 || f.InCluster() != license.Sum {
			continue
		}
		var most license.Value
		var day *run
		for i := range d.runs[n] {
			r := &d.runs[n][i]
			group, own := d.values(n, r)
			if over := own[0] + own[1] - min(group, own[0]+own[1]); over > most {
				most, day = over, r
			}
		}
		if day != nil {
			out.Wasted = append(out.Wasted, Waste{Unit: -1, Feature: f, Reason: AboveLimit, Value: most, Group: d.group.name, Purchase: -1})
		}
	}
}
