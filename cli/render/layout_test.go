package render

import (
	"testing"
	"time"

	"github.com/asapak/asapak/license"
)

// rule TIME-3: whole days, rounded up; the word is days except for 1.
func TestTerm(t *testing.T) {
	for _, c := range []struct {
		left time.Duration
		want string
	}{
		{0, "perpetual"},
		{time.Second, "1 day"},
		{license.Day, "1 day"},
		{license.Day + time.Nanosecond, "2 days"},
		{62 * license.Day, "62 days"},
		{62*license.Day - time.Hour, "62 days"},
		{3650 * license.Day, "3650 days"},
	} {
		got := Term(c.left)
		if got != c.want {
			t.Errorf("Term(%v) = %q, want %q", c.left, got, c.want)
		}
		back, ok := ParseTerm(got)
		if days := (c.left + license.Day - 1) / license.Day * license.Day; !ok || back != days {
			t.Errorf("ParseTerm(%q) = %v, %v, want %v", got, back, ok, days)
		}
	}
	for _, wrong := range []string{"", "days", "x days", "-1 days", "3 weeks", "perpetually"} {
		if left, ok := ParseTerm(wrong); ok {
			t.Errorf("ParseTerm(%q) = %v", wrong, left)
		}
	}
}

// The columns of each era, as they were measured.
func TestLayouts(t *testing.T) {
	vlans := Row{license.MaxVLANs, "Maximum VLANs", "150", ""}
	failover := Row{license.Failover, "Failover", "Active/Active", ""}
	timed := Row{license.BotnetTrafficFilter, "Botnet Traffic Filter", "Enabled", "646 days"}
	child := Row{license.SharedPremiumPeers, "Shared AnyConnect Premium Peers", "12000", "perpetual"}
	for _, c := range []struct {
		layout *Layout
		row    Row
		want   string
	}{
		{LayoutOf(license.Release{Major: 7, Minor: 2}), vlans, "Maximum VLANs                : 150"},
		{LayoutOf(license.Release{Major: 8, Minor: 0, Maint: 4}), failover, "Failover                     : Active/Active"},
		{LayoutOf(license.Release{Major: 8, Minor: 2, Maint: 1}), vlans, "Maximum VLANs                  : 150       "},
		{LayoutOf(license.Release{Major: 8, Minor: 2, Maint: 1}), failover, "Failover                       : Active/Active"},
		{LayoutOf(license.Release{Major: 8, Minor: 4, Maint: 1}), timed, "Botnet Traffic Filter             : Enabled        646 days"},
		{LayoutOf(license.Release{Major: 9, Minor: 16}), child, "  Shared AnyConnect Premium Peers : 12000          perpetual"},
		{LayoutNamed("smart"), vlans, "Maximum VLANs                     : 150            "},
		{TimedLayout(), timed, "Botnet Traffic Filter        : Enabled    646 days"},
		{LayoutNamed("PIX 6"), vlans, "Maximum VLANs:\t150"},
		{LayoutOf(license.Release{Major: 9}), Row{license.Failover, "Failover", "Active/Standby+", "perpetual"}, "Failover                          : Active/Standby+ perpetual"},
	} {
		if got := string(c.layout.AppendRow(nil, c.row)); got != c.want {
			t.Errorf("%s: %q, want %q", c.layout.Name, got, c.want)
		}
	}
	if LayoutNamed("none") != nil {
		t.Error("a layout that isn't there was found")
	}
}
