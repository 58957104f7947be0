package lab

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"github.com/asapak/asapak/activationkey"
	"github.com/asapak/asapak/device"
	"github.com/asapak/asapak/license"
)

// installerDir is the environment variable that makes this test binary the
// process that TestKilledAtAnyInstant kills.
const installerDir = "ASAPAK_INSTALLER_DIR"

func TestMain(m *testing.M) {
	if dir := os.Getenv(installerDir); dir != "" {
		if err := install(dir, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

const keysToInstall = 200

// installed lists the time-based keys of the only unit by their issue numbers.
func installed(s *State, l *Lab) ([]int, error) {
	var all []int
	for _, t := range s.World.Units()[0].Device().Flash().TimeBased {
		c, err := l.Secret.Open(t.Keys[0].Bits)
		if err != nil {
			return nil, err
		}
		all = append(all, int(c.Issue))
	}
	return all, nil
}

func killLab(t testing.TB) *Lab {
	l, err := Parse("kill.yaml", []byte(unitWith("")), "", noFiles)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// install goes on installing keys where the state ends and acknowledges each
// when it is saved.
func install(dir string, acknowledge io.Writer) error {
	l, err := Parse("kill.yaml", []byte(unitWith("")), "", noFiles)
	if err != nil {
		return err
	}
	s, err := Open(dir, l, Resume)
	if err != nil {
		return err
	}
	defer s.Close()
	unit := s.World.Units()[0]
	have, err := installed(s, l)
	if err != nil {
		return err
	}
	for n := len(have) + 1; n <= keysToInstall; n++ {
		grant := license.Grant{Term: time.Duration(n) * license.Day}
		grant.Features[license.BotnetTrafficFilter] = license.Enabled
		key, err := l.Secret.Seal(activationkey.Content{Serial: unit.Device().Serial(), Grant: grant, Issue: uint16(n)})
		if err != nil {
			return err
		}
		if err := unit.Step(device.EnterKey{Key: key}).Refused; err != nil {
			return err
		}
		if err := s.Save(); err != nil {
			return err
		}
		fmt.Fprintln(acknowledge, n)
	}
	return nil
}

// A flash is read back as it was before or after the installation during which
// the process was killed, and every acknowledged key is there.
func TestKilledAtAnyInstant(t *testing.T) {
	dir := t.TempDir()
	random := rand.New(rand.NewPCG(uint64(os.Getpid()), 1))
	rounds, have := 0, 0
	for ; have < keysToInstall; rounds++ {
		acknowledged := max(have, killInstaller(t, dir, 1+random.IntN(12), time.Duration(random.IntN(4000))*time.Microsecond))
		got := whole(t, dir)
		if got < acknowledged || got > acknowledged+1 {
			t.Fatalf("round %d: %d keys are installed, %d were acknowledged", rounds, got, acknowledged)
		}
		have = got
	}
	if rounds < 10 {
		t.Errorf("killed in only %d rounds", rounds)
	}
	t.Logf("killed %d times", rounds)
}

// killInstaller runs an installer, and kills it when it has acknowledged some
// keys and some time more went by. It returns the last key acknowledged.
func killInstaller(t *testing.T, dir string, after int, more time.Duration) int {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), installerDir+"="+dir)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := make(chan int)
	go func() {
		defer close(lines)
		for scan := bufio.NewScanner(out); scan.Scan(); {
			n, err := strconv.Atoi(scan.Text())
			if err != nil {
				t.Errorf("the installer printed %q", scan.Text())
			}
			lines <- n
		}
	}()
	last := 0
	var timer <-chan time.Time
	for open := true; open; {
		var n int
		select {
		case n, open = <-lines:
			last = max(last, n)
			if after--; after == 0 {
				timer = time.After(more)
			}
		case <-timer:
			child.Process.Kill()
		}
	}
	if err := child.Wait(); err != nil && child.ProcessState.Exited() {
		t.Fatalf("the installer failed: %v", err)
	}
	return last
}

// whole reads the state back and returns how many keys are installed: the first
// so many, in the order of entry.
func whole(t *testing.T, dir string) int {
	t.Helper()
	l := killLab(t)
	s, err := Open(dir, l, Resume)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	got, err := installed(s, l)
	if err != nil {
		t.Fatal(err)
	}
	for i, n := range got {
		if n != i+1 {
			t.Fatalf("key %d is installed in place %d", n, i+1)
		}
	}
	return len(got)
}
