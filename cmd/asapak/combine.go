package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/asapak/asapak/cli/render"
	"github.com/asapak/asapak/combine"
	"github.com/asapak/asapak/failover"
	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sim"
)

// combineCommand builds "asapak combine": what units really run on together.
func combineCommand() *cobra.Command {
	var o groupOptions
	var check bool
	c := &cobra.Command{
		Use:   "combine UNIT UNIT…",
		Short: "Tell what units of a failover pair or cluster run on together, and why",
		Long: "combine joins units into a failover pair, or with more than two or --cluster into a\n" +
			"cluster; the first is the primary or control unit. A UNIT is a file with show version\n" +
			"or show activation-key of real units, LABFILE#NAME for a unit as the lab file says,\n" +
			"or \"MODEL:KEY…\" with keys of the lab. Each row of the answer tells what each unit\n" +
			"brings, the platform limit, what the group has and for how long, rule and reason.",
		Example: "  asapak combine primary.txt secondary.txt\n  asapak combine --check branch.yaml#asa1 branch.yaml#asa2\n" +
			"  asapak combine -o screen both.txt\n  asapak combine --cluster node1.txt node2.txt node3.txt",
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if !slices.Contains([]string{"table", "json", "screen"}, o.format) {
				return &usageError{fmt.Errorf("-o %q: want table, json or screen", o.format)}
			}
			// Terms are told in days from now on, so that the instant doesn't matter.
			g, err := o.gather(args, time.Time{}, c.InOrStdin(), c.ErrOrStderr())
			if err != nil {
				return err
			}
			if g.group == nil {
				return &usageError{errors.New("one unit: want two or more; the same file given twice is an equal pair")}
			}
			return newReport(g).answer(c.OutOrStdout(), o.format, check)
		},
	}
	o.register(c.Flags())
	c.Flags().StringVarP(&o.format, "output", "o", "table", "how to answer: table, json or screen, the block that show activation-key prints")
	c.Flags().BoolVar(&check, "check", false, "tell only whether the units can join, and fail if they can't")
	return c
}

// errApart is the failure of --check.
var errApart = errors.New("the units can't join")

// A report is what there is to say of a gathering.
type report struct {
	*gathering
	reasons  []render.Objection // why the units can't join
	combined combine.Running
	inForce  bool // combined is
	rows     []reportRow
	advice   []combine.Advice
	start    time.Time
	runsOut  []sim.Change // what changes while nothing else happens
}

// A reportRow is a row of the combined license.
type reportRow struct {
	render.Merged
	name    string
	shares  []render.Share
	limit   license.Value
	unknown bool // no source gives the limit
}

func newReport(g *gathering) *report {
	r := &report{gathering: g, reasons: g.objections(), start: g.world.Now()}
	first := g.units[0]
	if r.combined, r.inForce = g.group.License(first); r.inForce {
		r.explain(first)
	}
	// Last, as the units grow old by it.
	r.runsOut = g.world.Timeline(r.start.Add(longestTerms), nil).Changes
	return r
}

// longestTerms is more than what any unit's keys add up to.
const longestTerms = 250 * 365 * license.Day

// after is when something runs out.
func (r *report) after(c *sim.Change) time.Duration { return c.At.Sub(r.start) }

// explain fills in the rows of a combined license that is in force.
func (r *report) explain(first *sim.Unit) {
	ground, members := r.group.Members(first)
	own := make([]combine.Running, len(r.units))
	for i, u := range r.units {
		own[i] = u.Device().Running()
	}
	var c combine.Combiner
	r.advice = c.Advise(ground, members, own)
	for _, f := range r.features() {
		r.rows = append(r.rows, r.row(ground, own, f))
	}
}

// objections are the violated requirements in words, each once.
func (g *gathering) objections() []render.Objection {
	var all []render.Objection
	for _, v := range g.group.Requirements() {
		if o := render.Object(v, g.parties()); !slices.Contains(all, o) {
			all = append(all, o)
		}
	}
	return all
}

func (g *gathering) parties() []render.Party {
	var all []render.Party
	for _, u := range g.units {
		all = append(all, render.Party{Name: u.Name, Unit: sim.Facts(u.Device())})
	}
	return all
}

// table says how the first unit prints the combined license.
func (r *report) table() render.Table {
	d := r.units[0].Device()
	return render.Table{Model: d.Model(), Release: d.Release(), NPE: d.NoPayloadEncryption(), Cluster: true}
}

// features are those of the rows, in the order of the screen.
func (r *report) features() []license.Feature {
	t := r.table()
	var all []license.Feature
	for _, row := range t.Rows(&r.combined) {
		all = append(all, row.Feature)
	}
	return all
}

func (r *report) row(ground combine.Ground, own []combine.Running, f license.Feature) reportRow {
	t, d := r.table(), r.units[0].Device()
	row := reportRow{
		name: t.Name(f), limit: ground.Platform.Limit[f],
		unknown: d.Model().Variant(d.Level()).LimitUnknown[f.Mirrored()],
		Merged: render.Merged{
			Feature: f, Names: r.names(), Combined: r.combined[f],
			Explanation: combine.Explain(ground, own, &r.combined, f),
		},
	}
	for i, u := range r.units {
		row.Own = append(row.Own, own[i][f])
		share := render.Share{Permanent: u.Device().PermanentLicense()[f]}
		for _, k := range u.Device().ActiveLicenses(nil) {
			if v := k.Features[f.Mirrored()]; v != license.Disabled {
				share.Timed = append(share.Timed, render.TimedShare{Value: v, Left: k.Left})
			}
		}
		row.shares = append(row.shares, share)
	}
	return row
}

// answer prints the report. With check it tells only whether the units can join.
func (r *report) answer(w io.Writer, format string, check bool) error {
	var err error
	switch {
	case format == "json":
		err = printJSON(w, r.json())
	case check:
		err = r.printCheck(w)
	case format == "screen":
		err = r.printScreen(w)
	default:
		err = r.printTable(w)
	}
	if err == nil && check && len(r.reasons) > 0 {
		return fmt.Errorf("%w into %s", errApart, groupName(r.kind))
	}
	return err
}

func groupName(k failover.Kind) string {
	return [...]string{
		failover.ActiveStandby: "a failover pair",
		failover.ActiveActive:  "an Active/Active failover pair",
		failover.Clustering:    "a cluster",
	}[k]
}
