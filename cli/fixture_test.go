package cli

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/asapak/asapak/activationkey"
	"github.com/asapak/asapak/device"
	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sim"
)

// A lab is a world of one unit for tests, and a session on it.
type lab struct {
	world   *sim.World
	unit    *sim.Unit
	secret  *activationkey.Secret
	session *Session
}

func newLab(t testing.TB, model, release string, privileged bool) *lab {
	t.Helper()
	m, err := license.FindModel(model)
	if err != nil {
		t.Fatal(err)
	}
	r, err := license.ParseRelease(release)
	if err != nil {
		t.Fatal(err)
	}
	l := &lab{secret: activationkey.NewSecret("asapak cli test")}
	const serial = "JMX1232L11M"
	var features license.Set
	features[license.Encryption3DESAES] = license.Enabled
	key, err := l.secret.Seal(activationkey.Content{Serial: serial, Grant: license.Grant{Features: features}})
	if err != nil {
		t.Fatal(err)
	}
	l.world = sim.New(time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC))
	l.unit, err = l.world.Add("asa1",
		device.Config{Model: m, Serial: serial, Secret: l.secret},
		device.Flash{Image: r, Permanent: device.Permanent{Key: device.Key{Bits: key}, Features: features}},
		sim.Config{})
	if err != nil {
		t.Fatal(err)
	}
	l.session = New(NewGrammar(), l.unit, Options{World: l.world, Secret: l.secret, Privileged: privileged})
	return l
}

// console runs lines as a batch and returns the log.
func (l *lab) console(t testing.TB, lines ...string) string {
	t.Helper()
	var b strings.Builder
	if _, err := RunBatch(l.session, slices.Values(lines), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
