package license

// A Platform is what a unit has without keys (Base) and the most it can have
// (Limit), at one license level and under one release: the ground that
// licenses stand on.
type Platform struct {
	Base, Limit Set
	TimeBased   bool // whether it takes time-based keys (INST-10)
}

// Platform is what the model carries at level l under release r. Features that
// are newer than r are Disabled; limits are those of the time (REL-1).
func (m *Model) Platform(l Level, r Release) Platform {
	v := m.Variant(l)
	p := Platform{TimeBased: v.TimeBased && takesTimeBased(r)}
	for f := range NumFeatures {
		if f.In(r) {
			p.Base[f], p.Limit[f] = v.Base[f].Value, v.Limit[f].Value
		}
	}
	if r.Before(vpnSince[m.Name]) {
		p = p.WithoutPayloadEncryption()
	}
	for _, h := range history {
		if h.applies(m, v.Level, r) {
			p.Base[h.feature] = min(p.Base[h.feature], h.figure)
			p.Limit[h.feature] = min(p.Limit[h.feature], h.figure)
		}
	}
	p.mirror()
	return p
}

// vpnSince lists the models that had no VPN and no Unified Communications
// before a release.
var vpnSince = map[string]Release{"ASASM": r90}

// takesTimeBased: time-based licenses came with 8.0(4) and with 8.1(2).
func takesTimeBased(r Release) bool {
	if r.train() == r81 {
		return !r.Before(r812)
	}
	return !r.Before(r804)
}

// mirror gives rows that show another feature's license that license.
func (p *Platform) mirror() {
	for f := range NumFeatures {
		p.Base[f], p.Limit[f] = p.Base[f.Mirrored()], p.Limit[f.Mirrored()]
	}
}

// WithoutPayloadEncryption is p on a No Payload Encryption model: no VPN and no
// Unified Communications, while 3DES/AES may still be installed (EXCL-9).
func (p Platform) WithoutPayloadEncryption() Platform {
	for f := range NumFeatures {
		if f.NeedsPayloadEncryption() {
			p.Base[f], p.Limit[f] = Disabled, Disabled
		}
	}
	return p
}

// A raised row says: before release until, the feature was at most figure on
// these models (the guide's history).
type raised struct {
	until   Release
	models  []string
	level   Level
	levels  bool // the row holds for one level only
	feature Feature
	figure  Value
}

func (h *raised) applies(m *Model, l Level, r Release) bool {
	if !r.Before(h.until) || h.levels && h.level != l {
		return false
	}
	for _, name := range h.models {
		if name == m.Name {
			return true
		}
	}
	return false
}

var (
	all5580   = []string{"ASA 5580-20", "ASA 5580-40"}
	all5585   = []string{"ASA 5585-X SSP-10", "ASA 5585-X SSP-20", "ASA 5585-X SSP-40", "ASA 5585-X SSP-60"}
	from5585  = all5585[1:]
	mid5500x  = []string{"ASA 5512-X", "ASA 5515-X", "ASA 5525-X", "ASA 5545-X", "ASA 5555-X"}
	highRange = append(append([]string{}, all5580...), from5585...)
)

var history = []raised{
	{until: Release{7, 0, 5, 0}, models: []string{"ASA 5510"}, level: SecurityPlus, levels: true, feature: FirewallConns, figure: 64_000},
	{until: Release{7, 0, 5, 0}, models: []string{"ASA 5510"}, level: Base, levels: true, feature: FirewallConns, figure: 32_000},
	{until: Release{7, 0, 5, 0}, models: []string{"ASA 5520"}, feature: FirewallConns, figure: 130_000},
	{until: Release{7, 0, 5, 0}, models: []string{"ASA 5540"}, feature: FirewallConns, figure: 280_000},
	{until: Release{7, 0, 5, 0}, models: []string{"ASA 5510"}, level: Base, levels: true, feature: MaxVLANs, figure: 0},
	{until: Release{7, 0, 5, 0}, models: []string{"ASA 5510"}, level: SecurityPlus, levels: true, feature: MaxVLANs, figure: 10},
	{until: Release{7, 0, 5, 0}, models: []string{"ASA 5520"}, feature: MaxVLANs, figure: 25},
	{until: Release{7, 0, 5, 0}, models: []string{"ASA 5540"}, feature: MaxVLANs, figure: 100},
	{until: Release{7, 2, 1, 0}, models: []string{"ASA 5550"}, feature: AnyConnectPremiumPeers, figure: 2_500},
	{until: Release{7, 2, 2, 0}, models: []string{"ASA 5505"}, level: SecurityPlus, levels: true, feature: MaxVLANs, figure: 5},
	{until: Release{7, 2, 2, 0}, models: []string{"ASA 5505"}, level: SecurityPlus, levels: true, feature: VLANTrunkPorts, figure: 1},
	{until: Release{7, 2, 2, 0}, models: []string{"ASA 5510"}, level: Base, levels: true, feature: MaxVLANs, figure: 10},
	{until: Release{7, 2, 2, 0}, models: []string{"ASA 5510"}, level: SecurityPlus, levels: true, feature: MaxVLANs, figure: 25},
	{until: Release{7, 2, 2, 0}, models: []string{"ASA 5520"}, feature: MaxVLANs, figure: 100},
	{until: Release{7, 2, 2, 0}, models: []string{"ASA 5550"}, feature: MaxVLANs, figure: 200},
	{until: Release{7, 2, 2, 0}, models: []string{"ASA 5510"}, level: Base, levels: true, feature: MaxPhysicalInterfaces, figure: 4},
	{until: Release{8, 0, 2, 0}, models: []string{"ASA 5510"}, feature: VPNLoadBalancing, figure: Disabled},
	{until: r812, models: all5580, feature: MaxVLANs, figure: 100},
	{until: r84, models: all5580, feature: MaxVLANs, figure: 250},
	{until: r84, models: all5585, feature: MaxVLANs, figure: 250},
	{until: r84, models: []string{"ASA 5550", "ASA 5585-X SSP-10"}, feature: SecurityContexts, figure: 50},
	{until: r84, models: highRange, feature: SecurityContexts, figure: 50},
	{until: r84, models: all5580, feature: AnyConnectPremiumPeers, figure: 5_000},
	{until: r84, models: all5580, feature: OtherVPNPeers, figure: 5_000},
	{until: r84, models: all5580, feature: TotalVPNPeers, figure: 5_000},
	{until: r84, models: []string{"ASA 5580-20"}, feature: FirewallConns, figure: 1_000_000},
	{until: r84, models: []string{"ASA 5580-40"}, feature: FirewallConns, figure: 2_000_000},
	{until: r84, models: []string{"ASA 5585-X SSP-10"}, feature: FirewallConns, figure: 750_000},
	{until: r84, models: []string{"ASA 5585-X SSP-20"}, feature: FirewallConns, figure: 1_000_000},
	{until: r84, models: []string{"ASA 5585-X SSP-40", "ASA 5585-X SSP-60"}, feature: FirewallConns, figure: 2_000_000},
	{until: r914, models: mid5500x, feature: Cluster, figure: Disabled},
	{until: r914, models: mid5500x, feature: ClusterMembers, figure: 0},
	{until: Release{9, 2, 1, 0}, models: all5585, feature: ClusterMembers, figure: 8},
}
