// Package sshd serves the shell of many units over SSH, and their consoles over
// TCP.
//
// A [World] owns a simulated world: everything that looks at it or changes it
// holds the one lock. Start with [NewWorld], then [World.Serve] for each unit
// with its listener. A session is a [cli.Terminal] behind a channel; what clients
// may rely on is what was measured with them: one write for each answer, input
// that is kept while the unit is busy, the password method beside the others.
//
// # Laws
//
// What was answered is on the disk: an answer waits for the write of a state that
// holds its change, and changes that come meanwhile share the next write. A
// reload of a unit ends its sessions; its consoles show the boot.
package sshd
