package render

import (
	"fmt"
	"strings"

	"github.com/asapak/asapak/failover"
	"github.com/asapak/asapak/license"
)

// What the consoles of a pair show. NoMate, ToActive and ActiveMate are as
// commonly recalled; the others were seen on real units.
const (
	ReplicationSent  = "Beginning configuration replication: Sending to mate.\nEnd Configuration Replication to mate\n"
	ReplicationTaken = "Beginning configuration replication from mate.\nEnd configuration replication from mate.\n"
	ActiveMate       = "\tDetected an Active mate\n"
	NoMate           = "\tNo Response from Mate\n"
	ToActive         = "\tSwitching to Active\n"
	ToStandby        = "\tSwitching to Standby\n"
)

// DifferentReleases is what the active unit shows when its mate joins with
// another release.
func DifferentReleases(ours, mates license.Release) string {
	return fmt.Sprintf("\n************WARNING****WARNING****WARNING********************************\n"+
		"   Mate version %s is not identical with ours %s\n"+
		"************WARNING****WARNING****WARNING********************************\n", mates, ours)
}

// MateIncompatible is what a unit shows whose license differs from its mate's in
// a feature where it must not (FO-6, FO-8).
func MateIncompatible(v failover.Violation, r license.Release) string {
	return fmt.Sprintf("Mate's license (%s) is not compatible with my license (%s). Failover will be disabled.\n",
		licensed(v.Feature, v.Other, r), licensed(v.Feature, v.Own, r))
}

// licensed is a feature and its value as that message words them: contexts with
// the number first, encryption without what it is for.
func licensed(f license.Feature, v license.Value, r license.Release) string {
	if f == license.SecurityContexts {
		return f.Format(v) + " Contexts"
	}
	name := f.Name(r)
	for _, prefix := range []string{"Encryption-", "VPN-"} {
		name = strings.TrimPrefix(name, prefix)
	}
	return name + " " + f.Format(v)
}
