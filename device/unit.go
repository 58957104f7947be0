package device

import (
	"slices"
	"time"

	"github.com/asapak/asapak/activationkey"
	"github.com/asapak/asapak/combine"
	"github.com/asapak/asapak/license"
)

// A Config is what doesn't change in the life of a unit.
type Config struct {
	Model               *license.Model
	Serial              license.Serial
	NoPayloadEncryption bool
	Secret              *activationkey.Secret // what opens the keys that are entered
	Adopted             *Adopted              // of a unit taken over from a real one's output
}

// Adopted is what a real unit's output proves of it (KEY-7). It holds as long as
// the unit runs on the foreign permanent key of that output.
type Adopted struct {
	Key      Key               `json:"key"`
	Proven   license.Set       `json:"proven"`   // the permanent license that was printed
	Rows     []license.Feature `json:"rows"`     // the rows that were printed, in order
	Sentence string            `json:"sentence"` // the platform sentence, empty where none was printed
}

// A Unit is one ASA. Make it with [New].
type Unit struct {
	config  Config
	flash   Flash
	running Permanent
	release license.Release

	on, multiple bool
	uptime       time.Duration
	waiting      license.Mask

	essentials bool          // anyconnect-essentials is in the configuration (the default)
	tlsLimit   license.Value // tls-proxy maximum-sessions
	inUse      [NumResources]license.Value

	platform license.Platform
	own      combine.Running // formed anew by license when stale
	stale    bool

	due      time.Duration // until the next event, zero for never; kept between inputs
	dueKnown bool

	active []combine.Timed  // of own; kept so that combining allocates nothing
	group  *combine.Running // the failover cluster license, where it is in force
}

// New boots a unit from its flash. The events of the boot are in the output.
func New(c Config, f Flash) (*Unit, Output) {
	u := &Unit{config: c, flash: f.clone(), multiple: f.Multiple}
	var out Output
	u.boot(&out)
	return u, out
}

// Clone returns a unit in the same state that shares nothing with u.
func (u *Unit) Clone() *Unit {
	c := *u
	c.flash = u.flash.clone()
	c.active = slices.Clone(u.active)
	return &c
}

// Step takes an input. A refused one changes nothing.
func (u *Unit) Step(in Input) Output {
	var out Output
	u.dueKnown = false
	switch in := in.(type) {
	case EnterKey:
		u.enter(in, &out)
	case Reload:
		u.reload(&out)
	case Power:
		u.power(in.On, &out)
	case Format:
		u.format()
	case Replace:
		u.replace(in.Serial, &out)
	case InstallImage:
		out.Refused = u.installImage(in.Release)
	case SetMode:
		out.Refused = u.setMode(in.Multiple)
	case UseEssentials:
		u.essentials = in.On
	case LimitTLSProxy:
		out.Refused = u.limitTLSProxy(in.Sessions)
	case ClearConfiguration:
		u.clearConfiguration(&out)
	case Use:
		u.use(in, &out)
	case Wait:
		u.waiting = in.Features
	case RunOn:
		u.group = in.License
	}
	return out
}

// run puts a permanent key in force, with the platform that its level makes.
func (u *Unit) run(p Permanent) {
	u.running, u.platform, u.stale = p, u.platformUnder(p), true
}

// platformUnder is the ground that licenses stand on under a permanent key.
func (u *Unit) platformUnder(p Permanent) license.Platform {
	platform := u.config.Model.Platform(p.Level, u.release)
	if u.config.NoPayloadEncryption {
		platform = platform.WithoutPayloadEncryption()
	}
	if a := u.config.Adopted; a != nil && a.Key == p.Key {
		platform = a.platform(platform)
	}
	if u.contextVPN() {
		platform.Base[license.AnyConnectPremiumPeers] = license.Disabled
	}
	return platform
}

// contextVPN reports whether Secure Client sessions belong to security contexts:
// there neither the sessions that the unit comes with nor a legacy license
// count, and of the Secure Client licenses Premier alone (EXCL-8).
func (u *Unit) contextVPN() bool { return u.multiple && !u.release.Before(r952) }

// usable is what of a key counts in the unit's context mode.
func (u *Unit) usable(key license.Set) license.Set {
	if u.contextVPN() {
		for _, f := range []license.Feature{
			license.AnyConnectPremiumPeers, license.AnyConnectEssentials,
			license.SecureClientAdvantage, license.SecureClientVPNOnly,
		} {
			key[f] = license.Disabled
		}
	}
	return key
}

