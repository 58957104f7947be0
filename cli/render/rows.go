package render

import (
	"slices"
	"time"

	"github.com/asapak/asapak/combine"
	"github.com/asapak/asapak/license"
)

// A Table says which license table is printed, and of what unit.
type Table struct {
	Model   *license.Model
	Release license.Release

	NPE         bool // No Payload Encryption hardware (EXCL-9)
	Cluster     bool // the failover cluster's block (FO-10)
	UserContext bool // in a security context
}

// Rows is the running license as the rows of a table, in the order and under
// the names of the release.
func (t *Table) Rows(run *combine.Running) []Row {
	var rows []Row
	for _, f := range t.Model.Rows(t.Release) {
		if t.prints(f, run) {
			rows = append(rows, t.row(f, run[f].Value, run[f].Left))
		}
	}
	return rows
}

// PermanentRows is a permanent license as rows, all of them perpetual (SHOW-1).
func (t *Table) PermanentRows(permanent license.Set) []Row {
	var run combine.Running
	for f, v := range permanent {
		run[f].Value = v
	}
	return t.Rows(&run)
}

// TimedRows is what one time-based key gives, with the time left of it. A license
// that has two rows elsewhere has one here (the guide's example 1).
func (t *Table) TimedRows(features license.Set, left time.Duration) []Row {
	var rows []Row
	for _, f := range features.Mask().Features() {
		rows = append(rows, Row{Feature: f, Name: t.Name(f), Value: f.Format(features[f]), Term: Term(left)})
	}
	return rows
}

// prints reports whether the table has a row of f.
func (t *Table) prints(f license.Feature, run *combine.Running) bool {
	switch {
	case t.NPE && f.NeedsPayloadEncryption():
		return false
	case t.UserContext:
		return slices.Contains(contextRows, f)
	case f == license.SharedPremiumPeers:
		return run[f].Value != license.Disabled
	case f == license.ClusterMembers:
		return !t.Cluster && run[license.Cluster].Value != license.Disabled
	}
	return true
}

// contextRows are the rows that a security context prints.
var contextRows = []license.Feature{
	license.Failover, license.EncryptionDES, license.Encryption3DESAES, license.Carrier,
	license.AnyConnectPremiumPeers, license.OtherVPNPeers, license.AnyConnectForMobile,
	license.AnyConnectForCiscoVPNPhone, license.AdvancedEndpointAssessment, license.Cluster,
}

func (t *Table) row(f license.Feature, v license.Value, left time.Duration) Row {
	r := Row{Feature: f, Name: t.Name(f), Value: f.Format(v)}
	timed := LayoutOf(t.Release).HasTerm()
	if timed {
		r.Term = Term(left)
	}
	if f == license.MaxVLANs && t.Model.RowName(f, t.Release) == vlansOfZones {
		zone := zones[min(v/unrestrictedVLANs, 1)]
		if timed {
			r.Term = zone
		} else {
			r.Value += ", " + zone
		}
	}
	return r
}

// An ASA 5505 tells with its VLANs whether the DMZ may start traffic to the
// inside: with more than the three of the Base license it may.
const (
	vlansOfZones      = "VLANs"
	unrestrictedVLANs = 4
)

var zones = [...]string{"DMZ Restricted", "DMZ Unrestricted"}

// Name is what the unit calls the row of f. A unit without payload encryption names
// its encryption as nothing else does.
func (t *Table) Name(f license.Feature) string {
	if name, ok := npeNames[f]; ok && t.NPE {
		return name
	}
	return t.Model.RowName(f, t.Release)
}

var npeNames = map[license.Feature]string{
	license.EncryptionDES:     "DES",
	license.Encryption3DESAES: "3DES-AES",
}
