package render

import (
	"time"

	"github.com/asapak/asapak/license"
)

// A Row is one row of a license table, as text.
type Row struct {
	// Feature is what the row is about; license.NumFeatures for a row that
	// the vocabulary doesn't know, such as the Guards of a PIX.
	Feature license.Feature

	Name  string // without the blanks that set a child row off
	Value string
	Term  string // "perpetual", "62 days", "DMZ Restricted"; empty before 8.3
}

// A TimeBasedKey is one installed time-based key and what it gives.
type TimeBasedKey struct {
	Key  string // five words, as screens print them
	Rows []Row
}

// A License is what a unit tells of its license on several screens.
type License struct {
	Release license.Release
	Serial  license.Serial // empty where a screen prints none

	Permanent string   // the running permanent key, five words
	TimeBased []string // the active time-based keys, five words each

	// Notices are the lines before the table, see [ExceedsPlatform] and
	// [UsingDefaults].
	Notices  []string
	Own      []Row
	Sentence string // see [PlatformSentence]; empty where the model prints none
	Cluster  []Row  // of the failover cluster; nil outside of one

	// UserContext is set where the command is given in a security context.
	UserContext bool
}

// A FlashKey says how the permanent key in flash stands to the running one.
type FlashKey uint8

// The states of the flash key.
const (
	FlashSame FlashKey = iota
	FlashDifferent
	FlashUnsaid // the screen doesn't say
)

// An ActivationKey is the view of show activation-key.
type ActivationKey struct {
	License
	Flash    FlashKey
	Active   []TimeBasedKey
	Inactive []TimeBasedKey // detail only
	Detail   []Row          // the permanent license (SHOW-1), detail only
}

// A Version is the view of show version.
type Version struct {
	License
	Model    *license.Model
	NPE      bool   // No Payload Encryption hardware
	Space    string // "", "system" or "context": where the command was given
	Hostname string
	Uptime   time.Duration

	// ClusterUptime is how long the failover pair has been up; zero outside
	// of one.
	ClusterUptime time.Duration
	Register      uint32 // the configuration register

	// ModifiedBy and Modified say who changed the configuration and when, as
	// show clock prints instants. Empty: not since the restart.
	ModifiedBy, Modified string
}
