// Package sim is the simulated world: units, the configuration of each, their
// logs, and the one virtual clock.
//
// A [World] is the only place that knows what time it is. [World.Advance] lets
// time go by for all units together; [World.Step] gives one unit an input. What
// happens in a unit goes to its log with the time of the world. Nothing here
// reads a real clock or a file: package lab makes worlds and keeps them.
package sim
