package simulate_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/asapak/asapak/sharedlic/simulate"
)

// show prints a violation as the command does.
func show(t *testing.T, c simulate.Config, err error) {
	t.Helper()
	var v *simulate.Violation
	if errors.As(err, &v) {
		t.Fatalf("seed %d, %d days, %d participants: %v\n%s", c.Seed, c.Days, c.Participants, v, strings.Join(v.Trace, "\n"))
	}
	if err != nil {
		t.Fatalf("seed %d: %v", c.Seed, err)
	}
}

// of is the run that stands for a seed: small ones, so that many are tried.
func of(seed uint64) simulate.Config {
	return simulate.Config{Seed: seed, Days: 1 + int(seed%4), Participants: 1 + int(seed%7)}
}

func TestSeeds(t *testing.T) {
	var all simulate.Report
	start := time.Now()
	for seed := range uint64(300) {
		c := of(seed)
		r, err := simulate.Run(c, nil)
		show(t, c, err)
		all.Events += r.Events
		all.Grants += r.Grants
		all.Taken += r.Taken
		all.Crashes += r.Crashes
		all.Takeovers += r.Takeovers
		all.Transfers += r.Transfers
		all.Faults += r.Faults
		all.Inputs += r.Inputs
		all.Overuse = max(all.Overuse, r.Overuse)
	}
	t.Logf("%v: %+v", time.Since(start), all)
}

// Each invariant can fail: a promise that is broken is found within 1,000 seeds.
func TestPlantsAreFound(t *testing.T) {
	found := make(map[simulate.Invariant]bool)
	for p := simulate.NoPlant + 1; p < simulate.NumPlants; p++ {
		t.Run(p.String(), func(t *testing.T) {
			for seed := range uint64(1000) {
				c := simulate.Config{Seed: seed, Days: 3, Participants: 4, Plant: p}
				switch p {
				case simulate.SlowBackup:
					c.Days = 20
				case simulate.StoppedClock:
					c.Participants = 1
				}
				_, err := simulate.Run(c, nil)
				var v *simulate.Violation
				if !errors.As(err, &v) {
					continue
				}
				if v.Invariant != p.Finds() {
					t.Errorf("seed %d finds %v, want %s", seed, v, p.Finds())
				}
				if len(v.Trace) == 0 && v.At > 0 {
					t.Error("there is no trace")
				}
				found[v.Invariant] = true
				t.Logf("seed %d: %v", seed, v)
				return
			}
			t.Error("not found in 1,000 seeds")
		})
	}
	if len(found) != int(simulate.NumInvariants) {
		t.Errorf("%d of %d invariants were seen to fail", len(found), simulate.NumInvariants)
	}
}

func TestSameSeedSameRun(t *testing.T) {
	c := simulate.Config{Seed: 7, Days: 5, Participants: 6}
	first, err := simulate.Run(c, nil)
	show(t, c, err)
	second, err := simulate.Run(c, func(time.Duration) bool { return true })
	show(t, c, err)
	if first != second || first.Events == 0 {
		t.Errorf("%+v, then %+v", first, second)
	}
}

func TestCalm(t *testing.T) {
	c := simulate.Config{Seed: 3, Days: 10, Participants: 8, Calm: true}
	r, err := simulate.Run(c, nil)
	show(t, c, err)
	if r.Faults != 0 || r.Taken != 0 || r.Takeovers != 0 || r.Overuse > 0 || r.Grants == 0 {
		t.Errorf("without faults: %+v", r)
	}
}

func TestStopped(t *testing.T) {
	hours := 0
	_, err := simulate.Run(simulate.Config{Days: 5, Participants: 2}, func(time.Duration) bool { hours++; return hours < 3 })
	if !errors.Is(err, simulate.ErrStopped) || hours != 3 {
		t.Errorf("stopped after %d hours: %v", hours, err)
	}
}

func TestConfigLimits(t *testing.T) {
	for _, c := range []simulate.Config{
		{Days: 0, Participants: 1},
		{Days: simulate.MaxDays + 1, Participants: 1},
		{Days: 1, Participants: 0},
		{Days: 1, Participants: simulate.MaxParticipants + 1},
		{Days: 1, Participants: 1, Interval: 9 * time.Second},
		{Days: 1, Participants: 1, Interval: 10500 * time.Millisecond},
		{Days: 1, Participants: 1, Pool: -1},
		{Days: 1, Participants: 1, Plant: simulate.NumPlants},
	} {
		if _, err := simulate.Run(c, nil); !errors.Is(err, simulate.ErrConfig) {
			t.Errorf("%+v: %v", c, err)
		}
	}
	if p, err := simulate.ParsePlant("same-seat"); p != simulate.SameSeat || err != nil {
		t.Errorf("same-seat: %v, %v", p, err)
	}
	if _, err := simulate.ParsePlant("tree"); !errors.Is(err, simulate.ErrConfig) {
		t.Errorf("tree: %v", err)
	}
}

// BenchmarkSimulation is 60 days of 50 participants, with all checks on.
func BenchmarkSimulation(b *testing.B) {
	for _, interval := range []time.Duration{30 * time.Second, 100 * time.Second, 300 * time.Second} {
		b.Run(interval.String(), func(b *testing.B) {
			events := 0
			for b.Loop() {
				r, err := simulate.Run(simulate.Config{Seed: 1, Days: 60, Participants: 50, Interval: interval}, nil)
				if err != nil {
					b.Fatal(err)
				}
				events += r.Events
			}
			b.ReportMetric(float64(events)/b.Elapsed().Seconds(), "events/s")
		})
	}
}
