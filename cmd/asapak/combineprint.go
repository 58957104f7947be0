package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/asapak/asapak/cli/render"
	"github.com/asapak/asapak/license"
)

// errNoCombined is the failure of a screen of a license that isn't in force.
var errNoCombined = errors.New("no combined license is in force: the units can't join, or run a release before 8.3")

// columns bounds how many units have a column of their own.
const columns = 4

func (r *report) printTable(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	r.printUnits(t)
	r.printObjections(t)
	if !r.inForce {
		if len(r.reasons) == 0 {
			fmt.Fprintln(t, "\nBefore 8.3 licenses don't combine: each unit runs on its own (FO-1).")
		}
		return errors.Join(t.Flush(), r.printRunsOut(w))
	}
	fmt.Fprintf(t, "\nFEATURE\t%s\tLIMIT\tCOMBINED\tTERM\tRULE\tWHY\n", strings.ToUpper(strings.Join(r.heads(), "\t")))
	for i := range r.rows {
		row := &r.rows[i]
		rule, why := render.Why(&row.Merged, row.limit, row.unknown)
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", row.name, strings.Join(r.cells(row), "\t"), row.limitText(),
			row.Feature.Format(row.Combined.Value), render.Term(row.Combined.Left), rule, why)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	if slices.ContainsFunc(r.rows, func(row reportRow) bool { return strings.HasSuffix(row.limitText(), "?") }) {
		fmt.Fprintln(w, "? No source gives this limit: the highest value that is sold stands for it (COMB-2).")
	}
	return errors.Join(r.printAdvice(w), r.printRunsOut(w))
}

// printRunsOut tells what changes by and by, as the timeline command does with
// dates and outages.
func (r *report) printRunsOut(w io.Writer) error {
	if len(r.runsOut) == 0 {
		return nil
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "\nWhat runs out, if the units stay on and in contact:")
	for i := range r.runsOut {
		c := &r.runsOut[i]
		fmt.Fprintf(t, "  after %s\t%s\t%s\t%s to %s\t%s\n", render.Days(r.after(c)), unitNames(c.Units), c.Feature,
			c.Feature.Format(c.From), c.Feature.Format(c.To), whys[c.Why])
	}
	return t.Flush()
}

// printUnits tells who is who, and what is odd about them.
func (r *report) printUnits(w io.Writer) {
	for i, u := range r.units {
		p, d := &r.partners[i], u.Device()
		fmt.Fprintf(w, "%s:\t%s, %s, serial number %s, release %s\t%s\n", u.Name, cmp.Or(p.hostname, "-"), d.Model().Name, d.Serial(), d.Release(), p.source)
	}
	for _, text := range r.warnings() {
		fmt.Fprintf(w, "WARNING: %s\n", text)
	}
}

func (r *report) printObjections(w io.Writer) {
	if len(r.reasons) == 0 {
		return
	}
	fmt.Fprintf(w, "\nThe units can't form %s, each runs on its own license:\n", groupName(r.kind))
	for _, o := range r.reasons {
		fmt.Fprintf(w, "  %s (%s)\n    cure: %s\n", o.Text, o.Rule, o.Cure)
	}
}

func (r *report) printCheck(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	r.printUnits(t)
	r.printObjections(t)
	if len(r.reasons) == 0 {
		fmt.Fprintf(t, "The units can form %s.\n", groupName(r.kind))
	}
	return t.Flush()
}

func (r *report) printScreen(w io.Writer) error {
	if !r.inForce {
		return errNoCombined
	}
	d, t := r.units[0].Device(), r.table()
	sentence := render.PlatformSentence(d.Model(), d.Level(), d.Release(), d.NoPayloadEncryption())
	if a := d.Adopted(); a != nil {
		sentence = a.Sentence
	}
	_, err := io.WriteString(w, render.ClusterBlock(d.Release(), t.Rows(&r.combined), sentence))
	return err
}

func (r *report) printAdvice(w io.Writer) error {
	if len(r.advice) == 0 {
		return nil
	}
	fmt.Fprintln(w, "\nWaste and risk:")
	for i := range r.advice {
		rule, text := render.Concern(&r.advice[i], r.units[0].Device().Release(), r.names())
		if _, err := fmt.Fprintf(w, "  %s (%s)\n", text, rule); err != nil {
			return err
		}
	}
	return nil
}

// heads are the columns of the units; many units share one.
func (r *report) heads() []string {
	if len(r.units) > columns {
		return []string{"units"}
	}
	return r.names()
}

// cells are what the units bring to a row.
func (r *report) cells(row *reportRow) []string {
	var cells []string
	release := r.units[0].Device().Release()
	for i := range row.shares {
		cells = append(cells, row.shares[i].Text(row.Feature, release))
	}
	if len(cells) > columns {
		return []string{tally(cells)}
	}
	return cells
}

// tally is "15 × 2; 1 × 10".
func tally(cells []string) string {
	var distinct, counted []string
	for _, c := range cells {
		if !slices.Contains(distinct, c) {
			distinct = append(distinct, c)
		}
	}
	for _, c := range distinct {
		n := 0
		for _, other := range cells {
			if other == c {
				n++
			}
		}
		counted = append(counted, fmt.Sprintf("%d × %s", n, c))
	}
	return strings.Join(counted, "; ")
}

// limitText is the platform limit of a number that has one.
func (row *reportRow) limitText() string {
	switch {
	case row.Feature.Kind() != license.Count || row.limit == license.Unlimited:
		return "-"
	case row.unknown:
		return row.Feature.Format(row.limit) + "?"
	}
	return row.Feature.Format(row.limit)
}
