package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/asapak/asapak/device"
	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sim"
)

// An outage is a stretch of time in which something is down.
type outage struct {
	unit string // empty where none was named
	at   time.Time
	span time.Duration
}

var errOutage = errors.New("want [UNIT:]TIME@DATE such as 40d@2027-03-01")

func parseOutage(text string) (outage, error) {
	head, date, ok := strings.Cut(text, "@")
	if !ok {
		return outage{}, errOutage
	}
	unit, span, named := strings.Cut(head, ":")
	if !named {
		unit, span = "", head
	}
	var o outage
	var err error
	o.unit = unit
	if o.span, err = license.ParseTerm(span); err != nil {
		return outage{}, err
	}
	if o.at, err = time.Parse(dateForm, date); err != nil {
		return outage{}, errOutage
	}
	return o, nil
}

var errNoGroup = errors.New("the units are in no failover pair or cluster")

// cutting takes the failover link of a unit down and up again; by default that of
// the first unit of the first pair or cluster.
func cutting(w *sim.World, name string) (down, up func(), err error) {
	groups := w.Groups()
	if len(groups) == 0 {
		return nil, nil, errNoGroup
	}
	g, u := groups[0], groups[0].Units()[0]
	if name != "" {
		if u, err = named(w, name); err != nil {
			return nil, nil, err
		}
		if g = u.Group(); g == nil {
			return nil, nil, errNoGroup
		}
	}
	return func() { g.CutLink(u, true) }, func() { g.CutLink(u, false) }, nil
}

// switching takes the power of a unit away and gives it back.
func switching(w *sim.World, name string) (off, on func(), err error) {
	u, err := named(w, name)
	if err != nil {
		return nil, nil, err
	}
	return func() { u.Step(device.Power{}) }, func() { u.Step(device.Power{On: true}) }, nil
}

func named(w *sim.World, name string) (*sim.Unit, error) {
	if u := w.Unit(name); u != nil {
		return u, nil
	}
	return nil, fmt.Errorf("no unit %q, only %s", name, unitNames(w.Units()))
}
