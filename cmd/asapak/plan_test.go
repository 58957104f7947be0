package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const planExamples = moduleRoot + "/examples/plan"

// An answer is the part of a plan in JSON that tests look at.
type answer struct {
	Status    string
	Total     float64
	Purchases []struct{ PID, Unit, Order, Activate, Why string }
	Steps     []struct{ Date, Unit, What string }
	Needs     []struct{ Says string }

	Impossible []string
}

func planFile(t testing.TB, path string) (a answer, err error) {
	t.Helper()
	var out bytes.Buffer
	o := planOrder{format: "json"}
	err = o.run(path, &out, &out)
	if err != nil && !errors.Is(err, errInfeasible) {
		t.Fatal(err)
	}
	if jsonErr := json.Unmarshal(out.Bytes(), &a); jsonErr != nil {
		t.Fatalf("%v\n%s", jsonErr, out.String())
	}
	return a, err
}

// The public questions of the scenarios have the right answers; each plan was
// replayed in the simulator before it was told.
// rules FO-1, FO-2, FO-6, FO-7, COMB-6, EXP-2, INST-5: in that order below.
func TestPublicQuestions(t *testing.T) {
	for _, c := range []struct {
		file, status, buys, says string
	}{
		{"01-contexts-add", "optimal", "", "20 on 2027-01-01, not one to spare"},
		{"02-active-active", "optimal", "", "30 on 2027-01-01, not one to spare"},
		{"03-standby-inherits", "optimal", "", "12 on 2027-01-01"},
		{"04-limit", "infeasible", "", "not possible: the platform carries 750"},
		{"04b-both-count-down", "optimal", "", "2027-01-01 b deactivate"},
		{"05-sessions-add", "optimal", "", "20 on 2027-01-01, not one to spare"},
		{"12-succession", "optimal", "", "1000 on 2027-03-02"},
		{"14-never-75", "optimal", "a ASA-SSL-25-50 2027-01-01, a ASA-SSL-50-100 2027-01-01", "100 on 2027-01-01"},
		{"16-inside-hosts", "optimal", "a ASA5505-SW-50 2027-01-01", "50 on 2027-01-01"},
		{"30-server-and-backup", "infeasible", "", "use two pairs (FO-7)"},
		{"31-security-plus", "optimal", "b L-ASA5510-SEC-PL= 2027-01-01, b ASA5500-ENCR-K9 2027-01-01", "2027-01-01 b reload"},
		{"33-evaluation", "optimal", "a L-ASA5540-BOT-1YR= 2027-01-29", "Enabled on 2027-01-01"},
	} {
		t.Run(c.file, func(t *testing.T) {
			got, _ := planFile(t, planExamples+"/questions/"+c.file+".yaml")
			var buys, says []string
			for _, p := range got.Purchases {
				buys = append(buys, p.Unit+" "+p.PID+" "+p.Activate)
			}
			for _, n := range got.Needs {
				says = append(says, n.Says)
			}
			for _, s := range got.Steps {
				says = append(says, s.Date+" "+s.Unit+" "+s.What)
			}
			says = append(says, got.Impossible...)
			if got.Status != c.status || strings.Join(buys, ", ") != c.buys || !strings.Contains(strings.Join(says, "\n"), c.says) {
				t.Errorf("%s, buys %v, says\n%s\nwant %s, buys %s, says %s", got.Status, buys, strings.Join(says, "\n"), c.status, c.buys, c.says)
			}
		})
	}
	if files, _ := filepath.Glob(planExamples + "/questions/*.yaml"); len(files) != 12 {
		t.Errorf("%d questions, want each in the table", len(files))
	}
}

// The example of the README: what it buys, and that it says the same each time.
func TestPlanExample(t *testing.T) {
	got, _ := planFile(t, planExamples+"/needs.yaml")
	var pids []string
	for _, p := range got.Purchases {
		pids = append(pids, p.PID)
	}
	if want := []string{"L-ASA5520-BOT-1YR=", "L-ASA-SSL-500=", "ASA-VPN-FL-250="}; got.Status != "optimal" || len(pids) != 6 || !slices.Equal(pids[:3], want) {
		t.Errorf("%s, %v", got.Status, pids)
	}
	var first, second bytes.Buffer
	o := planOrder{format: "table", sensitivity: true}
	if err := errors.Join(o.run(planExamples+"/needs.yaml", &first, &first), o.run(planExamples+"/needs.yaml", &second, &second)); err != nil {
		t.Fatal(err)
	}
	if first.String() != second.String() {
		t.Errorf("two plans differ:\n%s\n%s", first.String(), second.String())
	}
}

// A fleet is planned as a whole, every pair for itself.
func TestPlanFleet(t *testing.T) {
	const pairs = 12
	got, _ := planFile(t, fleet(t, pairs))
	if got.Status != "optimal" || len(got.Purchases) < pairs {
		t.Errorf("%s, %d purchases", got.Status, len(got.Purchases))
	}
}

// fleet writes the needs of many pairs over five years.
func fleet(t testing.TB, pairs int) string {
	t.Helper()
	var units, groups, needs strings.Builder
	for i := range pairs {
		model := []string{"ASA 5520", "ASA 5540", "ASA 5525-X", "ASA 5555-X"}[i%4]
		for _, u := range []string{"a", "b"} {
			fmt.Fprintf(&units, "  - {name: p%d%s, model: %s, serial: JMX%05d%sAA, release: 9.1(7), license: {features: {AnyConnect Premium Peers: %d}}}\n",
				i, u, model, i, strings.ToUpper(u), []int{2, 25, 50, 100}[(i/4+len(u))%4])
		}
		fmt.Fprintf(&groups, "  - {primary: p%da, secondary: p%db}\n", i, i)
		fmt.Fprintf(&needs, "  - {on: p%[1]da/p%[1]db, feature: AnyConnect Premium Peers, at_least: %[2]d, growth: 10%%}\n", i, 50+7*i%330)
		fmt.Fprintf(&needs, "  - {on: p%[1]da/p%[1]db, feature: AnyConnect Premium Peers, at_least: %[2]d, from: 2028-0%[3]d-01, for: %[4]dw}\n", i, 300+11*i%450, 1+i%9, 4+i%17)
		if i%3 == 0 {
			fmt.Fprintf(&needs, "  - {on: p%[1]da/p%[1]db, feature: Botnet Traffic Filter, alone: true}\n", i)
		}
	}
	catalog, err := os.ReadFile(planExamples + "/catalog.csv")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "fleet.yaml")
	text := "horizon: {from: 2027-01-01, to: 2031-12-31}\nunits:\n" + units.String() + "pairs:\n" + groups.String() + "needs:\n" + needs.String() + "catalog: catalog.csv\n"
	if err := errors.Join(os.WriteFile(file, []byte(text), 0o600), os.WriteFile(filepath.Join(dir, "catalog.csv"), catalog, 0o600)); err != nil {
		t.Fatal(err)
	}
	return file
}

// One pair over three years, as a whole process; 150 ms is the limit to keep.
func BenchmarkPlanProcess(b *testing.B) {
	program := build(b, ".", ".")
	for b.Loop() {
		if out, err := exec.Command(program, "plan", planExamples+"/needs.yaml").CombinedOutput(); err != nil {
			b.Fatalf("%v: %s", err, out)
		}
	}
}

// 200 pairs over five years, the replay included; a minute is the limit to keep.
func BenchmarkPlanFleet(b *testing.B) {
	file := fleet(b, 200)
	for b.Loop() {
		if got, _ := planFile(b, file); got.Status != "optimal" {
			b.Fatal(got.Status)
		}
	}
}
