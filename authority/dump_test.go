package authority_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/asapak/asapak/activationkey"
	"github.com/asapak/asapak/authority"
	"github.com/asapak/asapak/license"
)

func dump(t testing.TB, s *authority.Site) string {
	t.Helper()
	var b strings.Builder
	if err := s.Export(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// records is an export as any program reads it.
func records(t testing.TB, export string) (tables map[string]any) {
	t.Helper()
	if err := json.Unmarshal([]byte(export), &tables); err != nil {
		t.Fatal(err)
	}
	return tables
}

// busy fills a site with one of everything.
func busy(t testing.TB, s *authority.Site) {
	t.Helper()
	for _, p := range []authority.Product{contexts5, peers25, peers50, botnet, plus} {
		redeem(t, s, p, serialA)
	}
	pak := buy(t, s, premier, 500)
	for _, serial := range []license.Serial{serialA, serialC} {
		if _, err := s.Redeem(authority.Redemption{PAK: pak, Serial: serial, Users: 100}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Transfer(serialA, serialB); err != nil {
		t.Fatal(err)
	}
	buy(t, s, peers25, 0)
}

// An import is the exported site, with the import as one more line of the audit
// table, and goes on where that ended.
func TestExportAndImport(t *testing.T) {
	first, second := open(t, t.TempDir()), open(t, t.TempDir())
	busy(t, first)
	want := dump(t, first)
	if err := second.Import(strings.NewReader(want)); err != nil {
		t.Fatal(err)
	}
	exported, imported := records(t, want), records(t, dump(t, second))
	audit := imported["audit"].([]any)
	if last := audit[len(audit)-1].(map[string]any); last["act"] != "import" {
		t.Errorf("the last act is %v", last)
	}
	imported["audit"] = audit[:len(audit)-1]
	if diff := cmp.Diff(exported, imported); diff != "" {
		t.Errorf("the copy differs (-want +got):\n%s", diff)
	}
	if err := second.Import(strings.NewReader(want)); !errors.Is(err, authority.ErrNotEmpty) {
		t.Errorf("imported twice: %v", err)
	}
	o, err := second.Order([]authority.Line{{Product: peers25, Quantity: 1}})
	if err != nil {
		t.Fatal(err)
	}
	if orders, err := first.Orders(); err != nil || o.Number != len(orders)+1 {
		t.Errorf("the next order is %d, want %d (%v)", o.Number, len(orders)+1, err)
	}
}

func TestImportRefuses(t *testing.T) {
	site := open(t, t.TempDir())
	busy(t, site)
	good := dump(t, site)
	licenses, err := site.Licenses()
	if err != nil {
		t.Fatal(err)
	}
	replace := func(old, new string) string {
		text := strings.Replace(good, old, new, 1)
		if text == good {
			t.Fatalf("%q is not in the export", old)
		}
		return text
	}
	tests := map[string]string{
		"nothing":              "",
		"no JSON":              "site",
		"something behind it":  good + "{}",
		"another format":       replace("licensing site 1", "licensing site 2"),
		"an unknown field":     replace(`"orders"`, `"ordered"`),
		"another serial":       replace(`"serial": "JMX1546L0AB"`, `"serial": "JMX1546L0AC"`),
		"no serial":            replace(`"serial": "FCH1714J6HP"`, `"serial": "FCH"`),
		"a PAK nobody ordered": replace(`"pak": "`+string(licenses[0].PAK), `"pak": "AAAAAAAAAAA`),
		"more than registered": replace(`"AnyConnect Premium Peers": `, `"AnyConnect Premium Peers": 1`),
		"too many users":       replace(`"users": 500`, `"users": 150`),
		"a gap in the orders":  replace(`"number": 2`, `"number": 20`),
	}
	for what, text := range tests {
		empty := open(t, t.TempDir())
		clean := dump(t, empty)
		var wrong *authority.DumpError
		if err := empty.Import(strings.NewReader(text)); !errors.As(err, &wrong) {
			t.Errorf("%s: %v", what, err)
		}
		if got := dump(t, empty); got != clean {
			t.Errorf("%s: a refused import left\n%s", what, got)
		}
	}
	other, err := authority.Open(t.TempDir(), activationkey.NewSecret("another"), now)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if err := other.Import(strings.NewReader(good)); !errors.As(err, new(*authority.DumpError)) {
		t.Errorf("keys of another secret: %v", err)
	}
}
