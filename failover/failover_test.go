package failover

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/asapak/asapak/combine"
	"github.com/asapak/asapak/license"
)

// rule LOSS-1: exactly 30 days still belong to the grace period; one instant
// more and each unit is on its own; every loss has its own 30 days.
func TestGracePeriod(t *testing.T) {
	var c Contact
	if _, ok := c.NextEvent(); ok || c.Advance(99*license.Day) != Undecided {
		t.Error("something is due in contact")
	}
	c.Step(Lost)
	if v := c.Advance(GracePeriod); v != Undecided || c.State() != InGrace {
		t.Errorf("after exactly 30 days: %v, %v", v, c.State())
	}
	if v := c.Step(Restored); v != Together {
		t.Errorf("restored after exactly 30 days: %v, want Together", v)
	}
	c.Step(Lost)
	if left := c.GraceLeft(); left != GracePeriod {
		t.Errorf("the second loss begins with %v", left)
	}
	c.Advance(GracePeriod)
	if v := c.Advance(1); v != Alone || c.State() != Apart {
		t.Errorf("after more than 30 days: %v, %v", v, c.State())
	}
	if v := c.Step(Restored); v != Joined || c.State() != InContact {
		t.Errorf("restored later: %v, %v", v, c.State())
	}
}

// rules LOSS-1, LOSS-2, LOSS-3: any split of Advance decides the same at the same
// time, and NextEvent is exact.
func TestContactSplit(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 100_000 {
		var whole Contact
		whole.Step(Lost)
		whole.Advance(time.Duration(rng.Int64N(int64(20 * license.Day))))
		parts := whole
		a, b := time.Duration(rng.Int64N(int64(20*license.Day))), time.Duration(rng.Int64N(int64(20*license.Day)))
		next, _ := whole.NextEvent()
		want := whole.Advance(a + b)
		got := max(parts.Advance(a), parts.Advance(b))
		if got != want || parts != whole || (want == Alone) != (a+b >= next) {
			t.Fatalf("Advance(%v), Advance(%v): %v %v; at once: %v %v; next event %v", a, b, got, parts, want, whole, next)
		}
	}
}

// rule FO-4: the first unit that runs and has a key for an on/off feature runs
// it; numbers never wait (FO-5); a unit that is off holds nothing back.
func TestQueue(t *testing.T) {
	botnet, premium := license.MaskOf(license.BotnetTrafficFilter), license.MaskOf(license.AnyConnectPremiumPeers)
	var q Queue
	got := []license.Mask{q.Next(false, botnet), q.Next(true, botnet|premium), q.Next(true, premium), q.Next(true, botnet)}
	want := []license.Mask{0, 0, botnet, botnet}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("waits %v, want %v", got, want)
	}
}

func unit(t *testing.T, model string, level license.Level, release string, key license.Set) Unit {
	t.Helper()
	m, err := license.FindModel(model)
	if err != nil {
		t.Fatal(err)
	}
	r, err := license.ParseRelease(release)
	if err != nil {
		t.Fatal(err)
	}
	p := m.Platform(level, r)
	return Unit{Model: m, Level: level, Release: r, HasKey: true, Encryption: key[aes], License: combine.Unit(&p, r, key, nil)}
}

func set(features ...license.Feature) (s license.Set) {
	for _, f := range features {
		s[f] = license.Enabled
	}
	return s
}

const (
	aes  = license.Encryption3DESAES
	plus = license.SecurityPlus
)

