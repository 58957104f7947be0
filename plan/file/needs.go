// Package file reads needs and catalogs, and writes catalogs: YAML and CSV to the
// types of package plan and back.
//
// Start with [ParseNeeds], [ParseCatalog] and [Schema]. Like lab.Parse, they tell
// everything that is wrong at once, with line and column.
package file

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"github.com/asapak/asapak/lab"
	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/plan"
)

// A Needs is what a needs file says.
type Needs struct {
	plan.Needs
	Lab     lab.Lab // its units and pairs, to be built
	Catalog string  // the path of the catalog, from the needs file on; empty for none
}

// maxFile bounds a file, in bytes.
const maxFile = 4 << 20

// needsFile is the form of a needs file.
type needsFile struct {
	Horizon  horizonText `yaml:"horizon"`
	Currency text        `yaml:"currency"`
	Units    []raw       `yaml:"units"`
	Pairs    []pairText  `yaml:"pairs"`
	Shared   *sharedText `yaml:"shared"`
	Needs    []needText  `yaml:"needs"`
	Catalog  text        `yaml:"catalog"`
}

type horizonText struct {
	From text `yaml:"from"`
	To   text `yaml:"to"`
}

type pairText struct {
	Primary   text `yaml:"primary"`
	Secondary text `yaml:"secondary"`
}

type sharedText struct {
	Server text `yaml:"server"`
	Backup text `yaml:"backup"`
}

type needText struct {
	On      text `yaml:"on"`
	Feature text `yaml:"feature"`
	AtLeast text `yaml:"at_least"`
	From    text `yaml:"from"`
	For     text `yaml:"for"`
	Until   text `yaml:"until"`
	Growth  text `yaml:"growth"`
	Alone   text `yaml:"alone"`
}

// A text is a value as it was written, and where.
type text struct {
	string
	at ast.Node
}

// UnmarshalYAML takes a single value.
func (t *text) UnmarshalYAML(n ast.Node) error {
	t.at = n
	switch n := n.(type) {
	case *ast.StringNode:
		t.string = n.Value
	case *ast.LiteralNode:
		t.string = n.Value.Value
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		t.string = n.GetToken().Value
	default:
		return &yaml.SyntaxError{Message: "want a single value", Token: n.GetToken()}
	}
	return nil
}

// A raw is a node that others read.
type raw struct{ ast.Node }

// UnmarshalYAML keeps the node.
func (r *raw) UnmarshalYAML(n ast.Node) error {
	r.Node = n
	return nil
}

// ParseNeeds reads a needs file's content. name is what messages call it and where
// paths in it start from; open opens the outputs that units are taken over from.
func ParseNeeds(name string, data []byte, open lab.Opener) (*Needs, error) {
	if len(data) > maxFile {
		return nil, lab.Problems{{File: name, Text: fmt.Sprintf("more than %d bytes: a needs file is smaller", maxFile)}}
	}
	var f needsFile
	if err := yaml.NewDecoder(bytes.NewReader(data), yaml.Strict()).Decode(&f); err != nil && !errors.Is(err, io.EOF) {
		return nil, lab.Problems{problemOf(name, err)}
	}
	r := &reader{name: name}
	r.horizon(&f.Horizon)
	r.units(f.Units, open)
	r.pairs(f.Pairs)
	if f.Shared != nil {
		r.needs.Shared = &plan.Shared{Server: r.unit(&f.Shared.Server), Backup: r.unit(&f.Shared.Backup)}
	}
	for i := range f.Needs {
		r.need(&f.Needs[i])
	}
	if len(f.Needs) == 0 {
		r.report(nil, "key needs is missing: want a list of needs")
	}
	r.needs.Currency, r.needs.Catalog = f.Currency.string, f.Catalog.string
	if len(r.problems) > 0 {
		return nil, r.problems
	}
	return &r.needs, nil
}

// problemOf places an error of the YAML library.
func problemOf(name string, err error) *lab.Problem {
	p := &lab.Problem{File: name, Text: err.Error()}
	var at yaml.Error
	if errors.As(err, &at) {
		p.Text = at.GetMessage()
		if t := at.GetToken(); t != nil && t.Position != nil {
			p.Line, p.Column = t.Position.Line, t.Position.Column
		}
	}
	return p
}

type reader struct {
	name     string
	needs    Needs
	problems lab.Problems
	groups   map[string][]int // units by what needs call them
}

