package cli

import (
	"strings"

	"github.com/asapak/asapak/failover"
	"github.com/asapak/asapak/sim"
)

const (
	promptKey     = "prompt"
	defaultPrompt = "hostname context"
)

var promptWords = []choice{
	{"hostname", "The host name"},
	{"domain", "The domain name"},
	{"context", "The security context"},
	{"priority", "pri or sec: what the unit is in its failover pair"},
	{"state", "act or stby: its present role"},
}

type promptCommand struct {
	Command words    `parser:"'prompt'"`
	Words   []string `parser:"@( 'hostname' | 'domain' | 'context' | 'priority' | 'state' )+"`
}

func (c *promptCommand) run(s *Session) reply { return s.setLine(promptKey, c.Words...) }

type noPrompt struct {
	Words words `parser:"'no' 'prompt'"`
}

func (*noPrompt) run(s *Session) reply {
	s.unit.Configure(func(f *sim.Config) { f.Unset(promptKey) })
	return reply{}
}

// promptParts are what the words of the prompt command stand for.
var promptParts = map[string]func(*Session) string{
	"hostname": (*Session).hostname,
	"domain": func(s *Session) string {
		name, _ := s.unit.Running().Rest("domain-name")
		return name
	},
	"context":  func(s *Session) string { return s.context },
	"priority": (*Session).priority,
	"state": func(s *Session) string {
		if !s.mayFailOver() {
			return ""
		}
		return roleWords[roleOf(s.unit)]
	},
}

// priority is the identity of a unit in a prompt.
func (s *Session) priority() string {
	if !s.mayFailOver() {
		return ""
	}
	return strings.ToLower(identity(s.unit)[:3])
}

// roleWords are the states in a prompt. A unit without failover passes traffic.
var roleWords = [...]string{
	failover.Off: "actNoFailover", failover.Down: "", failover.Standby: "stby", failover.Active: "act",
}

// promptName is what the prompt begins with: the parts that are not empty, with
// slashes between.
func (s *Session) promptName() string {
	order, ok := s.unit.Running().Rest(promptKey)
	if !ok {
		order = defaultPrompt
	}
	var parts []string
	for _, word := range strings.Fields(order) {
		if part, ok := promptParts[word]; ok {
			if text := part(s); text != "" {
				parts = append(parts, text)
			}
		}
	}
	if parts == nil {
		return s.hostname()
	}
	return strings.Join(parts, "/")
}
