package read

import (
	"strings"
	"time"

	"github.com/asapak/asapak/cli/render"
	"github.com/asapak/asapak/license"
)

// A Row is one row of a license table, as text and as values.
type Row struct {
	render.Row
	Amount license.Value // what Value says; zero for an unknown feature

	// Left is the time left as the row tells it, in whole days; zero is
	// perpetual or untold.
	Left time.Duration
	Line int
}

// Known reports whether the row's feature is one of the vocabulary.
func (r *Row) Known() bool { return r.Feature < license.NumFeatures }

// exact finds features by the very text of a row; ParseFeature knows the rest.
var exact = func() map[string]license.Feature {
	m := make(map[string]license.Feature)
	for f := range license.NumFeatures {
		for _, name := range f.Names() {
			m[name] = f
		}
	}
	return m
}()

// legacy are rows of PIX and FWSM screens that no ASA has.
var legacy = map[string]bool{
	"cut-through proxy": true, "guards": true, "url-filtering": true, "url filtering": true,
	"websense": true, "throughput": true, "ike peers": true, "isakmp peers": true, "bgp stub": true,
	"service acceleration": true,
}

// isRow splits a line of the form "label : value" and says nothing of what it means.
func isRow(text string) (label, rest string, ok bool) {
	label, rest, ok = strings.Cut(text, ":")
	label, rest = strings.TrimSpace(label), strings.TrimSpace(rest)
	return label, rest, ok && label != "" && rest != ""
}

// readRow reads a row of feature f. The reason tells what is wrong with it; the row then has
// what could be read.
func readRow(f license.Feature, label, rest string) (r Row, reason string) {
	r.Feature, r.Name = f, label
	r.Value, r.Term = splitTerm(rest)
	if r.Term != "" {
		r.Left, _ = render.ParseTerm(r.Term)
	}
	if !r.Known() {
		if !legacy[strings.ToLower(label)] {
			reason = "unknown feature"
		}
		return r, reason
	}
	v, err := amount(r.Feature, r.Value)
	if err != nil {
		return r, err.Error()
	}
	r.Amount = v
	return r, ""
}

func featureOf(label string) license.Feature {
	if f, ok := exact[label]; ok {
		return f
	}
	if strings.TrimLeft(label, "0123456789") == "" { // of an interface
		return license.NumFeatures
	}
	if f, ok := license.ParseFeature(strings.TrimPrefix(label, "*")); ok {
		return f
	}
	return license.NumFeatures
}

// amount reads a value that a screen shows. Beyond the license vocabulary there
// are the zone of an ASA 5505 behind a comma, and two words of old PIX screens.
func amount(f license.Feature, text string) (license.Value, error) {
	number, zone, found := strings.Cut(text, ", ")
	if found && strings.HasPrefix(zone, "DMZ ") {
		text = number
	}
	if f == license.Failover {
		switch text {
		case "Not supported":
			return license.Disabled, nil
		case "Enabled":
			return license.ActiveStandby, nil
		}
	}
	return f.ParseValue(text)
}

// splitTerm splits what stands behind the colon into value and term.
func splitTerm(rest string) (value, term string) {
	last := strings.LastIndexAny(rest, " \t")
	if last < 0 {
		return rest, ""
	}
	value, term = strings.TrimRight(rest[:last], " \t"), rest[last+1:]
	if strings.EqualFold(term, render.Perpetual) {
		return oneBlank(value), term
	}
	if i := strings.LastIndexAny(value, " \t"); i >= 0 {
		two := strings.TrimSpace(value[i+1:]) + " " + term
		before := strings.TrimRight(value[:i], " \t")
		if _, ok := render.ParseTerm(two); ok && !strings.HasSuffix(before, ",") {
			return oneBlank(before), two
		}
	}
	return oneBlank(rest), ""
}

// oneBlank makes each run of blanks one blank.
func oneBlank(s string) string {
	if !strings.Contains(s, "  ") && !strings.Contains(s, "\t") {
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}
