package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/asapak/asapak/activationkey"
	"github.com/asapak/asapak/lab"
	"github.com/asapak/asapak/plan"
	"github.com/asapak/asapak/plan/file"
	planreplay "github.com/asapak/asapak/plan/replay"
)

// A planOrder is the flags of "asapak plan".
type planOrder struct {
	catalog, format string
	sensitivity     bool
}

// planCommand builds "asapak plan": what to buy, when, and why.
func planCommand() *cobra.Command {
	var o planOrder
	c := &cobra.Command{
		Use:   "plan NEEDS.yaml",
		Short: "Find the cheapest purchases that give units what they need, when they need it",
		Long: "plan reads what must be available and when, and what part numbers cost, and tells\n" +
			"the cheapest set of purchases: for which unit, when to order, when to enter the key.\n" +
			"Nothing cheaper meets the needs. Each plan is entered in simulated units day by day\n" +
			"before it is shown. Ctrl-C ends a long search with the best plan so far.",
		Example: "  asapak plan examples/plan/needs.yaml\n  asapak plan needs.yaml --catalog prices.csv -o json\n" +
			"  asapak plan --sensitivity needs.yaml\n  asapak plan schema",
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if !slices.Contains([]string{"table", "json", "csv"}, o.format) {
				return &usageError{fmt.Errorf("-o %q: want table, json or csv", o.format)}
			}
			return o.run(args[0], c.OutOrStdout(), c.ErrOrStderr())
		},
	}
	c.Flags().StringVar(&o.catalog, "catalog", "", "the catalog with prices, CSV or YAML (default: the one that the needs file names)")
	c.Flags().StringVarP(&o.format, "output", "o", "table", "how to answer: table, json or csv")
	c.Flags().BoolVar(&o.sensitivity, "sensitivity", false, "tell what a price or a need 20 percent lower or higher would change")
	c.AddCommand(&cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of a needs file",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			_, err := fmt.Fprint(c.OutOrStdout(), file.Schema)
			return err
		},
	})
	return c
}

// errInfeasible is the failure of a plan for needs that nothing meets.
var errInfeasible = errors.New("no purchases meet the needs")

// A planned is a plan with all that is said of it.
type planned struct {
	*plan.Plan
	needs  *file.Needs
	steps  []planreplay.Step
	shifts []plan.Shift
}

func (o *planOrder) run(path string, stdout, stderr io.Writer) error {
	p, err := o.plan(path, stderr)
	if err != nil {
		return err
	}
	print := map[string]func(io.Writer, *planned) error{"table": printPlan, "json": printPlanJSON, "csv": printPlanCSV}[o.format]
	if err := print(stdout, p); err != nil {
		return err
	}
	if p.Status == plan.Infeasible {
		return errInfeasible
	}
	return nil
}

func (o *planOrder) plan(path string, stderr io.Writer) (*planned, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	needs, err := file.ParseNeeds(path, data, openFile)
	if err != nil {
		return nil, err
	}
	catalog, err := o.readCatalog(path, needs.Catalog)
	if err != nil {
		return nil, err
	}
	watch := watchSearch(stderr)
	defer watch.end()
	p, err := plan.Solve(&needs.Needs, catalog, plan.Options{Progress: watch.groups})
	if err != nil {
		return nil, err
	}
	out := &planned{Plan: p, needs: needs}
	if p.Status == plan.Infeasible {
		return out, nil
	}
	if out.steps, err = prove(needs, p, watch.days); err != nil {
		return nil, err
	}
	if o.sensitivity && p.Status == plan.Optimal {
		out.shifts, err = plan.Sensitivity(&needs.Needs, catalog, p, plan.Options{})
	}
	return out, err
}

func openFile(path string) (io.ReadCloser, error) { return os.Open(path) }

// readCatalog reads the catalog that the command line or else the needs file names.
func (o *planOrder) readCatalog(needs, named string) (*plan.Catalog, error) {
	path := o.catalog
	if path == "" && named != "" {
		if path = named; !filepath.IsAbs(path) {
			path = filepath.Join(filepath.Dir(needs), path)
		}
	}
	if path == "" {
		return nil, &usageError{errors.New("no catalog: name one with --catalog or in the needs file; asapak catalog init makes one")}
	}
	return loadCatalog(path)
}

// prove enters a plan in simulated units, day by day, and again with contact lost
// where units are needed alone. It returns what is typed on them.
func prove(n *file.Needs, p *plan.Plan, progress func(day, of int) bool) ([]planreplay.Step, error) {
	secret := activationkey.NewSecret(activationkey.DefaultPassphrase)
	n.Lab.Secret = secret
	run := func(o planreplay.Options) (*planreplay.Result, error) {
		w, err := lab.Build(&n.Lab)
		if err != nil {
			return nil, err
		}
		r, err := planreplay.Run(w, secret, &n.Needs, p, o)
		if err == nil && len(r.Failures) > 0 {
			err = &defectError{n, r.Failures[0]}
		}
		return r, err
	}
	whole, err := run(planreplay.Options{Progress: progress})
	if err != nil {
		return nil, err
	}
	for _, lost := range lossDays(n) {
		if _, err := run(planreplay.Options{Lost: lost}); err != nil {
			return nil, err
		}
	}
	return whole.Steps, nil
}

// lossDays lists when contact is lost in the replays that prove what units have
// alone: 30 days before the last day of each need that asks for it.
func lossDays(n *file.Needs) []int {
	var all []int
	for i := range n.Needs.Needs {
		if d := &n.Needs.Needs[i]; d.Alone && len(d.On) > 1 && d.Until > 30 {
			all = append(all, 1+d.Until-1-30)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// A defectError says that a plan doesn't do in the simulator what it says. It is
// a fault of this program.
type defectError struct {
	needs *file.Needs
	what  planreplay.Failure
}

func (e *defectError) Error() string {
	day := e.needs.Date(e.what.Day).Format(dayForm)
	if e.what.Need < 0 {
		return fmt.Sprintf("defect: the plan fails when it is replayed: %s: %s", day, e.what.Text)
	}
	d := &e.needs.Needs.Needs[e.what.Need]
	return fmt.Sprintf("defect: the plan fails when it is replayed: %s: %s: there is only %s", day, e.needs.Describe(d), d.Feature.Format(e.what.Got))
}
