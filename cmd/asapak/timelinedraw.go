package main

import (
	"bytes"
	_ "embed"
	"fmt"
	"time"

	"github.com/go-analyze/charts/chartdraw"

	"github.com/asapak/asapak/cli/render"
	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sim"
)

// pictureStyle has the colors of the picture, for light and dark themes.
//
//go:embed help/timeline.css
var pictureStyle string

// The measures of the picture, in pixels.
const (
	pictureWidth = 1080
	marginSide   = 36
	marginTop    = 52
	marginBottom = 12
	axisHeight   = 52
	laneHeight   = 84 // a lane is a title, the bar, and the dates of its changes
	barTop       = 24
	barHeight    = 34
	datesBelow   = 14
	fontPoints   = 9
	pictureDPI   = 96
)

// drawTimeline draws a lane for each track: a bar as high as the value, relative
// to the highest of the track, with the value in it and the date of each change.
func drawTimeline(t *sim.Timeline) ([]byte, error) {
	tracks := t.Tracks()
	picture := drawing{timeline: t, tracks: tracks}
	hidden := chartdraw.Style{ClassName: "hidden"}
	axis := chartdraw.Style{ClassName: "axis", FontStyle: chartdraw.FontStyle{FontSize: fontPoints}}
	chart := chartdraw.Chart{
		Width: pictureWidth, Height: marginTop + max(len(tracks), 1)*laneHeight + axisHeight + marginBottom, DPI: pictureDPI,
		Background: chartdraw.Style{
			ClassName: "background",
			Padding:   chartdraw.NewBox(marginTop, marginSide, marginSide, marginBottom),
		},
		Canvas: hidden,
		XAxis: chartdraw.XAxis{
			Name: "date (UTC)", NameStyle: axis, Style: axis, Ticks: spanning(t.Start, t.End),
			GridMajorStyle: chartdraw.Hidden(), GridMinorStyle: chartdraw.Hidden(),
		},
		YAxis:          chartdraw.HideYAxis(),
		YAxisSecondary: chartdraw.HideYAxis(),
		// The series only spans the axis: the lanes are drawn upon it.
		Series: []chartdraw.Series{chartdraw.TimeSeries{
			Style: hidden, XValues: []time.Time{t.Start, t.End}, YValues: []float64{0, 1},
		}},
		Elements: []chartdraw.Renderable{picture.draw},
	}
	var b bytes.Buffer
	err := chart.Render(chartdraw.SVGWithCSS(pictureStyle, ""), &b)
	return b.Bytes(), err
}

// A drawing draws the lanes.
type drawing struct {
	timeline *sim.Timeline
	tracks   []sim.Track
	r        chartdraw.Renderer
	canvas   chartdraw.Box
}

func (d *drawing) draw(r chartdraw.Renderer, canvas chartdraw.Box, _ chartdraw.Style) {
	d.r, d.canvas = r, canvas
	r.SetFont(chartdraw.GetDefaultFont())
	r.SetFontSize(fontPoints)
	d.text("title", fmt.Sprintf("Licenses in force on %s, %s to %s", unitNames(d.timeline.Units), dateText(d.timeline.Start), dateText(d.timeline.End)),
		canvas.Left, canvas.Top-marginTop/2)
	if len(d.tracks) == 0 {
		d.text("label", "No license changes.", canvas.Left, canvas.Top+laneHeight/2)
	}
	for _, tick := range ticks(d.timeline.Start, d.timeline.End) {
		x := d.x(chartdraw.TimeFromFloat64(tick.Value))
		d.rectangle("grid", chartdraw.NewBox(canvas.Top, x, x, canvas.Bottom))
	}
	for i := range d.tracks {
		d.lane(&d.tracks[i], canvas.Top+i*laneHeight)
	}
}

// x is where an instant is.
func (d *drawing) x(at time.Time) int {
	t := d.timeline
	return d.canvas.Left + int(float64(d.canvas.Width())*float64(at.Sub(t.Start))/float64(t.End.Sub(t.Start)))
}

