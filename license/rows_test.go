package license

import (
	"slices"
	"testing"
)

// Each order lists a feature once, and newer orders come later.
func TestOrdersHoldEachFeatureOnce(t *testing.T) {
	var listed Mask
	for i, o := range orders {
		if i > 0 && !orders[i-1].since.Before(o.since) {
			t.Errorf("order %d, since %s, isn't newer than the one before", i, o.since)
		}
		var here Mask
		for _, f := range o.rows {
			if here.Has(f) {
				t.Errorf("since %s %s has two rows", o.since, f)
			}
			here |= MaskOf(f)
		}
		listed |= here
	}
	rowless := MaskOf(FirewallConns, TenGigabitIO, SecureClientAdvantage, SecureClientPremier, SecureClientVPNOnly)
	for f := range NumFeatures {
		if listed.Has(f) == rowless.Has(f) {
			t.Errorf("%s: in an order %t", f, listed.Has(f))
		}
	}
}

// rule REL-1: no feature has a row before the release that brought it.
func TestNoRowBeforeItsTime(t *testing.T) {
	for _, m := range Models() {
		for _, text := range []string{"7.0(1)", "8.0(4)", "8.1(2)", "8.2(1)", "8.3(1)", "8.4(1)", "9.0(1)", "9.4(1)", "9.5(2)", "9.16(4)"} {
			r := mustRelease(text)
			for _, f := range m.Rows(r) {
				if !f.In(r) {
					t.Errorf("%s under %s has a row for %s, which is since %s", m.Name, r, f, f.Since())
				}
			}
		}
	}
}

func TestRowsByModel(t *testing.T) {
	cases := []struct {
		model, release string
		has, lacks     []Feature
	}{
		{"ASA 5505", "8.4(1)", []Feature{DualISPs, VLANTrunkPorts, MaxVLANs}, []Feature{SecurityContexts, Carrier, IPSModule}},
		{"ASA 5520", "8.4(1)", []Feature{SecurityContexts, Carrier, IntercompanyMediaEngine, UCPhoneProxySessions}, []Feature{DualISPs, VLANTrunkPorts, Cluster, IPSModule}},
		{"ASA 5520", "8.2(1)", []Feature{BotnetTrafficFilter, AnyConnectEssentials}, []Feature{OtherVPNPeers, IntercompanyMediaEngine}},
		{"ASA 5580-20", "8.1(2)", []Feature{AnyConnectForMobile}, []Feature{TotalUCProxySessions, BotnetTrafficFilter}},
		{"ASA 5515-X", "9.1(4)", []Feature{IPSModule, Cluster, ClusterMembers}, []Feature{VPNLoadBalancing}},
		{"ASA 5515-X", "9.1(3)", []Feature{IPSModule, Cluster}, []Feature{ClusterMembers}},
		{"ASA 5516-X", "9.8(1)", []Feature{VPNLoadBalancing, ClusterMembers}, []Feature{IPSModule, UCPhoneProxySessions, IntercompanyMediaEngine}},
		{"ASASM", "9.0(1)", []Feature{SecurityContexts}, []Feature{MaxVLANs}},
		{"ISA 3000", "9.16(4)", []Feature{Carrier, BotnetTrafficFilter}, []Feature{SecurityContexts}},
	}
	for _, c := range cases {
		m := find(t, c.model)
		rows := m.Rows(mustRelease(c.release))
		for _, f := range c.has {
			if !slices.Contains(rows, f) {
				t.Errorf("%s under %s lacks %s", c.model, c.release, f)
			}
		}
		for _, f := range c.lacks {
			if slices.Contains(rows, f) {
				t.Errorf("%s under %s has %s", c.model, c.release, f)
			}
		}
	}
}

func TestRowNames(t *testing.T) {
	r := mustRelease("8.5(1)")
	for _, c := range []struct {
		model   string
		feature Feature
		want    string
	}{
		{"ASA 5505", MaxVLANs, "VLANs"},
		{"ASA 5520", MaxVLANs, "Maximum VLANs"},
		{"ASASM", MaxPhysicalInterfaces, "Maximum Interfaces"},
		{"ASASM", Encryption3DESAES, "3DES-AES"},
		{"ASA 5520", Encryption3DESAES, "VPN-3DES-AES"},
	} {
		if got := find(t, c.model).RowName(c.feature, r); got != c.want {
			t.Errorf("%s calls %s %q, want %q", c.model, c.feature, got, c.want)
		}
	}
}

func find(t testing.TB, name string) *Model {
	t.Helper()
	m, err := FindModel(name)
	if err != nil {
		t.Fatal(err)
	}
	return m
}
