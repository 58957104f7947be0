package authority

import (
	"fmt"
	"time"

	"github.com/asapak/asapak/license"
)

// The limits of an order.
const (
	maxLines    = 10_000
	maxQuantity = 1000
	maxUsers    = 10_000_000
)

// A Line is one part number of an order.
type Line struct {
	Product  Product
	Quantity int
	Users    int            // of each PAK, if it is a multi-use one
	For      license.Serial // the unit it is for, empty if undecided
}

// An Order is what was bought at once.
type Order struct {
	Number int       `json:"number"` // counted from 1
	At     time.Time `json:"at"`
	PAKs   []PAK     `json:"paks"` // in the order of lines
}

// Order buys products and returns the order with a PAK for each piece. What can
// never become a key is refused with a *ProductError or the key's own error, and
// then nothing is ordered.
func (s *Site) Order(lines []Line) (Order, error) {
	var o Order
	if len(lines) == 0 || len(lines) > maxLines {
		return o, fmt.Errorf("order of %d lines: want 1 to %d", len(lines), maxLines)
	}
	for i := range lines {
		if err := lines[i].check(s); err != nil {
			return o, err
		}
	}
	err := s.do(func(a *act) error {
		n, err := a.Bucket(orderTable).NextSequence()
		if err != nil {
			return err
		}
		o = Order{Number: int(n), At: a.at}
		for i := range lines {
			if err := a.orderLine(&o, &lines[i]); err != nil {
				return err
			}
		}
		return put(a.Tx, orderTable, numbered(o.Number), o)
	})
	return o, err
}

func (l *Line) check(s *Site) error {
	switch {
	case l.Quantity < 1 || l.Quantity > maxQuantity:
		return &ProductError{l.Product.PID, fmt.Sprintf("quantity %d: want 1 to %d", l.Quantity, maxQuantity)}
	case l.Product.MultiUse && (l.Users < 1 || l.Users > maxUsers):
		return &UsersError{l.Product.PID, l.Users, fmt.Sprintf("a multi-use license has a pool of 1 to %d users", maxUsers)}
	case !l.Product.MultiUse && l.Users != 0:
		return &UsersError{l.Product.PID, l.Users, "only a multi-use license has users"}
	}
	return l.Product.check(s.secret)
}

func (a *act) orderLine(o *Order, line *Line) error {
	for range line.Quantity {
		l := License{PAK: newPAK(), Order: o.Number, Product: line.Product, Users: line.Users, For: line.For}
		for a.Bucket(pakTable).Get([]byte(l.PAK)) != nil {
			l.PAK = newPAK()
		}
		o.PAKs = append(o.PAKs, l.PAK)
		if err := a.putLicense(&l); err != nil {
			return err
		}
		if err := a.record(Entry{Act: "order", Order: o.Number, PAK: l.PAK, Serial: l.For, Detail: l.Product.PID}); err != nil {
			return err
		}
	}
	return nil
}

// Find is the license of a PAK; ErrUnknownPAK if there is none.
func (s *Site) Find(p PAK) (License, error) {
	var found License
	err := s.see(func(a *act) error {
		l, err := a.license(p)
		if err == nil {
			found = *l
		}
		return err
	})
	return found, err
}

// Ordered lists the licenses of an order, in the order of its lines;
// ErrUnknownOrder if there is none.
func (s *Site) Ordered(number int) (list []License, err error) {
	err = s.see(func(a *act) error {
		var o Order
		found, err := get(a.Tx, orderTable, numbered(number), &o)
		if err != nil {
			return err
		}
		if !found {
			return fmt.Errorf("order %d: %w", number, ErrUnknownOrder)
		}
		for _, p := range o.PAKs {
			l, err := a.license(p)
			if err != nil {
				return err
			}
			list = append(list, *l)
		}
		return nil
	})
	return list, err
}
