package render

import (
	"fmt"

	"github.com/asapak/asapak/license"
)

// A stateObject is a row of the stateful failover statistics. Its label has the
// blanks and tabs that stand between the name and the first column.
type stateObject struct {
	name, label string
	since       license.Release
	until       license.Release // the first release without it; zero where there is none
}

var (
	r910 = license.Release{Major: 9, Minor: 10}
	r918 = license.Release{Major: 9, Minor: 18}
)

// stateObjects are the rows in the order in which units print them. The releases
// are those between which rows were seen to come and go.
var stateObjects = []stateObject{
	{name: "General", label: "General\t\t"},
	{name: "sys cmd", label: "sys cmd  \t"},
	{name: "up time", label: "up time  \t"},
	{name: "RPC services", label: "RPC services  \t"},
	{name: "TCP conn", label: "TCP conn \t"},
	{name: "UDP conn", label: "UDP conn \t"},
	{name: "ARP tbl", label: "ARP tbl  \t"},
	{name: "Xlate_Timeout", label: "Xlate_Timeout  \t"},
	{name: "IPv6 ND tbl", label: "IPv6 ND tbl  \t"},
	{name: "VPN IKE upd", label: "VPN IKE upd \t", until: r84},
	{name: "VPN IPSEC upd", label: "VPN IPSEC upd \t", until: r84},
	{name: "VPN IKEv1 SA", label: "VPN IKEv1 SA \t", since: r84},
	{name: "VPN IKEv1 P2", label: "VPN IKEv1 P2 \t", since: r84},
	{name: "VPN IKEv2 SA", label: "VPN IKEv2 SA \t", since: r84},
	{name: "VPN IKEv2 P2", label: "VPN IKEv2 P2 \t", since: r84},
	{name: "VPN CTCP upd", label: "VPN CTCP upd \t"},
	{name: "VPN SDI upd", label: "VPN SDI upd \t"},
	{name: "VPN DHCP upd", label: "VPN DHCP upd \t"},
	{name: "SIP Session", label: "SIP Session \t"},
	{name: "SIP Tx", label: "SIP Tx \t", since: r90},
	{name: "SIP Pinhole", label: "SIP Pinhole \t", since: r90},
	{name: "Route Session", label: "Route Session \t", since: r84},
	{name: "Router ID", label: "Router ID \t", since: r90},
	{name: "User-Identity", label: "User-Identity \t", since: r84},
	{name: "CTS SGTNAME", label: "CTS SGTNAME \t", since: r90},
	{name: "CTS PAC", label: "CTS PAC \t", since: r90},
	{name: "TrustSec-SXP", label: "TrustSec-SXP \t", since: r90},
	{name: "IPv6 Route", label: "IPv6 Route \t", since: r90},
	{name: "STS Table", label: "STS Table \t", since: r90},
	{name: "Umbrella Device-ID", label: "Umbrella Device-ID \t", since: r910},
	{name: "Rule DB B-Sync", label: "Rule DB B-Sync \t", since: r918},
	{name: "Rule DB P-Sync", label: "Rule DB P-Sync \t", since: r918},
	{name: "Rule DB Delete", label: "Rule DB Delete \t", since: r918},
}

func (o *stateObject) in(r license.Release) bool {
	return !r.Before(o.since) && (o.until == license.Release{} || r.Before(o.until))
}

// stateLink prints what went over the state link.
func (p *page) stateLink(v *Failover) {
	p.line("")
	p.line("Stateful Failover Logical Update Statistics")
	p.line("\tLink : " + v.StateLink)
	p.line("\tStateful Obj \txmit       xerr       rcv        rerr      ")
	for i := range stateObjects {
		if o := &stateObjects[i]; o.in(v.Release) {
			c := v.Counters[o.name]
			p.line(fmt.Sprintf("\t%s%-10d %-10d %-10d %-10d", o.label, c[0], c[1], c[2], c[3]))
		}
	}
	p.line("")
	p.line("\tLogical Update Queue Information")
	p.line("\t \t \tCur \tMax \tTotal")
	p.queue("Recv Q", v.Received)
	p.queue("Xmit Q", v.Queued)
}

func (p *page) queue(name string, n [3]int64) {
	p.line(fmt.Sprintf("\t%s: \t%d \t%d \t%d", name, n[0], n[1], n[2]))
}

// A FailoverState is the view of show failover state.
type FailoverState struct {
	This, Other   FailoverReason
	Configuration string // "Sync Done", "Sync Done - STANDBY"; empty where nothing was replicated
}

// A FailoverReason is what show failover state tells of one unit of the pair.
type FailoverReason struct {
	Unit   string // Primary or Secondary
	State  string
	Reason string // of the last failure
	Date   string // of that failure, empty where there was none
}

// ShowFailoverState is the screen of show failover state.
func ShowFailoverState(v *FailoverState) string {
	var p page
	p.line("")
	p.line("               State          Last Failure Reason      Date/Time")
	p.reason("This host  -   ", &v.This)
	p.reason("Other host -   ", &v.Other)
	p.line("")
	p.line("====Configuration State===")
	if v.Configuration != "" {
		p.line("\t" + v.Configuration)
	}
	p.line("====Communication State===")
	p.line("\tMac set")
	return string(p.bytes)
}

func (p *page) reason(label string, r *FailoverReason) {
	p.line(label + r.Unit)
	text := fmt.Sprintf("               %-15s%s", r.State, r.Reason)
	if r.Date != "" {
		text = fmt.Sprintf("               %-15s%-25s%s", r.State, r.Reason, r.Date)
	}
	p.line(text)
}
