package lab

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/asapak/asapak/device"
	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sim"
)

func mustParse(t *testing.T, file string) *Lab {
	t.Helper()
	l, err := Parse("x.yaml", []byte(file), "", noFiles)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func mustOpen(t *testing.T, dir string, l *Lab, start Start) *State {
	t.Helper()
	s, err := Open(dir, l, start)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func mustClose(t *testing.T, s *State) {
	t.Helper()
	if err := errors.Join(s.Save(), s.Close()); err != nil {
		t.Fatal(err)
	}
}

// rule KEY-9: keys outlive the process as they outlive a reload; what was not
// written to memory doesn't.
func TestStateIsKept(t *testing.T) {
	dir := t.TempDir()
	l := mustParse(t, example)
	s := mustOpen(t, dir, l, Resume)
	s.World.Advance(3*license.Day + time.Second)
	u := s.World.Unit("asa1")
	u.SetClock(u.Clock().Add(time.Hour))
	u.Configure(func(c *sim.Config) { c.Set("hostname", "hostname kept") })
	u.WriteMemory()
	u.Configure(func(c *sim.Config) { c.Set("hostname", "hostname lost") })
	s.World.NextIssue()
	wanted := u.Device().Flash()
	mustClose(t, s)

	again := mustOpen(t, dir, l, Resume)
	defer again.Close()
	v := again.World.Unit("asa1")
	if name, _ := v.Running().Rest("hostname"); name != "kept" {
		t.Errorf("hostname %q", name)
	}
	if got := fmt.Sprint(v.Device().Flash()); got != fmt.Sprint(wanted) {
		t.Errorf("flash\n%s\nwant\n%s", got, fmt.Sprint(wanted))
	}
	if got := again.World.Now(); !got.Equal(l.Start.Add(3*license.Day + time.Second)) {
		t.Errorf("the virtual clock is %v", got)
	}
	if got := v.Clock().Sub(again.World.Now()); got != time.Hour {
		t.Errorf("clock set is kept as %v", got)
	}
	if got := again.World.NextIssue(); got != 4 {
		t.Errorf("the next issue number is %d: two keys in the file, one issued", got)
	}
	if again.LabChanged {
		t.Error("the lab is said to have changed")
	}
}

func TestFreshKeepsABackup(t *testing.T) {
	dir := t.TempDir()
	l := mustParse(t, example)
	s := mustOpen(t, dir, l, Resume)
	s.World.Advance(license.Day)
	mustClose(t, s)
	old, err := os.ReadFile(filepath.Join(dir, "x.state"))
	if err != nil {
		t.Fatal(err)
	}
	s = mustOpen(t, dir, l, Fresh)
	if !s.World.Now().Equal(l.Start) {
		t.Errorf("a fresh start is at %v", s.World.Now())
	}
	mustClose(t, s)
	if backup, err := os.ReadFile(filepath.Join(dir, "x.state.bak")); err != nil || string(backup) != string(old) {
		t.Errorf("the backup is not the old state: %v", err)
	}
}

func TestSecondProcessIsToldWhoHoldsIt(t *testing.T) {
	dir := t.TempDir()
	l := mustParse(t, example)
	s := mustOpen(t, dir, l, Resume)
	_, err := Open(dir, l, Resume)
	var held *HeldError
	if !errors.As(err, &held) || !strings.Contains(err.Error(), fmt.Sprintf("process %d since 2", os.Getpid())) {
		t.Errorf("got %v", err)
	}
	mustClose(t, s)
	mustClose(t, mustOpen(t, dir, l, Resume))
}

// Every cut and every changed byte is found, and the file stays as it is.
func TestDamagedStateIsAnError(t *testing.T) {
	dir := t.TempDir()
	l := mustParse(t, unitWith(""))
	s := mustOpen(t, dir, l, Resume)
	s.World.Advance(license.Day)
	mustClose(t, s)
	path := filepath.Join(dir, "x.state")
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	damaged := func(what string, data []byte) {
		t.Helper()
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(dir, l, Resume); !errors.Is(err, ErrFormat) && !errors.Is(err, ErrChecksum) {
			t.Errorf("%s: %v", what, err)
		}
		if after, err := os.ReadFile(path); err != nil || string(after) != string(data) {
			t.Errorf("%s: the file was touched", what)
		}
	}
	for n := range good {
		changed := append([]byte{}, good...)
		changed[n] ^= 1
		damaged(fmt.Sprintf("byte %d changed", n), changed)
		damaged(fmt.Sprintf("cut at %d", n), good[:n])
	}
}

func TestStateOfAnotherLab(t *testing.T) {
	dir := t.TempDir()
	mustClose(t, func() *State {
		s := mustOpen(t, dir, mustParse(t, example), Resume)
		s.World.Advance(license.Day)
		return s
	}())
	for _, c := range []struct{ old, new, want string }{
		{"name: asa2", "name: asa3", `unit "asa2" is in it and not in the lab`},
		{"JMX1232L11M", "JMX1232L11N", `unit "asa1" is an ASA 5520 with serial number JMX1232L11M in it, and an ASA 5520 with JMX1232L11N in the lab`},
		{"model: isa-3000", "model: ASA 5506-X", `unit "asa2" is an ISA 3000`},
	} {
		_, err := Open(dir, mustParse(t, strings.Replace(example, c.old, c.new, 1)), Resume)
		var fit *FitError
		if !errors.As(err, &fit) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v\nwant %s", err, c.want)
		}
	}
}

// A unit that the lab file gained starts as the file says; one that both have
// stays as it is.
func TestLabThatGrew(t *testing.T) {
	dir := t.TempDir()
	s := mustOpen(t, dir, mustParse(t, example), Resume)
	s.World.Advance(license.Day)
	s.World.Unit("asa1").Step(device.Format{})
	mustClose(t, s)
	grown := strings.Replace(example, "  - name: asa2", "  - {name: asa0, model: ISA 3000, serial: JMX1232L11X}\n  - name: asa2", 1)
	s = mustOpen(t, dir, mustParse(t, grown), Resume)
	defer s.Close()
	if !s.LabChanged || len(s.World.Units()) != 3 || s.World.Units()[1].Name != "asa0" {
		t.Errorf("changed %v, units %v", s.LabChanged, s.World.Units())
	}
	if !s.World.Unit("asa1").Device().RunningKey().Key.Bits.IsZero() {
		t.Error("asa1 got its key back")
	}
}

func FuzzDecode(f *testing.F) {
	l, err := Parse("x.yaml", []byte(example), "", noFiles)
	if err != nil {
		f.Fatal(err)
	}
	s, err := l.factory()
	if err != nil {
		f.Fatal(err)
	}
	data, err := s.encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte(magic + checksum(nil) + "\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := decode(data); err != nil && !errors.Is(err, ErrFormat) && !errors.Is(err, ErrChecksum) {
			t.Fatalf("an error of another package: %v", err)
		}
	})
}
