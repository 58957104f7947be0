package authority

import (
	"fmt"

	"github.com/asapak/asapak/activationkey"
	"github.com/asapak/asapak/license"
)

// A Redemption is what the site asks for when a PAK is redeemed.
type Redemption struct {
	PAK    PAK
	Serial license.Serial
	Model  *license.Model // nil if unsaid; then the site doesn't know which products fit
	Users  int            // how many users of a multi-use PAK the unit serves
}

// Redeem gives the activation key for a PAK. That of a permanent license holds
// everything registered for the serial number so far; a time-based license has
// its own. A PAK that is used up is refused with a *UsedError or *PoolError, a
// retired unit with a *RetiredError, and a product that isn't for the unit as it
// is with a *TierError, *ModelError, *LimitError or *NothingNewError. What is refused
// changes nothing.
func (s *Site) Redeem(r Redemption) (issued Issued, err error) {
	err = s.do(func(a *act) error {
		l, err := a.license(r.PAK)
		if err != nil {
			return err
		}
		if err := l.use(Use{Serial: r.Serial, At: a.at, Users: r.Users}); err != nil {
			return err
		}
		u, err := a.unit(r.Serial)
		if err != nil {
			return err
		}
		if r.Model != nil {
			u.Model = r.Model.Name
		}
		if err := l.Product.fits(u); err != nil {
			return err
		}
		if issued, err = l.issue(a.secret, u); err != nil {
			return err
		}
		if err := a.putLicense(l); err != nil {
			return err
		}
		if err := a.putUnit(u); err != nil {
			return err
		}
		return a.record(Entry{Act: "redeem", Order: l.Order, PAK: l.PAK, Serial: u.Serial, Detail: l.Product.PID + ": " + issued.Key.String()})
	})
	return issued, err
}

// issue makes the key that a unit gets for a license.
func (l *License) issue(secret *activationkey.Secret, u *Unit) (Issued, error) {
	grant := l.Product.grant()
	if grant.TimeBased() {
		return u.grantTimeBased(secret, TimeBased{PAK: l.PAK, Features: grant.Features, TermDays: l.Product.TermDays})
	}
	issued, err := u.grantPermanent(secret, grant)
	issued.PAK = l.PAK
	return issued, err
}

// Register tells the site what a unit came with: the licenses of its present
// permanent key are registered for the key's serial number. A key that wasn't
// sealed under the site's secret is refused with activationkey.ErrForeign.
func (s *Site) Register(k activationkey.Key) (*Unit, error) {
	content, err := s.secret.Open(k)
	if err != nil {
		return nil, err
	}
	if content.Grant.TimeBased() {
		return nil, fmt.Errorf("activation key of serial number %s is time-based: want the permanent one", content.Serial)
	}
	var unit *Unit
	err = s.do(func(a *act) error {
		if unit, err = a.unit(content.Serial); err != nil {
			return err
		}
		if _, err := unit.grantPermanent(a.secret, content.Grant); err != nil {
			return err
		}
		if err := a.putUnit(unit); err != nil {
			return err
		}
		return a.record(Entry{Act: "register", Serial: content.Serial, Detail: k.String()})
	})
	return unit, err
}

// A Request is what the site asks for when somebody requests strong encryption.
type Request struct {
	SmartAccount   string
	VirtualAccount string
	Serial         license.Serial
}

// RequestEncryption gives the free 3DES/AES license; it needs no PAK. A request
// without its accounts is refused with an *AccountError. Who asks again gets the
// key again.
func (s *Site) RequestEncryption(r Request) (issued Issued, err error) {
	switch {
	case r.SmartAccount == "":
		return issued, &AccountError{"Smart Account"}
	case r.VirtualAccount == "":
		return issued, &AccountError{"Virtual Account"}
	}
	err = s.do(func(a *act) error {
		u, err := a.unit(r.Serial)
		if err != nil {
			return err
		}
		product := encryption()
		if issued, err = u.grantPermanent(a.secret, product.grant()); err != nil {
			return err
		}
		if err := a.putUnit(u); err != nil {
			return err
		}
		detail := fmt.Sprintf("%s for %s, %s: %s", product.PID, r.SmartAccount, r.VirtualAccount, issued.Key)
		return a.record(Entry{Act: "request-3des", Serial: r.Serial, Detail: detail})
	})
	return issued, err
}
