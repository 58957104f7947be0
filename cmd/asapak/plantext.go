package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/plan"
	planreplay "github.com/asapak/asapak/plan/replay"
)

// dayForm is how days are printed.
const dayForm = time.DateOnly

func (p *planned) date(day int) string { return p.needs.Date(day).Format(dayForm) }

func (p *planned) unit(u int) string { return p.needs.Units[u].Name }

func (p *planned) money(m plan.Price) string {
	return strings.TrimSpace(m.String() + " " + p.needs.Currency)
}

func (p *planned) need(i int) string { return p.needs.Describe(&p.needs.Needs.Needs[i]) }

// sentence is the answer in one sentence.
func (p *planned) sentence() string {
	n := counted(len(p.Purchases), "purchase")
	switch {
	case p.Status == plan.Interrupted:
		return fmt.Sprintf("Interrupted: the best so far is %s for %s; no plan costs less than %s.", n, p.money(p.Total), p.money(p.Bound))
	case len(p.Purchases) == 0:
		return "Optimal: nothing has to be bought."
	}
	return fmt.Sprintf("Optimal: %s for %s. Nothing cheaper meets the needs.", n, p.money(p.Total))
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// why says what fails without a purchase.
func (p *planned) why(w *plan.Why) string {
	days := fmt.Sprintf("%s to %s", p.date(w.From), p.date(w.Until-1))
	text := fmt.Sprintf("%s %s, %s wanted, without it %s", w.Feature, days, w.Feature.Format(w.Wanted), w.Feature.Format(w.Without))
	if w.Need < 0 {
		text = fmt.Sprintf("a pair takes it on both units (FO-6): %s %s without it", w.Feature, w.Feature.Format(w.Without))
	}
	if w.Others > 0 {
		text += fmt.Sprintf("; %s more", counted(w.Others, "need"))
	}
	return text
}

// step says what is typed.
func (p *planned) step(i int) string {
	s := &p.steps[i]
	what := s.Act.String()
	if s.Act == planreplay.Reload || s.Act == planreplay.Rejoin {
		return what
	}
	if s.Purchase >= 0 {
		return what + ": " + p.Purchases[s.Purchase].Item.PID
	}
	var names []string
	for _, f := range s.Features.Mask().Features() {
		names = append(names, f.String()+" "+f.Format(s.Features[f]))
	}
	return what + ", installed: " + strings.Join(names, ", ")
}

// met says how narrowly a need is met, and what limits it.
func (p *planned) met(i int) string {
	m := &p.Met[i]
	f := p.needs.Needs.Needs[i].Feature
	text := fmt.Sprintf("%s on %s", f.Format(m.Lowest), p.date(m.Day))
	switch {
	case f.Kind() != license.Count:
		return text
	case m.Lowest >= m.Limit:
		return text + ", all that the platform carries"
	case m.Lowest == m.Wanted:
		return text + ", not one to spare"
	}
	return fmt.Sprintf("%s, %d to spare; the platform carries %s", text, m.Lowest-m.Wanted, f.Format(m.Limit))
}

func (p *planned) waste(w *plan.Waste) string {
	f := w.Feature
	if w.Reason == plan.AboveLimit {
		return fmt.Sprintf("%s: %s %s above what the platform carries", w.Group, f.Format(w.Value), f)
	}
	what := "the installed key for"
	if w.Purchase >= 0 {
		what = p.Purchases[w.Purchase].Item.PID + ","
	}
	return fmt.Sprintf("%s: %s of %s %s %s are not needed", p.unit(w.Unit), counted(w.Days, "day"), what, f, f.Format(w.Value))
}

func (p *planned) shift(s *plan.Shift) string {
	what := "the price of " + s.PID
	if s.Need >= 0 {
		what = "the need " + p.need(s.Need)
	}
	if s.Status == plan.Infeasible {
		return fmt.Sprintf("%s %+d%%: no purchases meet the needs", what, s.Percent)
	}
	other := "the same part numbers"
	if s.Purchase {
		other = "other part numbers"
	}
	return fmt.Sprintf("%s %+d%%: %s, %s", what, s.Percent, p.money(s.Total), other)
}

func (p *planned) impossible(m *plan.Impossible) string {
	text := m.Group + ": "
	if m.Need >= 0 {
		text = p.need(m.Need) + ": "
	}
	return text + m.Text
}
