package license

import "testing"

// rule REL-1: the history at the end of the guide: which limit held before and
// from which release on another one.
func TestHistory(t *testing.T) {
	cases := []struct {
		model         string
		level         Level
		feature       Feature
		before, since string
		was, is       Value
	}{
		{"ASA 5510", Base, FirewallConns, "7.0(4)", "7.0(5)", 32_000, 50_000},
		{"ASA 5510", Base, MaxVLANs, "7.0(4)", "7.0(5)", 0, 10},
		{"ASA 5510", SecurityPlus, FirewallConns, "7.0(4)", "7.0(5)", 64_000, 130_000},
		{"ASA 5510", SecurityPlus, MaxVLANs, "7.0(4)", "7.0(5)", 10, 25},
		{"ASA 5520", Base, FirewallConns, "7.0(4)", "7.0(5)", 130_000, 280_000},
		{"ASA 5520", Base, MaxVLANs, "7.0(4)", "7.0(5)", 25, 100},
		{"ASA 5540", Base, FirewallConns, "7.0(4)", "7.0(5)", 280_000, 400_000},
		{"ASA 5540", Base, MaxVLANs, "7.0(4)", "7.0(5)", 100, 200},
		{"ASA 5540", Base, AnyConnectPremiumPeers, "7.0(5)", "7.1(1)", 0, 2500},
		{"ASA 5550", Base, AnyConnectPremiumPeers, "7.1(2)", "7.2(1)", 2500, 5000},
		{"ASA 5510", Base, MaxPhysicalInterfaces, "7.2(1)", "7.2(2)", 4, Unlimited},
		{"ASA 5505", SecurityPlus, MaxVLANs, "7.2(1)", "7.2(2)", 5, 20},
		{"ASA 5505", SecurityPlus, VLANTrunkPorts, "7.2(1)", "7.2(2)", 1, 8},
		{"ASA 5510", Base, MaxVLANs, "7.2(1)", "7.2(2)", 10, 50},
		{"ASA 5510", SecurityPlus, MaxVLANs, "7.2(1)", "7.2(2)", 25, 100},
		{"ASA 5520", Base, MaxVLANs, "7.2(1)", "7.2(2)", 100, 150},
		{"ASA 5520", Base, AdvancedEndpointAssessment, "7.2(4)", "8.0(2)", Disabled, Enabled},
		{"ASA 5510", SecurityPlus, VPNLoadBalancing, "7.2(4)", "8.0(2)", Disabled, Enabled},
		{"ASA 5520", Base, AnyConnectForMobile, "8.0(2)", "8.0(3)", Disabled, Enabled},
		{"ASA 5580-20", Base, MaxVLANs, "8.1(1)", "8.1(2)", 100, 250},
		{"ASA 5520", Base, TotalUCProxySessions, "8.0(3)", "8.0(4)", 0, 1000},
		{"ASA 5580-20", Base, TotalUCProxySessions, "8.1(2)", "8.2(1)", 0, 10_000},
		{"ASA 5520", Base, BotnetTrafficFilter, "8.0(5)", "8.2(1)", Disabled, Enabled},
		{"ASA 5520", Base, AnyConnectEssentials, "8.0(5)", "8.2(1)", Disabled, 750},
		{"ASA 5520", Base, SharedLicense, "8.0(5)", "8.2(1)", Disabled, Enabled},
		{"ASA 5585-X SSP-20", Base, TenGigabitIO, "8.2(2)", "8.2(3)", Disabled, Enabled},
		{"ASA 5520", Base, IntercompanyMediaEngine, "8.2(5)", "8.3(1)", Disabled, Enabled},
		{"ASA 5550", Base, SecurityContexts, "8.3(2)", "8.4(1)", 50, 100},
		{"ASA 5585-X SSP-10", Base, SecurityContexts, "8.2(5)", "8.4(1)", 50, 100},
		{"ASA 5580-40", Base, SecurityContexts, "8.3(2)", "8.4(1)", 50, 250},
		{"ASA 5585-X SSP-20", Base, SecurityContexts, "8.2(5)", "8.4(1)", 50, 250},
		{"ASA 5580-20", Base, MaxVLANs, "8.3(2)", "8.4(1)", 250, 1024},
		{"ASA 5585-X SSP-60", Base, MaxVLANs, "8.2(5)", "8.4(1)", 250, 1024},
		{"ASA 5580-20", Base, FirewallConns, "8.3(2)", "8.4(1)", 1_000_000, 2_000_000},
		{"ASA 5580-40", Base, FirewallConns, "8.3(2)", "8.4(1)", 2_000_000, 4_000_000},
		{"ASA 5585-X SSP-10", Base, FirewallConns, "8.2(5)", "8.4(1)", 750_000, 1_000_000},
		{"ASA 5585-X SSP-20", Base, FirewallConns, "8.2(5)", "8.4(1)", 1_000_000, 2_000_000},
		{"ASA 5585-X SSP-40", Base, FirewallConns, "8.2(5)", "8.4(1)", 2_000_000, 4_000_000},
		{"ASA 5585-X SSP-60", Base, FirewallConns, "8.2(5)", "8.4(1)", 2_000_000, 10_000_000},
		{"ASA 5580-20", Base, AnyConnectPremiumPeers, "8.3(2)", "8.4(1)", 5000, 10_000},
		{"ASA 5580-20", Base, OtherVPNPeers, "8.3(2)", "8.4(1)", 5000, 10_000},
		{"ASA 5515-X", Base, IPSModule, "8.4(1)", "8.6(1)", Disabled, Enabled},
		{"ASA 5580-20", Base, Cluster, "8.4(7)", "9.0(1)", Disabled, Enabled},
		{"ASASM", Base, AnyConnectPremiumPeers, "8.5(1)", "9.0(1)", 0, 10_000},
		{"ASASM", Base, TotalVPNPeers, "8.5(1)", "9.0(1)", 0, 10_000},
		{"ASASM", Base, TotalUCProxySessions, "8.5(1)", "9.0(1)", 0, 10_000},
		{"ASA 5515-X", Base, Cluster, "9.1(3)", "9.1(4)", Disabled, Enabled},
		{"ASA 5512-X", SecurityPlus, ClusterMembers, "9.1(3)", "9.1(4)", 0, 2},
		{"ASA 5585-X SSP-20", Base, ClusterMembers, "9.1(7)", "9.2(1)", 8, 16},
	}
	for _, c := range cases {
		m := find(t, c.model)
		was, is := m.Platform(c.level, mustRelease(c.before)), m.Platform(c.level, mustRelease(c.since))
		if was.Limit[c.feature] != c.was || is.Limit[c.feature] != c.is {
			t.Errorf("%s %s: %s is limited to %d under %s and %d under %s, want %d and %d", c.model, c.level, c.feature,
				was.Limit[c.feature], c.before, is.Limit[c.feature], c.since, c.was, c.is)
		}
	}
}

