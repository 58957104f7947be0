package lab

import (
	"github.com/goccy/go-yaml/ast"

	"github.com/asapak/asapak/failover"
)

// A Group is a failover pair or a cluster of a lab.
type Group struct {
	Kind  failover.Kind
	Units []string // names, the primary or control unit first
}

// A groupText is a group while it is read: where its units are named, to tell
// what is wrong with them once all units are known.
type groupText struct {
	Group
	at    ast.Node
	named []ast.Node
}

// maxData bounds the data units of a cluster, which has a control unit beside
// them (CLU-1).
const maxData = 15

var pairFields = []field[groupText]{
	{"primary", func(r *reader, g *groupText, n ast.Node) { r.member(g, n, failover.Primary) }},
	{"secondary", func(r *reader, g *groupText, n ast.Node) { r.member(g, n, failover.Secondary) }},
	{"active_active", func(r *reader, g *groupText, n ast.Node) {
		if r.flag(n) {
			g.Kind = failover.ActiveActive
		}
	}},
}

var clusterFields = []field[groupText]{
	{"control", func(r *reader, g *groupText, n ast.Node) { r.member(g, n, 0) }},
	{"data", (*reader).dataUnits},
}

// member reads the name of the unit that has a place in a group.
func (r *reader) member(g *groupText, n ast.Node, place int) {
	name, _ := r.scalar(n, "the name of a unit")
	for len(g.Units) <= place {
		g.Units, g.named = append(g.Units, ""), append(g.named, nil)
	}
	g.Units[place], g.named[place] = name, n
}

func (r *reader) dataUnits(g *groupText, n ast.Node) {
	list := r.list(n, "a list of units")
	if list != nil && (len(list) == 0 || len(list) > maxData) {
		r.report(n, "%d data units: want 1 to %d", len(list), maxData)
		return
	}
	for i, item := range list {
		r.member(g, item, 1+i)
	}
}

func (r *reader) failoverPairs(_ *Lab, n ast.Node) {
	for _, item := range r.list(n, "a list of failover pairs") {
		r.group(item, "a failover pair", pairFields, groupText{Group: Group{Kind: failover.ActiveStandby}})
	}
}

func (r *reader) clusters(_ *Lab, n ast.Node) {
	for _, item := range r.list(n, "a list of clusters") {
		r.group(item, "a cluster", clusterFields, groupText{Group: Group{Kind: failover.Clustering}})
	}
}

func (r *reader) group(n ast.Node, what string, fields []field[groupText], g groupText) {
	before := len(r.problems)
	g.at = n
	given := readMapping(r, n, what, fields, &g)
	if given == nil {
		return
	}
	for _, f := range fields[:2] {
		if given[f.key] == nil {
			r.report(n, "key %s of %s is missing", f.key, what)
		}
	}
	if len(r.problems) == before {
		r.groups = append(r.groups, g)
	}
}

// checkGroups looks at who is named in the groups. Where a unit itself is wrong
// nothing is said of names that seem unknown.
func (r *reader) checkGroups() {
	grouped := make(map[string]bool)
	for i := range r.groups {
		g := &r.groups[i]
		for n, name := range g.Units {
			switch {
			case !r.result.has(name) && !r.incomplete:
				r.report(g.named[n], "unit %q: the lab has none of that name", name)
			case grouped[name]:
				r.report(g.named[n], "unit %q: it is in a failover pair or cluster already", name)
			}
			grouped[name] = true
		}
		r.result.Groups = append(r.result.Groups, g.Group)
	}
}

func (l *Lab) has(name string) bool {
	for i := range l.Units {
		if l.Units[i].Name == name {
			return true
		}
	}
	return false
}

// groupOf finds the group of a unit and its place there; nil for a unit alone.
func (l *Lab) groupOf(name string) (*Group, int) {
	for i := range l.Groups {
		for place, member := range l.Groups[i].Units {
			if member == name {
				return &l.Groups[i], place
			}
		}
	}
	return nil, 0
}
