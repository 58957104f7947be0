package license

import "strings"

// A Feature is one thing that a license gives. The order of the constants is
// the order of the newest screens; it may change. The places of features in an
// activation key are a table of package activationkey and may not.
type Feature uint8

// The features. All but the last five have a row in show activation-key.
const (
	MaxPhysicalInterfaces Feature = iota
	MaxVLANs
	DualISPs
	VLANTrunkPorts
	InsideHosts
	Failover
	EncryptionDES
	Encryption3DESAES
	SecurityContexts
	Carrier
	AnyConnectPremiumPeers
	AnyConnectEssentials
	OtherVPNPeers
	TotalVPNPeers
	AnyConnectForMobile
	AnyConnectForCiscoVPNPhone
	AdvancedEndpointAssessment
	SharedLicense
	SharedPremiumPeers
	UCPhoneProxySessions
	TotalUCProxySessions
	BotnetTrafficFilter
	IntercompanyMediaEngine
	IPSModule
	Cluster
	ClusterMembers
	VPNLoadBalancing
	FirewallConns
	TenGigabitIO
	SecureClientAdvantage
	SecureClientPremier
	SecureClientVPNOnly
	NumFeatures
)

// A Kind says what the values of a feature are.
type Kind uint8

// The kinds.
const (
	Flag  Kind = iota // Disabled or Enabled
	Count             // a number, or Unlimited
	Mode              // of failover: Disabled, Active/Standby or Active/Active
)

func (k Kind) wanted() string {
	return [...]string{
		Flag:  "Enabled or Disabled",
		Count: "a number, Disabled or Unlimited",
		Mode:  "Disabled, Active/Standby or Active/Active",
	}[k]
}

// A Rule says how several licenses for one feature become one.
type Rule uint8

// The rules. Each result ends at the platform limit.
const (
	Higher Rule = iota // the best of them (COMB-1, COMB-3, FO-3)
	Sum                // all of them added (COMB-2, COMB-4, FO-2)
)

// A feature is a row of the table below.
type feature struct {
	names   []name
	kind    Kind
	unit    string // what a number counts, in the plural
	timed   Rule   // permanent with time-based, on one unit
	cluster Rule   // unit with unit
	mirrors Feature
	since   Release // of the feature, not of its newest name
	vpn     bool    // gone on a No Payload Encryption model, as UC features are (EXCL-9)
}

// A name is what rows call a feature from a release on.
type name struct {
	since Release
	text  string
}

// noMirror is the zero of feature.mirrors: the first feature mirrors nothing.
const noMirror = MaxPhysicalInterfaces

