package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sharedlic/simulate"
)

// sharedSimulateCommand builds "asapak shared simulate".
func sharedSimulateCommand() *cobra.Command {
	c := simulate.Config{Days: 60, Participants: 50}
	var seeds int
	var plant string
	cmd := &cobra.Command{
		Use:   "simulate",
		Short: "Run shared licenses against random faults and check what must always hold",
		Long: "Simulate runs a failover pair of main servers, a backup and participants in virtual\n" +
			"time, with demand and faults that the seed decides, and checks after every event that\n" +
			"nothing is leased twice, taken back early, kept too long or lost. The same seed gives\n" +
			"the same run. It ends with status 1 when something was violated, and then shows what\n" +
			"happened last and the command that repeats the run.",
		Example: "  asapak shared simulate --seed 7 --days 60 --participants 50\n  asapak shared simulate --seeds 300 --days 5 --participants 6",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var err error
			if c.Plant, err = simulate.ParsePlant(plant); err != nil {
				return &usageError{err}
			}
			if seeds < 1 {
				return &usageError{fmt.Errorf("--seeds %d: want at least one", seeds)}
			}
			return simulateSeeds(cmd.OutOrStdout(), cmd.ErrOrStderr(), c, seeds)
		},
	}
	f := cmd.Flags()
	f.Uint64Var(&c.Seed, "seed", 1, "what decides everything that is random")
	f.IntVar(&seeds, "seeds", 1, "how many seeds to run, from --seed on")
	f.IntVar(&c.Days, "days", c.Days, fmt.Sprintf("simulated days, up to %d", simulate.MaxDays))
	f.IntVar(&c.Participants, "participants", c.Participants, fmt.Sprintf("how many, up to %d", simulate.MaxParticipants))
	f.DurationVar(&c.Interval, "interval", 0, "refresh interval, 10s to 300s (default: drawn from the seed)")
	f.IntVar(&c.Pool, "pool", 0, "sessions of the pool (default: drawn from the seed)")
	f.BoolVar(&c.Calm, "calm", false, "without any faults")
	f.StringVar(&plant, "plant", simulate.NoPlant.String(), "break a promise, to see it found: "+strings.Join(plantNames(), ", "))
	return cmd
}

func plantNames() []string {
	var names []string
	for p := simulate.NoPlant + 1; p < simulate.NumPlants; p++ {
		names = append(names, p.String())
	}
	return names
}

// simulateSeeds runs one seed after the other until one is violated or the user
// stops it.
func simulateSeeds(out, errs io.Writer, c simulate.Config, seeds int) error {
	interrupted := make(chan os.Signal, 1)
	signal.Notify(interrupted, os.Interrupt)
	defer signal.Stop(interrupted)
	p := newSimulateProgress(errs, c, seeds)
	start := time.Now()
	events, faults := 0, 0
	for i := range seeds {
		r, err := simulate.Run(c, func(done time.Duration) bool {
			p.show(i, done)
			select {
			case <-interrupted:
				return false
			default:
				return true
			}
		})
		p.clear()
		events, faults = events+r.Events, faults+r.Faults
		if err != nil {
			return simulateFailed(out, c, err)
		}
		if seeds == 1 {
			printSimulated(out, c, r)
		}
		c.Seed++
	}
	took := time.Since(start)
	fmt.Fprintf(out, "%s of %s passed: %d events, %d faults in %v, %.0f events/s\n",
		plural(seeds, "seed"), plural(c.Days, "day"), events, faults, took.Round(time.Millisecond), float64(events)/took.Seconds())
	return nil
}

// simulateFailed shows the trace of a violation and how to have it again.
func simulateFailed(out io.Writer, c simulate.Config, err error) error {
	var v *simulate.Violation
	if !errors.As(err, &v) {
		return err
	}
	for _, line := range v.Trace {
		fmt.Fprintln(out, line)
	}
	fmt.Fprintf(out, "\nTo repeat it: %s\n", simulateAgain(c))
	return fmt.Errorf("seed %d: %w", c.Seed, v)
}

// simulateAgain is the command that repeats a run.
func simulateAgain(c simulate.Config) string {
	text := fmt.Sprintf("asapak shared simulate --seed %d --days %d --participants %d", c.Seed, c.Days, c.Participants)
	if c.Interval != 0 {
		text += fmt.Sprintf(" --interval %v", c.Interval)
	}
	if c.Pool != 0 {
		text += fmt.Sprintf(" --pool %d", c.Pool)
	}
	if c.Calm {
		text += " --calm"
	}
	if c.Plant != simulate.NoPlant {
		text += fmt.Sprintf(" --plant %s", c.Plant)
	}
	return text
}

func printSimulated(out io.Writer, c simulate.Config, r simulate.Report) {
	for _, row := range []struct {
		name  string
		value int
	}{
		{"Seed", int(c.Seed)}, {"Events", r.Events}, {"Changes of demand and role", r.Inputs}, {"Grants", r.Grants},
		{"Registrations that expired", r.Taken}, {"Transfers", r.Transfers}, {"Faults", r.Faults}, {"Crashes", r.Crashes},
		{"Times the backup took over", r.Takeovers}, {"Most sessions in the field beyond the pool", max(r.Overuse, 0)},
	} {
		fmt.Fprintf(out, "%-43s: %d\n", row.name, row.value)
	}
}

// A simulateProgress is one line on a terminal that is written again and again.
type simulateProgress struct {
	w     io.Writer
	c     simulate.Config
	seeds int
	last  time.Time
	shown bool
}

// progressEvery is how often the line is written.
const progressEvery = 200 * time.Millisecond

func newSimulateProgress(w io.Writer, c simulate.Config, seeds int) *simulateProgress {
	if f, ok := w.(*os.File); !ok || !term.IsTerminal(int(f.Fd())) {
		w = nil
	}
	return &simulateProgress{w: w, c: c, seeds: seeds}
}

func (p *simulateProgress) show(seed int, done time.Duration) {
	if p.w == nil || time.Since(p.last) < progressEvery {
		return
	}
	p.last, p.shown = time.Now(), true
	fmt.Fprintf(p.w, "\rseed %d of %d, day %d of %d ", seed+1, p.seeds, int(done/license.Day), p.c.Days)
}

func (p *simulateProgress) clear() {
	if p.shown {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.shown = false
	}
}
