package sharedlic_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sharedlic"
)

// rule SHR-3: a participant tells its license and its model, the server answers
// with the refresh interval.
func TestRegistration(t *testing.T) {
	for _, interval := range []time.Duration{10 * second, 30 * second, 300 * second} {
		n := newNet(t)
		s := n.server(500, sharedlic.Settings{Interval: interval})
		p := n.participant(one, 2, 250)
		n.advance(second)
		c, ok := s.Client(one)
		if want := (sharedlic.Client{ID: one, Hostname: "asa-AA", Model: "ASA 5540", Local: 2, Limit: 250, Request: 1<<32 + 1, Registered: true}); !ok || c.Client != want {
			t.Errorf("registered %+v, want %+v", c.Client, want)
		}
		if v := p.View(); v.Interval != interval || !v.Active || v.Pool != 500 || v.Free != 500 {
			t.Errorf("the participant has %+v", v)
		}
		before := n.sent(sharedlic.RefreshKind)
		n.advance(10 * interval)
		// The server is a participant of its own, but that needs no message.
		if got := n.sent(sharedlic.RefreshKind) - before; got != 10 {
			t.Errorf("%d refreshes in 10 intervals of %v", got, interval)
		}
	}
}

// rule SHR-4: local sessions first, then 50 at a time; never above the limit of
// the platform.
func TestLocalFirst(t *testing.T) {
	for _, c := range []struct {
		wanted, shared, inUse, gets int
	}{
		{0, 0, 0, 0},
		{2, 0, 2, 0},
		{3, 50, 3, 1},
		{52, 50, 52, 1},
		{53, 100, 53, 2},
		{249, 248, 249, 5},
		{250, 248, 250, 5},
		{251, 248, 250, 5},
		{9000, 248, 250, 5},
	} {
		t.Run(fmt.Sprint(c.wanted), func(t *testing.T) {
			n := newNet(t)
			s := n.server(500, sharedlic.Settings{})
			p := n.participant(one, 2, 250)
			n.advance(second)
			n.step(one, sharedlic.Use{Sessions: c.wanted})
			wantShared(t, p, c.shared, c.inUse)
			wantLeases(t, s, 500-c.shared, map[license.Serial]int{one: c.shared})
			if got := n.sent(sharedlic.GetKind); got != c.gets {
				t.Errorf("%d Gets, want %d", got, c.gets)
			}
		})
	}
}

// rule SHR-5: too few left: the server gives what there is; the participant asks
// again with each refresh until it has what it needs.
func TestShortPool(t *testing.T) {
	n := newNet(t)
	s := n.server(80, sharedlic.Settings{})
	a, b := n.participant(one, 2, 250), n.participant(two, 2, 250)
	n.advance(second)
	n.step(one, sharedlic.Use{Sessions: 52})
	n.step(two, sharedlic.Use{Sessions: 102})
	wantShared(t, b, 30, 32)
	gets := n.sent(sharedlic.GetKind)
	n.advance(5 * time.Minute)
	if got := n.sent(sharedlic.GetKind); got != gets {
		t.Errorf("%d Gets while the pool is empty", got-gets)
	}
	n.step(one, sharedlic.Use{Sessions: 0})
	wantLeases(t, s, 0, map[license.Serial]int{one: 50, two: 30})
	n.step(one, sharedlic.Stop{})
	n.advance(30 * second)
	wantShared(t, b, 80, 82)
	wantShared(t, a, 0, 0)
}

// rule SHR-6: when the load falls the participant releases, and keeps one unused
// increment at most, so that a session more or less sends no message.
func TestRelease(t *testing.T) {
	n := newNet(t)
	s := n.server(500, sharedlic.Settings{})
	p := n.participant(one, 2, 250)
	n.advance(second)
	for _, c := range []struct{ wanted, shared int }{
		{152, 150}, {151, 150}, {103, 150}, {102, 150}, {101, 150}, {53, 150}, {52, 100}, {51, 100}, {53, 100}, {2, 50}, {0, 50}, {3, 50},
	} {
		n.step(one, sharedlic.Use{Sessions: c.wanted})
		if got := p.View().Device.Shared; got != c.shared {
			t.Errorf("with %d sessions %d shared ones are held, want %d", c.wanted, got, c.shared)
		}
		wantLeases(t, s, 500-c.shared, nil)
	}
	sent := len(n.messages)
	for i := range 20 {
		n.step(one, sharedlic.Use{Sessions: 52 + i%2})
		n.step(one, sharedlic.Use{Sessions: 50})
	}
	if got := len(n.messages) - sent; got > 2 {
		t.Errorf("%d messages for a session more or less", got)
	}
}

