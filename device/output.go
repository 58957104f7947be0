package device

import (
	"errors"
	"fmt"
	"time"

	"github.com/asapak/asapak/license"
)

// An Output is what came of an input, or of time going by.
type Output struct {
	Events  []Event
	Change  Change // of EnterKey
	Refused error  // why the input changed nothing
}

// A Change says what entering a key did.
type Change struct {
	Outcome Outcome
	Lost    []Loss        // features that the new permanent key lacks (INST-7)
	Left    time.Duration // of the time-based license the key stands for
}

// An Outcome is the result of entering a key.
type Outcome uint8

// The outcomes.
const (
	NothingChanged       Outcome = iota
	NeedsConfirmation            // Change.Lost names what would be lost; nothing changed yet
	PermanentUpdated             // flash and running key
	NeedsReload                  // the flash key only (INST-6)
	TimeBasedActivated           // a new key
	TimeBasedReactivated         // an installed one
	TimeBasedStacked             // combined with an identical one (STACK-1)
	TimeBasedDeactivated         // an active one, or a new one installed inactive (INST-4)
)

// A Loss is a feature of the running permanent license that a new key lacks.
type Loss struct {
	Feature  license.Feature
	Old, New license.Value
}

// An Event is something that happened in a unit, for its log and its console.
type Event struct {
	Kind EventKind
	At   time.Duration // after the start of the Advance, zero in a Step

	Key      Key               // of ExpiresSoon and Expired
	Left     time.Duration     // of ExpiresSoon
	Features []license.Feature // affected by Expired
	Heir     bool              // of Expired: an installed key took over, not the permanent one

	Resource Resource        // of LimitReached
	Feature  license.Feature // of Reduced
	Value    license.Value   // of LimitReached: the limit; of Reduced: what the key says
	Limit    license.Value   // of Reduced
	Refused  license.Value   // of LimitReached: how many
}

// An EventKind says what an Event tells.
type EventKind uint8

// The kinds of event.
const (
	ExpiresSoon    EventKind = iota // a time-based license has a whole number of days left, 30 at most (EXP-3)
	Expired                         // a time-based license ran out (EXP-3)
	Booted                          // the unit came up
	WentDown                        // the unit went off, or down for a reload
	Reduced                         // a key gives more than the platform carries (INST-9)
	LimitReached                    // a resource was refused
	TLSProxyRaised                  // the TLS proxy limit followed a higher license (EXCL-4)
	TLSProxyBelow                   // the default TLS proxy limit is below the license (EXCL-4)
	ModeChanged                     // the context mode changed at boot
)

// Reasons for refusing an input. Callers tell them apart with errors.Is.
var (
	ErrInvalidKey      = errors.New("activation key is not valid for this system")
	ErrNoKey           = errors.New("activation key of all zeros is no key")
	ErrInContext       = errors.New("activation keys are entered in the system execution space")
	ErrActionPermanent = errors.New("activate and deactivate are for time-based keys")
	ErrNoTimeBased     = errors.New("model does not support time-based licenses")
	ErrNoShared        = errors.New("model does not support shared licenses")
	ErrInstalled       = errors.New("activation key is already installed")
	ErrSpent           = errors.New("time-based activation key has expired")
	ErrNoActions       = errors.New("release knows no activate or deactivate")
	ErrOff             = errors.New("unit is off")
	ErrOn              = errors.New("unit is on")
	ErrRelease         = errors.New("release does not run on this model")
	ErrNoContexts      = errors.New("model has no security contexts")
	ErrNotLicensed     = errors.New("feature is not licensed")
	ErrAboveLimit      = errors.New("above the limit of the platform")
)

// A ConflictError says that a time-based key can't be activated because another
// one is active for one of its features and one of the two is an evaluation key
// with several (INST-5).
type ConflictError struct {
	Feature license.Feature
	Active  Key // the key that is active for it
}

func (e *ConflictError) Error() string {
	return fmt.Sprintf("another time-based key is active for %s", e.Feature)
}
