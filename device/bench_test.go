package device

import (
	"testing"
	"time"

	"github.com/asapak/asapak/license"
)

// Ten years of a unit with 50 time-based keys must take well below a
// millisecond: no loop per second or day.
func BenchmarkTenYears(b *testing.B) {
	unit := newBench(b, "ASA 5555-X", "9.2(1)")
	features := []license.Set{set(premium, 1000), set(premium, 2500), set(botnet, 1), set(uc, 24), set(contexts, 5)}
	for i := range 50 {
		unit.enter(unit.timed(time.Duration(30+i)*license.Day, pairs(features[i%len(features)])...), Deactivate)
	}
	for i := range 5 {
		t := unit.unit.flash.TimeBased[i]
		unit.unit.Step(EnterKey{Key: t.Keys[0].Bits, Action: Activate})
	}
	b.ReportAllocs()
	for b.Loop() {
		u := unit.unit.Clone()
		u.Advance(10 * 365 * license.Day)
		if len(u.flash.TimeBased) != 0 {
			b.Fatalf("%d keys are left after ten years", len(u.flash.TimeBased))
		}
	}
}

// The running license of a unit with five active keys, formed anew.
func BenchmarkRunningLicense(b *testing.B) {
	unit := newBench(b, "ASA 5555-X", "9.2(1)")
	for _, f := range []license.Set{set(premium, 2500), set(botnet, 1), set(uc, 100), set(contexts, 5), set(license.Carrier, 1)} {
		unit.enter(unit.timed(30*license.Day, pairs(f)...), Activate)
	}
	b.ReportAllocs()
	for b.Loop() {
		unit.unit.stale = true
		unit.unit.license()
	}
}
