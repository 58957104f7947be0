package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/asapak/asapak/cli/read"
)

// errNothingRead is the failure of a read that found no unit.
var errNothingRead = errors.New("no license output found")

// readCommand builds "asapak read": the licenses of real units out of what they
// printed.
func readCommand() *cobra.Command {
	var format, as string
	c := &cobra.Command{
		Use:   "read [FILE…]",
		Short: "Read the licenses of real units out of show version and show activation-key",
		Long: "read takes show version, show activation-key [detail] or whole console logs, from\n" +
			"files or from standard input, and shows the units that it finds. Lines that it\n" +
			"can't understand are named on standard error as FILE:LINE: text: reason.",
		Example: "  asapak read show-version.txt\n  asapak read -o json console.log\n  asapak read --as original - <show-version.txt",
		RunE: func(c *cobra.Command, files []string) error {
			print, err := unitPrinter(format, as)
			if err != nil {
				return err
			}
			return readFiles(files, c.InOrStdin(), c.OutOrStdout(), c.ErrOrStderr(), print)
		},
	}
	c.Flags().StringVarP(&format, "output", "o", "table", "how to show the units: table or json")
	c.Flags().StringVar(&as, "as", "", "original: print the text again as the unit printed it")
	return c
}

// A printer shows what all inputs said.
type printer func(w io.Writer, docs []read.Document, units []read.Unit) error

func unitPrinter(format, as string) (printer, error) {
	switch {
	case as == "original":
		return printOriginal, nil
	case as != "":
		return nil, fmt.Errorf("--as %q: want original", as)
	case format == "table":
		return printUnits, nil
	case format == "json":
		return printUnitsJSON, nil
	}
	return nil, fmt.Errorf("-o %q: want table or json", format)
}

// readFiles reads all files, or standard input, and shows what they said. What
// could be read is shown even where something could not.
func readFiles(files []string, stdin io.Reader, stdout, stderr io.Writer, print printer) error {
	if len(files) == 0 {
		files = []string{"-"}
	}
	var docs []read.Document
	var units []read.Unit
	var failed error
	for _, name := range files {
		doc, err := readFile(name, stdin)
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("%s: %w", doc.Name, err))
		}
		for _, p := range doc.Problems {
			fmt.Fprintf(stderr, "%s:%s\n", doc.Name, p.String())
		}
		docs = append(docs, doc)
		units = append(units, doc.Units...)
	}
	units = read.Merge(units)
	if len(units) == 0 && failed == nil {
		failed = errNothingRead
	}
	if len(units) == 0 {
		return failed
	}
	return errors.Join(print(stdout, docs, units), failed)
}

func readFile(name string, stdin io.Reader) (read.Document, error) {
	if name == "-" {
		return read.Read("standard input", stdin)
	}
	f, err := os.Open(name)
	if err != nil {
		var reason *os.PathError
		if errors.As(err, &reason) {
			err = reason.Err
		}
		return read.Document{Name: name}, err
	}
	defer f.Close()
	return read.Read(name, f)
}

func printOriginal(w io.Writer, docs []read.Document, _ []read.Unit) error {
	for i := range docs {
		if _, err := io.WriteString(w, docs[i].String()); err != nil {
			return err
		}
	}
	return nil
}
