package activationkey

import (
	"fmt"
	"strconv"
)

// Words is the number of 32-bit words of a key.
const Words = 5

// A Key is the 160 bits of an activation key (KEY-1). Keys compare with ==. The
// zero Key is no key: a unit that has it runs on its default license (KEY-6).
type Key [Words]uint32

// IsZero reports whether k is the key of all zeros (KEY-6).
func (k Key) IsZero() bool { return k[0]|k[1]|k[2]|k[3]|k[4] == 0 }

// A SyntaxError says that a text is no activation key.
type SyntaxError struct {
	Word   int    // counted from 1; 0 where the text as a whole is wrong
	Text   string // what was given
	Reason string
}

func (e *SyntaxError) Error() string {
	if e.Word == 0 {
		return fmt.Sprintf("activation key %q: %s", e.Text, e.Reason)
	}
	return fmt.Sprintf("activation key: word %d %q: %s", e.Word, e.Text, e.Reason)
}

// String prints k as show commands do: five words of eight digits with one
// blank between (KEY-1).
func (k Key) String() string {
	b, _ := k.AppendText(make([]byte, 0, textLength))
	return string(b)
}

// AppendText appends k as String prints it. It never fails.
func (k Key) AppendText(b []byte) ([]byte, error) {
	text := [textLength]byte([]byte(blankKey))
	for i, word := range k {
		for at := 11*i + 9; at > 11*i+1; at-- {
			text[at] = hexDigits[word&15]
			word >>= 4
		}
	}
	return append(b, text[:]...), nil
}

const (
	hexDigits  = "0123456789abcdef"
	blankKey   = "0x00000000 0x00000000 0x00000000 0x00000000 0x00000000"
	textLength = len(blankKey)
)

// Unpadded prints k as the 444xxx log lines do: without leading zeros (KEY-1).
func (k Key) Unpadded() string {
	b := make([]byte, 0, textLength)
	for i, word := range k {
		if i > 0 {
			b = append(b, ' ')
		}
		b = append(b, "0x"...)
		b = strconv.AppendUint(b, uint64(word), 16)
	}
	return string(b)
}

// MarshalText keeps a key as its text in files.
func (k Key) MarshalText() ([]byte, error) {
	return k.AppendText(make([]byte, 0, textLength))
}

// UnmarshalText reads what MarshalText wrote, or any text that Parse takes.
func (k *Key) UnmarshalText(text []byte) error {
	parsed, err := Parse(string(text))
	if err != nil {
		return err
	}
	*k = parsed
	return nil
}
