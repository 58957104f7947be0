package cpace

import (
	"crypto/hmac"
	"crypto/sha256"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/gtank/ristretto255"
)

// A transcript is all that passes, with what an attacker in the middle has
// besides: the channel, and scalars of its own when it played one end.
type transcript struct {
	channel        Channel
	ya, ada        []byte
	yb, adb        []byte
	ta, tb         []byte
	ownScalar      *ristretto255.Scalar // the attacker's, if it played the responder
	committedGuess string               // the secret on which it built its share
}

// guess lists the secrets of a dictionary that fit a transcript: those for which
// some relation holds that an attacker can compute for the guess. A protocol
// that leaks leaves one secret, CPace leaves none.
func guess(tr transcript, dictionary []string, tags func(secret string, tr transcript) [][]byte) []string {
	var fit []string
	for _, secret := range dictionary {
		if slices.ContainsFunc(tags(secret, tr), func(tag []byte) bool {
			return tag != nil && (hmac.Equal(tag, tr.ta) || hmac.Equal(tag, tr.tb))
		}) {
			fit = append(fit, secret)
		}
	}
	return fit
}

// cpaceTags are the tags an attacker can make for a guess: from every point that
// it can compute of the shares, the guessed generator and scalars it knows.
func cpaceTags(secret string, tr transcript) [][]byte {
	g := generator([]byte(secret), tr.channel)
	scalars := []*ristretto255.Scalar{scalarOf(1), scalarOf(2)}
	if tr.ownScalar != nil {
		scalars = append(scalars, tr.ownScalar)
	}
	var points [][]byte
	for _, share := range [][]byte{tr.ya, tr.yb, g.Bytes()} {
		p, err := ristretto255.NewIdentityElement().SetCanonicalBytes(share)
		if err != nil {
			continue
		}
		for _, s := range scalars {
			points = append(points, ristretto255.NewIdentityElement().ScalarMult(s, p).Bytes())
		}
	}
	a, b := side{tr.ya, tr.ada}, side{tr.yb, tr.adb}
	var tags [][]byte
	for _, point := range points {
		key := macKey(tr.channel.Session, intermediateKey(tr.channel.Session, point, append(a.bytes(), b.bytes()...)))
		tags = append(tags, mac(key, a), mac(key, b))
	}
	return tags
}

func scalarOf(n byte) *ristretto255.Scalar {
	b := make([]byte, 32)
	b[0] = n
	s, err := ristretto255.NewScalar().SetCanonicalBytes(b)
	if err != nil {
		panic(err)
	}
	return s
}

// dictionary holds the secret of the exchanges, "abcd", and others.
var dictionary = []string{"aaaa", "abcc", "abcd", "abce", "cisco", "zzzz"}

// recorded is what a listener sees of a whole exchange, TLS taken off.
func recorded(t *testing.T, seed byte) transcript {
	t.Helper()
	a, b := ends()
	initiator, err := Start([]byte(a.secret), a.channel, []byte(a.data), source(seed))
	if err != nil {
		t.Fatal(err)
	}
	responder, err := Answer([]byte(b.secret), b.channel, []byte(b.data), source(seed+1), initiator.Share(), []byte(a.data))
	if err != nil {
		t.Fatal(err)
	}
	if err := initiator.Finish(responder.Share(), []byte(b.data)); err != nil {
		t.Fatal(err)
	}
	return transcript{
		channel: a.channel, ya: initiator.Share(), ada: []byte(a.data),
		yb: responder.Share(), adb: []byte(b.data), ta: initiator.Tag(), tb: responder.Tag(),
	}
}

// active is what an attacker gets that plays the responder to an initiator, on
// one guess. It gets the initiator's tag.
func active(t *testing.T, attempt string, seed byte) transcript {
	t.Helper()
	a, b := ends()
	initiator, err := Start([]byte(a.secret), a.channel, []byte(a.data), source(seed))
	if err != nil {
		t.Fatal(err)
	}
	attacker, err := Answer([]byte(attempt), b.channel, []byte(b.data), source(seed+1), initiator.Share(), []byte(a.data))
	if err != nil {
		t.Fatal(err)
	}
	if err := initiator.Finish(attacker.Share(), []byte(b.data)); err != nil {
		t.Fatal(err)
	}
	return transcript{
		channel: a.channel, ya: initiator.Share(), ada: []byte(a.data),
		yb: attacker.Share(), adb: []byte(b.data), ta: initiator.Tag(),
		ownScalar: attacker.scalar, committedGuess: attempt,
	}
}

// rule SHR-2: what was recorded can't be used to guess the secret.
func TestRecordedExchangeCantBeGuessed(t *testing.T) {
	for seed := byte(0); seed < 20; seed += 2 {
		if fit := guess(recorded(t, seed), dictionary, cpaceTags); len(fit) != 0 {
			t.Fatalf("the guesser finds %q", fit)
		}
	}
}

// rule SHR-2: who plays an end tests the one guess that it played with, and
// afterwards no other: wrong once, the right secret looks as wrong as the rest.
func TestActiveAttackerTestsOneGuess(t *testing.T) {
	for i, attempt := range dictionary {
		fit := guess(active(t, attempt, byte(2*i)), dictionary, cpaceTags)
		switch {
		case attempt != "abcd" && len(fit) != 0:
			t.Errorf("with the guess %q the guesser finds %q off line", attempt, fit)
		case attempt == "abcd" && len(fit) != len(dictionary):
			// The tag proves the guess that was played. It is computed without the
			// dictionary, so it fits all of it alike.
			t.Errorf("the right guess isn't confirmed: %q", fit)
		}
	}
}

// The guesser can find: a tag keyed by the secret and the channel, as other
// protocols have it, gives the secret away to who recorded it.
func TestGuesserFindsTheSecretOfALeakyProtocol(t *testing.T) {
	leaky := func(secret string, tr transcript) [][]byte {
		h := hmac.New(sha256.New, []byte(secret))
		h.Write(tr.channel.Session)
		return [][]byte{h.Sum(nil)}
	}
	a, _ := ends()
	tr := transcript{channel: a.channel}
	tr.ta = leaky(a.secret, tr)[0]
	if fit := guess(tr, dictionary, leaky); !slices.Equal(fit, []string{"abcd"}) {
		t.Errorf("the guesser finds %q", fit)
	}
}

// rule SHR-2: shares made with the right and with a wrong secret have the same
// distribution: each byte of many of them is as even with one as with the other.
func TestSharesLookAlike(t *testing.T) {
	const shares = 500
	for _, secret := range dictionary[:3] {
		var seen [16]int
		random := rand.NewChaCha8([32]byte{byte(len(secret))})
		a, _ := ends()
		for range shares {
			p, err := Start([]byte(secret), a.channel, nil, random)
			if err != nil {
				t.Fatal(err)
			}
			for _, b := range p.Share()[:ShareSize-1] {
				seen[b>>4]++
			}
		}
		// The lowest bit of the first byte is always zero, the others are even.
		total, chi := float64(shares*(ShareSize-1)), 0.0
		for _, n := range seen {
			chi += math.Pow(float64(n)-total/16, 2) / (total / 16)
		}
		if chi > 45 { // 15 degrees of freedom: one in 10,000 exceeds 44
			t.Errorf("secret %q: chi-square %.1f", secret, chi)
		}
	}
}
