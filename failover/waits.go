package failover

import (
	"github.com/asapak/asapak/combine"
	"github.com/asapak/asapak/license"
)

// A Queue goes through the units of a group in contact, in their order, and tells
// whose on/off licenses wait for an earlier unit's (FO-4): the first unit that runs
// and has an active key for an on/off feature runs it. The zero Queue is before
// the first unit.
type Queue struct{ earlier license.Mask }

// Next is the turn of the next unit: whether its timer can run (TIME-1), and the
// features of its active time-based keys. It returns the features that an earlier
// unit runs first.
func (q *Queue) Next(runs bool, active license.Mask) license.Mask {
	waits := combine.Waiting(q.earlier)
	if runs {
		q.earlier |= active
	}
	return waits
}
