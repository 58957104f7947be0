package activationkey_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/asapak/asapak/activationkey"
	"github.com/asapak/asapak/license"
)

// rule KEY-4: a permanent key carries every feature that a model can be
// licensed for, at every tier and base value there is.
func TestLaddersHoldWhatIsSold(t *testing.T) {
	for _, m := range license.Models() {
		for i := range m.Variants {
			v := &m.Variants[i]
			for f := range license.NumFeatures {
				sold := v.Tiers[f]
				if len(sold) > 0 {
					sold = append(slices.Clone(sold), v.Base[f])
				}
				for _, figure := range sold {
					if !slices.Contains(activationkey.Ladder(f), figure.Value) {
						t.Errorf("%s %s: no key carries %s %s", m.Name, v.Level, f, f.Format(figure.Value))
					}
				}
			}
		}
	}
}

// The numbers that the guide's examples use, sold or not, and the shared pools.
func TestLaddersHoldTheGuidesNumbers(t *testing.T) {
	cases := map[license.Feature][]license.Value{
		license.SecurityContexts:       {10, 12, 20, 25, 50},
		license.AnyConnectPremiumPeers: {25, 75, 100, 500, 1000, 2500},
		license.TotalUCProxySessions:   {10, 12, 25, 50, 1000, 2500},
		license.UCPhoneProxySessions:   {10, 12, 25, 50, 1000, 2500},
		license.InsideHosts:            {10, 50, license.Unlimited},
		license.SharedPremiumPeers:     {500, 1000, 12_000, 50_000, 51_000, 545_000},
	}
	for f, values := range cases {
		for _, v := range values {
			if !slices.Contains(activationkey.Ladder(f), v) {
				t.Errorf("no key carries %s %s", f, f.Format(v))
			}
		}
	}
}

// Which features no key carries, by name: what the model and its level fix.
func TestUncarriedFeatures(t *testing.T) {
	var fixed []string
	for f := range license.NumFeatures {
		if activationkey.Ladder(f) == nil {
			fixed = append(fixed, f.String())
		}
	}
	want := "Maximum Physical Interfaces, Maximum VLANs, Dual ISPs, VLAN Trunk Ports, Failover, Encryption-DES, " +
		"Other VPN Peers, Total VPN Peers, Cluster Members, VPN Load Balancing, Firewall Conns"
	if got := strings.Join(fixed, ", "); got != want {
		t.Errorf("no key carries\n%s\nwant\n%s", got, want)
	}
}

func TestLadderIsTheCallers(t *testing.T) {
	activationkey.Ladder(license.SecurityContexts)[0] = 7
	activationkey.Ladder(license.Carrier)[0] = 7
	for _, f := range []license.Feature{license.SecurityContexts, license.Carrier} {
		if got := activationkey.Ladder(f)[0]; got != license.Disabled {
			t.Errorf("the ladder of %s begins with %d after a caller wrote to it", f, got)
		}
	}
}

// Off the ladder: refused with the neighbors named, and so in words.
func TestLadderErrors(t *testing.T) {
	cases := []struct {
		feature license.Feature
		value   license.Value
		want    string
	}{
		{license.AnyConnectPremiumPeers, 300, "AnyConnect Premium Peers 300: no key carries that value; the nearest are 250 and 500"},
		{license.AnyConnectPremiumPeers, 1, "AnyConnect Premium Peers 1: no key carries that value; the nearest are 0 and 2"},
		{license.SecurityContexts, 251, "Security Contexts 251: no key carries that value; the highest is 250"},
		{license.TotalUCProxySessions, 11, "Total TLS Proxy Sessions 11: no key carries that value; the nearest are 10 and 12"},
		{license.SharedPremiumPeers, 50_500, "Shared AnyConnect Premium Peers 50500: no key carries that value; the nearest are 50000 and 51000"},
		{license.SharedPremiumPeers, 546_000, "Shared AnyConnect Premium Peers 546000: no key carries that value; the highest is 545000"},
		{license.InsideHosts, 51, "Inside Hosts 51: no key carries that value; the nearest are 50 and Unlimited"},
		{license.AnyConnectEssentials, 250, "AnyConnect Essentials 250: no key carries that value; the highest is Enabled"},
	}
	secret := activationkey.NewSecret("test")
	for _, c := range cases {
		_, err := secret.Seal(permanent(c.feature, c.value))
		if got := fmt.Sprint(err); got != c.want {
			t.Errorf("%s %d:\n got %s\nwant %s", c.feature, c.value, got, c.want)
		}
	}
}

func permanent(f license.Feature, v license.Value) activationkey.Content {
	c := activationkey.Content{Serial: "JMX1232L11M"}
	c.Grant.Features[f] = v
	return c
}
