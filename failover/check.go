package failover

import (
	"github.com/asapak/asapak/combine"
	"github.com/asapak/asapak/license"
)

// A Unit is what the requirements look at in one unit.
type Unit struct {
	Serial              license.Serial
	Model               *license.Model
	Level               license.Level
	Release             license.Release
	NoPayloadEncryption bool
	HasKey              bool            // a permanent key is in force (KEY-6)
	Multiple            bool            // multiple context mode
	License             combine.Running // the unit's own running license

	// Encryption is 3DES/AES as the flash key gives it: two units that reload one
	// after the other for a new key differ meanwhile in what they run, and that
	// must not part them (FO-9).
	Encryption license.Value
}

// A Kind is the kind of group that units would form.
type Kind uint8

// The kinds of group.
const (
	ActiveStandby Kind = iota
	ActiveActive
	Clustering
)

// A Requirement is something that units must fulfill to form a group.
type Requirement uint8

// The requirements. Their order is the order in which violations are told.
const (
	SameModel              Requirement = iota
	ValidKey                           // KEY-6, FO-6
	FailoverLicense                    // FO-6: Security Plus on the models that need it for failover
	ActiveActiveMode                   // Active/Active takes its license and multiple context mode
	SameMode                           // the same context mode
	SameEncryption                     // FO-6
	SamePayload                        // No Payload Encryption on both or on none
	SameIPSModule                      // units with and without the IPS module don't pair (FO-6)
	IdenticalLicense                   // before 8.3 every license must match (FO-8)
	ClusterRelease                     // clusters exist from 9.0 on, and every unit runs one release
	ClusterLicense                     // on each unit (CLU-1)
	ClusterSize                        // no more units than model and release carry (CLU-1)
	SameTenGigabit                     // equal 10GE I/O licenses (CLU-1)
	NoSharedInActiveActive             // shared licenses need single context mode (SHR-11)
)

// A Violation is one requirement that one unit doesn't fulfill, compared with
// another where it takes two.
type Violation struct {
	Requirement Requirement
	Unit        int // its place in the list of units
	Mate        int // the unit that it differs from; the same where it takes one
	Feature     license.Feature
	Own, Other  license.Value // of Feature
}

// Check lists every requirement that the units violate for a kind of group, all
// at once. None is a group that may form. The first unit is the primary or the
// control unit.
func Check(kind Kind, units []Unit) []Violation {
	c := checker{kind: kind, units: units}
	for _, r := range requirements {
		if r.kinds&(1<<kind) != 0 {
			c.requirement = r.requirement
			r.check(&c)
		}
	}
	return c.found
}

type checker struct {
	kind        Kind
	units       []Unit
	requirement Requirement
	found       []Violation
}

const (
	pairs    = 1<<ActiveStandby | 1<<ActiveActive
	clusters = 1 << Clustering
	all      = pairs | clusters
)

// requirements: what each kind of group asks for, one row each.
var requirements = []struct {
	requirement Requirement
	kinds       int
	check       func(*checker)
}{
	{SameModel, all, func(c *checker) { c.same(func(u *Unit) any { return u.Model.Name }) }},
	{ValidKey, all, func(c *checker) { c.each(func(u *Unit) bool { return u.HasKey }) }},
	{FailoverLicense, pairs, func(c *checker) { c.licensed(license.Failover, license.ActiveStandby) }},
	{ActiveActiveMode, 1 << ActiveActive, (*checker).activeActive},
	{SameMode, all, func(c *checker) { c.same(func(u *Unit) any { return u.Multiple }) }},
	{SameEncryption, all, (*checker).sameEncryption},
	{SamePayload, all, func(c *checker) { c.same(func(u *Unit) any { return u.NoPayloadEncryption }) }},
	{SameIPSModule, all, func(c *checker) { c.equal(license.IPSModule) }},
	{IdenticalLicense, pairs, (*checker).identical},
	{ClusterRelease, clusters, (*checker).clusterRelease},
	{ClusterLicense, clusters, func(c *checker) { c.licensed(license.Cluster, license.Enabled) }},
	{ClusterSize, clusters, (*checker).clusterSize},
	{SameTenGigabit, clusters, func(c *checker) { c.equal(license.TenGigabitIO) }},
	{NoSharedInActiveActive, 1 << ActiveActive, func(c *checker) {
		c.each(func(u *Unit) bool { return u.License[license.SharedLicense].Value == license.Disabled })
	}},
}

func (c *checker) add(v Violation) {
	v.Requirement = c.requirement
	c.found = append(c.found, v)
}

// each adds the units that don't fulfill a requirement of their own.
func (c *checker) each(fulfills func(*Unit) bool) {
	for i := range c.units {
		if !fulfills(&c.units[i]) {
			c.add(Violation{Unit: i, Mate: i})
		}
	}
}

// same adds the units that differ from the first one.
func (c *checker) same(of func(*Unit) any) {
	for i := 1; i < len(c.units); i++ {
		if of(&c.units[i]) != of(&c.units[0]) {
			c.add(Violation{Unit: i, Mate: 0})
		}
	}
}

// equal adds the units whose license for a feature differs from the first one's.
func (c *checker) equal(f license.Feature) {
	for i := 1; i < len(c.units); i++ {
		if own, other := c.units[i].License[f].Value, c.units[0].License[f].Value; own != other {
			c.add(Violation{Unit: i, Mate: 0, Feature: f, Own: own, Other: other})
		}
	}
}

func (c *checker) sameEncryption() {
	for i := 1; i < len(c.units); i++ {
		if own, other := c.units[i].Encryption, c.units[0].Encryption; own != other {
			c.add(Violation{Unit: i, Mate: 0, Feature: license.Encryption3DESAES, Own: own, Other: other})
		}
	}
}

// licensed adds the units that have less of a feature than it takes.
func (c *checker) licensed(f license.Feature, least license.Value) {
	for i := range c.units {
		if own := c.units[i].License[f].Value; own < least {
			c.add(Violation{Unit: i, Mate: i, Feature: f, Own: own, Other: least})
		}
	}
}

func (c *checker) activeActive() {
	c.licensed(license.Failover, license.ActiveActive)
	c.each(func(u *Unit) bool { return u.Multiple })
}

var (
	r83 = license.Release{Major: 8, Minor: 3}
	r90 = license.Release{Major: 9, Minor: 0}
)

// identical: before 8.3 a license that differs disables failover (FO-8).
func (c *checker) identical() {
	for i := 1; i < len(c.units); i++ {
		if !c.units[i].Release.Before(r83) && !c.units[0].Release.Before(r83) {
			continue
		}
		for f := range license.NumFeatures {
			if own, other := c.units[i].License[f].Value, c.units[0].License[f].Value; own != other && f.Mirrored() == f {
				c.add(Violation{Unit: i, Mate: 0, Feature: f, Own: own, Other: other})
			}
		}
	}
}

func (c *checker) clusterRelease() {
	c.each(func(u *Unit) bool { return !u.Release.Before(r90) })
	c.same(func(u *Unit) any { return [2]int{u.Release.Major, u.Release.Minor} })
}

// clusterSize: the smallest number of units that one of them carries holds.
func (c *checker) clusterSize() {
	for i := range c.units {
		most := c.units[i].License[license.ClusterMembers].Value
		if n := license.Value(len(c.units)); n > most {
			c.add(Violation{Unit: i, Mate: i, Feature: license.ClusterMembers, Own: n, Other: most})
		}
	}
}
