package cli

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/asapak/asapak/cli/render"
	"github.com/asapak/asapak/device"
	"github.com/asapak/asapak/license"
)

// spanUnits are the letters of time spans, from seconds to years.
const spanUnits = "smhdwy"

var spanSizes = [len(spanUnits)]time.Duration{
	time.Second, time.Minute, time.Hour, license.Day, 7 * license.Day, 365 * license.Day,
}

// maxSpan bounds a span; several of them still are no overflow.
const maxSpan = 100 * 365 * license.Day

// readSpan reads a number and its unit.
func readSpan(text string) (time.Duration, bool) {
	last := len(text) - 1
	unit := strings.IndexByte(spanUnits, text[last])
	n, err := strconv.ParseInt(text[:last], 10, 64)
	if unit < 0 || err != nil || n > int64(maxSpan/spanSizes[unit]) {
		return 0, false
	}
	return time.Duration(n) * spanSizes[unit], true
}

// A span is a time such as 30d.
type span time.Duration

// Capture reads a span that its class took.
func (d *span) Capture(values []string) error {
	took, _ := readSpan(values[0])
	*d = span(took)
	return nil
}

type simulateAdvance struct {
	Words words  `parser:"'simulate' 'advance'"`
	Spans []span `parser:"@Span+"`
}

func (c *simulateAdvance) run(s *Session) reply {
	var total time.Duration
	for _, d := range c.Spans {
		if total += time.Duration(d); total > maxSpan {
			return refuse("Time goes by for at most 100 years")
		}
	}
	marks := s.marks()
	s.options.World.Advance(total)
	s.shown[s.unit] = s.unit.Logged()
	return say(s.since(marks))
}

type simulatePower struct {
	State string `parser:"'simulate' 'power' @( 'on' | 'off' )"`
}

func (c *simulatePower) run(s *Session) reply {
	out := s.unit.Step(device.Power{On: c.State == "on"})
	if out.Refused != nil {
		return refused(out.Refused)
	}
	s.restart()
	if c.State == "off" {
		return reply{closed: s.options.Login != nil}
	}
	return say(s.bootText(out.Events))
}

type simulateSessions struct {
	Kind  string  `parser:"'simulate' 'sessions' @( 'anyconnect' | 'other-vpn' | 'tls-proxy' | 'srtp' | 'hosts' )"`
	Count decimal `parser:"@Number"`
}

var sessionKinds = map[string]device.Resource{
	"anyconnect": device.SecureClient,
	"other-vpn":  device.OtherVPN,
	"tls-proxy":  device.TLSProxy,
	"srtp":       device.SRTP,
	"hosts":      device.Hosts,
}

func (c *simulateSessions) run(s *Session) reply {
	kind := sessionKinds[c.Kind]
	out := s.unit.Step(device.Use{Resource: kind, Wanted: license.Value(c.Count)})
	if out.Refused != nil {
		return refused(out.Refused)
	}
	text := s.console(out.Events)
	text += fmt.Sprintf("INFO: %d %s in use", s.unit.Device().InUse(kind), resourceWords[kind])
	for _, e := range out.Events {
		if e.Kind == device.LimitReached {
			text += fmt.Sprintf(", %d refused", e.Refused)
		}
	}
	return say(text + "\n")
}

type simulateInstall struct {
	Release license.Release `parser:"'simulate' 'install' @Release"`
}

func (c *simulateInstall) run(s *Session) reply {
	if out := s.unit.Step(device.InstallImage{Release: c.Release}); out.Refused != nil {
		return refused(out.Refused)
	}
	return say("INFO: " + render.ImageFile(s.unit.Device().Model(), c.Release) + " boots at the next reload.\n")
}
