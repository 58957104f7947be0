package sim

import "github.com/asapak/asapak/device"

// An Access is a login at a unit from outside, or the end of a session, as the
// unit logs it.
type Access struct {
	Kind   AccessKind
	User   string
	From   string // address and port of the client, as ADDRESS/PORT
	Reason string // why a session ended
}

// An AccessKind says what became of somebody who came from outside.
type AccessKind uint8

// What a unit logs of those who come from outside.
const (
	LoginPermitted AccessKind = iota
	LoginDenied               // wrong user, password or key
	SessionDenied             // no session is free
	SessionEnded
)

// Access puts a login, or the end of a session, into the log.
func (u *Unit) Access(a Access) { u.append(Entry{At: u.Clock(), Access: &a}) }

// Restart reports whether the entry tells that the unit went down or came up.
func (e Entry) Restart() bool {
	return e.Access == nil && (e.Event.Kind == device.Booted || e.Event.Kind == device.WentDown)
}

// Faults are what goes wrong, on purpose, with sessions that reach a unit from
// outside. The zero Faults are none.
type Faults struct {
	Auth    int    // logins of a hundred that are refused
	Drop    int    // answers of a hundred behind which the connection breaks
	Slow    int    // milliseconds that an answer is late
	Garbage int    // answers of a hundred with wrong letters
	Seed    uint64 // of what is random in them
}

// Faults are those of the unit.
func (u *Unit) Faults() Faults { return u.faults }

// SetFaults replaces the faults of the unit.
func (u *Unit) SetFaults(f Faults) { u.faults = f }
