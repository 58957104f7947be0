package license

import (
	"errors"
	"fmt"
	"strings"
)

// A Serial is the serial number that show version prints: 11 capital letters
// and digits. Activation keys are tied to it (KEY-2, KEY-3). The one that show
// inventory prints for the chassis is another number.
type Serial string

// SerialLength is the number of letters and digits of a serial number.
const SerialLength = 11

// ErrSerial says that a text is no serial number.
var ErrSerial = errors.New("want 11 letters and digits")

// ParseSerial checks a serial number and puts its letters in upper case.
func ParseSerial(text string) (Serial, error) {
	if len(text) != SerialLength || strings.ContainsFunc(text, notInSerial) {
		return "", fmt.Errorf("serial number %q: %w", text, ErrSerial)
	}
	return Serial(strings.ToUpper(text)), nil
}

func notInSerial(r rune) bool {
	return (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
}
