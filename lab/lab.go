package lab

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/asapak/asapak/activationkey"
	"github.com/asapak/asapak/cli/read"
	"github.com/asapak/asapak/license"
)

// A Lab is what a lab file says: the units, and the virtual instant at which
// their world starts.
type Lab struct {
	Name   string // names the state file: the file's base name without extension
	Start  time.Time
	Secret *activationkey.Secret // seals and opens the keys of all units (KEY-7)
	Units  []Unit
	Groups []Group // failover pairs and clusters
	Users  []User

	EnablePassword string // hashed; empty for none

	digest string // of everything that Build depends on
}

// A Unit is one device of a lab.
type Unit struct {
	Name                string
	Model               *license.Model
	Serial              license.Serial
	Release             license.Release
	NoPayloadEncryption bool
	Config              string // startup configuration, as ASA lines
	Interfaces          []Interface

	Permanent *license.Grant // of the first permanent key, nil for none (KEY-6)
	TimeBased []TimeBased

	Adopted *read.Proven // of a unit taken over from a real one's output (KEY-7)
}

// A TimeBased is a time-based license that a unit has from the start.
type TimeBased struct {
	Grant  license.Grant
	Active bool
}

// An Opener opens the files that a lab file names.
type Opener func(path string) (io.ReadCloser, error)

// maxFile bounds a lab file, in bytes.
const maxFile = 1 << 20

// Load reads a lab file. What is wrong in it is told as [Problems]. secret, when
// not empty, goes before the one that the file may name.
func Load(path, secret string) (*Lab, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("lab file: %w", err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return nil, fmt.Errorf("lab file: %w", err)
	}
	return Parse(path, data, secret, openFile)
}

func openFile(path string) (io.ReadCloser, error) { return os.Open(path) }

// Default is the lab that opens without a file: one ISA 3000 with Security Plus
// and 3DES/AES. secret, when not empty, seals its keys.
func Default(secret string) *Lab {
	grant := license.Grant{Level: license.SecurityPlus}
	grant.Features[license.Encryption3DESAES] = license.Enabled
	model, err := license.FindModel("ISA 3000")
	if err != nil {
		panic(err)
	}
	return &Lab{
		Name: "default", Start: defaultStart, Secret: newSecret(secret), digest: "default",
		Units: []Unit{{
			Name: defaultName, Model: model, Serial: "JAD21470KXN", Release: model.DefaultRelease(), Permanent: &grant,
		}},
	}
}

func newSecret(passphrase string) *activationkey.Secret {
	return activationkey.NewSecret(cmp.Or(passphrase, activationkey.DefaultPassphrase))
}

func nameOf(path string) string {
	base := filepath.Base(path)
	return strings.TrimSuffix(base, filepath.Ext(base))
}