// rule REL-1: time-based licenses came with 8.0(4) and 8.1(2).
// rule INST-10: to models that take them.
func TestTimeBasedByRelease(t *testing.T) {
	cases := []struct {
		model, release string
		want           bool
	}{
		{"ASA 5520", "8.0(3)", false},
		{"ASA 5520", "8.0(4)", true},
		{"ASA 5580-20", "8.1(1)", false},
		{"ASA 5580-20", "8.1(2)", true},
		{"ASA 5580-20", "8.2(1)", true},
		{"ASA 5506-X", "9.8(1)", false},
		{"ASA 5506W-X", "9.8(1)", false},
		{"ISA 3000", "9.16(4)", true},
	}
	for _, c := range cases {
		if got := find(t, c.model).Platform(Base, mustRelease(c.release)).TimeBased; got != c.want {
			t.Errorf("%s under %s takes time-based keys: %t, want %t", c.model, c.release, got, c.want)
		}
	}
}

// Every platform of every release: no limit below its base, mirrors alike, and
// nothing that the release doesn't have.
// rule EXCL-2: DES is always there.
func TestEveryPlatform(t *testing.T) {
	releases := []string{"7.0(1)", "7.0(5)", "7.1(1)", "7.2(1)", "7.2(2)", "8.0(2)", "8.0(3)", "8.0(4)", "8.1(1)", "8.1(2)",
		"8.2(1)", "8.2(3)", "8.3(1)", "8.4(1)", "8.6(1)", "9.0(1)", "9.1(4)", "9.2(1)", "9.4(1)", "9.16(4)"}
	for _, m := range Models() {
		for _, text := range releases {
			r := mustRelease(text)
			for l := range NumLevels {
				p := m.Platform(l, r)
				if p.Base[EncryptionDES] != Enabled {
					t.Errorf("%s %s under %s lacks DES", m.Name, l, r)
				}
				for f := range NumFeatures {
					of := f.Mirrored()
					if p.Limit[f] < p.Base[f] || p.Limit[f] != p.Limit[of] || p.Base[f] != p.Base[of] || !of.In(r) && p.Limit[f] != Disabled {
						t.Errorf("%s %s under %s: %s from %d to %d", m.Name, l, r, f, p.Base[f], p.Limit[f])
					}
				}
			}
		}
	}
}

