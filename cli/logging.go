package cli

import (
	"fmt"
	"strings"

	"github.com/asapak/asapak/cli/render"
	"github.com/asapak/asapak/device"
	"github.com/asapak/asapak/sim"
)

// severities are the levels of syslog messages, 0 first.
var severities = [...]string{
	"emergencies", "alerts", "critical", "errors", "warnings", "notifications", "informational", "debugging",
}

var severityWords = []choice{
	{"buffered", "Set the severity of messages that the buffer keeps"},
	{"Severity", "Severity of messages, 7 for all"},
	{"emergencies", "System is unusable"},
	{"alerts", "Immediate action needed"},
	{"critical", "Critical conditions"},
	{"errors", "Error conditions"},
	{"warnings", "Warning conditions"},
	{"notifications", "Normal but significant conditions"},
	{"informational", "Informational messages"},
	{"debugging", "Debugging messages"},
}

const bufferedKey = "logging buffered"

type loggingEnable struct {
	No    bool  `parser:"@'no'?"`
	Words words `parser:"'logging' 'enable'"`
}

func (c *loggingEnable) run(s *Session) reply {
	s.unit.Configure(func(f *sim.Config) {
		if c.No {
			f.Unset("logging enable")
			return
		}
		f.Set("logging enable", "logging enable")
	})
	return reply{}
}

type loggingBuffered struct {
	Words  words   `parser:"'logging' 'buffered'"`
	Level  string  `parser:"( @( 'emergencies' | 'alerts' | 'critical' | 'errors' | 'warnings' | 'notifications' | 'informational' | 'debugging' )"`
	Number decimal `parser:"| @Severity )"`
}

func (c *loggingBuffered) run(s *Session) reply {
	if c.Level == "" {
		c.Level = severities[c.Number]
	}
	s.unit.Configure(func(f *sim.Config) { f.Set(bufferedKey, bufferedKey+" "+c.Level) })
	return reply{}
}

type noLoggingBuffered struct {
	Words words `parser:"'no' 'logging' 'buffered'"`
}

func (*noLoggingBuffered) run(s *Session) reply {
	s.unit.Configure(func(f *sim.Config) { f.Unset(bufferedKey) })
	return reply{}
}

type clearLogging struct {
	Words words `parser:"'clear' 'logging' 'buffer'"`
}

func (*clearLogging) run(s *Session) reply {
	s.unit.ClearLog()
	return reply{}
}

type showLogging struct {
	Words words `parser:"'show' 'logging'"`
	show
}

func (*showLogging) run(s *Session) reply {
	state := "disabled"
	if s.unit.Running().Has("logging enable") {
		state = "enabled"
	}
	level, buffered := s.unit.Running().Rest(bufferedKey)
	var lines []string
	if state == "enabled" && buffered {
		lines = s.logged(severityOf(level))
	}
	buffer := "disabled"
	if buffered {
		buffer = fmt.Sprintf("level %s, %d messages logged", level, len(lines))
	}
	text := "Syslog logging: " + state + "\n    Facility: 20\n    Timestamp logging: disabled\n" +
		"    Standby logging: disabled\n    Debug-trace logging: disabled\n    Console logging: disabled\n" +
		"    Monitor logging: disabled\n    Buffer logging: " + buffer + "\n    Trap logging: disabled\n" +
		"    History logging: disabled\n    Device ID: disabled\n    Mail logging: disabled\n    ASDM logging: disabled\n"
	for _, l := range lines {
		text += l + "\n"
	}
	return say(text)
}

func severityOf(level string) int {
	for i, name := range severities {
		if name == level {
			return i
		}
	}
	return len(severities) - 1
}

// logged is the unit's log as lines, up to a severity.
func (s *Session) logged(most int) []string {
	var lines []string
	for _, e := range s.unit.Log() {
		for _, m := range messagesOf(s.unit, e) {
			if render.Severity(m.id) <= most {
				lines = append(lines, m.String())
			}
		}
	}
	return lines
}

// A message is a syslog message before it is words.
type message struct {
	id   int
	args []any
}

func (m message) String() string { return render.Syslog(m.id, m.args...) }

// messagesOf are the syslog messages of an entry in a unit's log.
func messagesOf(u *sim.Unit, e sim.Entry) []message {
	switch {
	case e.Command != "":
		return []message{{111008, []any{e.User, e.Command}}}
	case e.Access != nil:
		return []message{accessMessage(u, e.Access)}
	case e.Group.Kind != sim.NoEvent:
		return groupMessages(u, e.Group)
	}
	if m, ok := eventMessage(u, e.Event); ok {
		return []message{m}
	}
	return nil
}

func eventMessage(u *sim.Unit, e device.Event) (message, bool) {
	switch e.Kind {
	case device.ExpiresSoon:
		return message{444005, []any{unpadded(e.Key), render.Days(e.Left)}}, true
	case device.Expired:
		return message{444007, []any{unpadded(e.Key), successor(e.Heir), names(u, e)}}, true
	case device.Booted:
		return message{id: 199002}, true
	case device.LimitReached:
		return limitMessage(e), true
	}
	return message{}, false
}

// unpadded is a key as log lines print it (KEY-1).
func unpadded(k device.Key) string {
	if k.Text != "" {
		return k.Text
	}
	return k.Bits.Unpadded()
}

func successor(heir bool) string {
	if heir {
		return "timebased"
	}
	return "permanent"
}

func names(u *sim.Unit, e device.Event) string {
	var all []string
	for _, f := range e.Features {
		all = append(all, f.Name(u.Device().Release()))
	}
	return strings.Join(all, ", ")
}

// Addresses of the field that the simulator doesn't have: those that
// documentation may use.
const (
	fieldClient = "192.0.2.1"
	fieldServer = "198.51.100.1"
)

func limitMessage(e device.Event) message {
	limit := int(e.Value)
	switch e.Resource {
	case device.SecureClient, device.OtherVPN:
		return message{113029, []any{"DfltGrpPolicy", "simulated", fieldClient, limit}}
	case device.TLSProxy:
		return message{446001, []any{limit}}
	case device.SRTP:
		return message{448001, []any{fieldClient, fieldServer, limit}}
	case device.Hosts:
		return message{450001, []any{6, fieldClient, fieldServer, limit}}
	}
	return message{321001, []any{resourceWords[e.Resource], limit}}
}

// resourceWords are what answers call a resource.
var resourceWords = [device.NumResources]string{
	device.SecureClient: "AnyConnect sessions",
	device.OtherVPN:     "other VPN sessions",
	device.TLSProxy:     "TLS proxy sessions",
	device.SRTP:         "SRTP sessions",
	device.Contexts:     "security contexts",
	device.VLANs:        "VLANs",
	device.Hosts:        "inside hosts",
}

// console is what the console shows of events as they happen.
func (s *Session) console(events []device.Event) string {
	var b strings.Builder
	for _, e := range events {
		if m, ok := eventMessage(s.unit, e); ok && s.monitor {
			b.WriteString(m.String() + "\n")
		}
	}
	return b.String()
}

// modified is the latest command that changed the configuration since the boot.
func (s *Session) modified() (sim.Entry, bool) {
	log := s.unit.Log()
	for i := len(log) - 1; i >= 0; i-- {
		e := log[i]
		if e.Command != "" {
			return e, true
		}
		if e.Group.Kind == sim.NoEvent && e.Event.Kind == device.Booted {
			break
		}
	}
	return sim.Entry{}, false
}
