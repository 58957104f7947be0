package lab

import (
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// A field is a key that a mapping may have, and what reads its value.
type field[T any] struct {
	key  string
	read func(r *reader, to *T, value ast.Node)
}

// readMapping reads a mapping by the table of its fields and returns the values
// that were given, by key; nil if the node is no mapping. Keys that no field has
// are problems.
func readMapping[T any](r *reader, n ast.Node, what string, fields []field[T], to *T) map[string]ast.Node {
	pairs, ok := r.pairs(n, what+": want a mapping with "+keyList(fields))
	if !ok {
		return nil
	}
	given := make(map[string]ast.Node, len(pairs))
	for _, pair := range pairs {
		key := pair.Key.GetToken().Value
		given[key] = pair.Value
		if f := findField(fields, key); f != nil {
			f.read(r, to, pair.Value)
		} else {
			r.report(pair.Key, "key %q: %s has only %s", key, what, keyList(fields))
		}
	}
	return given
}

func findField[T any](fields []field[T], key string) *field[T] {
	for i := range fields {
		if fields[i].key == key {
			return &fields[i]
		}
	}
	return nil
}

func keyList[T any](fields []field[T]) string {
	keys := make([]string, len(fields))
	for i := range fields {
		keys[i] = fields[i].key
	}
	return strings.Join(keys, ", ")
}

// pairs lists what a mapping holds. An empty value is an empty mapping.
func (r *reader) pairs(n ast.Node, wanted string) ([]*ast.MappingValueNode, bool) {
	switch n := n.(type) {
	case *ast.MappingNode:
		return n.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}, true
	}
	r.report(n, "%s", wanted)
	return nil, false
}

// list lists what a sequence holds; nil if the node is none.
func (r *reader) list(n ast.Node, wanted string) []ast.Node {
	s, ok := n.(*ast.SequenceNode)
	if !ok {
		r.report(n, "want %s", wanted)
		return nil
	}
	return append([]ast.Node{}, s.Values...)
}

// scalar is the text of a single value as it was written: release 9.10 is no
// number here.
func (r *reader) scalar(n ast.Node, wanted string) (string, bool) {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.LiteralNode:
		return n.Value.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return n.GetToken().Value, true
	}
	r.report(n, "want %s", wanted)
	return "", false
}

// flag reads true or false.
func (r *reader) flag(n ast.Node) bool {
	if b, ok := n.(*ast.BoolNode); ok {
		return b.Value
	}
	if text, ok := r.scalar(n, "true or false"); ok {
		r.report(n, "%q: want true or false", text)
	}
	return false
}
