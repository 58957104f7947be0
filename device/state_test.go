package device

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/asapak/asapak/license"
)

// rules TIME-1, INST-6: a unit in a state that was kept goes on as the one that it
// was taken from, flash key and running key apart, power off and all.
func TestStateGoesOn(t *testing.T) {
	for _, off := range []bool{false, true} {
		b := newBench(t, "ASA 5545-X", "9.2(1)")
		b.enter(b.permanent(aes, 1), NoAction)
		b.enter(b.timed(8*week, botnet, 1), Activate)
		b.enter(b.permanent(license.Carrier, 1), NoAction) // without encryption: takes a reload
		b.unit.Advance(3*license.Day + time.Second)
		if off {
			b.unit.Step(Power{})
		}
		text, err := json.Marshal(b.unit.State())
		if err != nil {
			t.Fatal(err)
		}
		var kept State
		if err := json.Unmarshal(text, &kept); err != nil {
			t.Fatal(err)
		}
		u, v := b.unit, b.unit.In(kept)
		u.Advance(5 * license.Day)
		v.Advance(5 * license.Day)
		if u.FlashIsRunning() || u.Running() != v.Running() || v.FlashIsRunning() || u.On() != v.On() || u.Platform() != v.Platform() {
			t.Errorf("off %v: goes on as %+v, want %+v", off, v.Running(), u.Running())
		}
	}
}

// rule KEY-3: other hardware in a unit's place is for other keys, and has none.
func TestReplace(t *testing.T) {
	b := newBench(t, "ASA 5540", "9.1(4)")
	k := b.permanent(aes, 1)
	b.enter(k, NoAction)
	b.enter(b.timed(8*week, botnet, 1), Activate)
	const other = "JMX1232L22N"
	b.unit.Step(Replace{Serial: other})
	if b.unit.Serial() != other || b.unit.RunningKey().Key != (Key{}) || len(b.unit.Flash().TimeBased) != 0 || !b.unit.On() {
		t.Errorf("the new hardware is %+v", b.unit.State())
	}
	b.refused(EnterKey{Key: k}, ErrInvalidKey)
}
