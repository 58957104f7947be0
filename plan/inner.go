package plan

import (
	"github.com/asapak/asapak/plan/ilp"
)

// A use is how time-based keys serve one class: how many days each config runs.
type use struct {
	configs []config
	days    []int
}

// A supply is the answer for one pattern: how often each key is bought, and how
// the days of each class are served.
type supply struct {
	bought [maxUnits][]int // by key
	uses   []use           // by class; no configs where the permanent licenses do
	weight weight
}

// A model is the integer program of a task under one pattern. Its variables are
// purchases of keys, days of configs, and whether a key of the secondary waits.
type model struct {
	task  *task
	uses  []use
	p     ilp.Problem
	first [maxUnits]int // the variable of each unit's first key
	start []int         // the variable of each class's first config
	waits int           // the variable, -1 where none can wait
}

// graceDays is how much a key that waits must have left to still be there after
// 30 days without contact, which are charged to every unit (LOSS-3).
const graceDays = 31

// supply finds the cheapest keys for a pattern, for less than a limit. It returns
// nil if there are none; bound is then, or when the search was stopped, what such
// keys cost at least.
func (s *solver) supply(t *task, p *pattern, limit weight) (best *supply, bound weight) {
	m := &model{task: t, waits: -1}
	total := 0
	for i := range t.classes {
		c := &t.classes[i]
		base := t.none(&c.demand)
		u := use{}
		if !t.enough(&c.demand, p, &base) {
			if u.configs = t.configs(&c.demand, p); len(u.configs) == 0 {
				return nil, limit
			}
			total += c.days
		}
		m.uses = append(m.uses, u)
	}
	if total == 0 {
		return &supply{uses: m.uses, bought: [maxUnits][]int{make([]int, t.keys(0)), make([]int, t.keys(1))}}, 0
	}
	m.variables(total)
	m.cover()
	m.stock()
	m.wait()
	sol := ilp.Solve(&m.p, ilp.Options{Below: int64(limit), Step: s.step})
	if sol.X == nil {
		return nil, weight(sol.Bound)
	}
	return m.supply(&sol), weight(sol.Bound)
}

func (t *task) keys(seat int) int {
	if seat >= len(t.seats) {
		return 0
	}
	return len(t.seats[seat].keys)
}

func (m *model) variable(cost weight, upper int) int {
	m.p.Cost = append(m.p.Cost, int64(cost))
	m.p.Upper = append(m.p.Upper, int64(upper))
	return len(m.p.Cost) - 1
}

func (m *model) variables(days int) {
	for seat := range m.task.seats {
		m.first[seat] = len(m.p.Cost)
		for k := range m.task.seats[seat].keys {
			key := &m.task.seats[seat].keys[k]
			if key.item == nil {
				m.variable(0, 0)
				continue
			}
			m.variable(key.item.weight(), (days+graceDays+key.term-1)/key.term)
		}
	}
	wait := false
	for i := range m.uses {
		m.start = append(m.start, len(m.p.Cost))
		for _, c := range m.uses[i].configs {
			m.variable(0, m.task.classes[i].days)
			wait = wait || c.waits
		}
	}
	if wait {
		m.waits = m.variable(0, 1)
	}
}

func (m *model) row(atLeast int) []int64 {
	r := ilp.Row{Coef: make([]int64, len(m.p.Cost)), AtLeast: int64(atLeast)}
	m.p.Rows = append(m.p.Rows, r)
	return r.Coef
}

// cover: each day of each class is served.
func (m *model) cover() {
	for i := range m.uses {
		if len(m.uses[i].configs) == 0 {
			continue
		}
		coef := m.row(m.task.classes[i].days)
		for c := range m.uses[i].configs {
			coef[m.start[i]+c] = 1
		}
	}
}

// stock: no key runs longer than it was bought for.
func (m *model) stock() {
	for seat := range m.task.seats {
		for k := range m.task.seats[seat].keys {
			key := &m.task.seats[seat].keys[k]
			if key.fixed {
				continue
			}
			coef := m.row(-key.stock)
			if key.item != nil {
				coef[m.first[seat]+k] = int64(key.term)
			}
			m.each(func(_ int, c *config, v int) {
				if c.runs(seat) == k {
					coef[v] = -1
				}
			})
		}
	}
}

// runs is the key that counts down on a unit, -1 for none.
func (c *config) runs(seat int) int {
	if seat == 1 && c.waits {
		return -1
	}
	return c.keys[seat]
}

// each visits the configs of all classes with their variables.
func (m *model) each(visit func(class int, c *config, variable int)) {
	for i := range m.uses {
		for c := range m.uses[i].configs {
			visit(i, &m.uses[i].configs[c], m.start[i]+c)
		}
	}
}

// wait: where a key of the secondary waits, the secondary's keys keep enough for
// 30 days without contact, as long as it is asked to serve alone.
func (m *model) wait() {
	if m.waits < 0 {
		return
	}
	days := 0
	for i := range m.uses {
		if c := &m.task.classes[i]; c.each[1] > 0 && !c.late {
			days += c.days
		}
	}
	any, left := m.row(0), m.row(0)
	keep := min(days, graceDays)
	for k := range m.task.seats[1].keys {
		key := &m.task.seats[1].keys[k]
		if key.item != nil {
			left[m.first[1]+k] = int64(key.term)
		} else if !key.fixed {
			m.p.Rows[len(m.p.Rows)-1].AtLeast -= int64(key.stock)
		}
	}
	m.each(func(class int, c *config, v int) {
		if c.waits {
			any[v] = -1
			any[m.waits] += int64(m.task.classes[class].days)
		}
		if c.runs(1) >= 0 && !m.task.classes[class].late && !m.task.seats[1].keys[c.runs(1)].fixed {
			left[v] = -1
		}
	})
	left[m.waits] = -int64(keep)
}

func (m *model) supply(sol *ilp.Solution) *supply {
	out := &supply{uses: m.uses, weight: weight(sol.Cost)}
	for seat := range m.task.seats {
		for k := range m.task.seats[seat].keys {
			out.bought[seat] = append(out.bought[seat], int(sol.X[m.first[seat]+k]))
		}
	}
	for i := range out.uses {
		out.uses[i].days = make([]int, len(out.uses[i].configs))
	}
	m.each(func(class int, _ *config, v int) {
		out.uses[class].days[v-m.start[class]] = int(sol.X[v])
	})
	return out
}
