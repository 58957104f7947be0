package license

import (
	"strings"
	"testing"
)

// A name that is none is answered with those that may be meant.
func TestUnknownFeature(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Botnet", `feature "Botnet": want a name such as Botnet Traffic Filter`},
		{"Botnet_Traffic_Filter", `feature "Botnet_Traffic_Filter": want a name such as Botnet Traffic Filter`},
		{"AnyConnect Premum Peers", `feature "AnyConnect Premum Peers": want a name such as AnyConnect Premium Peers`},
		{"UC", `feature "UC": want a name such as Total TLS Proxy Sessions`},
		{"Bananas", `feature "Bananas": want a name that asapak help features lists`},
		{"", `feature "": want a name that asapak help features lists`},
	} {
		if got := UnknownFeature(c.text).Error(); got != c.want {
			t.Errorf("%q: %s\nwant %s", c.text, got, c.want)
		}
	}
	if n := len(nearest("peers")); n != maxNearest {
		t.Errorf("%d suggestions of many", n)
	}
	if UnknownFeature(strings.Repeat("x", 1<<12)) == nil {
		t.Error("no error for a long name")
	}
}

// The table way and the slow twin, by definition.
func TestEdits(t *testing.T) {
	var slow func(a, b string) int
	slow = func(a, b string) int {
		if a == "" || b == "" {
			return len(a) + len(b)
		}
		change := slow(a[1:], b[1:])
		if a[0] != b[0] {
			change++
		}
		return min(change, slow(a[1:], b)+1, slow(a, b[1:])+1)
	}
	words := []string{"", "a", "peers", "pers", "eprs", "carrier", "cariers", "xyz"}
	for _, a := range words {
		for _, b := range words {
			if got, want := edits(a, b), slow(a, b); got != want {
				t.Errorf("%q %q: %d, want %d", a, b, got, want)
			}
		}
	}
}
