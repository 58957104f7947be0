package transport

import (
	"errors"
	"strconv"

	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sharedlic"
	"github.com/asapak/asapak/sharedlic/wire"
)

// A Role is what a unit is in the network.
type Role uint8

// The roles.
const (
	Participant Role = iota + 1
	Backup
	Server
)

var roleNames = [...]string{Participant: "participant", Backup: "backup", Server: "server"}

func (r Role) String() string {
	if r >= Participant && r <= Server {
		return roleNames[r]
	}
	return "Role(" + strconv.Itoa(int(r)) + ")"
}

// An Identity is what a unit says of itself in the handshake. Both ends prove
// that they saw the same.
type Identity struct {
	Role   Role
	Serial license.Serial
}

// identitySize is that of an identity without its serial number.
const identitySize = 3

// encode writes an identity, with the versions of messages that are spoken: who
// removes the newest one on the way is found out.
func (i Identity) encode() []byte {
	return append([]byte{byte(i.Role), sharedlic.MinVersion, sharedlic.Version}, i.Serial...)
}

var errIdentity = errors.New("no identity")

// decodeIdentity reads what the other end says. It must speak a version that is
// spoken here.
func decodeIdentity(data []byte) (Identity, error) {
	if len(data) <= identitySize || len(data) > identitySize+wire.MaxID {
		return Identity{}, errIdentity
	}
	i := Identity{Role: Role(data[0]), Serial: license.Serial(data[identitySize:])}
	if i.Role < Participant || i.Role > Server {
		return Identity{}, errIdentity
	}
	for _, b := range []byte(i.Serial) {
		if b <= ' ' || b > '~' {
			return Identity{}, errIdentity
		}
	}
	if _, ok := wire.Negotiate(sharedlic.MinVersion, sharedlic.Version, data[1], data[2]); !ok {
		return Identity{}, errIdentity
	}
	return i, nil
}
