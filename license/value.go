package license

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// A Value is what a license gives of one feature. Values of one feature are
// ordered: the higher one is the better license.
//
// A flag is [Disabled] or [Enabled], the failover feature is Disabled,
// [ActiveStandby] or [ActiveActive], everything else is a number of peers,
// sessions, contexts, VLANs, hosts or units, [Unlimited] above all of them.
type Value uint32

// The named values.
const (
	Disabled      Value = 0
	Enabled       Value = 1
	ActiveStandby Value = 1
	ActiveActive  Value = 2
	Unlimited     Value = math.MaxUint32
)

// Format prints v as the row of feature f shows it.
func (f Feature) Format(v Value) string {
	switch f.Kind() {
	case Mode:
		return modeNames[min(v, ActiveActive)]
	case Flag:
		if v <= Enabled {
			return flagNames[v]
		}
	}
	if v == Unlimited {
		return "Unlimited"
	}
	return strconv.FormatUint(uint64(v), 10)
}

var (
	flagNames = [...]string{Disabled: "Disabled", Enabled: "Enabled"}
	modeNames = [...]string{Disabled: "Disabled", ActiveStandby: "Active/Standby", ActiveActive: "Active/Active"}
)

// ParseValue reads the text that a row or a lab file gives for feature f, in
// either case of letters. A flag may also be a number above one: an AnyConnect
// Essentials row prints the peers it allows.
func (f Feature) ParseValue(text string) (Value, error) {
	if v, ok := namedValue(f.Kind(), text); ok {
		return v, nil
	}
	n, err := strconv.ParseUint(text, 10, 32)
	if f.Kind() == Mode || err != nil || Value(n) == Unlimited {
		return 0, &ValueError{Feature: f, Text: text}
	}
	return Value(n), nil
}

func namedValue(k Kind, text string) (Value, bool) {
	names := flagNames[:]
	switch {
	case k == Mode:
		names = modeNames[:]
	case strings.EqualFold(text, "Unlimited"):
		return Unlimited, k == Count
	}
	for v, name := range names {
		if strings.EqualFold(text, name) && (k != Count || v == int(Disabled)) {
			return Value(v), true
		}
	}
	return 0, false
}

// A ValueError says that a text is no value of a feature.
type ValueError struct {
	Feature Feature
	Text    string
}

func (e *ValueError) Error() string {
	return fmt.Sprintf("%s %q: want %s", e.Feature, e.Text, e.Feature.Kind().wanted())
}

// A Set is one value for each feature. The zero Set gives nothing.
// It is an array: it copies, and compares with ==.
type Set [NumFeatures]Value

// Higher returns the higher value of each feature.
func (s Set) Higher(t Set) Set {
	for f := range s {
		s[f] = max(s[f], t[f])
	}
	return s
}

// Features returns the features that s gives, in display order.
func (s *Set) Features() []Feature {
	var given []Feature
	for f, v := range s {
		if v != Disabled {
			given = append(given, Feature(f))
		}
	}
	return given
}
