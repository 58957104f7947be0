package render

import (
	"fmt"
	"strconv"
)

// A message is one syslog message of the ASA. The verbs of the format take the
// arguments of [Syslog] in order.
type message struct {
	id, severity int
	format       string
}

// messages are in the order of their numbers. The texts are those of the
// vendor's list of messages; where a real line was seen, that line's.
var messages = []message{
	{103001, 1, "(%s) No response from other firewall (reason code = %d)."},
	{104001, 1, "(%s) Switching to ACTIVE (cause: %s)."},
	{104002, 1, "(%s) Switching to STANDBY (cause: %s)."},
	{104003, 1, "(%s) Switching to FAILED."},
	{104004, 1, "(%s) Switching to OK."},
	{105001, 1, "(%s) Disabling failover."},
	{105002, 1, "(%s) Enabling failover."},
	{105038, 1, "(%s) Interface count mismatch"},
	{105039, 1, "(%s) Unable to verify the Interface count with mate. Failover may be disabled in mate."},
	{105040, 1, "(%s) Mate failover version is not compatible."},
	{105044, 1, "(%s) Mate operational mode %s is not compatible with my mode %s."},
	{105045, 1, "(%s) Mate license (%d contexts) is not compatible with my license (%d contexts)."},
	{105046, 1, "(%s) Mate has a different chassis"},
	{105047, 1, "Mate has a %s card in slot %d which is different from my %s"},
	{105048, 1, "(%s) Mate's service module (%s) is different from mine (%s)"},
	{111004, 5, "%s end configuration: %s"},
	{111008, 5, "User '%s' executed the '%s' command."},
	{111009, 7, "User '%s' executed cmd: %s"},
	{111010, 5, "User '%s', running '%s' from IP %s, executed '%s'"},
	{112001, 2, "(%s:%d) Clear complete."},
	{113001, 3, "Unable to open AAA session. Session limit [%d] reached."},
	{113029, 4, "Group <%s> User <%s> IP <%s> Session could not be established: session limit of %d reached"},
	{113038, 4, "Group <%s> User <%s> IP <%s> Unable to create AnyConnect parent session."},
	{199001, 5, "Reload command executed from Telnet (remote %s)."},
	{199002, 6, "startup completed.  Beginning operation."},
	{199005, 6, "Startup begin"},
	{321001, 5, "Resource %s limit of %d reached."},
	{338309, 3, "The license on this ASA does not support dynamic filter updater feature."},
	{407001, 4, "Deny traffic for local-host %s:%s, license limit of %d exceeded"},
	{420008, 3, "IPS module license disabled and fail-close mode used, dropping packet."},
	{421005, 6, "%s:%s is counted as a user of %s"},
	{421006, 6, "There are %d users of %s accounted during the past 24 hours."},
	{444004, 2, "Temporary license key %s has expired. Applying permanent license key %s"},
	{444005, 4, "Timebased license key %s will expire in %s."},
	{444007, 2, "Timebased activation key %s has expired. Reverting to %s license key. The following features will be affected: %s"},
	{444008, 4, "%[1]s license has expired, and the system is scheduled to reload in %[2]s. Apply a new activation key to enable %[1]s license and prevent the automatic reload."},
	{444009, 2, "%s license has expired 30 days ago. The system will now reload."},
	{444100, 5, "Shared %s request failed. Reason: %s"},
	{444101, 5, "Shared license service is active. License server address: %s"},
	{444102, 2, "Shared license service inactive. License server is not responding."},
	{444103, 6, "Shared %s license usage is over 90%% capacity."},
	{444104, 6, "Shared %s license availability: %d."},
	{444105, 2, "Released %d shared %s license(s). License server has been unreachable for 24 hours."},
	{444106, 4, "Shared license backup server %s is not available."},
	{444107, 6, "Shared license service %s on interface %s."},
	{444108, 6, "Shared license %s client id %s."},
	{444109, 4, "Shared license backup server role changed to %s."},
	{444110, 4, "Shared license server backup has %s remaining as active license server."},
	{444111, 2, "Shared license backup service has been terminated due to the primary license server %s being unavailable for more than %d days. The license server needs to be brought back online to continue using shared licensing."},
	{446001, 4, "Maximum TLS Proxy session limit of %d reached."},
	{446003, 4, "Denied TLS Proxy session from %s to %s, UC-IME license is disabled."},
	{448001, 4, "Denied SRTP crypto session setup on flow from %s to %s, licensed K8 SRTP crypto session of %d exceeded"},
	{450001, 4, "Deny traffic for protocol %d src %s dst %s, licensed host limit of %d exceeded."},
	{709003, 1, "(%s) Beginning configuration replication: Send to mate."},
	{709004, 1, "(%s) End Configuration Replication (ACT)"},
	{709005, 1, "(%s) Beginning configuration replication: Receiving from mate."},
	{709006, 1, "(%s) End Configuration Replication (STB)"},
	{709007, 2, "Configuration replication failed for command %s"},
	{716023, 4, "Group <%s> User <%s> IP <%s> Session could not be established: session limit of %d reached."},
	{722050, 4, "Group <%s> User <%s> IP <%s> Session terminated: SVC not enabled for the user"},
}

// Syslog is the line of message id, such as
//
//	%ASA-4-444005: Timebased license key 0x5b0349c2 … will expire in 127 days.
//
// Keys in it are unpadded (KEY-1). It panics for a number that isn't in the
// table: which messages there are is this program's own affair.
func Syslog(id int, args ...any) string {
	m := messageOf(id)
	return "%ASA-" + strconv.Itoa(m.severity) + "-" + strconv.Itoa(id) + ": " + fmt.Sprintf(m.format, args...)
}

// Severity is that of message id, 1 for alerts to 7 for debugging.
func Severity(id int) int { return messageOf(id).severity }

func messageOf(id int) *message {
	for i := range messages {
		if messages[i].id == id {
			return &messages[i]
		}
	}
	panic("render: no syslog message " + strconv.Itoa(id))
}
