package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const modulePath = "github.com/asapak/asapak"

// mayImport is the house: which package may import which. A package imports
// only downwards, along these edges. Don't change the table to make a build
// pass: change it when the idea has changed.
var mayImport = map[string][]string{
	"license":             {},
	"activationkey":       {"license"},
	"combine":             {"license"},
	"device":              {"activationkey", "combine", "license"},
	"failover":            {"combine", "license"},
	"sharedlic":           {"license"},
	"sharedlic/simulate":  {"license", "sharedlic"},
	"sharedlic/wire":      {"license", "sharedlic"},
	"sharedlic/transport": {"license", "sharedlic", "sharedlic/transport/cpace", "sharedlic/transport/journal", "sharedlic/wire"},
	// The key exchange and the durable log are parts of the transport that know
	// nothing of it: the first follows a draft line by line and is proven by its
	// vectors, the second is the only one that may write to the disk.
	"sharedlic/transport/cpace":   {},
	"sharedlic/transport/journal": {"license", "sharedlic"},
	"plan":                        {"combine", "license", "plan/ilp"},
	"plan/ilp":                    {},
	"plan/file":                   {"activationkey", "lab", "license", "plan"},
	"plan/replay":                 {"activationkey", "device", "license", "plan", "sim"},
	"authority":                   {"activationkey", "license"},
	"sim":                         {"activationkey", "combine", "device", "failover", "license", "sharedlic"},
	"cli/render":                  {"activationkey", "combine", "failover", "license", "sharedlic"},
	"cli/read":                    {"activationkey", "cli/render", "combine", "license"},
	"lab":                         {"activationkey", "cli/read", "device", "failover", "license", "sim"},
	"cli":                         {"activationkey", "cli/render", "device", "failover", "license", "sim"},
	"cli/sshd":                    {"cli", "cli/render", "sim"},
	"cmd/asapak":                  {"*"},
}

// impure lists the packages that may touch files, sockets, clocks and
// goroutines. All others are machines, tables and words.
var impure = []string{"cmd/asapak", "lab", "authority", "cli/sshd", "sharedlic/transport", "sharedlic/transport/journal"}

// forbidden are the imports, with all below them, that a pure package hasn't.
var forbidden = []string{"os", "net", "crypto/tls", "crypto/rand", "math/rand", "log", "sync"}

// clockNames are what a pure package doesn't name of package time.
var clockNames = []string{"Now", "Sleep", "After", "AfterFunc", "NewTimer", "NewTicker", "Tick", "Since", "Until"}

func TestImportsAndPurity(t *testing.T) {
	files := 0
	eachFile(t, func(file string, source []byte) {
		if strings.HasSuffix(file, ".go") && !strings.HasSuffix(file, "_test.go") {
			files++
			for _, broken := range layoutFaults(t, file, source) {
				t.Error(broken)
			}
		}
	})
	if files < 50 {
		t.Errorf("only %d files were looked at", files)
	}
}

// layoutFaults lists what a file does that its package may not, with file and
// line.
func layoutFaults(t *testing.T, file string, source []byte) []string {
	t.Helper()
	set := token.NewFileSet()
	parsed, err := parser.ParseFile(set, file, source, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var faults []string
	fault := func(at ast.Node, format string, args ...any) {
		faults = append(faults, fmt.Sprintf("%s: %s", set.Position(at.Pos()), fmt.Sprintf(format, args...)))
	}
	pkg := path.Dir(file)
	allowed, ok := mayImport[pkg]
	if !ok {
		fault(parsed.Name, "package %s has no row in mayImport", pkg)
	}
	pure := !slices.Contains(impure, pkg)
	for _, spec := range parsed.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		own, isOwn := strings.CutPrefix(imported, modulePath+"/")
		if isOwn && !slices.Contains(allowed, own) && !slices.Contains(allowed, "*") {
			fault(spec, "%s may not import %s", pkg, own)
		}
		if pure && slices.ContainsFunc(forbidden, func(f string) bool { return imported == f || strings.HasPrefix(imported, f+"/") }) {
			fault(spec, "%s is pure and may not import %s", pkg, imported)
		}
	}
	if pure {
		impurities(parsed, fault)
	}
	return faults
}

// impurities finds goroutines and names of package time that tell the time.
func impurities(file *ast.File, fault func(at ast.Node, format string, args ...any)) {
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			fault(n, "a pure package starts no goroutine")
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok && x.Name == "time" && slices.Contains(clockNames, n.Sel.Name) {
				fault(n, "a pure package doesn't name time.%s", n.Sel.Name)
			}
		}
		return true
	})
}

func TestLayoutFaultsAreFound(t *testing.T) {
	const source = `package device

import (
	"math/rand/v2"
	"time"

	"github.com/asapak/asapak/cli/render"
	"github.com/asapak/asapak/license"
)

func f() {
	go f()
	println(time.Now(), time.Second, time.Since)
}
`
	got := strings.Join(layoutFaults(t, "device/a.go", []byte(source)), "\n")
	want := strings.Join([]string{
		"device/a.go:4:2: device is pure and may not import math/rand/v2",
		"device/a.go:7:2: device may not import cli/render",
		"device/a.go:12:2: a pure package starts no goroutine",
		"device/a.go:13:10: a pure package doesn't name time.Now",
		"device/a.go:13:35: a pure package doesn't name time.Since",
	}, "\n")
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := layoutFaults(t, "util/a.go", []byte("package util\n")); len(got) != 1 {
		t.Errorf("a package without a row: %v", got)
	}
}
