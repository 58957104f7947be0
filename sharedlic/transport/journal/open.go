package journal

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/gofrs/flock"
	"github.com/google/renameio/v2"

	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sharedlic"
)

// The errors of a directory that can't be used.
var (
	// ErrHeld says that another process uses the directory.
	ErrHeld = errors.New("state directory in use by another process")

	// ErrDamaged says that the disk lost what it had promised to keep.
	ErrDamaged = errors.New("damaged beyond what a crash explains")
)

// A State is what a directory held.
type State struct {
	// Snapshot and Records are the durable state, the records later.
	Snapshot sharedlic.Snapshot // empty at first
	Records  []sharedlic.Record

	// Cut is how many bytes of a torn tail were cut off.
	Cut int
}

// Open reads the state in a directory, which is made if it isn't there, and
// begins to log. Durable is called from the log's own goroutine, in order, with
// the number of the last change that is durable now; with an error nothing later
// will be, and the log is at its end. Errors: ErrHeld, ErrDamaged, those of the
// disk.
func Open(dir string, durable func(seq uint64, err error)) (*Log, State, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, State{}, err
	}
	lock := flock.New(filepath.Join(dir, "lock"))
	if ok, err := lock.TryLock(); err != nil || !ok {
		return nil, State{}, errors.Join(fmt.Errorf("%s: %w", dir, ErrHeld), err)
	}
	l := &Log{dir: dir, lock: lock, durable: durable, done: make(chan struct{}), since: make(map[license.Serial]int64)}
	l.wake.L = &l.mu
	state, err := l.recover()
	if err != nil {
		return nil, State{}, errors.Join(err, lock.Close())
	}
	go l.run()
	return l, state, nil
}

// recover reads snapshot and logs, cuts a torn tail, and opens the last log.
func (l *Log) recover() (State, error) {
	var state State
	first, logs, err := l.files()
	if err != nil {
		return state, err
	}
	if first > 0 {
		if state.Snapshot, err = l.readSnapshot(first); err != nil {
			return state, err
		}
	}
	for i, number := range logs {
		if number != first+uint64(i) {
			return state, fmt.Errorf("%s: log %d of the state is missing: %w", l.dir, first+uint64(i), ErrDamaged)
		}
		if err := l.replay(&state, number, i == len(logs)-1); err != nil {
			return state, err
		}
	}
	if len(logs) > 0 {
		return state, nil
	}
	l.number = first
	if l.file, err = create(filepath.Join(l.dir, logName(first))); err != nil {
		return state, err
	}
	return state, syncDir(l.dir)
}

// files finds the last snapshot, 0 for none, and the logs from it on.
func (l *Log) files() (snapshot uint64, logs []uint64, err error) {
	names, err := os.ReadDir(l.dir)
	if err != nil {
		return 0, nil, err
	}
	for _, name := range names {
		if n, ok := numbered(name.Name(), "snapshot-"); ok {
			snapshot = max(snapshot, n)
		}
		if n, ok := numbered(name.Name(), "log-"); ok {
			logs = append(logs, n)
		}
	}
	slices.Sort(logs)
	return snapshot, slices.DeleteFunc(logs, func(n uint64) bool { return n < snapshot }), nil
}

func (l *Log) readSnapshot(number uint64) (sharedlic.Snapshot, error) {
	path := filepath.Join(l.dir, snapshotName(number))
	data, err := os.ReadFile(path)
	if err != nil {
		return sharedlic.Snapshot{}, err
	}
	body, ok := strings.CutPrefix(string(data), magic)
	s, since, whole := cutSnapshot([]byte(body))
	if !ok || !whole {
		return sharedlic.Snapshot{}, fmt.Errorf("%s: %w", path, ErrDamaged)
	}
	l.since, l.writing = since, int64(len(data))
	return s, nil
}

// replay reads a log, and opens it if it is the last one: only there a tail can
// be torn.
func (l *Log) replay(state *State, number uint64, last bool) error {
	path := filepath.Join(l.dir, logName(number))
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	body, ok := strings.CutPrefix(string(data), magic)
	if !ok && (len(data) >= len(magic) || !last) {
		return fmt.Errorf("%s: %w", path, ErrDamaged)
	}
	state.Records = slices.Grow(state.Records, countFrames([]byte(body)))
	size, whole, lost := cutEntries([]byte(body), func(e *Entry) {
		note(l.since, e)
		state.Records = append(state.Records, e.Record)
		l.batch = max(l.batch, e.batch+1)
	})
	if lost || !whole && !last {
		return fmt.Errorf("%s: byte %d: %w", path, len(magic)+size, ErrDamaged)
	}
	if !last {
		return nil
	}
	state.Cut = len(body) - size
	l.number, l.size = number, int64(size)
	l.file, err = reopen(path, ok, int64(len(magic)+size))
	return err
}

// reopen opens a log behind its last whole entry. What is cut is gone for good
// before anything new is written.
func reopen(path string, header bool, size int64) (*os.File, error) {
	if !header {
		return create(path)
	}
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return nil, err
	}
	_, seekErr := file.Seek(size, 0)
	if err := errors.Join(file.Truncate(size), seekErr, file.Sync()); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// create begins an empty log.
func create(path string) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, err
	}
	_, err = file.WriteString(magic)
	if err := errors.Join(err, file.Sync()); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// writeSnapshot writes the snapshot of a turn, whole or not at all.
func writeSnapshot(dir string, t *turn) (size int64, err error) {
	data := appendSnapshot([]byte(magic), &t.snapshot, t.since)
	if err := renameio.WriteFile(filepath.Join(dir, snapshotName(t.number)), data, 0o600); err != nil {
		return 0, err
	}
	return int64(len(data)), syncDir(dir)
}

// removeBefore removes logs and snapshots that a later snapshot replaces.
func removeBefore(dir string, number uint64) error {
	names, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, name := range names {
		for _, prefix := range []string{"log-", "snapshot-"} {
			if n, ok := numbered(name.Name(), prefix); ok && n < number {
				err = errors.Join(err, os.Remove(filepath.Join(dir, name.Name())))
			}
		}
	}
	return err
}

func logName(n uint64) string      { return fmt.Sprintf("log-%08d", n) }
func snapshotName(n uint64) string { return fmt.Sprintf("snapshot-%08d", n) }

func numbered(name, prefix string) (uint64, bool) {
	digits, ok := strings.CutPrefix(name, prefix)
	n, err := strconv.ParseUint(digits, 10, 64)
	return n, ok && err == nil
}

// Life numbers the starts of a unit whose state is in a directory: one higher
// each time, and durable before it is used.
func Life(dir string) (uint32, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return 0, err
	}
	path := filepath.Join(dir, "life")
	data, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return 0, err
	}
	before, err := strconv.ParseUint(strings.TrimSpace(string(data)), 10, 32)
	if err != nil && len(data) > 0 {
		return 0, fmt.Errorf("%s: %w", path, ErrDamaged)
	}
	life := uint32(before) + 1
	if err := renameio.WriteFile(path, fmt.Appendln(nil, life), 0o600); err != nil {
		return 0, err
	}
	return life, syncDir(dir)
}
