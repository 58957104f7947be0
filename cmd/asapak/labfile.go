package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/asapak/asapak/lab"
)

// labCommand builds "asapak lab": about lab files.
func labCommand() *cobra.Command {
	c := &cobra.Command{Use: "lab", Short: "Check lab files, print their schema", Args: cobra.NoArgs, RunE: showHelp}
	c.AddCommand(
		&cobra.Command{
			Use:   "schema",
			Short: "Print the JSON Schema of a lab file",
			Args:  cobra.NoArgs,
			RunE: func(c *cobra.Command, _ []string) error {
				_, err := fmt.Fprint(c.OutOrStdout(), lab.Schema)
				return err
			},
		},
		&cobra.Command{
			Use:   "check FILE",
			Short: "Tell everything that is wrong with a lab file",
			Args:  cobra.ExactArgs(1),
			RunE:  func(c *cobra.Command, args []string) error { return checkLab(c, args[0]) },
		},
		passwordCommand(),
	)
	return c
}

func showHelp(c *cobra.Command, _ []string) error { return c.Help() }

func checkLab(c *cobra.Command, path string) error {
	l, err := lab.Load(path, "")
	if err != nil {
		return err
	}
	if _, err := lab.Build(l); err != nil {
		return err
	}
	for i := range l.Units {
		u := &l.Units[i]
		fmt.Fprintf(c.OutOrStdout(), "%s: %s, serial number %s, release %s\n", u.Name, u.Model.Name, u.Serial, u.Release)
	}
	return nil
}
