package lab

import (
	"fmt"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// A Problem is something wrong in a lab file, and where.
type Problem struct {
	File         string
	Line, Column int // from 1; zero where the file as a whole is wrong
	Text         string
}

func (p *Problem) Error() string {
	if p.Line == 0 {
		return p.File + ": " + p.Text
	}
	return fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, p.Text)
}

// Problems is everything that is wrong in a lab file, in the order of the file's
// reading.
type Problems []*Problem

func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i := range p {
		lines[i] = p[i].Error()
	}
	return strings.Join(lines, "\n")
}

// maxProblems bounds how many problems are told of one file.
const maxProblems = 50

// report notes a problem at a node.
func (r *reader) report(at ast.Node, format string, args ...any) {
	r.reportAt(start(at), fmt.Sprintf(format, args...))
}

// start is the first token of a node: that of a mapping is its first key, not
// the colon behind it. An item that the parser found empty is no node at all.
func start(n ast.Node) *token.Token {
	switch n := n.(type) {
	case nil:
		return nil
	case *ast.MappingNode:
		if len(n.Values) > 0 && !n.IsFlowStyle {
			return n.Values[0].Key.GetToken()
		}
	case *ast.MappingValueNode:
		return n.Key.GetToken()
	}
	return n.GetToken()
}

func (r *reader) reportAt(at *token.Token, text string) {
	if len(r.problems) == maxProblems {
		return
	}
	p := &Problem{File: r.name, Text: text}
	if at != nil && at.Position != nil {
		p.Line, p.Column = at.Position.Line, at.Position.Column
	}
	r.problems = append(r.problems, p)
}
