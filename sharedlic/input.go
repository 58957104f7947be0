package sharedlic

import (
	"time"

	"github.com/asapak/asapak/license"
)

// An Input is something that arrives at a machine: a [Message], or one of the
// following. A machine ignores what isn't meant for its role.
type Input interface{ input() }

// Use sets how many sessions the field wants on this unit from now on.
type Use struct{ Sessions int }

// SetLicense sets the unit's own sessions and its platform limit: of a server
// those of its time-based license only (SHR-10).
type SetLicense struct{ Local, Limit int }

// Configure puts new settings of a server in force.
type Configure struct{ Settings Settings }

// SetServers tells a participant whether a backup server is configured.
type SetServers struct{ Backup bool }

// SetRole is what the failover pair of the unit decides. Sessions are those that
// the new active unit takes over.
type SetRole struct {
	Active   bool
	Sessions int
}

// Mate is what the active unit of a pair of participants tells the standby unit
// (SHR-11): its participant id, what it holds, and how long ago it sent the
// last request that was answered.
type Mate struct {
	ID     license.Serial
	Held   int
	Silent time.Duration
}

// Replicate is what the active unit of a pair of servers tells the standby unit
// (SHR-12): records as they are written, or first a snapshot that replaces all.
type Replicate struct {
	Snapshot *Snapshot
	Records  []Record
}

// Unreachable says that a connection to a service failed or broke.
type Unreachable struct{ Service Service }

// Revoke takes a participant's lease away and forgets the participant.
type Revoke struct{ ID license.Serial }

// ClearStatistics is clear shared license.
type ClearStatistics struct{}

// Stop is the orderly end of a unit: what it books in advance is put right, and
// what it holds is given back.
type Stop struct{}

func (Use) input()             {}
func (SetLicense) input()      {}
func (Configure) input()       {}
func (SetServers) input()      {}
func (SetRole) input()         {}
func (Mate) input()            {}
func (Replicate) input()       {}
func (Unreachable) input()     {}
func (Revoke) input()          {}
func (ClearStatistics) input() {}
func (Stop) input()            {}

// Settings are those of the network, configured at the main server.
type Settings struct {
	Pool     int               // sessions of the server license (SHR-1)
	Interval time.Duration     // between refreshes: 10 to 300 s, 30 unless set (SHR-3)
	Backup   [2]license.Serial // the backup server and its failover peer, empty for none
}

// The refresh intervals that can be set, and the one that is in force unless
// one is.
const (
	MinInterval     = 10 * time.Second
	MaxInterval     = 300 * time.Second
	DefaultInterval = 30 * time.Second
)

// A Unit is what a machine knows of the device that it runs on.
type Unit struct {
	ID       license.Serial
	Hostname string
	Model    string
	Local    int // sessions of its own license that come before shared ones
	Limit    int // the platform limit

	// Life numbers the starts of the unit: higher at each one, so that requests
	// are never numbered like those of a life before.
	Life uint32
}
