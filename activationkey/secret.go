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
const rounds = 4

// A half of the 160 bits: the upper 16 and the lower 64 of 80.
type half struct{ high, low uint64 }

func (h half) xor(o half) half { return half{h.high ^ o.high, h.low ^ o.low} }

// round is the function of one round: AES of a block that holds the number of
// the round, five zero bytes and the half, cut to 80 bits.
func (s *Secret) round(n uint64, h half) half {
	binary.BigEndian.PutUint64(s.in[:8], n<<56|h.high)
	binary.BigEndian.PutUint64(s.in[8:], h.low)
	s.aes.Encrypt(s.out[:], s.in[:])
	return half{binary.BigEndian.Uint64(s.out[:8]) & 0xffff, binary.BigEndian.Uint64(s.out[8:])}
}

func (s *Secret) encipher(b *bits) {
	left, right := b.halves()
	for n := range uint64(rounds) {
		left, right = right, left.xor(s.round(n, right))
	}
	b.join(left, right)
}

func (s *Secret) decipher(b *bits) {
	left, right := b.halves()
	for n := range uint64(rounds) {
		left, right = right.xor(s.round(rounds-1-n, left)), left
	}
	b.join(left, right)
}

func (b *bits) halves() (left, right half) {
	left = half{b[0] >> 48, b[0]<<16 | b[1]>>48}
	right = half{b[1] >> 32 & 0xffff, b[1]<<32 | b[2]>>32}
	return left, right
}

func (b *bits) join(left, right half) {
	b[0] = left.high<<48 | left.low>>16
	b[1] = left.low<<48 | right.high<<32 | right.low>>32
	b[2] = right.low << 32
}

func (b *bits) key() Key {
	return Key{uint32(b[0] >> 32), uint32(b[0]), uint32(b[1] >> 32), uint32(b[1]), uint32(b[2] >> 32)}
}

func (k Key) bits() bits {
	return bits{uint64(k[0])<<32 | uint64(k[1]), uint64(k[2])<<32 | uint64(k[3]), uint64(k[4]) << 32}
}
