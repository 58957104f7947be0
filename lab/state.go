package lab

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/google/renameio/v2"

	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sim"
)

// A Start says what to do with what a state directory holds already.
type Start uint8

// The starts.
const (
	Resume Start = iota
	Fresh        // begin as the lab file says; the old state becomes a backup
)

// A State is the world of a lab with the directory that keeps it.
type State struct {
	World *sim.World

	// LabChanged reports that the lab file was edited after the state was made
	// from it. Units that the state knows stay as they are.
	LabChanged bool

	digest  string
	serials []license.Serial // of the lab file, by unit
	path    string
	saved   []byte // what the file holds, nil for none
	lock    *lock
}

// maxState bounds a state file, in bytes.
const maxState = 64 << 20

// Open takes a state directory for this process, makes it where there is none,
// and boots the lab from what it keeps. A directory that another process holds
// is refused with a [*HeldError]; a file that is no whole state of this lab with
// [ErrFormat], [ErrChecksum] or a [*FitError], and stays as it is.
func Open(dir string, l *Lab, start Start) (*State, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("state directory: %w", err)
	}
	held, err := acquire(dir)
	if err != nil {
		return nil, err
	}
	s := &State{path: filepath.Join(dir, l.Name+".state"), digest: l.digest, lock: held}
	if err := s.boot(l, start); err != nil {
		return nil, errors.Join(err, held.release())
	}
	return s, nil
}

func (s *State) boot(l *Lab, start Start) error {
	if err := s.removeLeftovers(); err != nil {
		return err
	}
	if start == Fresh {
		if err := os.Rename(s.path, s.path+".bak"); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("state: %w", err)
		}
	}
	kept, err := s.read(l)
	if err != nil {
		return fmt.Errorf("state %s: %w", s.path, err)
	}
	s.LabChanged = kept.Lab != l.digest
	s.digest = kept.Lab
	for i := range l.Units {
		s.serials = append(s.serials, l.Units[i].Serial)
	}
	s.World, err = kept.world(l)
	return err
}

// read is what the file keeps, fitted to the lab, or the lab as it was made.
func (s *State) read(l *Lab) (*snapshot, error) {
	f, err := os.Open(s.path)
	if errors.Is(err, fs.ErrNotExist) {
		return l.factory()
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if s.saved, err = io.ReadAll(io.LimitReader(f, maxState)); err != nil {
		return nil, err
	}
	kept, err := decode(s.saved)
	if err != nil {
		return nil, err
	}
	return kept.fit(l)
}

// removeLeftovers removes what a process left that was killed while it saved:
// package renameio begins the name of the file that is to replace another with
// a dot.
func (s *State) removeLeftovers() error {
	dir, name := filepath.Split(s.path)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("state directory: %w", err)
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), "."+name) {
			if err := os.Remove(filepath.Join(dir, e.Name())); err != nil {
				return fmt.Errorf("state directory: %w", err)
			}
		}
	}
	return nil
}

// Save puts the world's state into its file, whole or not at all, and returns
// when it is on the disk. A state that didn't change is not written again.
func (s *State) Save() error {
	return s.Keep()()
}

// Keep takes the world's state as it is now and returns what does the rest of
// [State.Save], for which the world may go on. One write at a time, in the order
// in which they were taken.
func (s *State) Keep() (write func() error) {
	kept := take(s.digest, s.serials, s.World)
	return func() error {
		data, err := kept.encode()
		if err != nil || bytes.Equal(data, s.saved) {
			return err
		}
		if err := replace(s.path, data); err != nil {
			return fmt.Errorf("state: %w", err)
		}
		s.saved = data
		return nil
	}
}

func replace(path string, data []byte) error {
	dir := filepath.Dir(path)
	f, err := renameio.NewPendingFile(path, renameio.WithTempDir(dir), renameio.WithPermissions(0o600))
	if err != nil {
		return err
	}
	defer f.Cleanup()
	if _, err := f.Write(data); err != nil {
		return err
	}
	if err := f.CloseAtomicallyReplace(); err != nil {
		return err
	}
	return syncDir(dir)
}

// syncDir makes the new name of a file durable.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// Close gives the directory back. It doesn't save.
func (s *State) Close() error { return s.lock.release() }
