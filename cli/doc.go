// Package cli is the ASA-like shell: its grammar, its modes, and one file for
// each command.
//
// A command is a struct whose participle tags are its grammar and whose run
// method does it; the table in commands.go lists them all. The grammar is the
// only description of the shell: participle prints it as EBNF, graph.go turns
// that into a graph, and the one walk in walk.go answers everything about a line
// as it is typed: abbreviations, ambiguity, the column of the caret, what ?
// lists and what Tab completes. The words that the walk found, spelled out, go
// to participle, which fills the struct.
//
// Start with [New] and [Session.Line]. A [Session] does no input or output: it
// takes a line and returns the answer. [Terminal] puts a line editor and a pager
// in front of it, bytes in and bytes out; [RunBatch] runs a script. Words of
// license screens are the business of cli/render, rules that of package device.
package cli
