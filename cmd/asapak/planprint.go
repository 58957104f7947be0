package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/asapak/asapak/plan"
)

// printPlan shows a plan as tables.
func printPlan(w io.Writer, p *planned) error {
	if p.Status == plan.Infeasible {
		return printImpossible(w, p)
	}
	fmt.Fprintln(w, p.sentence())
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	if len(p.Purchases) > 0 {
		fmt.Fprintln(t, "\nORDER\tACTIVATE\tUNIT\tPART NUMBER\tGIVES\tPRICE\tWHY")
	}
	for i := range p.Purchases {
		b := &p.Purchases[i]
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", p.date(b.Order), p.date(b.Activate), p.unit(b.Unit), b.Item.PID, b.Item.Gives(), b.Item.Price, p.why(&b.Why))
	}
	if len(p.steps) > 0 {
		fmt.Fprintln(t, "\nDATE\tUNIT\tWHAT IS TYPED\t\t\t\t")
	}
	for i := range p.steps {
		s := &p.steps[i]
		fmt.Fprintf(t, "%s\t%s\t%s\n", p.date(s.Day), p.unit(s.Unit), p.step(i))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	return p.printRest(w)
}

// printRest shows how needs are met, what is wasted, and what would change.
func (p *planned) printRest(w io.Writer) error {
	fmt.Fprintln(w, "\nHow the needs are met:")
	for i := range p.Met {
		fmt.Fprintf(w, "- %s: %s\n", p.need(i), p.met(i))
	}
	if len(p.Wasted) > 0 {
		fmt.Fprintln(w, "\nWasted:")
	}
	for i := range p.Wasted {
		fmt.Fprintf(w, "- %s\n", p.waste(&p.Wasted[i]))
	}
	if len(p.shifts) > 0 {
		fmt.Fprintln(w, "\nWhat if:")
	}
	for i := range p.shifts {
		if _, err := fmt.Fprintf(w, "- %s\n", p.shift(&p.shifts[i])); err != nil {
			return err
		}
	}
	return nil
}

func printImpossible(w io.Writer, p *planned) error {
	fmt.Fprintln(w, "Infeasible: no purchases meet the needs.")
	for i := range p.Impossible {
		if _, err := fmt.Fprintf(w, "- %s\n", p.impossible(&p.Impossible[i])); err != nil {
			return err
		}
	}
	return nil
}

// printPlanCSV shows the purchases as a table for other programs.
func printPlanCSV(w io.Writer, p *planned) error {
	out := csv.NewWriter(w)
	rows := [][]string{{"order", "activate", "unit", "serial", "pid", "price", "currency", "why"}}
	for i := range p.Purchases {
		b := &p.Purchases[i]
		rows = append(rows, []string{
			p.date(b.Order), p.date(b.Activate), p.unit(b.Unit), string(p.needs.Units[b.Unit].Serial),
			b.Item.PID, b.Item.Price.String(), p.needs.Currency, p.why(&b.Why),
		})
	}
	return out.WriteAll(rows)
}
