package lab

import (
	"errors"
	"strings"
	"testing"

	"github.com/asapak/asapak/failover"
	"github.com/asapak/asapak/license"
)

// twins is a lab of three ASA 5525-X units, with more lines at line 5.
func twins(lines string) string {
	text := "units:\n"
	for _, name := range []string{"a", "b", "c"} {
		text += "  - {name: " + name + ", model: ASA 5525-X, serial: JMX1232L11" + strings.ToUpper(name) +
			", license: {features: {Encryption-3DES-AES: Enabled}}}\n"
	}
	return text + lines + "\n"
}

// rules FO-1, FO-2: the pair of a lab file forms: both units run on the failover
// cluster license, and their configuration says what they are.
func TestBuildPair(t *testing.T) {
	w := mustBuild(t, mustParse(t, twins("failover: [{primary: b, secondary: a}]")))
	a, b := w.Unit("a"), w.Unit("b")
	if b.Group() == nil || b.Group() != a.Group() || w.Unit("c").Group() != nil {
		t.Fatal("the pair is not a and b")
	}
	if b.Group().RoleOf(b) != failover.Active || b.Group().RoleOf(a) != failover.Standby {
		t.Error("the primary isn't active, or the secondary not standby")
	}
	if run, ok := a.Group().License(a); !ok || run[license.AnyConnectPremiumPeers].Value != 4 {
		t.Errorf("the failover cluster license is %v, %v", run.Set(), ok)
	}
	const want = "failover\nfailover lan unit primary\nfailover lan interface FAILOVER GigabitEthernet0/7\n" +
		"failover link FAILOVER GigabitEthernet0/7\nfailover interface ip FAILOVER 192.0.2.1 255.255.255.252 standby 192.0.2.2\n"
	if got := b.Startup().String(); got != "hostname b\n"+want {
		t.Errorf("startup configuration:\n%s", got)
	}
	if id, _ := a.Running().Rest("failover lan unit"); id != "secondary" {
		t.Errorf("the secondary is %q", id)
	}
}

// What the config block says of failover holds.
func TestPairWithConfig(t *testing.T) {
	w := mustBuild(t, mustParse(t, strings.Replace(twins("failover: [{primary: a, secondary: b}]"),
		"name: a,", `name: a, config: "no failover\nfailover lan interface fo GigabitEthernet0/1\n",`, 1)))
	a := w.Unit("a")
	if lan, _ := a.Running().Rest("failover lan interface"); lan != "fo GigabitEthernet0/1" {
		t.Errorf("failover lan interface became %q", lan)
	}
	if a.Group().RoleOf(a) != failover.Off || a.Running().HasLine("failover") || a.Running().HasLine("no failover") {
		t.Error("failover is on")
	}
}

// rule CLU-1: the cluster of a lab file forms.
func TestBuildCluster(t *testing.T) {
	file := strings.ReplaceAll(twins("clusters: [{control: a, data: [c, b]}]"), "license: {features: {", "license: {features: {Cluster: Enabled, ")
	w := mustBuild(t, mustParse(t, strings.Replace(file, "clusters: [{control: a, data: [c, b]}]", "clusters: [{control: a, data: [c]}]", 1)))
	a := w.Unit("a")
	if run, ok := a.Group().License(w.Unit("c")); !ok || run[license.SecurityContexts].Value != 4 {
		t.Errorf("the cluster license is %v, %v; violated: %+v", run.Set(), ok, a.Group().Requirements())
	}
	if !a.Startup().HasIn("cluster group LAB", "priority 1") {
		t.Errorf("startup configuration:\n%s", a.Startup())
	}
	if w := mustBuild(t, mustParse(t, file)); len(w.Unit("a").Group().Requirements()) == 0 {
		t.Error("three ASA 5525-X units form a cluster; two do")
	}
}

func TestActiveActivePairHasContexts(t *testing.T) {
	w := mustBuild(t, mustParse(t, twins("failover: [{primary: a, secondary: b, active_active: true}]")))
	if a := w.Unit("a"); !a.Device().Multiple() || a.Group().Kind() != failover.ActiveActive || len(a.Group().Requirements()) != 0 {
		t.Errorf("the Active/Active pair doesn't form: %+v", a.Group().Requirements())
	}
}

func TestInterfaces(t *testing.T) {
	w := mustBuild(t, mustParse(t, unitWith("    interfaces:\n      Ethernet0/0: {nameif: outside, address: 203.0.113.1/24, standby: 203.0.113.2}\n"+
		"      Ethernet0/1.5: {vlan: 5, nameif: inside, address: 10.0.0.1/20}")))
	const want = "hostname asa1\ninterface Ethernet0/0\n nameif outside\n security-level 0\n ip address 203.0.113.1 255.255.255.0 standby 203.0.113.2\n" +
		"interface Ethernet0/1.5\n vlan 5\n nameif inside\n security-level 100\n ip address 10.0.0.1 255.255.240.0\n"
	if got := w.Unit("asa1").Startup().String(); got != want {
		t.Errorf("startup configuration:\n%s", got)
	}
}

