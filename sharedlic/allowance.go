package sharedlic

import (
	"time"

	"github.com/asapak/asapak/license"
)

// The operating limit of a backup (BKP-2).
const (
	FirstAllowance = 5 * license.Day
	MaxAllowance   = 30 * license.Day

	// bookedAtOnce is how much of it is written down at a time: afterwards while
	// the backup recharges, and while it serves so early that it is on the disk
	// before it is used, however slow that is. So a crash never adds anything, and
	// takes at most what is booked ahead.
	bookedAtOnce = time.Minute
	bookedAhead  = 2 * bookedAtOnce
)

// allowance counts the operating limit continuously.
type allowance struct {
	prepaid time.Duration // booked, but not yet served
	earned  time.Duration // not yet booked
}

// Allowance is how long the backup may still serve.
func (b *Backup) Allowance() time.Duration { return b.backup.Allowance + b.prepaid }

// book writes down what the backup state is with a change.
func (b *Backup) book(change func(*BackupState)) {
	state := b.backup
	change(&state)
	if state != b.backup {
		b.commit(Record{Kind: Booked, Backup: state})
	}
}

// prepay books service in advance. It reports false when the limit is used up.
func (b *Backup) prepay() bool {
	more := min(b.backup.Allowance, bookedAhead-b.prepaid)
	b.prepaid += more
	b.book(func(s *BackupState) {
		s.Allowance -= more
		s.Acting += more
	})
	return b.prepaid > 0
}

// refund ends a time of service: what is prepaid isn't used.
func (b *Backup) refund() {
	b.book(func(s *BackupState) {
		s.Allowance += b.prepaid
		s.Acting -= b.prepaid
	})
	b.prepaid, b.earned = 0, 0
}

// spend counts time of service, or of recharging.
func (b *Backup) spend(d time.Duration) {
	switch {
	case b.serving:
		b.prepaid -= d
	case b.recharging():
		b.earned += d
	}
}

func (b *Backup) recharging() bool {
	return b.phase == idle && b.backup.Synced && b.backup.Granted == 0 && b.backup.Allowance < MaxAllowance
}

// untilBooking is how long until something is booked.
func (b *Backup) untilBooking() (time.Duration, bool) {
	switch {
	case b.serving && b.backup.Allowance > 0:
		return b.prepaid - bookedAtOnce, true
	case b.serving:
		return b.prepaid, true
	case b.recharging():
		return bookedAtOnce - b.earned, true
	}
	return 0, false
}

// settleAllowance books what is due now, tells of each day of service, and ends
// the service when nothing is left (BKP-3).
func (b *Backup) settleAllowance() {
	if b.recharging() && b.earned >= bookedAtOnce {
		b.book(func(s *BackupState) { s.Allowance = min(s.Allowance+b.earned, MaxAllowance) })
		b.earned = 0
	}
	switch {
	case !b.serving:
	case b.prepaid == 0:
		b.terminate()
	case b.backup.Allowance > 0 && b.prepaid <= bookedAtOnce:
		acting := b.acting()
		if acting/license.Day > (acting-bookedAtOnce)/license.Day {
			b.emit(Event{Kind: BackupRemaining, Days: int(b.Allowance() / license.Day), Acting: acting})
		}
		b.prepay()
	}
}

// acting is how long the backup has been serving since the last hand-back.
func (b *Backup) acting() time.Duration { return b.backup.Acting - b.prepaid }
