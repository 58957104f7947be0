package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/asapak/asapak/cli/render"
	"github.com/asapak/asapak/lab"
	"github.com/asapak/asapak/license"
)

// side describes a unit as "MODEL RELEASE LEVEL | FEATURE=VALUE, … | FEATURE=VALUE
// for 8w, …"; the second part is the permanent key, - for none.
type side string

func (s side) partner(t *testing.T, n int) partner {
	t.Helper()
	parts := strings.Split(string(s), "|")
	head := strings.Split(strings.TrimSpace(parts[0]), ",")
	m, err := license.FindModel(head[0])
	if err != nil {
		t.Fatal(err)
	}
	u := lab.Unit{Model: m, Serial: license.Serial(fmt.Sprintf("JMX1232L%03d", n)), Release: m.DefaultRelease()}
	if len(head) > 1 {
		if u.Release, err = license.ParseRelease(strings.TrimSpace(head[1])); err != nil {
			t.Fatal(err)
		}
	}
	if permanent := strings.TrimSpace(parts[1]); permanent != "-" {
		u.Permanent = &license.Grant{}
		for _, item := range strings.Split(permanent, ",") {
			if item = strings.TrimSpace(item); item == "Security Plus" {
				u.Permanent.Level = license.SecurityPlus
			} else if item != "" {
				give(t, &u.Permanent.Features, item)
			}
		}
	}
	for _, text := range parts[2:] {
		u.TimeBased = append(u.TimeBased, timedOf(t, text))
	}
	return partner{Unit: u}
}

// timedOf reads "FEATURE=VALUE, FEATURE=VALUE for 8w".
func timedOf(t *testing.T, text string) lab.TimeBased {
	t.Helper()
	k := lab.TimeBased{Active: true}
	features, term, _ := strings.Cut(text, " for ")
	for _, item := range strings.Split(features, ",") {
		give(t, &k.Grant.Features, item)
	}
	var err error
	if k.Grant.Term, err = license.ParseTerm(strings.TrimSpace(term)); err != nil {
		t.Fatal(err)
	}
	return k
}

func give(t *testing.T, s *license.Set, item string) {
	t.Helper()
	name, value, _ := strings.Cut(strings.TrimSpace(item), "=")
	f, ok := license.ParseFeature(name)
	v, err := f.ParseValue(value)
	if !ok || err != nil {
		t.Fatalf("%q: %v", item, err)
	}
	s[f] = v
}

