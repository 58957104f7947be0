package lab

import (
	"cmp"

	"github.com/goccy/go-yaml/ast"

	"github.com/asapak/asapak/license"
)

// unitFields are the keys of a unit.
var unitFields = []field[unitText]{
	{"name", (*reader).unitName},
	{"model", (*reader).model},
	{"serial", (*reader).serial},
	{"release", (*reader).release},
	{"no_payload_encryption", func(r *reader, u *unitText, n ast.Node) { u.NoPayloadEncryption = r.flag(n) }},
	{"level", (*reader).unitLevel},
	{"license", (*reader).permanent},
	{"time_based", (*reader).timeBased},
	{"config", func(r *reader, u *unitText, n ast.Node) { u.Config, _ = r.scalar(n, "lines of configuration") }},
	{"interfaces", (*reader).interfaces},
	{"from", func(r *reader, u *unitText, n ast.Node) { u.from, _ = r.scalar(n, "the path of a file") }},
}

// A unitText is a unit while it is read.
type unitText struct {
	Unit
	given map[string]ast.Node // the values, by key
	from  string
}

// unit reads a unit and reports whether nothing is wrong with it.
func (r *reader) unit(n ast.Node) (Unit, bool) {
	before := len(r.problems)
	var u unitText
	if u.given = readMapping(r, n, "a unit", unitFields, &u); u.given == nil {
		return Unit{}, false
	}
	if u.from != "" {
		r.adopt(&u)
	}
	for _, key := range []string{"model", "serial"} {
		if u.given[key] == nil && u.from == "" {
			r.report(n, "key %s of the unit is missing", key)
		}
	}
	if n := u.given["level"]; n != nil && (u.given["license"] != nil || u.from != "") {
		r.report(n, "level: the unit has a license, which says its level")
	}
	if len(r.problems) > before {
		return Unit{}, false
	}
	u.complete(len(r.result.Units) == 0)
	r.check(&u, n)
	return u.Unit, len(r.problems) == before
}

// complete fills in what a lab file may leave out.
func (u *unitText) complete(first bool) {
	if u.Name == "" && u.Adopted != nil {
		u.Name = u.Adopted.Hostname
	}
	if u.Name == "" && first {
		u.Name = defaultName
	}
	if u.Release == (license.Release{}) {
		u.Release = u.Model.DefaultRelease()
	}
}

// defaultName is the hostname of an ASA that was given none.
const defaultName = "ciscoasa"

// check looks at what can be wrong between the values of a unit, and between
// units.
func (r *reader) check(u *unitText, n ast.Node) {
	at := func(key string) ast.Node { return cmp.Or(u.given[key], n) }
	m := u.Model
	if u.Name == "" {
		r.report(n, "key name of the unit is missing")
	}
	for i := range r.result.Units {
		if other := &r.result.Units[i]; other.Name == u.Name {
			r.report(at("name"), "name %q: another unit has it", u.Name)
		} else if other.Serial == u.Serial {
			r.report(at("serial"), "serial number %s: unit %q has it", u.Serial, other.Name)
		}
	}
	if u.Adopted == nil && !m.Runs(u.Release) {
		r.report(at("release"), "release %s: want one from %s to %s on an %s", u.Release, m.First, m.Last, m.Name)
	}
	r.checkLicense(u, at)
}

func (r *reader) checkLicense(u *unitText, at func(key string) ast.Node) {
	m := u.Model
	if p := u.Permanent; p != nil {
		if v := m.Variant(p.Level); v.Level != p.Level {
			r.report(at("license"), "license level %s: want %s on an %s", p.Level, v.Level, m.Name)
		}
		if p.Features[license.SharedLicense] != license.Disabled && m.Variant(p.Level).Limit[license.SharedLicense].Value == license.Disabled {
			r.report(at("license"), "%s: an %s supports no shared license", license.SharedLicense, m.Name)
		}
	}
	if u.TimeBased != nil && !m.Platform(license.Base, u.Release).TimeBased {
		r.report(at("time_based"), "an %s with release %s supports no time-based license", m.Name, u.Release)
	}
}

// maxName bounds a unit's name: that of an ASA's hostname.
const maxName = 63

func (r *reader) unitName(u *unitText, n ast.Node) {
	text, ok := r.scalar(n, "a name")
	if ok && !isHostname(text) {
		r.report(n, "name %q: want 1 to %d letters, digits and hyphens", text, maxName)
	}
	u.Name = text
}

func isHostname(text string) bool {
	for i := range len(text) {
		c := text[i] | 0x20
		if (c < 'a' || c > 'z') && (text[i] < '0' || text[i] > '9') && text[i] != '-' {
			return false
		}
	}
	return text != "" && len(text) <= maxName
}

func (r *reader) model(u *unitText, n ast.Node) {
	text, ok := r.scalar(n, "the name of a model")
	if !ok {
		return
	}
	var err error
	if u.Model, err = license.FindModel(text); err != nil {
		r.report(n, "%v", err)
	}
}

func (r *reader) serial(u *unitText, n ast.Node) {
	text, ok := r.scalar(n, "a serial number")
	if !ok {
		return
	}
	var err error
	if u.Serial, err = license.ParseSerial(text); err != nil {
		r.report(n, "%v", err)
	}
}

func (r *reader) release(u *unitText, n ast.Node) {
	text, ok := r.scalar(n, "a release")
	if !ok {
		return
	}
	var err error
	if u.Release, err = license.ParseRelease(text); err != nil {
		r.report(n, "%v", err)
	}
}
