package main

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/asapak/asapak/lab"
	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sim"
)

// pictured is a year of two units with on/off terms and numbers.
func pictured(t *testing.T) *sim.Timeline {
	t.Helper()
	var all []partner
	for i, s := range []side{
		"ASA 5545-X, 9.2(1) | 3des-aes=Enabled | Botnet Traffic Filter=Enabled for 8w | AnyConnect Premium Peers=1000 for 26w",
		"ASA 5545-X, 9.2(1) | 3des-aes=Enabled | Botnet Traffic Filter=Enabled for 8w | AnyConnect Premium Peers=750 for 39w",
	} {
		all = append(all, s.partner(t, i))
	}
	var o groupOptions
	start := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
	g, err := o.join(all, start)
	if err != nil {
		t.Fatal(err)
	}
	return g.world.Timeline(start.Add(365*license.Day), nil)
}

// svgData lists what a picture shows: texts with their class and place, and the
// corners of bars.
func svgData(t *testing.T, svg []byte) []string {
	t.Helper()
	var all []string
	d := xml.NewDecoder(strings.NewReader(string(svg)))
	for text := ""; ; {
		token, err := d.Token()
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatalf("the picture is no XML: %v", err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			class, _, _ := strings.Cut(attribute(e, "class"), " ")
			text = ""
			if e.Name.Local == "text" {
				text = fmt.Sprintf("%s %s,%s ", class, attribute(e, "x"), attribute(e, "y"))
			}
			if class == "bar" {
				all = append(all, "bar "+strings.ReplaceAll(attribute(e, "d"), "\n", " "))
			}
		case xml.CharData:
			if text != "" {
				all = append(all, text+string(e))
				text = ""
			}
		}
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// rules FO-4, FO-5: the picture holds each lane with its bars, values and dates,
// and an axis of round dates.
func TestPictureData(t *testing.T) {
	svg, err := drawTimeline(pictured(t))
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Split(strings.TrimSpace(pictureData), "\n")
	if diff := cmp.Diff(want, svgData(t, svg)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

const pictureData = `
axis 36,250 2026-12-01
axis 120,250 2027-01-01
axis 205,250 2027-02-01
axis 281,250 2027-03-01
axis 366,250 2027-04-01
axis 448,250 2027-05-01
axis 533,250 2027-06-01
axis 615,250 2027-07-01
axis 699,250 2027-08-01
axis 784,250 2027-09-01
axis 866,250 2027-10-01
axis 951,250 2027-11-01
axis 517,272 date (UTC)
title 47,26 Licenses in force on primary, secondary, 2026-11-24 to 2027-11-24
label 47,70 AnyConnect Premium Peers (0 to 1750 sessions) on primary, secondary
bar M 47 76 L 544 76 L 544 110 L 47 110 L 47 76
value 52,98 1750 sessions
bar M 544 96 L 792 96 L 792 110 L 544 110 L 544 96
value 549,98 752 sessions
date 544,124 2027-05-25
bar M 792 108 L 1044 108 L 1044 110 L 792 110 L 792 108
value 797,98 4 sessions
date 792,124 2027-08-24
label 47,154 Botnet Traffic Filter on primary, secondary
bar M 47 160 L 352 160 L 352 194 L 47 194 L 47 160
value 52,182 Enabled
value 357,182 Disabled
date 352,208 2027-03-16
`

// A timeline without changes has a picture that says so.
func TestPictureOfNothing(t *testing.T) {
	w, err := lab.Build(lab.Default(""))
	if err != nil {
		t.Fatal(err)
	}
	svg, err := drawTimeline(w.Timeline(w.Now().Add(license.Day), nil))
	if err != nil || !strings.Contains(string(svg), "No license changes.") {
		t.Errorf("%v: %s", err, svg)
	}
}

// Ticks are round dates within the axis, and not more than have room.
func TestTicks(t *testing.T) {
	start := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		span  time.Duration
		first string
		count int
	}{
		{10 * license.Day, "2026-11-24", 11},
		{60 * license.Day, "2026-11-24", 9},
		{365 * license.Day, "2026-12-01", 12},
		{2 * 365 * license.Day, "2027-01-01", 12},
		{10 * 365 * license.Day, "2027-01-01", 10},
		{100 * 365 * license.Day, "2030-01-01", 10},
		{290 * 365 * license.Day, "2050-01-01", 6},
	} {
		got := ticks(start, start.Add(c.span))
		if len(got) != c.count || got[0].Label != c.first {
			t.Errorf("%v: %d ticks from %s, want %d from %s", c.span, len(got), got[0].Label, c.count, c.first)
		}
	}
}

// Text in a page is escaped.
func TestPageIsEscaped(t *testing.T) {
	w := sim.New(time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC))
	data, err := pageOfTimeline(&sim.Timeline{Start: w.Now(), End: w.Now().Add(license.Day), Units: []*sim.Unit{{Name: "<script>"}}, First: make([]license.Set, 1)})
	if err != nil || strings.Contains(string(data), "<script>") {
		t.Errorf("%v: %s", err, data)
	}
}
