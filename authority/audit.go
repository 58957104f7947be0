package authority

import (
	"time"

	"github.com/asapak/asapak/license"
)

// An Entry is a line of the audit table: who got what, and when.
type Entry struct {
	Number int            `json:"number"` // counted from 1 without gaps
	At     time.Time      `json:"at"`
	Act    string         `json:"act"` // order, register, redeem, request-3des, transfer or import
	Order  int            `json:"order,omitempty"`
	PAK    PAK            `json:"pak,omitempty"`
	Serial license.Serial `json:"serial,omitempty"`
	Detail string         `json:"detail,omitempty"`
}

// record adds a line to the audit table.
func (a *act) record(e Entry) error {
	n, err := a.Bucket(auditTable).NextSequence()
	if err != nil {
		return err
	}
	e.Number, e.At = int(n), a.at
	return put(a.Tx, auditTable, numbered(e.Number), e)
}

// Audit lists every act, oldest first.
func (s *Site) Audit() ([]Entry, error) { return list[Entry](s, auditTable) }

// Orders lists the orders, oldest first.
func (s *Site) Orders() ([]Order, error) { return list[Order](s, orderTable) }

// Licenses lists the PAKs in their own order.
func (s *Site) Licenses() ([]License, error) { return list[License](s, pakTable) }

// Units lists the serial numbers that the site knows, retired ones too.
func (s *Site) Units() ([]Unit, error) { return list[Unit](s, unitTable) }

func list[T any](s *Site, table []byte) (rows []T, err error) {
	err = s.see(func(a *act) error {
		rows, err = all[T](a.Tx, table)
		return err
	})
	return rows, err
}
