// Command asapak is a calculator and simulator of PAK licenses for Cisco ASA
// and ISA 3000. Without arguments it opens the console of a simulated unit.
package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"
)

// The exit statuses. A command that a unit answered with an error is a failure
// like any other.
const (
	exitFailure = 1
	exitUsage   = 2
)

func main() { os.Exit(exitStatus(rootCommand(), os.Args[1:])) }

// exitStatus runs the command line and returns the exit status.
func exitStatus(root *cobra.Command, args []string) int {
	started := false
	watch(root, &started)
	root.SetArgs(args)
	err := root.Execute()
	var usage *usageError
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errAnswered):
		return exitFailure
	}
	fmt.Fprintf(root.ErrOrStderr(), "asapak: %v\n", err)
	if !started || errors.As(err, &usage) {
		fmt.Fprintln(root.ErrOrStderr(), "asapak: see asapak --help")
		return exitUsage
	}
	return exitFailure
}

// watch notes when a command begins to run: what fails before that is the
// command line.
func watch(c *cobra.Command, started *bool) {
	if run := c.RunE; run != nil {
		c.RunE = func(c *cobra.Command, args []string) error {
			*started = true
			return run(c, args)
		}
	}
	for _, sub := range c.Commands() {
		watch(sub, started)
	}
}

// A usageError is a command line that makes no sense; cobra finds others.
type usageError struct{ err error }

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

// errAnswered says that a unit answered a command with an error, which was shown.
var errAnswered = errors.New("a command was answered with an error")

// rootCommand builds the command line.
func rootCommand() *cobra.Command {
	var o shellOptions
	root := &cobra.Command{
		Use:   "asapak",
		Short: "Simulate the PAK licenses of Cisco ASA and ISA 3000",
		Long: "asapak simulates the PAK licenses of Cisco ASA and ISA 3000. Without a subcommand\n" +
			"it opens the console of a unit; with -c, -f or a script on standard input it runs\n" +
			"commands there and shows what a console log would. Its activation keys are its own\n" +
			"and open no real device.",
		Example: "  asapak\n  asapak -c 'show activation-key'\n  asapak --lab branch.yaml --unit asa1 --state none -f script.txt",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return o.run(stdio{in: c.InOrStdin(), out: c.OutOrStdout(), err: c.ErrOrStderr()})
		},
		SilenceErrors: true,
		SilenceUsage:  true,
		Version:       version(),
	}
	o.register(root.Flags())
	root.MarkFlagsMutuallyExclusive("command", "file")
	root.AddCommand(combineCommand(), timelineCommand(), planCommand(), catalogCommand(), authorityCommand(), keyCommand(), modelsCommand(), readCommand(), labCommand(), serveCommand(), sharedCommand(), versionCommand())
	root.AddCommand(helpTopics()...)
	return root
}
