package render

import (
	"bufio"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/asapak/asapak/license"
)

// corpus is the folder with real outputs; it isn't part of this repository.
func corpus(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("ASAPAK_CORPUS")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "corpus")
	}
	if _, err := os.Stat(dir); err != nil {
		if os.Getenv("ASAPAK_CI") != "" {
			t.Fatalf("no corpus of real outputs: %v", err)
		}
		t.Skipf("no corpus of real outputs (set ASAPAK_CORPUS): %v", err)
	}
	return dir
}

// rule EXP-3, KEY-1: the log lines of a key that runs out, the key unpadded.
func TestSyslog(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{Syslog(444005, "0x5b0349c2 0x55b93067 0x1395643 0xc48b41fb 0x373ecb2", Days(127*license.Day)),
			"%ASA-4-444005: Timebased license key 0x5b0349c2 0x55b93067 0x1395643 0xc48b41fb 0x373ecb2 will expire in 127 days."},
		{Syslog(444007, "0x1 0x2 0x3 0x4 0x5", "permanent", "Botnet Traffic Filter, Security Contexts"),
			"%ASA-2-444007: Timebased activation key 0x1 0x2 0x3 0x4 0x5 has expired. Reverting to permanent license key. The following features will be affected: Botnet Traffic Filter, Security Contexts"},
		{Syslog(113029, "GP", "u", "192.0.2.1", 2), "%ASA-4-113029: Group <GP> User <u> IP <192.0.2.1> Session could not be established: session limit of 2 reached"},
		{Syslog(105045, "Primary", 2, 20), "%ASA-1-105045: (Primary) Mate license (2 contexts) is not compatible with my license (20 contexts)."},
		{Syslog(111008, "enable_15", "reload"), "%ASA-5-111008: User 'enable_15' executed the 'reload' command."},
		{Syslog(444103, "AnyConnect Premium"), "%ASA-6-444103: Shared AnyConnect Premium license usage is over 90% capacity."},
		{Syslog(199002), "%ASA-6-199002: startup completed.  Beginning operation."},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

// Numbers are unique, in order, and have a severity that syslog knows.
func TestSyslogTable(t *testing.T) {
	for i, m := range messages {
		if i > 0 && m.id <= messages[i-1].id {
			t.Errorf("message %d stands behind %d", m.id, messages[i-1].id)
		}
		if m.severity < 1 || m.severity > 7 || m.format == "" || Severity(m.id) != m.severity {
			t.Errorf("message %d: severity %d, format %q", m.id, m.severity, m.format)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("a message that isn't in the table was printed")
		}
	}()
	Syslog(1)
}

// variables are the words that stand for arguments in the vendor's catalogue,
// in the order of the arguments. 444005 is left out: a real line differs.
var variables = map[int][]any{
	444004: {"key", "permkey"}, 444007: {"activation-key", "[permanent | timebased]", "feature, feature"},
	444008: {"%s", "x days"}, 444009: {"%s"}, 444100: {"request", "reason"}, 444101: {"address"}, 444102: nil,
	444103: {"licensetype"}, 444104: {"licensetype", "value"}, 444105: {"value", "licensetype"}, 444106: {"address"},
	444107: {"status", "ifname"}, 444108: {"state", "id"}, 444109: {"state"}, 444110: {"days"}, 444111: {"address", "days"},
}

func TestSyslogIsTheCatalogues(t *testing.T) {
	f, err := os.Open(filepath.Join(corpus(t), "syslog", "cisco-doc-444xxx-catalogue.txt"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	n := 0
	for lines := bufio.NewScanner(f); lines.Scan(); {
		id, err := strconv.Atoi(lines.Text()[len("%ASA-4-"):len("%ASA-4-444004")])
		if err != nil {
			t.Fatal(err)
		}
		args, listed := variables[id]
		if !listed {
			continue
		}
		n++
		if got := Syslog(id, args...); got != lines.Text() {
			t.Errorf("%q, want %q", got, lines.Text())
		}
	}
	if n != len(variables) {
		t.Errorf("%d messages of the catalogue, want %d", n, len(variables))
	}
}

var escapes = regexp.MustCompile("\x1b\\[[0-9;]*m")

// Stripped of its escapes a colored text is the text; what deserves attention
// is in color and nothing else.
func TestColored(t *testing.T) {
	for text, colored := range map[string]bool{
		"ERROR: Command requires failover license\n": true,
		ReloadWarning:                         true,
		"INFO: x\r\n":                         true,
		Syslog(444007, "k", "permanent", "f"): true,
		"Botnet Traffic Filter        : Enabled    646 days\n":                true,
		"Botnet Traffic Filter        : Enabled    1 day":                     true,
		"Maximum VLANs                     : 150            perpetual\n":      false,
		"VLANs                             : 3              DMZ Restricted\n": false,
		"ciscoasa up 3 days 3 hours\n":                                        false,
		"\n\n":                                                                false, "": false,
	} {
		got := Colored(text)
		if escapes.ReplaceAllString(got, "") != text {
			t.Errorf("%q stripped is %q", text, escapes.ReplaceAllString(got, ""))
		}
		if (got != text) != colored {
			t.Errorf("%q in color: %v, want %v", text, got != text, colored)
		}
	}
	if p := ColoredPrompt("ciscoasa# "); escapes.ReplaceAllString(p, "") != "ciscoasa# " || p == "ciscoasa# " {
		t.Errorf("prompt %q", p)
	}
	files, _ := filepath.Glob(filepath.Join("testdata", "*.txt"))
	if len(files) == 0 {
		t.Fatal("no screens in testdata")
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got := escapes.ReplaceAllString(Colored(string(text)), ""); got != string(text) {
			t.Errorf("%s stripped of color is another text", file)
		}
	}
}

// rule INST-7: what a new permanent key lacks is listed with old and new value.
func TestNotAvailable(t *testing.T) {
	got := NotAvailable([]Loss{{license.Failover, license.ActiveActive, license.Disabled}}, license.Release{Major: 9})
	for _, want := range []string{"Failover is different.\n", "  running permanent activation key: Active/Active\n", "  new permanent activation key: Disabled\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q lacks %q", got, want)
		}
	}
}

// rule INST-6: the warning is the guide's.
func TestReloadWarningIsTheGuides(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(corpus(t), "activation-transcript", "docsample-reload-warning.txt"))
	if err != nil {
		t.Fatal(err)
	}
	fold := func(s string) string { return strings.Join(strings.Fields(s), " ") }
	if !strings.Contains(fold(string(text)), fold(ReloadWarning)) {
		t.Errorf("the guide prints\n%s\nwe\n%s", text, ReloadWarning)
	}
}

