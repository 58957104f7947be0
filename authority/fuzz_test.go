package authority

import (
	"errors"
	"strings"
	"testing"

	"github.com/asapak/asapak/activationkey"
)

// What is read of an export can be written and read again, as the same text from
// then on; whatever else is refused by an error of this package.
func FuzzReadDump(f *testing.F) {
	f.Add(`{"format":"asapak licensing site 1","orders":[],"licenses":[],"units":[],"audit":[]}`)
	f.Add(`{"format":"asapak licensing site 1","orders":[{"number":1,"at":"2027-01-04T09:30:00Z","paks":["AAAAAAAAAAA"]}],
	"licenses":[{"pak":"AAAAAAAAAAA","order":1,"product":{"pid":"SSL-25","features":{"AnyConnect Premium Peers":25}},"uses":[{"serial":"JMX1232L11M","at":"2027-01-04T09:30:00Z"}]}],
	"units":[{"serial":"JMX1232L11M","permanent":{"AnyConnect Premium Peers":25}}],
	"audit":[{"number":1,"at":"2027-01-04T09:30:00Z","act":"order","pak":"AAAAAAAAAAA"}]}`)
	f.Add(`{"format":"asapak licensing site 1","orders":[{"number":1}],"licenses":[{"pak":"AAAAAAAAAAA"}]}`)
	secret := activationkey.NewSecret(activationkey.DefaultPassphrase)
	f.Fuzz(func(t *testing.T, text string) {
		first, err := readDump(strings.NewReader(text), secret)
		if err != nil {
			if !errors.As(err, new(*DumpError)) {
				t.Fatal(err)
			}
			return
		}
		var once, twice strings.Builder
		if err := first.write(&once); err != nil {
			t.Fatal(err)
		}
		second, err := readDump(strings.NewReader(once.String()), secret)
		if err != nil {
			t.Fatalf("read, but not again: %v\n%s", err, once.String())
		}
		if err := second.write(&twice); err != nil || twice.String() != once.String() {
			t.Fatalf("written as\n%s\nand then as\n%s", once.String(), twice.String())
		}
	})
}
