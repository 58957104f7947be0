package lab

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// lockName is the file in a state directory that a process locks. It says which
// process and since when; only the lock counts, which ends with the process.
const lockName = "lock"

// A HeldError says that another process holds a state directory.
type HeldError struct {
	Dir    string
	Holder string // "process 1234 since 2026-01-01 08:00:00"; empty if untold
}

func (e *HeldError) Error() string {
	holder := e.Holder
	if holder == "" {
		holder = "another process"
	}
	return fmt.Sprintf("state directory %s is in use by %s", e.Dir, holder)
}

// A lock is a state directory that this process holds.
type lock struct{ file *flock.Flock }

func acquire(dir string) (*lock, error) {
	path := filepath.Join(dir, lockName)
	l := &lock{file: flock.New(path, flock.SetPermissions(0o600))}
	got, err := l.file.TryLock()
	if err != nil {
		return nil, fmt.Errorf("state directory: %w", err)
	}
	if !got {
		holder, err := os.ReadFile(path)
		return nil, errors.Join(&HeldError{Dir: dir, Holder: strings.TrimSpace(string(holder))}, err)
	}
	now := time.Now().Format(time.DateTime)
	if err := os.WriteFile(path, fmt.Appendf(nil, "process %d since %s\n", os.Getpid(), now), 0o600); err != nil {
		return nil, errors.Join(err, l.release())
	}
	return l, nil
}

func (l *lock) release() error {
	return errors.Join(os.Truncate(l.file.Path(), 0), l.file.Unlock())
}
