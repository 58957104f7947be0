package replay_test

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/asapak/asapak/activationkey"
	"github.com/asapak/asapak/lab"
	"github.com/asapak/asapak/plan"
	"github.com/asapak/asapak/plan/file"
	"github.com/asapak/asapak/plan/replay"
)

func noFiles(string) (io.ReadCloser, error) { return nil, errors.New("no files here") }

func parse(t testing.TB, needs, catalog string) (*file.Needs, *plan.Catalog) {
	t.Helper()
	n, err := file.ParseNeeds("needs.yaml", []byte(needs), noFiles)
	if err != nil {
		t.Fatalf("%v\n%s", err, needs)
	}
	c, err := file.ParseCatalog("catalog.csv", []byte(catalog))
	if err != nil {
		t.Fatalf("%v\n%s", err, catalog)
	}
	return n, c
}

func run(t testing.TB, n *file.Needs, p *plan.Plan, o replay.Options) *replay.Result {
	t.Helper()
	secret := activationkey.NewSecret(activationkey.DefaultPassphrase)
	n.Lab.Secret = secret
	w, err := lab.Build(&n.Lab)
	if err != nil {
		t.Fatal(err)
	}
	r, err := replay.Run(w, secret, &n.Needs, p, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// prove holds a plan to all that is promised of it: it replays clean, also with
// contact lost 30 days before the last day on which units are needed alone, and
// without any one of its purchases a need fails.
func prove(t testing.TB, n *file.Needs, p *plan.Plan) error {
	if f := run(t, n, p, replay.Options{}).Failures; len(f) > 0 {
		return fmt.Errorf("the plan fails: %+v", f[0])
	}
	for i := range n.Needs.Needs {
		if d := &n.Needs.Needs[i]; d.Alone && d.Until > 30 {
			if f := run(t, n, p, replay.Options{Lost: d.Until - 30}).Failures; len(f) > 0 {
				return fmt.Errorf("with contact lost the plan fails: %+v", f[0])
			}
		}
	}
	for i := range p.Purchases {
		if !breaks(t, n, p, i) {
			return fmt.Errorf("without %s (%d) nothing fails", p.Purchases[i].Item.PID, i)
		}
	}
	return nil
}

// breaks reports whether a need fails without a purchase, in contact or after it
// was lost.
func breaks(t testing.TB, n *file.Needs, p *plan.Plan, i int) bool {
	if len(run(t, n, p, replay.Options{Without: i + 1}).Failures) > 0 {
		return true
	}
	for k := range n.Needs.Needs {
		d := &n.Needs.Needs[k]
		if d.Alone && d.Until > 30 && len(run(t, n, p, replay.Options{Without: i + 1, Lost: d.Until - 30}).Failures) > 0 {
			return true
		}
	}
	return false
}

const catalog = `pid,feature,value,kind,term_days,models,price,lead_days
P50,AnyConnect Premium Peers,50,permanent,,,300,3
P100,AnyConnect Premium Peers,100,permanent,,,500,3
P250,AnyConnect Premium Peers,250,permanent,,,1100,3
P500,AnyConnect Premium Peers,500,permanent,,,1900,3
U50-100,AnyConnect Premium Peers,50 -> 100,permanent,,,180,3
U100-250,AnyConnect Premium Peers,100 -> 250,permanent,,,650,3
F100,AnyConnect Premium Peers,100,time-based,60,,90,
F250,AnyConnect Premium Peers,250,time-based,60,,200,
C5,Security Contexts,5,permanent,,,700,
C10,Security Contexts,10,permanent,,,1200,
CT5,Security Contexts,5,time-based,60,,110,
B,Botnet Traffic Filter,Enabled,time-based,90,,70,
B3,Botnet Traffic Filter,Enabled,time-based,200,,130,
ENCR,Encryption-3DES-AES,Enabled,permanent,,,0,
SEC+,Security Plus,Security Plus,permanent,,ASA 5510,800,
`

// random makes needs over 200 days for a pair or a unit.
func random(rng *rand.Rand) string {
	var b strings.Builder
	model := []string{"ASA 5520", "ASA 5540", "ASA 5510"}[rng.IntN(3)]
	b.WriteString("horizon: {from: 2027-01-01, to: 2027-07-19}\nunits:\n")
	units := 1 + rng.IntN(2)
	for u := range units {
		level := []string{"Base", "Security Plus"}[rng.IntN(2)]
		if model != "ASA 5510" {
			level = "Base"
		}
		fmt.Fprintf(&b, "  - name: %c\n    model: %s\n    serial: JMX1232L11%c\n    release: 8.4(2)\n", 'a'+u, model, 'A'+u)
		fmt.Fprintf(&b, "    license: {level: %s, features: {AnyConnect Premium Peers: %d}}\n", level, []int{2, 50, 100}[rng.IntN(3)])
		switch rng.IntN(4) {
		case 0:
			b.WriteString("    time_based: [{features: {AnyConnect Premium Peers: 100}, term: 60d}]\n")
		case 1:
			b.WriteString("    time_based: [{features: {Botnet Traffic Filter: Enabled}, term: 90d}, {features: {Botnet Traffic Filter: Enabled}, term: 20d, active: false}]\n")
		case 2:
			if u == 0 {
				b.WriteString("    time_based: [{features: {Botnet Traffic Filter: Enabled, AnyConnect Premium Peers: 100}, term: 28d}]\n")
			}
		}
	}
	on := "a"
	if units == 2 {
		b.WriteString("pairs: [{primary: a, secondary: b}]\n")
		on = "a/b"
	}
	b.WriteString("needs:\n")
	for range 1 + rng.IntN(3) {
		need := []string{
			fmt.Sprintf("feature: AnyConnect Premium Peers, at_least: %d", 10+rng.IntN(240)),
			fmt.Sprintf("feature: Security Contexts, at_least: %d", 2+rng.IntN(8)),
			"feature: Botnet Traffic Filter",
			"feature: VPN-3DES-AES",
		}[rng.IntN(4)]
		when := []string{"", ", from: 2027-03-01", ", from: 2027-02-10, for: 8w", ", from: 2027-05-01, until: 2027-06-15"}[rng.IntN(4)]
		alone := ""
		if units == 2 && rng.IntN(3) == 0 {
			alone = ", alone: true"
		}
		fmt.Fprintf(&b, "  - {on: %s, %s%s%s}\n", on, need, when, alone)
	}
	return b.String()
}

// 300 random plans replay clean, and without any purchase a need fails.
// rules LOSS-1, LOSS-3, FO-4, STACK-1, EXP-1, INST-5: the simulator does what the
// planner counts on.
func TestPlansReplay(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 1))
	planned, purchases := 0, 0
	for k := range 300 {
		text := random(rng)
		n, c := parse(t, text, catalog)
		p, err := plan.Solve(&n.Needs, c, plan.Options{})
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if p.Status == plan.Infeasible {
			continue
		}
		planned, purchases = planned+1, purchases+len(p.Purchases)
		if err := prove(t, n, p); err != nil {
			t.Errorf("case %d: %v\n%s%+v\n%+v", k, err, text, p.Purchases, p.Schedule)
			return
		}
	}
	if planned < 150 || purchases < 300 {
		t.Errorf("only %d plans with %d purchases were replayed", planned, purchases)
	}
}

