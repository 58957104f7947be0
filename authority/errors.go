package authority

import (
	"errors"
	"fmt"
	"time"

	"github.com/asapak/asapak/license"
)

// What the site answers to what it doesn't know, besides the typed errors below.
var (
	ErrUnknownPAK    = errors.New("the site gave no such PAK")
	ErrUnknownOrder  = errors.New("the site has no such order")
	ErrUnknownSerial = errors.New("the site has no license for this serial number")
	ErrSecret        = errors.New("the keys of this site are sealed under another secret")
	ErrNotEmpty      = errors.New("the site has records: import into an empty state directory")
	ErrBusy          = errors.New("another process has held the site for too long")
)

// A UsedError says that a PAK was redeemed before.
type UsedError struct {
	PAK    PAK
	Serial license.Serial // of the unit that has the license now
	At     time.Time
}

func (e *UsedError) Error() string {
	return fmt.Sprintf("PAK %s was redeemed for serial number %s on %s", e.PAK, e.Serial, e.At.Format(time.DateOnly))
}

// A PoolError says that a multi-use PAK hasn't as many users left as are wanted.
type PoolError struct {
	PAK          PAK
	Left, Wanted int
}

func (e *PoolError) Error() string {
	return fmt.Sprintf("PAK %s has %d users left, %d are wanted", e.PAK, e.Left, e.Wanted)
}

// A UsersError says that a number of users makes no sense.
type UsersError struct {
	What   string // a part number or a PAK
	Users  int
	Wanted string
}

func (e *UsersError) Error() string {
	return fmt.Sprintf("%s: %d users: %s", e.What, e.Users, e.Wanted)
}

// A TierError says that a unit hasn't the tier that an upgrade starts from.
type TierError struct {
	PID         string
	Serial      license.Serial
	Feature     license.Feature
	Has, Wanted license.Value
}

func (e *TierError) Error() string {
	return fmt.Sprintf("part number %q upgrades %s from %s: serial number %s has %s registered",
		e.PID, e.Feature, e.Feature.Format(e.Wanted), e.Serial, e.Feature.Format(e.Has))
}

// A NothingNewError says that a permanent license would be wasted: two for one
// feature never add on a unit (COMB-6).
type NothingNewError struct {
	PID    string
	Serial license.Serial
}

func (e *NothingNewError) Error() string {
	return fmt.Sprintf("part number %q gives serial number %s nothing that is not registered already; the PAK stays unused", e.PID, e.Serial)
}

// A ModelError says that a product is for other models.
type ModelError struct {
	PID    string
	Serial license.Serial
	Model  string
}

func (e *ModelError) Error() string {
	return fmt.Sprintf("part number %q is not for the %s with serial number %s", e.PID, e.Model, e.Serial)
}

// A LimitError says that a product is above what the unit's platform carries.
type LimitError struct {
	PID, Model string
	Feature    license.Feature
	Limit      license.Value
}

func (e *LimitError) Error() string {
	return fmt.Sprintf("part number %q: the limit of the %s for %s is %s", e.PID, e.Model, e.Feature, e.Feature.Format(e.Limit))
}

// A RetiredError says that a serial number was replaced.
type RetiredError struct {
	Serial, To license.Serial
	At         time.Time
}

func (e *RetiredError) Error() string {
	return fmt.Sprintf("serial number %s was retired on %s: its licenses are those of %s now", e.Serial, e.At.Format(time.DateOnly), e.To)
}

// An AccountError says what a request for strong encryption lacks.
type AccountError struct{ Missing string }

func (e *AccountError) Error() string { return "a 3DES/AES license is requested with a " + e.Missing }
