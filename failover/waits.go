package failover

import (
	"github.com/asapak/asapak/combine"
	"github.com/asapak/asapak/license"
)

// A Standing is what decides whether a unit's time-based licenses run or wait.
type Standing struct {
	// Runs says that the unit's timer can run: it is on, or its release counts
	// while it is off (TIME-1).
	Runs   bool
	Active license.Mask // features of its active time-based keys
}

// Waits tells for each unit of a group in contact, in their order, which features
// an earlier one runs first (FO-4): the first unit that runs and has an active key
// for an on/off feature runs it, the others wait.
func Waits(units []Standing) []license.Mask {
	waits := make([]license.Mask, len(units))
	var earlier license.Mask
	for i, u := range units {
		waits[i] = combine.Waiting(earlier)
		if u.Runs {
			earlier |= u.Active
		}
	}
	return waits
}
