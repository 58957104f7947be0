package cli

import (
	"strconv"
	"strings"
	"time"
)

type showClock struct {
	Words words `parser:"'show' 'clock'"`
	show
}

func (*showClock) run(s *Session) reply { return say(clockText(s.unit.Clock()) + "\n") }

// clockText is an instant as show clock prints it.
func clockText(t time.Time) string { return t.Format("15:04:05.000 MST Mon Jan 2 2006") }

type clockSet struct {
	Time  string  `parser:"'clock' 'set' @Time"`
	Month month   `parser:"( @Month"`
	Day   string  `parser:"@Day | @Day"`
	After month   `parser:"@Month )"` // the month where it stands behind the day
	Year  decimal `parser:"@Year"`
}

// A month is read by its name or at least three letters of it.
type month time.Month

// Capture reads the month.
func (m *month) Capture(values []string) error {
	name := strings.ToLower(values[0])
	for i, full := range monthNames {
		if strings.HasPrefix(full, name) {
			*m = month(i + 1)
		}
	}
	return nil
}

func (c *clockSet) run(s *Session) reply {
	clock, err := time.Parse(time.TimeOnly, c.Time)
	if err != nil {
		return refuse("% Invalid time " + c.Time)
	}
	day, err := strconv.Atoi(c.Day)
	if err != nil {
		return refuse("% Invalid day " + c.Day)
	}
	m := time.Month(c.Month | c.After)
	t := time.Date(int(c.Year), m, day, clock.Hour(), clock.Minute(), clock.Second(), 0, time.UTC)
	if t.Day() != day {
		return refuse("% " + m.String() + " has no day " + c.Day)
	}
	s.unit.SetClock(t)
	return reply{}
}
