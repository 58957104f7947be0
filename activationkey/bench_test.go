package activationkey_test

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/subtle"
	"encoding/binary"
	"encoding/hex"
	"testing"

	"github.com/asapak/asapak/activationkey"
	"github.com/asapak/asapak/license"
)

var benchContent = activationkey.Content{
	Serial: "JMX1232L11M",
	Grant: license.Grant{Term: 56 * license.Day, Features: license.Set{
		license.AnyConnectPremiumPeers: 1000,
		license.SharedPremiumPeers:     51_000,
		license.BotnetTrafficFilter:    license.Enabled,
	}},
	Issue: 40_021,
}

// What the timed functions give is kept here, so that no call is left out.
var (
	sinkContent activationkey.Content
	sinkText    []byte
	sinkMAC     [aes.BlockSize]byte
)

// BenchmarkBaseline is the work that opening and sealing are measured by: five
// words read by hand and one AES-CMAC over their 20 bytes.
func BenchmarkBaseline(b *testing.B) {
	const text = "0x12345678 0x9abcdef0 0x0fedcba9 0x87654321 0x0badcafe"
	m := newCMAC(b, make([]byte, 16))
	b.ReportAllocs()
	for b.Loop() {
		var message [20]byte
		for i, word := range parseByHand(text) {
			binary.BigEndian.PutUint32(message[4*i:], word)
		}
		m.sum(&message)
		sinkMAC = m.mac
	}
}

// A cmac is AES-CMAC (NIST SP 800-38B) for messages of 20 bytes: one whole
// block, and a second one that is padded and takes the second subkey.
type cmac struct {
	aes     cipher.Block
	subkey  [aes.BlockSize]byte
	in, mac [aes.BlockSize]byte
}

func newCMAC(t testing.TB, key []byte) *cmac {
	block, err := aes.NewCipher(key)
	if err != nil {
		t.Fatal(err)
	}
	m := &cmac{aes: block}
	block.Encrypt(m.subkey[:], m.subkey[:])
	for range 2 {
		carry := m.subkey[0] >> 7
		for i := range 15 {
			m.subkey[i] = m.subkey[i]<<1 | m.subkey[i+1]>>7
		}
		m.subkey[15] = m.subkey[15]<<1 ^ carry*0x87
	}
	return m
}

func (m *cmac) sum(message *[20]byte) {
	copy(m.in[:], message[:])
	m.aes.Encrypt(m.mac[:], m.in[:])
	m.in = m.subkey
	subtle.XORBytes(m.in[:], m.in[:], m.mac[:])
	subtle.XORBytes(m.in[:4], m.in[:4], message[16:])
	m.in[4] ^= 0x80
	m.aes.Encrypt(m.mac[:], m.in[:])
}

// The baseline is the real function: an example of NIST SP 800-38B.
func TestBaselineIsCMAC(t *testing.T) {
	key, _ := hex.DecodeString("2b7e151628aed2a6abf7158809cf4f3c")
	message, _ := hex.DecodeString("6bc1bee22e409f96e93d7e117393172aae2d8a57")
	m := newCMAC(t, key)
	m.sum((*[20]byte)(message))
	if got, want := hex.EncodeToString(m.mac[:]), "7d85449ea6ea19c823a7bf78837dfade"; got != want {
		t.Errorf("AES-CMAC is %s, want %s", got, want)
	}
}

func parseByHand(text string) (words [5]uint32) {
	w, digits := 0, 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == ' ':
			w, digits = w+1, 0
		case c == 'x' && digits == 1:
			digits = 0
		case c <= '9':
			words[w], digits = words[w]<<4|uint32(c-'0'), digits+1
		default:
			words[w], digits = words[w]<<4|uint32(c-'a'+10), digits+1
		}
	}
	return words
}

// BenchmarkOpen reads the text of a key and opens it, one unit's keys in a row.
func BenchmarkOpen(b *testing.B) {
	secret := activationkey.NewSecret(activationkey.DefaultPassphrase)
	key, err := secret.Seal(benchContent)
	if err != nil {
		b.Fatal(err)
	}
	text := key.String()
	b.ReportAllocs()
	for b.Loop() {
		k, err := activationkey.Parse(text)
		if err != nil {
			b.Fatal(err)
		}
		if sinkContent, err = secret.Open(k); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkOpenOtherUnits opens keys of two units by turns: the string of the
// serial number is made anew each time, which is the one allocation.
func BenchmarkOpenOtherUnits(b *testing.B) {
	secret := activationkey.NewSecret(activationkey.DefaultPassphrase)
	var keys [2]activationkey.Key
	for i, serial := range []license.Serial{"JMX1232L11M", "FCH1714J6HP"} {
		c := benchContent
		c.Serial = serial
		var err error
		if keys[i], err = secret.Seal(c); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		var err error
		if sinkContent, err = secret.Open(keys[i%2]); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSeal seals a grant and writes the key's text.
func BenchmarkSeal(b *testing.B) {
	secret := activationkey.NewSecret(activationkey.DefaultPassphrase)
	text := make([]byte, 0, 64)
	b.ReportAllocs()
	for b.Loop() {
		key, err := secret.Seal(benchContent)
		if err != nil {
			b.Fatal(err)
		}
		if sinkText, err = key.AppendText(text); err != nil {
			b.Fatal(err)
		}
	}
}
