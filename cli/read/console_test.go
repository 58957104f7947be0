package read

import (
	"strings"
	"testing"
	"time"

	"github.com/asapak/asapak/cli/render"
	"github.com/asapak/asapak/combine"
	"github.com/asapak/asapak/license"
)

func readText(t testing.TB, text string) Document {
	t.Helper()
	d, err := Read("test", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func model(t testing.TB, name string) *license.Model {
	t.Helper()
	m, err := license.FindModel(name)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

const testKey = "0x061511b9 0x11112222 0x00000000 0x0badcafe 0x4a1c049a"

// view is the license of a unit with the base license of its model.
func view(m *license.Model, l license.Level, r license.Release) render.License {
	platform := m.Platform(l, r)
	run := combine.Unit(&platform, r, license.Set{}, nil)
	table := render.Table{Model: m, Release: r}
	return render.License{
		Release: r, Serial: "JMX1232L11M", Permanent: testKey,
		Own: table.Rows(&run), Sentence: render.PlatformSentence(m, l, r, false),
	}
}

// rule KEY-1: what this program prints for any model, level and release is read
// back with the same values, and renders to the same text.
func TestReadsWhatRenderPrints(t *testing.T) {
	n := 0
	for _, m := range license.Models() {
		for _, r := range append(eras, m.Last) {
			for i := range m.Variants {
				if !m.Runs(r) {
					continue
				}
				n++
				l := m.Variants[i].Level
				v := render.Version{License: view(m, l, r), Model: m, Hostname: "asa1", Uptime: 3*time.Hour + time.Minute, Register: 1}
				text := render.ShowVersion(&v)
				d := readText(t, text)
				if got := d.String(); got != text {
					t.Fatalf("%s %s %s:\n%s\nwant:\n%s", m.Name, l, r, got, text)
				}
				u := &d.Units[0]
				if len(d.Units) != 1 || len(d.Problems) > 0 || u.Model != m || u.Release != r || u.LevelFrom == Untold || u.Level != l && len(m.Variants) > 1 {
					t.Errorf("%s %s %s: read as %v", m.Name, l, r, told(&d))
				}
				for i, row := range v.Own {
					if u.Own[i].Row != row {
						t.Errorf("%s %s %s: row %v, want %v", m.Name, l, r, u.Own[i].Row, row)
					}
				}
			}
		}
	}
	if n < 100 {
		t.Errorf("%d combinations of model, level and release", n)
	}
}

// rule INST-9: the line that tells of a key above the platform's limit is read,
// in a boot log and in show version, which are about one unit.
func TestConsoleLogOfOneUnit(t *testing.T) {
	m := model(t, "ISA 3000")
	r := license.Release{Major: 9, Minor: 16, Maint: 3, Interim: 19}
	v := render.Version{License: view(m, license.Base, r), Model: m, Hostname: "edge", Uptime: time.Hour, Register: 1}
	notice := render.ExceedsPlatform(license.SecurityContexts, 2, 0)
	v.Notices = []string{notice, ""}
	a := render.ActivationKey{License: v.License}
	a.Notices = nil
	log := "Loading...\n" + render.Boot(&v.License, m) +
		"Cisco Adaptive Security Appliance Software Version 9.16(3)19 \n\nedge> show version\n" +
		paged(render.ShowVersion(&v)) + "edge> enable\nPassword: \nedge# show activation-key\n" + render.ShowActivationKey(&a) + "edge# "

	d := readText(t, strings.ReplaceAll(log, "\n", "\r\n"))
	if len(d.Units) != 1 || len(d.Problems) != 0 {
		t.Fatalf("%d units, problems %v", len(d.Units), d.Problems)
	}
	u := &d.Units[0]
	if u.Model != m || u.ModelFrom != Told || u.Release != r || u.Serial != "JMX1232L11M" || u.Hostname != "edge" ||
		!u.Permanent.Valid || u.Permanent.Text != testKey || u.Flash != render.FlashSame || len(u.Own) != len(v.Own) {
		t.Errorf("read %+v", u)
	}
	if len(u.Notices) != 1 || u.Notices[0] != notice || notice !=
		"The Running Activation Key feature: 2 security contexts exceed the limit on the platform, reduced to 0 security contexts." {
		t.Errorf("notices %q", u.Notices)
	}
}

// paged puts the leftovers of a pager into a screen, one of each kind.
func paged(screen string) string {
	lines := strings.Split(screen, "\n")
	rest := "<--- More --->\r              \r"
	lines[10] = rest + lines[10]
	lines[len(lines)/2] = "\x1b[7m<--- More --->\x1b[0m\n" + lines[len(lines)/2]
	lines[len(lines)-4] = "--More--\b\b\b\b\b\b\b\b" + lines[len(lines)-4]
	return strings.Join(lines, "\n")
}

// Several units in one log are told apart by their headers and serial numbers,
// and several outputs of one unit in different files are one unit again.
func TestSeveralUnits(t *testing.T) {
	m5520, m5505 := model(t, "ASA 5520"), model(t, "ASA 5505")
	r := license.Release{Major: 8, Minor: 4, Maint: 1}
	one := render.Version{License: view(m5520, license.Base, r), Model: m5520, Hostname: "asa1", Register: 1}
	two := render.Version{License: view(m5505, license.SecurityPlus, r), Model: m5505, Hostname: "asa2", Register: 1}
	two.Serial = "JMX0938K0C0"
	two.Permanent = strings.ReplaceAll(testKey, "cafe", "d00d")
	key := render.ActivationKey{License: one.License, Detail: one.Own}

	d := readText(t, render.ShowVersion(&one)+render.ShowVersion(&two))
	if len(d.Units) != 2 || d.Units[0].Model != m5520 || d.Units[1].Model != m5505 || d.Units[1].Level != license.SecurityPlus {
		t.Fatalf("units %+v", d.Units)
	}
	other := readText(t, render.ShowActivationKey(&key))
	if all := Merge(append(other.Units, d.Units...)); len(all) != 2 || all[0].Model != m5520 || all[0].ModelFrom != Told || len(all[0].Detail) == 0 {
		t.Errorf("merged: %+v", all)
	}
}

// A line in a table that can't be understood is named with its number; the
// table goes on behind it.
func TestProblemsAreNamed(t *testing.T) {
	text := "Licensed features for this platform:\n" +
		"Maximum VLANs                     : 5              perpetual\n" +
		"%ASA-5-111008: User 'enable_15' executed the 'show version' command.\n" +
		"@@#!garbage\n" +
		"Failover                          : Sometimes      perpetual\n" +
		"Flux Capacitor                    : Enabled        perpetual\n" +
		"Carrier                           : Disabled       perpetual\n"
	d := readText(t, text)
	want := []string{"4: @@#!garbage: not a row of a license table", `5: Failover                          : Sometimes      perpetual: Failover "Sometimes": want Disabled, Active/Standby or Active/Active`,
		"6: Flux Capacitor                    : Enabled        perpetual: unknown feature"}
	var got []string
	for _, p := range d.Problems {
		got = append(got, p.String())
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("problems:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if len(d.Units) != 1 || len(d.Units[0].Own) != 3 || d.String() != text {
		t.Errorf("units %+v, text\n%s", d.Units, d.String())
	}
}

// A key that a terminal of 80 columns wrapped is one key.
func TestWrappedKey(t *testing.T) {
	whole := "Running Permanent Activation Key: " + testKey + " \n"
	for _, at := range []int{56, 70, 78, 80, 84} {
		d := readText(t, "Serial Number: JMX1232L11M\n"+whole[:at]+"\n"+whole[at:])
		if len(d.Units) != 1 || d.Units[0].Permanent.Text != testKey || len(d.Problems) != 1 {
			t.Errorf("wrapped at %d: %+v %v", at, d.Units, d.Problems)
		}
	}
}

// Old firewalls and smart-licensed units are recognised and read all the same.
func TestOtherPlatforms(t *testing.T) {
	d := readText(t, "FWSM Firewall Version 3.1(1) <context>\n\nfw up 5 days 2 hours\n\nHardware:   WS-SVC-FWM-1, 1024 MB RAM, CPU Pentium III 1000 MHz\n\n"+
		"The Running Activation Key is not valid, using default settings:\n\nLicensed features for this user context:\n"+
		"Failover                    : Active/Active\nVPN-DES                     : Enabled\nVPN-3DES-AES                : Enabled\n"+
		"Cut-through Proxy           : Enabled\nBGP Stub                    : Disabled\n\nSerial Number: SAD0123456A\nRunning Activation Key: 0x00000000 0x00000000 0x00000000 0x00000000 \n")
	if u := &d.Units[0]; len(d.Units) != 1 || u.Platform != FWSM || len(u.Own) != 5 || len(u.Notices) != 1 || len(d.Problems) != 0 || u.Context != "context" {
		t.Errorf("FWSM: %+v %v", u, d.Problems)
	}
	d = readText(t, "Cisco Adaptive Security Appliance Software Version 8.0(2) \n\nciscoasa up 1 min 2 secs\n\nHardware:   , 1024 MB RAM, CPU Pentium II 1000 MHz\n\n"+
		"VLANs                        : 200\nFailover                     : Active/Active\n3DES-AES                     : Enabled\n"+
		"Security Contexts            : 20\nGTP/GPRS                     : Enabled\nVPN Peers                    : 5000\nWebVPN Peers                 : 2500\nADV END SEC                  : Enabled\n\n"+
		"Serial Number: 123456789AB\nRunning Activation Key: 0x00000000 0x00000000 0x00000000 0x00000000 0x00000000 \n")
	if u := &d.Units[0]; len(d.Units) != 1 || len(u.Own) != 8 || len(d.Problems) != 0 || !u.Permanent.IsZero() || u.Release.Minor != 0 {
		t.Errorf("emulated 8.0(2): %+v %v", u, d.Problems)
	}
}

// A wording that this program doesn't have stays as it was, and still tells.
func TestOtherWordings(t *testing.T) {
	text := "This platform has a ISA 3000 Security Plus license.\nThe flash permanent activation key is DIFFERENT FROM the running permanent key.\n" +
		"The Running Activation Key feature: 9 widgets exceed the limit on the platform, reduced to 1 widgets.\n"
	d := readText(t, text)
	u := &d.Units[0]
	if d.String() != text || u.Model != model(t, "ISA 3000") || u.Level != license.SecurityPlus || u.Flash != render.FlashDifferent || len(u.Notices) != 1 {
		t.Errorf("%+v, rendered %q", u, d.String())
	}
}