var features = [NumFeatures]feature{
	MaxPhysicalInterfaces:      {names: []name{{r70, "Maximum Physical Interfaces"}}, kind: Count, unit: "interfaces", timed: Higher, cluster: Higher, since: r70},
	MaxVLANs:                   {names: []name{{r70, "Maximum VLANs"}}, kind: Count, unit: "VLANs", timed: Higher, cluster: Higher, since: r70},
	DualISPs:                   {names: []name{{r72, "Dual ISPs"}}, kind: Flag, timed: Higher, cluster: Higher, since: r72},
	VLANTrunkPorts:             {names: []name{{r72, "VLAN Trunk Ports"}}, kind: Count, unit: "ports", timed: Higher, cluster: Higher, since: r72},
	InsideHosts:                {names: []name{{r70, "Inside Hosts"}}, kind: Count, unit: "hosts", timed: Higher, cluster: Sum, since: r70},
	Failover:                   {names: []name{{r70, "Failover"}}, kind: Mode, timed: Higher, cluster: Higher, since: r70},
	EncryptionDES:              {names: []name{{r70, "VPN-DES"}, {r90, "Encryption-DES"}}, kind: Flag, timed: Higher, cluster: Higher, since: r70},
	Encryption3DESAES:          {names: []name{{r70, "VPN-3DES-AES"}, {r90, "Encryption-3DES-AES"}}, kind: Flag, timed: Higher, cluster: Higher, since: r70},
	SecurityContexts:           {names: []name{{r70, "Security Contexts"}}, kind: Count, unit: "contexts", timed: Sum, cluster: Sum, since: r70},
	Carrier:                    {names: []name{{r70, "GTP/GPRS"}, {r952, "Carrier"}}, kind: Flag, timed: Higher, cluster: Higher, since: r70},
	AnyConnectPremiumPeers:     {names: []name{{r71, "WebVPN Peers"}, {r82, "SSL VPN Peers"}, {r84, "AnyConnect Premium Peers"}}, kind: Count, unit: "sessions", timed: Higher, cluster: Sum, since: r71, vpn: true},
	AnyConnectEssentials:       {names: []name{{r82, "AnyConnect Essentials"}}, kind: Flag, timed: Higher, cluster: Higher, since: r82, vpn: true},
	OtherVPNPeers:              {names: []name{{r84, "Other VPN Peers"}}, kind: Count, unit: "peers", timed: Higher, cluster: Higher, since: r70, vpn: true},
	TotalVPNPeers:              {names: []name{{r70, "VPN Peers"}, {r82, "Total VPN Peers"}}, kind: Count, unit: "peers", timed: Higher, cluster: Higher, since: r70, vpn: true},
	AnyConnectForMobile:        {names: []name{{r803, "AnyConnect for Mobile"}}, kind: Flag, timed: Higher, cluster: Higher, since: r803, vpn: true},
	AnyConnectForCiscoVPNPhone: {names: []name{{r803, "AnyConnect for Linksys phone"}, {r82, "AnyConnect for Cisco VPN Phone"}}, kind: Flag, timed: Higher, cluster: Higher, since: r803, vpn: true},
	AdvancedEndpointAssessment: {names: []name{{r802, "Advanced Endpoint Assessment"}}, kind: Flag, timed: Higher, cluster: Higher, since: r802, vpn: true},
	SharedLicense:              {names: []name{{r82, "Shared License"}}, kind: Flag, timed: Higher, cluster: Higher, since: r82, vpn: true},
	SharedPremiumPeers:         {names: []name{{r82, "Shared SSL VPN Peers"}, {r84, "Shared AnyConnect Premium Peers"}}, kind: Count, unit: "sessions", timed: Higher, cluster: Sum, since: r82, vpn: true},
	UCPhoneProxySessions:       {names: []name{{r82, "UC Phone Proxy Sessions"}}, kind: Count, unit: "sessions", timed: Sum, cluster: Sum, mirrors: TotalUCProxySessions, since: r804, vpn: true},
	TotalUCProxySessions:       {names: []name{{r804, "UC Proxy Sessions"}, {r82, "Total UC Proxy Sessions"}, {r98, "Total TLS Proxy Sessions"}}, kind: Count, unit: "sessions", timed: Sum, cluster: Sum, since: r804, vpn: true},
	BotnetTrafficFilter:        {names: []name{{r82, "Botnet Traffic Filter"}}, kind: Flag, timed: Higher, cluster: Higher, since: r82},
	IntercompanyMediaEngine:    {names: []name{{r83, "Intercompany Media Engine"}}, kind: Flag, timed: Higher, cluster: Higher, since: r83, vpn: true},
	IPSModule:                  {names: []name{{r86, "IPS Module"}}, kind: Flag, timed: Higher, cluster: Higher, since: r86},
	Cluster:                    {names: []name{{r90, "Cluster"}}, kind: Flag, timed: Higher, cluster: Higher, since: r90},
	ClusterMembers:             {names: []name{{r90, "Cluster Members"}}, kind: Count, unit: "units", timed: Higher, cluster: Higher, since: r90},
	VPNLoadBalancing:           {names: []name{{r70, "VPN Load Balancing"}}, kind: Flag, timed: Higher, cluster: Higher, since: r70, vpn: true},
	FirewallConns:              {names: []name{{r70, "Firewall Conns"}}, kind: Count, unit: "connections", timed: Higher, cluster: Higher, since: r70},
	TenGigabitIO:               {names: []name{{r823, "10GE I/O"}}, kind: Flag, timed: Higher, cluster: Higher, since: r823},
	SecureClientAdvantage:      {names: []name{{r82, "Secure Client Advantage"}}, kind: Flag, timed: Higher, cluster: Higher, since: r82, vpn: true},
	SecureClientPremier:        {names: []name{{r82, "Secure Client Premier"}}, kind: Flag, timed: Higher, cluster: Higher, since: r82, vpn: true},
	SecureClientVPNOnly:        {names: []name{{r82, "Secure Client VPN Only"}}, kind: Flag, timed: Higher, cluster: Higher, since: r82, vpn: true},
}