func (d *drawing) lane(track *sim.Track, top int) {
	d.text("label", trackTitle(track)+" on "+unitNames(track.Units), d.canvas.Left, top+barTop-6)
	bottom := top + barTop + barHeight
	most := peak(track)
	dated := 0 // where the last date ends
	for i, step := range track.Steps {
		left, right := d.x(step.At), d.canvas.Right
		if i+1 < len(track.Steps) {
			right = d.x(track.Steps[i+1].At)
		}
		if height := heightOf(step.Value, most); height > 0 {
			d.rectangle("bar", chartdraw.NewBox(bottom-height, left, right, bottom))
		}
		d.value(track.Feature, step.Value, left, right, bottom-barHeight/2+5)
		if i > 0 {
			dated = d.date(step.At, left, dated, bottom+datesBelow)
		}
	}
}

// heightOf is how high a value is drawn: what isn't zero can be seen.
func heightOf(v, most license.Value) int {
	if v == 0 {
		return 0
	}
	return max(int(uint64(v)*barHeight/uint64(most)), 2)
}

// value writes a value where there is room for it.
func (d *drawing) value(f license.Feature, v license.Value, left, right, y int) {
	const gap = 5
	for _, text := range []string{render.Of(f, v), f.Format(v)} {
		if d.r.MeasureText(text).Width()+2*gap <= right-left {
			d.text("value", text, left+gap, y)
			return
		}
	}
}

// date writes the date of a change unless the one before it is in the way, and
// returns where it ends.
func (d *drawing) date(at time.Time, x, dated, y int) int {
	const gap = 8
	text := dateText(at)
	width := d.r.MeasureText(text).Width()
	x = min(x, d.canvas.Right-width)
	if x < dated+gap && dated > 0 {
		return dated
	}
	d.text("date", text, x, y)
	return x + width
}

func (d *drawing) text(class, text string, x, y int) {
	d.r.SetClassName(class)
	d.r.Text(text, x, y)
}

func (d *drawing) rectangle(class string, b chartdraw.Box) {
	chartdraw.Draw.Box(d.r, b, chartdraw.Style{ClassName: class})
	d.r.SetFont(chartdraw.GetDefaultFont()) // a box resets the style
	d.r.SetFontSize(fontPoints)
}

// A pace is a distance between ticks.
type pace struct{ years, months, days int }

var paces = []pace{
	{days: 1}, {days: 7}, {months: 1}, {months: 2}, {months: 3}, {months: 6},
	{years: 1}, {years: 2}, {years: 5}, {years: 10}, {years: 20}, {years: 50},
}

// maxTicks is how many dates have room below the picture.
const maxTicks = 12

// ticks are round dates between two instants, as many as have room.
func ticks(start, end time.Time) []chartdraw.Tick {
	for _, p := range paces {
		if all := p.ticks(start, end); len(all) <= maxTicks {
			return all
		}
	}
	return nil
}

func (p pace) ticks(start, end time.Time) []chartdraw.Tick {
	var all []chartdraw.Tick
	at := p.first(start)
	for ; !at.After(end) && len(all) <= maxTicks; at = at.AddDate(p.years, p.months, p.days) {
		if !at.Before(start) {
			all = append(all, chartdraw.Tick{Value: chartdraw.TimeToFloat64(at), Label: at.Format(dateForm)})
		}
	}
	return all
}

// spanning are the ticks of an axis from one instant to another: the library takes
// the outermost ticks for its ends.
func spanning(start, end time.Time) []chartdraw.Tick {
	ends := []chartdraw.Tick{{Value: chartdraw.TimeToFloat64(start)}, {Value: chartdraw.TimeToFloat64(end)}}
	return append(ends, ticks(start, end)...)
}

// first is a round date not after an instant.
func (p pace) first(at time.Time) time.Time {
	switch {
	case p.years > 0:
		return time.Date(at.Year()-at.Year()%p.years, 1, 1, 0, 0, 0, 0, time.UTC)
	case p.months > 0:
		month := (int(at.Month())-1)/p.months*p.months + 1
		return time.Date(at.Year(), time.Month(month), 1, 0, 0, 0, 0, time.UTC)
	}
	return at
}
