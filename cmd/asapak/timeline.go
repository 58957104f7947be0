package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/google/renameio/v2"
	"github.com/spf13/cobra"

	"github.com/asapak/asapak/lab"
	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sim"
)

// timelineOptions are the flags of asapak timeline.
type timelineOptions struct {
	groupOptions
	lab, start, span string
	lost, off        []string
	svg, html        string
}

// timelineCommand builds "asapak timeline": what changes in the licenses in
// force, and when.
func timelineCommand() *cobra.Command {
	var o timelineOptions
	c := &cobra.Command{
		Use:   "timeline [UNIT…]",
		Short: "Tell when the licenses of units change, as rows, bars or a picture",
		Long: "timeline lets virtual time go by and tells every change of the license that each\n" +
			"unit runs on, with its date and reason. The units are those of a lab, or those that\n" +
			"arguments name as for combine, joined in the same way; one alone will do. Outages\n" +
			"can be put in. Dates are UTC.",
		Example: "  asapak timeline --lab branch.yaml --for 2y\n" +
			"  asapak timeline primary.txt secondary.txt --lost-contact 40d@2027-03-01 --html outage.html\n" +
			"  asapak timeline --lab branch.yaml --power-off asa2:10d@2027-02-01 -o json",
		RunE: func(c *cobra.Command, args []string) error {
			if o.format != "table" && o.format != "json" {
				return &usageError{fmt.Errorf("-o %q: want table or json", o.format)}
			}
			t, err := o.walk(args, c.InOrStdin(), c.ErrOrStderr())
			if err != nil {
				return err
			}
			return errors.Join(o.print(c.OutOrStdout(), t), o.draw(t))
		},
	}
	f := c.Flags()
	o.register(f)
	f.StringVar(&o.lab, "lab", "", "take the units of the lab of this `FILE`")
	f.StringVar(&o.start, "start", "", "begin at this `DATE` such as 2027-03-01 (default today)")
	f.StringVar(&o.span, "for", "1y", "go on for this `TIME` such as 30d, 8w or 2y")
	f.StringArrayVar(&o.lost, "lost-contact", nil, "cut a failover link: `[UNIT:]TIME@DATE` such as 40d@2027-03-01 (default the first unit's); may be given more than once")
	f.StringArrayVar(&o.off, "power-off", nil, "switch a unit off: `UNIT:TIME@DATE`; may be given more than once")
	f.StringVarP(&o.format, "output", "o", "table", "how to answer: table or json")
	f.StringVar(&o.svg, "svg", "", "draw the picture into this SVG `FILE`")
	f.StringVar(&o.html, "html", "", "write a page with picture and rows into this `FILE`")
	return c
}

// walk makes the timeline.
func (o *timelineOptions) walk(args []string, stdin io.Reader, stderr io.Writer) (*sim.Timeline, error) {
	start, end, err := o.horizon()
	if err != nil {
		return nil, err
	}
	w, err := o.world(args, start, stdin, stderr)
	if err != nil {
		return nil, err
	}
	acts, err := o.acts(w, start, end)
	if err != nil {
		return nil, err
	}
	return w.Timeline(end, acts), nil
}

const dateForm = "2006-01-02"

func (o *timelineOptions) horizon() (start, end time.Time, err error) {
	start = time.Now().UTC().Truncate(license.Day)
	if o.start != "" {
		if start, err = time.Parse(dateForm, o.start); err != nil {
			return start, end, &usageError{fmt.Errorf("--start %q: want a date such as 2027-03-01", o.start)}
		}
	}
	span, err := license.ParseTerm(o.span)
	if err != nil {
		return start, end, &usageError{fmt.Errorf("--for: %w", err)}
	}
	return start, start.Add(span), nil
}

// world is that of the lab or of the units that arguments name.
func (o *timelineOptions) world(args []string, start time.Time, stdin io.Reader, stderr io.Writer) (*sim.World, error) {
	if (o.lab == "") == (len(args) == 0) {
		return nil, &usageError{errors.New("want either --lab or units")}
	}
	if o.lab == "" {
		g, err := o.gather(args, start, stdin, stderr)
		if err != nil {
			return nil, err
		}
		for _, text := range slices.Concat(g.warnings(), g.apart()) {
			fmt.Fprintf(stderr, "asapak: %s\n", text)
		}
		return g.world, nil
	}
	l, err := lab.Load(o.lab, o.passphrase)
	if err != nil {
		return nil, err
	}
	l.Start = start
	return lab.Build(l)
}

// apart are the reasons why units that were named together don't join.
func (g *gathering) apart() []string {
	var all []string
	if g.group == nil {
		return nil
	}
	for _, o := range g.objections() {
		all = append(all, fmt.Sprintf("the units can't form %s: %s", groupName(g.kind), o.Text))
	}
	return all
}

// acts are the outages, each a beginning and an end.
func (o *timelineOptions) acts(w *sim.World, start, end time.Time) ([]sim.Act, error) {
	var all []sim.Act
	for _, kind := range [...]struct {
		flag  string
		given []string
		make  func(w *sim.World, unit string) (begin, end func(), err error)
	}{{"--lost-contact", o.lost, cutting}, {"--power-off", o.off, switching}} {
		for _, text := range kind.given {
			out, err := parseOutage(text)
			if err == nil && (out.at.Before(start) || !out.at.Before(end)) {
				err = fmt.Errorf("the date is not within the timeline, from %s to %s", start.Format(dateForm), end.Format(dateForm))
			}
			var begin, finish func()
			if err == nil {
				begin, finish, err = kind.make(w, out.unit)
			}
			if err != nil {
				return nil, &usageError{fmt.Errorf("%s %q: %w", kind.flag, text, err)}
			}
			all = append(all, sim.Act{At: out.at, Do: begin}, sim.Act{At: out.at.Add(out.span), Do: finish})
		}
	}
	return all, nil
}

func (o *timelineOptions) print(w io.Writer, t *sim.Timeline) error {
	if o.format == "json" {
		return printJSON(w, newTimelineJSON(t))
	}
	return printTimeline(w, t)
}

// draw writes the files that were asked for, each whole or not at all.
func (o *timelineOptions) draw(t *sim.Timeline) error {
	for _, picture := range [...]struct {
		path string
		make func(*sim.Timeline) ([]byte, error)
	}{{o.svg, drawTimeline}, {o.html, pageOfTimeline}} {
		if picture.path == "" {
			continue
		}
		data, err := picture.make(t)
		if err == nil {
			err = renameio.WriteFile(picture.path, data, 0o644)
		}
		if err != nil {
			return fmt.Errorf("picture: %w", err)
		}
	}
	return nil
}

// shownNames is how many units are named one by one.
const shownNames = 4

// unitNames is "primary, secondary", or of many "control, data1 and 14 more".
func unitNames(units []*sim.Unit) string {
	names := namesOf(units)
	if len(names) > shownNames {
		return fmt.Sprintf("%s, %s and %d more", names[0], names[1], len(names)-2)
	}
	return strings.Join(names, ", ")
}
