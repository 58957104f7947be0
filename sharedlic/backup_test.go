package sharedlic_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sharedlic"
)

// network is a server, a backup and two participants that know each other.
func network(t *testing.T, pool int) (n *net, s *sharedlic.Server, b *sharedlic.Backup, p, q *sharedlic.Participant) {
	n = newNet(t)
	s = n.server(pool, sharedlic.Settings{Backup: [2]license.Serial{spareID}})
	b = n.backup()
	p, q = n.participant(one, 2, 250), n.participant(two, 2, 250)
	n.advance(time.Minute)
	return n, s, b, p, q
}

// The guide's walk-through: a server, a backup, two participants; demand,
// shortage, release, the server dies, the backup serves, the server comes back.
func TestWalkThrough(t *testing.T) {
	n, s, b, p, q := network(t, 200)
	n.step(one, sharedlic.Use{Sessions: 102})
	n.step(two, sharedlic.Use{Sessions: 152})
	wantLeases(t, s, 0, map[license.Serial]int{one: 100, two: 100})
	n.step(one, sharedlic.Use{Sessions: 2})
	n.advance(time.Minute)
	wantLeases(t, s, 0, map[license.Serial]int{one: 50, two: 150})
	wantShared(t, q, 150, 152)

	n.advance(4 * license.Day)
	n.silent[mainID] = true
	n.advance(5 * time.Minute)
	if !b.View().Serving || p.View().Service != sharedlic.BackupServer || q.View().Service != sharedlic.BackupServer {
		t.Fatal("the backup doesn't serve")
	}
	wantLeases(t, b, 0, map[license.Serial]int{one: 50, two: 150})
	wantShared(t, q, 150, 152)
	n.step(two, sharedlic.Use{Sessions: 52})
	n.step(one, sharedlic.Use{Sessions: 110})
	wantLeases(t, b, 0, map[license.Serial]int{one: 100, two: 100})
	n.advance(30 * second)
	wantShared(t, p, 100, 102)

	n.silent[mainID] = false
	n.advance(3 * time.Minute)
	if b.View().Serving || p.View().Service != sharedlic.MainServer || q.View().Service != sharedlic.MainServer {
		t.Fatal("the main server doesn't serve again")
	}
	wantLeases(t, s, 0, map[license.Serial]int{one: 100, two: 100})
	wantShared(t, p, 100, 102)
	wantShared(t, q, 100, 52)
	if s.View().Epoch <= b.View().Epoch-1 || n.happened(one, sharedlic.Released) != 0 {
		t.Errorf("epochs %d and %d", s.View().Epoch, b.View().Epoch)
	}
}

// rule BKP-1: the backup acts only after it was synced once, and then also after
// its own reload; the sync hands it settings, participants and usage.
func TestBackupMustBeSynced(t *testing.T) {
	n := newNet(t)
	b := n.backup()
	n.advance(time.Hour)
	if b.View().Serving || b.Backup().Synced || b.Allowance() != 0 {
		t.Fatalf("it serves without having been synced: %+v", b.Backup())
	}
	s := n.server(500, sharedlic.Settings{Interval: 100 * second, Backup: [2]license.Serial{spareID}})
	n.participant(one, 2, 250)
	n.advance(time.Minute)
	n.step(one, sharedlic.Use{Sessions: 60})
	n.advance(10 * second)
	if v := b.View(); v.Interval != 100*second || v.Pool != 500 || v.Free != 400-0 && v.Free != s.View().Free {
		t.Errorf("the copy is %+v", v)
	}
	wantLeases(t, b, 400, map[license.Serial]int{one: 100})
	n.silent[mainID] = true
	again, err := sharedlic.RestoreBackup(unit(spareID, 2, 250), sharedlic.BackupPrimary, &sharedlic.Snapshot{}, n.records[spareID])
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(b.Snapshot(), again.Snapshot()); diff != "" {
		t.Fatalf("restored: -want +got\n%s", diff)
	}
	for i := range n.machines {
		if n.machines[i].id == spareID {
			n.machines[i].m = again
		}
	}
	n.step(spareID, sharedlic.SetRole{Active: true})
	n.advance(29 * second)
	if again.View().Serving {
		t.Error("it took over although the main server was not silent for 30 seconds")
	}
	n.advance(10 * time.Minute)
	wantLeases(t, again, 400, map[license.Serial]int{one: 100})
	if !again.View().Serving {
		t.Error("it doesn't serve after its reload")
	}
}

