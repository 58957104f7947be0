// Package device is one unit: the keys in its flash, the permanent key it runs
// on, its active time-based keys and their countdown, and its sessions against
// the limits of its running license.
//
// A [Unit] is a machine with three verbs. [Unit.Step] takes an [Input] (a key
// entered, power, a reload, sessions wanted), [Unit.Advance] lets running time
// go by, [Unit.NextEvent] tells how long nothing will happen. It knows no clock:
// only uptime counts (TIME-1). Both return an [Output] with typed events; words
// are the business of cli/render.
//
// Start with [New] and [Unit.Running]. The rules are those of "Time-Based
// Licenses" and "Activate or Deactivate Keys" in the PAK licensing guide: INST,
// TIME, STACK, EXP, EXCL and REL in this project's numbering.
//
// # Laws
//
// Advance(a) then Advance(b) leaves the state and yields the events of
// Advance(a+b). A refused input changes nothing.
package device
