package authority

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/asapak/asapak/activationkey"
	"github.com/asapak/asapak/license"
)

// dumpFormat names the form of an export; a change of it gets another number.
const dumpFormat = "asapak licensing site 1"

// maxDump bounds an export that is read, in bytes.
const maxDump = 256 << 20

// A dump is all that a site knows.
type dump struct {
	Format   string    `json:"format"`
	Orders   []Order   `json:"orders"`
	Licenses []License `json:"licenses"`
	Units    []Unit    `json:"units"`
	Audit    []Entry   `json:"audit"`
}

// A DumpError says what is wrong in an export.
type DumpError struct{ Reason string }

func (e *DumpError) Error() string { return "export of a licensing site: " + e.Reason }

// Export writes all that the site knows, as JSON. It holds the keys.
func (s *Site) Export(w io.Writer) error {
	d := dump{Format: dumpFormat}
	err := s.see(func(a *act) error {
		var errs [4]error
		d.Orders, errs[0] = all[Order](a.Tx, orderTable)
		d.Licenses, errs[1] = all[License](a.Tx, pakTable)
		d.Units, errs[2] = all[Unit](a.Tx, unitTable)
		d.Audit, errs[3] = all[Entry](a.Tx, auditTable)
		return errors.Join(errs[:]...)
	})
	if err != nil {
		return err
	}
	return d.write(w)
}

func (d *dump) write(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(d)
}

// readDump reads an export whose records agree with each other and with the keys
// of a secret.
func readDump(r io.Reader, secret *activationkey.Secret) (*dump, error) {
	d := new(dump)
	in := json.NewDecoder(io.LimitReader(r, maxDump))
	in.DisallowUnknownFields()
	if err := in.Decode(d); err != nil {
		return nil, &DumpError{err.Error()}
	}
	if _, err := in.Token(); err != io.EOF {
		return nil, &DumpError{"something follows the export"}
	}
	return d, d.check(secret)
}

// Import fills an empty site with an export; the import is its newest line in the
// audit table. Another form, records that contradict each other and keys that
// this site's secret doesn't open are refused with a *DumpError, a site that
// has records with ErrNotEmpty; then nothing is imported.
func (s *Site) Import(r io.Reader) error {
	d, err := readDump(r, s.secret)
	if err != nil {
		return err
	}
	return s.do(func(a *act) error {
		for _, table := range recordTables {
			if k, _ := a.Bucket(table).Cursor().First(); k != nil {
				return ErrNotEmpty
			}
		}
		return a.restore(d)
	})
}

func (a *act) restore(d *dump) error {
	var errs []error
	for i := range d.Orders {
		errs = append(errs, put(a.Tx, orderTable, numbered(d.Orders[i].Number), &d.Orders[i]))
	}
	for i := range d.Licenses {
		errs = append(errs, a.putLicense(&d.Licenses[i]))
	}
	for i := range d.Units {
		errs = append(errs, a.putUnit(&d.Units[i]))
	}
	for i := range d.Audit {
		errs = append(errs, put(a.Tx, auditTable, numbered(d.Audit[i].Number), &d.Audit[i]))
	}
	errs = append(errs,
		a.Bucket(orderTable).SetSequence(uint64(len(d.Orders))),
		a.Bucket(auditTable).SetSequence(uint64(len(d.Audit))),
		a.record(Entry{Act: "import"}))
	return errors.Join(errs...)
}

// check says what is wrong in an export.
func (d *dump) check(secret *activationkey.Secret) error {
	if d.Format != dumpFormat {
		return &DumpError{fmt.Sprintf("format %q: want %q", d.Format, dumpFormat)}
	}
	units := make(map[license.Serial]*Unit, len(d.Units))
	for i := range d.Units {
		u := &d.Units[i]
		if serial, err := license.ParseSerial(string(u.Serial)); err != nil || serial != u.Serial || units[serial] != nil {
			return &DumpError{fmt.Sprintf("serial number %q: twice, or none", u.Serial)}
		}
		units[u.Serial] = u
		if err := u.check(secret); err != nil {
			return err
		}
	}
	for i := range d.Audit {
		if d.Audit[i].Number != i+1 {
			return &DumpError{fmt.Sprintf("audit line %d: want number %d", d.Audit[i].Number, i+1)}
		}
	}
	return d.checkLicenses(secret, units)
}

// check compares the keys of a unit with what is registered.
func (u *Unit) check(secret *activationkey.Secret) error {
	wrong := &DumpError{fmt.Sprintf("serial number %s: a key is not one of this site's secret for what is registered", u.Serial)}
	sealed := func(k activationkey.Key, c activationkey.Content) bool {
		want, err := secret.Seal(c)
		return err == nil && k == want
	}
	if u.Key != nil && !sealed(*u.Key, u.permanent()) {
		return wrong
	}
	for i := range u.TimeBased {
		if t := &u.TimeBased[i]; !sealed(t.Key, t.content(u.Serial)) {
			return wrong
		}
	}
	return nil
}

// checkLicenses follows what orders, licenses and units say of each other.
func (d *dump) checkLicenses(secret *activationkey.Secret, units map[license.Serial]*Unit) error {
	orders := make(map[PAK]int)
	for i := range d.Orders {
		o := &d.Orders[i]
		if o.Number != i+1 {
			return &DumpError{fmt.Sprintf("order %d: want number %d", o.Number, i+1)}
		}
		for _, p := range o.PAKs {
			orders[p] = o.Number
		}
	}
	for i := range d.Licenses {
		l := &d.Licenses[i]
		if p, err := ParsePAK(string(l.PAK)); err != nil || p != l.PAK || orders[p] != l.Order {
			return &DumpError{fmt.Sprintf("PAK %q: not of order %d, there twice, or none", l.PAK, l.Order)}
		}
		delete(orders, l.PAK)
		if err := l.check(secret, units); err != nil {
			return &DumpError{fmt.Sprintf("PAK %s: %v", l.PAK, err)}
		}
	}
	for i := range d.Orders {
		for _, p := range d.Orders[i].PAKs {
			if _, missing := orders[p]; missing {
				return &DumpError{fmt.Sprintf("PAK %s: ordered, but not there", p)}
			}
		}
	}
	return nil
}

// check replays how a license was used.
func (l *License) check(secret *activationkey.Secret, units map[license.Serial]*Unit) error {
	if err := l.Product.check(secret); err != nil {
		return err
	}
	again := *l
	again.Uses = nil
	for _, u := range l.Uses {
		if units[u.Serial] == nil {
			return fmt.Errorf("serial number %s: %w", u.Serial, ErrUnknownSerial)
		}
		if err := again.use(u); err != nil {
			return err
		}
	}
	return nil
}
