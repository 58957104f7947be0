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
	{103001, 1, "(%v) No response from other firewall (reason code = %v)."},
	{104001, 1, "(%v) Switching to ACTIVE (cause: %v)."},
	{104002, 1, "(%v) Switching to STANDBY (cause: %v)."},
	{104003, 1, "(%v) Switching to FAILED."},
	{104004, 1, "(%v) Switching to OK."},
	{105001, 1, "(%v) Disabling failover."},
	{105002, 1, "(%v) Enabling failover."},
	{105038, 1, "(%v) Interface count mismatch"},
	{105039, 1, "(%v) Unable to verify the Interface count with mate. Failover may be disabled in mate."},
	{105040, 1, "(%v) Mate failover version is not compatible."},
	{105044, 1, "(%v) Mate operational mode %v is not compatible with my mode %v."},
	{105045, 1, "(%v) Mate license (%v contexts) is not compatible with my license (%v contexts)."},
	{105046, 1, "(%v) Mate has a different chassis"},
	{105047, 1, "Mate has a %v card in slot %v which is different from my %v"},
	{105048, 1, "(%v) Mate's service module (%v) is different from mine (%v)"},
	{111004, 5, "%v end configuration: %v"},
	{111008, 5, "User '%v' executed the '%v' command."},
	{111009, 7, "User '%v' executed cmd: %v"},
	{111010, 5, "User '%v', running '%v' from IP %v, executed '%v'"},
	{112001, 2, "(%v:%v) Clear complete."},
	{113001, 3, "Unable to open AAA session. Session limit [%v] reached."},
	{113029, 4, "Group <%v> User <%v> IP <%v> Session could not be established: session limit of %v reached"},
	{113038, 4, "Group <%v> User <%v> IP <%v> Unable to create AnyConnect parent session."},
	{199001, 5, "Reload command executed from Telnet (remote %v)."},
	{199002, 6, "startup completed.  Beginning operation."},
	{199005, 6, "Startup begin"},
	{315001, 3, "Denied SSH session from %v on interface %v"},
	{315011, 6, "SSH session from %v on interface %v for user \"%v\" disconnected by SSH server, reason: \"%v\""},
	{321001, 5, "Resource %v limit of %v reached."},
	{338309, 3, "The license on this ASA does not support dynamic filter updater feature."},
	{407001, 4, "Deny traffic for local-host %v:%v, license limit of %v exceeded"},
	{420008, 3, "IPS module license disabled and fail-close mode used, dropping packet."},
	{421005, 6, "%v:%v is counted as a user of %v"},
	{421006, 6, "There are %v users of %v accounted during the past 24 hours."},
	{444004, 2, "Temporary license key %v has expired. Applying permanent license key %v"},
	{444005, 4, "Timebased license key %v will expire in %v."},
	{444007, 2, "Timebased activation key %v has expired. Reverting to %v license key. The following features will be affected: %v"},
	{444008, 4, "%[1]v license has expired, and the system is scheduled to reload in %[2]v. Apply a new activation key to enable %[1]v license and prevent the automatic reload."},
	{444009, 2, "%v license has expired 30 days ago. The system will now reload."},
	{444100, 5, "Shared %v request failed. Reason: %v"},
	{444101, 5, "Shared license service is active. License server address: %v"},
	{444102, 2, "Shared license service inactive. License server is not responding."},
	{444103, 6, "Shared %v license usage is over 90%% capacity."},
	{444104, 6, "Shared %v license availability: %v."},
	{444105, 2, "Released %v shared %v license(s). License server has been unreachable for 24 hours."},
	{444106, 4, "Shared license backup server %v is not available."},
	{444107, 6, "Shared license service %v on interface %v."},
	{444108, 6, "Shared license %v client id %v."},
	{444109, 4, "Shared license backup server role changed to %v."},
	{444110, 4, "Shared license server backup has %v remaining as active license server."},
	{444111, 2, "Shared license backup service has been terminated due to the primary license server %v being unavailable for more than %v days. The license server needs to be brought back online to continue using shared licensing."},
	{446001, 4, "Maximum TLS Proxy session limit of %v reached."},
	{446003, 4, "Denied TLS Proxy session from %v to %v, UC-IME license is disabled."},
	{448001, 4, "Denied SRTP crypto session setup on flow from %v to %v, licensed K8 SRTP crypto session of %v exceeded"},
	{450001, 4, "Deny traffic for protocol %v src %v dst %v, licensed host limit of %v exceeded."},
	{605004, 6, "Login denied from %v to %v:%v for user \"%v\""},
	{605005, 6, "Login permitted from %v to %v:%v for user \"%v\""},
	{709003, 1, "(%v) Beginning configuration replication: Send to mate."},
	{709004, 1, "(%v) End Configuration Replication (ACT)"},
	{709005, 1, "(%v) Beginning configuration replication: Receiving from mate."},
	{709006, 1, "(%v) End Configuration Replication (STB)"},
	{709007, 2, "Configuration replication failed for command %v"},
	{716023, 4, "Group <%v> User <%v> IP <%v> Session could not be established: session limit of %v reached."},
	{722050, 4, "Group <%v> User <%v> IP <%v> Session terminated: SVC not enabled for the user"},
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
