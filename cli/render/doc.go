// Package render has the words: show screens, syslog lines, answers and warnings.
//
// Screens are functions over plain view structs: [ShowActivationKey],
// [ShowVersion], [ShowInventory], [ShowSessions]. Rows are text; [Rows] makes
// them from a running license. How tables are set in each era of releases is
// the table in layout.go, what a license prints on each model the tables of
// package license. Package cli/read is the inverse, and both go through the
// same row and line functions.
//
// Texts follow real outputs where one is known; the sentences that are this
// simulator's own wording are marked so where they stand.
package render
