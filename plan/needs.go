package plan

import (
	"fmt"
	"strings"
	"time"

	"github.com/asapak/asapak/license"
)

// Needs say what must be available, and when.
type Needs struct {
	From, To time.Time // the horizon's first and last day, at 00:00 UTC
	Currency string    // printed behind prices; it means nothing to the planner
	Units    []Unit
	Pairs    []Pair
	Needs    []Need
	Shared   *Shared // who has which role in shared licensing, nil for nobody
}

// A Shared names the units that are to be the shared licensing server and its
// backup server, by their place in Needs.Units. Pools and the right to use them are
// needs like others: for Shared AnyConnect Premium Peers on the server, and Shared
// License on the participants.
type Shared struct{ Server, Backup int }

// Days is the length of the horizon.
func (n *Needs) Days() int { return n.Day(n.To) + 1 }

// Date is a day of the horizon, counted from 0. Days before and behind it have
// dates too.
func (n *Needs) Date(day int) time.Time { return n.From.AddDate(0, 0, day) }

// Day counts the days from the horizon's first one to a date.
func (n *Needs) Day(t time.Time) int { return int((t.Unix() - n.From.Unix()) / secondsPerDay) }

const secondsPerDay = 24 * 60 * 60

// A Unit is a device as it is on the horizon's first day.
type Unit struct {
	Name                string
	Model               *license.Model
	Level               license.Level
	Release             license.Release
	Serial              license.Serial
	NoPayloadEncryption bool
	Permanent           license.Set // what its permanent key gives
	Installed           []Installed
}

// An Installed is a time-based license that a unit has already.
type Installed struct {
	Features license.Set
	Term     int // of the key when it was issued, in days
	Left     int // in days
	Active   bool
}

// A Pair is two units that are to run as a failover pair, by their place in
// Needs.Units.
type Pair struct{ Primary, Secondary int }

// A Need asks for a feature on some days.
type Need struct {
	On          []int // the units of one pair, or one unit
	Feature     license.Feature
	AtLeast     license.Value
	From, Until int // days of the horizon; Until is the first day without the need

	// Growth is how many percent more are needed on each anniversary of From.
	Growth int

	// Alone asks that each unit has it by itself too, 30 days after contact was
	// lost (LOSS-1, LOSS-3).
	Alone bool

	Line int // of the needs file, 0 for none
}

// Describe says in one line what a need asks for.
func (n *Needs) Describe(d *Need) string {
	names := make([]string, len(d.On))
	for i, u := range d.On {
		names[i] = n.Units[u].Name
	}
	text := fmt.Sprintf("%s %s on %s", d.Feature, amount(d.Feature, d.AtLeast), strings.Join(names, "/"))
	if d.Growth > 0 {
		text += fmt.Sprintf(", growing %d%% a year", d.Growth)
	}
	if d.Alone {
		text += ", each unit alone"
	}
	return text + ", " + n.period(d.From, d.Until)
}

func amount(f license.Feature, v license.Value) string {
	if f.Kind() == license.Count {
		return ">= " + f.Format(v)
	}
	return f.Format(v)
}

// period prints days as their first and last date.
func (n *Needs) period(from, until int) string {
	return n.Date(from).Format(time.DateOnly) + " to " + n.Date(until-1).Format(time.DateOnly)
}

// A step is a time in which a need asks for one value.
type step struct {
	from, until int
	atLeast     license.Value
}

// steps lists what a need asks for, year by year where it grows.
func (n *Needs) steps(d *Need) []step {
	if d.Growth == 0 || d.Feature.Kind() != license.Count || d.AtLeast == license.Unlimited {
		return []step{{d.From, d.Until, d.AtLeast}}
	}
	var all []step
	value := uint64(d.AtLeast)
	for year, from := 1, d.From; from < d.Until; year++ {
		until := min(n.Day(n.Date(d.From).AddDate(year, 0, 0)), d.Until)
		all = append(all, step{from, until, license.Value(min(value, uint64(license.Unlimited)-1))})
		value = min((value*uint64(100+d.Growth)+99)/100, uint64(license.Unlimited)-1)
		from = until
	}
	return all
}

// A group is the units whose licenses combine: a pair, or one unit.
type group struct {
	units []int
	name  string
	needs []int // by their place in Needs.Needs
}

// groups lists the pairs and the units that are in none, in the order of units.
func (n *Needs) groups() []group {
	place := make([]int, len(n.Units))
	paired := make(map[int]Pair, 2*len(n.Pairs))
	for _, p := range n.Pairs {
		paired[p.Primary], paired[p.Secondary] = p, p
	}
	var all []group
	for u := range n.Units {
		p, pair := paired[u]
		switch {
		case !pair:
			place[u] = len(all)
			all = append(all, group{units: []int{u}, name: n.Units[u].Name})
		case u == min(p.Primary, p.Secondary):
			place[p.Primary], place[p.Secondary] = len(all), len(all)
			all = append(all, group{
				units: []int{p.Primary, p.Secondary},
				name:  n.Units[p.Primary].Name + "/" + n.Units[p.Secondary].Name,
			})
		}
	}
	for i := range n.Needs {
		g := &all[place[n.Needs[i].On[0]]]
		g.needs = append(g.needs, i)
	}
	return all
}

// Wanted is what a need asks for on a day, Disabled on days on which it asks for
// nothing.
func (n *Needs) Wanted(d *Need, day int) license.Value {
	for _, st := range n.steps(d) {
		if st.from <= day && day < st.until {
			return st.atLeast
		}
	}
	return license.Disabled
}
