package license

import (
	"fmt"
	"strconv"
	"strings"
)

// mustReadModels reads models.tsv, one row per model and level, a cell being
// VALUE:SOURCE. The table is part of the program: what is wrong in it is a bug.
func mustReadModels(table string) []*Model {
	lines := strings.Split(strings.TrimSpace(table), "\n")
	places := make(map[string]int)
	for i, header := range strings.Split(lines[0], "\t") {
		places[header] = i
	}
	var all []*Model
	for n, line := range lines[1:] {
		row := modelRow{places: places, cells: strings.Split(line, "\t")}
		if len(row.cells) != len(places) {
			panic(fmt.Sprintf("license: models.tsv row %d has %d cells, want %d", n+2, len(row.cells), len(places)))
		}
		if len(all) == 0 || all[len(all)-1].Name != row.at("model").text {
			all = append(all, newModel(row))
		}
		m := all[len(all)-1]
		m.Variants = append(m.Variants, newVariant(row))
	}
	return all
}

// A modelRow is a row of models.tsv. The table is read at every start of the
// program, so that a row is no map of its own.
type modelRow struct {
	places map[string]int // of the columns, by header
	cells  []string
}

func (r modelRow) at(header string) cell { return newCell(r.cells[r.places[header]]) }

// A cell of models.tsv.
type cell struct {
	text   string
	source Source
}

func newCell(text string) cell {
	if text == "-" || text == "" {
		return cell{source: Unknown}
	}
	value, mark, ok := strings.Cut(text, ":")
	if !ok {
		return cell{text: text}
	}
	return cell{text: value, source: Source(mark[0])}
}

func (c cell) figure(v Value) Figure { return Figure{Value: v, Source: c.source} }

// numbers reads "5,10,20", "10,50,Unlimited" or "20 DMZ Unrestricted".
func (c cell) numbers() []Figure {
	if c.text == "" || c.text == "none" {
		return nil
	}
	first, _, _ := strings.Cut(c.text, " ")
	all := make([]Figure, 0, 1+strings.Count(first, ","))
	for more := true; more; {
		var part string
		part, first, more = strings.Cut(first, ",")
		v := Unlimited
		if part != "Unlimited" {
			n, err := strconv.ParseUint(part, 10, 32)
			if err != nil {
				panic("license: models.tsv: number " + strconv.Quote(c.text))
			}
			v = Value(n)
		}
		all = append(all, c.figure(v))
	}
	return all
}

func newModel(row modelRow) *Model {
	m := &Model{Name: row.at("model").text, Hardware: row.at("hardware").text}
	m.First, m.Last = mustRelease(row.at("first").text), mustRelease(row.at("last").text)
	m.hides, m.rowNames = screenOf(m.Name)
	return m
}

func mustRelease(text string) Release {
	r, err := ParseRelease(text)
	if err != nil {
		panic("license: models.tsv: " + err.Error())
	}
	return r
}

func newVariant(row modelRow) Variant {
	level, err := ParseLevel(row.at("level").text)
	if err != nil {
		panic("license: models.tsv: " + err.Error())
	}
	v := Variant{Level: level, TimeBased: row.at("time_based").text == "yes"}
	for _, c := range columns {
		c.read(&v, c.feature, row.at(c.header))
	}
	return v
}

// A column of models.tsv: the feature that it is about, and what its cells say.
type column struct {
	header  string
	feature Feature
	read    func(*Variant, Feature, cell)
}

var columns = []column{
	{"firewall_conns", FirewallConns, fixed},
	{"contexts", SecurityContexts, base},
	{"context_tiers", SecurityContexts, tiers},
	{"vlans", MaxVLANs, fixed},
	{"prem", AnyConnectPremiumPeers, base},
	{"prem_tiers", AnyConnectPremiumPeers, tiers},
	{"prem_max", AnyConnectPremiumPeers, limit},
	{"essentials", AnyConnectEssentials, essentials},
	{"other_vpn", OtherVPNPeers, fixed},
	{"total_vpn", TotalVPNPeers, fixed},
	{"uc", TotalUCProxySessions, base},
	{"uc_tiers", TotalUCProxySessions, tiers},
	{"tls_max", TotalUCProxySessions, limit},
	{"failover", Failover, mode},
	{"gtp", Carrier, option},
	{"botnet", BotnetTrafficFilter, option},
	{"vpn_lb", VPNLoadBalancing, included},
	{"shared", SharedLicense, option},
	{"shared", SharedPremiumPeers, pool},
	{"aea", AdvancedEndpointAssessment, toggled},
	{"mobile", AnyConnectForMobile, toggled},
	{"vpn_phone", AnyConnectForCiscoVPNPhone, toggled},
	{"ime", IntercompanyMediaEngine, option},
	{"ips", IPSModule, option},
	{"cluster_units", ClusterMembers, fixed},
	{"cluster_units", Cluster, clustering},
	{"inside_hosts", InsideHosts, baseAndTiers},
	{"trunk_ports", VLANTrunkPorts, fixed},
	{"trunk_ports", DualISPs, alongside},
	{"interfaces", MaxPhysicalInterfaces, fixed},
	{"ten_ge", TenGigabitIO, option},
	{"time_based", EncryptionDES, always},
	{"time_based", Encryption3DESAES, sold},
	{"prem_max", SecureClientAdvantage, soldWithPeers},
	{"prem_max", SecureClientPremier, soldWithPeers},
	{"prem_max", SecureClientVPNOnly, soldWithPeers},
}

