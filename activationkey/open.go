package activationkey

import (
	"time"

	"github.com/asapak/asapak/license"
)

// Open tells what a key says. A key that Seal didn't make under this secret,
// and the zero key, are answered with [ErrForeign].
//
// Every content has one encoding: what deciphers to redundancy bits that are
// set, to an unused place of a ladder or to a combination that Seal refuses is
// foreign too.
func (s *Secret) Open(k Key) (c Content, err error) {
	b := k.bits()
	s.decipher(&b)
	if b.redundant() != 0 || k.IsZero() {
		return Content{}, ErrForeign
	}
	serial := b.get(serialSlot.From, serialSlot.Width)
	if serial >= serials || !b.getFeatures(&c.Grant.Features) || !b.getKind(&c) {
		return Content{}, ErrForeign
	}
	c.Serial = s.serial(serial)
	return c, nil
}

func (b *bits) getFeatures(set *license.Set) bool {
	for i := range ladderSlots {
		p := &ladderSlots[i]
		place := b.get(p.From, p.Width)
		if place >= uint64(len(p.ladder.values)) {
			return false
		}
		set[p.Feature] = p.ladder.values[place]
	}
	flags := b.get(firstFlag, uint(len(flagSlots)))
	for i := len(flagSlots) - 1; i >= 0; i-- {
		set[flagSlots[i]] = license.Value(flags & 1)
		flags >>= 1
	}
	set[license.UCPhoneProxySessions] = set[license.TotalUCProxySessions]
	return set[license.SharedPremiumPeers] == license.Disabled || set[license.SharedLicense] == license.Enabled
}

func (b *bits) getKind(c *Content) bool {
	days := b.get(termSlot.From, termSlot.Width)
	c.Grant.Level = license.Level(b.get(levelSlot.From, levelSlot.Width))
	c.Grant.Term = time.Duration(days) * license.Day
	c.Issue = uint16(b.get(issueSlot.From, issueSlot.Width))
	if days == 0 {
		return c.Issue == 0
	}
	return days <= maxDays && c.Grant.Level == license.Base && !b.grantsNothing()
}
