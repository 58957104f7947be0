package journal

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sharedlic"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// A waiter waits until a change is durable.
type waiter struct {
	mu   sync.Mutex
	cond sync.Cond
	seq  uint64
	err  error
}

func newWaiter() *waiter {
	w := new(waiter)
	w.cond.L = &w.mu
	return w
}

func (w *waiter) durable(seq uint64, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.seq, w.err = seq, err
	w.cond.Broadcast()
}

func (w *waiter) wait(seq uint64) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	for w.seq < seq && w.err == nil {
		w.cond.Wait()
	}
	return w.err
}

func open(t testing.TB, dir string) (*Log, State, *waiter) {
	t.Helper()
	w := newWaiter()
	l, state, err := Open(dir, w.durable)
	if err != nil {
		t.Fatal(err)
	}
	return l, state, w
}

func closeLog(t testing.TB, l *Log) {
	t.Helper()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
}

var noon = time.Unix(1_800_000_000, 0)

func id(n int) license.Serial { return license.Serial(fmt.Sprintf("JMX%08d", n)) }

// grant is change n of a test: n sessions to participant n.
func grant(n int) sharedlic.Record {
	return sharedlic.Record{
		Kind: sharedlic.Granted, Version: uint64(n), At: time.Duration(n) * time.Second, Epoch: 4, Sessions: n,
		Client: sharedlic.Client{ID: id(n), Hostname: "asa", Model: "ASA 5540", Local: 2, Limit: 2500, Lease: n, Request: uint64(n), Registered: true},
	}
}

// fill sets each field of v to something else than zero.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(v.Index(i))
		}
	case reflect.String:
		v.SetString("JMX1232L11M")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Uint8:
		v.SetUint(3)
	case reflect.Uint64, reflect.Uint32:
		v.SetUint(1 << 31)
	default:
		v.SetInt(-1 << 40)
	}
}

// rule SHR-14: every field of a change and of a snapshot comes back, also one
// that is added later.
func TestEveryFieldIsKept(t *testing.T) {
	var e Entry
	fill(reflect.ValueOf(&e.Record).Elem())
	e.At, e.By, e.batch = -5, "192.0.2.1:4000", 1<<63
	got, rest, ok := cutEntry(appendFrame(nil, func(c *coder) { c.entry(&e) }))
	if !ok || len(rest) != 0 || !reflect.DeepEqual(got, e) {
		t.Errorf("an entry comes back as %+v, want %+v", got, e)
	}
	var s sharedlic.Snapshot
	fill(reflect.ValueOf(&s).Elem())
	s.Clients[1].Client.ID = "JMX1232L11N"
	since := map[license.Serial]int64{"JMX1232L11N": 17}
	again, sinceAgain, ok := cutSnapshot(appendSnapshot(nil, &s, since))
	if diff := cmp.Diff(s, again); !ok || diff != "" {
		t.Errorf("a snapshot comes back changed (%v):\n%s", ok, diff)
	}
	if diff := cmp.Diff(since, sinceAgain); diff != "" {
		t.Error(diff)
	}
}

// rule SHR-14: what was durable is there again, in order, after any number of
// starts and snapshots.
func TestReplay(t *testing.T) {
	dir := t.TempDir()
	var want []sharedlic.Record
	for start := range 4 {
		l, state, w := open(t, dir)
		if start == 2 {
			want = nil
			l.Compact(sharedlic.Snapshot{Version: uint64(2 * start), Pool: 500})
		} else if diff := cmp.Diff(want, state.Records); diff != "" {
			t.Fatalf("start %d: -want +got\n%s", start, diff)
		}
		if start == 3 && state.Snapshot.Pool != 500 {
			t.Errorf("start 3: snapshot %+v", state.Snapshot)
		}
		for i := range 2 {
			r := grant(2*start + i + 1)
			want = append(want, r)
			if err := w.wait(l.Append(noon, "test", []sharedlic.Record{r})); err != nil {
				t.Fatal(err)
			}
		}
		if at, ok := l.Since(id(2*start + 1)); !ok || !at.Equal(noon) {
			t.Errorf("participant %d holds since %v, %v", 2*start+1, at, ok)
		}
		closeLog(t, l)
	}
	names, err := filepath.Glob(filepath.Join(dir, "*-*"))
	if err != nil || len(names) != 2 {
		t.Errorf("after a snapshot there are %q, want one snapshot and one log", names)
	}
}

// rule SHR-14: a torn tail is cut, wherever it is torn, and what is whole stays.
func TestTornTail(t *testing.T) {
	dir := t.TempDir()
	l, _, w := open(t, dir)
	for n := range 5 {
		if err := w.wait(l.Append(noon, "test", []sharedlic.Record{grant(n + 1)})); err != nil {
			t.Fatal(err)
		}
	}
	closeLog(t, l)
	whole, err := os.ReadFile(filepath.Join(dir, logName(0)))
	if err != nil {
		t.Fatal(err)
	}
	frame := (len(whole) - len(magic)) / 5
	for size := range len(whole) + 1 {
		torn := t.TempDir()
		if err := os.WriteFile(filepath.Join(torn, logName(0)), whole[:size], 0o600); err != nil {
			t.Fatal(err)
		}
		l, state, w := open(t, torn)
		if want := max(0, size-len(magic)) / frame; len(state.Records) != want {
			t.Fatalf("torn after %d bytes: %d entries, want %d", size, len(state.Records), want)
		}
		if err := w.wait(l.Append(noon, "test", []sharedlic.Record{grant(9)})); err != nil {
			t.Fatal(err)
		}
		closeLog(t, l)
		l, again, _ := open(t, torn)
		if len(again.Records) != len(state.Records)+1 || again.Cut != 0 {
			t.Fatalf("torn after %d bytes, then one more: %d entries, %d bytes cut", size, len(again.Records), again.Cut)
		}
		closeLog(t, l)
	}
}

