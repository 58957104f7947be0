// Package authority is the simulated licensing site: it takes orders, gives
// Product Authorization Keys for them (PAKs), and redeems each PAK for an
// activation key of one serial number.
//
// It follows "Order License PAKs and Obtain an Activation Key" and "Obtain a
// Strong Encryption License" in the PAK licensing guide. Start with [Open],
// [Site.Order] and [Site.Redeem].
//
//   - Permanent licenses accumulate: each PAK gives a new permanent key, which
//     holds everything that is registered for the serial number so far.
//   - A time-based license has a key of its own, with an issue number that no
//     other key of that serial number has.
//   - A multi-use PAK is redeemed for several units, until its users are used.
//   - Nothing is taken back: no act makes a redeemed PAK new.
//   - [Site.Transfer] moves what a serial number has to that of its replacement.
//
// What a unit had when it came from the factory the site learns from the unit's
// permanent key, see [Site.Register]. How much of a time-based license is used up
// it can't know: a transfer issues it with its whole term.
//
// # Storage
//
// One file holds all, a bbolt database: a B+ tree with one writer at a time,
// whose commits are on the disk before they return. An act is one transaction
// with its line of the audit table, so a killed process leaves it done or not
// begun, and of two processes that redeem one PAK the second finds it used. The
// embedded SQLite in Go would do as well and is 6 MB of program, twelve times as
// much.
package authority
