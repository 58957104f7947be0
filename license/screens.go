package license

import "slices"

// What a model's screens leave out or name otherwise, beyond what every screen
// of a release has (real outputs of the models; facts of FORMAT, section 2).
var (
	// only lists the models whose screens have a row that others don't.
	only = map[Feature][]string{
		DualISPs:         {"ASA 5505"},
		VLANTrunkPorts:   {"ASA 5505"},
		IPSModule:        {"ASA 5512-X", "ASA 5515-X", "ASA 5525-X", "ASA 5545-X", "ASA 5555-X"},
		VPNLoadBalancing: {"ASA 5508-X", "ASA 5516-X"},
	}
	// without lists the models whose screens lack a row that others have.
	without = map[Feature][]string{
		SecurityContexts: {"ASA 5505", "ASA 5506-X", "ASA 5506W-X", "ASA 5506H-X", "ISA 3000"},
		Carrier:          {"ASA 5505"},
		MaxVLANs:         {"ASASM"},
	}
	renamed = map[string]map[Feature]string{
		"ASA 5505": {MaxVLANs: "VLANs"},
		"ASASM":    {MaxPhysicalInterfaces: "Maximum Interfaces", EncryptionDES: "DES", Encryption3DESAES: "3DES-AES"},
	}
)

func screenOf(model string) (hides Mask, names map[Feature]string) {
	for f, having := range only {
		if !slices.Contains(having, model) {
			hides |= MaskOf(f)
		}
	}
	for f, lacking := range without {
		if slices.Contains(lacking, model) {
			hides |= MaskOf(f)
		}
	}
	return hides, renamed[model]
}