// rules FO-6, FO-8, KEY-6, EXCL-9, CLU-1, SHR-11: every violated requirement is
// named, all at once.
func TestCheck(t *testing.T) {
	isa := unit(t, "ISA 3000", license.Base, "9.16", set())
	isaPlus := unit(t, "ISA 3000", plus, "9.16", set())
	strong := unit(t, "ISA 3000", plus, "9.16", set(aes))
	keyless := strong
	keyless.HasKey = false
	asa5520 := unit(t, "ASA 5520", license.Base, "8.4(1)", set())
	carrier := unit(t, "ASA 5520", license.Base, "8.2(1)", set(license.Carrier))
	ips := unit(t, "ASA 5515-X", license.Base, "9.1(4)", set(license.IPSModule))
	npe := asa5520
	npe.NoPayloadEncryption = true
	multiple := asa5520
	multiple.Multiple = true
	shared := multiple
	shared.License[license.SharedLicense].Value = license.Enabled
	node := unit(t, "ASA 5585-X SSP-10", license.Base, "9.1(4)", set(license.Cluster))
	fast := unit(t, "ASA 5585-X SSP-10", license.Base, "9.1(4)", set(license.Cluster, license.TenGigabitIO))
	for _, c := range []struct {
		name  string
		kind  Kind
		units []Unit
		want  []Requirement
	}{
		{"Security Plus on both", ActiveStandby, []Unit{isaPlus, isaPlus}, nil},
		{"Base on both", ActiveStandby, []Unit{isa, isa}, []Requirement{FailoverLicense, FailoverLicense}},
		{"scenario 31: Base on one", ActiveStandby, []Unit{isaPlus, isa}, []Requirement{FailoverLicense}},
		{"different encryption", ActiveStandby, []Unit{strong, isaPlus}, []Requirement{SameEncryption}},
		{"scenario 20: all-zero key", ActiveStandby, []Unit{strong, keyless}, []Requirement{ValidKey}},
		{"several at once", ActiveStandby, []Unit{keyless, isa}, []Requirement{ValidKey, FailoverLicense, SameEncryption}},
		{"different models", ActiveStandby, []Unit{asa5520, unit(t, "ASA 5540", license.Base, "8.4(1)", set())}, []Requirement{SameModel}},
		{"scenario 32: IPS module on one", ActiveStandby, []Unit{ips, unit(t, "ASA 5515-X", license.Base, "9.1(4)", set())}, []Requirement{SameIPSModule}},
		{"No Payload Encryption on one", ActiveStandby, []Unit{asa5520, npe}, []Requirement{SamePayload}},
		{"scenario 3: unequal licenses from 8.3 on", ActiveStandby, []Unit{unit(t, "ASA 5520", license.Base, "8.3(1)", set(license.Carrier)), unit(t, "ASA 5520", license.Base, "8.3(1)", set())}, nil},
		{"scenarios 18, 35: unequal licenses before", ActiveStandby, []Unit{carrier, unit(t, "ASA 5520", license.Base, "8.2(1)", set())}, []Requirement{IdenticalLicense}},
		{"equal licenses before 8.3", ActiveStandby, []Unit{carrier, carrier}, nil},
		{"Active/Active", ActiveActive, []Unit{multiple, multiple}, nil},
		{"Active/Active in single mode", ActiveActive, []Unit{asa5520, multiple}, []Requirement{ActiveActiveMode, SameMode}},
		{"Active/Active without its license", ActiveActive, []Unit{isaPlus, isaPlus}, []Requirement{ActiveActiveMode, ActiveActiveMode, ActiveActiveMode, ActiveActiveMode}},
		{"shared license in Active/Active", ActiveActive, []Unit{multiple, shared}, []Requirement{NoSharedInActiveActive}},
		{"cluster", Clustering, []Unit{node, node}, nil},
		{"cluster without the license", Clustering, []Unit{node, unit(t, "ASA 5585-X SSP-10", license.Base, "9.1(4)", set())}, []Requirement{ClusterLicense}},
		{"cluster with unequal 10GE I/O", Clustering, []Unit{node, fast}, []Requirement{SameTenGigabit}},
		{"cluster of nine in 9.1", Clustering, []Unit{node, node, node, node, node, node, node, node, node}, []Requirement{ClusterSize, ClusterSize, ClusterSize, ClusterSize, ClusterSize, ClusterSize, ClusterSize, ClusterSize, ClusterSize}},
		{"cluster on an older release", Clustering, []Unit{unit(t, "ASA 5585-X SSP-10", license.Base, "8.4(2)", set()), unit(t, "ASA 5585-X SSP-10", license.Base, "8.4(2)", set())}, []Requirement{ClusterRelease, ClusterRelease, ClusterLicense, ClusterLicense, ClusterSize, ClusterSize}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []Requirement
			for _, v := range Check(c.kind, c.units) {
				got = append(got, v.Requirement)
			}
			if fmt.Sprint(got) != fmt.Sprint(c.want) {
				t.Errorf("violated %v, want %v", got, c.want)
			}
		})
	}
}

// rule FO-9: the active role moves over while a unit reloads, and the other way
// round, and the pair is never without an active unit.
func TestRoles(t *testing.T) {
	r := NewRoles(Primary)
	both := Condition{Up: [2]bool{true, true}, Enabled: [2]bool{true, true}, Contact: true}
	r.Step(both)
	want(t, r, Active, Standby)
	r.SetActive(Secondary)
	want(t, r, Standby, Active)
	noPrimary := both
	noPrimary.Up[Primary], noPrimary.Contact = false, false
	r.Step(noPrimary)
	want(t, r, Down, Active)
	r.Step(both)
	want(t, r, Standby, Active)
	if changes := r.SetActive(Secondary); changes != nil {
		t.Errorf("the active unit was made active: %v", changes)
	}
	r.SetActive(Primary)
	want(t, r, Active, Standby)
	cut := both
	cut.Contact = false
	if changes := r.Step(cut); len(changes) != 1 || changes[0] != (RoleChange{Secondary, Standby, Active, NoResponse}) {
		t.Errorf("without contact: %v", changes)
	}
	want(t, r, Active, Active)
	r.Step(both)
	want(t, r, Active, Standby)
	off := both
	off.Enabled[Primary], off.Contact = false, false
	r.Step(off)
	want(t, r, Off, Active)
}

func want(t *testing.T, r *Roles, primary, secondary Role) {
	t.Helper()
	if r.Of(Primary) != primary || r.Of(Secondary) != secondary {
		t.Errorf("roles %d and %d, want %d and %d", r.Of(Primary), r.Of(Secondary), primary, secondary)
	}
}

// While a unit of a pair is up with failover on, one unit is active; in contact
// exactly one is. Random conditions and commands.
func TestAlwaysOneActive(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	bit := func() bool { return rng.IntN(2) == 0 }
	r := NewRoles(Secondary)
	for range 100_000 {
		c := Condition{Up: [2]bool{bit(), bit()}, Enabled: [2]bool{bit(), bit()}}
		c.Contact = c.Up[0] && c.Up[1] && c.Enabled[0] && c.Enabled[1] && bit()
		r.Step(c)
		r.SetActive(rng.IntN(2))
		active, able := 0, 0
		for i := range 2 {
			if r.Of(i) == Active {
				active++
			}
			if c.Up[i] && c.Enabled[i] {
				able++
			}
		}
		if c.Contact && active != 1 || !c.Contact && active != able {
			t.Fatalf("%d active of %d able under %+v", active, able, c)
		}
	}
}
