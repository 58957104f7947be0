package main

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/asapak/asapak/plan"
	"github.com/asapak/asapak/plan/file"
)

// catalogCommand builds "asapak catalog": part numbers and their prices.
func catalogCommand() *cobra.Command {
	c := &cobra.Command{Use: "catalog", Short: "Make and check a catalog of part numbers for asapak plan", Args: cobra.NoArgs, RunE: showHelp}
	c.AddCommand(catalogInitCommand(), catalogCheckCommand())
	return c
}

// catalogWriters are the forms of a catalog.
var catalogWriters = map[string]func(io.Writer, *plan.Catalog) error{"csv": file.WriteCSV, "yaml": file.WriteYAML}

func catalogInitCommand() *cobra.Command {
	var format string
	c := &cobra.Command{
		Use:   "init [CATALOG]",
		Short: "Print the part numbers that public lists name, or a catalog in another form",
		Long: "init prints a catalog to put prices into: no public price list exists. With a CATALOG\n" +
			"it prints that one, in the form that -o names.",
		Example: "  asapak catalog init >catalog.csv\n  asapak catalog init -o yaml catalog.csv >catalog.yaml",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			write, ok := catalogWriters[format]
			if !ok {
				return &usageError{fmt.Errorf("-o %q: want csv or yaml", format)}
			}
			catalog := file.Shipped()
			if len(args) == 1 {
				var err error
				if catalog, err = loadCatalog(args[0]); err != nil {
					return err
				}
			}
			return write(c.OutOrStdout(), catalog)
		},
	}
	c.Flags().StringVarP(&format, "output", "o", "csv", "how to print it: csv or yaml")
	return c
}

func catalogCheckCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "check CATALOG",
		Short:   "Tell everything that is wrong with a catalog, and which part numbers have no price",
		Example: "  asapak catalog check catalog.csv",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			catalog, err := loadCatalog(args[0])
			if err != nil {
				return err
			}
			for _, hint := range catalog.Check() {
				fmt.Fprintln(c.OutOrStdout(), hint)
			}
			_, err = fmt.Fprintf(c.OutOrStdout(), "%s: %s\n", args[0], counted(len(catalog.Items), "part number"))
			return err
		},
	}
}

func loadCatalog(path string) (*plan.Catalog, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return file.ParseCatalog(path, data)
}