// rule SHR-14: each bit that changes is noticed. In the last batch that is a torn
// tail; before it, the disk has lost what it had promised.
func TestDamage(t *testing.T) {
	dir := t.TempDir()
	l, _, w := open(t, dir)
	for n := range 4 {
		if err := w.wait(l.Append(noon, "test", []sharedlic.Record{grant(n + 1)})); err != nil {
			t.Fatal(err)
		}
	}
	closeLog(t, l)
	path := filepath.Join(dir, logName(0))
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	frame := (len(whole) - len(magic)) / 4
	for at := range whole {
		bad := append([]byte(nil), whole...)
		bad[at] ^= 0x10
		if err := os.WriteFile(path, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		l, state, err := Open(dir, newWaiter().durable)
		early := at < len(magic)+3*frame
		switch {
		case early && !errors.Is(err, ErrDamaged):
			t.Fatalf("byte %d changed: %v", at, err)
		case !early && (err != nil || len(state.Records) != (at-len(magic))/frame):
			t.Fatalf("byte %d changed: %d entries, %v", at, len(state.Records), err)
		}
		if err == nil {
			closeLog(t, l)
		}
	}
}

// A snapshot that was begun and not finished leaves both logs, and all of them count.
func TestUnfinishedTurn(t *testing.T) {
	dir := t.TempDir()
	l, _, w := open(t, dir)
	if err := w.wait(l.Append(noon, "test", []sharedlic.Record{grant(1)})); err != nil {
		t.Fatal(err)
	}
	closeLog(t, l)
	second, err := create(filepath.Join(dir, logName(1)))
	if err != nil {
		t.Fatal(err)
	}
	e := Entry{Record: grant(2), batch: 1}
	if _, err := second.Write(appendFrame(nil, func(c *coder) { c.entry(&e) })); err != nil {
		t.Fatal(err)
	}
	if err := second.Close(); err != nil {
		t.Fatal(err)
	}
	l, state, _ := open(t, dir)
	closeLog(t, l)
	if len(state.Records) != 2 {
		t.Errorf("%d entries, want 2", len(state.Records))
	}
	if err := os.Remove(filepath.Join(dir, logName(0))); err != nil {
		t.Fatal(err)
	}
	if _, _, err := Open(dir, w.durable); !errors.Is(err, ErrDamaged) {
		t.Errorf("without the first log: %v", err)
	}
}

func TestDirectoryInUse(t *testing.T) {
	dir := t.TempDir()
	l, _, w := open(t, dir)
	if _, _, err := Open(dir, w.durable); !errors.Is(err, ErrHeld) {
		t.Errorf("opened twice: %v", err)
	}
	closeLog(t, l)
}

// After a failed write nothing is ever reported durable again.
func TestFailedDisk(t *testing.T) {
	l, _, w := open(t, t.TempDir())
	l.file.Close()
	if err := w.wait(l.Append(noon, "test", []sharedlic.Record{grant(1)})); err == nil {
		t.Error("a change is durable in a closed file")
	}
	if err := l.Close(); err == nil {
		t.Error("closing doesn't tell")
	}
}

// rule SHR-14: a request number of an earlier life is never used again.
func TestLife(t *testing.T) {
	dir := t.TempDir()
	for want := uint32(1); want < 4; want++ {
		if got, err := Life(dir); err != nil || got != want {
			t.Errorf("life %d, %v, want %d", got, err, want)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "life"), []byte("many"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Life(dir); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), dir) {
		t.Errorf("a life that is no number: %v", err)
	}
}

func FuzzEntries(f *testing.F) {
	e := Entry{By: "test", Record: grant(1)}
	one := appendFrame(nil, func(c *coder) { c.entry(&e) })
	f.Add(one)
	f.Add(append(one, one[:20]...))
	f.Fuzz(func(t *testing.T, data []byte) {
		entries, again := 0, 0
		size, whole, _ := cutEntries(data, func(*Entry) { entries++ })
		if whole != (size == len(data)) {
			t.Errorf("whole %v with %d of %d bytes", whole, size, len(data))
		}
		sizeAgain, whole, lost := cutEntries(data[:size], func(*Entry) { again++ })
		if again != entries || sizeAgain != size || !whole || lost || countFrames(data) < entries {
			t.Errorf("the whole part reads as %d entries, then as %d", entries, again)
		}
	})
}

// The checksum keeps the fuzzer out of the payload, so that is fuzzed for itself.
func FuzzPayload(f *testing.F) {
	e := Entry{By: "test", Record: grant(1)}
	f.Add(appendFrame(nil, func(c *coder) { c.entry(&e) })[headSize:])
	s := sharedlic.Snapshot{Clients: []sharedlic.StoredClient{{Client: grant(1).Client}}}
	f.Add(appendSnapshot(nil, &s, nil)[headSize:])
	f.Fuzz(func(t *testing.T, data []byte) {
		var e, again Entry
		c := coder{reads: true, buf: data}
		if c.entry(&e); c.whole() {
			if again, _, _ = cutEntry(appendFrame(nil, func(c *coder) { c.entry(&e) })); !reflect.DeepEqual(e, again) {
				t.Errorf("read as %+v, then as %+v", e, again)
			}
		}
		var s sharedlic.Snapshot
		c = coder{reads: true, buf: data}
		c.snapshot(&s, make(map[license.Serial]int64))
	})
}
