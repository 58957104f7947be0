package sharedlic_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sharedlic"
)

// told is all that came of a machine, with copies of what it overwrites.
type told struct {
	events   []sharedlic.Event
	records  []sharedlic.Record
	messages []sharedlic.Message
}

func (x *told) take(out sharedlic.Output) {
	x.events = append(x.events, out.Events...)
	x.records = append(x.records, out.Records...)
	for _, e := range out.Messages {
		x.messages = append(x.messages, e.Message)
	}
}

// role is a machine that has come so far that much is due.
type role struct {
	name string
	make func() machine
}

var roles = []role{
	{"participant", func() machine {
		p := sharedlic.NewParticipant(unit(one, 2, 250), true)
		m := p.Advance(time.Second).Messages[0].Message
		p.Step(sharedlic.Answer{Header: sharedlic.Header{From: mainID, Epoch: 4, Request: m.Head().Request}, Pool: 500, Free: 500, Interval: 30 * time.Second, Version: 1})
		m = p.Step(sharedlic.Use{Sessions: 90}).Messages[0].Message
		p.Step(sharedlic.Answer{Header: sharedlic.Header{From: mainID, Epoch: 4, Request: m.Head().Request}, To: sharedlic.GetKind, Lease: 50, Interval: 30 * time.Second, Version: 1})
		return p
	}},
	{"server", func() machine {
		s, _ := sharedlic.NewServer(unit(mainID, 2, 250), sharedlic.MainPrimary, sharedlic.Settings{Pool: 500, Interval: 30 * time.Second, Backup: [2]license.Serial{spareID}})
		s.Step(sharedlic.SetRole{Active: true})
		s.Step(sharedlic.Use{Sessions: 70})
		s.Advance(31 * time.Second)
		for i := range 9 {
			id := license.Serial(fmt.Sprintf("PART%07d", i))
			s.Step(sharedlic.Registration{Header: sharedlic.Header{From: id, Request: 1}, Limit: 250, MinVersion: 1, MaxVersion: 1})
			s.Step(sharedlic.Get{Header: sharedlic.Header{From: id, Request: 2}, Want: 50})
			s.Advance(time.Duration(i) * time.Second)
		}
		s.Step(sharedlic.Hello{Header: sharedlic.Header{From: spareID, Request: 1}, MinVersion: 1, MaxVersion: 1})
		s.Step(sharedlic.Configure{Settings: sharedlic.Settings{Pool: 500, Interval: 10 * time.Second, Backup: [2]license.Serial{spareID}}})
		return s
	}},
	{"backup", func() machine {
		b := sharedlic.NewBackup(unit(spareID, 2, 250), sharedlic.BackupPrimary)
		b.Step(sharedlic.SetRole{Active: true})
		for _, e := range b.Advance(1).Messages {
			if h, ok := e.Message.(sharedlic.Hello); ok {
				for _, e := range b.Step(sharedlic.Welcome{Header: sharedlic.Header{From: mainID, Epoch: 4, Request: h.Request}, Version: 1}).Messages {
					b.Step(sharedlic.Page{
						Header: sharedlic.Header{From: mainID, Epoch: 4, Request: e.Message.Head().Request}, Upto: 9, Start: 9, Whole: true, Pool: 500, Interval: 30 * time.Second,
						Clients: []sharedlic.Client{{ID: one, Limit: 250, Lease: 100, Request: 7, Registered: true}},
					})
				}
				break
			}
		}
		return b
	}},
}

// Advance(a) and Advance(b) tell what Advance(a+b) tells, for each machine,
// whatever the parts.
func TestSplitLaw(t *testing.T) {
	for _, r := range roles {
		t.Run(r.name, func(t *testing.T) {
			const whole = 6 * license.Day
			var once told
			first := r.make()
			once.take(first.Advance(whole))
			if len(once.events) == 0 {
				t.Fatal("nothing happens in six days")
			}
			rng := rand.New(rand.NewPCG(1, 2))
			for range 5 {
				var parts told
				m := r.make()
				for left := whole; left > 0; {
					step := time.Duration(1 + rng.Int64N(int64(1)<<rng.IntN(49)))
					if next, ok := m.NextEvent(); ok && rng.IntN(3) == 0 {
						step = max(next-time.Duration(rng.IntN(2)), 1)
					}
					step = min(step, left)
					parts.take(m.Advance(step))
					left -= step
					if left < whole/2 && rng.IntN(100) == 0 {
						parts.take(m.Advance(left))
						left = 0
					}
				}
				if diff := cmp.Diff(once.events, parts.events); diff != "" {
					t.Fatalf("events: -at once +in parts\n%s", diff)
				}
				if !slices.Equal(once.records, parts.records) {
					t.Fatal("records differ")
				}
				if diff := cmp.Diff(once.messages, parts.messages); diff != "" {
					t.Fatalf("messages: -at once +in parts\n%.2000s", diff)
				}
			}
		})
	}
}

