package lab

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/asapak/asapak/cli/read"
	"github.com/asapak/asapak/license"
)

// adopt takes a unit over from the output of a real one (KEY-7). The keys
// model, serial and release of the unit say what the output leaves open; serial
// also picks one of several units. What the output tells can't be changed.
func (r *reader) adopt(u *unitText) {
	if n := u.given["license"]; n != nil {
		r.report(n, "license: the unit has the one of its output, see key from")
	}
	found, err := r.readOutput(u.from)
	if err != nil {
		r.report(u.given["from"], "from %s: %v", u.from, err)
		return
	}
	unit, err := choose(found, u.Serial)
	if err != nil {
		r.report(u.given["from"], "from %s: %v", u.from, err)
		return
	}
	u.fill(unit)
	proven, err := unit.Proven()
	if err != nil {
		r.report(u.given["from"], "from %s: %v", u.from, err)
		return
	}
	r.agree(u, &proven)
	u.Adopted = &proven
}

// readOutput reads what a real unit printed; paths start from the lab file.
func (r *reader) readOutput(path string) ([]read.Unit, error) {
	if !filepath.IsAbs(path) {
		path = filepath.Join(filepath.Dir(r.name), path)
	}
	f, err := r.open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	doc, err := read.Read(path, io.TeeReader(f, r.digest))
	return read.Merge(doc.Units), err
}

// choose picks the unit with a serial number, or the only one.
func choose(units []read.Unit, serial license.Serial) (*read.Unit, error) {
	var serials []string
	for i := range units {
		if serial != "" && units[i].Serial == serial {
			return &units[i], nil
		}
		serials = append(serials, units[i].SerialID)
	}
	switch {
	case len(units) == 0:
		return nil, errors.New("no show version or show activation-key in it")
	case len(units) == 1 && (serial == "" || units[0].Serial == ""):
		return &units[0], nil
	case serial != "":
		return nil, fmt.Errorf("no unit %s in it, only %s", serial, strings.Join(serials, ", "))
	}
	return nil, fmt.Errorf("%d units in it: pick one with key serial: %s", len(units), strings.Join(serials, ", "))
}

// fill gives the output's unit what the lab file knows and the output doesn't
// tell.
func (u *unitText) fill(unit *read.Unit) {
	if unit.Model == nil {
		unit.Model = u.Model
	}
	if unit.Serial == "" {
		unit.Serial = u.Serial
	}
	if unit.ReleaseFrom != read.Told && u.given["release"] != nil {
		unit.Release, unit.ReleaseFrom = u.Release, read.Told
	}
	unit.NPE = unit.NPE || u.NoPayloadEncryption
}

// agree takes over what the output proves and reports where the lab file says
// something else.
func (r *reader) agree(u *unitText, p *read.Proven) {
	if u.Model != nil && u.Model != p.Model {
		r.report(u.given["model"], "model %s: the output is of an %s", u.Model.Name, p.Model.Name)
	}
	if n := u.given["release"]; n != nil && u.Release != p.Release {
		r.report(n, "release %s: the output is of %s", u.Release, p.Release)
	}
	u.Model, u.Serial, u.Release, u.NoPayloadEncryption = p.Model, p.Serial, p.Release, p.NPE
}