// license is the unit's own running license.
func (u *Unit) license() *combine.Running {
	if u.stale {
		u.active = u.ActiveLicenses(u.active[:0])
		u.own = combine.Unit(&u.platform, u.release, u.usable(u.running.Features), u.active)
		u.stale = false
	}
	return &u.own
}

// ActiveLicenses appends the unit's active time-based licenses to a list, as they
// combine.
func (u *Unit) ActiveLicenses(list []combine.Timed) []combine.Timed {
	for i := range u.flash.TimeBased {
		if t := &u.flash.TimeBased[i]; t.Active {
			list = append(list, combine.Timed{Features: u.usable(t.Features), Left: t.Left})
		}
	}
	return list
}

// platform is p corrected by what the real unit printed: figures that no key
// carries are those that were seen, and no limit is below what was seen.
func (a *Adopted) platform(p license.Platform) license.Platform {
	for _, f := range a.Rows {
		if len(activationkey.Ladder(f)) == 0 {
			p.Base[f], p.Limit[f] = a.Proven[f], a.Proven[f]
			continue
		}
		p.Base[f] = min(p.Base[f], a.Proven[f])
		p.Limit[f] = max(p.Limit[f], a.Proven[f])
	}
	return p
}

// Model, Serial and the other accessors tell the unit's state.
func (u *Unit) Model() *license.Model { return u.config.Model }

// Serial is the unit's serial number.
func (u *Unit) Serial() license.Serial { return u.config.Serial }

// NoPayloadEncryption reports whether the unit is such a model (EXCL-9).
func (u *Unit) NoPayloadEncryption() bool { return u.config.NoPayloadEncryption }

// Adopted is what a real unit's output proves, as long as the unit runs on that
// output's key; else nil.
func (u *Unit) Adopted() *Adopted {
	if a := u.config.Adopted; a != nil && a.Key == u.running.Key {
		return a
	}
	return nil
}

// Release is the release that the unit runs.
func (u *Unit) Release() license.Release { return u.release }

// On reports whether the unit has power.
func (u *Unit) On() bool { return u.on }

// Multiple reports whether the unit runs in multiple context mode.
func (u *Unit) Multiple() bool { return u.multiple }

// Uptime is the time since the last boot.
func (u *Unit) Uptime() time.Duration { return u.uptime }

// Flash returns a copy of the flash.
func (u *Unit) Flash() Flash { return u.flash.clone() }

// RunningKey is the permanent key in force.
func (u *Unit) RunningKey() Permanent { return u.running }

// FlashIsRunning reports whether the permanent keys in flash and in force are
// the same.
func (u *Unit) FlashIsRunning() bool { return u.flash.Permanent.Key == u.running.Key }

// Platform is what the unit has without keys, and its limits.
func (u *Unit) Platform() license.Platform { return u.platform }

// Running is the unit's own running license: permanent and time-based keys.
func (u *Unit) Running() combine.Running { return *u.license() }

// InForce is the license that the unit runs on: the failover cluster license
// where one is in force, else its own.
func (u *Unit) InForce() combine.Running {
	if u.group != nil {
		return *u.group
	}
	return *u.license()
}

// Waiting is the features that another unit runs first; see [Wait].
func (u *Unit) Waiting() license.Mask { return u.waiting }

// Standing tells whether the timer of the unit's keys can run now, and which
// features have an active time-based key.
func (u *Unit) Standing() (runs bool, active license.Mask) {
	for i := range u.flash.TimeBased {
		if t := &u.flash.TimeBased[i]; t.Active {
			active |= t.mask
		}
	}
	return u.on || u.release.Before(r92), active
}

// PermanentLicense is the unit's license without its time-based keys.
func (u *Unit) PermanentLicense() license.Set {
	return combine.Permanent(&u.platform, u.usable(u.running.Features))
}

// FlashLicense is the permanent license that the flash key gives.
func (u *Unit) FlashLicense() license.Set { return u.licenseUnder(u.flash.Permanent) }

// Level is the license level in force: that of the key, or the only one that
// the model has.
func (u *Unit) Level() license.Level { return u.config.Model.Variant(u.running.Level).Level }

// Essentials reports whether anyconnect-essentials is configured.
func (u *Unit) Essentials() bool { return u.essentials }

// TLSProxyLimit is the configured maximum of TLS proxy sessions.
func (u *Unit) TLSProxyLimit() license.Value { return u.tlsLimit }
