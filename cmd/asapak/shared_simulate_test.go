package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// simulated runs the command and returns what it printed.
func simulated(args ...string) (string, error) {
	var out bytes.Buffer
	root := &cobra.Command{Use: "asapak", SilenceErrors: true, SilenceUsage: true}
	root.AddCommand(sharedSimulateCommand())
	root.SetOut(&out)
	root.SetErr(&out)
	root.SetArgs(append([]string{"simulate"}, args...))
	err := root.Execute()
	return out.String(), err
}

func TestSharedSimulate(t *testing.T) {
	text, err := simulated("--seed", "7", "--days", "2", "--participants", "3")
	if err != nil || !strings.Contains(text, "1 seed of 2 days passed") || !strings.Contains(text, "Times the backup took over") {
		t.Errorf("%v\n%s", err, text)
	}
	text, err = simulated("--seeds", "3", "--days", "1", "--participants", "2", "--calm")
	if err != nil || !strings.Contains(text, "3 seeds of 1 day passed") || !strings.Contains(text, " 0 faults") {
		t.Errorf("%v\n%s", err, text)
	}
}

// A violation is shown with the command that repeats it, and that command does.
func TestSharedSimulateFails(t *testing.T) {
	text, err := simulated("--days", "3", "--participants", "4", "--plant", "forgery", "--interval", "30s")
	if err == nil || !strings.Contains(err.Error(), "no grant beyond what was free") || !strings.Contains(text, "hears Page from primary") {
		t.Fatalf("%v\n%s", err, text)
	}
	_, command, ok := strings.Cut(text, "To repeat it: asapak shared simulate ")
	if !ok {
		t.Fatal(text)
	}
	again, second := simulated(strings.Fields(command)...)
	if again != text || second == nil || second.Error() != err.Error() {
		t.Errorf("repeated: %v\n%s", second, again)
	}
}

func TestSharedSimulateUsage(t *testing.T) {
	for _, args := range [][]string{{"--plant", "tree"}, {"--seeds", "0"}, {"--days", "0"}, {"--interval", "9s"}, {"more"}} {
		if text, err := simulated(args...); err == nil {
			t.Errorf("%v: %s", args, text)
		}
	}
}