// rule EXCL-9: without payload encryption there is no VPN and no Unified
// Communications, while 3DES/AES may still be installed.
func TestWithoutPayloadEncryption(t *testing.T) {
	p := find(t, "ASA 5585-X SSP-20").Platform(Base, mustRelease("9.1(4)")).WithoutPayloadEncryption()
	gone := MaskOf(AnyConnectPremiumPeers, AnyConnectEssentials, OtherVPNPeers, TotalVPNPeers, AnyConnectForMobile,
		AnyConnectForCiscoVPNPhone, AdvancedEndpointAssessment, SharedLicense, SharedPremiumPeers, UCPhoneProxySessions,
		TotalUCProxySessions, IntercompanyMediaEngine, VPNLoadBalancing, SecureClientAdvantage, SecureClientPremier, SecureClientVPNOnly)
	for f := range NumFeatures {
		if gone.Has(f) && (p.Base[f] != Disabled || p.Limit[f] != Disabled) {
			t.Errorf("%s is left: %d to %d", f, p.Base[f], p.Limit[f])
		}
		if f.NeedsPayloadEncryption() != gone.Has(f) {
			t.Errorf("%s needs payload encryption: %t", f, f.NeedsPayloadEncryption())
		}
	}
	if p.Limit[Encryption3DESAES] != Enabled || p.Limit[SecurityContexts] != 250 || p.Limit[BotnetTrafficFilter] != Enabled {
		t.Errorf("too much is gone: %v", p.Limit)
	}
}

// rule REL-1: which releases run on a model; a rebuild of the last train too,
// and no 8.3 on an ASA 5585-X.
func TestRuns(t *testing.T) {
	cases := []struct {
		model, release string
		want           bool
	}{
		{"ISA 3000", "9.16(4)", true}, {"ISA 3000", "9.16(5)7", true}, {"ISA 3000", "9.17(1)", false}, {"ISA 3000", "9.3(1)", false},
		{"ASA 5585-X SSP-20", "8.2(3)", true}, {"ASA 5585-X SSP-20", "8.2(2)", false},
		{"ASA 5585-X SSP-20", "8.3(1)", false}, {"ASA 5585-X SSP-20", "8.3(2)25", false}, {"ASA 5585-X SSP-20", "8.4(1)", true},
		{"ASA 5520", "8.3(1)", true}, {"ASA 5520", "9.2(1)", false}, {"ASA 5520", "9.1(7)32", true},
	}
	for _, c := range cases {
		if got := find(t, c.model).Runs(mustRelease(c.release)); got != c.want {
			t.Errorf("%s runs on the %s: %t, want %t", c.release, c.model, got, c.want)
		}
	}
	for _, m := range Models() {
		if !m.Runs(m.First) || !m.Runs(m.DefaultRelease()) {
			t.Errorf("the %s doesn't run %s or %s", m.Name, m.First, m.DefaultRelease())
		}
	}
	if got := find(t, "ISA 3000").DefaultRelease().train(); got != (Release{Major: 9, Minor: 16}) {
		t.Errorf("a new ISA 3000 runs %s, want 9.16", got)
	}
}
