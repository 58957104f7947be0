package transport

import (
	"crypto/rand"
	"crypto/tls"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/asapak/asapak/sharedlic/transport/cpace"
)

// The frames of the handshake.
const (
	authMagic   = "PSHA"
	authVersion = 1
	authHead    = 8
	maxAuthBody = cpace.TagSize
)

// The types of the frames.
const (
	startFrame = iota + 1
	answerFrame
	initiatorTag
	responderTag
)

const (
	exporterLabel = "EXPORTER-asapak-shared-license"
	exporterSize  = 32
	channelInfo   = "asapak shared license, handshake 1"
)

// ErrAuthentication says that the other end doesn't know the secret, or that
// someone is in between.
var ErrAuthentication = errors.New("the other end doesn't know the secret")

// ErrSecret says that a text can't be a shared secret (SHR-2).
var ErrSecret = errors.New("want 4 to 128 printable ASCII characters")

// The length of a secret (SHR-2).
const (
	minSecret = 4
	maxSecret = 128
)

// CheckSecret checks a shared secret (SHR-2).
func CheckSecret(secret string) error {
	if len(secret) < minSecret || len(secret) > maxSecret {
		return fmt.Errorf("shared secret of %d characters: %w", len(secret), ErrSecret)
	}
	for _, b := range []byte(secret) {
		if b < ' ' || b > '~' {
			return fmt.Errorf("shared secret: %w", ErrSecret)
		}
	}
	return nil
}

// channel is what both ends of a TLS connection know, and nobody else.
func channel(c *tls.Conn) (cpace.Channel, error) {
	state := c.ConnectionState()
	session, err := state.ExportKeyingMaterial(exporterLabel, nil, exporterSize)
	return cpace.Channel{Session: session, Info: []byte(channelInfo)}, err
}

// An exchange reads and writes the frames of the handshake; stream also gets
// them, for the capture.
type exchange struct {
	io.ReadWriter
	stream *stream
}

// initiate authenticates the end that has connected. It learns who the other end
// is.
func (x exchange) initiate(ch cpace.Channel, secret []byte, own Identity) (Identity, error) {
	party, err := cpace.Start(secret, ch, own.encode(), rand.Reader)
	if err != nil {
		return Identity{}, err
	}
	if err := x.write(startFrame, party.Share(), own.encode()); err != nil {
		return Identity{}, err
	}
	share, data, err := x.readShare(answerFrame)
	if err != nil {
		return Identity{}, err
	}
	mate, err := decodeIdentity(data)
	if err := errors.Join(err, party.Finish(share, data)); err != nil {
		return Identity{}, ErrAuthentication
	}
	if err := x.write(initiatorTag, party.Tag()); err != nil {
		return Identity{}, err
	}
	// The other end says nothing when the tag was wrong.
	tag, err := x.read(responderTag)
	if err := errors.Join(err, party.Check(tag)); err != nil {
		return Identity{}, ErrAuthentication
	}
	return mate, nil
}

// respond authenticates the end that was connected to. The error is
// ErrAuthentication if what arrived was wrong, and not only missing.
func (x exchange) respond(ch cpace.Channel, secret []byte, own Identity) (Identity, error) {
	share, data, err := x.readShare(startFrame)
	if err != nil {
		return Identity{}, err
	}
	mate, identityErr := decodeIdentity(data)
	party, err := cpace.Answer(secret, ch, own.encode(), rand.Reader, share, data)
	if err := errors.Join(identityErr, err); err != nil {
		return Identity{}, ErrAuthentication
	}
	if err := x.write(answerFrame, party.Share(), own.encode()); err != nil {
		return Identity{}, err
	}
	tag, err := x.read(initiatorTag)
	if err != nil {
		return Identity{}, err
	}
	if err := party.Check(tag); err != nil {
		return Identity{}, ErrAuthentication
	}
	return mate, x.write(responderTag, party.Tag())
}

func (x exchange) write(kind byte, parts ...[]byte) error {
	frame := append(make([]byte, 0, 128), authMagic...)
	frame = append(frame, authVersion, kind, 0, 0)
	for _, part := range parts {
		frame = append(frame, part...)
	}
	binary.BigEndian.PutUint16(frame[authHead-2:], uint16(len(frame)-authHead))
	x.stream.sent(frame)
	_, err := x.Write(frame)
	return err
}

// read reads a frame of a kind. Anything else is an error of authentication.
func (x exchange) read(kind byte) ([]byte, error) {
	head := make([]byte, authHead, authHead+maxAuthBody)
	if _, err := io.ReadFull(x, head); err != nil {
		return nil, err
	}
	size := int(binary.BigEndian.Uint16(head[authHead-2:]))
	if string(head[:4]) != authMagic || head[4] != authVersion || head[5] != kind || size > maxAuthBody {
		return nil, ErrAuthentication
	}
	frame := head[:authHead+size]
	if _, err := io.ReadFull(x, frame[authHead:]); err != nil {
		return nil, err
	}
	x.stream.received(frame)
	return frame[authHead:], nil
}

func (x exchange) readShare(kind byte) (share, data []byte, err error) {
	body, err := x.read(kind)
	if err == nil && len(body) < cpace.ShareSize {
		err = ErrAuthentication
	}
	if err != nil {
		return nil, nil, err
	}
	return body[:cpace.ShareSize], body[cpace.ShareSize:], nil
}
