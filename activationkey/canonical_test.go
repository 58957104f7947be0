package activationkey

import (
	"testing"

	"github.com/asapak/asapak/license"
)

// rule KEY-8: each content has one encoding. What is enciphered under the right
// secret and says something else than Seal would is foreign all the same.
func TestOtherEncodingsAreForeign(t *testing.T) {
	cases := []struct {
		name  string
		slot  slot
		value uint64
	}{
		{"serial number of 36^11", serialSlot, serials},
		{"highest serial number", serialSlot, 1<<57 - 1},
		{"permanent with an issue number", issueSlot, 1},
		{"no Shared License with a pool", ladderOf(license.SharedPremiumPeers), 1},
		{"lowest redundancy bit", redundancySlot, 1},
	}
	for _, p := range ladderSlots {
		for place := len(p.ladder.values); place < 1<<p.Width; place++ {
			cases = append(cases, struct {
				name  string
				slot  slot
				value uint64
			}{"unused place of " + p.Feature.String(), ladderOf(p.Feature), uint64(place)})
		}
	}
	s := NewSecret("test")
	for _, c := range cases {
		var b bits
		putAcross(&b, c.slot, c.value)
		if content, err := openBits(s, b); err != ErrForeign || content != (Content{}) {
			t.Errorf("%s: %+v, %v", c.name, content, err)
		}
	}
}

// rule KEY-4: a time-based key has a feature, no level, and a term of ten years at
// most.
func TestTimeBasedEncodings(t *testing.T) {
	cases := []struct {
		name                 string
		days, level, carrier uint64
		opens                bool
	}{
		{"a feature", 7, 0, 1, true},
		{"no feature", 7, 0, 0, false},
		{"a level", 7, 1, 1, false},
		{"the longest term", maxDays, 0, 1, true},
		{"a day more", maxDays + 1, 0, 1, false},
		{"the highest term", 1<<12 - 1, 0, 1, false},
	}
	s := NewSecret("test")
	for _, c := range cases {
		var b bits
		b.put(termSlot.From, termSlot.Width, c.days)
		b.put(issueSlot.From, issueSlot.Width, 9)
		b.put(levelSlot.From, levelSlot.Width, c.level)
		b.put(firstFlag, 1, c.carrier)
		content, err := openBits(s, b)
		if days := uint64(content.Grant.Term / license.Day); (err == nil) != c.opens || c.opens && days != c.days {
			t.Errorf("%s: %+v, %v", c.name, content, err)
		}
	}
}

// rule KEY-8: each redundancy bit is looked at.
func TestEachRedundancyBit(t *testing.T) {
	s := NewSecret("test")
	for bit := redundancySlot.From; bit < 32*Words; bit++ {
		var b bits
		putAcross(&b, slot{bit, 1, ""}, 1)
		if _, err := openBits(s, b); err != ErrForeign {
			t.Errorf("bit %d set: %v", bit, err)
		}
	}
	if _, err := openBits(s, bits{}); err != nil {
		t.Errorf("no bit set: %v", err)
	}
}

func openBits(s *Secret, b bits) (Content, error) {
	s.encipher(&b)
	return s.Open(b.key())
}

func ladderOf(f license.Feature) slot {
	for _, p := range ladderSlots {
		if p.Feature == f {
			return slot{p.From, p.Width, f.String()}
		}
	}
	panic("no ladder of " + f.String())
}

// putAcross is put for any slot: the redundancy crosses a word.
func putAcross(b *bits, s slot, value uint64) {
	for i := range s.Width {
		bit := s.From + i
		b[bit/64] |= value >> (s.Width - 1 - i) & 1 << (63 - bit%64)
	}
}
