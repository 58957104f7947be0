package activationkey_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/asapak/asapak/activationkey"
	"github.com/asapak/asapak/license"
)

// rule KEY-2: the format is frozen: these keys are out there. A change of
// testdata/keys.golden breaks every key that was issued; there is hardly a
// reason that is good enough. UPDATE_GOLDEN=1 go test writes it anew.
func TestGoldenKeys(t *testing.T) {
	const file = "testdata/keys.golden"
	secret := activationkey.NewSecret(activationkey.DefaultPassphrase)
	var lines strings.Builder
	for _, c := range goldenContents() {
		fmt.Fprintf(&lines, "%s  %s\n", seal(t, secret, c), describe(c))
	}
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(file, []byte(lines.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	golden, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Split(string(golden), "\n")
	got := strings.Split(lines.String(), "\n")
	if len(got) != len(want) {
		t.Fatalf("%d keys, want %d", len(got)-1, len(want)-1)
	}
	for i := range got {
		if got[i] != want[i] {
			t.Errorf("line %d:\n got %s\nwant %s", i+1, got[i], want[i])
		}
	}
}

// goldenContents has each value of each ladder, the ends of each other slot,
// and everything at once.
func goldenContents() []activationkey.Content {
	all := []activationkey.Content{
		{Serial: "00000000000"},
		{Serial: "ZZZZZZZZZZZ"},
		{Serial: "JMX1232L11M", Grant: license.Grant{Level: license.SecurityPlus}},
	}
	var most license.Set
	for f := range license.NumFeatures {
		ladder := activationkey.Ladder(f)
		if ladder == nil || f.Mirrored() != f {
			continue
		}
		for i := 1; i < len(ladder); i += 1 + len(ladder)/32 {
			all = append(all, permanent(f, ladder[i]))
		}
		most[f] = ladder[len(ladder)-1]
	}
	for _, days := range []int{1, 56, 365, 3650} {
		c := granting(license.Grant{Features: most, Term: time.Duration(days) * license.Day})
		c.Issue = uint16(17 * days)
		all = append(all, c)
	}
	c := all[len(all)-1]
	c.Issue = 0xffff
	return append(all, c)
}

func describe(c activationkey.Content) string {
	s := fmt.Sprintf("%s, %s, %d days, issue %d", c.Serial, c.Grant.Level, c.Grant.Term/license.Day, c.Issue)
	for _, f := range c.Grant.Features.Features() {
		s += fmt.Sprintf(", %s %s", f, f.Format(c.Grant.Features[f]))
	}
	return s
}
