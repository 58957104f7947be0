package lab

import (
	"os"
	"path/filepath"
	"testing"
)

// The lab files among the examples are whole, and every group in them forms.
func TestExamples(t *testing.T) {
	files, err := filepath.Glob("../examples/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no lab files among the examples: %v", err)
	}
	s := compiled(t)
	for _, file := range files {
		l, err := Load(file, "")
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range mustBuild(t, l).Groups() {
			if missing := g.Requirements(); len(missing) > 0 {
				t.Errorf("%s: a group doesn't form: %+v", file, missing)
			}
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := validate(t, s, string(text)); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}