// rule BKP-1: the two sync every ten seconds; a ledger of many pages arrives whole.
func TestSyncRounds(t *testing.T) {
	n, s, b, _, _ := network(t, 5000)
	before := s.Peers()[0].Counts
	n.advance(100 * second)
	if got := s.Peers()[0].Counts[sharedlic.UpdateKind].Received - before[sharedlic.UpdateKind].Received; got != 10 {
		t.Errorf("%d updates in 100 seconds", got)
	}
	for i := range 1000 {
		id := license.Serial("X" + time.Duration(i).String())
		n.step(mainID, sharedlic.Registration{Header: sharedlic.Header{From: id, Request: 1}, Limit: 250, MinVersion: 1, MaxVersion: 1})
		n.step(mainID, sharedlic.Get{Header: sharedlic.Header{From: id, Request: 2}, Want: 3})
	}
	n.step(mainID, sharedlic.Revoke{ID: "X5ns"})
	n.advance(11 * second)
	if diff := cmp.Diff(ledger(s.Snapshot()), ledger(b.Snapshot())); diff != "" {
		t.Errorf("the copy differs: -main +backup\n%s", diff)
	}
}

// ledger is who holds what, without versions.
func ledger(s sharedlic.Snapshot) map[license.Serial]int {
	leases := make(map[license.Serial]int)
	for _, c := range s.Clients {
		if c.Client.Registered {
			leases[c.Client.ID] = c.Client.Lease
		}
	}
	return leases
}

// rule BKP-2: the operating limit starts at 5 days, grows by a day for each day
// that the main server is up, never above 30; each day of acting takes one off.
func TestAllowance(t *testing.T) {
	n, _, b, _, _ := network(t, 500)
	want := func(days float64) {
		t.Helper()
		got := float64(b.Allowance()) / float64(license.Day)
		if got < days-0.01 || got > days+0.01 {
			t.Errorf("%.3f days left, want %.3f", got, days)
		}
	}
	want(5)
	n.advance(12 * time.Hour)
	want(5.5)
	n.advance(10 * license.Day)
	want(15.5)
	n.advance(20 * license.Day)
	want(30)
	n.silent[mainID] = true
	n.advance(20 * license.Day)
	want(10)
	n.silent[mainID] = false
	n.advance(5 * license.Day)
	want(15)
	n.advance(15 * license.Day)
	want(30)
}

// rule BKP-2: a reload neither adds to the limit nor takes from it; what a crash
// takes is two minutes at most.
func TestAllowanceOverReload(t *testing.T) {
	for _, orderly := range []bool{true, false} {
		n, _, b, _, _ := network(t, 500)
		n.silent[mainID] = true
		n.advance(license.Day + 30*second + 17*second)
		exact := b.Allowance()
		if orderly {
			n.step(spareID, sharedlic.Stop{})
		}
		again, err := sharedlic.RestoreBackup(unit(spareID, 2, 250), sharedlic.BackupPrimary, &sharedlic.Snapshot{}, n.records[spareID])
		if err != nil {
			t.Fatal(err)
		}
		lost := exact - again.Allowance()
		if orderly && lost != 0 || lost < 0 || lost > 2*time.Minute {
			t.Errorf("orderly %v: %v were lost", orderly, lost)
		}
	}
}

