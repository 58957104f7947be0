package activationkey

import (
	"fmt"

	"github.com/asapak/asapak/license"
)

// Seal makes the key that says c. A given content has one key under one secret.
//
// UC Phone Proxy Sessions may be left out or be given as the Total they mirror;
// a shared pool includes the Shared License. It refuses a value off the
// feature's ladder with a [*LadderError], a feature that no key carries with a
// [*FeatureError], a term that isn't 1 to 3650 whole days with a [*TermError],
// a serial number that isn't one with [license.ErrSerial], and with the errors
// of this package what a key of that kind doesn't have (KEY-4).
func (s *Secret) Seal(c Content) (Key, error) {
	var b bits
	serial, ok := packSerial(c.Serial)
	if !ok {
		return Key{}, fmt.Errorf("serial number %q: %w", string(c.Serial), license.ErrSerial)
	}
	b.put(serialSlot.From, serialSlot.Width, serial)
	if err := b.putFeatures(&c.Grant.Features); err != nil {
		return Key{}, err
	}
	if err := b.putKind(&c); err != nil {
		return Key{}, err
	}
	k := s.encipher(&b)
	if k.IsZero() {
		return Key{}, ErrZeroKey
	}
	return k, nil
}

func (b *bits) putKind(c *Content) error {
	days := c.Grant.Term / license.Day
	switch {
	case days < 0 || days > maxDays || c.Grant.Term%license.Day != 0:
		return &TermError{c.Grant.Term}
	case c.Grant.Level >= license.NumLevels:
		return &LevelError{c.Grant.Level}
	case days == 0 && c.Issue != 0:
		return ErrPermanentIssue
	case days != 0 && c.Grant.Level != 0:
		return ErrTimeBasedLevel
	case days != 0 && b.grantsNothing():
		return ErrNothing
	}
	b.put(levelSlot.From, levelSlot.Width, uint64(c.Grant.Level))
	b.put(termSlot.From, termSlot.Width, uint64(days))
	b.put(issueSlot.From, issueSlot.Width, uint64(c.Issue))
	return nil
}

func (b *bits) putFeatures(set *license.Set) error {
	for _, f := range uncarried {
		if set[f] != license.Disabled {
			return &FeatureError{f, "no key carries it: the model and its level fix it"}
		}
	}
	given, err := normal(set)
	if err != nil {
		return err
	}
	for i := range featureSlots {
		p := &featureSlots[i]
		place, err := p.ladder.place(p.Feature, given[p.Feature])
		if err != nil {
			return err
		}
		b.put(p.From, p.Width, place)
	}
	return nil
}

// normal is set as opening its key will give it back.
func normal(set *license.Set) (license.Set, error) {
	given := *set
	phones := given[license.UCPhoneProxySessions]
	total := &given[license.TotalUCProxySessions]
	if *total == license.Disabled {
		*total = phones
	}
	if phones != license.Disabled && phones != *total {
		return given, &FeatureError{license.UCPhoneProxySessions, "want the same as " + license.TotalUCProxySessions.String()}
	}
	given[license.UCPhoneProxySessions] = *total
	if given[license.SharedPremiumPeers] != license.Disabled {
		given[license.SharedLicense] = license.Enabled
	}
	return given, nil
}

// grantsNothing reports whether every feature slot is Disabled, whose place on
// each ladder is 0.
func (b *bits) grantsNothing() bool {
	var any uint64
	for i := range featureSlots {
		any |= b.get(featureSlots[i].From, featureSlots[i].Width)
	}
	return any == 0
}
