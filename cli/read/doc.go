// Package read is the inverse of package render: it takes what real units
// printed and gives back units with their licenses.
//
// Start with [Read]. It takes anything that holds show version or show
// activation-key, such as a console log with prompts and pager leftovers,
// carriage returns, tabs, collapsed columns or UTF-16, and returns a [Document]:
// units with what was told of them, and problems with line and text for
// whatever it could not understand. [Unit.Proven] is what such output proves of
// a unit's keys (KEY-7).
//
// # Law
//
// [Document.String] renders every line that is about licenses again, through
// the functions of package render, from the values that were read. The result
// is the text that was read, trailing blanks and pager rests aside; where
// columns were damaged it is the text with the columns of its era.
//
// # Limits
//
// At most [MaxBytes], [MaxLines] and [MaxOutputs] of an input are read.
package read