// A plan that is wrong is found out.
func TestWrongPlansFail(t *testing.T) {
	n, c := parse(t, `horizon: {from: 2027-01-01, to: 2027-12-31}
units: [{name: a, model: ASA 5520, serial: JMX1232L11M}]
needs: [{on: a, feature: AnyConnect Premium Peers, at_least: 250, from: 2027-02-01, for: 30d}]
`, catalog)
	p, err := plan.Solve(&n.Needs, c, plan.Options{})
	if err != nil || len(p.Purchases) != 1 {
		t.Fatalf("%v, %+v", err, p)
	}
	for name, spoil := range map[string]func(p *plan.Plan){
		"entered a day late": func(p *plan.Plan) { p.Purchases[0].Activate++ },
		"ends a day early":   func(p *plan.Plan) { p.Schedule[0].Until--; p.Schedule = append(p.Schedule, later(p.Schedule[0])) },
		"nothing bought":     func(p *plan.Plan) { p.Purchases, p.Schedule = nil, nil },
	} {
		q := *p
		q.Purchases = append([]plan.Purchase(nil), p.Purchases...)
		q.Schedule = append([]plan.Period(nil), p.Schedule...)
		spoil(&q)
		if len(run(t, n, &q, replay.Options{}).Failures) == 0 {
			t.Errorf("%s: the replay finds nothing", name)
		}
	}
}

// later is a period of the same key after the horizon's needs.
func later(d plan.Period) plan.Period {
	d.From, d.Until = 300, 301
	return d
}
