package license

import "testing"

// rule REL-1: a limit that a release raised is the old one before it and the
// new one from it on; a feature that a release brought is not there before.
func TestHistory(t *testing.T) {
	for _, c := range []struct {
		model         string
		level         Level
		feature       Feature
		before, since string
		old, new      Value
	}{
		{"ASA 5510", Base, MaxVLANs, "7.0(4)", "7.0(5)", 0, 10},
		{"ASA 5510", SecurityPlus, FirewallConns, "7.0(4)", "7.0(5)", 64_000, 130_000},
		{"ASA 5505", SecurityPlus, MaxVLANs, "7.2(1)", "7.2(2)", 5, 20},
		{"ASA 5510", SecurityPlus, MaxVLANs, "7.2(1)", "7.2(2)", 25, 100},
		{"ASA 5520", Base, MaxVLANs, "7.2(1)", "7.2(2)", 100, 150},
		{"ASA 5580-20", Base, MaxVLANs, "8.1(1)", "8.1(2)", 100, 250},
		{"ASA 5580-20", Base, MaxVLANs, "8.3(2)", "8.4(1)", 250, 1024},
		{"ASA 5550", Base, SecurityContexts, "8.3(2)", "8.4(1)", 50, 100},
		{"ASA 5585-X SSP-40", Base, SecurityContexts, "8.2(4)", "8.4(1)", 50, 250},
		{"ASA 5580-40", Base, AnyConnectPremiumPeers, "8.3(2)", "8.4(1)", 5000, 10_000},
		{"ASA 5580-40", Base, FirewallConns, "8.3(2)", "8.4(1)", 2_000_000, 4_000_000},
		{"ASA 5515-X", Base, ClusterMembers, "9.1(3)", "9.1(4)", 0, 2},
		{"ASA 5585-X SSP-60", Base, ClusterMembers, "9.1(4)", "9.2(1)", 8, 16},
		{"ASA 5520", Base, BotnetTrafficFilter, "8.1(2)", "8.2(1)", Disabled, Enabled},
		{"ASA 5520", Base, IntercompanyMediaEngine, "8.2(5)", "8.3(1)", Disabled, Enabled},
		{"ASA 5520", Base, SharedLicense, "8.1(2)", "8.2(1)", Disabled, Enabled},
	} {
		m, err := FindModel(c.model)
		if err != nil {
			t.Fatal(err)
		}
		limit := func(release string) Value {
			r, err := ParseRelease(release)
			if err != nil {
				t.Fatal(err)
			}
			p := m.Platform(c.level, r)
			return p.Limit[c.feature]
		}
		if got := limit(c.before); got != c.old {
			t.Errorf("%s %s, %s in %s: %d, want %d", c.model, c.level, c.feature, c.before, got, c.old)
		}
		if got := limit(c.since); got != c.new {
			t.Errorf("%s %s, %s in %s: %d, want %d", c.model, c.level, c.feature, c.since, got, c.new)
		}
	}
}
