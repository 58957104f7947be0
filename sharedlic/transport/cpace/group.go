package cpace

import (
	"crypto/sha512"

	"github.com/gtank/ristretto255"
)

// The names by which the draft tells its groups and uses of hashes apart.
const (
	domain    = "CPaceRistretto255"
	domainISK = "CPaceRistretto255_ISK"
	domainMac = "CPaceMac"
)

// generatorString is generator_string of the draft: the secret and what names
// it fill the first block of the hash, and the rest comes after.
func generatorString(secret []byte, channel Channel) []byte {
	head := lengthValue([]byte(domain), secret)
	pad := max(0, sha512.BlockSize-1-len(head))
	return append(head, lengthValue(make([]byte, pad), channel.Info, channel.Session)...)
}

// generator is calculate_generator: the point on which this exchange, and no
// other, is built.
func generator(secret []byte, channel Channel) *ristretto255.Element {
	hash := sha512.Sum512(generatorString(secret, channel))
	point, err := ristretto255.NewIdentityElement().SetUniformBytes(hash[:])
	if err != nil {
		panic("cpace: a hash of 64 bytes isn't uniform: " + err.Error())
	}
	return point
}

// scalarMultVerify is scalar_mult_vfy: not ok for what is no point and for a
// result that is the identity, which anyone could have guessed.
func scalarMultVerify(s *ristretto255.Scalar, share []byte) (point []byte, ok bool) {
	p, err := ristretto255.NewIdentityElement().SetCanonicalBytes(share)
	if err != nil {
		return nil, false
	}
	p.ScalarMult(s, p)
	return p.Bytes(), p.Equal(ristretto255.NewIdentityElement()) == 0
}

// intermediateKey is the ISK for initiator and responder.
func intermediateKey(session, point, transcript []byte) []byte {
	isk := sha512.Sum512(append(lengthValue([]byte(domainISK), session, point), transcript...))
	return isk[:]
}

// macKey is the key of both tags.
func macKey(session, isk []byte) []byte {
	key := sha512.Sum512(append(append([]byte(domainMac), session...), isk...))
	return key[:]
}

// lengthValue is lv_cat: each part with its length before it, as LEB128, so
// that no two lists of parts read alike.
func lengthValue(parts ...[]byte) []byte {
	var out []byte
	for _, part := range parts {
		n := len(part)
		for ; n >= 0x80; n >>= 7 {
			out = append(out, byte(n)|0x80)
		}
		out = append(out, byte(n))
		out = append(out, part...)
	}
	return out
}
