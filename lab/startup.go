package lab

import (
	"fmt"
	"net"
	"strings"

	"github.com/asapak/asapak/failover"
	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sim"
)

// startup is the startup configuration of a unit: its config block, and what the
// rest of the lab file says of it. An ASA that was given no hostname has the same
// one as all others, which would hide which is which.
func (l *Lab) startup(u *Unit) string {
	c := sim.ParseConfig(u.Config)
	if u.Name != defaultName && !c.Has("hostname") {
		c.Set("hostname", "hostname "+u.Name)
	}
	l.configureUsers(&c)
	for i := range u.Interfaces {
		u.Interfaces[i].configure(&c)
	}
	if g, place := l.groupOf(u.Name); g != nil {
		g.configure(&c, u.Model, place)
	}
	return c.String()
}

// needsContexts reports whether a unit is one of an Active/Active pair, which runs
// in multiple context mode.
func (l *Lab) needsContexts(u *Unit) bool {
	g, _ := l.groupOf(u.Name)
	platform := u.Model.Platform(license.Base, u.Release)
	return g != nil && g.Kind == failover.ActiveActive && platform.Limit[license.SecurityContexts] != license.Disabled
}

func (i *Interface) configure(c *sim.Config) {
	section := "interface " + i.Name
	c.Set(section, section)
	if i.VLAN != 0 {
		c.SetIn(section, "vlan", fmt.Sprintf("vlan %d", i.VLAN))
	}
	if i.Nameif != "" {
		c.SetIn(section, "nameif", "nameif "+i.Nameif)
		c.SetIn(section, "security-level", fmt.Sprintf("security-level %d", securityLevel(i.Nameif)))
	}
	if i.Address.IsValid() {
		line := fmt.Sprintf("ip address %s %s", i.Address.Addr(), mask(i.Address.Bits()))
		if i.Standby.IsValid() {
			line += " standby " + i.Standby.String()
		}
		c.SetIn(section, "ip address", line)
	}
}

// securityLevel is what a unit gives an interface by its name.
func securityLevel(nameif string) int {
	if nameif == "inside" {
		return 100
	}
	return 0
}

func mask(bits int) string { return net.IP(net.CIDRMask(bits, 32)).String() }

// configure adds the lines that make a unit one of its group, where its config
// block doesn't say otherwise. "no failover" leaves failover off.
func (g *Group) configure(c *sim.Config, m *license.Model, place int) {
	if g.Kind == failover.Clustering {
		g.configureCluster(c, place)
		return
	}
	if off := "no failover"; c.HasLine(off) {
		c.RemoveLine(off)
	} else {
		c.AddLine("failover")
	}
	if g.Kind == failover.ActiveActive && !c.Has("admin-context") {
		c.Set("admin-context", "admin-context admin")
		c.SetIn("context admin", "config-url", "config-url disk0:/admin.cfg")
	}
	port := failoverPort(m)
	for _, line := range []struct{ key, rest string }{
		{"failover lan unit", [...]string{failover.Primary: "primary", failover.Secondary: "secondary"}[place]},
		{"failover lan interface", "FAILOVER " + port},
		{"failover link", "FAILOVER " + port},
		{"failover interface ip", "FAILOVER 192.0.2.1 255.255.255.252 standby 192.0.2.2"},
	} {
		if !c.Has(line.key) {
			c.Set(line.key, line.key+" "+line.rest)
		}
	}
}

func (g *Group) configureCluster(c *sim.Config, place int) {
	if c.Has("cluster group") {
		return
	}
	const section = "cluster group LAB"
	c.SetIn(section, "local-unit", "local-unit "+g.Units[place])
	c.SetIn(section, "priority", fmt.Sprintf("priority %d", place+1))
	c.SetIn(section, "enable", "enable")
}

// failoverPorts are the interfaces that pairs of a lab use for failover: the last
// ones for data, by how the models that have them begin.
var failoverPorts = []struct{ models, port string }{
	{"ASA 5505", "Vlan150"},
	{"ASA 5506", "GigabitEthernet1/8"},
	{"ASA 5508", "GigabitEthernet1/8"},
	{"ASA 5510", "Ethernet0/3"},
	{"ASA 5512", "GigabitEthernet0/5"},
	{"ASA 5515", "GigabitEthernet0/5"},
	{"ASA 5516", "GigabitEthernet1/8"},
	{"ASA 5520", "GigabitEthernet0/3"},
	{"ASA 5525", "GigabitEthernet0/7"},
	{"ASA 5540", "GigabitEthernet0/3"},
	{"ASA 5545", "GigabitEthernet0/7"},
	{"ASA 5550", "GigabitEthernet1/3"},
	{"ASA 5555", "GigabitEthernet0/7"},
	{"ASA 5580", "GigabitEthernet3/3"},
	{"ASA 5585", "GigabitEthernet0/7"},
	{"ASASM", "Vlan150"},
	{"ISA 3000", "GigabitEthernet1/4"},
}

// failoverPort is that of a model. Every model has one; a test holds that.
func failoverPort(m *license.Model) string {
	for _, p := range failoverPorts {
		if strings.HasPrefix(m.Name, p.models) {
			return p.port
		}
	}
	panic("lab: no failover interface for " + m.Name)
}
