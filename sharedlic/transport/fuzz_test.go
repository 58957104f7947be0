package transport

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"github.com/asapak/asapak/sharedlic/transport/cpace"
)

// A scripted peer says what it has, whatever it is told.
type scripted struct {
	io.Reader
	told bytes.Buffer
}

func (s *scripted) Write(p []byte) (int, error) { return s.told.Write(p) }

// FuzzRespond lets a peer say anything in the handshake: it never gets in, and
// gets no tag.
func FuzzRespond(f *testing.F) {
	ch := cpace.Channel{Session: []byte("exporter"), Info: []byte(channelInfo)}
	own := Identity{Server, mainID}
	peer := &scripted{Reader: bytes.NewReader(nil)}
	(exchange{ReadWriter: peer}).initiate(ch, []byte(secret), Identity{Participant, firstID})
	start := peer.told.Bytes()
	f.Add(start)
	f.Add(append(bytes.Clone(start), append([]byte("PSHA\x01\x03\x00\x40"), make([]byte, cpace.TagSize)...)...))
	f.Fuzz(func(t *testing.T, said []byte) {
		peer := &scripted{Reader: bytes.NewReader(said)}
		_, err := (exchange{ReadWriter: peer}).respond(ch, []byte(secret), own)
		if err == nil {
			t.Fatal("it is let in")
		}
		if !errors.Is(err, ErrAuthentication) && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("another error: %v", err)
		}
		if most := authHead + cpace.ShareSize + len(own.encode()); peer.told.Len() > most {
			t.Errorf("it is told %d bytes", peer.told.Len())
		}
	})
}

func FuzzDecodeIdentity(f *testing.F) {
	f.Add(Identity{Participant, firstID}.encode())
	f.Fuzz(func(t *testing.T, data []byte) {
		i, err := decodeIdentity(data)
		if err == nil && (string(data[identitySize:]) != string(i.Serial) || data[0] != byte(i.Role)) {
			t.Errorf("%q is read as %+v", data, i)
		}
	})
}
