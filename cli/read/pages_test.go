package read

import (
	"strings"
	"testing"

	"github.com/asapak/asapak/cli/render"
)

// viewOf fills a view from what was read of a unit.
func viewOf(u *Unit) render.ActivationKey {
	rows := func(from []Row) (to []render.Row) {
		for _, r := range from {
			to = append(to, r.Row)
		}
		return to
	}
	v := render.ActivationKey{License: render.License{
		Release: u.Release, Serial: u.Serial, Permanent: u.Permanent.Text, Own: rows(u.Own), Cluster: rows(u.Cluster), Sentence: u.Sentence,
	}, Flash: u.Flash, Detail: rows(u.Detail)}
	for _, k := range u.Running {
		v.TimeBased = append(v.TimeBased, k.Text)
	}
	for _, k := range u.Timed {
		if key := (render.TimeBasedKey{Key: k.Key.Text, Rows: rows(k.Rows)}); k.Active {
			v.Active = append(v.Active, key)
		} else {
			v.Inactive = append(v.Inactive, key)
		}
	}
	return v
}

// linesOf are the lines of a text that are not blank.
func linesOf(text string) []string {
	var all []string
	for line := range strings.Lines(text) {
		if line = strings.TrimRight(line, " \r\n"); line != "" {
			all = append(all, line)
		}
	}
	return all
}

// rule FO-10, FO-11: the screens of the guide's seven examples come out of the
// units that were read from them, line by line. (The blank lines of the guide
// are its page breaks; where an example spaces its serial number otherwise or
// has an older label, the screen has this program's.)
func TestExamplesAsScreens(t *testing.T) {
	dir := corpus(t)
	newLabel := strings.NewReplacer("Running Activation Key:", render.RunningPermanent.String())
	n := 0
	for _, s := range samples(t, dir) {
		if s.kind != "reflowed" {
			continue
		}
		n++
		d, text := readSample(t, dir, s.file)
		v := viewOf(&d.Units[0])
		got, want := linesOf(render.ShowActivationKey(&v)), linesOf(newLabel.Replace(text))[1:]
		want[0] = render.SerialLabel + "  " + string(v.Serial)
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("%s:\n%s\nwant:\n%s", s.file, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	if n != 7 {
		t.Errorf("%d examples, want 7", n)
	}
}

// rule FO-10: the license part of a real pair's show version comes out of the
// unit that was read from it, blank lines included.
func TestRealPairAsScreen(t *testing.T) {
	d, text := readSample(t, corpus(t), "show_version/ntc3-asa5516-992-failover.txt")
	u := &d.Units[0]
	v := render.Version{License: viewOf(u).License, Model: u.Model, Hostname: u.Hostname, Register: 1}
	part := func(s string) string {
		_, s, _ = strings.Cut(s, "\nLicensed features")
		s, _, _ = strings.Cut(s, "Configuration last modified")
		s, _, _ = strings.Cut(s, "Configuration has not")
		return s
	}
	if got, want := part(render.ShowVersion(&v)), part(text); got != want || !strings.Contains(got, "Image type") {
		t.Errorf("%q\nwant\n%q", got, want)
	}
}
