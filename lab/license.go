package lab

import (
	"github.com/goccy/go-yaml/ast"

	"github.com/asapak/asapak/activationkey"
	"github.com/asapak/asapak/license"
)

// licenseFields are the keys of a unit's license.
var licenseFields = []field[license.Grant]{
	{"level", (*reader).level},
	{"features", (*reader).features},
}

// timeBasedFields are the keys of a time-based license.
var timeBasedFields = []field[TimeBased]{
	{"features", func(r *reader, t *TimeBased, n ast.Node) { r.features(&t.Grant, n) }},
	{"term", (*reader).term},
	{"active", func(r *reader, t *TimeBased, n ast.Node) { t.Active = r.flag(n) }},
}

func (r *reader) permanent(u *unitText, n ast.Node) {
	u.Permanent = &license.Grant{}
	readMapping(r, n, "a license", licenseFields, u.Permanent)
}

// maxTimeBased bounds the time-based licenses of a unit in a lab file.
const maxTimeBased = 1000

func (r *reader) timeBased(u *unitText, n ast.Node) {
	list := r.list(n, "a list of time-based licenses")
	if len(list) > maxTimeBased {
		r.report(n, "%d time-based licenses: want %d at most", len(list), maxTimeBased)
		return
	}
	for _, item := range list {
		t := TimeBased{Active: true}
		given := readMapping(r, item, "a time-based license", timeBasedFields, &t)
		for _, key := range []string{"features", "term"} {
			if given != nil && given[key] == nil {
				r.report(item, "key %s of the time-based license is missing", key)
			}
		}
		u.TimeBased = append(u.TimeBased, t)
	}
}

func (r *reader) level(g *license.Grant, n ast.Node) {
	text, ok := r.scalar(n, "a license level")
	if !ok {
		return
	}
	var err error
	if g.Level, err = license.ParseLevel(text); err != nil {
		r.report(n, "%v", err)
	}
}

func (r *reader) term(t *TimeBased, n ast.Node) {
	text, ok := r.scalar(n, "a term such as 8w")
	if !ok {
		return
	}
	var err error
	if t.Grant.Term, err = license.ParseTerm(text); err != nil {
		r.report(n, "%v", err)
	}
}

// features reads a mapping from features, by any name of any release, to values.
func (r *reader) features(g *license.Grant, n ast.Node) {
	pairs, _ := r.pairs(n, "features: want a mapping from features to values")
	var seen license.Mask
	for _, pair := range pairs {
		name := pair.Key.GetToken().Value
		f, ok := license.ParseFeature(name)
		switch {
		case !ok:
			r.report(pair.Key, "%v", license.UnknownFeature(name))
		case seen.Has(f.Mirrored()):
			r.report(pair.Key, "feature %q: %s is given already", name, f.Mirrored())
		default:
			seen |= license.MaskOf(f.Mirrored())
			r.value(g, f.Mirrored(), pair.Value)
		}
	}
}

// value reads what a key is to give of a feature; it must have a place there.
func (r *reader) value(g *license.Grant, f license.Feature, n ast.Node) {
	text, ok := r.scalar(n, "a value of "+f.String())
	if !ok {
		return
	}
	v, err := f.ParseValue(text)
	if err == nil {
		err = carried(f, v)
	}
	if err != nil {
		r.report(n, "%v", err)
		return
	}
	g.Features[f] = v
}

// carried tells why no key carries a value of a feature.
func carried(f license.Feature, v license.Value) error {
	c := activationkey.Content{Serial: "JMX0000AAAA"}
	c.Grant.Features[f] = v
	_, err := activationkey.NewSecret("").Seal(c)
	return err
}