// rule BKP-3: at the end of its limit the backup gives nothing out and answers no
// refresh; critical logs at 15 and at 30 days.
func TestEndOfService(t *testing.T) {
	n, _, b, p, _ := network(t, 500)
	n.step(one, sharedlic.Use{Sessions: 52})
	n.advance(26 * license.Day)
	n.silent[mainID] = true
	n.advance(30*license.Day + 31*second)
	var marks []int
	for _, e := range n.events[spareID] {
		if e.Kind == sharedlic.BackupRemaining && e.Acting == 15*license.Day {
			marks = append(marks, e.Days)
		}
		if e.Kind == sharedlic.BackupTerminated {
			marks = append(marks, int(e.Acting/license.Day))
		}
	}
	if diff := cmp.Diff([]int{15, 30}, marks); diff != "" {
		t.Errorf("critical logs: -want +got\n%s", diff)
	}
	if b.View().Serving || !b.Backup().Over || b.Allowance() != 0 {
		t.Errorf("it goes on: %+v", b.Backup())
	}
	if got := n.happened(spareID, sharedlic.BackupRemaining); got != 29 {
		t.Errorf("%d daily logs, want 29", got)
	}
	if out := b.Step(sharedlic.Refresh{Header: sharedlic.Header{From: one, Request: 1 << 40}}); len(out.Messages) != 0 {
		t.Errorf("a refresh was answered: %+v", out.Messages)
	}
	wantShared(t, p, 50, 52)
	n.advance(license.Day)
	wantShared(t, p, 0, 52)
	n.silent[mainID] = false
	n.advance(5 * time.Minute)
	wantShared(t, p, 50, 52)
	if b.Backup().Over {
		t.Error("the main server didn't end the end of service")
	}
}

// rule BKP-4: the main server takes the backup's ledger first; until then it gives
// nothing out, and from the moment it was asked the backup doesn't either.
func TestHandBack(t *testing.T) {
	n, _, b, p, q := network(t, 100)
	n.step(one, sharedlic.Use{Sessions: 52})
	n.advance(time.Minute)
	records := append([]sharedlic.Record(nil), n.records[mainID]...)
	n.silent[mainID] = true
	n.advance(3 * time.Minute)
	n.step(two, sharedlic.Use{Sessions: 52})
	wantLeases(t, b, 0, map[license.Serial]int{one: 50, two: 50})

	life := unit(mainID, 0, 250)
	life.Life = 2
	s, _, err := sharedlic.RestoreServer(life, sharedlic.MainPrimary, sharedlic.Settings{Pool: 100, Interval: 30 * second, Backup: [2]license.Serial{spareID}}, &sharedlic.Snapshot{}, records)
	if err != nil {
		t.Fatal(err)
	}
	n.machines[0].m = s
	n.silent[mainID] = false
	n.step(mainID, sharedlic.SetRole{Active: true})
	if s.View().Serving {
		t.Error("the main server serves before it has heard of the backup")
	}
	for range 200 {
		n.advance(100 * time.Millisecond)
		if s.View().Serving && b.View().Serving {
			t.Fatal("both serve")
		}
	}
	if !s.View().Serving || s.View().Epoch <= b.View().Epoch-4 {
		t.Errorf("main %+v\nbackup %+v", s.View(), b.View())
	}
	wantLeases(t, s, 0, map[license.Serial]int{one: 50, two: 50})
	n.advance(time.Minute)
	wantShared(t, p, 50, 52)
	wantShared(t, q, 50, 52)
	if v := p.View(); v.Service != sharedlic.MainServer || !v.Active {
		t.Errorf("the participant is at the %s", v.Service)
	}
	if n.happened(spareID, sharedlic.BackupActive) != 1 || n.happened(spareID, sharedlic.BackupInactive) != 1 {
		t.Error("role changes were not logged once each")
	}
	if got := n.happened(one, sharedlic.RequestFailed); got > 4 {
		t.Errorf("%d requests failed", got)
	}
}

