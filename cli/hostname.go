package cli

import (
	"strings"

	"github.com/asapak/asapak/sim"
)

type hostname struct {
	Words words  `parser:"'hostname'"`
	Name  string `parser:"@Name"`
}

func (c *hostname) run(s *Session) reply {
	if !isHostname(c.Name) {
		return refuse("% Invalid Hostname")
	}
	s.unit.Configure(func(f *sim.Config) { f.Set("hostname", "hostname "+c.Name) })
	return reply{}
}

// isHostname takes letters, digits and hyphens, a letter or digit at both ends.
func isHostname(name string) bool {
	const alphanumeric = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	return strings.Trim(name, alphanumeric+"-") == "" && !strings.HasPrefix(name, "-") && !strings.HasSuffix(name, "-")
}
