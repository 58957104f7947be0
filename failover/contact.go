package failover

import (
	"time"

	"github.com/asapak/asapak/license"
)

// GracePeriod is how long units that lost contact go on with the license that
// they had together. Exactly so much still belongs to it (LOSS-1).
const GracePeriod = 30 * license.Day

// A ContactState says how two parts of a group stand to each other.
type ContactState uint8

// The states of contact.
const (
	InContact ContactState = iota // one group
	InGrace                       // no contact, and the combined license still in force
	Apart                         // no contact for longer: each on its own license
)

func (s ContactState) String() string {
	return [...]string{InContact: "in contact", InGrace: "in the grace period", Apart: "apart"}[s]
}

// A Contact is the machine of one unit's contact with its group. The zero Contact
// is in contact; see [NeverMet].
type Contact struct {
	state ContactState
	gone  time.Duration // since contact was lost, while in the grace period
}

// An Input of a [Contact]: whether the parts hear each other now.
type Input uint8

// The inputs.
const (
	Lost Input = iota
	Restored
)

// A Verdict says what becomes of the time since contact was lost.
type Verdict uint8

// The verdicts.
const (
	Undecided Verdict = iota

	// Together: contact is back in time, and the elapsed time is charged as if it
	// had never been lost (LOSS-2).
	Together

	// Alone: the grace period is over, and the elapsed time is charged to each
	// unit as if it had been alone since the loss (LOSS-3).
	Alone

	// Joined: contact is back after that; nothing is charged anew.
	Joined
)

// NeverMet is the contact of a unit that has not heard its group yet.
func NeverMet() Contact { return Contact{state: Apart} }

// LostFor is a contact that was lost some time ago, in the grace period still.
func LostFor(gone time.Duration) Contact { return Contact{state: InGrace, gone: gone} }

// State tells how the parts stand to each other.
func (c *Contact) State() ContactState { return c.state }

// GraceLeft is what is left of the grace period; zero outside of it, and in its
// last instant.
func (c *Contact) GraceLeft() time.Duration {
	if c.state != InGrace {
		return 0
	}
	return GracePeriod - c.gone
}

// Step takes what the parts hear of each other. What changes nothing is
// undecided.
func (c *Contact) Step(in Input) Verdict {
	switch {
	case in == Lost && c.state == InContact:
		c.state, c.gone = InGrace, 0
	case in == Restored && c.state == InGrace:
		c.state, c.gone = InContact, 0
		return Together
	case in == Restored && c.state == Apart:
		c.state = InContact
		return Joined
	}
	return Undecided
}

// Advance lets time go by.
func (c *Contact) Advance(d time.Duration) Verdict {
	if c.state != InGrace {
		return Undecided
	}
	if c.gone += d; c.gone <= GracePeriod {
		return Undecided
	}
	c.state, c.gone = Apart, 0
	return Alone
}

// NextEvent is how long until Advance decides something: one instant after the
// end of the grace period, which belongs to it.
func (c *Contact) NextEvent() (time.Duration, bool) {
	if c.state != InGrace {
		return 0, false
	}
	return GracePeriod - c.gone + 1, true
}
