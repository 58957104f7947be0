package license

import (
	"slices"
	"strings"
	"testing"
)

// Every cell of models.tsv has a value and a mark that is known, or is the mark
// of the unknown; only lists of tiers may be empty.
func TestEveryCell(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(modelTable), "\n")
	header := strings.Split(lines[0], "\t")
	for _, line := range lines[1:] {
		cells := strings.Split(line, "\t")
		for i, text := range cells {
			name := cells[0] + " " + cells[1] + ", " + header[i]
			c := newCell(text)
			switch {
			case header[i] == "model" || header[i] == "level":
				if c.source != 0 || c.text == "" {
					t.Errorf("%s: %q", name, text)
				}
			case text == "" && strings.HasSuffix(header[i], "_tiers"), text == "-":
			case c.text == "" || !strings.HasSuffix(text, ":"+string(rune(c.source))) || c.source.String() == "unknown":
				t.Errorf("%s: %q, want VALUE:SOURCE", name, text)
			}
		}
	}
}

// Every column is read, and each feature of every variant has its figures, the
// mirrors aside.
func TestEveryColumnIsRead(t *testing.T) {
	header := strings.Split(strings.SplitN(modelTable, "\n", 2)[0], "\t")
	for _, name := range header {
		isRead := slices.ContainsFunc(columns, func(c column) bool { return c.header == name })
		if !isRead && !slices.Contains([]string{"model", "level", "hardware", "first", "last"}, name) {
			t.Errorf("column %s is read by nothing", name)
		}
	}
	for _, c := range columns {
		if !slices.Contains(header, c.header) {
			t.Errorf("models.tsv has no column %s", c.header)
		}
	}
	for _, m := range Models() {
		for i := range m.Variants {
			v := &m.Variants[i]
			for f := range NumFeatures {
				if f.Mirrored() == f && (!v.Base[f].Known() || !v.Limit[f].Known()) {
					t.Errorf("%s %s: no figure for %s", m.Name, v.Level, f)
				}
			}
		}
	}
}

// No limit below the base; tiers above the base, within the limit and sorted.
func TestFiguresFit(t *testing.T) {
	for _, m := range Models() {
		for i := range m.Variants {
			v := &m.Variants[i]
			for f := range NumFeatures {
				base, limit := v.Base[f].Value, v.Limit[f].Value
				if limit < base {
					t.Errorf("%s %s: %s is limited to %d and begins with %d", m.Name, v.Level, f, limit, base)
				}
				last := base
				for _, tier := range v.Tiers[f] {
					if tier.Value <= last || tier.Value > limit || !tier.Known() {
						t.Errorf("%s %s: %s %d is sold, after %d and up to %d", m.Name, v.Level, f, tier.Value, last, limit)
					}
					last = tier.Value
				}
			}
		}
	}
}

