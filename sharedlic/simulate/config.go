package simulate

import (
	"errors"
	"fmt"
	"time"

	"github.com/asapak/asapak/sharedlic"
)

// Limits of what is simulated.
const (
	MaxDays         = 100
	MaxParticipants = 1000
)

// A Config is what a run depends on.
type Config struct {
	Seed         uint64
	Days         int           // 1 to MaxDays
	Participants int           // 1 to MaxParticipants
	Interval     time.Duration // between refreshes; zero for one drawn from the seed
	Pool         int           // zero for one that is too small at times
	Calm         bool          // no faults at all
	Plant        Plant         // a promise that is broken
}

// ErrConfig says that a Config is outside of its limits.
var ErrConfig = errors.New("outside of the simulation's limits")

func (c *Config) check() error {
	switch {
	case c.Days < 1 || c.Days > MaxDays:
		return fmt.Errorf("%d days: %w of 1 to %d", c.Days, ErrConfig, MaxDays)
	case c.Participants < 1 || c.Participants > MaxParticipants:
		return fmt.Errorf("%d participants: %w of 1 to %d", c.Participants, ErrConfig, MaxParticipants)
	case c.Interval != 0 && (c.Interval < sharedlic.MinInterval || c.Interval > sharedlic.MaxInterval || c.Interval%time.Second != 0):
		return fmt.Errorf("interval %v: %w of %v to %v", c.Interval, ErrConfig, sharedlic.MinInterval, sharedlic.MaxInterval)
	case c.Pool < 0 || c.Pool > sharedlic.MaxSessions:
		return fmt.Errorf("pool of %d: %w of 0 to %d", c.Pool, ErrConfig, sharedlic.MaxSessions)
	case c.Plant >= NumPlants:
		return fmt.Errorf("plant %d: %w", c.Plant, ErrConfig)
	}
	return nil
}

// An Invariant is something that is checked.
type Invariant uint8

// The invariants.
const (
	Ledger   Invariant = iota // leased and free sessions are the whole pool
	Free                      // no grant is beyond what was free
	Release                   // nothing is taken back before three intervals (SHR-7)
	Platform                  // no participant is above its platform limit (SHR-4)
	Stale                     // nor beyond its own license after 24 hours (SHR-8)
	OneEpoch                  // in an epoch one unit grants, at most
	Days                      // the backup is within its operating limit (BKP-2)
	Survival                  // an acknowledged answer survives a crash
	Replay                    // the log makes the state again
	Settled                   // after the last fault everything comes to rest
	NumInvariants
)

var invariantNames = [NumInvariants]string{
	Ledger:   "leased + free = pool",
	Free:     "no grant beyond what was free",
	Release:  "nothing taken back before three intervals",
	Platform: "no participant above its platform limit",
	Stale:    "no shared sessions after 24 hours without a server",
	OneEpoch: "one server grants in an epoch",
	Days:     "the backup is within its days",
	Survival: "every acknowledged answer survives",
	Replay:   "the log is the state",
	Settled:  "everything settles after the last fault",
}

func (i Invariant) String() string { return invariantNames[i] }

// A Plant is a promise to the machines that the run breaks.
type Plant uint8

// The plants, each with the invariant that it violates.
const (
	NoPlant      Plant = iota
	BiggerPool         // a server believes in a bigger pool: Ledger
	Forgery            // a copy of the ledger has more leases than the pool: Free
	HastyServer        // the server's time goes three times as fast as is thought: Release
	BiggerUnit         // a participant believes in a higher limit: Platform
	StoppedClock       // a participant isn't told of time: Stale
	SameSeat           // two units have the same seat: OneEpoch
	SlowBackup         // the backup is told of half its time: Days
	EarlyAnswers       // answers leave before their records are durable: Survival
	LostRecord         // the disk loses a record in the middle: Replay
	SameLife           // a restarted participant numbers its requests as before: Settled
	NumPlants
)

var plants = [NumPlants]struct {
	name  string
	finds Invariant
}{
	NoPlant:      {"none", NumInvariants},
	BiggerPool:   {"bigger-pool", Ledger},
	Forgery:      {"forgery", Free},
	HastyServer:  {"hasty-server", Release},
	BiggerUnit:   {"bigger-unit", Platform},
	StoppedClock: {"stopped-clock", Stale},
	SameSeat:     {"same-seat", OneEpoch},
	SlowBackup:   {"slow-backup", Days},
	EarlyAnswers: {"early-answers", Survival},
	LostRecord:   {"lost-record", Replay},
	SameLife:     {"same-life", Settled},
}

func (p Plant) String() string { return plants[p].name }

// Finds is the invariant that is violated by a plant.
func (p Plant) Finds() Invariant { return plants[p].finds }

// ParsePlant finds a plant by its name.
func ParsePlant(name string) (Plant, error) {
	for p := range plants {
		if plants[p].name == name {
			return Plant(p), nil
		}
	}
	return NoPlant, fmt.Errorf("plant %q: %w", name, ErrConfig)
}