// maxProblems bounds how many problems are told of one file.
const maxProblems = 50

func (r *reader) report(at ast.Node, format string, args ...any) {
	if len(r.problems) == maxProblems {
		return
	}
	p := &lab.Problem{File: r.name, Text: fmt.Sprintf(format, args...)}
	if at != nil {
		if t := at.GetToken(); t != nil && t.Position != nil {
			p.Line, p.Column = t.Position.Line, t.Position.Column
		}
	}
	r.problems = append(r.problems, p)
}

func (r *reader) horizon(h *horizonText) {
	if h.From.at == nil || h.To.at == nil {
		r.report(h.From.at, "horizon: want its first day, from, and its last day, to")
		return
	}
	r.needs.From, r.needs.To = r.date(&h.From), r.date(&h.To)
	if r.needs.To.Before(r.needs.From) {
		r.report(h.To.at, "horizon: %s is before %s", h.To.string, h.From.string)
	}
}

func (r *reader) date(t *text) time.Time {
	d, err := time.Parse(time.DateOnly, t.string)
	if err != nil {
		r.report(t.at, "date %q: want a form such as 2027-01-01", t.string)
	}
	return d
}

// units reads the units as a lab does. Each has a permanent key, of its level at
// least: one without could be in no pair (KEY-6).
func (r *reader) units(list []raw, open lab.Opener) {
	var nodes []ast.Node
	for i := range list {
		if list[i].Node == nil {
			r.report(nil, "units: the %d. one is empty", i+1)
			continue
		}
		nodes = append(nodes, list[i].Node)
	}
	if len(list) == 0 {
		r.report(nil, "key units is missing: want a list of units")
	}
	units, err := lab.ParseUnits(r.name, nodes, open)
	var problems lab.Problems
	if errors.As(err, &problems) {
		r.problems = append(r.problems, problems...)
	}
	r.groups = make(map[string][]int)
	for i := range units {
		u := &units[i]
		if u.Permanent == nil && u.Adopted == nil {
			u.Permanent = &license.Grant{Level: u.Model.Variant(license.Base).Level}
		}
		r.groups[u.Name] = []int{i}
		r.needs.Units = append(r.needs.Units, planned(u))
	}
	r.needs.Lab = lab.Lab{Name: "plan", Start: r.needs.From, Units: units}
}

// planned is a unit of a lab as the planner has it.
func planned(u *lab.Unit) plan.Unit {
	p := plan.Unit{Name: u.Name, Model: u.Model, Release: u.Release, Serial: u.Serial, NoPayloadEncryption: u.NoPayloadEncryption}
	if u.Permanent != nil {
		p.Level, p.Permanent = u.Permanent.Level, u.Permanent.Features
	}
	for _, t := range u.TimeBased {
		days := int(t.Grant.Term / license.Day)
		p.Installed = append(p.Installed, plan.Installed{Features: t.Grant.Features, Term: days, Left: days, Active: t.Active})
	}
	if a := u.Adopted; a != nil {
		p.Level, p.Permanent = a.Level, a.Values
		for _, t := range a.TimeBased {
			if days := int(t.Left / license.Day); days > 0 {
				p.Installed = append(p.Installed, plan.Installed{Features: t.Features, Term: days, Left: days, Active: t.Active})
			}
		}
	}
	return p
}

func (r *reader) pairs(list []pairText) {
	for i := range list {
		a, b := r.unit(&list[i].Primary), r.unit(&list[i].Secondary)
		if a < 0 || b < 0 {
			continue
		}
		for _, u := range [...]int{a, b} {
			if slices.ContainsFunc(r.needs.Pairs, func(p plan.Pair) bool { return p.Primary == u || p.Secondary == u }) || a == b {
				r.report(list[i].Primary.at, "unit %q: it is in a failover pair already", r.needs.Units[u].Name)
				return
			}
		}
		r.needs.Pairs = append(r.needs.Pairs, plan.Pair{Primary: a, Secondary: b})
		names := []string{list[i].Primary.string, list[i].Secondary.string}
		r.groups[strings.Join(names, "/")] = []int{a, b}
		r.needs.Lab.Groups = append(r.needs.Lab.Groups, lab.Group{Units: names})
	}
}

func (r *reader) unit(t *text) int {
	g := r.groups[t.string]
	if len(g) != 1 {
		r.report(t.at, "unit %q: there is none of that name", t.string)
		return -1
	}
	return g[0]
}
