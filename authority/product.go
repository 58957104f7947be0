package authority

import (
	"fmt"
	"slices"
	"time"

	"github.com/asapak/asapak/activationkey"
	"github.com/asapak/asapak/license"
)

// A Product is what a part number gives.
type Product struct {
	PID          string      `json:"pid"`
	Features     license.Set `json:"features"`
	SecurityPlus bool        `json:"securityPlus,omitempty"`
	TermDays     int         `json:"termDays,omitempty"` // of a time-based license; 0 is permanent
	Needs        license.Set `json:"needs,omitzero"`     // the lower tier that an upgrade starts from
	Models       []string    `json:"models,omitempty"`   // that it is for; none is every model
	MultiUse     bool        `json:"multiUse,omitempty"` // one PAK goes to several units
}

// EncryptionPID is the part number of the free 3DES/AES license.
const EncryptionPID = "ASA5500-ENCR-K9"

// encryption is what a request for strong encryption gives.
func encryption() Product {
	p := Product{PID: EncryptionPID}
	p.Features[license.Encryption3DESAES] = license.Enabled
	return p
}

func (p *Product) grant() license.Grant {
	return license.Grant{Features: p.Features, Level: level(p.SecurityPlus), Term: time.Duration(p.TermDays) * license.Day}
}

func level(securityPlus bool) license.Level {
	if securityPlus {
		return license.SecurityPlus
	}
	return license.Base
}

// A ProductError says that a product can't be sold as it is.
type ProductError struct {
	PID    string
	Reason string
}

func (e *ProductError) Error() string { return fmt.Sprintf("part number %q: %s", e.PID, e.Reason) }

// anySerial stands for the unit of a product that nobody has redeemed yet.
const anySerial license.Serial = "00000000001"

// check says what keeps a product from ever becoming a key.
func (p *Product) check(secret *activationkey.Secret) error {
	grant := p.grant()
	switch {
	case p.PID == "":
		return &ProductError{p.PID, "want a name"}
	case len(p.Features.Features()) == 0 && !p.SecurityPlus:
		return &ProductError{p.PID, "it gives nothing"}
	case p.MultiUse && p.TermDays > 0:
		return &ProductError{p.PID, "a multi-use license is permanent in its keys"}
	}
	if _, err := secret.Seal(activationkey.Content{Serial: anySerial, Grant: grant}); err != nil {
		return fmt.Errorf("part number %q: %w", p.PID, err)
	}
	return nil
}

// fits says why a product isn't for a unit.
func (p *Product) fits(u *Unit) error {
	if u.Model != "" {
		if err := p.carriedBy(u); err != nil {
			return err
		}
	}
	for _, f := range p.Needs.Features() {
		if has := u.Permanent[f]; has < p.Needs[f] {
			return &TierError{PID: p.PID, Serial: u.Serial, Feature: f, Has: has, Wanted: p.Needs[f]}
		}
	}
	if p.onlyOnce() && p.Features.Higher(u.Permanent) == u.Permanent && (u.SecurityPlus || !p.SecurityPlus) {
		return &NothingNewError{PID: p.PID, Serial: u.Serial}
	}
	return nil
}

// carriedBy says why a unit's model can't take a product: it is for other models,
// or above what the platform carries (INST-9, INST-10).
func (p *Product) carriedBy(u *Unit) error {
	m, err := license.FindModel(u.Model)
	if err != nil {
		return err
	}
	wanted := level(u.SecurityPlus || p.SecurityPlus)
	v := m.Variant(wanted)
	if len(p.Models) > 0 && !slices.Contains(p.Models, u.Model) || p.SecurityPlus && v.Level != wanted || p.TermDays > 0 && !v.TimeBased {
		return &ModelError{PID: p.PID, Serial: u.Serial, Model: u.Model}
	}
	for _, f := range p.Features.Features() {
		if limit := v.Limit[f]; limit.Known() && p.Features[f] > limit.Value {
			return &LimitError{PID: p.PID, Model: u.Model, Feature: f, Limit: limit.Value}
		}
	}
	return nil
}

// onlyOnce reports whether a unit that has all of the product already has no use for
// it: each time-based license has time of its own, and a multi-use one users.
func (p *Product) onlyOnce() bool { return p.TermDays == 0 && !p.MultiUse }
