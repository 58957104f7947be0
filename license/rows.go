package license

// The releases at which names, rows or rules change.
var (
	r70  = Release{7, 0, 0, 0}
	r71  = Release{7, 1, 1, 0}
	r72  = Release{7, 2, 0, 0}
	r802 = Release{8, 0, 2, 0}
	r803 = Release{8, 0, 3, 0}
	r804 = Release{8, 0, 4, 0}
	r81  = Release{8, 1, 0, 0}
	r812 = Release{8, 1, 2, 0}
	r82  = Release{8, 2, 0, 0}
	r823 = Release{8, 2, 3, 0}
	r83  = Release{8, 3, 0, 0}
	r84  = Release{8, 4, 0, 0}
	r86  = Release{8, 6, 0, 0}
	r90  = Release{9, 0, 0, 0}
	r914 = Release{9, 1, 4, 0}
	r94  = Release{9, 4, 0, 0}
	r952 = Release{9, 5, 2, 0}
	r98  = Release{9, 8, 0, 0}
)

// An order is the list of rows that screens print from a release on. A row
// appears where the model has it; see [Model.Rows].
type order struct {
	since Release
	rows  []Feature
}

var orders = []order{
	{r70, []Feature{
		MaxPhysicalInterfaces, MaxVLANs, InsideHosts, Failover, EncryptionDES, Encryption3DESAES,
		SecurityContexts, Carrier, TotalVPNPeers, AnyConnectPremiumPeers, DualISPs, VLANTrunkPorts,
		AnyConnectForMobile, AnyConnectForCiscoVPNPhone, AdvancedEndpointAssessment, TotalUCProxySessions,
	}},
	{r82, []Feature{
		MaxPhysicalInterfaces, MaxVLANs, InsideHosts, Failover, EncryptionDES, Encryption3DESAES,
		SecurityContexts, Carrier, AnyConnectPremiumPeers, TotalVPNPeers, DualISPs, VLANTrunkPorts,
		SharedLicense, SharedPremiumPeers, AnyConnectForMobile, AnyConnectForCiscoVPNPhone,
		AnyConnectEssentials, AdvancedEndpointAssessment, UCPhoneProxySessions, TotalUCProxySessions,
		BotnetTrafficFilter,
	}},
	{r83, []Feature{
		MaxPhysicalInterfaces, MaxVLANs, DualISPs, VLANTrunkPorts, InsideHosts, Failover,
		EncryptionDES, Encryption3DESAES, SecurityContexts, Carrier, AnyConnectPremiumPeers,
		AnyConnectEssentials, OtherVPNPeers, TotalVPNPeers, SharedLicense, SharedPremiumPeers,
		AnyConnectForMobile, AnyConnectForCiscoVPNPhone, AdvancedEndpointAssessment,
		UCPhoneProxySessions, TotalUCProxySessions, BotnetTrafficFilter, IntercompanyMediaEngine,
		IPSModule, Cluster, ClusterMembers,
	}},
	{r94, []Feature{
		MaxPhysicalInterfaces, MaxVLANs, DualISPs, VLANTrunkPorts, InsideHosts, Failover,
		EncryptionDES, Encryption3DESAES, SecurityContexts, Carrier, AnyConnectPremiumPeers,
		AnyConnectEssentials, OtherVPNPeers, TotalVPNPeers, SharedLicense, SharedPremiumPeers,
		AnyConnectForMobile, AnyConnectForCiscoVPNPhone, AdvancedEndpointAssessment,
		TotalUCProxySessions, BotnetTrafficFilter, IPSModule, Cluster, ClusterMembers, VPNLoadBalancing,
	}},
	{r952, []Feature{
		MaxPhysicalInterfaces, MaxVLANs, DualISPs, VLANTrunkPorts, InsideHosts, Failover,
		EncryptionDES, Encryption3DESAES, SecurityContexts, Carrier, AnyConnectPremiumPeers,
		AnyConnectEssentials, OtherVPNPeers, TotalVPNPeers, AnyConnectForMobile,
		AnyConnectForCiscoVPNPhone, AdvancedEndpointAssessment, SharedLicense, SharedPremiumPeers,
		TotalUCProxySessions, BotnetTrafficFilter, IPSModule, Cluster, ClusterMembers, VPNLoadBalancing,
	}},
}

// Rows lists the rows that a unit of model m prints under release r, in order.
// SharedPremiumPeers and ClusterMembers are listed where they can appear; a
// screen leaves out the first unless the unit is a shared licensing server and
// the second unless the unit's Cluster row is enabled.
func (m *Model) Rows(r Release) []Feature {
	newest := orders[0]
	for _, o := range orders {
		if !r.Before(o.since) {
			newest = o
		}
	}
	var rows []Feature
	for _, f := range newest.rows {
		if m.hasRow(f, r) {
			rows = append(rows, f)
		}
	}
	return rows
}

func (m *Model) hasRow(f Feature, r Release) bool {
	if f == ClusterMembers && r.Before(r914) {
		return false
	}
	return f.In(r) && !r.Before(features[f].names[0].since) && !m.hides.Has(f)
}

// RowName is what a unit of model m calls the row of f under release r.
func (m *Model) RowName(f Feature, r Release) string {
	if n, ok := m.rowNames[f]; ok {
		return n
	}
	return f.Name(r)
}
