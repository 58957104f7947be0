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
	s.encipher(&b)
	if b[0]|b[1]|b[2] == 0 {
		return Key{}, ErrZeroKey
	}
	return b.key(), nil
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
	if err := normalize(set); err != nil {
		return err
	}
	for i := range ladderSlots {
		p := &ladderSlots[i]
		if set[p.Feature] == license.Disabled {
			continue // place 0 of every ladder
		}
		place, err := p.ladder.place(p.Feature, set[p.Feature])
		if err != nil {
			return err
		}
		b.put(p.From, p.Width, place)
	}
	return b.putFlags(set)
}

func (b *bits) putFlags(set *license.Set) error {
	var flags uint64
	for _, f := range flagSlots {
		if set[f] > license.Enabled {
			return &LadderError{Feature: f, Value: set[f], Below: license.Enabled}
		}
		flags = flags<<1 | uint64(set[f])
	}
	b.put(firstFlag, uint(len(flagSlots)), flags)
	return nil
}

// normalize makes set what opening its key will give back.
func normalize(set *license.Set) error {
	phones, total := &set[license.UCPhoneProxySessions], &set[license.TotalUCProxySessions]
	if *total == license.Disabled {
		*total = *phones
	}
	if *phones != license.Disabled && *phones != *total {
		return &FeatureError{license.UCPhoneProxySessions, "want the same as " + license.TotalUCProxySessions.String()}
	}
	*phones = *total
	if set[license.SharedPremiumPeers] != license.Disabled {
		set[license.SharedLicense] = license.Enabled
	}
	return nil
}
