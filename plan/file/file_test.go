package file

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/asapak/asapak/lab"
	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/plan"
)

func noFiles(string) (io.ReadCloser, error) { return nil, fs.ErrNotExist }

const head = "horizon: {from: 2027-01-01, to: 2027-12-31}\nunits:\n  - {name: a, model: ASA 5520, serial: JMX1232L11M}\n"

func TestNeedsOfTheExample(t *testing.T) {
	data, err := os.ReadFile("../../examples/plan/needs.yaml")
	if err != nil {
		t.Fatal(err)
	}
	n, err := ParseNeeds("needs.yaml", data, noFiles)
	if err != nil {
		t.Fatal(err)
	}
	want := []plan.Need{
		{On: []int{0, 1}, Feature: license.AnyConnectPremiumPeers, AtLeast: 400, From: 0, Until: 1096, Line: 12},
		{On: []int{0, 1}, Feature: license.AnyConnectPremiumPeers, AtLeast: 700, From: 151, Until: 207, Line: 13},
		{On: []int{0, 1}, Feature: license.BotnetTrafficFilter, AtLeast: 1, From: 0, Until: 1096, Line: 14},
	}
	if diff := cmp.Diff(want, n.Needs.Needs); diff != "" {
		t.Error(diff)
	}
	if n.Catalog != "catalog.csv" || n.Currency != "USD" || len(n.Pairs) != 1 || len(n.Lab.Groups) != 1 || n.Days() != 1096 {
		t.Errorf("%+v", n)
	}
}

// What is wrong is told with line and column.
func TestBadNeeds(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", "n.yaml: horizon: want its first day"},
		{"horizon: 3", "n.yaml:1:10: "},
		{head + "needs: []\n", "n.yaml: key needs is missing"},
		{head + "need: []\n", `n.yaml:4:1: unknown field "need"`},
		{head + "needs:\n  - {on: b, feature: GTP/GPRS}\n", `n.yaml:5:10: on "b": want a unit`},
		{head + "needs:\n  - {on: a, feature: Free Beer}\n", `n.yaml:5:22: feature "Free Beer" is none`},
		{head + "needs:\n  - {on: a, feature: Security Contexts}\n", "at_least: "},
		{head + "needs:\n  - {on: a, feature: Security Contexts, at_least: many}\n", "n.yaml:5:51: at_least: "},
		{head + "needs:\n  - {on: a, feature: Security Contexts, at_least: 5, from: 2026-12-31}\n", "n.yaml:5:10: the need holds from 2026-12-31"},
		{head + "needs:\n  - {on: a, feature: Security Contexts, at_least: 5, from: 2027-02-30}\n", `n.yaml:5:60: date "2027-02-30"`},
		{head + "needs:\n  - {on: a, feature: Security Contexts, at_least: 5, for: 2m}\n", "n.yaml:5:59: term"},
		{head + "needs:\n  - {on: a, feature: Security Contexts, at_least: 5, growth: lots}\n", "n.yaml:5:62: growth"},
		{head + "pairs: [{primary: a, secondary: a}]\nneeds: []\n", `n.yaml:4:19: unit "a": it is in a failover pair already`},
		{head + "pairs: [{primary: a, secondary: c}]\nneeds: []\n", `n.yaml:4:33: unit "c": there is none`},
		{"horizon: {from: 2028-01-01, to: 2027-01-01}\n", "n.yaml:1:33: horizon: 2027-01-01 is before"},
		{strings.Replace(head, "ASA 5520", "ASA 9", 1) + "needs: []\n", `n.yaml:3:22: model "ASA 9"`},
		{head + "clusters: [[a]]\nneeds: []\n", `n.yaml:4:1: unknown field "clusters"`},
		{strings.Repeat(" ", maxFile+1), "a needs file is smaller"},
	} {
		_, err := ParseNeeds("n.yaml", []byte(c.text), noFiles)
		var problems lab.Problems
		if !errors.As(err, &problems) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.200s\ngot %v\nwant %s", c.text, err, c.want)
		}
	}
}

