package lab

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/asapak/asapak/license"
)

// example is the lab of the format's description.
const example = `
start: 2026-03-01
units:
  - name: asa1
    model: ASA 5520
    serial: JMX1232L11M
    release: 8.4(1)
    license:
      level: Base
      features: {Security Contexts: 10, GTP/GPRS: Enabled, SSL VPN Peers: 500, Encryption-3DES-AES: Enabled}
    time_based:
      - features: {Botnet Traffic Filter: Enabled}
        term: 39w
      - features: {UC Proxy Sessions: 10}
        term: 30d
        active: false
    config: |
      hostname edge
      interface Vlan1
       nameif inside
  - name: asa2
    model: isa-3000
    serial: 12345678901
    release: 9.10
`

func noFiles(string) (io.ReadCloser, error) { return nil, fs.ErrNotExist }

func TestParseExample(t *testing.T) {
	l, err := Parse("dir/branch.yaml", []byte(example), "", noFiles)
	if err != nil {
		t.Fatal(err)
	}
	if l.Name != "branch" || l.Start.Format("2006-01-02") != "2026-03-01" || len(l.Units) != 2 {
		t.Errorf("got lab %q from %v with %d units", l.Name, l.Start, len(l.Units))
	}
	one, two := l.Units[0], l.Units[1]
	want := license.Set{
		license.SecurityContexts: 10, license.Carrier: license.Enabled,
		license.AnyConnectPremiumPeers: 500, license.Encryption3DESAES: license.Enabled,
	}
	if one.Model.Name != "ASA 5520" || one.Permanent.Features != want || one.Permanent.Level != license.Base {
		t.Errorf("unit 1 is %+v", one)
	}
	if len(one.TimeBased) != 2 || one.TimeBased[0].Grant.Term != 39*7*license.Day || !one.TimeBased[0].Active || one.TimeBased[1].Active {
		t.Errorf("time-based licenses are %+v", one.TimeBased)
	}
	if two.Model.Name != "ISA 3000" || two.Serial != "12345678901" || two.Release.String() != "9.10" || two.Permanent != nil {
		t.Errorf("unit 2 is %+v", two)
	}
}

// unitWith is a lab with one good unit and a line, at line 5 of the file.
func unitWith(line string) string {
	return "units:\n  - name: asa1\n    model: ASA 5520\n    serial: JMX1232L11M\n" + line + "\n"
}

