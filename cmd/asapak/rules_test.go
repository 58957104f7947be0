package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// moduleRoot is where the tests of this package see the module.
const moduleRoot = "../.."

// A citation is the id of a rule in the comment of a test that proves it.
type citation struct{ id, file string }

// citing matches the ids behind the word rule or rules: one, or several with commas.
var (
	citing = regexp.MustCompile(`\brules? ([A-Z]+-[0-9]+(?:, (?:rule )?[A-Z]+-[0-9]+)*)`)
	ruleID = regexp.MustCompile(`[A-Z]+-[0-9]+`)
)

// cited lists the ids that a test's comment cites; its first line begins with
// the word rule or rules, or it cites none.
func cited(comment string) []string {
	if !strings.HasPrefix(comment, "rule ") && !strings.HasPrefix(comment, "rules ") {
		return nil
	}
	var ids []string
	for _, match := range citing.FindAllStringSubmatch(comment, -1) {
		ids = append(ids, ruleID.FindAllString(match[1], -1)...)
	}
	return ids
}

// citationsInGo are those of the tests of a Go file.
func citationsInGo(t *testing.T, file string, source []byte) []citation {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var all []citation
	for _, d := range parsed.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || f.Recv != nil || !(strings.HasPrefix(f.Name.Name, "Test") || strings.HasPrefix(f.Name.Name, "Fuzz")) {
			continue
		}
		for _, id := range cited(f.Doc.Text()) {
			all = append(all, citation{id, file})
		}
	}
	return all
}

// citationsInScript are those of the comment that a txtar file begins with.
func citationsInScript(file string, source []byte) []citation {
	var comment []string
	for line := range strings.Lines(string(source)) {
		text, ok := strings.CutPrefix(line, "#")
		if !ok {
			break
		}
		comment = append(comment, strings.TrimSpace(text))
	}
	var all []citation
	for _, id := range cited(strings.Join(comment, "\n")) {
		all = append(all, citation{id, file})
	}
	return all
}

// citations are those of the whole module.
func citations(t *testing.T) []citation {
	t.Helper()
	var all []citation
	eachFile(t, func(file string, source []byte) {
		switch {
		case strings.HasSuffix(file, "_test.go"):
			all = append(all, citationsInGo(t, file, source)...)
		case strings.HasSuffix(file, ".txtar"):
			all = append(all, citationsInScript(file, source)...)
		}
	})
	return all
}

// eachFile gives every file of the module that is source, with its path from
// the root.
func eachFile(t *testing.T, do func(file string, source []byte)) {
	t.Helper()
	root := os.DirFS(moduleRoot)
	err := fs.WalkDir(root, ".", func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name := d.Name(); name != "." && (strings.HasPrefix(name, ".") || name == "fuzz") {
				return fs.SkipDir
			}
			return nil
		}
		if ext := path.Ext(file); ext != ".go" && ext != ".txtar" {
			return nil
		}
		source, err := fs.ReadFile(root, file)
		if err != nil {
			return err
		}
		do(file, source)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// rulesFile lists the rules: id, the folder of the test that proves it (or the
// word later), and the rule in a line.
const rulesFile = "testdata/rules.tsv"

// later marks rules of families that are not built yet.
const later = "later"

func TestEveryRuleIsProven(t *testing.T) {
	data, err := os.ReadFile(path.Join(moduleRoot, rulesFile))
	if err != nil {
		t.Fatal(err)
	}
	where := make(map[string][]string)
	for _, c := range citations(t) {
		where[c.id] = append(where[c.id], c.file)
	}
	rows := strings.Split(strings.TrimSpace(string(data)), "\n")[1:]
	known := make(map[string]bool)
	for i, row := range rows {
		cells := strings.Split(row, "\t")
		if len(cells) != 3 || !ruleID.MatchString(cells[0]) || known[cells[0]] || cells[2] == "" {
			t.Fatalf("%s:%d: want a new id, where it is proven, and the rule: %q", rulesFile, i+2, row)
		}
		id, folder := cells[0], cells[1]
		known[id] = true
		if folder != later && !slices.ContainsFunc(where[id], func(file string) bool { return path.Dir(file) == folder }) {
			t.Errorf("%s:%d: rule %s is cited by no test of %s; it is cited by %v", rulesFile, i+2, id, folder, where[id])
		}
	}
	for _, id := range slices.Sorted(maps.Keys(where)) {
		if !known[id] {
			t.Errorf("rule %s, which %v cites, isn't in %s", id, where[id], rulesFile)
		}
	}
}

func TestWhatIsACitation(t *testing.T) {
	const source = `package p

// rule KEY-1, KEY-2: a thing; rule KEY-3: another.
// See rule KEY-4, rule KEY-5.
func TestOne(t *testing.T) {}

// Helper has rule KEY-6 in its comment.
func TestTwo(t *testing.T) {}

// rules KEY-8, KEY-9: two.
func FuzzThree(f *testing.F) {}

// rule KEY-7: no test.
func helper() {}
`
	var got []string
	for _, c := range citationsInGo(t, "p/a_test.go", []byte(source)) {
		got = append(got, c.id)
	}
	if want := []string{"KEY-1", "KEY-2", "KEY-3", "KEY-4", "KEY-5", "KEY-8", "KEY-9"}; !slices.Equal(got, want) {
		t.Errorf("cited %v, want %v", got, want)
	}
	script := citationsInScript("s.txtar", []byte("# rule EXP-1: one\n# and rule EXP-2\n\n# rule EXP-3\n"))
	if len(script) != 2 || script[0].id != "EXP-1" || script[1].id != "EXP-2" {
		t.Errorf("cited %v", script)
	}
}
