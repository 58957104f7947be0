package activationkey_test

import (
	"fmt"

	"github.com/asapak/asapak/activationkey"
	"github.com/asapak/asapak/license"
)

// A key for one unit: sealed, written, read and opened.
func Example() {
	secret := activationkey.NewSecret(activationkey.DefaultPassphrase)
	key, err := secret.Seal(activationkey.Content{
		Serial: "JMX1232L11M",
		Grant: license.Grant{
			Features: license.Set{license.AnyConnectPremiumPeers: 1000},
			Term:     56 * license.Day,
		},
		Issue: 1,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(key)

	key, err = activationkey.Parse(key.String())
	if err != nil {
		fmt.Println(err)
		return
	}
	content, err := secret.Open(key)
	fmt.Println(content.Serial, content.Grant.Features[license.AnyConnectPremiumPeers], content.Grant.Term, err)
	// Output:
	// 0x1de76f57 0xda0e7553 0x58a9fa91 0xb673ddeb 0x8f241065
	// JMX1232L11M 1000 1344h0m0s <nil>
}
