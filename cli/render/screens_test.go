package render

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/asapak/asapak/combine"
	"github.com/asapak/asapak/license"
)

// golden compares a screen with its file in testdata. UPDATE_GOLDEN=1 writes
// the file; read the difference before it is committed.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".txt")
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s:\n%s\nwant:\n%s\n(UPDATE_GOLDEN=1 go test ./cli/render writes it)", file, got, want)
	}
}

func model(t testing.TB, name string) *license.Model {
	t.Helper()
	m, err := license.FindModel(name)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

const (
	key1 = "0xce06dc6b 0x8a7b5ab7 0xa1e21dd4 0xd2c4b8b8 0xc4594f9c"
	key2 = "0xa821d549 0x35725fe4 0xc918b97b 0xce0b987b 0x47c7c285"
	key3 = "0x0000abcd 0x00000002 0x00000003 0x00000004 0x00000005"
)

// running is the license of a model with some features set.
func running(m *license.Model, l license.Level, r license.Release, key license.Set, active ...combine.Timed) *combine.Running {
	p := m.Platform(l, r)
	run := combine.Unit(&p, r, key, active)
	return &run
}

func plain(m *license.Model, l license.Level, r license.Release) License {
	t := Table{Model: m, Release: r}
	return License{Release: r, Serial: "JMX1232L11M", Permanent: key1, Own: t.Rows(running(m, l, r, license.Set{})),
		Sentence: PlatformSentence(m, l, r, false)}
}

func TestShowActivationKeyByEra(t *testing.T) {
	for name, c := range map[string]struct {
		model   string
		level   license.Level
		release license.Release
	}{
		"key-5505-80":    {"ASA 5505", license.SecurityPlus, license.Release{Major: 8, Minor: 0, Maint: 4}},
		"key-5510-82":    {"ASA 5510", license.Base, license.Release{Major: 8, Minor: 2, Maint: 1}},
		"key-5505-84":    {"ASA 5505", license.Base, license.Release{Major: 8, Minor: 4, Maint: 1}},
		"key-5515-91":    {"ASA 5515-X", license.Base, license.Release{Major: 9, Minor: 1, Maint: 7}},
		"key-5508-951":   {"ASA 5508-X", license.Base, license.Release{Major: 9, Minor: 5, Maint: 1}},
		"key-isa3000916": {"ISA 3000", license.SecurityPlus, license.Release{Major: 9, Minor: 16}},
	} {
		m := model(t, c.model)
		golden(t, name, ShowActivationKey(&ActivationKey{License: plain(m, c.level, c.release)}))
	}
}

// rule SHOW-1: the permanent block of the detail form shows the permanent
// license only; every block of the screen has its place.
func TestShowActivationKeyDetail(t *testing.T) {
	m, r := model(t, "ASA 5520"), license.Release{Major: 8, Minor: 4, Maint: 1}
	permanent := license.Set{license.SecurityContexts: 10, license.Encryption3DESAES: license.Enabled, license.SharedLicense: license.Enabled, license.SharedPremiumPeers: 12000}
	botnet := license.Set{license.BotnetTrafficFilter: license.Enabled}
	proxy := license.Set{license.TotalUCProxySessions: 10}
	platform := m.Platform(license.Base, r)
	run := running(m, license.Base, r, permanent, combine.Timed{Features: botnet, Left: 646 * license.Day}, combine.Timed{Features: proxy, Left: 62*license.Day - 1})
	own := Table{Model: m, Release: r}
	cluster := Table{Model: m, Release: r, Cluster: true}
	v := ActivationKey{
		License: License{Release: r, Serial: "JMX1232L11M", Permanent: key1, TimeBased: []string{key2, key3},
			Own: own.Rows(run), Cluster: cluster.Rows(run), Sentence: PlatformSentence(m, license.Base, r, false)},
		Flash:    FlashDifferent,
		Detail:   own.PermanentRows(combine.Permanent(&platform, permanent)),
		Active:   []TimeBasedKey{{key2, own.TimedRows(botnet, 646*license.Day)}, {key3, own.TimedRows(proxy, 62*license.Day)}},
		Inactive: []TimeBasedKey{{key3, own.TimedRows(license.Set{license.AnyConnectPremiumPeers: 100}, time.Second)}},
	}
	screen := ShowActivationKey(&v)
	golden(t, "key-detail", screen)
	_, detail, _ := strings.Cut(screen, "Running Permanent Activation Key: "+key1+" \n\nLicensed features for this platform:\n"+string(LayoutOf(r).AppendRow(nil, v.Detail[0])))
	if before, _, _ := strings.Cut(detail, "The flash"); strings.Contains(before, "days") || before == "" {
		t.Errorf("the permanent block is\n%s", before)
	}
}

// rule FO-10: the cluster block leaves out Cluster Members, which the unit's own
// block has. In show version two blank lines and no sentence stand between both.
func TestShowVersionOfPair(t *testing.T) {
	m, r := model(t, "ASA 5516-X"), license.Release{Major: 9, Minor: 9, Maint: 2, Interim: 32}
	run := running(m, license.Base, r, license.Set{license.Cluster: license.Enabled, license.ClusterMembers: 2})
	run[license.Cluster].Value, run[license.ClusterMembers].Value = license.Enabled, 2
	own, cluster := Table{Model: m, Release: r}, Table{Model: m, Release: r, Cluster: true}
	v := Version{Model: m, Hostname: "ASA2", Uptime: 55*license.Day + 9*time.Hour, ClusterUptime: 87*license.Day + 15*time.Hour, Register: 1,
		ModifiedBy: "enable_15", Modified: "17:31:04.576 UTC Mon Aug 12 2019",
		License: License{Release: r, Serial: "JAD222605K8", Permanent: key1, Own: own.Rows(run), Cluster: cluster.Rows(run)}}
	screen := ShowVersion(&v)
	golden(t, "version-pair", screen)
	if n := strings.Count(screen, "Cluster Members"); n != 1 || !strings.Contains(screen, "perpetual\n\n\nFailover cluster licensed features for this platform:\n") {
		t.Errorf("%d rows of Cluster Members in\n%s", n, screen)
	}
}

func TestShowVersionByEra(t *testing.T) {
	for name, c := range map[string]struct {
		model   string
		release license.Release
	}{
		"version-5510-82":    {"ASA 5510", license.Release{Major: 8, Minor: 2, Maint: 1}},
		"version-5555-914":   {"ASA 5555-X", license.Release{Major: 9, Minor: 14}},
		"version-isa3000916": {"ISA 3000", license.Release{Major: 9, Minor: 16}},
	} {
		m := model(t, c.model)
		v := Version{License: plain(m, license.Base, c.release), Model: m, Hostname: "ciscoasa", Uptime: 80 * time.Second, Register: 1}
		golden(t, name, ShowVersion(&v))
	}
}

// In a security context there are fewer rows, no serial number and no key.
func TestShowVersionInContext(t *testing.T) {
	m, r := model(t, "ASA 5585-X SSP-20"), license.Release{Major: 9, Minor: 12}
	table := Table{Model: m, Release: r, UserContext: true}
	v := Version{Model: m, Hostname: "fw002", Space: "context", Uptime: time.Hour, License: License{Release: r, UserContext: true,
		Own: table.Rows(running(m, license.Base, r, license.Set{}))}}
	screen := ShowVersion(&v)
	golden(t, "version-context", screen)
	if len(v.Own) != 10 || strings.Contains(screen, "Activation Key") || strings.Contains(screen, "Serial") {
		t.Errorf("%d rows in\n%s", len(v.Own), screen)
	}
}

// rule EXCL-9: a No Payload Encryption unit prints no VPN and no Unified
// Communications rows, and names its encryption as the guide's examples do.
func TestNoPayloadEncryption(t *testing.T) {
	m, r := model(t, "ASASM"), license.Release{Major: 8, Minor: 5, Maint: 1}
	table := Table{Model: m, Release: r, NPE: true}
	var names []string
	for _, row := range table.Rows(running(m, license.Base, r, license.Set{})) {
		names = append(names, row.Name)
	}
	want := "Maximum Interfaces, Inside Hosts, Failover, DES, 3DES-AES, Security Contexts, GTP/GPRS, Botnet Traffic Filter"
	if got := strings.Join(names, ", "); got != want {
		t.Errorf("rows %s, want %s", got, want)
	}
	if got, want := PlatformSentence(m, license.Base, r, true), "This platform has an WS-SVC-ASA-SM1 No Payload Encryption license."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// The sentences of real units and of the vendor's documents.
func TestPlatformSentence(t *testing.T) {
	for _, c := range []struct {
		model   string
		level   license.Level
		release license.Release
		want    string
	}{
		{"ASA 5505", license.SecurityPlus, license.Release{Major: 8, Minor: 4}, "This platform has an ASA 5505 Security Plus license."},
		{"ASA 5506-X", license.Base, license.Release{Major: 9, Minor: 8}, "This platform has a Base license."},
		{"ASA 5515-X", license.Base, license.Release{Major: 9, Minor: 4}, "This platform has an ASA 5515 Security Plus license."},
		{"ASA 5520", license.Base, license.Release{Major: 8, Minor: 4}, "This platform has an ASA 5520 VPN Plus license."},
		{"ASA 5555-X", license.Base, license.Release{Major: 9, Minor: 14}, "This platform has an ASA5555 VPN Premium license."},
		{"ASA 5585-X SSP-20", license.Base, license.Release{Major: 9}, "This platform has an ASA 5585-X base license."},
		{"ISA 3000", license.Base, license.Release{Major: 9, Minor: 16}, "This platform has a Base license."},
		{"ASA 5516-X", license.Base, license.Release{Major: 9, Minor: 9}, ""},
	} {
		if got := PlatformSentence(model(t, c.model), c.level, c.release, false); got != c.want {
			t.Errorf("%s: %q, want %q", c.model, got, c.want)
		}
	}
}

// Every model has its row in each table of this package.
func TestEveryModelHasItsRows(t *testing.T) {
	named, built := map[string]bool{}, map[string]int{}
	for _, n := range namings {
		named[n.model] = true
	}
	for _, h := range hardwares {
		built[h.model]++
		if h.memory == 0 || h.processor == "" || h.flash == 0 || h.bios == "" || h.crypto == nil || len(h.ports) == 0 ||
			h.image.suffix == "" || h.product == "" || h.description == "" {
			t.Errorf("%s: a cell is empty", h.model)
		}
	}
	for _, m := range license.Models() {
		if !named[m.Name] || built[m.Name] != 1 {
			t.Errorf("%s: sentence %v, %d rows of hardware", m.Name, named[m.Name], built[m.Name])
		}
		if len(hardwareWord(m, hardwareOf(m))) < len(m.Hardware) {
			t.Errorf("%s: hardware word %q", m.Name, hardwareWord(m, hardwareOf(m)))
		}
	}
	if len(hardwares) != len(license.Models()) {
		t.Errorf("%d rows of hardware, %d models", len(hardwares), len(license.Models()))
	}
}

func TestUptime(t *testing.T) {
	for want, d := range map[string]time.Duration{
		"0 secs": 0, "54 secs": 54 * time.Second, "1 min 7 secs": 67 * time.Second, "3 hours 17 mins": 3*time.Hour + 17*time.Minute + 40*time.Second,
		"1 day 6 hours": 30 * time.Hour, "173 days 16 hours": 173*license.Day + 16*time.Hour, "2 years 31 days": (2*365 + 31) * license.Day, "1 hour 0 mins": time.Hour,
	} {
		if got := Uptime(d); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
}

// The chassis' serial number is printed, not the license's.
func TestShowInventory(t *testing.T) {
	got := ShowInventory(Inventory(model(t, "ASA 5512-X"), "FGL17AAAAAA"))
	want := "Name: \"Chassis\", DESCR: \"ASA 5512-X with SW, 6 GE Data, 1 GE Mgmt, AC\"\n" +
		"PID: ASA5512           , VID: V01     , SN: FGL17AAAAAA\n\n"
	if got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
