package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/asapak/asapak/cli/read"
	"github.com/asapak/asapak/cli/render"
)

// printUnits shows units as tables, one for each block of each unit.
func printUnits(w io.Writer, _ []read.Document, units []read.Unit) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for i := range units {
		if i > 0 {
			fmt.Fprintln(t)
		}
		printUnit(t, &units[i])
	}
	return t.Flush()
}

func printUnit(w io.Writer, u *read.Unit) {
	for _, fact := range [...]struct{ label, text string }{
		{"Unit", cmp.Or(u.Hostname, "-")},
		{"Model", modelText(u)},
		{"Level", certain(u.Level.String(), u.LevelFrom)},
		{"Release", certain(u.Release.String(), u.ReleaseFrom)},
		{"Serial number", cmp.Or(u.SerialID, "-")},
		{"Platform", u.Platform.String()},
		{"Context", u.Context},
		{"Up", u.Uptime},
		{"Failover cluster up", u.ClusterUptime},
		{"Permanent key", u.Permanent.Text},
		{"Flash key", flashText(u.Flash)},
		{"Sentence", u.Sentence},
		{"Notices", strings.Join(u.Notices, " ")},
		{"Missing", strings.Join(u.Missing, "; ")},
		{"Read from", fmt.Sprintf("%s, lines %d to %d", u.Source, u.First, u.Last)},
	} {
		if fact.text != "" {
			fmt.Fprintf(w, "%s:\t%s\n", fact.label, fact.text)
		}
	}
	printRows(w, "License", u.Own)
	printRows(w, "Failover cluster license", u.Cluster)
	printRows(w, "Permanent license", u.Detail)
	for _, t := range u.Timed {
		printRows(w, timedTitle(t), t.Rows)
	}
}

func modelText(u *read.Unit) string {
	if u.Model != nil {
		return certain(u.Model.Name, u.ModelFrom)
	}
	return cmp.Or(u.Hardware, read.Untold.String())
}

// certain is a value, with a mark where it was inferred.
func certain(text string, c read.Certainty) string {
	switch c {
	case read.Untold:
		return c.String()
	case read.Inferred:
		return text + " (inferred)"
	}
	return text
}

func flashText(k render.FlashKey) string {
	return [...]string{
		render.FlashSame: "the same as the running key", render.FlashDifferent: "different from the running key", render.FlashUnsaid: "",
	}[k]
}

func timedTitle(t read.TimeBased) string {
	if t.Active {
		return "Active time-based key " + t.Key.Text
	}
	return "Inactive time-based key " + t.Key.Text
}

func printRows(w io.Writer, title string, rows []read.Row) {
	if len(rows) == 0 {
		return
	}
	fmt.Fprintf(w, "\n%s\n", title)
	for _, r := range rows {
		fmt.Fprintf(w, "  %s\t%s\t%s\n", r.Name, r.Value, r.Term)
	}
}
