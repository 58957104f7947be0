package device

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/asapak/asapak/license"
)

// A twin is the slow obvious unit of releases from 9.2 on: a list of keys, and
// time that goes by an hour at a time.
type twin struct {
	keys []*twinKey
	on   bool
}

type twinKey struct {
	features string // of each, sorted: the identity of the license together with term
	single   []license.Feature
	term     int // hours
	left     int
	active   bool
}

func (w *twin) hour() {
	if !w.on {
		return
	}
	for _, k := range w.keys {
		if k.active {
			k.left--
		}
	}
	lost := map[license.Feature]bool{}
	var still []*twinKey
	for _, k := range w.keys {
		if k.left > 0 {
			still = append(still, k)
			continue
		}
		for _, f := range k.single {
			lost[f] = true
		}
	}
	w.keys = still
	for _, k := range w.keys {
		if !k.active && w.useful(k, lost) && w.free(k) {
			k.active = true
		}
	}
}

func (w *twin) useful(k *twinKey, lost map[license.Feature]bool) bool {
	return slices.ContainsFunc(k.single, func(f license.Feature) bool { return lost[f] })
}

// free reports whether no active key serves one of k's features.
func (w *twin) free(k *twinKey) bool { return len(w.rivals(k)) == 0 }

func (w *twin) rivals(k *twinKey) []*twinKey {
	var rivals []*twinKey
	for _, o := range w.keys {
		if o != k && o.active && slices.ContainsFunc(o.single, func(f license.Feature) bool { return slices.Contains(k.single, f) }) {
			rivals = append(rivals, o)
		}
	}
	return rivals
}

// enter tells whether the key was taken.
func (w *twin) enter(k *twinKey, activate bool) bool {
	same := slices.IndexFunc(w.keys, func(o *twinKey) bool { return o.features == k.features && o.term == k.term })
	target := k
	if same >= 0 {
		target = w.keys[same]
	}
	if activate && !target.active && !w.mayActivate(target) {
		return false
	}
	if same >= 0 {
		target.left += k.term
	} else {
		w.keys = append(w.keys, k)
	}
	if activate {
		w.activate(target)
	}
	return true
}

func (w *twin) mayActivate(k *twinKey) bool {
	for _, rival := range w.rivals(k) {
		if len(rival.single) > 1 || len(k.single) > 1 {
			return false
		}
	}
	return true
}

func (w *twin) activate(k *twinKey) {
	for _, rival := range w.rivals(k) {
		rival.active = false
	}
	k.active = true
}

func (w *twin) String() string {
	s := ""
	for _, k := range w.keys {
		s += fmt.Sprintf("%s term %d left %d active %v\n", k.features, k.term, k.left, k.active)
	}
	return s
}

func asTwin(u *Unit) string {
	w := twin{}
	for _, t := range u.flash.TimeBased {
		w.keys = append(w.keys, &twinKey{
			features: fmt.Sprint(t.Features.Mask().Features(), t.Features), term: int(t.Term / time.Hour),
			left: int(t.Left / time.Hour), active: t.Active,
		})
	}
	return w.String()
}

var twinFeatures = []license.Set{
	set(premium, 100), set(premium, 1000), set(botnet, 1), set(uc, 24), set(contexts, 5),
	set(premium, 100, botnet, 1), set(botnet, 1, uc, 24, contexts, 5), set(license.Carrier, 1),
}

// rules INST-3, INST-4, INST-5, STACK-1, STACK-2, EXP-1, TIME-1: random keys,
// deactivations, power cuts and days on a unit and on a slow twin that counts
// hour by hour leave the same licenses; 100,000 steps.
func TestUnitEqualsTwin(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 1000 {
		b := newBench(t, "ASA 5555-X", "9.2(1)")
		w := &twin{on: true}
		for step := range 100 {
			act := twinStep(rng, b, w)
			if got, want := asTwin(b.unit), w.String(); got != want {
				t.Fatalf("after step %d (%s) the unit has\n%swant\n%s", step, act, got, want)
			}
		}
	}
}

func twinStep(rng *rand.Rand, b *bench, w *twin) string {
	switch rng.IntN(8) {
	case 0, 1, 2:
		return twinEnter(rng, b, w)
	case 3:
		return twinAgain(rng, b, w)
	case 4:
		w.on = !w.on
		b.unit.Step(Power{On: w.on})
		return fmt.Sprintf("power %v", w.on)
	default:
		hours := rng.IntN(24 * 5)
		b.unit.Advance(time.Duration(hours) * time.Hour)
		for range hours {
			w.hour()
		}
		return fmt.Sprintf("%d hours", hours)
	}
}

