package lab

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/asapak/asapak/device"
	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sim"
)

// A snapshot is what outlives a process: flash and startup configuration of
// each unit, the virtual clock, the issue number of the last time-based key, and
// what groups keep. To start from it is to switch all units on.
type snapshot struct {
	Lab    string      `json:"lab"` // digest of the lab file it was made from
	Now    time.Time   `json:"now"`
	Issued uint16      `json:"issued"` // see sim.World.NextIssue
	Units  []unitState `json:"units"`
	Groups []groupKept `json:"groups,omitempty"`
}

// A groupKept is what a group keeps, with the names of its units in order.
type groupKept struct {
	Units []string       `json:"units"`
	State sim.GroupState `json:"state"`
}

type unitState struct {
	Name    string         `json:"name"`
	Model   string         `json:"model"`
	Serial  license.Serial `json:"serial"`            // as in the lab file
	Present license.Serial `json:"present,omitempty"` // of the hardware that replaced that one
	Flash   device.Flash   `json:"flash"`
	Startup string         `json:"startup"`
	Clock   time.Duration  `json:"clock"` // what clock set added to the virtual clock
}

// take is the snapshot of a world. serials are those of the lab file, by unit.
func take(digest string, serials []license.Serial, w *sim.World) *snapshot {
	s := &snapshot{Lab: digest, Now: w.Now(), Issued: w.Issued()}
	for i, u := range w.Units() {
		d := u.Device()
		kept := unitState{
			Name: u.Name, Model: d.Model().Name, Serial: serials[i], Flash: d.Flash(),
			Startup: u.Startup().String(), Clock: u.Clock().Sub(w.Now()),
		}
		if d.Serial() != kept.Serial {
			kept.Present = d.Serial()
		}
		s.Units = append(s.Units, kept)
	}
	for _, g := range w.Groups() {
		kept := groupKept{State: g.State()}
		for _, u := range g.Units() {
			kept.Units = append(kept.Units, u.Name)
		}
		s.Groups = append(s.Groups, kept)
	}
	return s
}

// world boots the units of a lab from a snapshot of it.
func (s *snapshot) world(l *Lab) (*sim.World, error) {
	w := sim.New(s.Now)
	w.SetIssued(s.Issued)
	for i := range l.Units {
		u := &l.Units[i]
		kept := &s.Units[i]
		c := l.config(u)
		if kept.Present != "" {
			c.Serial, c.Adopted = kept.Present, nil
		}
		added, err := w.Add(u.Name, c, kept.Flash, sim.ParseConfig(kept.Startup))
		if err != nil {
			return nil, err
		}
		added.SetClock(s.Now.Add(kept.Clock))
	}
	return w, s.join(w, l)
}

// join makes the groups of a lab out of the units of its world. A group that the
// snapshot knows of other units, or not at all, starts as a new one.
func (s *snapshot) join(w *sim.World, l *Lab) error {
	for i := range l.Groups {
		g := &l.Groups[i]
		units := make([]*sim.Unit, len(g.Units))
		for n, name := range g.Units {
			units[n] = w.Unit(name)
		}
		if _, err := w.ResumeGroup(g.Kind, s.kept(g.Units), units...); err != nil {
			return err
		}
	}
	return nil
}

// kept is what a group of these units kept; the zero state where there is none.
func (s *snapshot) kept(units []string) sim.GroupState {
	for _, g := range s.Groups {
		if slices.Equal(g.Units, units) {
			return g.State
		}
	}
	return sim.GroupState{}
}

// magic begins a state file; its number is the version of the format.
const magic = "asapak-state 1 "

// What is wrong with a state file.
var (
	ErrFormat   = errors.New("not a state file of this version of asapak")
	ErrChecksum = errors.New("the checksum is wrong: the file is damaged")
)

// encode writes a snapshot as a state file: a line with the version and the
// SHA-256 of the rest, and the rest as JSON.
func (s *snapshot) encode() ([]byte, error) {
	body, err := json.MarshalIndent(s, "", " ")
	if err != nil {
		return nil, err
	}
	body = append(body, '\n')
	return append([]byte(magic+checksum(body)+"\n"), body...), nil
}

func decode(data []byte) (*snapshot, error) {
	head, body, found := bytes.Cut(data, []byte("\n"))
	sum, ok := bytes.CutPrefix(head, []byte(magic))
	switch {
	case !found || !ok:
		return nil, ErrFormat
	case string(sum) != checksum(body):
		return nil, ErrChecksum
	}
	var s snapshot
	if err := json.Unmarshal(body, &s); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	return &s, nil
}

func checksum(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}
