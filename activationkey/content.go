package activationkey

import (
	"errors"
	"fmt"
	"time"

	"github.com/asapak/asapak/license"
)

// A Content is what a key says (KEY-2).
type Content struct {
	Serial license.Serial // of the one unit that takes the key (KEY-3)
	Grant  license.Grant

	// Issue makes each time-based key unique, so that two keys of one license
	// can be told apart and stack (KEY-5). A permanent key has issue 0.
	Issue uint16
}

// MaxTerm is the longest term of a time-based key: ten years of 365 days.
const MaxTerm = maxDays * license.Day

const maxDays = 3650

// ErrForeign says that a key was not sealed under this secret (KEY-7): it is a
// real unit's, of another lab, mistyped, or all zeros. There is one error for
// all of them, so that an answer tells nobody how near a guess was.
var ErrForeign = errors.New("foreign activation key: not sealed under this secret")

// What [Secret.Seal] refuses to put into a key, besides the typed errors below.
var (
	ErrTimeBasedLevel = errors.New("a time-based key has no license level")
	ErrPermanentIssue = errors.New("a permanent key has no issue number")
	ErrNothing        = errors.New("a time-based key grants at least one feature")
	ErrZeroKey        = errors.New("this content would seal to the key of all zeros")
)

// A LadderError says that no key carries a value of a feature. Below and Above
// are the nearest values that one can carry; where the value is above all of
// them Above is Disabled.
type LadderError struct {
	Feature             license.Feature
	Value, Below, Above license.Value
}

func (e *LadderError) Error() string {
	f := e.Feature
	if e.Above == license.Disabled {
		return fmt.Sprintf("%s %s: no key carries that value; the highest is %s",
			f, number(e.Value), f.Format(e.Below))
	}
	return fmt.Sprintf("%s %s: no key carries that value; the nearest are %s and %s",
		f, number(e.Value), f.Format(e.Below), f.Format(e.Above))
}

// number prints a value that may be none of its feature's.
func number(v license.Value) string { return license.MaxVLANs.Format(v) }

// A FeatureError says that a key can't carry a feature as given.
type FeatureError struct {
	Feature license.Feature
	Reason  string
}

func (e *FeatureError) Error() string { return e.Feature.String() + ": " + e.Reason }

// A TermError says that a term is none that a time-based key can have.
type TermError struct{ Term time.Duration }

func (e *TermError) Error() string {
	return fmt.Sprintf("term %s: want whole days, 1 to %d", e.Term, maxDays)
}

// A LevelError says that a level is none of the license levels.
type LevelError struct{ Level license.Level }

func (e *LevelError) Error() string {
	return fmt.Sprintf("license level %d: want Base or Security Plus", uint8(e.Level))
}
