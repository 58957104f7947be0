package read

import (
	"errors"
	"time"

	"github.com/asapak/asapak/license"
)

// Proven is what a unit's output proves of its license: enough to adopt the
// unit, its foreign keys included (KEY-7). What the output doesn't prove isn't
// here.
type Proven struct {
	Model    *license.Model
	Level    license.Level
	NPE      bool
	Release  license.Release
	Serial   license.Serial
	Hostname string
	Sentence string // the platform sentence, whole; empty where none was printed

	Permanent Key // zero where no key was shown

	// Values is the permanent license: the rows that are perpetual. Of a row with a
	// term it is what the permanent block of the detail form says, or what the
	// active time-based keys leave.
	Values license.Set

	// Rows are the features of the license table in the order of the output,
	// and Names what it calls them.
	Rows  []license.Feature
	Names []string

	TimeBased []ProvenKey
}

// A ProvenKey is an installed time-based key and what the output shows of it.
type ProvenKey struct {
	Key      Key
	Active   bool
	Features license.Set
	Left     time.Duration // in whole days
}

// The reasons why an output isn't enough to adopt a unit.
var (
	ErrNotPAK    = errors.New("not a unit with activation keys")
	ErrNoModel   = errors.New("the output does not tell the model")
	ErrNoSerial  = errors.New("the output does not tell the serial number")
	ErrNoRelease = errors.New("the output does not tell the release")
	ErrNoTable   = errors.New("the output has no license table")
)

// Proven collects what the output proves. With an error, one of those above,
// comes as much as there is.
func (u *Unit) Proven() (Proven, error) {
	p := Proven{
		Model: u.Model, Level: u.Level, NPE: u.NPE, Release: u.Release, Serial: u.Serial,
		Hostname: u.Hostname, Sentence: u.Sentence, Permanent: u.Permanent, TimeBased: u.provenKeys(),
	}
	for _, r := range u.Own {
		if r.Known() {
			p.Rows, p.Names = append(p.Rows, r.Feature), append(p.Names, r.Name)
		}
	}
	p.Values = u.permanentValues(p.TimeBased)
	return p, u.adoptable()
}

func (u *Unit) adoptable() error {
	switch {
	case u.Platform != PAK:
		return ErrNotPAK
	case len(u.Own) == 0:
		return ErrNoTable
	case u.Model == nil:
		return ErrNoModel
	case u.Serial == "":
		return ErrNoSerial
	case u.ReleaseFrom == Untold:
		return ErrNoRelease
	}
	return nil
}

func (u *Unit) provenKeys() []ProvenKey {
	var all []ProvenKey
	for _, t := range u.Timed {
		k := ProvenKey{Key: t.Key, Active: t.Active}
		for _, r := range t.Rows {
			if r.Known() {
				k.Features[r.Feature] = r.Amount
				k.Left = max(k.Left, r.Left)
			}
		}
		all = append(all, k)
	}
	return all
}

// permanentValues reads the permanent license off the tables. A row that the unit
// prints as perpetual is permanent, also where the permanent block contradicts it
// (the guide's example 3, FO-11). Of a row with a term of days the permanent block
// tells the rest, unless it has the term too (SHOW-1); else what the active keys
// don't explain is permanent where licenses add.
func (u *Unit) permanentValues(keys []ProvenKey) license.Set {
	var values license.Set
	for _, r := range u.Own {
		switch {
		case !r.Known():
		case r.Left == 0:
			values[r.Feature] = r.Amount
		default:
			values[r.Feature] = u.permanentRest(&r, keys)
		}
	}
	return values
}

// permanentRest is the permanent part of a row with a term.
func (u *Unit) permanentRest(own *Row, keys []ProvenKey) license.Value {
	for _, r := range u.Detail {
		if r.Known() && r.Feature == own.Feature && r.Left == 0 {
			return r.Amount
		}
	}
	return rest(own, u.Release, keys)
}

// rest is what the active time-based keys leave of a row with a term.
func rest(r *Row, release license.Release, keys []ProvenKey) license.Value {
	if r.Feature.Timed(release) != license.Sum {
		return license.Disabled
	}
	left, explained := r.Amount, false
	for i := range keys {
		given := keys[i].Features[r.Feature.Mirrored()]
		if keys[i].Active && given != license.Disabled {
			left -= min(given, left)
			explained = true
		}
	}
	if !explained {
		return license.Disabled
	}
	return left
}
