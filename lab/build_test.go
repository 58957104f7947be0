package lab

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/asapak/asapak/activationkey"
	"github.com/asapak/asapak/device"
	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sim"
)

func mustBuild(t *testing.T, l *Lab) *sim.World {
	t.Helper()
	w, err := Build(l)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// rule KEY-4: the permanent key of a lab file carries all its permanent
// features, each time-based key its own and a term.
func TestBuildExample(t *testing.T) {
	w := mustBuild(t, mustParse(t, example))
	one := w.Unit("asa1").Device()
	for f, want := range map[license.Feature]license.Value{
		license.SecurityContexts: 10, license.Carrier: license.Enabled, license.AnyConnectPremiumPeers: 500,
		license.BotnetTrafficFilter: license.Enabled, license.TotalUCProxySessions: 2,
	} {
		if got := one.Running()[f].Value; got != want {
			t.Errorf("%s is %d, want %d", f, got, want)
		}
	}
	if got := one.Running()[license.BotnetTrafficFilter].Left; got != 39*7*license.Day {
		t.Errorf("Botnet Traffic Filter has %v left", got)
	}
	if flash := one.Flash(); len(flash.TimeBased) != 2 || flash.TimeBased[1].Active || flash.TimeBased[1].Left != 30*license.Day {
		t.Errorf("time-based licenses are %+v", flash.TimeBased)
	}
	if name, _ := w.Unit("asa1").Running().Rest("hostname"); name != "edge" {
		t.Errorf("the configuration's hostname became %q", name)
	}
	if name, _ := w.Unit("asa2").Running().Rest("hostname"); name != "asa2" {
		t.Errorf("a unit without configuration is called %q", name)
	}
}

// rule KEY-6: a unit whose lab file gives no license has no key and runs on its
// default license.
func TestBuildWithoutLicense(t *testing.T) {
	d := mustBuild(t, mustParse(t, unitWith(""))).Units()[0].Device()
	if run := d.Running(); !d.RunningKey().Key.Bits.IsZero() || run.Set() != d.Platform().Base {
		t.Errorf("key %v, running license %v", d.RunningKey().Key, run)
	}
}

func TestSecrets(t *testing.T) {
	own := strings.Replace(example, "start:", "secret: of the file\nstart:", 1)
	keyOf := func(file, given string) string {
		l, err := Parse("x.yaml", []byte(file), given, noFiles)
		if err != nil {
			t.Fatal(err)
		}
		return mustBuild(t, l).Unit("asa1").Device().RunningKey().Key.String()
	}
	if keyOf(example, "") == keyOf(own, "") || keyOf(own, "") == keyOf(own, "given") {
		t.Error("labs with different secrets have the same key")
	}
	if keyOf(example, "given") != keyOf(own, "given") || keyOf(example, "") != keyOf(example, activationkey.DefaultPassphrase) {
		t.Error("labs with the same secret have different keys")
	}
}

// twoUnits is what a console shows of a unit with a time-based key, and of
// another one.
const twoUnits = `asa1# show activation-key detail
Serial Number:  88810093382
Running Permanent Activation Key: 0xaf0cb15e 0x0a7c1e9c 0x3d2054b0 0xa3a4cc24 0x8c2f3b16
Running Timebased Activation Key: 0xyadayad1 0xyadayad2 0xyadayad3 0xyadayad4 0xyadayad5

Licensed features for this platform:
Maximum Physical Interfaces       : Unlimited      perpetual
Maximum VLANs                     : 150            perpetual
Failover                          : Active/Active  perpetual
Encryption-3DES-AES               : Enabled        perpetual
Security Contexts                 : 10             perpetual
AnyConnect Premium Peers          : 500            perpetual
Total UC Proxy Sessions           : 12             62 days
Botnet Traffic Filter             : Enabled        646 days

This platform has an ASA 5520 VPN Plus license.

The flash permanent activation key is the SAME as the running permanent key.

Active Timebased Activation Key:
0xyadayad1 0xyadayad2 0xyadayad3 0xyadayad4 0xyadayad5
Botnet Traffic Filter        : Enabled    646 days
`

func adopting(t *testing.T, keys, output string) (*Lab, error) {
	t.Helper()
	return Parse("labs/x.yaml", []byte("units: [{from: real.txt"+keys+"}]"), "", func(path string) (io.ReadCloser, error) {
		if path != filepath.Join("labs", "real.txt") {
			t.Errorf("opened %s", path)
		}
		return io.NopCloser(strings.NewReader(output)), nil
	})
}

// rule KEY-7: a unit taken over from a real unit's output runs on the foreign
// keys of it, with what it proves, masked keys included.
func TestAdopt(t *testing.T) {
	l, err := adopting(t, ", release: 9.1(4)", twoUnits)
	if err != nil {
		t.Fatal(err)
	}
	u := mustBuild(t, l).Units()[0]
	d := u.Device()
	if u.Name != "asa1" || d.Model().Name != "ASA 5520" || d.Serial() != "88810093382" || d.Release().String() != "9.1(4)" {
		t.Errorf("adopted %s: %s %s %s", u.Name, d.Model().Name, d.Serial(), d.Release())
	}
	run := d.Running()
	if run[license.AnyConnectPremiumPeers].Value != 500 || run[license.BotnetTrafficFilter].Left != 646*license.Day {
		t.Errorf("running license %v", run)
	}
	flash := d.Flash()
	if got := flash.Permanent.Key.String(); got != "0xaf0cb15e 0x0a7c1e9c 0x3d2054b0 0xa3a4cc24 0x8c2f3b16" {
		t.Errorf("permanent key %s", got)
	}
	if got := flash.TimeBased[0].Keys[0].String(); got != "0xyadayad1 0xyadayad2 0xyadayad3 0xyadayad4 0xyadayad5" {
		t.Errorf("time-based key %s", got)
	}
	foreign := flash.Permanent.Key.Bits
	foreign[0]++
	if out := u.Step(device.EnterKey{Key: foreign}); out.Refused == nil {
		t.Error("a foreign key was taken")
	}
}

func TestAdoptProblems(t *testing.T) {
	for _, c := range []struct{ name, keys, output, want string }{
		{"no output", "", "nothing here\n", "no show version or show activation-key in it"},
		{"binary", "", strings.Repeat("\x00\x01\x02", 100), "not a text"},
		{"release untold and contradicted", ", release: 9.1(4), model: ISA 3000", twoUnits, "model ISA 3000: the output is of an ASA 5520"},
		{"another serial", ", serial: JMX1232L11M", twoUnits, "no unit JMX1232L11M in it, only 88810093382"},
		{"several", "", twoUnits + strings.NewReplacer("88810093382", "88810093383", "0xaf", "0xbf", "asa1", "asa2").Replace(twoUnits),
			"2 units in it: pick one with key serial: 88810093382, 88810093383"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := adopting(t, c.keys, c.output); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v\nwant %s", err, c.want)
			}
		})
	}
}

func TestAdoptReadsBesideTheLabFile(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"x.yaml": "units: [{from: real.txt}]", "real.txt": twoUnits} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Load(filepath.Join(dir, "x.yaml"), ""); err != nil {
		t.Error(err)
	}
}
