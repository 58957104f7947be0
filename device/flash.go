package device

import (
	"slices"
	"time"

	"github.com/asapak/asapak/activationkey"
	"github.com/asapak/asapak/license"
)

// A Key is an activation key as flash keeps it: its bits, and the text that
// stands for them where a real unit's output was masked by whoever posted it.
type Key struct {
	Bits activationkey.Key `json:"bits"`
	Text string            `json:"text,omitempty"` // replaces the bits on screens when not empty
}

// String is how screens print the key.
func (k Key) String() string {
	if k.Text != "" {
		return k.Text
	}
	return k.Bits.String()
}

// A Permanent is a permanent key with what it grants. The zero Permanent is no
// key (KEY-6).
type Permanent struct {
	Key      Key           `json:"key"`
	Features license.Set   `json:"features"`
	Level    license.Level `json:"level"`
}

// A TimeBased is an installed time-based license: one key, or several identical
// ones that were combined (STACK-1).
type TimeBased struct {
	Keys     []Key         `json:"keys"` // in the order of entry
	Features license.Set   `json:"features"`
	Term     time.Duration `json:"term"` // of each key, when issued
	Left     time.Duration `json:"left"` // of all of them together, above zero

	Active    bool `json:"active"`
	Activated int  `json:"activated"` // counts activations on the unit; the highest is the latest

	mask license.Mask // of Features
}

// identical reports whether a key with this grant is an identical license: same
// features, same original duration (KEY-5).
func (t *TimeBased) identical(g *license.Grant) bool {
	return t.Features == g.Features && t.Term == g.Term
}

// stands reports whether k stands for this license.
func (t *TimeBased) stands(k activationkey.Key) bool {
	return slices.ContainsFunc(t.Keys, func(own Key) bool { return own.Bits == k })
}

// A Record is a permanent key that was entered once, and under which release:
// a downgrade may fall back on it (REL-2).
type Record struct {
	Permanent Permanent       `json:"permanent"`
	Release   license.Release `json:"release"`
}

// Flash is what survives a reload and a loss of power: the license file and the
// software image. It is a hidden file, not part of the configuration; only
// formatting the flash loses the license (KEY-9).
type Flash struct {
	Permanent Permanent   `json:"permanent"`
	TimeBased []TimeBased `json:"time_based"` // in the order of first entry

	Entered     []Record            `json:"entered"`     // permanent keys, in the order of entry
	Spent       []activationkey.Key `json:"spent"`       // time-based keys that ran out (EXP-4)
	Activations int                 `json:"activations"` // how many activations there were
	Image       license.Release     `json:"image"`       // what boots at the next reload
	Multiple    bool                `json:"multiple"`    // the context mode at the next reload
}

// clone returns a copy that shares nothing with f.
func (f Flash) clone() Flash {
	f.TimeBased = slices.Clone(f.TimeBased)
	for i := range f.TimeBased {
		t := &f.TimeBased[i]
		t.Keys, t.mask = slices.Clone(t.Keys), t.Features.Mask()
	}
	f.Entered = slices.Clone(f.Entered)
	f.Spent = slices.Clone(f.Spent)
	return f
}
