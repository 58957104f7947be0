package render

import (
	"crypto/sha256"
	"fmt"
	"strings"

	"github.com/asapak/asapak/license"
)

// ShowModule is the screen of show module of a unit without further modules. The
// addresses are made up from the serial number: locally administered ones.
func ShowModule(m *license.Model, r license.Release, serial license.Serial) string {
	item := Inventory(m, "")[0]
	sum := sha256.Sum256([]byte(serial))
	mac := fmt.Sprintf("02%02x.%02x%02x.", sum[0], sum[1], sum[2])
	return fmt.Sprintf("\nMod  Card Type                                    Model              Serial No. \n"+
		"---- -------------------------------------------- ------------------ -----------\n"+
		"   0 %-44.44s %-18s %s\n", item.Description, item.Product, serial) +
		fmt.Sprintf("\nMod  MAC Address Range                 Hw Version   Fw Version   Sw Version     \n"+
			"---- --------------------------------- ------------ ------------ ---------------\n"+
			"   0 %-33s %-12s %-12s %s\n", mac+"0000 to "+mac+"000f", "1.0", "1.1.8", r) +
		"\nMod  Status             Data Plane Status     Compatibility\n" +
		"---- ------------------ --------------------- -------------\n" +
		"   0 Up Sys             Not Applicable        \n\n"
}

// An Interface is one row of show interface ip brief.
type Interface struct {
	Name, Address string // no address is empty
	Shut          bool
}

// ShowInterfaces is the screen of show interface ip brief.
func ShowInterfaces(all []Interface) string {
	const row = "%-26s %-15s %-3s %-6s %-21s %s\n"
	var b strings.Builder
	fmt.Fprintf(&b, row, "Interface", "IP-Address", "OK?", "Method", "Status", "Protocol")
	for _, i := range all {
		address, method, status, protocol := i.Address, "manual", "up", "up  "
		if address == "" {
			address, method = "unassigned", "unset"
		}
		if i.Shut {
			status, protocol = "administratively down", "down"
		}
		fmt.Fprintf(&b, row, i.Name, address, "YES", method, status, protocol)
	}
	return b.String()
}

// ShowSSL is the screen of show ssl of a unit with or without strong encryption.
func ShowSSL(strong bool) string {
	ciphers := "DES-CBC-SHA"
	if strong {
		ciphers = "ECDHE-RSA-AES256-GCM-SHA384 AES256-SHA AES128-SHA DES-CBC3-SHA"
	}
	return "Accept connections using SSLv3 or greater and negotiate to TLSv1 or greater\n" +
		"Start connections using TLSv1 and negotiate to TLSv1 or greater\n" +
		"Enabled cipher order: " + ciphers + "\n" +
		"SSL DH Group: group2 (1024-bit modulus)\nSSL ECDH Group: group19 (256-bit EC)\n\n" +
		"SSL trust-points:\n  Default: Self-signed certificate\n\nCertificate authentication is not enabled\n"
}