func twinEnter(rng *rand.Rand, b *bench, w *twin) string {
	features, days := twinFeatures[rng.IntN(len(twinFeatures))], 1+rng.IntN(6)
	features[license.UCPhoneProxySessions] = features[uc]
	activate := rng.IntN(2) == 0
	k := &twinKey{
		features: fmt.Sprint(features.Mask().Features(), features), single: features.Mask().Features(),
		term: days * 24, left: days * 24,
	}
	taken := w.on && w.enter(k, activate)
	key := b.timed(time.Duration(days)*license.Day, pairs(features)...)
	if refused := b.unit.Step(EnterKey{Key: key, Action: action(activate)}).Refused; (refused == nil) != taken {
		b.t.Fatalf("key %s for %d days: refused with %v, twin took it: %v", k.features, days, refused, taken)
	}
	return fmt.Sprintf("enter %s for %d days, activate %v", k.features, days, activate)
}

func pairs(s license.Set) []any {
	var all []any
	for _, f := range s.Features() {
		if f.Mirrored() == f {
			all = append(all, f, int(s[f]))
		}
	}
	return all
}

func action(activate bool) Action {
	if activate {
		return Activate
	}
	return Deactivate
}

// twinAgain activates or deactivates an installed key.
func twinAgain(rng *rand.Rand, b *bench, w *twin) string {
	if len(w.keys) == 0 || !w.on {
		return "nothing"
	}
	i := rng.IntN(len(w.keys))
	k := w.keys[i]
	installed := b.unit.flash.TimeBased[i]
	activate := rng.IntN(2) == 0
	switch {
	case !activate:
		k.active = false
	case !k.active && w.mayActivate(k):
		w.activate(k)
	}
	b.unit.Step(EnterKey{Key: installed.Keys[rng.IntN(len(installed.Keys))].Bits, Action: action(activate)})
	return fmt.Sprintf("again %s, activate %v", k.features, activate)
}

// rules TIME-1, EXP-3: Advance(a) then Advance(b) leaves the state and yields
// the events of Advance(a+b); 100,000 random splits, old releases and waiting
// keys among them.
func TestSplitLaw(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for range 2000 {
		b := randomUnit(t, rng)
		for range 50 {
			splitOnce(t, rng, b)
		}
	}
}

func randomUnit(t *testing.T, rng *rand.Rand) *bench {
	b := newBench(t, "ASA 5540", []string{"8.2(1)", "8.4(1)", "9.1(7)"}[rng.IntN(3)])
	for range rng.IntN(6) {
		features := twinFeatures[rng.IntN(len(twinFeatures))]
		b.unit.Step(EnterKey{Key: b.timed(time.Duration(1+rng.IntN(60))*license.Day, pairs(features)...), Action: Action(rng.IntN(3))})
	}
	if rng.IntN(4) == 0 {
		b.unit.Step(Power{On: false})
	}
	if rng.IntN(3) == 0 {
		b.unit.Step(Wait{license.MaskOf(botnet)})
	}
	return b
}

func splitOnce(t *testing.T, rng *rand.Rand, b *bench) {
	a, c := time.Duration(rng.Int64N(int64(20*license.Day))), time.Duration(rng.Int64N(int64(20*license.Day)))
	whole, parts := b.unit.Clone(), b.unit.Clone()
	want := whole.Advance(a + c).Events
	got := parts.Advance(a).Events
	for _, e := range parts.Advance(c).Events {
		e.At += a
		got = append(got, e)
	}
	if fingerprint(whole) != fingerprint(parts) {
		t.Fatalf("after %v and %v:\n%s\nafter both at once:\n%s", a, c, fingerprint(parts), fingerprint(whole))
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Fatalf("events of %v and %v:\n%v\nof both at once:\n%v", a, c, got, want)
	}
	if rng.IntN(4) == 0 {
		b.unit.Advance(a)
	}
}

// NextEvent is exact: nothing happens before it, something does at it.
func TestNextEvent(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	for range 3000 {
		b := randomUnit(t, rng)
		next, ok := b.unit.NextEvent()
		if !ok {
			if out := b.unit.Advance(10 * 365 * license.Day); len(out.Events) > 0 {
				t.Fatalf("no next event, and yet %v", out.Events)
			}
			continue
		}
		if out := b.unit.Clone().Advance(next - 1); len(out.Events) > 0 {
			t.Fatalf("events before the next one: %v", out.Events)
		}
		licenses := len(b.unit.flash.TimeBased)
		if out := b.unit.Advance(next); b.unit.on && len(out.Events) == 0 || len(b.unit.flash.TimeBased) > licenses {
			t.Fatalf("nothing happened at the next event, %v on", next)
		}
	}
}
