package authority_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/asapak/asapak/activationkey"
	"github.com/asapak/asapak/authority"
	"github.com/asapak/asapak/license"
)

const (
	serialA license.Serial = "JMX1232L11M"
	serialB license.Serial = "JMX1546L0AB"
	serialC license.Serial = "FCH1714J6HP"
)

var today = time.Date(2027, 1, 4, 9, 30, 0, 0, time.UTC)

func now() time.Time { return today }

func newSecret() *activationkey.Secret {
	return activationkey.NewSecret(activationkey.DefaultPassphrase)
}

func open(t testing.TB, dir string) *authority.Site {
	t.Helper()
	s, err := authority.Open(dir, newSecret(), now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// The products of the tests.
var (
	contexts5 = permanent("SC-5", license.SecurityContexts, 5)
	peers25   = permanent("SSL-25", license.AnyConnectPremiumPeers, 25)
	peers50   = upgrade("SSL-25-50", license.AnyConnectPremiumPeers, 25, 50)
	botnet    = timeBased("BOT-1YR", license.BotnetTrafficFilter, license.Enabled, 365)
	premier   = multiUse("APX", license.SecureClientPremier)
	plus      = authority.Product{PID: "SEC-PL", SecurityPlus: true, Models: []string{"ASA 5510"}}
)

func permanent(pid string, f license.Feature, v license.Value) authority.Product {
	p := authority.Product{PID: pid}
	p.Features[f] = v
	return p
}

func upgrade(pid string, f license.Feature, from, to license.Value) authority.Product {
	p := permanent(pid, f, to)
	p.Needs[f] = from
	return p
}

func timeBased(pid string, f license.Feature, v license.Value, days int) authority.Product {
	p := permanent(pid, f, v)
	p.TermDays = days
	return p
}

func multiUse(pid string, f license.Feature) authority.Product {
	p := permanent(pid, f, license.Enabled)
	p.MultiUse = true
	return p
}

// buy orders one of a product and returns its PAK.
func buy(t testing.TB, s *authority.Site, p authority.Product, users int) authority.PAK {
	t.Helper()
	o, err := s.Order([]authority.Line{{Product: p, Quantity: 1, Users: users}})
	if err != nil {
		t.Fatal(err)
	}
	return o.PAKs[0]
}

// redeem buys one of a product and redeems it. What the key says is read from the
// key itself.
func redeem(t testing.TB, s *authority.Site, p authority.Product, serial license.Serial) activationkey.Content {
	t.Helper()
	issued, err := s.Redeem(authority.Redemption{PAK: buy(t, s, p, 0), Serial: serial})
	if err != nil {
		t.Fatal(err)
	}
	return says(t, issued)
}

func says(t testing.TB, i authority.Issued) activationkey.Content {
	t.Helper()
	c, err := newSecret().Open(i.Key)
	if err != nil || c != i.Content {
		t.Fatalf("key %s says %v (%v), want %v", i.Key, c, err, i.Content)
	}
	return c
}

func features(values ...any) (set license.Set) {
	for i := 0; i < len(values); i += 2 {
		set[values[i].(license.Feature)] = license.Value(values[i+1].(int))
	}
	return set
}

// rule KEY-4, COMB-6: a permanent key holds everything that is registered for the
// serial number so far, the highest of each feature.
func TestPermanentLicensesAccumulate(t *testing.T) {
	s := open(t, t.TempDir())
	steps := []struct {
		product authority.Product
		want    license.Set
	}{
		{contexts5, features(license.SecurityContexts, 5)},
		{peers25, features(license.SecurityContexts, 5, license.AnyConnectPremiumPeers, 25)},
		{peers50, features(license.SecurityContexts, 5, license.AnyConnectPremiumPeers, 50)},
	}
	for _, step := range steps {
		want := activationkey.Content{Serial: serialA, Grant: license.Grant{Features: step.want}}
		if got := redeem(t, s, step.product, serialA); got != want {
			t.Errorf("%s: the key says %v, want %v", step.product.PID, got, want)
		}
	}
	if got, want := redeem(t, s, peers25, serialB).Grant.Features, steps[1].product.Features; got != want {
		t.Errorf("another unit's key says %v, want %v", got, want)
	}
	if got := redeem(t, s, plus, serialA).Grant; got.Level != license.SecurityPlus || got.Features != steps[2].want {
		t.Errorf("with Security Plus the key says %v", got)
	}
}

// rule KEY-5: each time-based license has a key of its own, and leaves the
// permanent key alone.
func TestTimeBasedLicensesHaveAKeyEach(t *testing.T) {
	s := open(t, t.TempDir())
	redeem(t, s, contexts5, serialA)
	issues := make(map[uint16]bool)
	for range 20 {
		c := redeem(t, s, botnet, serialA)
		if c.Grant.Features != botnet.Features || c.Grant.Term != 365*license.Day {
			t.Fatalf("a key says %v", c)
		}
		issues[c.Issue] = true
	}
	if len(issues) != 20 {
		t.Errorf("20 keys have %d issue numbers", len(issues))
	}
	if got := redeem(t, s, peers25, serialA).Grant.Features; got[license.BotnetTrafficFilter] != license.Disabled || got[license.SecurityContexts] != 5 {
		t.Errorf("the permanent key says %v", got)
	}
}

// rule EXCL-8: a multi-use PAK goes to several units, until its users are used.
func TestMultiUsePAK(t *testing.T) {
	s := open(t, t.TempDir())
	pak := buy(t, s, premier, 500)
	use := func(serial license.Serial, users int) error {
		_, err := s.Redeem(authority.Redemption{PAK: pak, Serial: serial, Users: users})
		return err
	}
	var pool *authority.PoolError
	var users *authority.UsersError
	var used *authority.UsedError
	if err := use(serialA, 0); !errors.As(err, &users) {
		t.Errorf("no users: %v", err)
	}
	if err := use(serialA, 300); err != nil {
		t.Error(err)
	}
	if err := use(serialB, 201); !errors.As(err, &pool) || *pool != (authority.PoolError{PAK: pak, Left: 200, Wanted: 201}) {
		t.Errorf("201 of 200 users: %v", err)
	}
	for _, half := range []license.Serial{serialB, serialA} {
		if err := use(half, 100); err != nil {
			t.Error(err)
		}
	}
	if err := use(serialC, 1); !errors.As(err, &used) {
		t.Errorf("none left: %v", err)
	}
	if _, err := s.Order([]authority.Line{{Product: premier, Quantity: 1}}); !errors.As(err, &users) {
		t.Errorf("a pool of nobody: %v", err)
	}
	if _, err := s.Order([]authority.Line{{Product: peers25, Quantity: 1, Users: 5}}); !errors.As(err, &users) {
		t.Errorf("users of a license that has none: %v", err)
	}
}

// rules INST-9, INST-10: what a unit can't take is refused, if the site is told the
// model; and nothing that is refused changes anything.
func TestRefusals(t *testing.T) {
	s := open(t, t.TempDir())
	pak := buy(t, s, peers25, 0)
	if _, err := s.Redeem(authority.Redemption{PAK: pak, Serial: serialA}); err != nil {
		t.Fatal(err)
	}
	before := dump(t, s)
	var used *authority.UsedError
	if _, err := s.Redeem(authority.Redemption{PAK: pak, Serial: serialB}); !errors.As(err, &used) || used.Serial != serialA || used.At != today {
		t.Errorf("a PAK twice: %v", err)
	}
	if _, err := s.Redeem(authority.Redemption{PAK: "AAAAAAAAAAA", Serial: serialA}); !errors.Is(err, authority.ErrUnknownPAK) {
		t.Errorf("a PAK of nobody: %v", err)
	}
	if _, err := s.Ordered(99); !errors.Is(err, authority.ErrUnknownOrder) {
		t.Errorf("an order of nobody: %v", err)
	}
	if _, err := s.Order([]authority.Line{{Product: peers25, Quantity: 1}, {Product: permanent("SSL-7", license.AnyConnectPremiumPeers, 7), Quantity: 1}}); !errors.As(err, new(*activationkey.LadderError)) {
		t.Errorf("a license that no key carries: %v", err)
	}
	if after := dump(t, s); after != before {
		t.Errorf("what was refused changed the site from\n%s\nto\n%s", before, after)
	}
	tests := []struct {
		what    string
		product authority.Product
		serial  license.Serial
		model   string
		as      any
	}{
		{"an upgrade without the lower tier", peers50, serialB, "ASA 5520", new(*authority.TierError)},
		{"nothing new", peers25, serialA, "ASA 5520", new(*authority.NothingNewError)},
		{"for another model", plus, serialB, "ASA 5520", new(*authority.ModelError)},
		{"a level that the model hasn't", authority.Product{PID: "SEC-PL", SecurityPlus: true}, serialC, "ASA 5520", new(*authority.ModelError)},
		{"time-based, on a model that takes none", botnet, serialC, "ASA 5506-X", new(*authority.ModelError)},
		{"more than the platform carries", permanent("SC-250", license.SecurityContexts, 250), serialB, "ASA 5520", new(*authority.LimitError)},
	}
	for _, test := range tests {
		pak := buy(t, s, test.product, 0)
		model, err := license.FindModel(test.model)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Redeem(authority.Redemption{PAK: pak, Serial: test.serial, Model: model}); !errors.As(err, test.as) {
			t.Errorf("%s: %v", test.what, err)
		}
		if l, err := s.Find(pak); err != nil || len(l.Uses) != 0 {
			t.Errorf("%s: the PAK was used: %v (%v)", test.what, l, err)
		}
	}
}

// rule EXCL-2: strong encryption is free, asks for its accounts, and joins what is
// registered.
func TestEncryptionIsFree(t *testing.T) {
	s := open(t, t.TempDir())
	redeem(t, s, contexts5, serialA)
	var account *authority.AccountError
	for _, r := range []authority.Request{{"", "b", serialA}, {"a", "", serialA}} {
		if _, err := s.RequestEncryption(r); !errors.As(err, &account) {
			t.Errorf("%v: %v", r, err)
		}
	}
	issued, err := s.RequestEncryption(authority.Request{SmartAccount: "a", VirtualAccount: "b", Serial: serialA})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := says(t, issued).Grant.Features, features(license.SecurityContexts, 5, license.Encryption3DESAES, 1); got != want {
		t.Errorf("the key says %v, want %v", got, want)
	}
}

// rule KEY-2: what a unit has already is read from its key.
func TestRegister(t *testing.T) {
	s := open(t, t.TempDir())
	secret := newSecret()
	had := license.Grant{Level: license.SecurityPlus, Features: features(license.Encryption3DESAES, 1)}
	key, err := secret.Seal(activationkey.Content{Serial: serialA, Grant: had})
	if err != nil {
		t.Fatal(err)
	}
	if u, err := s.Register(key); err != nil || *u.Key != key {
		t.Fatalf("the unit is %v (%v)", u, err)
	}
	want := had
	want.Features[license.SecurityContexts] = 5
	if got := redeem(t, s, contexts5, serialA).Grant; got != want {
		t.Errorf("the next key says %v, want %v", got, want)
	}
	key[0] ^= 1
	if _, err := s.Register(key); !errors.Is(err, activationkey.ErrForeign) {
		t.Errorf("a foreign key: %v", err)
	}
	timed, err := secret.Seal(activationkey.Content{Serial: serialA, Grant: license.Grant{Features: botnet.Features, Term: license.Day}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Register(timed); err == nil {
		t.Error("a time-based key was registered")
	}
}

// rule KEY-3: keys are tied to a serial number, so a replacement gets new ones for
// everything, and the old unit nothing more.
func TestTransfer(t *testing.T) {
	s := open(t, t.TempDir())
	redeem(t, s, peers25, serialA)
	redeem(t, s, botnet, serialA)
	pak := buy(t, s, contexts5, 0)
	if _, err := s.Redeem(authority.Redemption{PAK: pak, Serial: serialA}); err != nil {
		t.Fatal(err)
	}
	issued, err := s.Transfer(serialA, serialB)
	if err != nil || len(issued) != 2 {
		t.Fatalf("transferred are %v (%v)", issued, err)
	}
	want := features(license.AnyConnectPremiumPeers, 25, license.SecurityContexts, 5)
	if got := says(t, issued[0]); got.Serial != serialB || got.Grant.Features != want {
		t.Errorf("the permanent key says %v", got)
	}
	if got := says(t, issued[1]); got.Serial != serialB || got.Grant.Features != botnet.Features || got.Grant.Term != 365*license.Day {
		t.Errorf("the time-based key says %v", got)
	}
	var retired *authority.RetiredError
	if _, err := s.Redeem(authority.Redemption{PAK: buy(t, s, botnet, 0), Serial: serialA}); !errors.As(err, &retired) || retired.To != serialB {
		t.Errorf("redeemed for a retired unit: %v", err)
	}
	if _, err := s.RequestEncryption(authority.Request{SmartAccount: "a", VirtualAccount: "b", Serial: serialA}); !errors.As(err, &retired) {
		t.Errorf("requested for a retired unit: %v", err)
	}
	if _, err := s.Transfer(serialC, serialA); !errors.Is(err, authority.ErrUnknownSerial) {
		t.Errorf("from an unknown unit: %v", err)
	}
	if _, err := s.Transfer(serialB, serialA); !errors.As(err, &retired) {
		t.Errorf("to a retired unit: %v", err)
	}
	if _, err := s.Transfer(serialB, serialB); err == nil {
		t.Error("a unit replaced itself")
	}
	var used *authority.UsedError
	if _, err := s.Redeem(authority.Redemption{PAK: pak, Serial: serialC}); !errors.As(err, &used) || used.Serial != serialB {
		t.Errorf("a PAK of a retired unit: %v", err)
	}
}

func TestEveryActIsAudited(t *testing.T) {
	s := open(t, t.TempDir())
	redeem(t, s, peers25, serialA)
	if _, err := s.RequestEncryption(authority.Request{SmartAccount: "a", VirtualAccount: "b", Serial: serialA}); err != nil {
		t.Fatal(err)
	}
	units, err := s.Units()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Register(*units[0].Key); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Transfer(serialA, serialB); err != nil {
		t.Fatal(err)
	}
	entries, err := s.Audit()
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"order", "redeem", "request-3des", "register", "transfer", "transfer"}
	for i, e := range entries {
		if i >= len(want) || e.Act != want[i] || e.Number != i+1 || e.At != today {
			t.Errorf("line %d is %v, want one of %v", i+1, e, want)
		}
	}
	if len(entries) != len(want) {
		t.Errorf("%d lines, want %d", len(entries), len(want))
	}
}

// rule KEY-7: keys are the lab's, so a site has one secret.
func TestOtherSecret(t *testing.T) {
	dir := t.TempDir()
	open(t, dir).Close()
	if _, err := authority.Open(dir, activationkey.NewSecret("another"), now); !errors.Is(err, authority.ErrSecret) {
		t.Errorf("another secret: %v", err)
	}
	open(t, dir)
}

func TestNoDatabase(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "authority.db"), []byte("this is no database at all"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := authority.Open(dir, newSecret(), now); err == nil {
		t.Error("a text was opened as a database")
	}
}
