package activationkey

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"

	"github.com/asapak/asapak/license"
)

// DefaultPassphrase is the passphrase of every lab that doesn't set its own. It
// is public: it keeps lab keys apart from foreign ones and protects nothing.
const DefaultPassphrase = "asapak lab"

// A Secret seals and opens the keys of a lab. It isn't for concurrent use: it
// holds the buffers of the cipher, which would otherwise be allocated for each
// key, and the serial number that it read last.
type Secret struct {
	aes     cipher.Block
	in, out [aes.BlockSize]byte

	lastNumber uint64
	lastText   license.Serial
}

// NewSecret derives a secret from a passphrase of any length. Deriving it is
// fast, and so is guessing it for who has a sealed key: a lab that wants its
// secret kept takes a passphrase of 128 random bits.
func NewSecret(passphrase string) *Secret {
	key, err := hkdf.Key(sha256.New, []byte(passphrase), nil, "asapak activation key v1", 16)
	if err != nil {
		panic("activationkey: " + err.Error())
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		panic("activationkey: " + err.Error())
	}
	return &Secret{aes: block}
}

// rounds of the Feistel network; the package documentation says why.
const rounds = 6

// A half of the 160 bits: the upper 16 and the lower 64 of 80.
type half struct {
	high uint16
	low  uint64
}

func (h half) xor(o half) half { return half{h.high ^ o.high, h.low ^ o.low} }

// round is the function of one round: one AES block that holds the number of
// the round, six zero bytes' worth of padding and the half, cut to 80 bits.
func (s *Secret) round(n byte, h half) half {
	s.in[0] = n
	binary.BigEndian.PutUint16(s.in[6:], h.high)
	binary.BigEndian.PutUint64(s.in[8:], h.low)
	s.aes.Encrypt(s.out[:], s.in[:])
	return half{binary.BigEndian.Uint16(s.out[6:]), binary.BigEndian.Uint64(s.out[8:])}
}

func (s *Secret) encipher(b *bits) Key {
	left, right := b.halves()
	for n := range byte(rounds) {
		left, right = right, left.xor(s.round(n, right))
	}
	return joined(left, right).key()
}

func (s *Secret) decipher(k Key) bits {
	b := k.bits()
	left, right := b.halves()
	for n := range byte(rounds) {
		left, right = right.xor(s.round(rounds-1-n, left)), left
	}
	return joined(left, right)
}

func (b *bits) halves() (left, right half) {
	left = half{uint16(b[0] >> 48), b[0]<<16 | b[1]>>48}
	right = half{uint16(b[1] >> 32), b[1]<<32 | b[2]>>32}
	return left, right
}

func joined(left, right half) bits {
	return bits{
		uint64(left.high)<<48 | left.low>>16,
		left.low<<48 | uint64(right.high)<<32 | right.low>>32,
		right.low << 32,
	}
}

func (b bits) key() Key {
	return Key{uint32(b[0] >> 32), uint32(b[0]), uint32(b[1] >> 32), uint32(b[1]), uint32(b[2] >> 32)}
}

func (k Key) bits() bits {
	return bits{uint64(k[0])<<32 | uint64(k[1]), uint64(k[2])<<32 | uint64(k[3]), uint64(k[4]) << 32}
}
