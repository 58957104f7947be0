package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/asapak/asapak/license"
)

// modelsCommand builds "asapak models": what each model carries, and where each
// figure comes from.
func modelsCommand() *cobra.Command {
	var format string
	c := &cobra.Command{
		Use:     "models [MODEL]",
		Short:   "List the models, or show what one carries and where each figure comes from",
		Example: "  asapak models\n  asapak models \"ISA 3000\"\n  asapak models -o json 5505",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, names []string) error {
			if format != "table" && format != "json" {
				return fmt.Errorf("-o %q: want table or json", format)
			}
			models := license.Models()
			if len(names) == 1 {
				m, err := license.FindModel(names[0])
				if err != nil {
					return err
				}
				models = []*license.Model{m}
			}
			switch {
			case format == "json":
				return printJSON(c.OutOrStdout(), newModelsJSON(models))
			case len(names) == 1:
				return printModel(c.OutOrStdout(), models[0])
			}
			return printModels(c.OutOrStdout(), models)
		},
	}
	c.Flags().StringVarP(&format, "output", "o", "table", "how to answer: table or json")
	return c
}

// listed are the columns of the list of models, by their platform limits.
var listed = [...]struct {
	head    string
	feature license.Feature
}{
	{"CONTEXTS", license.SecurityContexts},
	{"VLANS", license.MaxVLANs},
	{"PREMIUM", license.AnyConnectPremiumPeers},
	{"OTHER VPN", license.OtherVPNPeers},
	{"TOTAL VPN", license.TotalVPNPeers},
	{"UC", license.TotalUCProxySessions},
	{"FAILOVER", license.Failover},
}

func printModels(w io.Writer, models []*license.Model) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprint(t, "MODEL\tLEVEL\tRELEASES")
	for _, column := range listed {
		fmt.Fprintf(t, "\t%s", column.head)
	}
	fmt.Fprintln(t, "\tTIME-BASED KEYS")
	for _, m := range models {
		for i := range m.Variants {
			v := &m.Variants[i]
			fmt.Fprintf(t, "%s\t%s\t%s to %s", m.Name, v.Level, m.First, m.Last)
			for _, column := range listed {
				fmt.Fprintf(t, "\t%s", limitText(v, column.feature))
			}
			fmt.Fprintf(t, "\t%s\n", yesNo(v.TimeBased))
		}
	}
	return t.Flush()
}

// printModel shows a table for each level, each figure with a letter for its
// source.
func printModel(w io.Writer, m *license.Model) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "Model:\t%s\nHardware:\t%s\nReleases:\t%s to %s\n", m.Name, m.Hardware, m.First, m.Last)
	for i := range m.Variants {
		v := &m.Variants[i]
		fmt.Fprintf(t, "\n%s (time-based keys: %s)\n", v.Level, yesNo(v.TimeBased))
		fmt.Fprintln(t, "FEATURE\tBASE\tLIMIT\tCAN BE BOUGHT")
		for f := range license.NumFeatures {
			if f.Mirrored() != f {
				continue
			}
			fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", f, marked(f, v.Base[f]), markedLimit(v, f), tiersText(v, f))
		}
	}
	fmt.Fprintln(t, "\nWhere a figure comes from:")
	for _, s := range []license.Source{license.Guide, license.Measured, license.Published, license.Recalled} {
		fmt.Fprintf(t, "(%c) %s\n", s, s)
	}
	return t.Flush()
}

func tiersText(v *license.Variant, f license.Feature) string {
	tiers := v.Tiers[f]
	if len(tiers) == 0 {
		return "-"
	}
	var texts []string
	for _, tier := range tiers {
		texts = append(texts, f.Format(tier.Value))
	}
	text := fmt.Sprintf("%s (%c)", strings.Join(texts, ", "), tiers[0].Source)
	if v.TimeBasedOnly[f] {
		text += ", time-based only"
	}
	return text
}

func limitText(v *license.Variant, f license.Feature) string {
	if v.LimitUnknown[f] {
		return license.Unknown.String()
	}
	return figureText(f, v.Limit[f])
}

// markedLimit says what counts as the limit where none is known.
func markedLimit(v *license.Variant, f license.Feature) string {
	limit := marked(f, v.Limit[f])
	if v.LimitUnknown[f] {
		return fmt.Sprintf("%s, taken as %s", license.Unknown, limit)
	}
	return limit
}

func marked(f license.Feature, g license.Figure) string {
	if !g.Known() {
		return figureText(f, g)
	}
	return fmt.Sprintf("%s (%c)", figureText(f, g), g.Source)
}

func figureText(f license.Feature, g license.Figure) string {
	if !g.Known() {
		return license.Unknown.String()
	}
	return f.Format(g.Value)
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
