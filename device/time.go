package device

import (
	"slices"
	"time"

	"github.com/asapak/asapak/activationkey"
	"github.com/asapak/asapak/license"
)

// warned is from which time left on the log warns of expiry each day (EXP-3).
const warned = 30 * license.Day

// Advance lets d of time go by. Keys count down while they are active and the
// unit runs, even where the permanent value is in use (TIME-1, TIME-2); before
// 9.2 also while it is off.
func (u *Unit) Advance(d time.Duration) Output {
	var out Output
	for at := time.Duration(0); at < d; {
		step := d - at
		next, ok := u.NextEvent()
		if ok {
			step = min(step, next)
		}
		at += step
		u.elapse(step)
		if ok && step == next {
			u.fire(at, &out)
		}
	}
	u.stale = true
	return out
}

// NextEvent is how long until Advance would do more than count, and whether it
// ever would.
func (u *Unit) NextEvent() (time.Duration, bool) {
	if !u.dueKnown {
		u.due, u.dueKnown = u.nextMark(), true
	}
	return u.due, u.due != 0
}

// nextMark is how long until the first of the licenses that count reaches its next
// mark; zero when none counts.
func (u *Unit) nextMark() time.Duration {
	var next time.Duration
	for i := range u.flash.TimeBased {
		if t := &u.flash.TimeBased[i]; u.counts(t) {
			if until := t.Left - mark(t.Left); next == 0 || until < next {
				next = until
			}
		}
	}
	return next
}

// mark is the next time left, below this one, at which something happens: a
// whole number of days up to the warning time, none at last.
func mark(left time.Duration) time.Duration {
	return min((left-1)/license.Day*license.Day, warned)
}

// counts reports whether a license's timer runs.
func (u *Unit) counts(t *TimeBased) bool {
	return t.Active && (u.on || u.release.Before(r92)) && t.mask&^u.waiting != 0
}

func (u *Unit) elapse(step time.Duration) {
	if u.on {
		u.uptime += step
	}
	for i := range u.flash.TimeBased {
		if t := &u.flash.TimeBased[i]; u.counts(t) {
			t.Left -= step
		}
	}
	if u.due != 0 {
		u.due -= step
		u.dueKnown = u.due != 0
	}
}

// fire does what is due after a step: warnings of what counted in it, then
// expiries. An heir that takes over now is warned of from its next day on.
func (u *Unit) fire(at time.Duration, out *Output) {
	for i := range u.flash.TimeBased {
		t := &u.flash.TimeBased[i]
		if u.on && u.counts(t) && t.Left > 0 && t.Left <= warned && t.Left%license.Day == 0 {
			out.Events = append(out.Events, Event{Kind: ExpiresSoon, At: at, Key: t.Keys[0], Left: t.Left})
		}
	}
	u.expire(at, out)
}

// expire removes what has run out, remembers it as spent (EXP-4), and lets
// installed keys take over (EXP-1).
func (u *Unit) expire(at time.Duration, out *Output) {
	if !u.anyOut() {
		return
	}
	var gone []TimeBased
	u.flash.TimeBased = slices.DeleteFunc(u.flash.TimeBased, func(t TimeBased) bool {
		if t.Left == 0 {
			gone = append(gone, t)
		}
		return t.Left == 0
	})
	var lost license.Mask
	for i := range gone {
		lost |= gone[i].mask
		u.flash.Spent = append(u.flash.Spent, bits(gone[i].Keys)...)
	}
	inherited := u.inherit(lost)
	for i := range gone {
		features := gone[i].mask
		out.Events = append(out.Events, Event{
			Kind: Expired, At: at, Key: gone[i].Keys[0],
			Features: features.Features(), Heir: features&inherited != 0,
		})
	}
}

func (u *Unit) anyOut() bool {
	for i := range u.flash.TimeBased {
		if u.flash.TimeBased[i].Left == 0 {
			return true
		}
	}
	return false
}

func bits(keys []Key) []activationkey.Key {
	all := make([]activationkey.Key, len(keys))
	for i, k := range keys {
		all[i] = k.Bits
	}
	return all
}

// inherit activates installed keys for features that lost theirs: the list is
// gone through once, oldest entry first, passing over a key that INST-5 forbids
// because one of its features still has a key. It returns the features taken over.
func (u *Unit) inherit(lost license.Mask) license.Mask {
	if u.release.Before(r83) {
		return 0
	}
	var taken license.Mask
	for i := range u.flash.TimeBased {
		t := &u.flash.TimeBased[i]
		if t.Active || t.mask&lost == 0 || u.covered(t.mask) {
			continue
		}
		u.activate(t)
		taken |= t.mask & lost
	}
	return taken
}

// covered reports whether an active key already serves one of the features.
func (u *Unit) covered(features license.Mask) bool {
	return slices.ContainsFunc(u.flash.TimeBased, func(t TimeBased) bool {
		return t.Active && t.mask&features != 0
	})
}