func reportOf(t *testing.T, o groupOptions, sides ...side) *report {
	t.Helper()
	var all []partner
	for i, s := range sides {
		all = append(all, s.partner(t, i))
	}
	g, err := o.join(all, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	return newReport(g)
}

// line is "VALUE, TERM, RULE: WHY" of a row.
func (r *report) line(name string) string {
	for i := range r.rows {
		row := &r.rows[i]
		if row.name == name {
			rule, why := render.Why(&row.Merged, row.limit, row.unknown)
			return fmt.Sprintf("%s, %s, %s: %s", row.Feature.Format(row.Combined.Value), render.Term(row.Combined.Left), rule, why)
		}
	}
	return "no row"
}

// rules FO-1, FO-2, FO-3, FO-4, FO-5, INST-9, CLU-1: scenarios that the calculator
// answers with a row.
func TestCombineRows(t *testing.T) {
	const contexts, premium = "Security Contexts", "AnyConnect Premium Peers"
	for _, c := range []struct {
		name    string
		options groupOptions
		sides   []side
		row     string
		want    string
	}{
		{"scenario 1", groupOptions{}, []side{"ASA 5585-X SSP-20, 8.4(2) | Security Contexts=10", "ASA 5585-X SSP-20, 8.4(2) | Security Contexts=10"},
			contexts, "20, perpetual, FO-2: 10 + 10 = 20, under the limit of 250"},
		{"scenario 2", groupOptions{activeActive: true}, []side{"ASA 5540, 8.4(1) | Security Contexts=20", "ASA 5540, 8.4(1) | Security Contexts=10"},
			contexts, "30, perpetual, FO-2: 20 + 10 = 30, under the limit of 50"},
		{"scenario 3", groupOptions{}, []side{"ASA 5520, 8.3(1) | Security Contexts=10", "ASA 5520, 8.3(1) |"},
			contexts, "12, perpetual, FO-2: 10 + 2 = 12, under the limit of 20"},
		{"scenario 4", groupOptions{}, []side{"ASA 5520, 8.4(1) | AnyConnect Premium Peers=500", "ASA 5520, 8.4(1) | AnyConnect Premium Peers=500"},
			premium, "750, perpetual, FO-2: 500 + 500 = 1000; 250 of 1000 wasted: the platform carries 750"},
		{"scenario 4, time-based", groupOptions{}, []side{"ASA 5520, 8.4(1) | | AnyConnect Premium Peers=500 for 8w", "ASA 5520, 8.4(1) | | AnyConnect Premium Peers=500 for 8w"},
			premium, "750, 56 days, FO-5: 500 + 500 = 1000; 250 of 1000 wasted while the time runs: the platform carries 750"},
		{"scenario 5", groupOptions{}, []side{"ASA 5520, 8.4(1) | AnyConnect Premium Peers=10", "ASA 5520, 8.4(1) | AnyConnect Premium Peers=10"},
			premium, "20, perpetual, FO-2: 10 + 10 = 20, under the limit of 750"},
		{"scenario 6", groupOptions{}, []side{"ASA 5545-X, 9.14(4) | Total TLS Proxy Sessions=1000", "ASA 5545-X, 9.14(4) | Total TLS Proxy Sessions=2000"},
			"Total TLS Proxy Sessions", "2000, perpetual, FO-2: 1000 + 2000 = 3000; 1000 of 3000 wasted: the platform carries 2000"},
		{"scenario 8, contexts", groupOptions{}, []side{"ASASM, 8.5(1) | Security Contexts=20", "ASASM, 8.5(1) | Security Contexts=20"},
			contexts, "40, perpetual, FO-2: 20 + 20 = 40, under the limit of 250"},
		{"scenario 8, GTP", groupOptions{}, []side{"ASASM, 8.5(1) | Carrier=Enabled", "ASASM, 8.5(1) |"},
			"GTP/GPRS", "Enabled, perpetual, FO-3: enabled on the primary only"},
		{"scenario 8, Botnet", groupOptions{}, []side{"ASASM, 8.5(1) | | Botnet Traffic Filter=Enabled for 330d", "ASASM, 8.5(1) |"},
			"Botnet Traffic Filter", "Enabled, 330 days, FO-3: enabled on the primary only"},
		{"eight weeks on each", groupOptions{}, []side{"ASA 5520, 8.4(1) | | Botnet Traffic Filter=Enabled for 8w", "ASA 5520, 8.4(1) | | Botnet Traffic Filter=Enabled for 8w"},
			"Botnet Traffic Filter", "Enabled, 112 days, FO-4: 56 days and 56 days, one after the other: 112 days"},
		{"scenario 9", groupOptions{cluster: true}, []side{"ASA 5585-X SSP-10, 9.0(1) | Cluster=Enabled", "ASA 5585-X SSP-10, 9.0(1) | Cluster=Enabled"},
			"UC Phone Proxy Sessions", "4, perpetual, FO-2: 2 + 2 = 4, under what is sold at most, 3000"},
		{"scenario 10", groupOptions{cluster: true}, []side{
			"ASA 5585-X SSP-20, 9.1(4) | Cluster=Enabled, Security Contexts=50", "ASA 5585-X SSP-20, 9.1(4) | Cluster=Enabled, Security Contexts=50",
			"ASA 5585-X SSP-20, 9.1(4) | Cluster=Enabled, Security Contexts=50", "ASA 5585-X SSP-20, 9.1(4) | Cluster=Enabled"},
			contexts, "152, perpetual, FO-2: 50 + 50 + 50 + 2 = 152, under the limit of 250"},
		{"scenario 13", groupOptions{}, []side{"ASA 5520, 8.4(1) | | Total UC Proxy Sessions=24 for 62d", "ASA 5520, 8.4(1) |"},
			"Total UC Proxy Sessions", "28, 62 days, FO-2: 26 + 2 = 28, under what is sold at most, 1000"},
		{"scenario 21", groupOptions{}, []side{"ISA 3000 | Security Plus, Security Contexts=2", "ISA 3000 | Security Plus"}, contexts, "no row"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := reportOf(t, c.options, c.sides...)
			if len(r.reasons) > 0 {
				t.Fatalf("the units can't join: %+v", r.reasons)
			}
			if got := r.line(c.row); got != c.want {
				t.Errorf("%s = %s\nwant %s", c.row, got, c.want)
			}
		})
	}
}