// aliases are other spellings that screens, guides and parts lists use.
var aliases = map[string]Feature{
	"maximum interfaces":         MaxPhysicalInterfaces,
	"vlans":                      MaxVLANs,
	"des":                        EncryptionDES,
	"3des-aes":                   Encryption3DESAES,
	"vpn-3des":                   Encryption3DESAES,
	"secure client peers":        AnyConnectPremiumPeers,
	"secure client premium":      AnyConnectPremiumPeers,
	"adv end sec":                AdvancedEndpointAssessment,
	"total tls proxy":            TotalUCProxySessions,
	"firewall conns concurrent":  FirewallConns,
	"firewall conns, concurrent": FirewallConns,
}

// Kind says what the values of f are.
func (f Feature) Kind() Kind { return features[f].kind }

// Unit is what a number of f counts, in the plural; empty for a flag.
func (f Feature) Unit() string { return features[f].unit }

// Timed says how f's permanent and time-based licenses combine on one unit.
// Security contexts add from 8.3 on (COMB-4); before, one time-based key
// replaces what it names when it is higher.
func (f Feature) Timed(r Release) Rule {
	if f == SecurityContexts && r.Before(r83) {
		return Higher
	}
	return features[f].timed
}

// InCluster says how f's licenses of several units combine.
func (f Feature) InCluster() Rule { return features[f].cluster }

// Since is the release that introduced f (REL-1).
func (f Feature) Since() Release { return features[f].since }

// In reports whether release r has f. UC proxy sessions came with 8.0(4) and
// aren't in 8.1, which was made from an older release (REL-1).
func (f Feature) In(r Release) bool {
	if f.Mirrored() == TotalUCProxySessions && r.train() == r81 {
		return false
	}
	return !r.Before(f.Since())
}

// Mirrored is the feature whose license f shows: UC Phone Proxy Sessions and
// Total UC Proxy Sessions are two rows of one license (COMB-2). Every other
// feature is its own.
func (f Feature) Mirrored() Feature { return mirrored[f] }

var mirrored = func() (m [NumFeatures]Feature) {
	for f := range NumFeatures {
		m[f] = f
		if of := features[f].mirrors; of != noMirror {
			m[f] = of
		}
	}
	return m
}()

// NeedsPayloadEncryption reports whether f is a VPN or Unified Communications
// feature, which a No Payload Encryption model doesn't have (EXCL-9).
func (f Feature) NeedsPayloadEncryption() bool { return features[f].vpn }

// String is the newest name of f.
func (f Feature) String() string {
	names := features[f].names
	return names[len(names)-1].text
}

// Name is what rows of release r call f; its first name where f is newer than r.
func (f Feature) Name(r Release) string {
	names := features[f].names
	for i := len(names) - 1; i > 0; i-- {
		if !r.Before(names[i].since) {
			return names[i].text
		}
	}
	return names[0].text
}

// Names lists what f was and is called, oldest first.
func (f Feature) Names() []string {
	var all []string
	for _, n := range features[f].names {
		all = append(all, n.text)
	}
	return all
}

// ParseFeature finds a feature by any name of any release, in either case of
// letters.
func ParseFeature(text string) (Feature, bool) {
	key := strings.ToLower(strings.TrimSpace(text))
	if f, ok := aliases[key]; ok {
		return f, true
	}
	f, ok := byName[key]
	return f, ok
}

var byName = func() map[string]Feature {
	m := make(map[string]Feature, 2*NumFeatures)
	for f := range NumFeatures {
		for _, n := range f.Names() {
			m[strings.ToLower(n)] = f
		}
	}
	return m
}()
