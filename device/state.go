package device

import "github.com/asapak/asapak/license"

// A State is a unit as far as its license and its time go: what two units must
// share to be charged alike from now on. The configuration and what is in use are
// no part of it; a reload sets them anew.
type State struct {
	Serial   license.Serial  `json:"serial"`
	Flash    Flash           `json:"flash"`
	Running  Permanent       `json:"running"` // the permanent key in force
	Release  license.Release `json:"release"` // the release that runs
	On       bool            `json:"on"`
	Multiple bool            `json:"multiple"`
}

// State tells the unit's state.
func (u *Unit) State() State {
	return State{Serial: u.config.Serial, Flash: u.flash.clone(), Running: u.running, Release: u.release, On: u.on, Multiple: u.multiple}
}

// In returns a unit of the same model in another state. It counts no features as waiting and no sessions as in use.
func (u *Unit) In(s State) *Unit {
	c := &Unit{
		config: u.config, flash: s.Flash.clone(), release: s.Release, on: s.On, multiple: s.Multiple, essentials: true,
	}
	c.config.Serial = s.Serial
	c.run(s.Running)
	return c
}
