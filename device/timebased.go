package device

import (
	"slices"

	"github.com/asapak/asapak/license"
)

// enterTimeBased installs a key that isn't installed yet: combined with an
// identical one (STACK-1), or as one of its own.
func (u *Unit) enterTimeBased(in EnterKey, g license.Grant, out *Output) {
	if u.release.Before(r83) {
		u.enterOnlyOne(in, g, out)
		return
	}
	activate := in.Action != Deactivate
	if out.Refused = u.conflictIf(activate, &g); out.Refused != nil {
		return
	}
	t, outcome := u.stack(in, &g), TimeBasedStacked
	if t == nil {
		t, outcome = u.install(in, g), TimeBasedActivated
		if !activate {
			outcome = TimeBasedDeactivated
		}
	}
	if activate {
		u.activate(t)
	}
	u.changed(out)
	out.Change = Change{Outcome: outcome, Left: t.Left}
}

// conflictIf refuses an activation that INST-5 forbids. An identical license is
// not another one: it stacks.
func (u *Unit) conflictIf(activate bool, g *license.Grant) error {
	if !activate || slices.ContainsFunc(u.flash.TimeBased, func(t TimeBased) bool { return t.Active && t.identical(g) }) {
		return nil
	}
	return u.conflict(g.Features.Mask())
}

// conflict names the active key that forbids activating one with these features:
// where either of the two is an evaluation key with several (INST-5).
func (u *Unit) conflict(features license.Mask) error {
	for i := range u.flash.TimeBased {
		t := &u.flash.TimeBased[i]
		both := t.mask & features
		if t.Active && both != 0 && (several(t.mask) || several(features)) {
			return &ConflictError{Feature: both.Features()[0], Active: t.Keys[0]}
		}
	}
	return nil
}

func several(m license.Mask) bool { return m&(m-1) != 0 }

// stack adds a key to the identical license that is installed, nil if none is.
func (u *Unit) stack(in EnterKey, g *license.Grant) *TimeBased {
	for i := range u.flash.TimeBased {
		if t := &u.flash.TimeBased[i]; t.identical(g) {
			t.Keys = append(t.Keys, Key{Bits: in.Key})
			t.Left += g.Term
			return t
		}
	}
	return nil
}

func (u *Unit) install(in EnterKey, g license.Grant) *TimeBased {
	u.flash.TimeBased = append(u.flash.TimeBased, TimeBased{
		Keys: []Key{{Bits: in.Key}}, Features: g.Features, Term: g.Term, Left: g.Term, mask: g.Features.Mask(),
	})
	return &u.flash.TimeBased[len(u.flash.TimeBased)-1]
}

// activate makes t the active license of its features; what it replaces stays
// installed, its timer halted (INST-3).
func (u *Unit) activate(t *TimeBased) {
	for i := range u.flash.TimeBased {
		if other := &u.flash.TimeBased[i]; other.mask&t.mask != 0 {
			other.Active = false
		}
	}
	u.flash.Activations++
	t.Active, t.Activated = true, u.flash.Activations
}

// again is activation-key with a key that is installed.
func (u *Unit) again(t *TimeBased, action Action, out *Output) {
	if action == Deactivate {
		t.Active = false
		u.changed(out)
		out.Change = Change{Outcome: TimeBasedDeactivated, Left: t.Left}
		return
	}
	if t.Active {
		out.Refused = ErrInstalled
		return
	}
	if u.release.Before(r83) {
		u.makeOnly(t)
	} else {
		if out.Refused = u.conflict(t.mask); out.Refused != nil {
			return
		}
		u.activate(t)
	}
	u.changed(out)
	out.Change = Change{Outcome: TimeBasedReactivated, Left: t.Left}
}

// enterOnlyOne installs a key before 8.3, where there is one active time-based
// key and a second replaces it (EXP-5).
func (u *Unit) enterOnlyOne(in EnterKey, g license.Grant, out *Output) {
	t := u.install(in, g)
	u.makeOnly(t)
	u.changed(out)
	out.Change = Change{Outcome: TimeBasedActivated, Left: t.Left}
}

func (u *Unit) makeOnly(t *TimeBased) {
	for i := range u.flash.TimeBased {
		u.flash.TimeBased[i].Active = false
	}
	u.activate(t)
}
