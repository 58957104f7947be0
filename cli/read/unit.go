package read

import (
	"slices"

	"github.com/asapak/asapak/cli/render"
	"github.com/asapak/asapak/license"
)

// A Certainty says how something is known.
type Certainty uint8

// The certainties.
const (
	Untold   Certainty = iota
	Inferred           // from rows or from other values
	Told               // by a line of its own
)

func (c Certainty) String() string { return [...]string{"unknown", "inferred", "told"}[c] }

// A Platform says what kind of firewall a unit is.
type Platform uint8

// The platforms.
const (
	PAK   Platform = iota // an ASA or ISA 3000 with activation keys
	Smart                 // smart-licensed: not a PAK unit
	PIX
	FWSM
)

func (p Platform) String() string {
	return [...]string{"PAK", "smart-licensed (not a PAK unit)", "PIX (legacy)", "FWSM (legacy)"}[p]
}

// A TimeBased is an installed time-based key and what it gives.
type TimeBased struct {
	Key    Key
	Active bool
	Rows   []Row
}

// A Unit is one device, as far as outputs tell of it. Where several outputs are
// about one unit, the last one that tells something holds.
type Unit struct {
	Source      string // the input
	First, Last int    // its lines
	Platform    Platform

	Hardware  string         // the word behind "Hardware:"
	Model     *license.Model // nil where unknown or no PAK model
	ModelFrom Certainty
	NPE       bool // No Payload Encryption

	Level     license.Level
	LevelFrom Certainty

	Release     license.Release
	ReleaseFrom Certainty // Inferred: the oldest release that prints such rows

	Context  string // "context" or "system" where the output names it
	Hostname string
	Serial   license.Serial // empty where none was told or it is no ASA's
	SerialID string         // the serial number as it was written
	Uptime   string

	// ClusterUptime is how long the failover pair has been up.
	ClusterUptime string

	Permanent Key
	Running   []Key // active time-based keys, as key lines name them

	Notices  []string
	Own      []Row // the unit's license
	Cluster  []Row // the failover cluster's; nil without one
	Detail   []Row // the permanent license, of show activation-key detail
	Sentence string
	Flash    render.FlashKey
	Timed    []TimeBased // installed time-based keys, as their blocks tell

	// Missing is what the output ends before, in words; empty for a whole one.
	Missing []string

	sentenceName string // "Base", "ASA 5520 VPN Plus"
	sawVersion   bool   // show version began
	sawTable     bool   // and came as far as its table
	lastText     string
}

func newUnit(source string, first int) *Unit {
	return &Unit{Source: source, First: first, Last: first, Flash: render.FlashUnsaid}
}

// empty reports whether nothing was told.
func (u *Unit) empty() bool {
	return !u.sawVersion && u.Hardware == "" && u.SerialID == "" && u.Permanent.Text == "" && u.Own == nil &&
		u.Cluster == nil && u.Timed == nil && u.Sentence == "" && u.Flash == render.FlashUnsaid && u.Notices == nil &&
		u.Platform == PAK
}

// Merge puts together what several outputs tell of the same unit. Units are the
// same when their serial numbers or their permanent keys are; an output without
// either belongs to the one before it that it does not contradict.
func Merge(units []Unit) []Unit {
	var merged []Unit
	for i := range units {
		if at := findSame(merged, &units[i]); at >= 0 {
			merged[at].absorb(&units[i])
		} else {
			merged = append(merged, units[i])
		}
	}
	for i := range merged {
		merged[i].infer()
		merged[i].findMissing()
	}
	return merged
}

func findSame(units []Unit, u *Unit) int {
	for i := range units {
		if units[i].sameAs(u) {
			return i
		}
	}
	last := len(units) - 1
	if last >= 0 && units[last].Source == u.Source && units[last].goesWith(u) {
		return last
	}
	return -1
}

// sameAs reports whether both outputs name the same device.
func (u *Unit) sameAs(v *Unit) bool {
	if u.SerialID != "" && v.SerialID != "" {
		return u.SerialID == v.SerialID && u.Context == v.Context
	}
	return !u.Permanent.IsZero() && u.Permanent.Valid && u.Permanent.Text == v.Permanent.Text
}

// goesWith reports whether v can be another part of what u is a part of: one of
// them names no device, nothing contradicts, and it is not the same part twice.
func (u *Unit) goesWith(v *Unit) bool {
	differ := func(a, b string) bool { return a != "" && b != "" && a != b }
	if u.SerialID != "" && v.SerialID != "" || differ(u.Hostname, v.Hostname) || differ(u.Hardware, v.Hardware) ||
		differ(u.Permanent.Text, v.Permanent.Text) || u.Platform != v.Platform || u.Context != v.Context {
		return false
	}
	if u.ReleaseFrom == Told && v.ReleaseFrom == Told && u.Release != v.Release {
		return false
	}
	return u.Own == nil || v.Own == nil || u.Hostname != "" && u.Hostname == v.Hostname
}

// absorb takes over what a later output tells.
func (u *Unit) absorb(v *Unit) {
	for _, field := range [...]struct {
		to   *string
		from string
	}{
		{&u.Hardware, v.Hardware}, {&u.Hostname, v.Hostname}, {&u.SerialID, v.SerialID}, {&u.Context, v.Context},
		{&u.Uptime, v.Uptime}, {&u.ClusterUptime, v.ClusterUptime},
		{&u.Sentence, v.Sentence}, {&u.sentenceName, v.sentenceName},
	} {
		if field.from != "" {
			*field.to = field.from
		}
	}
	u.absorbRelease(v)
	u.absorbKeys(v)
	if len(v.Own) > 0 {
		u.Own, u.Cluster = v.Own, v.Cluster
	}
	if v.Notices != nil {
		u.Notices = v.Notices
	}
	if v.Detail != nil {
		u.Detail = v.Detail
	}
	u.sawVersion = u.sawVersion || v.sawVersion
	u.sawTable = u.sawTable || v.sawTable
	u.NPE = u.NPE || v.NPE
	if v.Last > u.Last {
		u.Last, u.lastText = v.Last, v.lastText
	}
}

func (u *Unit) absorbRelease(v *Unit) {
	if v.ReleaseFrom == Told {
		u.Release, u.ReleaseFrom = v.Release, Told
	}
	if v.Serial != "" {
		u.Serial = v.Serial
	}
	if v.Platform != PAK {
		u.Platform = v.Platform
	}
}

func (u *Unit) absorbKeys(v *Unit) {
	if v.Permanent.Text != "" {
		u.Permanent, u.Running = v.Permanent, v.Running
	}
	if v.Flash != render.FlashUnsaid {
		u.Flash = v.Flash
		if v.Detail != nil {
			u.Timed = nil
		}
	}
	if v.Timed != nil || v.Flash != render.FlashUnsaid {
		u.Timed = append(v.Timed, inactive(u.Timed, v.Timed)...)
	}
}

// inactive are the inactive keys of old that are not among newer ones: only the
// detail form of the screen lists them.
func inactive(old, newer []TimeBased) []TimeBased {
	return slices.DeleteFunc(slices.Clone(old), func(t TimeBased) bool {
		return t.Active || slices.ContainsFunc(newer, func(n TimeBased) bool { return n.Key.Text == t.Key.Text })
	})
}
