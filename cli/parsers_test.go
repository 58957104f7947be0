package cli

import (
	"regexp"
	"strings"
	"testing"
)

// What parsers of automation tools find in show version, by their patterns: those
// of textfsm templates in the manner of ntc-templates, of Genie and of Ansible.
var versionPatterns = []struct {
	name    string
	pattern string
}{
	{"version", `(?m)^.*Software\s+Version\s+(\S+)`},
	{"manager", `(?m)^Device Manager Version (\S+)`},
	{"image", `(?m)^System image file is "(.+)"`},
	{"hostname", `(?m)^(\S+)\s+up\s+\d+`},
	{"hardware", `(?m)^Hardware:\s+([\w-]+)`},
	{"asatype", `(?m)^Hardware:\s+(ASA\w+)`},
	{"serial", `(?m)^Serial Number:\s+(\S+)`},
	{"key", `(?m)^Running Permanent Activation Key:\s+((?:0x[0-9a-f]{8}\s*){5})`},
	{"register", `(?m)^Configuration register is (\S+)`},
	{"inside hosts", `(?m)^Inside Hosts\s*: (\S+)\s+(?:perpetual|\d+ days)`},
	{"premium", `(?m)^AnyConnect Premium Peers\s*: (\d+)\s+(?:perpetual|\d+ days)`},
	{"strong", `(?m)^(?:Encryption|VPN)-3DES-AES\s*: (\S+)`},
}

func TestParsersOfShowVersion(t *testing.T) {
	for _, c := range []struct {
		model, release string
		want           map[string]string
	}{
		{"ISA 3000", "9.16", map[string]string{
			"version": "9.16", "hardware": "ISA-3000-2C2F", "asatype": "", // an ISA is no ASA to Ansible
			"hostname": "ciscoasa", "serial": "JMX1232L11M", "register": "0x1", "inside hosts": "Unlimited", "premium": "2", "strong": "Enabled"}},
		{"ASA 5520", "8.4(1)", map[string]string{
			"version": "8.4(1)", "hardware": "ASA5520", "asatype": "ASA5520", "serial": "JMX1232L11M", "inside hosts": "Unlimited", "premium": "2", "strong": "Enabled"}},
		{"ASA 5516-X", "9.7(1)4", map[string]string{
			"version": "9.7(1)4", "hardware": "ASA5516", "asatype": "ASA5516", "serial": "JMX1232L11M", "strong": "Enabled"}},
	} {
		t.Run(c.model, func(t *testing.T) {
			l := newLab(t, c.model, c.release, true)
			text := l.session.Line("show version").Output
			for _, p := range versionPatterns {
				want, asked := c.want[p.name]
				m := regexp.MustCompile(p.pattern).FindStringSubmatch(text)
				got := ""
				if m != nil {
					got = strings.TrimSpace(m[1])
				}
				if asked && got != want || !asked && got == "" {
					t.Errorf("%s: found %q, want %q in\n%s", p.name, got, want, text)
				}
			}
		})
	}
}

// strictLines are the lines that a strict template takes: one more is an error to
// it. Rows of license tables are the models' business.
var strictLines = regexp.MustCompile(`^(?:$` +
	`|Cisco Adaptive Security Appliance Software Version \S+ *` +
	`|(?:SSP|Firepower Extensible) Operating System Version .*|Device Manager Version .*|Compiled on .*` +
	`|System image file is ".+"|Config file at boot was ".+"` +
	`|\S+ up .+|failover cluster up .+` +
	`|Hardware: .*|\s+ASA: .*|Internal ATA Compact Flash.*|BIOS Flash .*|Slot \d.*` +
	`|Encryption hardware device .*|\s+(?:Boot microcode|SSL/IKE microcode|IPSec microcode|Number of accelerators).*` +
	`|\s*\d+: (?:Ext|Int): .*` +
	`|Licensed features for this platform:|[^:]+: [^:]+(?: +perpetual| +\d+ days?) *` +
	`|This platform has an? .+ license\.` +
	`|Serial Number: \w+|Running Permanent Activation Key:.*|Running Activation Key:.*` +
	`|Configuration register is .*|Image type +: .*|Key [Vv]ersion +: .*` +
	`|Configuration (?:last modified|has not been modified) .*)$`)

func TestStrictTemplatesTakeShowVersion(t *testing.T) {
	for _, model := range []string{"ISA 3000", "ASA 5508-X", "ASA 5516-X", "ASA 5525-X", "ASA 5555-X"} {
		l := newLab(t, model, "9.12", true)
		for line := range strings.Lines(l.session.Line("show version").Output) {
			if line = strings.TrimSuffix(line, "\n"); !strictLines.MatchString(line) {
				t.Errorf("%s: no rule takes %q", model, line)
			}
		}
	}
}

// SSHDetect of netmiko reads one page, in user EXEC, with the pager on.
func TestFirstPageTellsTheVendor(t *testing.T) {
	for _, model := range []string{"ISA 3000", "ASA 5520"} {
		release := map[string]string{"ISA 3000": "9.16", "ASA 5520": "8.4(1)"}[model]
		_, scr := typed(t, newLab(t, model, release, false), "show version\n")
		page := strings.Join(scr.rows, "\n")
		if !strings.Contains(page, "Cisco Adaptive Security Appliance") || scr.last() != "<--- More --->" {
			t.Errorf("%s: the first page is\n%s", model, page)
		}
	}
}
