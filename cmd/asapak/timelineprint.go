package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/asapak/asapak/cli/render"
	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sim"
)

// whys words the reasons of a change.
var whys = [...]string{
	sim.Other:           "by what was done to the unit",
	sim.KeyExpired:      "a time-based license ran out",
	sim.HeirTookOver:    "a time-based license ran out, an installed one took over",
	sim.GracePeriodOver: "no contact for more than 30 days",
	sim.MateGone:        "another unit was without contact for more than 30 days",
	sim.ContactIsBack:   "contact is back",
	sim.UnitBooted:      "the unit came up",
}

// dateText is a date, with the time of day unless it is midnight. What happens
// an instant after a second belongs to it.
func dateText(t time.Time) string {
	t = t.UTC().Truncate(time.Second)
	if t.Equal(t.Truncate(license.Day)) {
		return t.Format(dateForm)
	}
	return t.Format(time.DateTime)
}

// printTimeline shows the changes as rows and the features as bars.
func printTimeline(w io.Writer, t *sim.Timeline) error {
	fmt.Fprintf(w, "%s, from %s to %s (UTC)\n\n", unitNames(t.Units), dateText(t.Start), dateText(t.End))
	if len(t.Changes) == 0 {
		_, err := fmt.Fprintln(w, "No license changes.")
		return err
	}
	tab := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tab, "DATE\tUNITS\tFEATURE\tFROM\tTO\tWHY")
	for _, c := range t.Changes {
		fmt.Fprintf(tab, "%s\t%s\t%s\t%s\t%s\t%s\n", dateText(c.At), unitNames(c.Units), c.Feature,
			c.Feature.Format(c.From), c.Feature.Format(c.To), whys[c.Why])
	}
	if err := tab.Flush(); err != nil {
		return err
	}
	fmt.Fprintln(w)
	for _, track := range t.Tracks() {
		fmt.Fprintf(w, "%s, %s\n%s\n", trackTitle(&track), unitNames(track.Units), bar(t, &track))
	}
	_, err := fmt.Fprintf(w, "%-*s%s\n", barWidth-len(dateForm), dateText(t.Start), dateText(t.End))
	return err
}

// trackTitle is "AnyConnect Premium Peers (0 to 1750 sessions)".
func trackTitle(t *sim.Track) string {
	if t.Feature.Kind() != license.Count {
		return t.Feature.String()
	}
	return fmt.Sprintf("%s (0 to %s)", t.Feature, render.Of(t.Feature, peak(t)))
}

func peak(t *sim.Track) license.Value {
	var most license.Value
	for _, s := range t.Steps {
		most = max(most, s.Value)
	}
	return most
}

// barWidth is how many characters a bar has.
const barWidth = 72

// blocks are heights from nothing to the peak.
var blocks = []rune(" ▁▂▃▄▅▆▇█")

// bar draws a track, a character for each of its parts in time, as high as the
// value at the part's begin; what isn't zero is never drawn as nothing.
func bar(t *sim.Timeline, track *sim.Track) string {
	var b strings.Builder
	span, most := t.End.Sub(t.Start), uint64(peak(track))
	for i := range barWidth {
		v := valueAt(track, t.Start.Add(span/barWidth*time.Duration(i)))
		height := uint64(v) * uint64(len(blocks)-1) / most
		if v > 0 {
			height = max(height, 1)
		}
		b.WriteRune(blocks[height])
	}
	return strings.TrimRight(b.String(), " ")
}

func valueAt(track *sim.Track, at time.Time) license.Value {
	v := track.Steps[0].Value
	for _, s := range track.Steps {
		if !s.At.After(at) {
			v = s.Value
		}
	}
	return v
}

// What "asapak timeline -o json" writes. Names don't change once released.
type (
	timelineJSON struct {
		Start   time.Time    `json:"start"`
		End     time.Time    `json:"end"`
		Units   []string     `json:"units"`
		Changes []changeJSON `json:"changes"`
		Tracks  []trackJSON  `json:"tracks"`
	}
	changeJSON struct {
		At      time.Time `json:"at"`
		Units   []string  `json:"units"`
		Feature string    `json:"feature"`
		From    string    `json:"from"`
		To      string    `json:"to"`
		Why     string    `json:"why"`
	}
	trackJSON struct {
		Feature string     `json:"feature"`
		Units   []string   `json:"units"`
		Steps   []stepJSON `json:"steps"`
	}
	stepJSON struct {
		At    time.Time `json:"at"`
		Value string    `json:"value"`
	}
)

func newTimelineJSON(t *sim.Timeline) timelineJSON {
	out := timelineJSON{Start: t.Start, End: t.End, Units: namesOf(t.Units), Changes: []changeJSON{}, Tracks: []trackJSON{}}
	for _, c := range t.Changes {
		out.Changes = append(out.Changes, changeJSON{
			At: c.At.Truncate(time.Second), Units: namesOf(c.Units), Feature: c.Feature.String(),
			From: c.Feature.Format(c.From), To: c.Feature.Format(c.To), Why: whys[c.Why],
		})
	}
	for _, track := range t.Tracks() {
		j := trackJSON{Feature: track.Feature.String(), Units: namesOf(track.Units)}
		for _, s := range track.Steps {
			j.Steps = append(j.Steps, stepJSON{At: s.At.Truncate(time.Second), Value: track.Feature.Format(s.Value)})
		}
		out.Tracks = append(out.Tracks, j)
	}
	return out
}

func namesOf(units []*sim.Unit) []string {
	names := make([]string, len(units))
	for i, u := range units {
		names[i] = u.Name
	}
	return names
}
