package lab

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// defaultStart is when the virtual clock of a lab starts that names no instant:
// the same one for everybody, so that a lab shows the same on every day.
var defaultStart = time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)

// maxUnits bounds a lab.
const maxUnits = 1024

// Parse reads a lab file's content. name is what messages call the file, and
// where paths in it start from; open opens them. secret, when not empty, goes
// before the one that the file may name. Everything that is wrong is told at
// once, as [Problems].
func Parse(name string, data []byte, secret string, open Opener) (*Lab, error) {
	r := &reader{name: name, open: open, digest: sha256.New()}
	if root := r.root(data); root != nil {
		r.digest.Write(data)
		r.given = secret
		r.lab(root)
	}
	if len(r.problems) > 0 {
		return nil, r.problems
	}
	r.result.Name = nameOf(name)
	r.result.digest = hex.EncodeToString(r.digest.Sum(nil)[:8])
	return &r.result, nil
}

// A reader walks over the nodes of a lab file. It notes problems and goes on.
type reader struct {
	name     string
	open     Opener
	given    string // the secret that goes before the file's
	result   Lab
	problems Problems
	digest   hash.Hash

	groups     []groupText
	incomplete bool // a unit is left out of the result because of what is wrong in it
}

// root parses the YAML. A file that is no YAML has one problem.
func (r *reader) root(data []byte) ast.Node {
	if len(data) > maxFile {
		r.reportAt(nil, fmt.Sprintf("more than %d bytes: a lab file is smaller", maxFile))
		return nil
	}
	file, err := parser.ParseBytes(data, 0)
	if err != nil {
		var at yaml.Error
		if errors.As(err, &at) {
			r.reportAt(at.GetToken(), at.GetMessage())
		} else {
			r.reportAt(nil, err.Error())
		}
		return nil
	}
	if len(file.Docs) != 1 || file.Docs[0].Body == nil {
		r.reportAt(nil, "want one YAML document with the key units")
		return nil
	}
	return file.Docs[0].Body
}

// labFields are the keys at the top of a lab file.
var labFields = []field[Lab]{
	{"start", func(r *reader, l *Lab, n ast.Node) { l.Start = r.date(n) }},
	{"secret", (*reader).secret},
	{"units", (*reader).units},
	{"failover", (*reader).failoverPairs},
	{"clusters", (*reader).clusters},
	{"users", (*reader).users},
	{"enable_password", func(r *reader, l *Lab, n ast.Node) { l.EnablePassword = r.passwordHash(n) }},
}

func (r *reader) lab(root ast.Node) {
	r.result.Start = defaultStart
	r.result.Secret = newSecret(r.given)
	given := readMapping(r, root, "a lab file", labFields, &r.result)
	if given != nil && given["units"] == nil {
		r.report(root, "key units is missing: want a list of units")
	}
	r.checkGroups()
}

func (r *reader) secret(l *Lab, n ast.Node) {
	if text, ok := r.scalar(n, "a secret"); ok && r.given == "" {
		l.Secret = newSecret(text)
	}
}

func (r *reader) units(l *Lab, n ast.Node) {
	list := r.list(n, "a list of units")
	if list == nil {
		return
	}
	if len(list) == 0 || len(list) > maxUnits {
		r.report(n, "%d units: want 1 to %d", len(list), maxUnits)
		return
	}
	for _, item := range list {
		if u, ok := r.unit(item); ok {
			l.Units = append(l.Units, u)
		} else {
			r.incomplete = true
		}
	}
}

// date reads a day or an instant.
func (r *reader) date(n ast.Node) time.Time {
	text, _ := r.scalar(n, "a date")
	for _, form := range []string{time.DateOnly, time.DateTime, time.RFC3339} {
		if t, err := time.Parse(form, text); err == nil {
			return t.UTC()
		}
	}
	r.report(n, "date %q: want a form such as 2026-01-01 or 2026-01-01T08:00:00Z", text)
	return defaultStart
}
