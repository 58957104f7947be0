// Package cpace lets two ends that share a short secret find out whether they
// do, and tells nothing to an end that doesn't.
//
// It is CPace, the balanced password-authenticated key exchange of
// draft-irtf-cfrg-cpace-21, with the group ristretto255 and SHA-512, roles of
// initiator and responder, and the key confirmation of the draft's section on
// explicit authentication. The draft isn't an RFC: its details may still change,
// and two versions of a program that follow two versions of it won't agree.
//
// A secret of four characters can be guessed by anyone who can try the guesses
// on something recorded. Here nothing that is sent can be so tried, not even by
// who sits between the ends and plays along: each exchange tests one guess, and
// the end whose secret it is sees the failure. Start with [Start] and [Answer].
//
//	initiator                          responder
//	Start        Ya, ADa  ───────────▶ Answer
//	Finish       ◀─────────── Yb, ADb
//	Tag          Ta  ────────────────▶ Check
//	Check        ◀──────────────── Tb  Tag
//
// The responder sends its tag only after it has checked that of the initiator,
// so that whoever tries a guess on a responder can't learn how it went without
// the responder noticing.
//
// What the exchange is about (channel, roles, names, versions) goes into
// [Channel] and the associated data: two ends that don't see the same don't
// agree on a key.
package cpace

import (
	"crypto/hmac"
	"crypto/sha512"
	"errors"
	"io"

	"github.com/gtank/ristretto255"
)

// Sizes of what is sent, in bytes.
const (
	ShareSize = 32
	TagSize   = sha512.Size
)

// ErrFailed is the only error of an exchange, whatever went wrong: another
// secret, another channel, a share that is no point of the group or its
// identity, a tag that doesn't fit. It is the same so that it tells nothing.
var ErrFailed = errors.New("authentication failed")

// A Channel is what both ends know to be the same before they begin.
type Channel struct {
	// Session is unique to the connection, such as a TLS exporter value: whoever
	// sits between the ends has two connections, and so two sessions.
	Session []byte

	// Info names the protocol and the roles.
	Info []byte
}

// A Party is one end of an exchange under way. It is used once.
type Party struct {
	session []byte
	scalar  *ristretto255.Scalar
	own     side
	mate    side
	macKey  []byte
}

// A side is what one end puts into the exchange.
type side struct{ share, data []byte }

func (s side) bytes() []byte { return lengthValue(s.share, s.data) }

// Start begins an exchange as the initiator. The associated data is what this
// end says of itself; the other end must see the same. It is not secret. Random
// must be a source fit for secrets; 64 bytes are read from it.
func Start(secret []byte, channel Channel, data []byte, random io.Reader) (*Party, error) {
	return begin(secret, channel, data, random)
}

// Answer begins an exchange as the responder, with the initiator's share and
// associated data. Its error is ErrFailed, or one of random.
func Answer(secret []byte, channel Channel, data []byte, random io.Reader, share, mateData []byte) (*Party, error) {
	p, err := begin(secret, channel, data, random)
	if err != nil {
		return nil, err
	}
	return p, p.agree(share, mateData, func() []byte { return append(p.mate.bytes(), p.own.bytes()...) })
}

// Finish gives the responder's share and associated data to the initiator. Its
// error is ErrFailed.
func (p *Party) Finish(share, mateData []byte) error {
	return p.agree(share, mateData, func() []byte { return append(p.own.bytes(), p.mate.bytes()...) })
}

// Share is this end's share, ShareSize bytes, to be sent to the other.
func (p *Party) Share() []byte { return p.own.share }

// Tag shows the other end that this one has the same key, TagSize bytes.
func (p *Party) Tag() []byte { return mac(p.macKey, p.own) }

// Check takes the other end's tag. Its error is ErrFailed. A tag of this end's
// own that is sent back to it doesn't fit.
func (p *Party) Check(tag []byte) error {
	if p.macKey == nil || !hmac.Equal(tag, mac(p.macKey, p.mate)) {
		return ErrFailed
	}
	return nil
}

func begin(secret []byte, channel Channel, data []byte, random io.Reader) (*Party, error) {
	var uniform [64]byte
	if _, err := io.ReadFull(random, uniform[:]); err != nil {
		return nil, err
	}
	scalar, err := ristretto255.NewScalar().SetUniformBytes(uniform[:])
	if err != nil {
		return nil, err
	}
	share := ristretto255.NewIdentityElement().ScalarMult(scalar, generator(secret, channel))
	return &Party{session: channel.Session, scalar: scalar, own: side{share.Bytes(), data}}, nil
}

// agree computes the key. Two shares that are the same are one that was sent
// back: with equal data the tags would be equal too.
func (p *Party) agree(share, data []byte, transcript func() []byte) error {
	p.mate = side{share, data}
	point, ok := scalarMultVerify(p.scalar, share)
	if !ok || string(share) == string(p.own.share) {
		return ErrFailed
	}
	p.macKey = macKey(p.session, intermediateKey(p.session, point, transcript()))
	return nil
}

func mac(key []byte, s side) []byte {
	h := hmac.New(sha512.New, key)
	h.Write(s.bytes())
	return h.Sum(nil)
}
