package authority

import (
	"crypto/rand"
	"encoding/binary"
	"errors"
	"time"

	"github.com/asapak/asapak/activationkey"
	"github.com/asapak/asapak/license"
)

// A Unit is what the site knows of a serial number.
type Unit struct {
	Serial       license.Serial     `json:"serial"`
	Model        string             `json:"model,omitempty"` // empty as long as nobody said
	Permanent    license.Set        `json:"permanent"`
	SecurityPlus bool               `json:"securityPlus,omitempty"`
	Key          *activationkey.Key `json:"key,omitempty"` // the last permanent one issued
	TimeBased    []TimeBased        `json:"timeBased,omitempty"`
	Retired      *Retired           `json:"retired,omitempty"`
}

// A TimeBased is a time-based license that was issued.
type TimeBased struct {
	PAK      PAK               `json:"pak"`
	Key      activationkey.Key `json:"key"`
	Features license.Set       `json:"features"`
	TermDays int               `json:"termDays"`
	Issue    uint16            `json:"issue"`
}

// A Retired says which unit replaced one.
type Retired struct {
	At time.Time      `json:"at"`
	To license.Serial `json:"to"`
}

// An Issued is an activation key that the site answers with.
type Issued struct {
	Key     activationkey.Key
	Content activationkey.Content
	PAK     PAK // empty where no PAK was redeemed
}

// errIssues says that a serial number can have no other time-based key.
var errIssues = errors.New("every issue number of a time-based key is taken")

// inUse says why a retired unit gets nothing.
func (u *Unit) inUse() error {
	if u.Retired != nil {
		return &RetiredError{Serial: u.Serial, To: u.Retired.To, At: u.Retired.At}
	}
	return nil
}

// grantPermanent adds to what is registered and issues the key of all of it.
func (u *Unit) grantPermanent(secret *activationkey.Secret, g license.Grant) (Issued, error) {
	u.Permanent = u.Permanent.Higher(g.Features)
	u.SecurityPlus = u.SecurityPlus || g.Level == license.SecurityPlus
	c := u.permanent()
	k, err := secret.Seal(c)
	u.Key = &k
	return Issued{Key: k, Content: c}, err
}

// permanent is what the unit's permanent key says.
func (u *Unit) permanent() activationkey.Content {
	return activationkey.Content{Serial: u.Serial, Grant: license.Grant{Features: u.Permanent, Level: level(u.SecurityPlus)}}
}

// grantTimeBased issues a key of its own for a time-based license.
func (u *Unit) grantTimeBased(secret *activationkey.Secret, t TimeBased) (Issued, error) {
	issue, err := u.freeIssue()
	if err != nil {
		return Issued{}, err
	}
	t.Issue = issue
	c := t.content(u.Serial)
	if t.Key, err = secret.Seal(c); err != nil {
		return Issued{}, err
	}
	u.TimeBased = append(u.TimeBased, t)
	return Issued{Key: t.Key, Content: c, PAK: t.PAK}, nil
}

func (t *TimeBased) content(s license.Serial) activationkey.Content {
	term := time.Duration(t.TermDays) * license.Day
	return activationkey.Content{Serial: s, Issue: t.Issue, Grant: license.Grant{Features: t.Features, Term: term}}
}

// freeIssue draws an issue number that no key of the unit has (KEY-5). It starts
// at random, since keys may have been issued elsewhere under the same secret.
func (u *Unit) freeIssue() (uint16, error) {
	taken := make(map[uint16]bool, len(u.TimeBased))
	for i := range u.TimeBased {
		taken[u.TimeBased[i].Issue] = true
	}
	if len(taken) == 1<<16 {
		return 0, errIssues
	}
	var b [2]byte
	rand.Read(b[:]) // never fails
	issue := binary.BigEndian.Uint16(b[:])
	for taken[issue] {
		issue++
	}
	return issue, nil
}

// Keys lists the keys of a unit, the permanent one first.
func (u *Unit) Keys() []Issued {
	var all []Issued
	if u.Key != nil {
		all = append(all, Issued{Key: *u.Key, Content: u.permanent()})
	}
	for i := range u.TimeBased {
		t := &u.TimeBased[i]
		all = append(all, Issued{Key: t.Key, Content: t.content(u.Serial), PAK: t.PAK})
	}
	return all
}
