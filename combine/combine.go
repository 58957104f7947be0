// Package combine turns several licenses into the one a unit runs.
//
// The rules are those of "How Permanent and Time-Based Licenses Combine" in the
// PAK licensing guide, COMB-1 to COMB-6 in this project's numbering. Start with
// [Unit]. Every function is pure: same arguments, same license; none allocates.
//
// # Limits
//
// No result exceeds the platform limit, and the order in which keys are given
// does not matter.
package combine

import (
	"time"

	"github.com/asapak/asapak/license"
)

// A Line is one row of a running license.
type Line struct {
	Value license.Value

	// Left is the time until Value would fall if no key were entered and no
	// inactive key took over (COMB-5). Zero is perpetual.
	Left time.Duration
}

// Running is the license that a unit runs on, one line for each feature.
type Running [license.NumFeatures]Line

// Set is the running license without its terms.
func (r *Running) Set() license.Set {
	var s license.Set
	for f := range r {
		s[f] = r[f].Value
	}
	return s
}

// Timed is a time-based license that is active: what it gives and the running
// time that is left of it, above zero.
type Timed struct {
	Features license.Set
	Left     time.Duration
}

// Unit combines a unit's permanent license with its active time-based ones
// under the unit's platform and release. A zero permanent set is a unit without
// a key: it runs on the platform's base (KEY-6).
func Unit(p *license.Platform, r license.Release, permanent license.Set, active []Timed) Running {
	var run Running
	floor := Permanent(p, permanent)
	for f, v := range floor {
		run[f].Value = v
	}
	for i := range active {
		for f := range license.NumFeatures {
			if gives(&active[i].Features, f) {
				run[f] = line(p, r, f, floor[f], active)
			}
		}
	}
	return run
}

// Permanent is the license that a permanent key alone gives on a platform: the
// base and the key, the higher of each (COMB-6), none above the limit (INST-9).
func Permanent(p *license.Platform, key license.Set) license.Set {
	return p.Base.Higher(onPlatform(p, key))
}

// onPlatform is what a key gives on a platform: a Secure Client license opens
// the VPN features to the platform's maximum (EXCL-8), rows that mirror a
// feature follow it, and nothing is above the limit.
func onPlatform(p *license.Platform, key license.Set) license.Set {
	opened := opensVPN(&key)
	for f := range license.NumFeatures {
		v := key[f.Mirrored()]
		if opened && vpnFeature[f] {
			v = p.Limit[f]
		}
		key[f] = min(v, p.Limit[f])
	}
	return key
}

// vpnFeature marks what a Secure Client license opens.
var vpnFeature = [license.NumFeatures]bool{
	license.AnyConnectPremiumPeers:     true,
	license.AnyConnectForMobile:        true,
	license.AnyConnectForCiscoVPNPhone: true,
	license.AdvancedEndpointAssessment: true,
}

func opensVPN(key *license.Set) bool {
	return key[license.SecureClientAdvantage]|key[license.SecureClientPremier]|key[license.SecureClientVPNOnly] != license.Disabled
}

// line combines one feature. With every key that runs out the value may fall;
// Left is when it first does.
func line(p *license.Platform, r license.Release, f license.Feature, floor license.Value, active []Timed) Line {
	now := valueAfter(p, r, f, floor, active, 0)
	var left time.Duration
	for i := range active {
		t := active[i].Left
		if gives(&active[i].Features, f) && (left == 0 || t < left) && valueAfter(p, r, f, floor, active, t) < now {
			left = t
		}
	}
	return Line{Value: now, Left: left}
}

// gives reports whether a key can say anything of a feature.
func gives(key *license.Set, f license.Feature) bool {
	return key[f.Mirrored()] != license.Disabled || vpnFeature[f] && opensVPN(key)
}

// valueAfter is the value of f when the keys that have no more than gone left
// are out.
func valueAfter(p *license.Platform, r license.Release, f license.Feature, floor license.Value, active []Timed, gone time.Duration) license.Value {
	value := uint64(floor)
	for i := range active {
		if active[i].Left <= gone || !gives(&active[i].Features, f) {
			continue
		}
		v := uint64(keyValue(p, &active[i].Features, f))
		if f.Timed(r) == license.Sum {
			value += v
		} else {
			value = max(value, v)
		}
	}
	return license.Value(min(value, uint64(p.Limit[f])))
}

// keyValue is what one time-based key gives of f on the platform.
func keyValue(p *license.Platform, key *license.Set, f license.Feature) license.Value {
	if vpnFeature[f] && opensVPN(key) {
		return p.Limit[f]
	}
	return min(key[f.Mirrored()], p.Limit[f])
}