// rules FO-6, FO-8, KEY-6, REL-3: scenarios in which the units can't join.
func TestCombineObjections(t *testing.T) {
	for _, c := range []struct {
		name  string
		sides [2]side
		want  string
	}{
		{"scenario 18", [2]side{"ASA 5520, 8.2(1) | | Botnet Traffic Filter=Enabled for 1y", "ASA 5520, 8.2(1) |"},
			"FO-8 before 8.3 all licenses must be the same: Botnet Traffic Filter is Disabled on secondary and Enabled on primary"},
		{"scenario 20", [2]side{"ASA 5520, 8.4(1) | -", "ASA 5520, 8.4(1) |"}, "KEY-6 primary has no valid permanent activation key"},
		{"scenario 22", [2]side{"ASA 5506-X, 9.8(2) |", "ASA 5506-X, 9.8(2) |"},
			"FO-6 primary has no license for failover (Failover: Disabled)\nFO-6 secondary has no license for failover (Failover: Disabled)"},
		{"scenario 31", [2]side{"ISA 3000 | Security Plus", "ISA 3000 |"}, "FO-6 secondary has no license for failover (Failover: Disabled)"},
		{"scenario 31, encryption", [2]side{"ISA 3000 | Security Plus", "ISA 3000 | Security Plus, 3des-aes=Enabled"},
			"FO-6 Encryption-3DES-AES is Enabled on secondary and Disabled on primary: the encryption licenses must be the same"},
		{"scenario 32", [2]side{"ASA 5515-X, 9.1(4) | IPS Module=Enabled", "ASA 5515-X, 9.1(4) |"},
			"FO-6 the IPS module license is Disabled on secondary and Enabled on primary"},
		{"scenario 35", [2]side{"ASA 5520, 8.2(1) | Carrier=Enabled", "ASA 5520, 8.2(1) |"},
			"FO-8 before 8.3 all licenses must be the same: Carrier is Disabled on secondary and Enabled on primary"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := reportOf(t, groupOptions{}, c.sides[0], c.sides[1])
			var got []string
			for _, o := range r.reasons {
				got = append(got, o.Rule+" "+o.Text)
			}
			if text := strings.Join(got, "\n"); text != c.want || r.inForce {
				t.Errorf("%s\nwant %s", text, c.want)
			}
		})
	}
}

// rule INST-5, scenario 33; rule INST-10, scenario 34: units that can't have the
// keys that they are given are refused.
func TestCombineRefuses(t *testing.T) {
	for _, c := range []struct{ unit, want string }{
		{"ASA 5540, 8.4(1) | | Botnet Traffic Filter=Enabled, AnyConnect Premium Peers=1000 for 4w | Botnet Traffic Filter=Enabled for 1y",
			`unit "primary": another time-based key is active for Botnet Traffic Filter`},
		{"ASA 5506-X, 9.8(2) | Security Plus | AnyConnect Premium Peers=25 for 4w", `unit "primary": model does not support time-based licenses`},
	} {
		var o groupOptions
		_, err := o.join([]partner{side(c.unit).partner(t, 0)}, time.Time{})
		if err == nil || err.Error() != c.want {
			t.Errorf("%s: %v, want %s", c.unit, err, c.want)
		}
	}
}

// rule FO-2, scenario 7: the real 5516-X pair, its output given twice.
func TestCombineRealPair(t *testing.T) {
	file := filepath.Join(filepath.Dir(guideFolder(t)), "show_version", "ntc3-asa5516-992-failover.txt")
	out, err := ask(combineCommand(), file, file, "-o", "json")
	if err != nil {
		t.Fatal(err)
	}
	var got combineJSON
	if err := json.Unmarshal([]byte(out[strings.Index(out, "{"):]), &got); err != nil {
		t.Fatal(err)
	}
	values := make(map[string]string)
	for _, row := range got.Rows {
		values[row.Name] = row.Combined
	}
	for name, want := range map[string]string{
		"Security Contexts": "4", "AnyConnect Premium Peers": "8", "Other VPN Peers": "300", "Total VPN Peers": "300", "Total TLS Proxy Sessions": "1000",
	} {
		if values[name] != want {
			t.Errorf("%s = %q, want %s", name, values[name], want)
		}
	}
	if len(got.Concerns) != 1 || got.Concerns[0].Text != "Total TLS Proxy Sessions: 1000 of 2000 are wasted, above the limit of the platform" {
		t.Errorf("concerns %+v", got.Concerns)
	}
	if len(got.Warnings) != 1 || !strings.Contains(got.Warnings[0], "JAD222605K8") || !got.CanJoin || !got.InForce {
		t.Errorf("warnings %q, can join %t, in force %t", got.Warnings, got.CanJoin, got.InForce)
	}
}

// Units that have no column of their own are tallied.
func TestTally(t *testing.T) {
	if got := tally([]string{"2", "10", "2", "2"}); got != "3 × 2; 1 × 10" {
		t.Error(got)
	}
}
