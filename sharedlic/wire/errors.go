package wire

import (
	"errors"
	"fmt"

	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sharedlic"
)

// ErrShort says that the data end before the frame does.
var ErrShort = errors.New("shared license message: more bytes are to come")

// A SyntaxError says where bytes aren't a message, or a message doesn't fit into
// bytes.
type SyntaxError struct {
	Offset int // in the frame
	Field  string
	Reason string
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("shared license message: byte %d: %s: %s", e.Offset, e.Field, e.Reason)
}

// A VersionError is a message of a protocol version that isn't spoken here.
type VersionError struct {
	Version uint8
	Type    byte
	Header  sharedlic.Header
}

func (e *VersionError) Error() string {
	return fmt.Sprintf("shared license message: version %d: want %d to %d", e.Version, sharedlic.MinVersion, sharedlic.Version)
}

// A TypeError is a message of an unknown type.
type TypeError struct {
	Type   byte
	Header sharedlic.Header
}

func (e *TypeError) Error() string {
	return fmt.Sprintf("shared license message: unknown type %d", e.Type)
}

// answers is the bit that the type bytes of answers have: they aren't answered.
const answers = 0x80

// Refusal is the answer of unit from to a message that Decode could not read. It
// reports false when there is nothing to answer.
func Refusal(err error, from license.Serial) (sharedlic.Answer, bool) {
	var version *VersionError
	var unknown *TypeError
	refuse := func(h sharedlic.Header, code byte, status sharedlic.Status) (sharedlic.Answer, bool) {
		a := sharedlic.Answer{Header: sharedlic.Header{From: from, Epoch: h.Epoch, Request: h.Request}, Status: status, Version: sharedlic.Version}
		if r := byCode[code]; r != nil {
			a.To = r.kind
		}
		return a, code&answers == 0
	}
	switch {
	case errors.As(err, &version):
		return refuse(version.Header, version.Type, sharedlic.BadVersion)
	case errors.As(err, &unknown):
		return refuse(unknown.Header, unknown.Type, sharedlic.UnknownMessage)
	}
	return sharedlic.Answer{}, false
}
