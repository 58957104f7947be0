package activationkey_test

import (
	"encoding/binary"
	"errors"
	"testing"

	"github.com/asapak/asapak/activationkey"
)

// rule KEY-1: any text is a key, which prints and reads back, or is refused with
// an error of this package.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		exampleText, example.Unpadded(), "0 0 0 0 0", "0x 1 2 3 4", "1 2 3 4", "1 2 3 4 5 6",
		"123456789 2 3 4 5", "\u00a01 2 3 4 5", "1\t2\n3\v4\f5\r", "0X0X1 2 3 4 5", "",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		k, err := activationkey.Parse(text)
		if err != nil {
			var syntax *activationkey.SyntaxError
			if !errors.As(err, &syntax) || !k.IsZero() {
				t.Fatalf("Parse(%q) = %s, %#v", text, k, err)
			}
			return
		}
		for _, printed := range []string{k.String(), k.Unpadded()} {
			if again, err := activationkey.Parse(printed); err != nil || again != k {
				t.Fatalf("Parse(%q) = %s, which reads back as %s, %v", text, k, again, err)
			}
		}
	})
}

// rule KEY-7: any 160 bits are a key that seals again as it was, or foreign.
func FuzzOpen(f *testing.F) {
	secret := activationkey.NewSecret(activationkey.DefaultPassphrase)
	for _, c := range goldenContents() {
		f.Add(keyBytes(seal(f, secret, c)))
	}
	f.Add(make([]byte, 20))
	f.Fuzz(func(t *testing.T, data []byte) {
		var k activationkey.Key
		for i, b := range data[:min(len(data), 4*len(k))] {
			k[i/4] |= uint32(b) << (24 - i%4*8)
		}
		c, err := secret.Open(k)
		if err != nil {
			if err != activationkey.ErrForeign || c != (activationkey.Content{}) {
				t.Fatalf("%s: %+v, %v", k, c, err)
			}
			return
		}
		if again, err := secret.Seal(c); err != nil || again != k {
			t.Fatalf("%s opens as %+v, which seals as %s, %v", k, c, again, err)
		}
	})
}

func keyBytes(k activationkey.Key) (b []byte) {
	for _, word := range k {
		b = binary.BigEndian.AppendUint32(b, word)
	}
	return b
}
