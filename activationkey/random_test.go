package activationkey_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/asapak/asapak/activationkey"
	"github.com/asapak/asapak/license"
)

// newRandom is a source of random cases that are the same in each run.
func newRandom(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0)) }

// randomContent is any content that a key can have, as opening gives it back.
func randomContent(r *rand.Rand) activationkey.Content {
	c := activationkey.Content{Serial: randomSerial(r)}
	for f := range license.NumFeatures {
		if ladder := activationkey.Ladder(f); ladder != nil && r.IntN(2) == 0 {
			c.Grant.Features[f] = ladder[r.IntN(len(ladder))]
		}
	}
	c.Grant.Features = opened(c.Grant.Features)
	if r.IntN(2) == 0 {
		c.Grant.Level = license.Level(r.IntN(int(license.NumLevels)))
		return c
	}
	if c.Grant.Features == (license.Set{}) {
		c.Grant.Features[license.BotnetTrafficFilter] = license.Enabled
	}
	c.Grant.Term = license.Day * time.Duration(1+r.IntN(int(activationkey.MaxTerm/license.Day)))
	c.Issue = uint16(r.Uint32())
	return c
}

// opened is a set with what opening its key adds.
func opened(s license.Set) license.Set {
	s[license.UCPhoneProxySessions] = s[license.TotalUCProxySessions]
	if s[license.SharedPremiumPeers] != license.Disabled {
		s[license.SharedLicense] = license.Enabled
	}
	return s
}

func randomSerial(r *rand.Rand) license.Serial {
	const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	text := make([]byte, license.SerialLength)
	for i := range text {
		text[i] = letters[r.IntN(len(letters))]
	}
	return license.Serial(text)
}

func seal(t testing.TB, secret *activationkey.Secret, c activationkey.Content) activationkey.Key {
	t.Helper()
	k, err := secret.Seal(c)
	if err != nil {
		t.Fatalf("sealing %+v: %v", c, err)
	}
	return k
}
