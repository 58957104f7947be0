package journal

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sharedlic"
)

// compactAfter is how long a log may grow before its changes should be replaced
// by a snapshot: reading so much again takes less than a tenth of a second.
const compactAfter = 8 << 20

// Limits of what waits for the disk.
const (
	maxPending = 256 << 20
	maxSpare   = 1 << 20 // what is kept of it for the next time
)

// ErrClosed is what entries get that come after the end.
var ErrClosed = errors.New("the journal is closed")

// A Log takes changes and makes them durable, many at a time. Append and Compact
// belong to one goroutine.
type Log struct {
	dir     string
	lock    *flock.Flock
	durable func(seq uint64, err error)
	done    chan struct{}
	compact sync.WaitGroup

	mu      sync.Mutex
	wake    sync.Cond
	pending []byte
	seq     uint64 // of the last entry
	batch   uint64
	turn    *turn
	turning bool // from Compact until the snapshot is there
	closing bool
	err     error

	number  uint64 // of the log that is written
	file    *os.File
	size    int64
	writing int64 // size of the snapshot that was written last
	since   map[license.Serial]int64
}

// A turn is the change to a new log, with the snapshot before it.
type turn struct {
	at       int // bytes of pending that belong to the old log
	number   uint64
	snapshot sharedlic.Snapshot
	since    map[license.Serial]int64
}

// Append adds changes, and returns the number of the last one: when the log has
// called back with it or a higher one, they are durable. By says who asked.
func (l *Log) Append(at time.Time, by string, records []sharedlic.Record) (seq uint64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i := range records {
		e := Entry{At: at.UnixNano(), By: by, Record: records[i], batch: l.batch}
		l.pending = appendFrame(l.pending, func(c *coder) { c.entry(&e) })
		note(l.since, &e)
	}
	if len(l.pending) > maxPending {
		panic("journal: the disk is behind by more than fits into memory")
	}
	l.seq += uint64(len(records))
	l.wake.Signal()
	return l.seq
}

// Full reports whether it is time to compact.
func (l *Log) Full() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return !l.turning && l.size+int64(len(l.pending)) > max(compactAfter, 4*l.writing)
}

// Compact replaces all changes so far by the state that they led to. It goes on
// in the background.
func (l *Log) Compact(s sharedlic.Snapshot) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.turning {
		l.turning = true
		l.turn = &turn{at: len(l.pending), number: l.number + 1, snapshot: s, since: maps.Clone(l.since)}
		l.wake.Signal()
	}
}

// Since tells since when a participant holds sessions without a break.
func (l *Log) Since(id license.Serial) (time.Time, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	at, ok := l.since[id]
	return time.Unix(0, at), ok
}

// Close makes durable what was appended and gives the directory free.
func (l *Log) Close() error {
	l.mu.Lock()
	l.closing = true
	l.wake.Signal()
	l.mu.Unlock()
	<-l.done
	l.compact.Wait()
	err := l.err
	if errors.Is(err, ErrClosed) {
		err = nil
	}
	return errors.Join(err, l.file.Close(), l.lock.Close())
}

// run writes batch after batch. The first error is the last thing that happens:
// after a failed sync nobody knows what the disk has.
func (l *Log) run() {
	defer close(l.done)
	var spare []byte
	for {
		batch, seq, t := l.take(spare)
		if batch == nil && t == nil {
			l.fail(ErrClosed)
			return
		}
		if err := l.write(batch, t); err != nil {
			err = fmt.Errorf("journal: %w", err)
			l.fail(err)
			l.durable(seq, err)
			return
		}
		l.durable(seq, nil)
		if spare = batch[:0]; cap(spare) > maxSpare {
			spare = nil
		}
	}
}

// take waits for something to write, and leaves spare memory for what comes
// meanwhile. It returns nothing at the end.
func (l *Log) take(spare []byte) (batch []byte, seq uint64, t *turn) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for len(l.pending) == 0 && l.turn == nil && !l.closing {
		l.wake.Wait()
	}
	if len(l.pending) == 0 && l.turn == nil {
		return nil, 0, nil
	}
	batch, t, l.turn = l.pending, l.turn, nil
	l.pending = spare
	l.batch++
	return batch, l.seq, t
}

func (l *Log) fail(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.err = err
}

// write makes a batch durable, and begins a new log where it is time for one.
func (l *Log) write(batch []byte, t *turn) error {
	if t != nil {
		if err := l.put(batch[:t.at]); err != nil {
			return err
		}
		if err := l.next(t); err != nil {
			return err
		}
		batch = batch[t.at:]
	}
	return l.put(batch)
}

func (l *Log) put(data []byte) error {
	if len(data) == 0 {
		return nil
	}
	if _, err := l.file.Write(data); err != nil {
		return err
	}
	if err := datasync(l.file); err != nil {
		return err
	}
	l.mu.Lock()
	l.size += int64(len(data))
	l.mu.Unlock()
	return nil
}

// next begins a new log. The snapshot before it is written meanwhile; until that
// is done, the old log is needed.
func (l *Log) next(t *turn) error {
	file, err := create(filepath.Join(l.dir, logName(t.number)))
	if err != nil {
		return err
	}
	if err := errors.Join(l.file.Close(), syncDir(l.dir)); err != nil {
		return err
	}
	l.mu.Lock()
	l.file, l.number, l.size = file, t.number, 0
	l.mu.Unlock()
	l.compact.Go(func() { l.finish(t) })
	return nil
}

// finish writes the snapshot of a turn and removes what it replaces. When it
// fails the logs stay, and the next turn tries again.
func (l *Log) finish(t *turn) {
	size, err := writeSnapshot(l.dir, t)
	if err == nil {
		err = removeBefore(l.dir, t.number)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.turning = false
	if err == nil {
		l.writing = size
	}
}

// note keeps since when each participant holds sessions.
func note(since map[license.Serial]int64, e *Entry) {
	for _, c := range []*sharedlic.Client{&e.Record.Client, &e.Record.Old} {
		switch {
		case c.ID == "":
		case c.Lease == 0 || e.Record.Kind == sharedlic.Revoked || e.Record.Kind == sharedlic.Forgotten:
			delete(since, c.ID)
		case since[c.ID] == 0:
			since[c.ID] = e.At
		}
	}
}
