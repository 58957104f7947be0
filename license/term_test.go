package license

import (
	"testing"
	"time"
)

func TestParseTerm(t *testing.T) {
	for text, days := range map[string]time.Duration{
		"1d": 1, "8w": 56, "1y": 365, "10y": 3650, "030d": 30, "106751d": 106_751,
	} {
		if got, err := ParseTerm(text); got != days*Day || err != nil {
			t.Errorf("ParseTerm(%q) = %v, %v; want %d days", text, got, err, days)
		}
	}
	for _, text := range []string{"", "8", "w", "0d", "-1d", "1.5d", "8W", "8ww", "8 w", "1h", "106752d", "4294967296d", "99999999999999999999d"} {
		if got, err := ParseTerm(text); err == nil {
			t.Errorf("ParseTerm(%q) = %v, want an error", text, got)
		}
	}
}