// Nothing happens before NextEvent, and something is due at it.
func TestNextEvent(t *testing.T) {
	for _, r := range roles {
		m := r.make()
		var early told
		for range 2000 {
			next, ok := m.NextEvent()
			if !ok {
				break
			}
			if next > 1 {
				early.take(m.Advance(next - 1))
			}
			m.Advance(1)
		}
		if len(early.events)+len(early.records)+len(early.messages) > 0 {
			t.Errorf("%s: early: %+v", r.name, early)
		}
	}
}

// Each role is fed each message, from known and unknown units, in all its states:
// it must not panic, and a service's ledger stays exact.
func TestEveryRoleIsFedEveryMessage(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	ids := []license.Serial{one, two, three, mainID, spareID}
	count := func() int { return rng.IntN(400) }
	for range 60 {
		for _, r := range roles {
			m := r.make()
			for range 60 {
				h := sharedlic.Header{From: ids[rng.IntN(len(ids))], Epoch: sharedlic.Epoch(rng.IntN(40)), Request: uint64(rng.IntN(60))}
				if rng.IntN(4) == 0 {
					h.Request += 1 << 32
				}
				inputs := []sharedlic.Input{
					sharedlic.Registration{Header: h, Local: count(), Limit: count(), Held: count(), MinVersion: 1, MaxVersion: 1},
					sharedlic.Get{Header: h, Want: count()}, sharedlic.Refresh{Header: h, Held: count(), Want: count()},
					sharedlic.Release{Header: h, Keep: count()}, sharedlic.Transfer{Header: h, Old: ids[rng.IntN(len(ids))]},
					sharedlic.Hello{Header: h, Granted: sharedlic.Epoch(rng.IntN(40)), MinVersion: 1, MaxVersion: 1},
					sharedlic.Sync{Header: h, After: uint64(count()), Start: uint64(count())}, sharedlic.Update{Header: h, After: uint64(count())},
					sharedlic.Answer{Header: h, To: sharedlic.Kind(rng.IntN(8)), Status: sharedlic.Status(rng.IntN(8)), Lease: count(), Interval: 30 * time.Second},
					sharedlic.Welcome{Header: h, Status: sharedlic.Status(rng.IntN(2)), Merged: sharedlic.Epoch(rng.IntN(40))},
					sharedlic.Page{Header: h, Upto: uint64(count()), Start: uint64(count()), More: rng.IntN(2) == 0, Whole: rng.IntN(2) == 0, Pool: 500, Interval: 30 * time.Second},
					sharedlic.SetRole{Active: rng.IntN(2) == 0}, sharedlic.Use{Sessions: count()}, sharedlic.SetLicense{Local: count(), Limit: count()},
					sharedlic.Unreachable{Service: sharedlic.Service(rng.IntN(3))}, sharedlic.Revoke{ID: one}, sharedlic.SetServers{Backup: rng.IntN(2) == 0},
					sharedlic.Mate{ID: two, Held: count(), Silent: time.Hour}, sharedlic.ClearStatistics{}, sharedlic.Replicate{},
				}
				m.Step(inputs[rng.IntN(len(inputs))])
				m.Advance(time.Duration(rng.IntN(20)) * time.Second)
				exact(t, m)
			}
		}
	}
}

// exact checks that leased and free sessions are the pool.
func exact(t *testing.T, m machine) {
	t.Helper()
	s, ok := m.(interface {
		Stock() (free, pool int)
		Snapshot() sharedlic.Snapshot
	})
	if !ok {
		return
	}
	free, pool := s.Stock()
	leased := 0
	for _, c := range s.Snapshot().Clients {
		leased += c.Client.Lease
	}
	if free < 0 || free+leased != pool {
		t.Fatalf("%d leased + %d free, the pool has %d", leased, free, pool)
	}
}
