package device

import (
	"github.com/asapak/asapak/activationkey"
	"github.com/asapak/asapak/combine"
	"github.com/asapak/asapak/license"
)

// An Input is something that arrives at a unit.
type Input interface{ input() }

// An Action is what activation-key is asked to do with a key.
type Action uint8

// The actions. Activate is the default for a time-based key (INST-2); only an
// action that was typed is wrong for a permanent one.
const (
	NoAction Action = iota
	Activate
	Deactivate
)

// EnterKey is the activation-key command.
type EnterKey struct {
	Key       activationkey.Key
	Action    Action
	InContext bool // typed in a security context, not in the system execution space
	Confirmed bool // the loss of features was confirmed (INST-7)
}

// Reload restarts the unit: flash key, image and context mode come into force.
type Reload struct{}

// Power switches the unit off or on.
type Power struct{ On bool }

// Format formats the flash. The license in it is lost (KEY-9); the unit runs on
// with what it has until it is reloaded.
type Format struct{}

// Replace puts other hardware in the unit's place, with the same release and
// nothing else in flash. Keys are for the old serial number (KEY-3): the new one
// takes new ones.
type Replace struct{ Serial license.Serial }

// InstallImage puts a release into flash, to be booted at the next reload.
type InstallImage struct{ Release license.Release }

// SetMode chooses single or multiple context mode from the next reload on.
type SetMode struct{ Multiple bool }

// UseEssentials is the anyconnect-essentials command of config-webvpn and its
// no form (EXCL-1).
type UseEssentials struct{ On bool }

// LimitTLSProxy is tls-proxy maximum-sessions (EXCL-4).
type LimitTLSProxy struct{ Sessions license.Value }

// ClearConfiguration is what clear configure all means to the unit: limits that
// the configuration sets go back to their defaults (EXCL-4).
type ClearConfiguration struct{}

// Use sets how much of a resource the field wants from now on. The unit gives
// what its license allows and refuses the rest.
type Use struct {
	Resource Resource
	Wanted   license.Value
}

// Wait names the features that another unit of the failover group runs first
// (FO-4): a time-based key all of whose features are among them does not count
// down. A unit alone waits for nothing.
type Wait struct{ Features license.Mask }

// RunOn puts a failover cluster license in force, or with nil the unit's own
// again (FO-1). Its keys and their time are not touched.
type RunOn struct{ License *combine.Running }

func (EnterKey) input()           {}
func (Reload) input()             {}
func (Power) input()              {}
func (Format) input()             {}
func (Replace) input()            {}
func (InstallImage) input()       {}
func (SetMode) input()            {}
func (UseEssentials) input()      {}
func (LimitTLSProxy) input()      {}
func (ClearConfiguration) input() {}
func (Use) input()                {}
func (Wait) input()               {}
func (RunOn) input()              {}

// A Resource is something that sessions, contexts or hosts use up.
type Resource uint8

// The resources.
const (
	SecureClient Resource = iota // AnyConnect sessions
	OtherVPN                     // IKEv1 remote access, site-to-site
	TLSProxy                     // TLS proxy sessions
	SRTP                         // SRTP sessions that the unit encrypts
	Contexts                     // security contexts
	VLANs                        // interfaces with a VLAN assigned (EXCL-7)
	Hosts                        // inside hosts (ASA 5505)
	NumResources
)
