package cli

import (
	"strings"
	"testing"

	"github.com/asapak/asapak/activationkey"
	"github.com/asapak/asapak/device"
	"github.com/asapak/asapak/failover"
	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sim"
)

// A unit that is in no pair may have failover on: it is active, and alone.
func TestFailoverAlone(t *testing.T) {
	l := newLab(t, "ASA 5520", "9.1(4)", true)
	log := l.console(t, "configure terminal", "prompt hostname priority state", "failover active", "failover lan unit primary",
		"failover", "failover active", "no failover active", "failover active group 1", "failover reload-standby", "write standby",
		"show failover state", "end")
	for _, want := range []string{
		"ciscoasa/sec/actNoFailover(config)# failover active\nERROR: Failover is off\n",
		"ciscoasa/pri/actNoFailover(config)# failover\nciscoasa/pri/act(config)# failover active\nciscoasa/pri/act(config)# no failover active\nERROR: No standby unit is ready\n",
		"failover active group 1\nERROR: Failover groups are of Active/Active pairs\n",
		"reload-standby\nERROR: No standby unit is ready\n",
		"write standby\nERROR: No standby unit is ready\n",
		"This host  -   Primary\n               Active         None\nOther host -   Secondary\n               Failed         Comm Failure             12:00:00 UTC Nov 24 2026\n",
	} {
		if !strings.Contains(log, want) {
			t.Errorf("the console lacks\n%s\nin\n%s", want, log)
		}
	}
	if screen := l.console(t, "show failover"); !strings.Contains(screen, "Mate Unknown") || !strings.Contains(screen, "\tOther host: Secondary - Failed \n") {
		t.Errorf("show failover of a unit alone:\n%s", screen)
	}
}

// rule KEY-6: without a permanent key failover can't be enabled, whatever the
// model has without one.
func TestFailoverTakesAKey(t *testing.T) {
	l := newLab(t, "ASA 5520", "9.1(4)", true)
	l.unit.Step(device.Format{})
	l.unit.Step(device.Reload{})
	log := l.console(t, "configure terminal", "failover")
	if want := "ERROR: Failover takes a valid permanent activation key\n"; !strings.HasSuffix(log, want) || l.unit.Running().HasLine("failover") {
		t.Errorf("console\n%s\nwant\n%s", log, want)
	}
}

// The words of the prompt come in any order; those that say nothing leave no
// slash.
func TestPromptWords(t *testing.T) {
	for _, c := range []struct{ words, want string }{
		{"hostname priority state", "ciscoasa/sec/actNoFailover# "},
		{"state hostname", "actNoFailover/ciscoasa# "},
		{"context", "ciscoasa# "},
		{"domain context hostname", "example.com/ciscoasa# "},
		{"hostname priority", "ciscoasa/sec# "},
	} {
		l := newLab(t, "ASA 5520", "9.1(4)", true)
		l.unit.Configure(func(f *sim.Config) { f.Set("domain-name", "domain-name example.com") })
		l.console(t, "configure terminal", "prompt "+c.words, "end")
		if c.words == "context" {
			l.unit.Configure(func(f *sim.Config) { f.Unset("domain-name") })
		}
		if got := l.session.Prompt(); got != c.want {
			t.Errorf("prompt %s is %q, want %q", c.words, got, c.want)
		}
	}
	unlicensed := newLab(t, "ASA 5506-X", "9.8(2)", true)
	unlicensed.console(t, "configure terminal", "prompt hostname state priority", "end")
	if got := unlicensed.session.Prompt(); got != "ciscoasa# " {
		t.Errorf("the prompt of a unit without failover is %q", got)
	}
}

// The failover key is shown as stars, wherever it stands; it is logged so, too.
func TestFailoverKeyIsHidden(t *testing.T) {
	l := newLab(t, "ASA 5520", "9.1(4)", true)
	log := l.console(t, "configure terminal", "failover key hush", "write memory", "show running-config", "show running-config failover",
		"show startup-config", "write terminal", "logging enable", "logging buffered 7", "show logging")
	if n := strings.Count(log, "failover key *****"); n != 5 || strings.Count(log, "hush") != 1 {
		t.Errorf("the key is starred %d times, want 5:\n%s", n, log)
	}
	if open := l.console(t, "more system:running-config"); !strings.Contains(open, "failover key hush\n") {
		t.Errorf("more system:running-config hides the key:\n%s", open)
	}
}

// mate adds a second unit to the world, as the secondary of a pair.
func (l *lab) mate(t *testing.T) *sim.Unit {
	t.Helper()
	const serial = "JMX1232L22N"
	features := license.Set{license.Encryption3DESAES: license.Enabled}
	key, err := l.secret.Seal(activationkey.Content{Serial: serial, Grant: license.Grant{Features: features}})
	if err != nil {
		t.Fatal(err)
	}
	d := l.unit.Device()
	u, err := l.world.Add("asa2", device.Config{Model: d.Model(), Serial: serial, Secret: l.secret},
		device.Flash{Image: d.Release(), Permanent: device.Permanent{Key: device.Key{Bits: key}, Features: features}}, sim.ParseConfig("failover\n"))
	if err != nil {
		t.Fatal(err)
	}
	l.unit.Configure(func(c *sim.Config) { c.AddLine("failover") })
	if _, err := l.world.Group(failover.ActiveStandby, l.unit, u); err != nil {
		t.Fatal(err)
	}
	return u
}

// A session that was left on another console waits there, mode and all; what
// happened there meanwhile is shown on return, as long as the unit is on.
func TestConsolesWait(t *testing.T) {
	l := newLab(t, "ASA 5520", "9.1(4)", true)
	mate := l.mate(t)
	l.session = New(l.session.grammar, l.unit, Options{World: l.world, Secret: l.secret, Privileged: true})
	l.console(t, "configure terminal", "interface GigabitEthernet0/1", "simulate console asa2")
	if got := l.session.Prompt(); got != "ciscoasa# " {
		t.Errorf("a new console begins at %q", got)
	}
	mate.Group().SetActive(mate)
	if got := l.console(t, "show mode"); !strings.HasSuffix(got, "single \n\tSwitching to Active\n") {
		t.Errorf("the console shows\n%s", got)
	}
	if got := l.console(t, "simulate console asa1"); !strings.HasSuffix(got, "asa1\n\tSwitching to Standby\n") || !strings.HasSuffix(l.session.Prompt(), "(config-if)# ") {
		t.Errorf("back on the first console at %q:\n%s", l.session.Prompt(), got)
	}
	l.console(t, "terminal no monitor", "simulate link failover down")
	if got := l.console(t, "simulate link failover up"); strings.Count(got, "\n") != 1 {
		t.Errorf("a console without monitor shows\n%s", got)
	}
}
