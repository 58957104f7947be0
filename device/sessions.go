package device

import "github.com/asapak/asapak/license"

// Part numbers that end in K8, those under 250 Unified Communications sessions,
// allow 250 SRTP sessions (EXCL-5). That they allow 1000 TLS proxy sessions too
// binds nowhere: the license itself is lower.
const (
	firstK9     = 250
	maxK8SRTP   = 250
	k9Unlimited = license.Unlimited
)

// InUse is how much of a resource is in use.
func (u *Unit) InUse(r Resource) license.Value { return u.inUse[r] }

// LimitOf is how much of a resource the unit gives at most, what else is in use
// aside.
func (u *Unit) LimitOf(r Resource) license.Value {
	switch r {
	case SecureClient:
		return min(u.secureClientLimit(), u.value(license.TotalVPNPeers))
	case OtherVPN:
		return min(u.otherVPNLimit(), u.value(license.TotalVPNPeers))
	case TLSProxy:
		return u.tlsProxySessions()
	case SRTP:
		return u.srtpSessions()
	case Contexts:
		return u.value(license.SecurityContexts)
	case VLANs:
		return u.value(license.MaxVLANs)
	}
	return u.value(license.InsideHosts)
}

// value is what the license in force gives of a feature.
func (u *Unit) value(f license.Feature) license.Value {
	if u.group != nil {
		return u.group[f].Value
	}
	return u.license()[f].Value
}

// EssentialsInUse reports whether AnyConnect Essentials serves the Secure Client
// sessions: it is licensed, and not switched off in the configuration (EXCL-1).
func (u *Unit) EssentialsInUse() bool {
	return u.essentials && u.value(license.AnyConnectEssentials) != license.Disabled
}

// LoadBalancing reports whether the unit can balance VPN load: a model that
// supports it, with 3DES/AES (EXCL-3).
func (u *Unit) LoadBalancing() bool {
	return u.value(license.VPNLoadBalancing) != license.Disabled && u.value(license.Encryption3DESAES) != license.Disabled
}

func (u *Unit) secureClientLimit() license.Value {
	if !u.EssentialsInUse() {
		return u.value(license.AnyConnectPremiumPeers)
	}
	if peers := u.value(license.AnyConnectEssentials); peers > license.Enabled {
		return peers
	}
	return u.value(license.TotalVPNPeers)
}

// otherVPNLimit is the Other VPN figure. A release that knows none counts them
// in the total only.
func (u *Unit) otherVPNLimit() license.Value {
	if peers := u.value(license.OtherVPNPeers); peers != license.Disabled {
		return peers
	}
	return u.value(license.TotalVPNPeers)
}

func (u *Unit) tlsProxySessions() license.Value {
	return min(u.value(license.TotalUCProxySessions), u.tlsLimit)
}

func (u *Unit) srtpSessions() license.Value {
	switch licensed := u.value(license.TotalUCProxySessions); {
	case licensed == license.Disabled:
		return license.Disabled
	case licensed < firstK9:
		return maxK8SRTP
	}
	return k9Unlimited
}

// use gives what the license allows of a resource. What is in use above a limit
// that fell stays in use until it is given back; nothing is added to it.
func (u *Unit) use(in Use, out *Output) {
	if !u.on {
		out.Refused = ErrOff
		return
	}
	limit := u.room(in.Resource)
	given := min(in.Wanted, max(limit, u.inUse[in.Resource]))
	u.inUse[in.Resource] = given
	if given < in.Wanted {
		out.Events = append(out.Events, Event{
			Kind: LimitReached, Resource: in.Resource, Value: limit, Refused: in.Wanted - given,
		})
	}
}

// room is the limit of a resource with what else is in use: Total VPN Peers caps
// Secure Client and Other VPN sessions together (EXCL-6).
func (u *Unit) room(r Resource) license.Value {
	limit := u.LimitOf(r)
	switch r {
	case SecureClient:
		return min(limit, u.value(license.TotalVPNPeers)-min(u.inUse[OtherVPN], u.value(license.TotalVPNPeers)))
	case OtherVPN:
		return min(limit, u.value(license.TotalVPNPeers)-min(u.inUse[SecureClient], u.value(license.TotalVPNPeers)))
	}
	return limit
}

// defaultTLSProxy is the model's default for tls-proxy maximum-sessions: the
// sessions that it comes with.
func (u *Unit) defaultTLSProxy() license.Value {
	return u.platform.Base[license.TotalUCProxySessions]
}

// MaxTLSProxy is the most that tls-proxy maximum-sessions takes.
func (u *Unit) MaxTLSProxy() license.Value { return u.platform.Limit[license.TotalUCProxySessions] }

func (u *Unit) limitTLSProxy(sessions license.Value) error {
	if sessions == 0 || sessions > u.MaxTLSProxy() {
		return ErrAboveLimit
	}
	u.tlsLimit = sessions
	return nil
}

// clearConfiguration puts what the configuration sets back to its default, and
// tells when that leaves part of a license unused.
func (u *Unit) clearConfiguration(out *Output) {
	u.essentials = true
	u.tlsLimit = u.defaultTLSProxy()
	if u.tlsLimit < u.value(license.TotalUCProxySessions) {
		out.Events = append(out.Events, Event{Kind: TLSProxyBelow, Value: u.tlsLimit, Limit: u.value(license.TotalUCProxySessions)})
	}
}
