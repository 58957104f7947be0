package device

import (
	"slices"

	"github.com/asapak/asapak/activationkey"
	"github.com/asapak/asapak/combine"
	"github.com/asapak/asapak/license"
)

// enter is the activation-key command: find out what the key is, then install
// it. Every refusal comes before the first change.
func (u *Unit) enter(in EnterKey, out *Output) {
	if out.Refused = u.mayEnter(in); out.Refused != nil {
		return
	}
	if t := u.installed(in.Key); t != nil {
		u.again(t, in.Action, out)
		return
	}
	p, grant, err := u.open(in.Key)
	switch {
	case err != nil:
		out.Refused = err
	case grant.TimeBased():
		u.enterTimeBased(in, grant, out)
	default:
		u.enterPermanent(in, p, out)
	}
}

func (u *Unit) mayEnter(in EnterKey) error {
	switch {
	case !u.on:
		return ErrOff
	case u.multiple && in.InContext:
		return ErrInContext
	case in.Key.IsZero():
		return ErrNoKey
	case in.Action != NoAction && u.release.Before(r83):
		return ErrNoActions
	case slices.Contains(u.flash.Spent, in.Key):
		return ErrSpent
	case in.Key == u.flash.Permanent.Key.Bits && in.Action == NoAction:
		return ErrInstalled
	}
	return nil
}

func (u *Unit) installed(k activationkey.Key) *TimeBased {
	for i := range u.flash.TimeBased {
		if t := &u.flash.TimeBased[i]; t.stands(k) {
			return t
		}
	}
	return nil
}

// open tells what a key grants to this unit: what the lab sealed into it, or for
// a foreign one what was adopted with it (KEY-7).
func (u *Unit) open(k activationkey.Key) (Permanent, license.Grant, error) {
	for _, r := range u.flash.Entered {
		if r.Permanent.Key.Bits == k {
			return r.Permanent, license.Grant{Features: r.Permanent.Features, Level: r.Permanent.Level}, nil
		}
	}
	content, err := u.config.Secret.Open(k)
	if err != nil || content.Serial != u.config.Serial {
		return Permanent{}, license.Grant{}, ErrInvalidKey
	}
	g := content.Grant
	if err := u.takes(&g); err != nil {
		return Permanent{}, license.Grant{}, err
	}
	return Permanent{Key: Key{Bits: k}, Features: g.Features, Level: g.Level}, g, nil
}

// takes refuses what the model doesn't support at all (INST-10). What it
// supports to a smaller extent is cut instead (INST-9).
func (u *Unit) takes(g *license.Grant) error {
	if g.TimeBased() && !u.platform.TimeBased {
		return ErrNoTimeBased
	}
	variant := u.config.Model.Variant(g.Level)
	if g.Features[license.SharedLicense] != license.Disabled && variant.Limit[license.SharedLicense].Value == license.Disabled {
		return ErrNoShared
	}
	return nil
}

func (u *Unit) enterPermanent(in EnterKey, p Permanent, out *Output) {
	if in.Action != NoAction {
		out.Refused = ErrActionPermanent
		return
	}
	lost := u.losses(p)
	if len(lost) > 0 && !in.Confirmed {
		out.Change = Change{Outcome: NeedsConfirmation, Lost: lost}
		return
	}
	u.flash.Permanent = p
	u.record(p)
	if u.needsReload(p, lost) {
		out.Change = Change{Outcome: NeedsReload, Lost: lost}
		return
	}
	u.run(p)
	u.changed(out)
	out.Change = Change{Outcome: PermanentUpdated, Lost: lost}
}

// record remembers a permanent key for a later downgrade (REL-2): each once, the
// latest entry last.
func (u *Unit) record(p Permanent) {
	u.flash.Entered = slices.DeleteFunc(u.flash.Entered, func(r Record) bool { return r.Permanent.Key == p.Key })
	u.flash.Entered = append(u.flash.Entered, Record{Permanent: p, Release: u.release})
}

// losses lists what the running permanent license has and key p would not give
// (INST-7).
func (u *Unit) losses(p Permanent) []Loss {
	before, after := u.PermanentLicense(), u.licenseUnder(p)
	var lost []Loss
	for f := range license.NumFeatures {
		if after[f] < before[f] && f.Mirrored() == f {
			lost = append(lost, Loss{Feature: f, Old: before[f], New: after[f]})
		}
	}
	return lost
}

// licenseUnder is the permanent license that the unit would have under key p.
func (u *Unit) licenseUnder(p Permanent) license.Set {
	platform := u.platformUnder(p)
	return combine.Permanent(&platform, u.usable(p.Features))
}

// needsReload tells whether a permanent key takes effect only after a reload
// (INST-6).
func (u *Unit) needsReload(p Permanent, lost []Loss) bool {
	after := u.licenseUnder(p)
	before := u.PermanentLicense()
	encryption := license.Encryption3DESAES
	if !u.release.Before(r91) {
		return after[encryption] < before[encryption]
	}
	return len(lost) > 0 || after[encryption] != before[encryption] ||
		p.Level != u.running.Level && slices.Contains(reloadForLevel, u.config.Model.Name)
}

// reloadForLevel lists the models on which a change between Base and Security
// Plus took a reload before 9.1.
var reloadForLevel = []string{"ASA 5505", "ASA 5510"}

// changed forms the running license anew after a key changed, and lets the TLS
// proxy limit follow a license above it (EXCL-4).
func (u *Unit) changed(out *Output) {
	u.stale = true
	if licensed := u.value(license.TotalUCProxySessions); licensed > u.tlsLimit {
		u.tlsLimit = licensed
		out.Events = append(out.Events, Event{Kind: TLSProxyRaised, Value: licensed})
	}
}
