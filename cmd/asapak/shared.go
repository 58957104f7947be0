package main

import (
	"github.com/spf13/cobra"

	"github.com/asapak/asapak/sharedlic/transport"
)

// sharedCommand builds "asapak shared": the shared license as a network of
// processes.
func sharedCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "shared",
		Short: "Share a pool of Premium sessions between real processes",
		Long: "shared runs the shared license of the guide for real: a server with the pool, any\n" +
			"number of participants and one backup, each a process, over TLS. Whoever knows the\n" +
			"secret (4 to 128 ASCII characters) may take part.",
		Example: "  export ASAPAK_SHARED_SECRET=cisco123\n" +
			"  asapak shared server --id JMX0000MAIN --pool 500\n" +
			"  asapak shared participant --id JMX00000001 --server 127.0.0.1:50554 --use 120\n" +
			"  asapak shared status --role server --id JMX0000MAIN",
	}
	c.AddCommand(
		daemonCommand(transport.Server, "Run the shared licensing server"),
		daemonCommand(transport.Backup, "Run the shared licensing backup server"),
		daemonCommand(transport.Participant, "Run a participant"),
		sharedStatusCommand(), sharedLoadCommand(), sharedDecodeCommand(), sharedSimulateCommand(),
	)
	return c
}

// daemonCommand builds the command of a role.
func daemonCommand(role transport.Role, short string) *cobra.Command {
	d := &daemon{role: role}
	c := &cobra.Command{
		Use:   role.String(),
		Short: short,
		Long: short + " until it is told to stop (SIGINT, SIGTERM): then it gives back what it\n" +
			"holds. On SIGHUP it reads its config file again and puts into force the secret,\n" +
			"sessions, pool, interval and backup; the rest needs a new start. A config file has the\n" +
			"flags as YAML keys; flags given as well come first.",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return d.run(c.Context(), c.OutOrStdout(), c.ErrOrStderr())
		},
	}
	d.settings.register(role, c.Flags())
	d.flags = c.Flags()
	return c
}
