package render

import (
	"strings"

	"github.com/asapak/asapak/license"
)

// A naming is what a model calls its license in the platform sentence, at the
// Base level and at Security Plus. An empty text is a unit that prints no
// sentence.
type naming struct {
	model      string
	since      license.Release
	base, plus string
}

// namings has a row for each model and each change of its words; the last row
// of a model that has begun holds. Those marked (ours) follow their neighbors;
// the others were seen on real units or stand in documents of the vendor.
var namings = []naming{
	{model: "ASA 5505", base: "Base", plus: "ASA 5505 Security Plus"},
	{model: "ASA 5506-X", base: "Base", plus: "ASA 5506 Security Plus"},                      // plus (ours)
	{model: "ASA 5506W-X", base: "Base", plus: "ASA 5506W Security Plus"},                    // (ours)
	{model: "ASA 5506H-X", base: "ASA 5506H Security Plus", plus: "ASA 5506H Security Plus"}, // (ours)
	{model: "ASA 5508-X"}, // real units print none
	{model: "ASA 5510", base: "Base", plus: "ASA 5510 Security Plus"},
	{model: "ASA 5512-X", base: "Base", plus: "ASA 5512-X Security Plus"},
	{model: "ASA 5515-X", base: "ASA 5515 Security Plus"},
	{model: "ASA 5516-X"}, // real units print none
	{model: "ASA 5520", base: "ASA 5520 VPN Plus"},
	{model: "ASA 5525-X", base: "ASA 5525 VPN Premium"}, // (ours)
	{model: "ASA 5525-X", since: r914, base: "ASA5525 VPN Premium"},
	{model: "ASA 5540", base: "ASA 5540 VPN Premium"},   // (ours)
	{model: "ASA 5545-X", base: "ASA 5545 VPN Premium"}, // (ours)
	{model: "ASA 5545-X", since: r914, base: "ASA5545 VPN Premium"},
	{model: "ASA 5550", base: "ASA 5550 VPN Premium"},   // (ours)
	{model: "ASA 5555-X", base: "ASA 5555 VPN Premium"}, // (ours)
	{model: "ASA 5555-X", since: r914, base: "ASA5555 VPN Premium"},
	{model: "ASA 5580-20", base: "ASA 5580-20 base"}, // (ours)
	{model: "ASA 5580-40", base: "ASA 5580-40 base"}, // (ours)
	{model: "ASA 5585-X SSP-10", base: "ASA 5585-X base"},
	{model: "ASA 5585-X SSP-20", base: "ASA 5585-X base"},
	{model: "ASA 5585-X SSP-40", base: "ASA 5585-X base"},
	{model: "ASA 5585-X SSP-60", base: "ASA 5585-X base"},
	{model: "ASASM", base: "WS-SVC-ASA-SM1"},                          // (ours)
	{model: "ISA 3000", base: "Base", plus: "ISA 3000 Security Plus"}, // plus (ours)
}

var r914 = license.Release{Major: 9, Minor: 14}

// PlatformSentence is the sentence below a license table, or empty where the
// model prints none.
func PlatformSentence(m *license.Model, l license.Level, r license.Release, npe bool) string {
	name := licenseName(m, l, r)
	if npe {
		name = npeName(m)
	}
	if name == "" {
		return ""
	}
	return string(AppendSentence(nil, name))
}

func licenseName(m *license.Model, l license.Level, r license.Release) string {
	var name string
	for _, n := range namings {
		if n.model != m.Name || r.Before(n.since) {
			continue
		}
		name = n.base
		if l == license.SecurityPlus && n.plus != "" {
			name = n.plus
		}
	}
	return name
}

// npeName is the license name of a unit without payload encryption. The ASASM's
// was seen; the others follow it (ours).
func npeName(m *license.Model) string {
	model := m.Name
	if m.Hardware == "WS-SVC-ASA-SM1" {
		model = m.Hardware
	}
	model, _, _ = strings.Cut(model, " SSP")
	return model + " No Payload Encryption"
}
