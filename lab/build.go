package lab

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"time"

	"github.com/asapak/asapak/activationkey"
	"github.com/asapak/asapak/cli/read"
	"github.com/asapak/asapak/device"
	"github.com/asapak/asapak/sim"
)

// Build makes the world of a lab: each unit as it leaves the factory with its
// keys, booted.
func Build(l *Lab) (*sim.World, error) {
	s, err := l.factory()
	if err != nil {
		return nil, err
	}
	return s.world(l)
}

// factory is the state of a lab that nobody used yet.
func (l *Lab) factory() (*snapshot, error) {
	s := &snapshot{Lab: l.digest, Now: l.Start}
	for i := range l.Units {
		u := &l.Units[i]
		flash, err := l.flash(u, &s.Issued)
		if err != nil {
			return nil, fmt.Errorf("unit %q: %w", u.Name, err)
		}
		flash.Multiple = flash.Multiple || l.needsContexts(u)
		s.Units = append(s.Units, unitState{
			Name: u.Name, Model: u.Model.Name, Serial: u.Serial, Flash: flash, Startup: l.startup(u),
		})
	}
	return s, nil
}

// config is what doesn't change in the life of a unit.
func (l *Lab) config(u *Unit) device.Config {
	c := device.Config{
		Model: u.Model, Serial: u.Serial, NoPayloadEncryption: u.NoPayloadEncryption, Secret: l.Secret,
	}
	if p := u.Adopted; p != nil {
		c.Adopted = &device.Adopted{Key: adoptedKey(u, p.Permanent), Proven: p.Values, Rows: p.Rows, Sentence: p.Sentence}
	}
	return c
}

// flash is the flash of a unit into which the keys of its lab file were entered.
// issued counts the time-based keys of the lab.
func (l *Lab) flash(u *Unit, issued *uint16) (device.Flash, error) {
	f := device.Flash{Image: u.Release}
	if u.Adopted != nil {
		f = adoptedFlash(u)
	}
	unit, _ := device.New(l.config(u), f)
	enter := func(c activationkey.Content, a device.Action) error {
		key, err := l.Secret.Seal(c)
		if err != nil {
			return err
		}
		return unit.Step(device.EnterKey{Key: key, Action: a, Confirmed: true}).Refused
	}
	if u.Permanent != nil {
		if err := enter(activationkey.Content{Serial: u.Serial, Grant: *u.Permanent}, device.NoAction); err != nil {
			return f, err
		}
	}
	for _, t := range u.TimeBased {
		action := device.NoAction
		if !t.Active {
			action = device.Deactivate
		}
		*issued++
		c := activationkey.Content{Serial: u.Serial, Grant: t.Grant, Issue: *issued}
		if err := enter(c, action); err != nil {
			return f, err
		}
	}
	return unit.Flash(), nil
}

// adoptedFlash is the flash of a real unit, as far as its output proves it: its
// keys with what the output shows of them, and no other (KEY-7).
func adoptedFlash(u *Unit) device.Flash {
	p := u.Adopted
	f := device.Flash{Image: p.Release}
	f.Permanent = device.Permanent{Key: adoptedKey(u, p.Permanent), Features: p.Values, Level: p.Level}
	f.Entered = []device.Record{{Permanent: f.Permanent, Release: p.Release}}
	for _, t := range p.TimeBased {
		if t.Active {
			f.Activations++
		}
		f.TimeBased = append(f.TimeBased, device.TimeBased{
			Keys: []device.Key{adoptedKey(u, t.Key)}, Features: t.Features, Active: t.Active, Activated: f.Activations,
			// How long the key was issued for isn't shown: what is left stands for it.
			Term: max(t.Left, time.Second), Left: max(t.Left, time.Second),
		})
	}
	return f
}

// adoptedKey is a foreign key. One that was masked by who posted the output has
// a text only; its bits are then a digest of that text and the serial number, to
// tell one from another.
func adoptedKey(u *Unit, k read.Key) device.Key {
	if k.Valid || k.Text == "" {
		return device.Key{Bits: k.Words}
	}
	sum := sha256.Sum256([]byte(string(u.Serial) + " " + k.Text))
	key := device.Key{Text: k.Text}
	for i := range key.Bits {
		key.Bits[i] = binary.BigEndian.Uint32(sum[4*i:])
	}
	return key
}
