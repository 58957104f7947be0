package license

import "time"

// A Grant is what one activation key confers.
type Grant struct {
	Features Set
	Level    Level // of a permanent key

	// Term is how long a time-based key runs; zero is a permanent key.
	Term time.Duration
}

// TimeBased reports whether the grant is a time-based one.
func (g *Grant) TimeBased() bool { return g.Term != 0 }

// Day is the unit of a time-based key's term: 24 hours of running time.
const Day = 24 * time.Hour