func TestGroupProblems(t *testing.T) {
	for _, c := range []struct{ name, lines, want string }{
		{"unknown unit", "failover: [{primary: a, secondary: d}]", `x.yaml:5:36: unit "d": the lab has none of that name`},
		{"in two pairs", "failover:\n  - {primary: a, secondary: b}\n  - {primary: a, secondary: c}", `x.yaml:7:15: unit "a": it is in a failover pair or cluster already`},
		{"in a pair and a cluster", "failover: [{primary: a, secondary: b}]\nclusters: [{control: c, data: [b]}]", `x.yaml:6:32: unit "b": it is in a`},
		{"with itself", "failover: [{primary: a, secondary: a}]", `x.yaml:5:36: unit "a": it is in a`},
		{"three in a pair", "failover: [{primary: a, secondary: b, tertiary: c}]", `x.yaml:5:39: key "tertiary": a failover pair has only primary, secondary, active_active`},
		{"a list of three", "failover: [{primary: a, secondary: [b, c]}]", `x.yaml:5:36: want the name of a unit`},
		{"one in a pair", "failover: [{primary: a}]", `key secondary of a failover pair is missing`},
		{"no list", "failover: {primary: a, secondary: b}", `x.yaml:5:11: want a list of failover pairs`},
		{"no control unit", "clusters: [{data: [a]}]", `key control of a cluster is missing`},
		{"no data unit", "clusters: [{control: a, data: []}]", `x.yaml:5:31: 0 data units: want 1 to 15`},
		{"17 units", "clusters: [{control: a, data: [" + strings.Repeat("b, ", 15) + "b]}]", `16 data units: want 1 to 15`},
		{"address", "  - {name: d, model: ISA 3000, serial: JMX1232L11D, interfaces: {e0: {address: 10.0.0.1}}}", `x.yaml:5:80: address "10.0.0.1": want a form such as 10.1.1.1/24`},
		{"standby elsewhere", "  - {name: d, model: ISA 3000, serial: JMX1232L11D, interfaces: {e0: {address: 10.0.0.1/24, standby: 10.0.1.2}}}", `standby 10.0.1.2: want an address in the network`},
		{"vlan", "  - {name: d, model: ISA 3000, serial: JMX1232L11D, interfaces: {e0: {vlan: 4095}}}", `vlan "4095": want 1 to 4094`},
		{"nameif", "  - {name: d, model: ISA 3000, serial: JMX1232L11D, interfaces: {e0: {nameif: a b}}}", `want a name of an interface: 1 to 63 characters without blanks`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Parse("x.yaml", []byte(twins(c.lines)), "", noFiles)
			var problems Problems
			if !errors.As(err, &problems) || !strings.Contains(err.Error(), c.want) || len(problems) != 1 {
				t.Errorf("got %v\nwant %s", err, c.want)
			}
		})
	}
}

// Nothing is said of a name that seems unknown because its unit is wrong.
func TestGroupOfWrongUnit(t *testing.T) {
	_, err := Parse("x.yaml", []byte(strings.Replace(twins("failover: [{primary: a, secondary: b}]"), "JMX1232L11A", "J", 1)), "", noFiles)
	var problems Problems
	if !errors.As(err, &problems) || len(problems) != 1 {
		t.Errorf("got %v, want one problem", err)
	}
}

func TestEveryModelHasAFailoverInterface(t *testing.T) {
	for _, m := range license.Models() {
		if failoverPort(m) == "" {
			t.Errorf("%s has none", m.Name)
		}
	}
}

func TestSchemaOfGroups(t *testing.T) {
	s := compiled(t)
	for _, good := range []string{
		"failover: [{primary: a, secondary: b, active_active: true}]", "clusters: [{control: a, data: [b, c]}]",
	} {
		if err := validate(t, s, twins(good)); err != nil {
			t.Errorf("%s\n%v", good, err)
		}
	}
	for _, bad := range []string{
		"failover: [{primary: a}]", "failover: {}", "clusters: [{control: a, data: []}]", "clusters: [{control: a, data: [b], more: c}]",
		"  - {model: ISA 3000, serial: JMX1232L11D, interfaces: {e0: {address: 10.0.0.1}}}",
	} {
		if err := validate(t, s, twins(bad)); err == nil {
			t.Errorf("the schema takes\n%s", bad)
		}
	}
}
