package main

import (
	"io"

	"github.com/asapak/asapak/plan"
)

// A planJSON is a plan for other programs. Amounts are numbers of the currency.
type planJSON struct {
	Status     string         `json:"status"`
	Total      amountJSON     `json:"total"`
	Bound      amountJSON     `json:"bound"`
	Currency   string         `json:"currency,omitempty"`
	Purchases  []purchaseJSON `json:"purchases"`
	Steps      []typedJSON    `json:"steps"`
	Periods    []servedJSON   `json:"periods"`
	Needs      []metJSON      `json:"needs"`
	Wasted     []string       `json:"wasted"`
	Shifts     []whatIfJSON   `json:"sensitivity,omitempty"`
	Impossible []string       `json:"impossible,omitempty"`
}

// An amountJSON is printed with two decimals.
type amountJSON plan.Price

// MarshalJSON prints the amount as a number.
func (a amountJSON) MarshalJSON() ([]byte, error) { return []byte(plan.Price(a).String()), nil }

type purchaseJSON struct {
	PID      string     `json:"pid"`
	Unit     string     `json:"unit"`
	Serial   string     `json:"serial"`
	Order    string     `json:"order"`
	Activate string     `json:"activate"`
	Price    amountJSON `json:"price"`
	Gives    string     `json:"gives"`
	Why      string     `json:"why"`
}

type typedJSON struct {
	Date string `json:"date"`
	Unit string `json:"unit"`
	What string `json:"what"`
}

type servedJSON struct {
	Unit    string `json:"unit"`
	Feature string `json:"feature"`
	Value   string `json:"value"`
	From    string `json:"from"`
	To      string `json:"to"`
	PID     string `json:"pid,omitempty"`
	Waits   bool   `json:"waits,omitempty"`
}

type metJSON struct {
	Need   string `json:"need"`
	Lowest string `json:"lowest,omitempty"`
	On     string `json:"on,omitempty"`
	Limit  string `json:"limit,omitempty"`
	Says   string `json:"says,omitempty"`
}

type whatIfJSON struct {
	PID     string     `json:"pid,omitempty"`
	Need    string     `json:"need,omitempty"`
	Percent int        `json:"percent"`
	Status  string     `json:"status"`
	Total   amountJSON `json:"total"`
	Says    string     `json:"says"`
}

func printPlanJSON(w io.Writer, p *planned) error {
	out := planJSON{
		Status: p.Status.String(), Total: amountJSON(p.Total), Bound: amountJSON(p.Bound), Currency: p.needs.Currency,
		Purchases: []purchaseJSON{}, Steps: []typedJSON{}, Periods: []servedJSON{}, Wasted: []string{},
	}
	for i := range p.Purchases {
		b := &p.Purchases[i]
		out.Purchases = append(out.Purchases, purchaseJSON{
			PID: b.Item.PID, Unit: p.unit(b.Unit), Serial: string(p.needs.Units[b.Unit].Serial), Order: p.date(b.Order),
			Activate: p.date(b.Activate), Price: amountJSON(b.Item.Price), Gives: b.Item.Gives(), Why: p.why(&b.Why),
		})
	}
	for i := range p.steps {
		out.Steps = append(out.Steps, typedJSON{p.date(p.steps[i].Day), p.unit(p.steps[i].Unit), p.step(i)})
	}
	for i := range p.Schedule {
		out.Periods = append(out.Periods, p.period(&p.Schedule[i]))
	}
	for i := range p.Met {
		out.Needs = append(out.Needs, p.metJSON(i))
	}
	for i := range p.Wasted {
		out.Wasted = append(out.Wasted, p.waste(&p.Wasted[i]))
	}
	for i := range p.shifts {
		s := &p.shifts[i]
		shift := whatIfJSON{PID: s.PID, Percent: s.Percent, Status: s.Status.String(), Total: amountJSON(s.Total), Says: p.shift(s)}
		if s.Need >= 0 {
			shift.Need = p.need(s.Need)
		}
		out.Shifts = append(out.Shifts, shift)
	}
	for i := range p.Impossible {
		out.Impossible = append(out.Impossible, p.impossible(&p.Impossible[i]))
	}
	return printJSON(w, out)
}

func (p *planned) period(d *plan.Period) servedJSON {
	out := servedJSON{
		Unit: p.unit(d.Unit), Feature: d.Feature.String(), Value: d.Feature.Format(d.Features[d.Feature]),
		From: p.date(d.From), To: p.date(d.Until - 1), Waits: d.Waits,
	}
	if d.Purchase >= 0 {
		out.PID = p.Purchases[d.Purchase].Item.PID
	}
	return out
}

func (p *planned) metJSON(i int) metJSON {
	out := metJSON{Need: p.need(i)}
	if p.Status != plan.Infeasible {
		m, f := &p.Met[i], p.needs.Needs.Needs[i].Feature
		out.Lowest, out.On, out.Limit, out.Says = f.Format(m.Lowest), p.date(m.Day), f.Format(m.Limit), p.met(i)
	}
	return out
}
