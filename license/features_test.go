package license

import (
	"strings"
	"testing"
)

// Every feature has all cells of its row.
func TestEachFeatureIsWhole(t *testing.T) {
	for f := range NumFeatures {
		row := features[f]
		if len(row.names) == 0 {
			t.Errorf("feature %d has no name", f)
			continue
		}
		if row.since == (Release{}) || row.names[0].since.Before(row.since) {
			t.Errorf("%s is since %s and has a name since %s", f, row.since, row.names[0].since)
		}
		for i := range row.names[1:] {
			if !row.names[i].since.Before(row.names[i+1].since) {
				t.Errorf("%s: name %q isn't older than %q", f, row.names[i].text, row.names[i+1].text)
			}
		}
		if (row.kind == Count) != (row.unit != "") {
			t.Errorf("%s counts %q", f, row.unit)
		}
		if row.kind != Count && (row.timed == Sum || row.cluster == Sum) {
			t.Errorf("%s can't be added", f)
		}
		if of := f.Mirrored(); of.Mirrored() != of || of.Kind() != f.Kind() {
			t.Errorf("%s mirrors %s", f, of)
		}
	}
}

// rule REL-1: every name of every release leads back to its one feature.
func TestNamesParseBack(t *testing.T) {
	owner := make(map[string]Feature)
	for f := range NumFeatures {
		for _, name := range f.Names() {
			key := strings.ToLower(name)
			if other, ok := owner[key]; ok {
				t.Errorf("%q names %s and %s", name, other, f)
			}
			owner[key] = f
			for _, text := range []string{name, strings.ToUpper(name), "  " + key + "\t"} {
				if got, ok := ParseFeature(text); !ok || got != f {
					t.Errorf("ParseFeature(%q) = %s, %t; want %s", text, got, ok, f)
				}
			}
		}
	}
	for alias, f := range aliases {
		if other, ok := owner[alias]; ok && other != f {
			t.Errorf("%q stands for %s and is a name of %s", alias, f, other)
		}
		if got, ok := ParseFeature(strings.ToUpper(alias)); !ok || got != f {
			t.Errorf("ParseFeature(%q) = %s, %t; want %s", alias, got, ok, f)
		}
	}
	if f, ok := ParseFeature("Bananas"); ok {
		t.Errorf("Bananas are %s", f)
	}
}

// rule REL-1: what screens of a release call a feature.
func TestNameByRelease(t *testing.T) {
	cases := []struct {
		feature Feature
		release string
		want    string
	}{
		{AnyConnectPremiumPeers, "8.0(5)", "WebVPN Peers"},
		{AnyConnectPremiumPeers, "8.2(1)", "SSL VPN Peers"},
		{AnyConnectPremiumPeers, "8.3(2)", "SSL VPN Peers"},
		{AnyConnectPremiumPeers, "8.4(1)", "AnyConnect Premium Peers"},
		{TotalVPNPeers, "8.0(4)", "VPN Peers"},
		{TotalVPNPeers, "8.2(1)", "Total VPN Peers"},
		{AnyConnectForCiscoVPNPhone, "8.0(4)", "AnyConnect for Linksys phone"},
		{AnyConnectForCiscoVPNPhone, "8.2(1)", "AnyConnect for Cisco VPN Phone"},
		{Encryption3DESAES, "8.6(1)", "VPN-3DES-AES"},
		{Encryption3DESAES, "9.0(1)", "Encryption-3DES-AES"},
		{Carrier, "9.5(1)", "GTP/GPRS"},
		{Carrier, "9.5(2)", "Carrier"},
		{TotalUCProxySessions, "8.0(4)", "UC Proxy Sessions"},
		{TotalUCProxySessions, "9.5(2)", "Total UC Proxy Sessions"},
		{TotalUCProxySessions, "9.8(1)", "Total TLS Proxy Sessions"},
		{BotnetTrafficFilter, "7.0(1)", "Botnet Traffic Filter"},
	}
	for _, c := range cases {
		r, err := ParseRelease(c.release)
		if got := c.feature.Name(r); err != nil || got != c.want {
			t.Errorf("%s calls it %q, %v; want %q", c.release, got, err, c.want)
		}
	}
}

// rule COMB-1, COMB-2, COMB-3, COMB-4: which licenses of one unit are added.
func TestTimedRules(t *testing.T) {
	for f := range NumFeatures {
		sums := f == SecurityContexts || f == TotalUCProxySessions || f == UCPhoneProxySessions
		if got := f.Timed(r84) == Sum; got != sums {
			t.Errorf("%s: added %t, want %t", f, got, sums)
		}
	}
	if SecurityContexts.Timed(r82) != Higher || TotalUCProxySessions.Timed(r82) != Sum {
		t.Error("before 8.3 contexts aren't added, UC sessions are")
	}
}

// rule FO-2, FO-3: which licenses of several units are added. Figures that the
// platform fixes are the same on all of them and stay as they are.
func TestClusterRules(t *testing.T) {
	added := MaskOf(InsideHosts, SecurityContexts, AnyConnectPremiumPeers, SharedPremiumPeers, UCPhoneProxySessions, TotalUCProxySessions)
	for f := range NumFeatures {
		if got := f.InCluster() == Sum; got != added.Has(f) {
			t.Errorf("%s: added %t, want %t", f, got, added.Has(f))
		}
	}
}
