package cli

import (
	"slices"

	"github.com/asapak/asapak/cli/render"
)

// table says how the session's unit prints license tables.
func (s *Session) table() render.Table {
	d := s.unit.Device()
	return render.Table{Model: d.Model(), Release: d.Release(), NPE: d.NoPayloadEncryption(), UserContext: s.context != ""}
}

// license is what the unit tells of its license on every screen.
func (s *Session) license() render.License {
	d, t := s.unit.Device(), s.table()
	run := d.Running()
	v := render.License{
		Release:     d.Release(),
		Serial:      d.Serial(),
		Permanent:   d.RunningKey().Key.String(),
		Notices:     s.notices(),
		Own:         s.seen(t.Rows(&run)),
		Sentence:    s.sentence(),
		UserContext: t.UserContext,
	}
	flash := d.Flash()
	for _, k := range flash.TimeBased {
		if k.Active {
			v.TimeBased = append(v.TimeBased, k.Keys[0].String())
		}
	}
	v.Cluster = s.clusterRows()
	return v
}

// clusterRows is the failover cluster license, nil where none is in force.
func (s *Session) clusterRows() []render.Row {
	g := s.unit.Group()
	if g == nil {
		return nil
	}
	run, ok := g.License(s.unit)
	if !ok {
		return nil
	}
	t := s.table()
	t.Cluster = true
	return s.seen(t.Rows(&run))
}

// notices are the lines that a unit prints before its license table.
func (s *Session) notices() []string {
	d := s.unit.Device()
	var lines []string
	if d.RunningKey().Key.Bits.IsZero() && d.RunningKey().Key.Text == "" {
		lines = append(lines, render.UsingDefaults(false), "")
	}
	for _, cut := range d.Reductions() {
		lines = append(lines, render.ExceedsPlatform(cut.Feature, cut.Old, cut.New), "")
	}
	return lines
}

// seen puts rows in the order in which a real unit was seen to print them, where
// the unit was taken over from one.
func (s *Session) seen(rows []render.Row) []render.Row {
	a := s.unit.Device().Adopted()
	if a == nil || len(a.Rows) == 0 {
		return rows
	}
	rows = slices.DeleteFunc(rows, func(r render.Row) bool { return !slices.Contains(a.Rows, r.Feature) })
	slices.SortStableFunc(rows, func(x, y render.Row) int {
		return slices.Index(a.Rows, x.Feature) - slices.Index(a.Rows, y.Feature)
	})
	return rows
}

func (s *Session) sentence() string {
	d := s.unit.Device()
	if a := d.Adopted(); a != nil {
		return a.Sentence
	}
	return render.PlatformSentence(d.Model(), d.Level(), d.Release(), d.NoPayloadEncryption())
}

// timed lists the installed time-based keys that are active, or inactive.
func (s *Session) timed(active bool) []render.TimeBasedKey {
	t := s.table()
	flash := s.unit.Device().Flash()
	var all []render.TimeBasedKey
	for _, k := range flash.TimeBased {
		if k.Active == active {
			all = append(all, render.TimeBasedKey{Key: k.Keys[0].String(), Rows: t.TimedRows(k.Features, k.Left)})
		}
	}
	return all
}

type showActivationKey struct {
	Words  words `parser:"'show' 'activation-key'"`
	Detail bool  `parser:"@'detail'?"`
	show
}

func (c *showActivationKey) run(s *Session) reply {
	d := s.unit.Device()
	v := render.ActivationKey{License: s.license(), Active: s.timed(true)}
	if !d.FlashIsRunning() {
		v.Flash = render.FlashDifferent
	}
	if c.Detail {
		t := s.table()
		v.Detail = s.seen(t.PermanentRows(d.PermanentLicense()))
		v.Inactive = s.timed(false)
	}
	return say(render.ShowActivationKey(&v))
}
