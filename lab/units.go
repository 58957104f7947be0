package lab

import (
	"crypto/sha256"

	"github.com/goccy/go-yaml/ast"

	"github.com/asapak/asapak/license"
)

// ParseUnits reads the units that another file describes as a lab file does. name
// is what messages call that file, and where paths in it start from; open opens
// them. Everything that is wrong is told at once, as [Problems]; the units without
// fault are returned all the same.
func ParseUnits(name string, list []ast.Node, open Opener) ([]Unit, error) {
	r := &reader{name: name, open: open, digest: sha256.New()}
	for _, item := range list {
		if u, ok := r.unit(item); ok {
			r.result.Units = append(r.result.Units, u)
		}
	}
	if len(r.problems) > 0 {
		return r.result.Units, r.problems
	}
	return r.result.Units, nil
}

// unitLevel is a license that says nothing but its level, in one word.
func (r *reader) unitLevel(u *unitText, n ast.Node) {
	u.Permanent = &license.Grant{}
	r.level(u.Permanent, n)
}
