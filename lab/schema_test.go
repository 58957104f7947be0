package lab

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/asapak/asapak/activationkey"
	"github.com/asapak/asapak/license"
)

// object is a part of the schema, as far as the tests look at it.
type object struct {
	Properties map[string]json.RawMessage
	Defs       map[string]json.RawMessage `json:"$defs"`
}

func part(t *testing.T, data []byte) (o object) {
	t.Helper()
	if err := json.Unmarshal(data, &o); err != nil {
		t.Fatal(err)
	}
	return o
}

func keysOf[T any](fields []field[T]) []string {
	return slices.Sorted(func(yield func(string) bool) {
		for _, f := range fields {
			if !yield(f.key) {
				return
			}
		}
	})
}

func TestSchemaHasTheFieldsOfTheReader(t *testing.T) {
	root := part(t, []byte(Schema))
	for _, c := range []struct {
		def  string
		keys []string
	}{
		{"", keysOf(labFields)},
		{"unit", keysOf(unitFields)},
		{"license", keysOf(licenseFields)},
		{"timeBased", keysOf(timeBasedFields)},
		{"pair", keysOf(pairFields)},
		{"cluster", keysOf(clusterFields)},
		{"interface", keysOf(interfaceFields)},
		{"user", keysOf(userFields)},
	} {
		o := root
		if c.def != "" {
			o = part(t, root.Defs[c.def])
		}
		if got := slices.Sorted(maps.Keys(o.Properties)); !slices.Equal(got, c.keys) {
			t.Errorf("schema.json %s has %v, Parse reads %v", c.def, got, c.keys)
		}
	}
}

func TestSchemaNamesModelsAndFeatures(t *testing.T) {
	for _, m := range license.Models() {
		if !strings.Contains(Schema, `"`+m.Name+`"`) {
			t.Errorf("schema.json names no %s", m.Name)
		}
	}
	for f := range license.NumFeatures {
		named := strings.Contains(Schema, `"`+f.String()+`"`)
		if carried := activationkey.Ladder(f) != nil; named != carried {
			t.Errorf("schema.json names %s: %v, a key carries it: %v", f, named, carried)
		}
	}
}

// compiled is the schema as a validator has it.
func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(Schema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("lab.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("lab.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func validate(t *testing.T, s *jsonschema.Schema, file string) error {
	t.Helper()
	text, err := yaml.YAMLToJSON([]byte(file))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	return s.Validate(doc)
}

func TestSchemaTakesGoodLabs(t *testing.T) {
	s := compiled(t)
	for _, file := range []string{example, "units: [{from: a.txt}]", unitWith("    license: {}"), unitWith("    level: Base")} {
		if err := validate(t, s, file); err != nil {
			t.Errorf("%s\n%v", file, err)
		}
	}
}

// The schema knows forms, not models and ladders: Parse refuses more.
func TestSchemaRefusesWhatParseRefuses(t *testing.T) {
	s := compiled(t)
	for _, file := range []string{
		"start: 2026-01-01",
		"units: []",
		"units: 3",
		"units: [{model: ISA 3000}]",
		"units: [{model: ISA 3000, serial: JMX1232L11}]",
		"units: [{model: ISA 3000, serial: 1234567890}]",
		"units: [{from: a.txt, license: {}}]",
		"units: [{from: a.txt, level: Base}]",
		unitWith("    license: {}\n    level: Base"),
		unitWith("    modle: ASA 5510"),
		unitWith("    release: nine"),
		unitWith("    license: {level: Silver}"),
		unitWith("    license: {features: {Carrier: [1]}}"),
		unitWith("    license: {feature: {}}"),
		unitWith("    no_payload_encryption: 3"),
		unitWith("    time_based: [{features: {Carrier: Enabled}}]"),
		unitWith("    time_based: [{features: {Carrier: Enabled}, term: 8}]"),
		"users: [{password: cisco}]\nunits: [{from: a.txt}]",
		"users: [{name: admin}]\nunits: [{from: a.txt}]",
		"users: [{name: admin, password: cisco}]\nunits: [{from: a.txt}]",
		"enable_password: cisco\nunits: [{from: a.txt}]",
		"start: soon\nunits: [{from: a.txt}]",
	} {
		if err := validate(t, s, file); err == nil {
			t.Errorf("the schema takes\n%s", file)
		}
		if _, err := Parse("x.yaml", []byte(file), "", noFiles); err == nil {
			t.Errorf("Parse takes\n%s", file)
		}
	}
}