// The list of the models and their levels.
func TestModelsAndLevels(t *testing.T) {
	var got []string
	for _, m := range Models() {
		line := m.Name
		for _, v := range m.Variants {
			line += "/" + v.Level.String()
		}
		got = append(got, line)
		if m.Hardware == "" || m.Last.Before(m.First) {
			t.Errorf("%s: hardware %q, releases %s to %s", m.Name, m.Hardware, m.First, m.Last)
		}
	}
	want := []string{
		"ASA 5505/Base/Security Plus", "ASA 5506-X/Base/Security Plus", "ASA 5506W-X/Base", "ASA 5506H-X/Security Plus",
		"ASA 5508-X/Base", "ASA 5510/Base/Security Plus", "ASA 5512-X/Base/Security Plus", "ASA 5515-X/Base",
		"ASA 5516-X/Base", "ASA 5520/Base", "ASA 5525-X/Base", "ASA 5540/Base", "ASA 5545-X/Base", "ASA 5550/Base",
		"ASA 5555-X/Base", "ASA 5580-20/Base", "ASA 5580-40/Base", "ASA 5585-X SSP-10/Base", "ASA 5585-X SSP-20/Base",
		"ASA 5585-X SSP-40/Base", "ASA 5585-X SSP-60/Base", "ASASM/Base", "ISA 3000/Base/Security Plus",
	}
	if !slices.Equal(got, want) {
		t.Errorf("models are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestFindModel(t *testing.T) {
	for _, m := range Models() {
		for _, text := range []string{
			m.Name, m.Hardware, "Cisco " + m.Name, strings.ToLower(m.Name), strings.ReplaceAll(m.Name, " ", ""),
			strings.TrimPrefix(m.Name, "ASA "), strings.TrimSuffix(m.Name, "-X"),
		} {
			if got, err := FindModel(text); err != nil || got != m {
				t.Errorf("FindModel(%q): %v, want %s", text, err, m.Name)
			}
		}
	}
	for _, text := range []string{"", "ASA", "5580", "5599", "X", "Firepower 2110"} {
		if m, err := FindModel(text); err == nil {
			t.Errorf("FindModel(%q) = %s, want an error", text, m.Name)
		}
	}
	if _, err := FindModel("PIX 501"); err == nil || !strings.HasPrefix(err.Error(), `model "PIX 501": want one of ASA 5505, ASA 5506-X,`) {
		t.Errorf("PIX 501: %v", err)
	}
}

func TestVariant(t *testing.T) {
	for _, c := range []struct {
		model       string
		level, want Level
	}{
		{"ISA 3000", Base, Base}, {"ISA 3000", SecurityPlus, SecurityPlus},
		{"ASA 5506H-X", Base, SecurityPlus}, {"ASA 5520", SecurityPlus, Base},
	} {
		if got := find(t, c.model).Variant(c.level).Level; got != c.want {
			t.Errorf("%s at %s is %s, want %s", c.model, c.level, got, c.want)
		}
	}
	for l := range NumLevels {
		if got, err := ParseLevel(strings.ToUpper(l.String())); err != nil || got != l {
			t.Errorf("level %s is read as %s, %v", l, got, err)
		}
	}
	if _, err := ParseLevel("VPN Plus"); err == nil || err.Error() != `license level "VPN Plus": want Base or Security Plus` {
		t.Errorf("VPN Plus: %v", err)
	}
}

// Figures that the guide's tables and examples give, spot by spot.
func TestSpotFigures(t *testing.T) {
	cases := []struct {
		model       string
		level       Level
		feature     Feature
		base, limit Value
		source      Source // of the limit
	}{
		{"ISA 3000", Base, MaxVLANs, 5, 5, Guide},
		{"ISA 3000", SecurityPlus, MaxVLANs, 25, 25, Guide},
		{"ISA 3000", SecurityPlus, Failover, ActiveStandby, ActiveStandby, Guide},
		{"ISA 3000", Base, AnyConnectPremiumPeers, 2, 25, Guide},
		{"ISA 3000", Base, TotalUCProxySessions, 160, 160, Guide},
		{"ISA 3000", Base, SecurityContexts, 0, 0, Guide},
		{"ISA 3000", Base, AdvancedEndpointAssessment, Disabled, Enabled, Measured},
		{"ASA 5505", SecurityPlus, VLANTrunkPorts, 8, 8, Guide},
		{"ASA 5505", SecurityPlus, DualISPs, Enabled, Enabled, Guide},
		{"ASA 5505", SecurityPlus, MaxVLANs, 20, 20, Guide},
		{"ASA 5505", Base, InsideHosts, 10, Unlimited, Published},
		{"ASA 5505", Base, TotalUCProxySessions, 2, 24, Recalled},
		{"ASA 5506-X", Base, SharedLicense, Disabled, Disabled, Guide},
		{"ASA 5510", Base, SecurityContexts, 0, 0, Published},
		{"ASA 5510", SecurityPlus, SecurityContexts, 2, 5, Published},
		{"ASA 5520", Base, AnyConnectPremiumPeers, 2, 750, Published},
		{"ASA 5520", Base, SharedPremiumPeers, 0, 545_000, Guide},
		{"ASA 5540", Base, AnyConnectEssentials, Disabled, 2500, Recalled},
		{"ASA 5550", Base, SecurityContexts, 2, 100, Guide},
		{"ASA 5555-X", Base, Cluster, Enabled, Enabled, Guide},
		{"ASA 5512-X", Base, Cluster, Disabled, Disabled, Guide},
		{"ASA 5585-X SSP-20", Base, Cluster, Disabled, Enabled, Guide},
		{"ASA 5585-X SSP-20", Base, ClusterMembers, 16, 16, Guide},
		{"ASA 5585-X SSP-10", Base, TenGigabitIO, Disabled, Enabled, Guide},
		{"ASA 5585-X SSP-60", Base, TenGigabitIO, Enabled, Enabled, Guide},
		{"ASASM", Base, MaxPhysicalInterfaces, 1024, 1024, Guide},
	}
	for _, c := range cases {
		v := find(t, c.model).Variant(c.level)
		if v.Level != c.level || v.Base[c.feature].Value != c.base || v.Limit[c.feature] != (Figure{c.limit, c.source}) {
			t.Errorf("%s %s: %s is %d to %d (%c), want %d to %d (%c)", c.model, c.level, c.feature,
				v.Base[c.feature].Value, v.Limit[c.feature].Value, v.Limit[c.feature].Source, c.base, c.limit, c.source)
		}
	}
}

// A limit that no source gives is marked; what is sold stands for it.
func TestUnknownLimits(t *testing.T) {
	for _, m := range Models() {
		for i := range m.Variants {
			v := &m.Variants[i]
			for f := range NumFeatures {
				if v.LimitUnknown[f] && f != TotalUCProxySessions {
					t.Errorf("%s: the limit of %s is unknown", m.Name, f)
				}
			}
		}
	}
	if !find(t, "5520").Variants[0].LimitUnknown[TotalUCProxySessions] || find(t, "ISA 3000").Variants[0].LimitUnknown[TotalUCProxySessions] {
		t.Error("the TLS proxy limit is known of the ISA 3000 and not of the ASA 5520")
	}
}
