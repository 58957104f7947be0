package device

import (
	"slices"

	"github.com/asapak/asapak/license"
)

// The releases at which a unit's behavior changes.
var (
	r82  = license.Release{Major: 8, Minor: 2}           // keys of later features aren't understood before (REL-2)
	r83  = license.Release{Major: 8, Minor: 3}           // many time-based keys, stacking, activate and deactivate (EXP-5)
	r91  = license.Release{Major: 9, Minor: 1}           // fewer permanent keys need a reload (INST-6)
	r952 = license.Release{Major: 9, Minor: 5, Maint: 2} // Secure Client sessions in contexts (EXCL-8)
	r92  = license.Release{Major: 9, Minor: 2}           // the timer halts while the unit is off (TIME-1)
)

// boot brings flash key, image and context mode into force.
func (u *Unit) boot(out *Output) {
	if mode := u.flash.Multiple; mode != u.multiple {
		u.multiple = mode
		out.Events = append(out.Events, Event{Kind: ModeChanged})
	}
	u.on, u.uptime, u.release = true, 0, u.flash.Image
	u.run(u.bootKey())
	if u.release.Before(r83) {
		u.keepLatest()
	}
	u.essentials, u.tlsLimit, u.inUse = true, 0, [NumResources]license.Value{}
	u.stale = true
	u.tlsLimit = max(u.defaultTLSProxy(), u.value(license.TotalUCProxySessions))
	out.Events = append(out.Events, Event{Kind: Booted})
	for _, cut := range u.Reductions() {
		out.Events = append(out.Events, Event{Kind: Reduced, Feature: cut.Feature, Value: cut.Old, Limit: cut.New})
	}
}

// bootKey is the flash key, or before 8.2 the last one entered that the release
// understands (REL-2).
func (u *Unit) bootKey() Permanent {
	if understands(u.release, &u.flash.Permanent.Features) {
		return u.flash.Permanent
	}
	for _, r := range slices.Backward(u.flash.Entered) {
		if r.Release.Before(r82) && understands(u.release, &r.Permanent.Features) {
			return r.Permanent
		}
	}
	return Permanent{}
}

// understands reports whether a release can read a key with these features.
func understands(r license.Release, key *license.Set) bool {
	if !r.Before(r82) {
		return true
	}
	return !slices.ContainsFunc(key.Mask().Features(), func(f license.Feature) bool { return !f.Since().Before(r82) })
}

// keepLatest leaves only the most recently activated time-based key active
// (REL-3), known to the release or not.
func (u *Unit) keepLatest() {
	latest := -1
	for i := range u.flash.TimeBased {
		t := &u.flash.TimeBased[i]
		if t.Active && (latest < 0 || t.Activated > u.flash.TimeBased[latest].Activated) {
			latest = i
		}
	}
	for i := range u.flash.TimeBased {
		u.flash.TimeBased[i].Active = i == latest
	}
}

// Reductions lists what the keys in force give above the platform limit, with
// the value in the key and what is left of it (INST-9).
func (u *Unit) Reductions() []Loss {
	var cuts []Loss
	keys := u.running.Features
	for i := range u.flash.TimeBased {
		if t := &u.flash.TimeBased[i]; t.Active {
			keys = keys.Higher(t.Features)
		}
	}
	for _, f := range keys.Mask().Features() {
		if most := u.platform.Limit[f]; keys[f] > most && f.Kind() == license.Count {
			cuts = append(cuts, Loss{Feature: f, Old: keys[f], New: most})
		}
	}
	return cuts
}

func (u *Unit) reload(out *Output) {
	if !u.on {
		out.Refused = ErrOff
		return
	}
	out.Events = append(out.Events, Event{Kind: WentDown})
	u.boot(out)
}

func (u *Unit) power(on bool, out *Output) {
	switch {
	case on && u.on:
		out.Refused = ErrOn
	case !on && !u.on:
		out.Refused = ErrOff
	case on:
		u.boot(out)
	default:
		u.on = false
		u.inUse = [NumResources]license.Value{}
		out.Events = append(out.Events, Event{Kind: WentDown})
	}
}

// format loses every key but those in force: a time-based one that runs is part
// of the hidden file too, so the unit falls to its default license at once for
// time-based features and at the next reload for permanent ones (KEY-9, KEY-6).
func (u *Unit) format() {
	image, multiple := u.flash.Image, u.flash.Multiple
	u.flash = Flash{Image: image, Multiple: multiple}
	u.stale = true
}

// replace boots other hardware in the unit's place.
func (u *Unit) replace(serial license.Serial, out *Output) {
	if u.on {
		out.Events = append(out.Events, Event{Kind: WentDown})
	}
	u.config.Serial, u.config.Adopted = serial, nil
	u.flash = Flash{Image: u.flash.Image}
	u.boot(out)
}

func (u *Unit) installImage(r license.Release) error {
	if !u.config.Model.Runs(r) {
		return ErrRelease
	}
	u.flash.Image = r
	return nil
}

func (u *Unit) setMode(multiple bool) error {
	if multiple && u.platform.Limit[license.SecurityContexts] == license.Disabled {
		return ErrNoContexts
	}
	u.flash.Multiple = multiple
	return nil
}