func TestAnswers(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{TimeBasedActivated(98*license.Day - time.Second), "activated, it has 98 days remaining.\n"},
		{TimeBasedDeactivated(time.Second), "deactivated, it has 1 day remaining.\n"},
		{TimeBasedStacked(license.Day, false), "deactivated, it has 1 day remaining.\n"},
		{Conflict(license.AnyConnectPremiumPeers, license.Release{Major: 8, Minor: 3}), "for SSL VPN Peers.\nDeactivate that key first.\n"},
		{TLSProxyBelow(500, 1000), "Use tls-proxy maximum-sessions to raise it.\n"},
		{UsingDefaults(true), "The Running Activation Key is not valid, using default settings:"},
	} {
		if !strings.HasSuffix(c.got, c.want) {
			t.Errorf("%q, want it to end with %q", c.got, c.want)
		}
	}
}

// The summary of a real unit, from its figures.
func TestShowSessions(t *testing.T) {
	want, err := os.ReadFile(filepath.Join(corpus(t), "show_vpn-sessiondb", "ntc1.txt"))
	if err != nil {
		t.Fatal(err)
	}
	v := Sessions{
		Rows: []SessionCount{
			{Name: "AnyConnect Client", Active: 38, Cumulative: 330351, Peak: 442, HasInactive: true},
			{Name: "SSL/TLS/DTLS", Child: true, Active: 38, Cumulative: 330351, Peak: 442, HasInactive: true},
			{Name: "Clientless VPN", Cumulative: 1040, Peak: 9},
			{Name: "Browser", Child: true, Cumulative: 1040, Peak: 9},
		},
		Tunnels: []SessionCount{
			{Name: "Clientless", Cumulative: 1040, Peak: 9}, {Name: "AnyConnect-Parent", Active: 38, Cumulative: 330351, Peak: 442},
			{Name: "SSL-Tunnel", Active: 38, Cumulative: 985244, Peak: 392}, {Name: "DTLS-Tunnel", Active: 37, Cumulative: 2227003, Peak: 386},
		},
		Total: 38, Capacity: 5000, Cumulative: 331391,
	}
	if got := ShowSessions(&v); got != string(want) {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	if got := ShowSessions(&Sessions{}); strings.Contains(got, "Device Load") {
		t.Errorf("no sessions: %q", got)
	}
}

func TestShowLicenseSummary(t *testing.T) {
	golden(t, "license-summary", ShowLicenseSummary(&LicenseSummary{
		Licenses: []LicenseStatus{
			{Name: "AnyConnect Premium", Enabled: true, Counted: true, Capacity: 250, Licensed: 10, Limit: 10},
			{Name: "AnyConnect Essentials", Counted: true, Capacity: 250},
			{Name: "Other VPN (Available by Default)", Enabled: true, Counted: true, Capacity: 250, Licensed: 250, Limit: 250},
			{Name: "AnyConnect for Mobile", Note: "Requires Premium or Essentials"},
			{Name: "VPN-3DES-AES", Enabled: true},
		},
		Use: []LicenseUse{{Name: "AnyConnect Premium", Local: 3, Peak: 4, Limit: 10}, {Name: "AnyConnect Client", Child: true, Local: 3, Peak: 4, Limit: 10}},
	}))
}

// The headings, all different.
func TestHeadings(t *testing.T) {
	var all []string
	for _, h := range []Heading{{}, {Cluster: true}, {UserContext: true}, {Cluster: true, UserContext: true}} {
		if slices.Contains(all, h.String()) {
			t.Errorf("%q twice", h)
		}
		all = append(all, h.String())
	}
}
