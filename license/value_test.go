package license_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/asapak/asapak/license"
)

func TestFormatAndParseValue(t *testing.T) {
	cases := []struct {
		feature license.Feature
		value   license.Value
		text    string
	}{
		{license.Carrier, license.Disabled, "Disabled"},
		{license.Carrier, license.Enabled, "Enabled"},
		{license.AnyConnectEssentials, 250, "250"},
		{license.Failover, license.Disabled, "Disabled"},
		{license.Failover, license.ActiveStandby, "Active/Standby"},
		{license.Failover, license.ActiveActive, "Active/Active"},
		{license.InsideHosts, 0, "0"},
		{license.InsideHosts, 1, "1"},
		{license.InsideHosts, 50, "50"},
		{license.InsideHosts, license.Unlimited - 1, "4294967294"},
		{license.InsideHosts, license.Unlimited, "Unlimited"},
	}
	for _, c := range cases {
		if got := c.feature.Format(c.value); got != c.text {
			t.Errorf("%s %d prints %q, want %q", c.feature, c.value, got, c.text)
		}
		for _, text := range []string{c.text, strings.ToLower(c.text), strings.ToUpper(c.text)} {
			if got, err := c.feature.ParseValue(text); err != nil || got != c.value {
				t.Errorf("%s %q is read as %d, %v; want %d", c.feature, text, got, err, c.value)
			}
		}
	}
	if v, err := license.SecurityContexts.ParseValue("Disabled"); err != nil || v != 0 {
		t.Errorf("contexts Disabled: %d, %v", v, err)
	}
}

func TestParseValueErrors(t *testing.T) {
	cases := []struct {
		feature license.Feature
		text    string
		want    string
	}{
		{license.Carrier, "on", `Carrier "on": want Enabled or Disabled`},
		{license.Carrier, "Unlimited", `Carrier "Unlimited": want Enabled or Disabled`},
		{license.Failover, "2", `Failover "2": want Disabled, Active/Standby or Active/Active`},
		{license.Failover, "Enabled", `Failover "Enabled": want Disabled, Active/Standby or Active/Active`},
		{license.InsideHosts, "Enabled", `Inside Hosts "Enabled": want a number, Disabled or Unlimited`},
		{license.InsideHosts, "-1", `Inside Hosts "-1": want a number, Disabled or Unlimited`},
		{license.InsideHosts, "4294967295", `Inside Hosts "4294967295": want a number, Disabled or Unlimited`},
		{license.InsideHosts, "", `Inside Hosts "": want a number, Disabled or Unlimited`},
	}
	for _, c := range cases {
		v, err := c.feature.ParseValue(c.text)
		var wrong *license.ValueError
		if !errors.As(err, &wrong) || err.Error() != c.want {
			t.Errorf("%s %q: %d, %v\nwant %s", c.feature, c.text, v, err, c.want)
		}
	}
}

func TestSets(t *testing.T) {
	a := license.Set{license.Carrier: license.Enabled, license.SecurityContexts: 5, license.UCPhoneProxySessions: 24, license.TotalUCProxySessions: 24}
	b := license.Set{license.SecurityContexts: 10, license.InsideHosts: license.Unlimited}
	higher := a.Higher(b)
	want := a
	want[license.SecurityContexts], want[license.InsideHosts] = 10, license.Unlimited
	if higher != want || b.Higher(a) != want {
		t.Errorf("Higher gives %v, want %v", higher, want)
	}
	given := []license.Feature{license.InsideHosts, license.SecurityContexts, license.Carrier, license.UCPhoneProxySessions, license.TotalUCProxySessions}
	if got := higher.Features(); !slices.Equal(got, given) {
		t.Errorf("the set gives %v, want %v", got, given)
	}
	// A mask is without what only mirrors another feature.
	masked := []license.Feature{license.InsideHosts, license.SecurityContexts, license.Carrier, license.TotalUCProxySessions}
	if got := higher.Mask().Features(); !slices.Equal(got, masked) || higher.Mask() != license.MaskOf(masked...) {
		t.Errorf("its mask has %v, want %v", got, masked)
	}
	if m := license.MaskOf(license.Carrier); !m.Has(license.Carrier) || m.Has(license.Cluster) {
		t.Errorf("the mask of Carrier is %b", m)
	}
}
