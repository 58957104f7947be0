package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/asapak/asapak/authority"
	"github.com/asapak/asapak/license"
)

// What the authority commands write with -o json. Names don't change once
// released.
type (
	siteJSON struct {
		PAKs  []pakJSON        `json:"paks"`
		Units []registeredJSON `json:"units"`
	}
	orderJSON struct {
		Order int       `json:"order"`
		At    string    `json:"at"`
		PAKs  []pakJSON `json:"paks"`
	}
	pakJSON struct {
		PAK   string    `json:"pak"`
		PID   string    `json:"pid"`
		Order int       `json:"order"`
		For   string    `json:"for,omitempty"`   // the serial number that it was ordered for
		Users int       `json:"users,omitempty"` // of a multi-use PAK
		Left  int       `json:"left,omitempty"`  // of its users
		Uses  []useJSON `json:"uses"`
	}
	useJSON struct {
		Serial string `json:"serial"`
		At     string `json:"at"`
		Users  int    `json:"users,omitempty"`
	}
	registeredJSON struct {
		Serial    string    `json:"serial"`
		Model     string    `json:"model,omitempty"`
		RetiredTo string    `json:"retiredTo,omitempty"`
		Keys      []keyJSON `json:"keys"`
	}
	issuedJSON struct {
		PAK string `json:"pak,omitempty"`
		keyJSON
	}
)

func licensesJSON(list []authority.License) []pakJSON {
	all := []pakJSON{}
	for i := range list {
		l := &list[i]
		p := pakJSON{PAK: string(l.PAK), PID: l.Product.PID, Order: l.Order, For: string(l.For), Users: l.Users, Left: l.Left(), Uses: []useJSON{}}
		for _, u := range l.Uses {
			p.Uses = append(p.Uses, useJSON{string(u.Serial), u.At.Format(time.RFC3339), u.Users})
		}
		all = append(all, p)
	}
	return all
}

func unitsJSON(list []authority.Unit) []registeredJSON {
	all := []registeredJSON{}
	for i := range list {
		u := registeredJSON{Serial: string(list[i].Serial), Model: list[i].Model, Keys: []keyJSON{}}
		if r := list[i].Retired; r != nil {
			u.RetiredTo = string(r.To)
		}
		for _, k := range list[i].Keys() {
			u.Keys = append(u.Keys, newKeyJSON(k.Key, k.Content))
		}
		all = append(all, u)
	}
	return all
}

// printOrder prints an order with its PAKs.
func (n *counter) printOrder(w io.Writer, s *authority.Site, o *authority.Order) error {
	licenses, err := s.Ordered(o.Number)
	if err != nil {
		return err
	}
	if n.format == "json" {
		return printJSON(w, orderJSON{o.Number, o.At.Format(time.RFC3339), licensesJSON(licenses)})
	}
	fmt.Fprintf(w, "order %d\n", o.Number)
	return printLicenses(w, licenses)
}

// printLicenses prints a line for each PAK: what it is, and who has it.
func printLicenses(w io.Writer, list []authority.License) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for i := range list {
		l := &list[i]
		fmt.Fprintf(t, "%s\t%s\t%s\n", l.PAK, l.Product.PID, whose(l))
	}
	return t.Flush()
}

// whose says what became of a PAK.
func whose(l *authority.License) string {
	var said []string
	for _, u := range l.Uses {
		text := "redeemed for " + string(u.Serial)
		if u.Users > 0 {
			text += " with " + plural(u.Users, "user")
		}
		said = append(said, text)
	}
	switch {
	case l.Users > 0:
		said = append(said, plural(l.Left(), "user")+" left")
	case len(l.Uses) == 0 && l.For != "":
		said = append(said, "for "+string(l.For))
	}
	return dash(strings.Join(said, ", "))
}

// printUnits prints units with their keys.
func (n *counter) printUnits(w io.Writer, list []authority.Unit) error {
	if n.format == "json" {
		return printJSON(w, unitsJSON(list))
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for i := range list {
		u := &list[i]
		if u.Retired != nil {
			fmt.Fprintf(t, "%s\tretired\treplaced by %s\n", u.Serial, u.Retired.To)
		}
		for _, k := range u.Keys() {
			printIssuedLine(t, &k)
		}
	}
	return t.Flush()
}

// printIssued prints keys as they were issued, one a line.
func (n *counter) printIssued(w io.Writer, list []authority.Issued) error {
	if n.format == "json" {
		all := []issuedJSON{}
		for i := range list {
			all = append(all, issuedJSON{string(list[i].PAK), newKeyJSON(list[i].Key, list[i].Content)})
		}
		return printJSON(w, all)
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for i := range list {
		printIssuedLine(t, &list[i])
	}
	return t.Flush()
}

func printIssuedLine(w io.Writer, i *authority.Issued) {
	fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", i.Content.Serial, kindOf(&i.Content.Grant), i.Key, strings.Join(contents(&i.Content.Grant), ", "))
}

func kindOf(g *license.Grant) string {
	if g.TimeBased() {
		return plural(days(g), "day")
	}
	return "permanent"
}

// contents lists what a key gives in words.
func contents(g *license.Grant) []string {
	var all []string
	if g.Level != license.Base {
		all = append(all, g.Level.String())
	}
	for _, f := range g.Features.Features() {
		if f.Kind() == license.Flag {
			all = append(all, f.String())
			continue
		}
		all = append(all, f.String()+" "+f.Format(g.Features[f]))
	}
	return all
}