func TestProblems(t *testing.T) {
	for _, c := range []struct{ name, file, want string }{
		{"unknown key at the top", "unit: []\nunits: [{model: ISA 3000, serial: JMX1232L11M}]", `x.yaml:1:1: key "unit": a lab file has only start, secret, units`},
		{"unknown key of a unit", unitWith("    modle: ASA 5510"), `x.yaml:5:5: key "modle": a unit has only name, model`},
		{"unknown model", "units:\n  - {model: ASA 5530, serial: JMX1232L11M}", `x.yaml:2:13: model "ASA 5530": want one of ASA 5505, `},
		{"serial of 10 characters", "units:\n- model: ISA 3000\n  serial: JMX1232L11", `x.yaml:3:11: serial number "JMX1232L11": want 11 letters and digits`},
		{"off the ladder", unitWith("    license: {features: {Security Contexts: 11}}"), `x.yaml:5:45: Security Contexts 11: no key carries that value; the nearest are 10 and 12`},
		{"above the ladder", unitWith("    license: {features: {Security Contexts: 251}}"), `the highest is 250`},
		{"no value", unitWith("    license: {features: {GTP/GPRS: maybe}}"), `x.yaml:5:36: Carrier "maybe": want Enabled or Disabled`},
		{"unknown feature", unitWith("    license: {features: {Warp Drive: 1}}"), `x.yaml:5:26: feature "Warp Drive"`},
		{"feature that no key carries", unitWith("    license: {features: {Failover: Active/Active}}"), `x.yaml:5:36: Failover: no key carries it`},
		{"a feature under two names", unitWith("    license: {features: {SSL VPN Peers: 10, AnyConnect Premium Peers: 25}}"), `x.yaml:5:45: feature "AnyConnect Premium Peers": AnyConnect Premium Peers is given already`},
		{"level", unitWith("    license: {level: Premium}"), `x.yaml:5:22: license level "Premium": want Base or Security Plus`},
		{"level that the model hasn't", unitWith("    license: {level: Security Plus}"), `license level Security Plus: want Base on an ASA 5520`},
		{"release", unitWith("    release: 9"), `x.yaml:5:14: release "9": want a form such as`},
		{"release of another model", unitWith("    release: 9.16"), `x.yaml:5:14: release 9.16: want one from 7.0(1) to 9.1(7) on an ASA 5520`},
		{"term", unitWith("    time_based: [{features: {Botnet Traffic Filter: Enabled}, term: 8}]"), `x.yaml:5:69: term "8": want`},
		{"term missing", unitWith("    time_based: [{features: {Botnet Traffic Filter: Enabled}}]"), `key term of the time-based license is missing`},
		{"flag", unitWith("    no_payload_encryption: 3"), `x.yaml:5:28: "3": want true or false`},
		{"name", unitWith("  - {name: a b, model: ISA 3000, serial: JMX1232L11N}"), `x.yaml:5:12: name "a b": want`},
		{"two names", unitWith("  - {name: asa1, model: ISA 3000, serial: JMX1232L11N}"), `x.yaml:5:12: name "asa1": another unit has it`},
		{"two serial numbers", unitWith("  - {name: asa2, model: ISA 3000, serial: jmx1232l11m}"), `x.yaml:5:43: serial number JMX1232L11M: unit "asa1" has it`},
		{"date", "start: soon\nunits: [{model: ISA 3000, serial: JMX1232L11M}]", `x.yaml:1:8: date "soon": want a form such as`},
		{"no units", "start: 2026-01-01", `x.yaml:1:1: key units is missing`},
		{"empty unit", "# a comment\nunits:\n-", `x.yaml:3:3: a unit: want a mapping with name, model`},
		{"empty flag", unitWith("    no_payload_encryption:"), `want true or false`},
		{"units no list", "units: 3", `x.yaml:1:8: want a list of units`},
		{"a password in clear", "users: [{name: a, password: cisco}]\nunits: []", "password: want it hashed, as asapak lab password prints it"},
		{"two users of a name", "users: [{name: a, keys: [YQ==]}, {name: a, keys: [YQ==]}]\nunits: []", `name "a": another user has it`},
		{"a user without anything", "users: [{name: a}]\nunits: []", "the user has neither password nor keys"},
		{"a privilege", "users: [{name: a, keys: [YQ==], privilege: 16}]\nunits: []", `privilege "16": want 0 to 15`},
		{"no key", "users: [{name: a, keys: [ssh-ed25519 ???]}]\nunits: []", "public key: want the base64 that ssh-keygen writes"},
		{"an enable password in clear", "enable_password: cisco\nunits: []", "password: want it hashed, as asapak lab password prints it"},
		{"empty units", "units: []", `0 units: want 1 to 1024`},
		{"no serial", "units: [{model: ISA 3000}]", `key serial of the unit is missing`},
		{"a list for a lab", "- 1", `a lab file: want a mapping with start, secret, units`},
		{"a list for a value", unitWith("    release: [9.1]"), `want a release`},
		{"empty", "", `x.yaml: want one YAML document`},
		{"two documents", "units: []\n---\nunits: []", `x.yaml: want one YAML document`},
		{"no YAML", "units: [", `x.yaml:1:8: `},
		{"key twice", unitWith("    model: ASA 5510"), `x.yaml:5:5: `},
		{"alias", "units: [{model: &m ISA 3000, serial: *m}]", `want the name of a model`},
		{"huge", strings.Repeat("#", maxFile+1), `more than 1048576 bytes`},
		{"no such file", "units: [{from: missing.txt}]", `x.yaml:1:16: from missing.txt: file does not exist`},
		{"license of an adopted unit", "units: [{from: a.txt, license: {}}]", `license: the unit has the one of its output`},
		{"time-based on a 5506-X", "units: [{model: ASA 5506-X, serial: JMX1232L11M, time_based: [{features: {Carrier: Enabled}, term: 1y}]}]", `an ASA 5506-X with release 9.16(4) supports no time-based license`},
		{"shared on a 5508-X", "units: [{model: ASA 5508-X, serial: JMX1232L11M, license: {features: {Shared License: Enabled}}}]", `Shared License: an ASA 5508-X supports no shared license`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Parse("x.yaml", []byte(c.file), "", noFiles)
			var problems Problems
			if !errors.As(err, &problems) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v\nwant %s", err, c.want)
			}
		})
	}
}

func TestAllProblemsAtOnce(t *testing.T) {
	_, err := Parse("x.yaml", []byte(`
units:
  - model: ASA 1
    serial: X
    licence: {}
  - model: ISA 3000
    serial: JMX1232L11M
    license: {level: Silver, features: {Carrier: 7}}
`), "", noFiles)
	var problems Problems
	if !errors.As(err, &problems) || len(problems) != 5 {
		t.Errorf("got %v, want five problems", err)
	}
}

func TestLoadDefault(t *testing.T) {
	l := Default("")
	if len(l.Units) != 1 || l.Units[0].Name != "ciscoasa" || l.Units[0].Model.Name != "ISA 3000" {
		t.Errorf("the default lab is %+v", l)
	}
	if _, err := Load(filepath.Join(t.TempDir(), "none.yaml"), ""); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a lab file that isn't there: %v", err)
	}
	path := filepath.Join(t.TempDir(), "mine.yaml")
	if err := os.WriteFile(path, []byte(example), 0o600); err != nil {
		t.Fatal(err)
	}
	if l, err := Load(path, ""); err != nil || l.Name != "mine" {
		t.Errorf("loaded %v, %v", l, err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(example))
	f.Add([]byte(unitWith("    license: {features: {Warp Drive: 1}}")))
	f.Add([]byte(twins("failover: [{primary: a, secondary: b, active_active: true}]")))
	f.Add([]byte(twins("clusters: [{control: a, data: [b, c]}]")))
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := Parse("x.yaml", data, "", noFiles)
		var problems Problems
		if err != nil && !errors.As(err, &problems) {
			t.Fatalf("an error of another package: %v", err)
		}
		if err != nil {
			return
		}
		if _, err := Build(l); err != nil {
			t.Fatalf("parsed, but can't be built: %v", err)
		}
	})
}
