package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"

	"github.com/asapak/asapak/lab"
	"github.com/asapak/asapak/sim"
)

// noState is the --state that keeps nothing.
const noState = "none"

// An entered world is one that is in use: what changed in it is committed, and
// at the end it is closed.
type entered struct {
	world  *sim.World
	commit func() error
	keep   func() (write func() error) // takes the state, see lab.State.Keep; nil keeps nothing
	close  func() error
}

// enter boots the lab, from its state unless nothing is kept.
func (o *shellOptions) enter(l *lab.Lab, stderr io.Writer) (*entered, error) {
	if o.state == noState {
		if o.fresh {
			return nil, &usageError{fmt.Errorf("--fresh: with --state none there is nothing to start over from")}
		}
		w, err := lab.Build(l)
		return &entered{world: w, close: func() error { return nil }}, err
	}
	dir, err := o.stateDir()
	if err != nil {
		return nil, fmt.Errorf("state directory: %w; --state DIR names one, --state none keeps nothing", err)
	}
	start := lab.Resume
	if o.fresh {
		start = lab.Fresh
	}
	s, err := lab.Open(dir, l, start)
	if err != nil {
		return nil, withAdvice(err)
	}
	if s.LabChanged {
		fmt.Fprintln(stderr, "asapak: the lab file has changed since its state was made; --fresh starts over from the file")
	}
	return &entered{world: s.World, commit: s.Save, keep: s.Keep, close: s.Close}, nil
}

// withAdvice adds what can be done where a state can't be used.
func withAdvice(err error) error {
	var held *lab.HeldError
	var fit *lab.FitError
	switch {
	case errors.As(err, &held):
		return fmt.Errorf("%w; --state none works without it", err)
	case errors.As(err, &fit), errors.Is(err, lab.ErrFormat), errors.Is(err, lab.ErrChecksum):
		return fmt.Errorf("%w; --fresh starts over and keeps the old file as a backup", err)
	}
	return err
}

// stateDir is the directory that keeps the lab: one for each lab file.
func (o *shellOptions) stateDir() (string, error) {
	if o.state != "" {
		return o.state, nil
	}
	base, err := userStateDir()
	if err != nil || o.lab == "" {
		return filepath.Join(base, "asapak", "default"), err
	}
	path, err := filepath.Abs(o.lab)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(path))
	return filepath.Join(base, "asapak", filepath.Base(path)+"-"+hex.EncodeToString(sum[:4])), nil
}

// userStateDir is where programs of this user keep their state: what the XDG
// specification says, and on systems that know nothing of it the directory for
// settings.
func userStateDir() (string, error) {
	if dir := os.Getenv("XDG_STATE_HOME"); filepath.IsAbs(dir) {
		return dir, nil
	}
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		return os.UserConfigDir()
	}
	home, err := os.UserHomeDir()
	return filepath.Join(home, ".local", "state"), err
}
