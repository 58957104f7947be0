package sim

import (
	"testing"
	"time"

	"github.com/asapak/asapak/activationkey"
	"github.com/asapak/asapak/device"
	"github.com/asapak/asapak/license"
)

var start = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

const serial = license.Serial("JMX1232L11M")

func newUnit(t *testing.T, w *World, name, startup string) *Unit {
	t.Helper()
	m, err := license.FindModel("ASA 5520")
	if err != nil {
		t.Fatal(err)
	}
	c := device.Config{Model: m, Serial: serial, Secret: activationkey.NewSecret("x")}
	u, err := w.Add(name, c, device.Flash{Image: license.Release{Major: 8, Minor: 4, Maint: 1}}, ParseConfig(startup))
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func botnetKey(t *testing.T, days int) activationkey.Key {
	t.Helper()
	k, err := activationkey.NewSecret("x").Seal(activationkey.Content{Serial: serial, Issue: 1, Grant: license.Grant{
		Features: license.Set{license.BotnetTrafficFilter: license.Enabled}, Term: time.Duration(days) * license.Day,
	}})
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// rule TIME-1: setting the clock changes nothing but what the clock shows; the
// log has the times that it showed.
func TestClockMeansNothing(t *testing.T) {
	w := New(start)
	u := newUnit(t, w, "a", "")
	if out := u.Step(device.EnterKey{Key: botnetKey(t, 31)}); out.Refused != nil {
		t.Fatal(out.Refused)
	}
	u.SetClock(start.AddDate(10, 0, 0))
	w.Advance(license.Day)
	if left := u.Device().Running()[license.BotnetTrafficFilter].Left; left != 30*license.Day {
		t.Errorf("%v left after a day, want 30 days", left)
	}
	log := u.Log()
	if last := log[len(log)-1]; last.Event.Kind != device.ExpiresSoon || !last.At.Equal(start.AddDate(10, 0, 1)) {
		t.Errorf("last entry %+v, want a warning a day after the clock that was set", last)
	}
	if !w.Now().Equal(start.AddDate(0, 0, 1)) {
		t.Errorf("the world's time is %v", w.Now())
	}
}

// Two units of one name can't be told apart.
func TestNamesAreUnique(t *testing.T) {
	w := New(start)
	u := newUnit(t, w, "a", "")
	if _, err := w.Add("a", device.Config{Model: u.Device().Model()}, device.Flash{}, Config{}); err == nil {
		t.Error("a second unit of the same name was taken")
	}
	if w.Unit("a") != u || w.Unit("b") != nil || len(w.Units()) != 1 {
		t.Error("the world doesn't hold the one unit")
	}
}

// rules EXCL-1, EXCL-4, EXCL-7: the device follows the configuration, at boot and
// when it changes; after a reload the startup configuration holds.
func TestDeviceFollowsConfiguration(t *testing.T) {
	w := New(start)
	u := newUnit(t, w, "a", "tls-proxy maximum-session 2\nwebvpn\n no anyconnect-essentials\ninterface GigabitEthernet0/0.100\n vlan 100\n")
	if u.Device().Essentials() || u.Device().InUse(device.VLANs) != 1 || u.Device().TLSProxyLimit() != 2 {
		t.Error("the device did not follow its startup configuration")
	}
	u.Configure(func(c *Config) { c.UnsetIn("webvpn", "no anyconnect-essentials") })
	if !u.Device().Essentials() {
		t.Error("the device did not follow the change")
	}
	u.Step(device.Reload{})
	if u.Device().Essentials() || u.Running().String() != u.Startup().String() {
		t.Error("the startup configuration does not hold after a reload")
	}
	u.ClearConfiguration()
	if !u.Device().Essentials() || u.Device().InUse(device.VLANs) != 0 || len(u.Running().Lines()) != 0 {
		t.Error("something is left of the configuration after it was cleared")
	}
}

func TestConfigEdits(t *testing.T) {
	c := ParseConfig(": Saved\n:\nhostname a\n!\ninterface e0\n nameif inside\n vlan 3\ncontext one\ncontext two\n")
	c.Set("hostname", "hostname b")
	c.SetIn("webvpn", "no anyconnect-essentials", "no anyconnect-essentials")
	c.SetIn("interface e0", "vlan", "vlan 4")
	if !c.Unset("context one") || c.Unset("context three") {
		t.Error("Unset does not tell whether there was a line")
	}
	want := "hostname b\ninterface e0\n nameif inside\n vlan 4\ncontext two\nwebvpn\n no anyconnect-essentials\n"
	if got := c.String(); got != want {
		t.Errorf("configuration:\n%swant:\n%s", got, want)
	}
	if rest, ok := c.Rest("context"); !ok || rest != "two" {
		t.Errorf("context is %q", rest)
	}
	if c.Has("host") || !c.Has("hostname") || c.Count("context") != 1 || c.CountIn("interface", "vlan") != 1 {
		t.Error("a line is found by part of a word, or not found by whole ones")
	}
	clone := c.Clone()
	clone.SetIn("webvpn", "enable", "enable outside")
	if c.Equal(&clone) || c.HasIn("webvpn", "enable") {
		t.Error("a clone shares lines with its origin")
	}
}

// What a configuration prints reads back as the same configuration.
func FuzzParseConfig(f *testing.F) {
	f.Add("hostname a\ninterface e0\n vlan 3\n")
	f.Add(" stray\n!\n\nwebvpn\n\tenable\n")
	f.Fuzz(func(t *testing.T, text string) {
		c := ParseConfig(text)
		again := ParseConfig(c.String())
		if !c.Equal(&again) {
			t.Errorf("%q reads as\n%sand again as\n%s", text, c.String(), again.String())
		}
	})
}