// base: what the unit comes with. The limit is at least that.
func base(v *Variant, f Feature, c cell) {
	v.Base[f] = c.figure(0)
	if n := c.numbers(); n != nil {
		v.Base[f] = n[0]
	}
	v.Limit[f] = v.Base[f]
}

// tiers: what can be bought. The limit is the highest of them (COMB-2, FO-2)
// unless a column of its own says otherwise.
func tiers(v *Variant, f Feature, c cell) {
	v.Tiers[f] = c.numbers()
	for _, t := range v.Tiers[f] {
		if t.Value > v.Limit[f].Value {
			v.Limit[f] = t
		}
	}
}

// limit: the platform limit; where the cell is unknown the highest tier stands.
func limit(v *Variant, f Feature, c cell) {
	if n := c.numbers(); n != nil {
		v.Limit[f] = n[0]
	} else if c.source != Unknown {
		v.Limit[f] = c.figure(Disabled)
	}
	v.LimitUnknown[f] = c.source == Unknown
	if !v.Base[f].Known() {
		v.Base[f] = c.figure(Disabled)
	}
}

// essentials: one license, whose row shows the peers that it allows.
func essentials(v *Variant, f Feature, c cell) {
	limit(v, f, c)
	if v.Limit[f].Value != Disabled {
		v.Tiers[f] = []Figure{c.figure(Enabled)}
	}
}

// fixed: a figure of the platform that no license changes.
func fixed(v *Variant, f Feature, c cell) { base(v, f, c) }

func baseAndTiers(v *Variant, f Feature, c cell) {
	all := c.numbers()
	v.Base[f], v.Limit[f] = all[0], all[len(all)-1]
	v.Tiers[f] = all[1:]
}

func mode(v *Variant, f Feature, c cell) {
	value, err := f.ParseValue(c.text)
	if err != nil {
		panic("license: models.tsv: " + err.Error())
	}
	v.Base[f], v.Limit[f] = c.figure(value), c.figure(value)
}

// option: a license that can be bought (opt, yes), only as a time-based one
// (opt*), or not at all (no, none, Disabled); Enabled comes with the unit.
func option(v *Variant, f Feature, c cell) {
	v.Base[f], v.Limit[f] = c.figure(Disabled), c.figure(Disabled)
	switch c.text {
	case "opt", "yes":
		v.Limit[f].Value = Enabled
	case "opt*":
		v.Limit[f].Value, v.TimeBasedOnly[f] = Enabled, true
	case "Enabled":
		v.Base[f].Value, v.Limit[f].Value = Enabled, Enabled
	case "no", "none", "Disabled":
	default:
		panic("license: models.tsv: option " + strconv.Quote(c.text))
	}
	if v.Limit[f].Value > v.Base[f].Value {
		v.Tiers[f] = []Figure{v.Limit[f]}
	}
}

// toggled: as option, but where a unit shows it Disabled a Secure Client
// license still turns it on (EXCL-8).
func toggled(v *Variant, f Feature, c cell) {
	if c.text == "Disabled" {
		c.text = "opt"
	}
	option(v, f, c)
}

func included(v *Variant, f Feature, c cell) {
	if c.text == "yes" {
		c.text = "Enabled"
	}
	option(v, f, c)
}

// maxSharedPool is the largest pool sold for a shared licensing server.
const maxSharedPool = 545_000

func pool(v *Variant, f Feature, c cell) {
	v.Base[f], v.Limit[f] = c.figure(Disabled), c.figure(Disabled)
	if c.text == "yes" {
		v.Limit[f].Value = maxSharedPool
	}
}

// maxFreeCluster is the size of cluster that comes with the unit (9.1(4));
// larger ones take a Cluster license.
const maxFreeCluster = 2

func clustering(v *Variant, f Feature, c cell) {
	units := c.numbers()[0].Value
	switch {
	case units == 0:
		c.text = "no"
	case units <= maxFreeCluster:
		c.text = "Enabled"
	default:
		c.text = "opt"
	}
	option(v, f, c)
}

// alongside: Dual ISPs come with the trunk ports of an ASA 5505.
func alongside(v *Variant, f Feature, c cell) {
	on := Disabled
	if n := c.numbers(); n != nil && n[0].Value > 0 {
		on = Enabled
	}
	v.Base[f], v.Limit[f] = c.figure(on), c.figure(on)
}

// always: DES can't be disabled (EXCL-2).
func always(v *Variant, f Feature, _ cell) {
	v.Base[f], v.Limit[f] = Figure{Enabled, Guide}, Figure{Enabled, Guide}
}

// sold: 3DES/AES is an optional license of every model.
func sold(v *Variant, f Feature, _ cell) {
	v.Base[f], v.Limit[f] = Figure{Disabled, Guide}, Figure{Enabled, Guide}
	v.Tiers[f] = []Figure{v.Limit[f]}
}

func soldWithPeers(v *Variant, f Feature, c cell) {
	v.Base[f], v.Limit[f] = c.figure(Disabled), c.figure(Disabled)
	if n := c.numbers(); n != nil && n[0].Value > 0 {
		v.Limit[f].Value = Enabled
		v.Tiers[f] = []Figure{v.Limit[f]}
	}
}