// rule SHR-7: no refresh for three intervals: the server takes the sessions back,
// not an instant earlier.
func TestExpiry(t *testing.T) {
	n := newNet(t)
	s := n.server(500, sharedlic.Settings{})
	n.participant(one, 2, 250)
	n.advance(second)
	n.step(one, sharedlic.Use{Sessions: 100})
	n.silent[one] = true
	n.advance(90*second - 1)
	wantLeases(t, s, 400, map[license.Serial]int{one: 100})
	n.advance(1)
	wantLeases(t, s, 500, map[license.Serial]int{one: 0})
	if got := n.happened(mainID, sharedlic.ClientExpired); got != 1 {
		t.Errorf("expired %d times", got)
	}
}

// rule SHR-8: without a server a participant keeps what it has for 24 hours,
// counted from the sending of the last request that was answered; then it
// releases it, existing connections stay, new ones are refused.
func TestGrace(t *testing.T) {
	n := newNet(t)
	n.server(500, sharedlic.Settings{})
	p := n.participant(one, 2, 250)
	n.advance(second)
	n.step(one, sharedlic.Use{Sessions: 100})
	n.advance(30 * second) // the refresh of second 31 is a moment away
	n.silent[one] = true
	n.advance(24*time.Hour - 30*second)
	left := 24*time.Hour - p.View().Silent
	n.advance(left - 1)
	wantShared(t, p, 100, 100)
	n.advance(1)
	wantShared(t, p, 0, 100)
	if got := n.happened(one, sharedlic.Released); got != 1 {
		t.Errorf("released %d times", got)
	}
	n.step(one, sharedlic.Use{Sessions: 120})
	wantShared(t, p, 0, 100)
	n.step(one, sharedlic.Use{Sessions: 40})
	n.step(one, sharedlic.Use{Sessions: 41})
	wantShared(t, p, 0, 40)
	n.step(one, sharedlic.Use{Sessions: 1})
	n.step(one, sharedlic.Use{Sessions: 9})
	wantShared(t, p, 0, 2)
}

// rule SHR-9: reconnected before 24 hours but after expiry, a participant asks
// anew and gets what can be given.
func TestReconnect(t *testing.T) {
	n := newNet(t)
	s := n.server(200, sharedlic.Settings{})
	p := n.participant(one, 2, 250)
	n.participant(two, 2, 250)
	n.advance(second)
	n.step(one, sharedlic.Use{Sessions: 152})
	n.silent[one] = true
	n.advance(2 * time.Minute)
	n.step(two, sharedlic.Use{Sessions: 102})
	wantShared(t, p, 150, 152)
	n.silent[one] = false
	n.advance(time.Minute)
	wantShared(t, p, 100, 152)
	wantLeases(t, s, 0, map[license.Serial]int{one: 100, two: 100})
	if n.sent(sharedlic.RegistrationKind) < 3 {
		t.Error("it didn't register anew")
	}
}

// rule SHR-10: the server draws on its own pool without a participant license;
// its time-based license serves its own sessions and never joins the pool.
func TestServerUsesItsPool(t *testing.T) {
	n := newNet(t)
	s := n.server(100, sharedlic.Settings{})
	n.step(mainID, sharedlic.SetLicense{Local: 25, Limit: 250})
	n.step(mainID, sharedlic.Use{Sessions: 25})
	wantLeases(t, s, 100, nil)
	n.step(mainID, sharedlic.Use{Sessions: 26})
	wantLeases(t, s, 50, map[license.Serial]int{mainID: 50})
	n.step(mainID, sharedlic.Use{Sessions: 200})
	if d := s.View().Device; d.InUse != 125 || d.Shared != 100 || s.View().Free != 0 {
		t.Errorf("the server has %+v", d)
	}
	n.advance(time.Hour)
	if d := s.View().Device; d.InUse != 125 || len(n.messages) != 0 {
		t.Errorf("after an hour %+v and %d messages", d, len(n.messages))
	}
}

// rule SHR-11: both units of a pair register with ids of their own; on a switch-over
// the new active unit has the sessions transferred in one step.
func TestTransfer(t *testing.T) {
	n := newNet(t)
	s := n.server(500, sharedlic.Settings{})
	a, b := n.participant(one, 2, 250), n.participant(two, 2, 250)
	n.step(two, sharedlic.SetRole{Active: false})
	n.advance(second)
	n.step(one, sharedlic.Use{Sessions: 150})
	n.step(two, a.Mate())
	if s.View().Registered != 3 {
		t.Errorf("%d are registered, want both units and the server", s.View().Registered)
	}
	n.step(one, sharedlic.SetRole{Active: false})
	n.step(two, sharedlic.SetRole{Active: true, Sessions: 150})
	wantLeases(t, s, 350, map[license.Serial]int{one: 0, two: 150})
	wantShared(t, b, 150, 150)
	wantShared(t, a, 0, 0)
	if c := s.View().Counts[sharedlic.TransferKind]; c != (sharedlic.Count{Sent: 1, Received: 1}) {
		t.Errorf("transfers are counted as %+v", c)
	}
	// rule SHR-14: a late refresh of the old id is answered as unknown.
	n.advance(31 * second)
	found := false
	for _, e := range n.events[one] {
		found = found || e.Kind == sharedlic.RequestFailed && e.Request == sharedlic.RefreshKind && e.Reason == sharedlic.ClientUnknown
	}
	if !found {
		t.Errorf("the old id was not refused: %+v", n.events[one])
	}
	wantLeases(t, s, 350, map[license.Serial]int{one: 0, two: 150})
}

