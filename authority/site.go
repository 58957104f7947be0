package authority

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"go.etcd.io/bbolt"
	bbolterrors "go.etcd.io/bbolt/errors"

	"github.com/asapak/asapak/activationkey"
	"github.com/asapak/asapak/license"
)

// fileName is the site's database in its state directory.
const fileName = "authority.db"

// lockWait is how long a process waits for others to leave the site; each holds
// it for a few acts only.
const lockWait = 30 * time.Second

// The tables. Rows are JSON.
var (
	siteTable  = []byte("site")
	orderTable = []byte("orders")
	pakTable   = []byte("paks")
	unitTable  = []byte("units")
	auditTable = []byte("audit")

	recordTables = [][]byte{orderTable, pakTable, unitTable, auditTable}
)

// sealedRow of the site table is a key that tells the site's secret from others.
var sealedRow = []byte("sealed")

// A Site is the licensing site, open for this process alone. It isn't for
// concurrent use.
type Site struct {
	db     *bbolt.DB
	secret *activationkey.Secret
	now    func() time.Time
}

// Open opens the site in a state directory, which it makes where there is none,
// and waits while another process has it; in the end it gives up with ErrBusy.
// The keys are sealed under secret; a site with keys of another secret is refused
// with ErrSecret. now tells the time for the audit table.
func Open(dir string, secret *activationkey.Secret, now func() time.Time) (*Site, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("licensing site: %w", err)
	}
	db, err := bbolt.Open(filepath.Join(dir, fileName), 0o600, &bbolt.Options{Timeout: lockWait})
	if errors.Is(err, bbolterrors.ErrTimeout) {
		return nil, fmt.Errorf("licensing site: state directory %s: %w", dir, ErrBusy)
	}
	if err != nil {
		return nil, fmt.Errorf("licensing site: %s: %w", filepath.Join(dir, fileName), err)
	}
	s := &Site{db: db, secret: secret, now: now}
	if err := db.Update(s.prepare); err != nil {
		return nil, errors.Join(fmt.Errorf("licensing site: state directory %s: %w", dir, err), db.Close())
	}
	return s, nil
}

// Close leaves the site to other processes.
func (s *Site) Close() error { return s.db.Close() }

// prepare makes the tables and compares the secrets.
func (s *Site) prepare(tx *bbolt.Tx) error {
	for _, table := range recordTables {
		if _, err := tx.CreateBucketIfNotExists(table); err != nil {
			return err
		}
	}
	site, err := tx.CreateBucketIfNotExists(siteTable)
	if err != nil {
		return err
	}
	if known := site.Get(sealedRow); known != nil {
		k, err := activationkey.Parse(string(known))
		if err != nil {
			return err
		}
		if _, err := s.secret.Open(k); err != nil {
			return ErrSecret
		}
		return nil
	}
	k, err := s.secret.Seal(activationkey.Content{Serial: anySerial})
	if err != nil {
		return err
	}
	return site.Put(sealedRow, []byte(k.String()))
}

// An act is one transaction: what it writes and its lines of the audit table are
// on the disk together, or not at all.
type act struct {
	*bbolt.Tx
	at     time.Time
	secret *activationkey.Secret
}

// do performs an act; an error undoes it.
func (s *Site) do(perform func(a *act) error) error {
	return s.db.Update(func(tx *bbolt.Tx) error {
		return perform(&act{tx, s.now().UTC().Truncate(time.Second), s.secret})
	})
}

// see reads; it writes nothing.
func (s *Site) see(read func(a *act) error) error {
	return s.db.View(func(tx *bbolt.Tx) error { return read(&act{tx, s.now(), s.secret}) })
}

// put writes a row.
func put(tx *bbolt.Tx, table, row []byte, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return tx.Bucket(table).Put(row, data)
}

// get reads a row; it reports whether there is one.
func get(tx *bbolt.Tx, table, row []byte, v any) (bool, error) {
	data := tx.Bucket(table).Get(row)
	if data == nil {
		return false, nil
	}
	return true, json.Unmarshal(data, v)
}

// all reads the rows of a table in order.
func all[T any](tx *bbolt.Tx, table []byte) ([]T, error) {
	list := []T{}
	err := tx.Bucket(table).ForEach(func(_, data []byte) error {
		var v T
		if err := json.Unmarshal(data, &v); err != nil {
			return err
		}
		list = append(list, v)
		return nil
	})
	return list, err
}

// numbered is the row of a number; rows keep the order of numbers.
func numbered(n int) []byte { return binary.BigEndian.AppendUint64(nil, uint64(n)) }

// unit reads a unit that is in use; one that nobody has named is new.
func (a *act) unit(serial license.Serial) (*Unit, error) {
	u := &Unit{Serial: serial}
	if _, err := get(a.Tx, unitTable, []byte(serial), u); err != nil {
		return nil, err
	}
	return u, u.inUse()
}

func (a *act) putUnit(u *Unit) error { return put(a.Tx, unitTable, []byte(u.Serial), u) }

func (a *act) license(p PAK) (*License, error) {
	l := new(License)
	if found, err := get(a.Tx, pakTable, []byte(p), l); !found {
		return nil, errors.Join(err, fmt.Errorf("PAK %s: %w", p, ErrUnknownPAK))
	} else if err != nil {
		return nil, err
	}
	return l, nil
}

func (a *act) putLicense(l *License) error { return put(a.Tx, pakTable, []byte(l.PAK), l) }
