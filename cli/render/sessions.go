package render

import (
	"fmt"
	"strings"
)

// A SessionCount is one row of show vpn-sessiondb: how many sessions of a kind
// there are, were in all, were at most at one time, and are inactive.
type SessionCount struct {
	Name                     string
	Child                    bool // a protocol of the row above
	Active, Cumulative, Peak int
	Inactive                 int
	HasInactive              bool // the row has a fourth number
}

// Sessions is the view of show vpn-sessiondb.
type Sessions struct {
	Rows            []SessionCount
	Tunnels         []SessionCount
	Total, Capacity int // active and inactive sessions; the most that the device carries
	Cumulative      int
}

const (
	sessionRule   = "---------------------------------------------------------------------------\n"
	sessionHeader = "                               Active : Cumulative : Peak Concur : Inactive\n"
	tunnelHeader  = "                               Active : Cumulative : Peak Concurrent\n"
	headerRule    = "                             ----------------------------------------------\n"
)

// ShowSessions is the screen of show vpn-sessiondb, its summary and, where
// there are tunnels, theirs.
func ShowSessions(v *Sessions) string {
	var b strings.Builder
	if len(v.Rows) == 0 {
		return "INFO: There are presently no active sessions\n" // (ours)
	}
	b.WriteString(sessionRule + "VPN Session Summary\n" + sessionRule + sessionHeader + headerRule)
	for _, r := range v.Rows {
		fmt.Fprintf(&b, "%-29s: %6d : %10d : %11d", rowName(r), r.Active, r.Cumulative, r.Peak)
		if r.HasInactive {
			fmt.Fprintf(&b, " : %8d", r.Inactive)
		}
		b.WriteByte('\n')
	}
	b.WriteString(sessionRule)
	fmt.Fprintf(&b, "%-29s: %6d             Total Cumulative : %6d\n", "Total Active and Inactive", v.Total, v.Cumulative)
	fmt.Fprintf(&b, "%-29s: %6d\n", "Device Total VPN Capacity", v.Capacity)
	fmt.Fprintf(&b, "%-29s: %5d%%\n", "Device Load", load(v.Total, v.Capacity))
	b.WriteString(sessionRule)
	tunnels(&b, v.Tunnels)
	return b.String()
}

func tunnels(b *strings.Builder, rows []SessionCount) {
	if len(rows) == 0 {
		return
	}
	b.WriteString(sessionRule + "Tunnels Summary\n" + sessionRule + tunnelHeader + headerRule)
	var active, cumulative int
	for _, r := range rows {
		fmt.Fprintf(b, "%-29s: %6d : %10d : %15d\n", rowName(r), r.Active, r.Cumulative, r.Peak)
		active, cumulative = active+r.Active, cumulative+r.Cumulative
	}
	b.WriteString(sessionRule)
	fmt.Fprintf(b, "%-29s: %6d : %10d\n", "Totals", active, cumulative)
	b.WriteString(sessionRule)
}

func rowName(r SessionCount) string {
	if r.Child {
		return "  " + r.Name
	}
	return r.Name
}

// load is the share of the capacity in use, in percent, rounded up: real
// screens show 1% for 38 of 5000 and 41% for 2029.
func load(total, capacity int) int {
	if capacity == 0 {
		return 0
	}
	return (100*total + capacity - 1) / capacity
}

// A LicenseStatus is one row of show vpn-sessiondb license-summary.
type LicenseStatus struct {
	Name     string
	Note     string // such as "Requires Premium or Essentials"
	Enabled  bool
	Counted  bool // the row has numbers
	Capacity int  // what the platform carries
	Licensed int
	Limit    int // as configured; the license where nothing is
}

// A LicenseUse is one row of the usage part of license-summary.
type LicenseUse struct {
	Name                string
	Child               bool
	Local, Shared, Peak int
	Limit               int
}

// A LicenseSummary is the view of show vpn-sessiondb license-summary. No real
// output of it was found: the form is this simulator's, after the vendor's
// command reference.
type LicenseSummary struct {
	Licenses []LicenseStatus
	Use      []LicenseUse
}

// ShowLicenseSummary is the screen of show vpn-sessiondb license-summary.
func ShowLicenseSummary(v *LicenseSummary) string {
	var b strings.Builder
	b.WriteString(sessionRule + "VPN Licenses and Configured Limits Summary\n" + sessionRule)
	b.WriteString("                                     Status : Capacity : Installed :  Limit\n" +
		"                                  -----------------------------------------\n")
	for _, l := range v.Licenses {
		licenseRow(&b, l)
	}
	b.WriteString(sessionRule + "\n" + sessionRule + "VPN Licenses Usage Summary\n" + sessionRule)
	b.WriteString("                          Local : Shared :   All  :   Peak :  Eff.  :\n" +
		"                         In Use : In Use : In Use : In Use :  Limit : Usage\n" +
		"                       ----------------------------------------------------\n")
	for _, u := range v.Use {
		all, indent := u.Local+u.Shared, ""
		if u.Child {
			indent = "  "
		}
		fmt.Fprintf(&b, "%-23s: %6d : %6d : %6d : %6d : %6d : %4d%%\n",
			indent+u.Name, u.Local, u.Shared, all, u.Peak, u.Limit, load(all, u.Limit))
	}
	b.WriteString(sessionRule)
	return b.String()
}

func licenseRow(b *strings.Builder, l LicenseStatus) {
	status, limit := "DISABLED", "NONE"
	if l.Enabled {
		status = "ENABLED"
	}
	fmt.Fprintf(b, "%-33s: %8s", l.Name, status)
	if l.Note != "" {
		b.WriteString("(" + l.Note + ")")
	}
	if l.Counted {
		if l.Limit != l.Licensed {
			limit = fmt.Sprint(l.Limit)
		}
		fmt.Fprintf(b, " : %8d : %9d : %6s", l.Capacity, l.Licensed, limit)
	}
	b.WriteByte('\n')
}
