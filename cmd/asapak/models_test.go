package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/asapak/asapak/license"
)

// The list has each model at each level.
func TestModels(t *testing.T) {
	got, err := ask(modelsCommand())
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(got), "\n")[1:]
	for _, m := range license.Models() {
		for _, v := range m.Variants {
			if !strings.HasPrefix(lines[0], m.Name) || !strings.Contains(lines[0], v.Level.String()) {
				t.Fatalf("line %q, want %s %s", lines[0], m.Name, v.Level)
			}
			lines = lines[1:]
		}
	}
	if len(lines) != 0 {
		t.Errorf("lines too many: %q", lines)
	}
}

// One model: base, limit and tiers with their sources, the unknown as unknown.
func TestModel(t *testing.T) {
	cases := []struct {
		model string
		rows  []string
	}{
		{"isa 3000", []string{
			"Maximum VLANs|5 (g)|5 (g)|-", "Maximum VLANs|25 (g)|25 (g)|-",
			"AnyConnect Premium Peers|2 (m)|25 (g)|-", "Failover|Active/Standby (g)|Active/Standby (g)|-",
		}},
		{"5505", []string{
			"Total TLS Proxy Sessions|2 (m)|unknown, taken as 24 (r)|24 (r)",
			"Inside Hosts|10 (d)|Unlimited (d)|50, Unlimited (d)",
			"Botnet Traffic Filter|Disabled (d)|Enabled (d)|Enabled (d), time-based only",
			"AnyConnect Essentials|Disabled (r)|25 (r)|Enabled (r)",
		}},
	}
	for _, c := range cases {
		got, err := ask(modelsCommand(), c.model)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range c.rows {
			if !hasRow(got, row) {
				t.Errorf("%s lacks the row %s:\n%s", c.model, row, got)
			}
		}
	}
}

// hasRow looks for a line of some cells.
func hasRow(text, row string) bool {
	want := strings.Fields(strings.ReplaceAll(row, "|", " "))
	for line := range strings.Lines(text) {
		if strings.Join(strings.Fields(line), " ") == strings.Join(want, " ") {
			return true
		}
	}
	return false
}

func TestModelsJSON(t *testing.T) {
	got, err := ask(modelsCommand(), "-o", "json")
	var models []modelJSON
	if err != nil || json.Unmarshal([]byte(got), &models) != nil || len(models) != len(license.Models()) {
		t.Fatalf("%d models, %v", len(models), err)
	}
	for _, words := range [][]string{{"5599"}, {"-o", "yaml"}} {
		if got, err := ask(modelsCommand(), words...); err == nil || got != "" {
			t.Errorf("models %q: %q, %v", words, got, err)
		}
	}
}
