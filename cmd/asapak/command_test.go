package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"asapak": main})
}

// The command line is tested as a process, each script in a directory of its
// own, which is also the home of its user.
func TestCommandLine(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       os.Getenv("UPDATE_GOLDEN") == "1",
		Setup: func(e *testscript.Env) error {
			e.Setenv("XDG_STATE_HOME", e.WorkDir+"/state")
			return nil
		},
	})
}

// Two shells on one state directory: the second is told which process has it.
func TestSecondShellIsToldWhoHoldsTheState(t *testing.T) {
	dir := t.TempDir()
	first := exec.Command("asapak", "--state", dir)
	in, err := first.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := first.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	fmt.Fprintln(in, "show clock")
	if !bufio.NewScanner(out).Scan() {
		t.Fatal("the first shell says nothing")
	}
	said, err := exec.Command("asapak", "--state", dir, "-c", "show clock").CombinedOutput()
	if want := fmt.Sprintf("in use by process %d since", first.Process.Pid); err == nil || !strings.Contains(string(said), want) {
		t.Errorf("the second shell says %s(%v), want %q", said, err, want)
	}
	in.Close()
	if err := first.Wait(); err != nil {
		t.Error(err)
	}
	if said, err := exec.Command("asapak", "--state", dir, "-c", "show clock").CombinedOutput(); err != nil {
		t.Errorf("after the first shell has ended: %s(%v)", said, err)
	}
}
