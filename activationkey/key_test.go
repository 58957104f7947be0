package activationkey_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/asapak/asapak/activationkey"
)

var example = activationkey.Key{0xd11b3d48, 0xa80a4c0a, 0x0048e0fd, 0x1cb8, 0xc03caa87}

const exampleText = "0xd11b3d48 0xa80a4c0a 0x0048e0fd 0x00001cb8 0xc03caa87"

// rule KEY-1: five hexadecimal words, 0x optional on each, letters in either
// case, one to eight digits.
func TestParse(t *testing.T) {
	cases := [][]string{
		{exampleText},
		{strings.Fields(exampleText)[0], "0xa80a4c0a", "0x0048e0fd", "0x00001cb8", "0xc03caa87"},
		{"d11b3d48 a80a4c0a 48e0fd 1cb8 c03caa87"},
		{"0XD11B3D48 A80A4C0A 0x48E0fd 0x1cb8 C03CAA87"},
		{"D11B3D48", "a80A4C0a", "0048E0FD", "0X1CB8", "0xC03CAA87"},
		{" \t0xd11b3d48  0xa80a4c0a\t0x0048e0fd\r\n0x00001cb8 0xc03caa87 \n"},
	}
	for _, words := range cases {
		if got, err := activationkey.Parse(words...); err != nil || got != example {
			t.Errorf("Parse(%q) = %v, %v; want %v", words, got, err, example)
		}
	}
}

// rule KEY-1: what is no key is told with the word, what was given and what was
// wanted.
func TestParseErrors(t *testing.T) {
	const word = "want one to eight hexadecimal digits"
	cases := []struct {
		words []string
		want  activationkey.SyntaxError
	}{
		{nil, activationkey.SyntaxError{Reason: "want five words"}},
		{[]string{""}, activationkey.SyntaxError{Reason: "want five words"}},
		{[]string{"1 2 3 4"}, activationkey.SyntaxError{Text: "1 2 3 4", Reason: "want five words"}},
		{[]string{"1 2 3 4 5 6"}, activationkey.SyntaxError{Text: "1 2 3 4 5 6", Reason: "want five words"}},
		{[]string{"1", "2", "3", "4", "5", "6"}, activationkey.SyntaxError{Text: "1 2 3 4 5 6", Reason: "want five words"}},
		{[]string{"1 2", "3 4 5"}, activationkey.SyntaxError{Text: "1 2 3 4 5", Reason: "want five words"}},
		{[]string{"1 2 0xzz 4 5"}, activationkey.SyntaxError{Word: 3, Text: "0xzz", Reason: "not a hexadecimal word"}},
		{[]string{"1", "2", "3", "4", "5g"}, activationkey.SyntaxError{Word: 5, Text: "5g", Reason: "not a hexadecimal word"}},
		{[]string{"1 123456789 3 4 5"}, activationkey.SyntaxError{Word: 2, Text: "123456789", Reason: word}},
		{[]string{"1", "0x123456789", "3", "4", "5"}, activationkey.SyntaxError{Word: 2, Text: "0x123456789", Reason: word}},
		{[]string{"0x 2 3 4 5"}, activationkey.SyntaxError{Word: 1, Text: "0x", Reason: word}},
		{[]string{"1", "", "3", "4", "5"}, activationkey.SyntaxError{Word: 2, Reason: word}},
		{[]string{"1", "2 3", "3", "4", "5"}, activationkey.SyntaxError{Word: 2, Text: "2 3", Reason: "not a hexadecimal word"}},
		{[]string{"-1 2 3 4 5"}, activationkey.SyntaxError{Word: 1, Text: "-1", Reason: "not a hexadecimal word"}},
		{[]string{"\u00a01 2 3 4 5"}, activationkey.SyntaxError{Word: 1, Text: "\u00a01", Reason: "not a hexadecimal word"}},
	}
	for _, c := range cases {
		k, err := activationkey.Parse(c.words...)
		var got *activationkey.SyntaxError
		if !errors.As(err, &got) || *got != c.want || !k.IsZero() {
			t.Errorf("Parse(%q) = %v, %#v; want %#v", c.words, k, err, c.want)
		}
	}
}

func TestSyntaxErrorIsShort(t *testing.T) {
	_, err := activationkey.Parse(strings.Repeat("x", 1<<20))
	if n := len(err.Error()); n > 200 {
		t.Errorf("the error for a word of a million letters has %d", n)
	}
	want := `activation key: word 3 "0xzz": not a hexadecimal word`
	if _, err := activationkey.Parse("1 2 0xzz 4 5"); err == nil || err.Error() != want {
		t.Errorf("got %v\nwant %s", err, want)
	}
	want = `activation key "1 2": want five words`
	if _, err := activationkey.Parse("1 2"); err == nil || err.Error() != want {
		t.Errorf("got %v\nwant %s", err, want)
	}
}

// rule KEY-1: lower-case 0x words, padded in show commands and unpadded in the
// 444xxx log lines.
func TestPrint(t *testing.T) {
	if got := example.String(); got != exampleText {
		t.Errorf("String is %q, want %q", got, exampleText)
	}
	want := "0xd11b3d48 0xa80a4c0a 0x48e0fd 0x1cb8 0xc03caa87"
	if got := example.Unpadded(); got != want {
		t.Errorf("Unpadded is %q, want %q", got, want)
	}
	if got, want := (activationkey.Key{}).Unpadded(), "0x0 0x0 0x0 0x0 0x0"; got != want {
		t.Errorf("Unpadded is %q, want %q", got, want)
	}
	r := newRandom(1)
	for range 1000 {
		k := activationkey.Key{r.Uint32() >> r.IntN(32), r.Uint32(), r.Uint32(), r.Uint32(), r.Uint32()}
		want := fmt.Sprintf("0x%08x 0x%08x 0x%08x 0x%08x 0x%08x", k[0], k[1], k[2], k[3], k[4])
		if got := k.String(); got != want {
			t.Errorf("String is %q, want %q", got, want)
		}
		want = fmt.Sprintf("0x%x 0x%x 0x%x 0x%x 0x%x", k[0], k[1], k[2], k[3], k[4])
		if got := k.Unpadded(); got != want {
			t.Errorf("Unpadded is %q, want %q", got, want)
		}
	}
}

// rule KEY-6: a key of all zeros is no key.
func TestIsZero(t *testing.T) {
	if !(activationkey.Key{}).IsZero() {
		t.Error("the zero key isn't zero")
	}
	for i := range activationkey.Words {
		k := activationkey.Key{}
		k[i] = 1 << (6 * i)
		if k.IsZero() {
			t.Errorf("%s counts as zero", k)
		}
	}
}

func TestKeyInFiles(t *testing.T) {
	text, err := json.Marshal(example)
	if err != nil || string(text) != `"`+exampleText+`"` {
		t.Fatalf("marshaled as %s, %v", text, err)
	}
	var k activationkey.Key
	if err := json.Unmarshal(text, &k); err != nil || k != example {
		t.Errorf("read back %v, %v", k, err)
	}
	if err := json.Unmarshal([]byte(`"1 2 3"`), &k); err == nil || k != example {
		t.Errorf("three words were read as %v, %v", k, err)
	}
}