// rule SHR-13: messages are counted by kind: sent, received, errors.
func TestCounts(t *testing.T) {
	n := newNet(t)
	s := n.server(500, sharedlic.Settings{})
	p := n.participant(one, 2, 250)
	n.advance(second)
	n.step(one, sharedlic.Use{Sessions: 152})
	n.step(one, sharedlic.Use{Sessions: 2})
	n.step(mainID, sharedlic.Get{Header: sharedlic.Header{From: two, Request: 1}, Want: 50})
	n.silent[one] = true
	n.advance(time.Minute)
	c, _ := s.Client(one)
	for _, x := range []struct {
		who  string
		kind sharedlic.Kind
		got  sharedlic.Count
		want sharedlic.Count
	}{
		{"server", sharedlic.GetKind, s.View().Counts[sharedlic.GetKind], sharedlic.Count{Sent: 4, Received: 4, Errors: 1}},
		{"client", sharedlic.GetKind, c.Counts[sharedlic.GetKind], sharedlic.Count{Sent: 3, Received: 3}},
		{"client", sharedlic.RegistrationKind, c.Counts[sharedlic.RegistrationKind], sharedlic.Count{Sent: 1, Received: 1}},
		{"client", sharedlic.ReleaseKind, c.Counts[sharedlic.ReleaseKind], sharedlic.Count{Sent: 1, Received: 1}},
		{"participant", sharedlic.GetKind, p.View().Device.Counts[sharedlic.GetKind], sharedlic.Count{Sent: 3, Received: 3}},
		{"participant", sharedlic.RefreshKind, p.View().Device.Counts[sharedlic.RefreshKind], sharedlic.Count{Sent: 3, Errors: 1}},
	} {
		if x.got != x.want {
			t.Errorf("%s %s: %+v, want %+v", x.who, x.kind, x.got, x.want)
		}
	}
	n.step(mainID, sharedlic.ClearStatistics{})
	if c, _ := s.Client(one); s.View().Counts != (sharedlic.Counts{}) || c.Counts != (sharedlic.Counts{}) || c.High != c.Lease {
		t.Error("statistics were not cleared")
	}
}

// rule SHR-14: a repeated request changes nothing twice, whichever connection it
// comes over, and a late one nothing at all.
func TestRepeated(t *testing.T) {
	n := newNet(t)
	s := n.server(500, sharedlic.Settings{})
	head := func(id uint64) sharedlic.Header { return sharedlic.Header{From: one, Request: id} }
	for _, c := range []struct {
		request sharedlic.Message
		lease   int
		answers int
	}{
		{sharedlic.Registration{Header: head(1), Limit: 250, MinVersion: 1, MaxVersion: 1}, 0, 1},
		{sharedlic.Get{Header: head(2), Want: 50}, 50, 1},
		{sharedlic.Get{Header: head(2), Want: 50}, 50, 1},
		{sharedlic.Get{Header: head(3), Want: 500}, 100, 1},
		{sharedlic.Get{Header: head(2), Want: 50}, 100, 0},
		{sharedlic.Refresh{Header: head(4), Held: 100, Want: 75}, 175, 1},
		{sharedlic.Refresh{Header: head(4), Held: 100, Want: 75}, 175, 1},
		{sharedlic.Release{Header: head(5), Keep: 25}, 25, 1},
		{sharedlic.Release{Header: head(5), Keep: 25}, 25, 1},
		{sharedlic.Refresh{Header: head(4), Held: 100, Want: 75}, 25, 0},
		{sharedlic.Registration{Header: head(1), Limit: 250, MinVersion: 1, MaxVersion: 1}, 25, 0},
		{sharedlic.Registration{Header: head(6), Local: 240, Limit: 250, Held: 25, MinVersion: 1, MaxVersion: 1}, 10, 1},
		{sharedlic.Get{Header: head(7), Want: 50}, 10, 1},
	} {
		out := s.Step(c.request)
		if got, _ := s.Client(one); got.Lease != c.lease || len(out.Messages) != c.answers {
			t.Errorf("after %T %d it holds %d, %d answers; want %d, %d", c.request, c.request.Head().Request, got.Lease, len(out.Messages), c.lease, c.answers)
		}
		wantLeases(t, s, 500-c.lease, nil)
	}
}

