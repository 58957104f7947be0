package main

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/asapak/asapak/authority"
	"github.com/asapak/asapak/license"
)

func (n *counter) showCommand() *cobra.Command {
	var serial string
	c := &cobra.Command{
		Use:     "show",
		Short:   "List PAKs, units and their keys",
		Example: "  asapak authority show\n  asapak authority show --serial JMX1232L11M",
		Args:    cobra.NoArgs,
		PreRunE: n.checkFormat,
		RunE: func(c *cobra.Command, _ []string) error {
			only, err := optionalSerial(serial)
			if err != nil {
				return err
			}
			return n.visit(func(s *authority.Site) error { return n.show(c.OutOrStdout(), s, only) })
		},
	}
	c.Flags().StringVar(&serial, "serial", "", "only what belongs to the unit with this serial number")
	return c
}

// show prints what the site has; with a serial number, what belongs to that.
func (n *counter) show(w io.Writer, s *authority.Site, only license.Serial) error {
	licenses, err := s.Licenses()
	if err != nil {
		return err
	}
	all, err := s.Units()
	if err != nil {
		return err
	}
	var shown []authority.License
	for i := range licenses {
		if only == "" || belongs(&licenses[i], only) {
			shown = append(shown, licenses[i])
		}
	}
	var units []authority.Unit
	for i := range all {
		if only == "" || all[i].Serial == only {
			units = append(units, all[i])
		}
	}
	if n.format == "json" {
		return printJSON(w, siteJSON{licensesJSON(shown), unitsJSON(units)})
	}
	if err := printLicenses(w, shown); err != nil {
		return err
	}
	return n.printUnits(w, units)
}

func belongs(l *authority.License, serial license.Serial) bool {
	for _, u := range l.Uses {
		if u.Serial == serial {
			return true
		}
	}
	return len(l.Uses) == 0 && l.For == serial
}

func (n *counter) auditCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "audit",
		Short:   "List every act at the site, oldest first",
		Args:    cobra.NoArgs,
		PreRunE: n.checkFormat,
		RunE: func(c *cobra.Command, _ []string) error {
			return n.visit(func(s *authority.Site) error {
				entries, err := s.Audit()
				if err != nil {
					return err
				}
				if n.format == "json" {
					return printJSON(c.OutOrStdout(), entries)
				}
				t := tabwriter.NewWriter(c.OutOrStdout(), 0, 0, 2, ' ', 0)
				for i := range entries {
					e := &entries[i]
					fmt.Fprintf(t, "%d\t%s\t%s\t%s\t%s\t%s\n", e.Number, e.At.Format(time.DateTime), e.Act, dash(string(e.PAK)), dash(string(e.Serial)), e.Detail)
				}
				return t.Flush()
			})
		},
	}
}

// dash stands in tables for what there is not.
func dash(text string) string {
	if text == "" {
		return "-"
	}
	return text
}