// rule BKP-4: an idle backup is an ordinary participant.
func TestIdleBackupParticipates(t *testing.T) {
	n, s, b, _, _ := network(t, 100)
	n.step(spareID, sharedlic.Use{Sessions: 40})
	wantLeases(t, s, 50, map[license.Serial]int{spareID: 50})
	n.silent[mainID] = true
	n.advance(3 * time.Minute)
	wantLeases(t, b, 50, map[license.Serial]int{spareID: 50})
	n.step(spareID, sharedlic.Use{Sessions: 102})
	wantLeases(t, b, 0, map[license.Serial]int{spareID: 100})
	n.silent[mainID] = false
	n.advance(3 * time.Minute)
	wantLeases(t, s, 0, map[license.Serial]int{spareID: 100})
}

// rule SHR-12: the standby unit of the server pair takes over as main server at
// once, with all leases; the backup isn't needed.
func TestServerPair(t *testing.T) {
	const mate license.Serial = "MAIN0000002"
	n := newNet(t)
	settings := sharedlic.Settings{Pool: 500, Interval: 30 * second, Backup: [2]license.Serial{spareID}}
	s := n.server(500, settings)
	standby, _ := sharedlic.NewServer(unit(mate, 0, 250), sharedlic.MainSecondary, settings)
	b := n.backup()
	p := n.participant(one, 2, 250)
	n.advance(time.Minute)
	n.step(one, sharedlic.Use{Sessions: 100})
	snapshot := s.Snapshot()
	standby.Step(sharedlic.Replicate{Snapshot: &snapshot})
	from := len(n.records[mainID])
	n.step(one, sharedlic.Use{Sessions: 150})
	out := standby.Step(sharedlic.Replicate{Records: n.records[mainID][from:]})
	if len(out.Records) != len(n.records[mainID])-from {
		t.Errorf("%d records are to be written at the standby unit, want %d", len(out.Records), len(n.records[mainID])-from)
	}
	if out := standby.Step(sharedlic.Refresh{Header: sharedlic.Header{From: one, Request: 1 << 40}}); out.Messages[0].Message.(sharedlic.Answer).Status != sharedlic.NotActive {
		t.Error("the standby unit answers")
	}
	before := s.View().Epoch
	n.add(mate, standby)
	n.services[sharedlic.MainServer] = mate
	n.step(mainID, sharedlic.SetRole{})
	n.step(mate, sharedlic.SetRole{Active: true})
	if !standby.View().Serving || standby.View().Epoch <= before {
		t.Fatal("the standby unit doesn't serve at once")
	}
	n.advance(5 * time.Minute)
	wantLeases(t, standby, 350, map[license.Serial]int{one: 150})
	wantShared(t, p, 150, 150)
	if b.View().Serving || n.happened(spareID, sharedlic.BackupActive) != 0 {
		t.Error("the backup came in")
	}
}

// rule SHR-12: the standby unit of a pair of backups goes on with the days that
// its peer had left.
func TestBackupPair(t *testing.T) {
	const mate license.Serial = "SPARE000002"
	n, s, b, _, _ := network(t, 500)
	n.step(mainID, sharedlic.Configure{Settings: sharedlic.Settings{Pool: 500, Interval: 30 * second, Backup: [2]license.Serial{spareID, mate}}})
	n.silent[mainID] = true
	n.advance(2 * license.Day)
	standby := sharedlic.NewBackup(unit(mate, 2, 250), sharedlic.BackupSecondary)
	standby.Step(sharedlic.SetRole{})
	snapshot := b.Snapshot()
	standby.Step(sharedlic.Replicate{Snapshot: &snapshot})
	n.add(mate, standby)
	n.silent[spareID] = true
	n.services[sharedlic.BackupServer] = mate
	n.step(mate, sharedlic.SetRole{Active: true})
	if !standby.View().Serving || standby.View().Epoch.Seat() != sharedlic.BackupSecondary {
		t.Fatal("the standby unit doesn't serve")
	}
	if lost := b.Allowance() - standby.Allowance(); lost < 0 || lost > 2*time.Minute {
		t.Errorf("%v of the limit were lost", lost)
	}
	n.silent[mainID] = false
	n.advance(3 * time.Minute)
	if standby.View().Serving || !s.View().Serving || !s.Peers()[1].Registered {
		t.Error("the main server didn't take over from it")
	}
}
