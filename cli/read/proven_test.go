package read

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/asapak/asapak/license"
)

func provenOf(t *testing.T, name string) (Proven, error) {
	t.Helper()
	d, _ := readSample(t, corpus(t), filepath.Join("reflowed", name))
	if len(d.Units) != 1 {
		t.Fatalf("%s: %d units", name, len(d.Units))
	}
	return d.Units[0].Proven()
}

// rule KEY-7: the guide's example 1 proves a permanent license of 2 UC sessions:
// the other 10 of the row's 12 are the time-based key's.
func TestProvenWithoutDetail(t *testing.T) {
	p, err := provenOf(t, "standalone-timebased.txt")
	if err != nil {
		t.Fatal(err)
	}
	for f, want := range map[license.Feature]license.Value{
		license.TotalUCProxySessions: 2, license.UCPhoneProxySessions: 2, license.BotnetTrafficFilter: license.Disabled,
		license.SecurityContexts: 10, license.SharedPremiumPeers: 12000, license.InsideHosts: license.Unlimited,
	} {
		if p.Values[f] != want {
			t.Errorf("%s %d, want %d", f, p.Values[f], want)
		}
	}
	if len(p.TimeBased) != 2 || p.TimeBased[0].Left != 646*license.Day || p.TimeBased[1].Features[license.TotalUCProxySessions] != 10 {
		t.Errorf("time-based keys %+v", p.TimeBased)
	}
	if !p.Permanent.Valid || p.Permanent.Words[0] != 0xce06dc6b || p.TimeBased[1].Key.Valid || p.TimeBased[1].Key.Text != "0xyadayad2 0xyadayad2 0xyadayad2 0xyadayad2 0xyadayad2" {
		t.Errorf("keys %+v, %+v", p.Permanent, p.TimeBased[1].Key)
	}
	if len(p.Rows) != 21 || p.Names[0] != "Maximum Physical Interfaces" || p.Serial != "JMX1232L11M" || p.Model.Name != "ASA 5520" {
		t.Errorf("proven %+v", p)
	}
}

// rules SHOW-1, KEY-7, FO-11: what the unit prints as perpetual is permanent, also
// where its permanent block contradicts it; a row with a term in days is not.
func TestProvenWithDetail(t *testing.T) {
	p, err := provenOf(t, "failover-primary-detail.txt")
	if err != nil {
		t.Fatal(err)
	}
	if p.Values[license.SecurityContexts] != 12 || p.Values[license.Encryption3DESAES] != license.Enabled || p.Values[license.BotnetTrafficFilter] != license.Disabled {
		t.Errorf("permanent license %v", p.Values)
	}
	want := []struct {
		active bool
		left   time.Duration
		value  license.Value
		f      license.Feature
	}{
		{true, 33 * license.Day, license.Enabled, license.BotnetTrafficFilter},
		{false, 7 * license.Day, 100, license.AnyConnectPremiumPeers},
		{false, 14 * license.Day, 100, license.TotalUCProxySessions},
	}
	for i, w := range want {
		if k := p.TimeBased[i]; k.Active != w.active || k.Left != w.left || k.Features[w.f] != w.value {
			t.Errorf("time-based key %d: %+v", i, k)
		}
	}
	if p, _ := provenOf(t, "detail-5505.txt"); p.Values[license.BotnetTrafficFilter] != license.Disabled || p.Level != license.SecurityPlus {
		t.Errorf("5505: %+v", p)
	}
}

// rule EXCL-9, KEY-7: a No Payload Encryption unit proves that it is one.
func TestProvenWithoutPayloadEncryption(t *testing.T) {
	p, err := provenOf(t, "asasm-npe-primary.txt")
	if err != nil || !p.NPE || p.Model.Name != "ASASM" || p.Values[license.Encryption3DESAES] != license.Enabled || len(p.Rows) != 8 {
		t.Errorf("%v %+v", err, p)
	}
}

// rule KEY-7: an output that doesn't prove enough says what it lacks.
func TestNotProven(t *testing.T) {
	head := "Cisco Adaptive Security Appliance Software Version 9.8(4)22 \n"
	hardware := "Hardware:   ASA5506, 4096 MB RAM, CPU Atom C2000 series 1250 MHz, 1 CPU (4 cores)\n"
	table := "Licensed features for this platform:\nMaximum VLANs                     : 5              perpetual\n\n"
	for _, c := range []struct {
		text string
		want error
	}{
		{head + hardware, ErrNoTable},
		{head + table, ErrNoModel},
		{head + hardware + table, ErrNoSerial},
		{head + hardware + table + "Serial Number: JMX1232L11M\n", nil},
		{head + "License mode: Smart Licensing\n" + table, ErrNotPAK},
		{"Hardware:   ASA5506\nSerial Number: JMX1232L11M\n", ErrNoTable},
	} {
		d := readText(t, c.text)
		if _, err := d.Units[0].Proven(); !errors.Is(err, c.want) {
			t.Errorf("%q: %v, want %v", c.text, err, c.want)
		}
	}
}
