package license_test

import (
	"errors"
	"testing"

	"github.com/asapak/asapak/license"
)

// rule KEY-2: a serial number is 11 letters and digits.
func TestParseSerial(t *testing.T) {
	for text, want := range map[string]license.Serial{
		"JMX1232L11M": "JMX1232L11M", "jmx1232l11m": "JMX1232L11M", "00000000000": "00000000000", "zzzzzzzzzzZ": "ZZZZZZZZZZZ",
	} {
		if got, err := license.ParseSerial(text); err != nil || got != want {
			t.Errorf("ParseSerial(%q) = %q, %v; want %q", text, got, err, want)
		}
	}
	for _, text := range []string{
		"", "JMX1232L11", "JMX1232L11MM", "JMX1232 11M", "JMX1232L11-", "JMX1232L1Ä", "JMX1232L11@", "JMX1232L11[",
		// These turn to an ASCII letter in upper case.
		"JMX1232L1ı", "JMX1232L11ı", "JMX1232L1ſ", "JMX1232L11ſ",
	} {
		if got, err := license.ParseSerial(text); !errors.Is(err, license.ErrSerial) || got != "" {
			t.Errorf("ParseSerial(%q) = %q, %v; want ErrSerial", text, got, err)
		}
	}
}