func TestBadCatalogs(t *testing.T) {
	const row = "pid,feature,value,kind,term_days,models,price\n"
	for _, c := range []struct{ text, want string }{
		{"", "c.csv: want a first line"},
		{row, "c.csv: the catalog has no part number"},
		{"pid,feature,kind\nA,Carrier,permanent\n", "c.csv:2:1: value is missing"},
		{row + "A,Free Beer,1,permanent,,,5\n", `c.csv:2:3: feature "Free Beer"`},
		{row + "A,Security Contexts,7,permanent,,,5\n", "c.csv:2:21: Security Contexts 7: no activation key carries that"},
		{row + "A,Security Contexts,10 -> 5,permanent,,,5\n", "c.csv:2:21: value"},
		{row + "A,Carrier,Enabled,forever,,,5\n", `c.csv:2:19: kind "forever"`},
		{row + "A,Carrier,Enabled,time-based,,,5\n", "c.csv:2:1: A: a time-based license has term_days"},
		{row + "A,Carrier,Enabled,permanent,,ASA 1,5\n", `c.csv:2:30: model "ASA 1"`},
		{row + "A,Carrier,Enabled,permanent,,,free\n", `c.csv:2:31: price "free"`},
		{row + "A,Carrier,Enabled,permanent,,,-5\n", `c.csv:2:31: price "-5"`},
		{row + "A,Carrier\n", "c.csv:2:1: wrong number of fields"},
		{"pid,feature,value,kind,colour\nA,Carrier,Enabled,permanent,red\n", "c.csv:2:1: a column that a catalog hasn't"},
	} {
		if _, err := ParseCatalog("c.csv", []byte(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s\ngot %v\nwant %s", c.text, err, c.want)
		}
	}
}

// The shipped catalog has no price, and is read again as it is written, in both
// forms.
func TestCatalogRoundTrip(t *testing.T) {
	c := Shipped()
	if len(c.Items) < 100 {
		t.Errorf("%d part numbers", len(c.Items))
	}
	for _, it := range c.Items {
		if it.Price != plan.NoPrice {
			t.Errorf("%s has a price", it.PID)
		}
	}
	c.Items[0].Price = 116050
	for name, write := range map[string]func(io.Writer, *plan.Catalog) error{"c.csv": WriteCSV, "c.yaml": WriteYAML} {
		var b bytes.Buffer
		if err := write(&b, c); err != nil {
			t.Fatal(err)
		}
		again, err := ParseCatalog(name, b.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c, again, cmpopts.EquateComparable(license.Level(0)), cmp.Comparer(func(a, b *license.Model) bool { return a == b })); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// yamlKeys lists the keys of a form.
func yamlKeys(form any) []string {
	var keys []string
	for _, f := range reflect.VisibleFields(reflect.TypeOf(form)) {
		keys = append(keys, f.Tag.Get("yaml"))
	}
	slices.Sort(keys)
	return keys
}

func TestSchemaHasTheKeysOfTheForms(t *testing.T) {
	type object struct {
		Properties map[string]json.RawMessage
		Defs       map[string]json.RawMessage `json:"$defs"`
	}
	var root, need object
	if err := errors.Join(json.Unmarshal([]byte(Schema), &root), json.Unmarshal(root.Defs["need"], &need)); err != nil {
		t.Fatal(err)
	}
	if got, want := slices.Sorted(maps.Keys(root.Properties)), yamlKeys(needsFile{}); !slices.Equal(got, want) {
		t.Errorf("schema.json has %v, ParseNeeds reads %v", got, want)
	}
	if got, want := slices.Sorted(maps.Keys(need.Properties)), yamlKeys(needText{}); !slices.Equal(got, want) {
		t.Errorf("schema.json has %v for a need, ParseNeeds reads %v", got, want)
	}
}

func TestSchemaTakesTheExample(t *testing.T) {
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(Schema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("needs.json", doc); err != nil {
		t.Fatal(err)
	}
	s := c.MustCompile("needs.json")
	data, err := os.ReadFile("../../examples/plan/needs.yaml")
	if err != nil {
		t.Fatal(err)
	}
	valid := func(file string) error {
		text, err := yaml.YAMLToJSON([]byte(file))
		if err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		return s.Validate(doc)
	}
	if err := valid(string(data)); err != nil {
		t.Error(err)
	}
	for _, bad := range []string{head, head + "needs: []\n", head + "needs: [{on: a}]\n", head + "need: []\n", head + "needs: [{on: a, feature: x, for: 2w, until: 2027-02-02}]\n"} {
		if valid(bad) == nil {
			t.Errorf("the schema takes\n%s", bad)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(head+"needs:\n  - {on: a, feature: Security Contexts, at_least: 5}\n"), false)
	f.Add([]byte("pid,feature,value,kind\nA,Carrier,Enabled,permanent\n"), true)
	f.Fuzz(func(t *testing.T, data []byte, catalog bool) {
		var err error
		if catalog {
			_, err = ParseCatalog("c.csv", data)
		} else {
			_, err = ParseNeeds("n.yaml", data, noFiles)
		}
		var problems lab.Problems
		if err != nil && !errors.As(err, &problems) {
			t.Errorf("an error that isn't ours: %v", err)
		}
	})
}
