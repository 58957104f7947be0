package render

import (
	"strings"
	"time"

	"github.com/asapak/asapak/license"
)

// The answers to activation-key. Only ReloadWarning stands in the guide and
// only NotLicensed was seen on real units. The others are this simulator's
// wording, in the manner of what is commonly recalled.
const (
	Validating = "Validating activation key. This may take a few minutes...\n"

	// PermanentUpdated answers a permanent key that is in force at once.
	PermanentUpdated = "Both Running and Flash permanent activation key was updated with the requested key.\n"

	// ReloadWarning answers a permanent key that takes effect after a reload (INST-6).
	ReloadWarning = "WARNING: The running activation key was not updated with the requested key.\n" +
		"The flash activation key was updated with the requested key, and will become\n" +
		"active after the next reload.\n"

	ConfirmFlash = "Proceed with update flash activation key? [confirm]"

	NotForSystem     = "ERROR: The requested activation key was not saved because it is not valid for this system.\n"
	AlreadyInstalled = "INFO: The requested activation key is already installed. Nothing was changed.\n"
	SpentKey         = "ERROR: The requested activation key was not saved because its time has run out.\n"
	ZeroKey          = "ERROR: The requested activation key was not saved because an activation key of all zeros is no key.\n"
	ActionPermanent  = "ERROR: activate and deactivate are for time-based activation keys. Nothing was changed.\n"
	NoTimeBased      = "ERROR: This platform does not support time-based licenses.\n"
	NoShared         = "ERROR: This platform does not support shared licenses.\n"
	NoActions        = "ERROR: This release has no activate or deactivate for activation keys.\n"
	SystemSpaceOnly  = "ERROR: Please use the system execution space to enter an activation key.\n"

	// NotLicensed answers failover commands without a failover license (FO-6).
	NotLicensed = "ERROR: Command requires failover license\n"
)

// TimeBasedActivated answers a time-based key that is now active with left to go.
func TimeBasedActivated(left time.Duration) string {
	return "The requested key is a timebased key and is activated, it has " + Days(left) + " remaining.\n"
}

// TimeBasedDeactivated answers a time-based key that is installed and inactive.
func TimeBasedDeactivated(left time.Duration) string {
	return "The requested key is a timebased key and is deactivated, it has " + Days(left) + " remaining.\n"
}

// TimeBasedStacked answers a time-based key that was combined with an identical
// installed one; left is that of the combined license (STACK-1).
func TimeBasedStacked(left time.Duration, active bool) string {
	state := "activated"
	if !active {
		state = "deactivated"
	}
	return "The requested key is a timebased key and was combined with an identical one.\n" +
		"The combined license is " + state + ", it has " + Days(left) + " remaining.\n"
}

// Conflict answers a time-based key that can't be activated because another one
// is active for f (INST-5).
func Conflict(f license.Feature, r license.Release) string {
	return "ERROR: The requested activation key was not activated: another time-based key is active for " +
		f.Name(r) + ".\nDeactivate that key first.\n"
}

// A Loss is what a new permanent key takes away.
type Loss struct {
	Feature  license.Feature
	Old, New license.Value
}

// NotAvailable lists what the running permanent key has and the new one lacks
// (INST-7).
func NotAvailable(lost []Loss, r license.Release) string {
	var b strings.Builder
	b.WriteString("The following features available in running permanent activation key are NOT\n" +
		"available in new permanent activation key:\n")
	for _, l := range lost {
		b.WriteString(l.Feature.Name(r) + " is different.\n" +
			"  running permanent activation key: " + l.Feature.Format(l.Old) + "\n" +
			"  new permanent activation key: " + l.Feature.Format(l.New) + "\n")
	}
	return b.String()
}

// TLSProxyBelow warns that the default TLS proxy limit is below the license
// (EXCL-4). Only that there is a warning is known; the words are ours.
func TLSProxyBelow(limit, licensed license.Value) string {
	number := license.TotalUCProxySessions.Format
	return "WARNING: The TLS proxy session limit of " + number(limit) + " is below the licensed " + number(licensed) +
		" sessions.\nUse tls-proxy maximum-sessions to raise it.\n"
}
