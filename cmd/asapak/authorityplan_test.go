package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/plan/file"
)

// The pair of the needs file as a lab.
const plannedPair = `start: 2027-01-01
units:
  - {name: a, model: ASA 5520, serial: JMX1232L11M, release: 9.1(7), license: {features: {Encryption-3DES-AES: Enabled}}}
  - {name: b, model: ASA 5520, serial: JMX1232L12N, release: 9.1(7), license: {features: {Encryption-3DES-AES: Enabled}}}
failover:
  - {primary: a, secondary: b}
`

// A customer plans, orders, redeems and enters keys as a person would, each
// command a process.
type customer struct {
	t   *testing.T
	dir string
}

func (c *customer) run(args ...string) string {
	c.t.Helper()
	command := exec.Command("asapak", args...)
	command.Dir = c.dir
	var problems strings.Builder
	command.Stderr = &problems
	out, err := command.Output()
	if err != nil {
		c.t.Fatalf("asapak %q: %v\n%s%s", args, err, out, problems.String())
	}
	return string(out)
}

func (c *customer) site(args ...string) string {
	return c.run(append([]string{"authority", "--state", "site", "-o", "json"}, args...)...)
}

func (c *customer) console(unit, command string) string {
	return c.run("--lab", "pair.yaml", "--state", "pair", "--unit", unit, "-c", command)
}

func (c *customer) write(name, text string) {
	c.t.Helper()
	if err := os.WriteFile(filepath.Join(c.dir, name), []byte(text), 0o600); err != nil {
		c.t.Fatal(err)
	}
}

// answered reads what a command answered in JSON.
func answered[T any](t *testing.T, text string) (v T) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return v
}

// A planned purchase with the PAK that it was ordered by.
type boughtKey struct {
	Unit, Activate string
	pak            string
}

// rules FO-1, FO-2, KEY-4: what a plan buys, ordered at the licensing site,
// redeemed there and entered on both units of the pair on the days that it says,
// is what its needs ask for, by the units' own screens.
func TestFromNeedToScreen(t *testing.T) {
	data, err := os.ReadFile(planExamples + "/needs.yaml")
	if err != nil {
		t.Fatal(err)
	}
	needs, err := file.ParseNeeds("needs.yaml", data, noFiles)
	if err != nil {
		t.Fatal(err)
	}
	examples, err := filepath.Abs(planExamples)
	if err != nil {
		t.Fatal(err)
	}
	c := &customer{t, t.TempDir()}
	c.write("pair.yaml", plannedPair)
	c.write("plan.json", c.run("plan", examples+"/needs.yaml", "-o", "json"))
	keys := c.order(examples + "/catalog.csv")
	for _, unit := range []string{"a", "b"} {
		c.register(unit)
	}
	checked, today := 0, needs.From
	for _, day := range eventfulDays(t, needs, keys) {
		date := needs.Date(day)
		if wait := int(date.Sub(today) / license.Day); wait > 0 {
			c.console("a", fmt.Sprintf("simulate advance %dd", wait))
		}
		today = date
		for _, k := range keys {
			if k.Activate == date.Format(time.DateOnly) {
				c.enter(k)
			}
		}
		for _, unit := range []string{"a", "b"} {
			checked += c.meets(unit, needs, day)
		}
	}
	if len(keys) == 0 || checked < 2*len(needs.Needs.Needs) {
		t.Errorf("%d keys entered, %d needs compared", len(keys), checked)
	}
}

// order orders the plan and returns its keys with their PAKs.
func (c *customer) order(catalog string) []boughtKey {
	c.t.Helper()
	text, err := os.ReadFile(filepath.Join(c.dir, "plan.json"))
	if err != nil {
		c.t.Fatal(err)
	}
	keys := answered[struct{ Purchases []boughtKey }](c.t, string(text)).Purchases
	order := answered[struct{ PAKs []struct{ PAK string } }](c.t, c.site("order", "--plan", "plan.json", "--catalog", catalog))
	if len(order.PAKs) != len(keys) {
		c.t.Fatalf("%d PAKs for %d purchases", len(order.PAKs), len(keys))
	}
	for i := range keys {
		keys[i].pak = order.PAKs[i].PAK
	}
	return keys
}

// register tells the site what a unit has, by the key on its screen.
func (c *customer) register(unit string) {
	c.t.Helper()
	_, rest, _ := strings.Cut(c.console(unit, "show activation-key"), "Running Permanent Activation Key: ")
	key, _, found := strings.Cut(rest, "\n")
	if !found {
		c.t.Fatalf("unit %s shows no permanent key", unit)
	}
	c.site(append([]string{"register"}, strings.Fields(key)...)...)
}

// enter redeems a PAK for the unit that the plan named and enters the key there.
func (c *customer) enter(k boughtKey) {
	c.t.Helper()
	issued := answered[[]struct{ Key string }](c.t, c.site("redeem", k.pak))
	if len(issued) != 1 {
		c.t.Fatalf("PAK %s gave %d keys", k.pak, len(issued))
	}
	c.console(k.Unit, "activation-key "+issued[0].Key)
}

// eventfulDays lists the days on which a key is entered or a need begins or ends.
func eventfulDays(t *testing.T, needs *file.Needs, keys []boughtKey) []int {
	t.Helper()
	var days []int
	for i := range needs.Needs.Needs {
		days = append(days, needs.Needs.Needs[i].From, needs.Needs.Needs[i].Until-1)
	}
	for _, k := range keys {
		date, err := time.Parse(time.DateOnly, k.Activate)
		if err != nil {
			t.Fatal(err)
		}
		days = append(days, int(date.Sub(needs.From)/license.Day))
	}
	slices.Sort(days)
	return slices.Compact(days)
}

// meets compares the failover cluster license on a unit's screen with what is
// needed on a day, and returns how many needs there are then.
func (c *customer) meets(unit string, needs *file.Needs, day int) (compared int) {
	c.t.Helper()
	has := clusterLicense(c.t, c.console(unit, "show activation-key"))
	for i := range needs.Needs.Needs {
		n := &needs.Needs.Needs[i]
		if day < n.From || day >= n.Until {
			continue
		}
		compared++
		if got := has[n.Feature]; got < n.AtLeast {
			c.t.Errorf("%s: unit %s has %s %s, want %s", needs.Date(day).Format(time.DateOnly), unit, n.Feature, n.Feature.Format(got), n.Feature.Format(n.AtLeast))
		}
	}
	return compared
}

// clusterLicense reads the block that a pair runs on.
func clusterLicense(t *testing.T, screen string) (set license.Set) {
	t.Helper()
	_, block, found := strings.Cut(screen, "Failover cluster licensed features for this platform:\n")
	if !found {
		t.Fatalf("no failover cluster license:\n%s", screen)
	}
	for line := range strings.Lines(block) {
		name, rest, row := strings.Cut(line, ":")
		if !row {
			break
		}
		f, known := license.ParseFeature(strings.TrimSpace(name))
		if !known {
			t.Fatalf("row %q", line)
		}
		var err error
		if set[f], err = f.ParseValue(strings.Fields(rest)[0]); err != nil {
			t.Fatal(err)
		}
	}
	return set
}
