// Package lab turns a lab file into a world, and keeps what such a world must
// not forget.
//
// A lab file is YAML: the units with model, serial number, release, and the
// license that is sealed into each unit's first keys, or the output of a real
// unit that it is taken over from (KEY-7). Start with [Load] or [Default], then
// [Build]. The form of the file is published as a JSON Schema, [Schema].
//
// [Open] does the same with a state directory: flash, startup configuration and
// virtual clock come from there, and [State.Save] puts them back. To start from it
// is to switch all units on: what runs in them and in nobody's flash is lost, who
// was active in a pair included. Of pairs and clusters it keeps which links are
// down, and of a loss of contact that is going on all that decides later whose
// time it was, so that its 30 days go on over any number of starts.
//
// # Laws
//
// Whatever the instant at which the process is killed, a state file holds what
// the last finished Save wrote or what the one in progress writes. A file that
// is neither is an error, never an empty lab. One process at a time holds a
// state directory.
package lab
