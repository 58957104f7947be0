// Package sharedlic is the shared Secure Client Premium license: a pool of
// sessions at one server, participants that draw on it, and a backup server.
//
// The rules are SHR and BKP in this project's numbering, those of "Configure a
// Shared License" in the PAK licensing guide. Start with [Server], [Participant]
// and [Backup]. Each is a machine:
//
//	Step(input Input) Output            // a message or something else arrived
//	Advance(d time.Duration) Output     // d of running time went by
//	NextEvent() (time.Duration, bool)   // how long until Advance would do something
//
// They know no clock, no disk and no network: who runs them writes
// [Output.Records] to a durable log, and only then sends [Output.Messages]. A
// server is made again by [RestoreServer] and a backup by [RestoreBackup], from
// a [Snapshot] and the records since.
//
// # Who grants
//
// A server and a backup share one engine, the service. It keeps the ledger:
// leased and free sessions are always the whole pool. A lease belongs to a
// participant id and lives for three refresh intervals after the last request of
// the participant, whichever connection that came over.
//
// Each unbroken time of service is an [Epoch]. The number holds the seat of the
// unit, so that no two units ever grant in the same one, and whoever begins to
// serve takes a higher one than it has heard of. When the main server comes back
// it takes the backup's ledger first, and the backup grants nothing from the
// moment that it was asked for it. When the main server and the backup both run
// but don't hear each other, both serve, as the guide has it; each ledger is
// exact, the two together are not, and the newer word of each participant wins
// when they meet.
//
// # Requests
//
// A participant has one request under way at a time. It says what it wants in
// all, or bears a number that is carried out once, so that it can be repeated
// without effect. A participant gives up sessions before it says so; a server
// leases them before it says so.
package sharedlic
