package main

import (
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/asapak/asapak/activationkey"
	"github.com/asapak/asapak/license"
)

// What the key commands write with -o json. Names don't change once released.
type (
	keyJSON struct {
		Key      string        `json:"key"`
		Serial   string        `json:"serial"`
		Kind     string        `json:"kind"`               // permanent or time-based
		Level    string        `json:"level,omitempty"`    // of a permanent key
		TermDays int           `json:"termDays,omitempty"` // of a time-based key
		Issue    *uint16       `json:"issue,omitempty"`    // of a time-based key
		Features []featureJSON `json:"features"`
	}
	featureJSON struct {
		Feature string `json:"feature"`
		Value   string `json:"value"`
	}
	verifiedJSON struct {
		Valid  bool   `json:"valid"`
		Reason string `json:"reason,omitempty"`
	}
)

func newKeyJSON(k activationkey.Key, c activationkey.Content) keyJSON {
	out := keyJSON{Key: k.String(), Serial: string(c.Serial), Kind: "permanent", Features: []featureJSON{}}
	if c.Grant.TimeBased() {
		out.Kind, out.TermDays, out.Issue = "time-based", days(&c.Grant), &c.Issue
	} else {
		out.Level = c.Grant.Level.String()
	}
	for _, f := range c.Grant.Features.Features() {
		out.Features = append(out.Features, featureJSON{f.String(), f.Format(c.Grant.Features[f])})
	}
	return out
}

func newVerifiedJSON(reason error) verifiedJSON {
	if reason != nil {
		return verifiedJSON{Reason: reason.Error()}
	}
	return verifiedJSON{Valid: true}
}

func days(g *license.Grant) int { return int(g.Term / license.Day) }

func printJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// printKey tells what a key holds, a line for each thing.
func printKey(w io.Writer, k activationkey.Key, c activationkey.Content) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "Key:\t%s\n", k)
	fmt.Fprintf(t, "Serial number:\t%s\n", c.Serial)
	if c.Grant.TimeBased() {
		fmt.Fprintf(t, "Kind:\ttime-based\nTerm:\t%s\nIssue number:\t%d\n", plural(days(&c.Grant), "day"), c.Issue)
	} else {
		fmt.Fprintf(t, "Kind:\tpermanent\nLicense level:\t%s\n", c.Grant.Level)
	}
	for _, f := range c.Grant.Features.Features() {
		fmt.Fprintf(t, "%s:\t%s\n", f, f.Format(c.Grant.Features[f]))
	}
	return t.Flush()
}

func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
