package authority

import (
	"fmt"

	"github.com/asapak/asapak/license"
)

// Transfer moves everything that is registered for a serial number to that of the
// unit which replaces it, and retires the old one: no key is issued for it any
// more. It returns the keys of the new unit, the permanent one first. Where both
// have a permanent license for a feature the higher stays (COMB-6).
func (s *Site) Transfer(from, to license.Serial) (issued []Issued, err error) {
	if from == to {
		return nil, fmt.Errorf("serial number %s: a unit doesn't replace itself", from)
	}
	err = s.do(func(a *act) error {
		if a.Bucket(unitTable).Get([]byte(from)) == nil {
			return fmt.Errorf("serial number %s: %w", from, ErrUnknownSerial)
		}
		old, err := a.unit(from)
		if err != nil {
			return err
		}
		next, err := a.unit(to)
		if err != nil {
			return err
		}
		if issued, err = a.move(old, next); err != nil {
			return err
		}
		if err := a.moveUses(from, to); err != nil {
			return err
		}
		return a.record(Entry{Act: "transfer", Serial: from, Detail: "replaced by " + string(to)})
	})
	return issued, err
}

// move issues the old unit's licenses for the next one and retires the old.
func (a *act) move(old, next *Unit) ([]Issued, error) {
	permanent, err := next.grantPermanent(a.secret, old.permanent().Grant)
	if err != nil {
		return nil, err
	}
	if next.Model == "" {
		next.Model = old.Model
	}
	issued := []Issued{permanent}
	for i := range old.TimeBased {
		timed, err := next.grantTimeBased(a.secret, old.TimeBased[i])
		if err != nil {
			return nil, err
		}
		issued = append(issued, timed)
	}
	*old = Unit{Serial: old.Serial, Model: old.Model, Retired: &Retired{At: a.at, To: next.Serial}}
	if err := a.putUnit(old); err != nil {
		return nil, err
	}
	return issued, a.putUnit(next)
}

// moveUses makes the PAKs of the old unit those of its replacement; they stay
// redeemed.
func (a *act) moveUses(from, to license.Serial) error {
	licenses, err := all[License](a.Tx, pakTable)
	if err != nil {
		return err
	}
	for i := range licenses {
		l := &licenses[i]
		moved := false
		for k := range l.Uses {
			if l.Uses[k].Serial == from {
				l.Uses[k].Serial, moved = to, true
			}
		}
		if !moved {
			continue
		}
		if err := a.putLicense(l); err != nil {
			return err
		}
		if err := a.record(Entry{Act: "transfer", Order: l.Order, PAK: l.PAK, Serial: to, Detail: l.Product.PID + " from " + string(from)}); err != nil {
			return err
		}
	}
	return nil
}
