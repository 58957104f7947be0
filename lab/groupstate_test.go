package lab

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/asapak/asapak/device"
	"github.com/asapak/asapak/license"
)

// timedTwins are a and b of twins as a pair, each with eight weeks of the Botnet
// Traffic Filter.
func timedTwins(t *testing.T) *Lab {
	t.Helper()
	l := mustParse(t, twins("failover: [{primary: a, secondary: b}]"))
	for i := range l.Units {
		l.Units[i].TimeBased = []TimeBased{{Active: true, Grant: license.Grant{
			Features: license.Set{license.BotnetTrafficFilter: license.Enabled}, Term: 56 * license.Day,
		}}}
	}
	return l
}

// rules LOSS-1, LOSS-2: a link that is down stays so over a start, the 30 days go
// on, and time is charged as if the process had never ended.
func TestLossOverStarts(t *testing.T) {
	dir := t.TempDir()
	l := timedTwins(t)
	s := mustOpen(t, dir, l, Resume)
	s.World.Unit("a").Group().CutLink(s.World.Unit("a"), true)
	for range 4 {
		s.World.Advance(5 * license.Day)
		mustClose(t, s)
		s = mustOpen(t, dir, l, Resume)
	}
	a, b := s.World.Unit("a"), s.World.Unit("b")
	if !a.Group().LinkDown(a) || a.Group().Hears(b) {
		t.Fatal("the link came up")
	}
	if _, left := a.Group().Contact(a); left != 10*license.Day {
		t.Errorf("%v of the grace period are left, want 10 days", left)
	}
	a.Group().CutLink(a, false)
	botnet := license.BotnetTrafficFilter
	if x, y := a.Device().Running()[botnet].Left, b.Device().Running()[botnet].Left; x != 36*license.Day || y != 56*license.Day {
		t.Errorf("%v and %v are left, want 36 and 56 days", x, y)
	}
	mustClose(t, s)
}

// A start of a pair where nothing happens changes nothing in the file.
func TestQuietPairKeepsItsFile(t *testing.T) {
	dir := t.TempDir()
	l := timedTwins(t)
	var files [2]string
	for i := range files {
		s := mustOpen(t, dir, l, Resume)
		if i == 0 {
			s.World.Advance(license.Day)
		}
		mustClose(t, s)
		data, err := os.ReadFile(filepath.Join(dir, "x.state"))
		if err != nil {
			t.Fatal(err)
		}
		files[i] = string(data)
	}
	if files[0] != files[1] {
		t.Errorf("the file became\n%s\nfrom\n%s", files[1], files[0])
	}
}

// A group that the lab file made anew starts as a new one.
func TestOtherGroupsStartAnew(t *testing.T) {
	dir := t.TempDir()
	l := timedTwins(t)
	s := mustOpen(t, dir, l, Resume)
	s.World.Unit("a").Group().CutLink(s.World.Unit("a"), true)
	s.World.Advance(license.Day)
	mustClose(t, s)
	l.Groups[0].Units = []string{"a", "c"}
	again := mustOpen(t, dir, l, Resume)
	defer again.Close()
	if a := again.World.Unit("a"); a.Group().LinkDown(a) || again.World.Unit("b").Group() != nil {
		t.Error("a new pair has an old one's link")
	}
}

// rule KEY-3: a unit whose hardware was replaced is the new one after a start, and
// the lab file still names the old one.
func TestReplacedUnitOverAStart(t *testing.T) {
	dir := t.TempDir()
	l := timedTwins(t)
	s := mustOpen(t, dir, l, Resume)
	s.World.Unit("a").Step(device.Replace{Serial: "JMX1232L999"})
	mustClose(t, s)
	for range 2 {
		s = mustOpen(t, dir, l, Resume)
		if d := s.World.Unit("a").Device(); d.Serial() != "JMX1232L999" || len(d.Flash().TimeBased) != 0 {
			t.Errorf("the unit is %s with %d keys", d.Serial(), len(d.Flash().TimeBased))
		}
		mustClose(t, s)
	}
}
