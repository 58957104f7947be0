package activationkey_test

import (
	"crypto/aes"
	"crypto/hkdf"
	"crypto/sha256"
	"fmt"
	"math/big"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/asapak/asapak/activationkey"
	"github.com/asapak/asapak/license"
)

// A twin is the sealing written down once more, slowly, from the text of the
// package documentation: numbers of any size, bits counted from the left.
type twin struct{ key []byte }

func newTwin(t testing.TB, passphrase string) twin {
	key, err := hkdf.Key(sha256.New, []byte(passphrase), nil, "asapak activation key v1", 16)
	if err != nil {
		t.Fatal(err)
	}
	return twin{key}
}

func (w twin) round(t testing.TB, r int, half *big.Int) *big.Int {
	block, err := aes.NewCipher(w.key)
	if err != nil {
		t.Fatal(err)
	}
	in := append([]byte{byte(r), 0, 0, 0, 0, 0}, half.FillBytes(make([]byte, 10))...)
	out := make([]byte, 16)
	block.Encrypt(out, in)
	return new(big.Int).SetBytes(out[6:])
}

// encipher makes the key of a content of 160 bits.
func (w twin) encipher(t testing.TB, content *big.Int) *big.Int {
	left := new(big.Int).Rsh(content, 80)
	right := new(big.Int).And(content, ones(80))
	for r := range 4 {
		left, right = right, new(big.Int).Xor(left, w.round(t, r, right))
	}
	return left.Lsh(left, 80).Or(left, right)
}

func ones(n uint) *big.Int {
	one := big.NewInt(1)
	return new(big.Int).Sub(new(big.Int).Lsh(one, n), one)
}

// A row of the table in the package documentation.
type row struct {
	from, to int
	holds    string
}

var rowForm = regexp.MustCompile(`(?m)^//\t(\d+)(?:-(\d+))? +(\d+)  (\S.*)$`)

// documented reads the table of the package documentation.
func documented(t testing.TB) (rows []row) {
	text, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range rowForm.FindAllStringSubmatch(string(text), -1) {
		from, _ := strconv.Atoi(m[1])
		to := from
		if m[2] != "" {
			to, _ = strconv.Atoi(m[2])
		}
		if width, _ := strconv.Atoi(m[3]); width != to-from+1 {
			t.Errorf("doc.go: %q: %d bits from %d to %d", m[0], width, from, to)
		}
		rows = append(rows, row{from, to, m[4]})
	}
	if len(rows) == 0 {
		t.Fatal("doc.go has no layout table")
	}
	return rows
}

// rule KEY-2: the code seals what the package documentation describes: the slow
// twin, which has the layout from the documentation, makes the same key.
func TestSealIsAsDocumented(t *testing.T) {
	const passphrase = "any passphrase"
	secret, slow, rows := activationkey.NewSecret(passphrase), newTwin(t, passphrase), documented(t)
	r := newRandom(3)
	for range 3000 {
		c := randomContent(r)
		content := new(big.Int)
		for _, row := range rows {
			content.Lsh(content, uint(row.to-row.from+1))
			content.Or(content, slotNumber(t, row.holds, c))
		}
		want := fmt.Sprintf("%040x", slow.encipher(t, content))
		got := strings.NewReplacer("0x", "", " ", "").Replace(seal(t, secret, c).String())
		if got != want {
			t.Fatalf("%+v\nis sealed as %s\nbut was to be %s", c, got, want)
		}
	}
}

// slotNumber is what a slot holds of a content.
func slotNumber(t testing.TB, name string, c activationkey.Content) *big.Int {
	switch name {
	case "serial number":
		n, _ := new(big.Int).SetString(string(c.Serial), 36)
		return n
	case "license level":
		return big.NewInt(int64(c.Grant.Level))
	case "term":
		return big.NewInt(int64(c.Grant.Term.Hours() / 24))
	case "issue number":
		return big.NewInt(int64(c.Issue))
	case "redundancy":
		return new(big.Int)
	}
	f, ok := license.ParseFeature(name)
	if !ok {
		t.Fatalf("doc.go has a slot of unknown name %q", name)
	}
	return big.NewInt(int64(slices.Index(activationkey.Ladder(f), c.Grant.Features[f])))
}
