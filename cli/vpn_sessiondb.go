package cli

import (
	"github.com/asapak/asapak/cli/render"
	"github.com/asapak/asapak/device"
	"github.com/asapak/asapak/license"
)

type showVPNSessions struct {
	Words words  `parser:"'show' 'vpn-sessiondb'"`
	Form  string `parser:"@( 'summary' | 'license-summary' )?"`
	show
}

func (c *showVPNSessions) run(s *Session) reply {
	if c.Form == "license-summary" {
		return say(render.ShowLicenseSummary(s.licenseSummary()))
	}
	return say(render.ShowSessions(s.sessions()))
}

// sessionRows are the rows of the summary: who uses a resource, and over which
// protocol.
var sessionRows = []struct {
	resource       device.Resource
	name, protocol string
	inactive       bool
}{
	{device.SecureClient, "AnyConnect Client", "SSL/TLS/DTLS", true},
	{device.OtherVPN, "Site-to-Site VPN", "IKEv2 IPsec", false},
}

// sessions are those that are in use now; a unit here remembers no others.
func (s *Session) sessions() *render.Sessions {
	d := s.unit.Device()
	run := d.Running()
	v := &render.Sessions{Capacity: int(run[license.TotalVPNPeers].Value)}
	for _, row := range sessionRows {
		n := int(d.InUse(row.resource))
		if n == 0 {
			continue
		}
		count := render.SessionCount{Name: row.name, Active: n, Cumulative: n, Peak: n, HasInactive: row.inactive}
		v.Rows = append(v.Rows, count)
		count.Name, count.Child = row.protocol, true
		v.Rows = append(v.Rows, count)
		v.Tunnels = append(v.Tunnels, render.SessionCount{Name: row.protocol, Active: n, Cumulative: n, Peak: n})
		v.Total, v.Cumulative = v.Total+n, v.Cumulative+n
	}
	return v
}

// summaryRows are the licenses of the summary in its order. The feature of a
// limit is the one whose sessions it counts.
var summaryRows = []struct {
	feature    license.Feature
	name, note string
	resource   device.Resource
	counted    bool
}{
	{license.AnyConnectPremiumPeers, "AnyConnect Premium", "", device.SecureClient, true},
	{license.AnyConnectEssentials, "AnyConnect Essentials", "", device.SecureClient, true},
	{license.OtherVPNPeers, "Other VPN (Available by Default)", "", device.OtherVPN, true},
	{license.SharedPremiumPeers, "Shared License Server", "", device.SecureClient, false},
	{license.SharedLicense, "Shared License Participant", "", device.SecureClient, false},
	{license.AnyConnectForMobile, "AnyConnect for Mobile", "Requires Premium or Essentials", device.SecureClient, false},
	{license.AdvancedEndpointAssessment, "Advanced Endpoint Assessment", "Requires Premium", device.SecureClient, false},
	{license.AnyConnectForCiscoVPNPhone, "AnyConnect for Cisco VPN Phone", "", device.SecureClient, false},
	{license.Encryption3DESAES, "VPN-3DES-AES", "", device.OtherVPN, false},
	{license.EncryptionDES, "VPN-DES", "", device.OtherVPN, false},
}

func (s *Session) licenseSummary() *render.LicenseSummary {
	d := s.unit.Device()
	run, platform := d.Running(), d.Platform()
	v := &render.LicenseSummary{}
	for _, row := range summaryRows {
		licensed := run[row.feature].Value
		if row.counted && row.feature.Kind() == license.Flag && licensed != license.Disabled {
			licensed = run[license.TotalVPNPeers].Value // Essentials opens as many as there are
		}
		v.Licenses = append(v.Licenses, render.LicenseStatus{
			Name: row.name, Note: row.note, Enabled: licensed != license.Disabled && !s.excluded(row.feature), Counted: row.counted,
			Capacity: int(platform.Limit[license.TotalVPNPeers]), Licensed: int(licensed), Limit: int(licensed),
		})
	}
	premium := "AnyConnect Premium"
	if d.EssentialsInUse() {
		premium = "AnyConnect Essentials"
	}
	for _, use := range []struct {
		name     string
		resource device.Resource
	}{{premium, device.SecureClient}, {"Other VPN", device.OtherVPN}} {
		n := int(d.InUse(use.resource))
		v.Use = append(v.Use, render.LicenseUse{Name: use.name, Local: n, Peak: n, Limit: int(d.LimitOf(use.resource))})
	}
	return v
}

// excluded reports whether AnyConnect Essentials takes the place of a license
// (EXCL-1).
func (s *Session) excluded(f license.Feature) bool {
	switch f {
	case license.AnyConnectPremiumPeers, license.AdvancedEndpointAssessment, license.SharedLicense, license.SharedPremiumPeers:
		return s.unit.Device().EssentialsInUse()
	case license.AnyConnectEssentials:
		return !s.unit.Device().EssentialsInUse()
	}
	return false
}