// rule SHR-14: when the local license grows, shared sessions that are no longer
// needed go back with the next refresh.
func TestLicenseGrows(t *testing.T) {
	n := newNet(t)
	s := n.server(500, sharedlic.Settings{})
	p := n.participant(one, 2, 500)
	n.advance(second)
	n.step(one, sharedlic.Use{Sessions: 202})
	n.step(one, sharedlic.SetLicense{Local: 150, Limit: 500})
	wantShared(t, p, 200, 202)
	n.advance(31 * second)
	wantShared(t, p, 150, 202)
	wantLeases(t, s, 350, map[license.Serial]int{one: 150})
	n.step(one, sharedlic.SetLicense{Local: 450, Limit: 500})
	wantShared(t, p, 50, 202)
	wantLeases(t, s, 450, map[license.Serial]int{one: 50})
	if c, _ := s.Client(one); c.Local != 450 {
		t.Errorf("the server knows of %d local sessions", c.Local)
	}
}

// rule SHR-1, rule SHR-2: every participant that its transport lets through may
// use the pool, any number of them; a protocol that isn't spoken is refused.
func TestManyParticipants(t *testing.T) {
	n := newNet(t)
	s := n.server(20_000, sharedlic.Settings{})
	for i := range 300 {
		id := license.Serial(fmt.Sprintf("PART%07d", i))
		n.participant(id, 2, 250)
		n.advance(time.Millisecond)
		n.step(id, sharedlic.Use{Sessions: 60})
	}
	wantLeases(t, s, 0, nil)
	if s.View().Registered != 301 {
		t.Errorf("%d are registered", s.View().Registered)
	}
	out := s.Step(sharedlic.Registration{Header: sharedlic.Header{From: one, Request: 1}, MinVersion: 7, MaxVersion: 9})
	if a := out.Messages[0].Message.(sharedlic.Answer); a.Status != sharedlic.BadVersion {
		t.Errorf("version 7 to 9 is answered %s", a.Status)
	}
}

// A late answer of a server that lost its role changes nothing.
func TestLateAnswer(t *testing.T) {
	p := sharedlic.NewParticipant(unit(one, 2, 250), false)
	answer := func(out sharedlic.Output, e sharedlic.Epoch, lease int) sharedlic.Answer {
		m := out.Messages[0].Message
		return sharedlic.Answer{Header: sharedlic.Header{From: mainID, Epoch: e, Request: m.Head().Request}, To: m.Kind(), Lease: lease, Pool: 500, Interval: 30 * second, Version: 1}
	}
	p.Step(answer(p.Advance(second), 8, 0))
	get := answer(p.Step(sharedlic.Use{Sessions: 10}), 4, 50)
	p.Step(get)
	wantShared(t, p, 0, 2)
	get.Epoch = 12
	p.Step(get)
	wantShared(t, p, 50, 10)
	get.Lease = 0
	p.Step(get)
	wantShared(t, p, 50, 10)
}

// The records and a snapshot make the same state again, wherever it was taken.
func TestRestore(t *testing.T) {
	n := newNet(t)
	s := n.server(300, sharedlic.Settings{})
	var snapshots []sharedlic.Snapshot
	for i := range 20 {
		id := license.Serial(fmt.Sprintf("PART%07d", i))
		n.participant(id, 2, 250)
		n.advance(second)
		n.step(id, sharedlic.Use{Sessions: 10 * i})
		snapshots = append(snapshots, s.Snapshot())
	}
	n.silent["PART0000003"] = true
	n.step(mainID, sharedlic.Revoke{ID: "PART0000007"})
	n.advance(10 * time.Minute)
	n.step("PART0000011", sharedlic.Stop{})
	for i := range snapshots {
		again, _, err := sharedlic.RestoreServer(unit(mainID, 0, 250), sharedlic.MainPrimary, sharedlic.Settings{Pool: 300, Interval: 30 * second}, &snapshots[i], n.records[mainID])
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(s.Snapshot(), again.Snapshot()); diff != "" {
			t.Fatalf("from snapshot %d: -want +got\n%s", i, diff)
		}
	}
	broken := append([]sharedlic.Record(nil), n.records[mainID]...)
	broken = append(broken[:5], broken[6:]...)
	if _, _, err := sharedlic.RestoreServer(unit(mainID, 0, 250), sharedlic.MainPrimary, sharedlic.Settings{}, &sharedlic.Snapshot{}, broken); err == nil {
		t.Error("a missing record was not missed")
	}
}
