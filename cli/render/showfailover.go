package render

import (
	"fmt"

	"github.com/asapak/asapak/license"
)

// A Failover is the view of show failover.
type Failover struct {
	Release license.Release
	On      bool
	Unit    string // Primary or Secondary
	LAN     string // "FO GigabitEthernet0/7 (up)"; empty where none is configured

	UnitPoll, InterfacePoll string // "1 seconds, holdtime 15 seconds"
	Monitored, Monitorable  int    // interfaces
	ReplicatesHTTP          bool

	// The rest is printed only while failover is on. What is not known of the mate
	// is empty.
	MateRelease      string
	Serial           license.Serial
	MateSerial       license.Serial
	LastFailover     []string // an instant, see [FailoverDate], for each failover group
	This, Other      FailoverHost
	StateLink        string              // as LAN; empty where the pair keeps no state in common
	Counters         map[string][4]int64 // by the names of [StateObjects]; absent ones are zero
	Received, Queued [3]int64            // of the update queues: now, most, in all
}

// A FailoverHost is what show failover tells of one unit of the pair.
type FailoverHost struct {
	Unit string // Primary or Secondary
	FailoverPart
	Lines []string

	// Parts are the failover groups of an Active/Active pair, in the place of the
	// one of the unit.
	Parts []FailoverPart
}

// A FailoverPart is the state of a unit, or of a failover group on it.
type FailoverPart struct {
	State      string // Active, Standby Ready, Failed …
	ActiveTime int64  // seconds
}

// FailoverDate is the form of an instant in show failover.
const FailoverDate = "15:04:05 MST Jan 2 2006"

// The releases from which lines of show failover were seen on.
var (
	r72  = license.Release{Major: 7, Minor: 2}
	r90  = license.Release{Major: 9}
	r950 = license.Release{Major: 9, Minor: 5, Maint: 1}
	r960 = license.Release{Major: 9, Minor: 6, Maint: 1}
)

// ShowFailover is the screen of show failover. Its blanks at line ends and its
// tabs are those of real units.
func ShowFailover(v *Failover) string {
	p := page{bytes: make([]byte, 0, 4096)}
	p.failoverHead(v)
	if !v.On {
		return string(p.bytes)
	}
	if !v.Release.Before(r72) {
		p.line("Version: Ours " + v.Release.String() + ", Mate " + orUnknown(v.MateRelease))
	}
	if !v.Release.Before(r960) {
		p.line("Serial Number: Ours " + string(v.Serial) + ", Mate " + orUnknown(string(v.MateSerial)))
	}
	if v.This.Parts != nil {
		p.parts(v)
	} else {
		p.line("Last Failover at: " + v.LastFailover[0])
		p.host("This host", &v.This)
		p.host("Other host", &v.Other)
	}
	if v.StateLink != "" {
		p.stateLink(v)
	}
	return string(p.bytes)
}

func orUnknown(text string) string {
	if text == "" {
		return "Unknown"
	}
	return text
}

// failoverHead prints what is configured: all there is while failover is off.
func (p *page) failoverHead(v *Failover) {
	if v.On {
		p.line("Failover On ")
	} else {
		p.line("Failover Off")
	}
	p.line("Failover unit " + v.Unit)
	lan := v.LAN
	if lan == "" {
		lan = "not Configured"
	}
	p.line("Failover LAN Interface: " + lan)
	if !v.Release.Before(r950) {
		p.line("Reconnect timeout 0:00:00")
	}
	p.line("Unit Poll frequency " + v.UnitPoll)
	p.line("Interface Poll frequency " + v.InterfacePoll)
	p.line("Interface Policy 1")
	p.line(fmt.Sprintf("Monitored Interfaces %d of %d maximum", v.Monitored, v.Monitorable))
	if !v.Release.Before(r90) {
		p.line("MAC Address Move Notification Interval not set")
	}
	if v.ReplicatesHTTP {
		p.line("failover replication http")
	}
}

func (p *page) host(label string, h *FailoverHost) {
	p.line("\t" + label + ": " + h.Unit + " - " + h.State + " ")
	p.line(fmt.Sprintf("\t\tActive time: %d (sec)", h.ActiveTime))
	for _, l := range h.Lines {
		p.line("\t\t" + l)
	}
}

// parts prints an Active/Active pair: both failover groups on both units. The
// blanks are those of documents; no raw screen was seen.
func (p *page) parts(v *Failover) {
	for n, at := range v.LastFailover {
		p.line(fmt.Sprintf("Group %d last failover at: %s", n+1, at))
	}
	p.hostParts("This host:", &v.This)
	p.hostParts("Other host:", &v.Other)
}

func (p *page) hostParts(label string, h *FailoverHost) {
	const indent = "                "
	p.line("")
	p.line(fmt.Sprintf("  %-14s%s", label, h.Unit))
	for n, part := range h.Parts {
		p.line(fmt.Sprintf("  %-14s%-16s%s", fmt.Sprintf("Group %d", n+1), "State:", part.State))
		p.line(fmt.Sprintf("%s%-16s%d (sec)", indent, "Active time:", part.ActiveTime))
	}
	p.line("")
	for _, l := range h.Lines {
		p.line(indent + l)
	}
}

// FailoverSlot is the line of the unit itself among those of a host.
func FailoverSlot(m *license.Model, r license.Release) string {
	hw := hardwareOf(m)
	number, revision := firstSlot(hw)
	return fmt.Sprintf("slot %d: %s hw/sw rev (%s/%s) status (Up Sys)", number, hw.product, revision, r)
}

// firstSlot is the number of the slot that the unit itself is in, and the
// revision of its hardware: models with lfbff images count from 1.
func firstSlot(hw *hardware) (number int, revision string) {
	switch {
	case hw.image.suffix == lfbff.suffix:
		return 1, "3.1"
	case hw.crypto == npx2 || hw.crypto == npx3:
		return 0, "2.0"
	}
	return 0, "1.0"
}

// FailoverInterface is the line of an interface; before 8.4 without the word for
// its monitoring.
func FailoverInterface(r license.Release, name, address, state string, monitored bool) string {
	text := "  Interface " + name + " (" + address + "): " + state
	if r.Before(r84) {
		return text + " "
	}
	if monitored {
		return text + " (Monitored)"
	}
	return text + " (Waiting)"
}

var r84 = license.Release{Major: 8, Minor: 4}

// Monitorable is how many interfaces a pair can watch: a VLAN each, and those of
// the hardware. For some models that number was seen.
func Monitorable(m *license.Model, r license.Release, vlans license.Value) int {
	if r.Before(r83) {
		return 250
	}
	ports := 1
	for _, run := range hardwareOf(m).ports {
		if !run.internal {
			ports += run.count
		}
	}
	if seen, ok := monitorablePorts[m.Name]; ok {
		ports = seen
	}
	return int(vlans) + ports
}

var r83 = license.Release{Major: 8, Minor: 3}

// monitorablePorts are those that real units count beside their VLANs.
var monitorablePorts = map[string]int{
	"ASA 5512-X": 14, "ASA 5525-X": 16, "ASA 5516-X": 10, "ASA 5585-X SSP-10": 25, "ASA 5585-X SSP-20": 25,
}
