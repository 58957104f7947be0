package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/asapak/asapak/sharedlic/transport"
)

// sharedLoadCommand builds "asapak shared load".
func sharedLoadCommand() *cobra.Command {
	l := &transport.Load{Limits: transport.DefaultLimits()}
	var s sharedSettings
	var seconds int
	c := &cobra.Command{
		Use:   "load",
		Short: "Load a server with participants and print rates and latencies",
		Long: "load runs participants that ask as fast as they are answered, each over a connection\n" +
			"of its own, and prints what the server did in a second and how long it took. Patterns:\n" +
			"grants (each answer is durable), refreshes, mixed (a grant and nine refreshes),\n" +
			"connects (connect, authenticate, register), idle (a refresh in ten seconds).",
		Example: "  asapak shared load --server 127.0.0.1:50554 --participants 32 --pattern grants --seconds 10",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) (err error) {
			if err := oneOf("--pattern", l.Pattern, transport.LoadPatterns()...); err != nil {
				return &usageError{err}
			}
			if l.Secret, err = s.sharedSecret(); err != nil {
				return err
			}
			l.Duration = time.Duration(seconds) * time.Second
			l.Progress = func(p transport.LoadProgress) {
				fmt.Fprintf(c.ErrOrStderr(), "%3.0f s: %d connected, %d answers\n", p.Elapsed.Seconds(), p.Connected, p.Answers)
			}
			r, err := l.Run(c.Context())
			if err != nil {
				return err
			}
			return printLoad(c.OutOrStdout(), &r)
		},
	}
	f := c.Flags()
	f.StringVar(&l.Address, "server", "", "address of the server, host:port")
	f.StringVar(&s.secret, "secret", "", "shared secret (default: $"+secretVariable+")")
	f.StringVar(&s.secretFile, "secret-file", "", "file with the shared secret")
	f.IntVar(&l.Participants, "participants", 32, "how many participants")
	f.IntVar(&seconds, "seconds", 10, "how long, when all are connected")
	f.StringVar(&l.Pattern, "pattern", "mixed", strings.Join(transport.LoadPatterns(), ", "))
	require(c, "server")
	return c
}

// printLoad prints rates and latencies. Errors are also the command's.
func printLoad(w io.Writer, r *transport.LoadResult) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "\tcount\tper second\tp50\tp90\tp99\tp99.9\tlongest\t")
	for _, row := range []struct {
		name string
		l    *transport.Latencies
	}{{"connects", &r.Connects}, {"durable answers", &r.Durable}, {"other answers", &r.Plain}} {
		l := row.l
		fmt.Fprintf(t, "%s\t%d\t%.0f\t%v\t%v\t%v\t%v\t%v\t\n", row.name, l.Count, float64(l.Count)/r.Elapsed.Seconds(),
			micro(l.Percentile(0.5)), micro(l.Percentile(0.9)), micro(l.Percentile(0.99)), micro(l.Percentile(0.999)), micro(l.Longest))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	if r.Errors > 0 {
		return fmt.Errorf("%d participants failed, the first with: %w", r.Errors, r.FirstErr)
	}
	return nil
}

func micro(d time.Duration) time.Duration { return d.Round(time.Microsecond) }
