package cli

import (
	"crypto/md5"
	"fmt"
	"slices"
	"strings"

	"github.com/asapak/asapak/sim"
)

type showRunningConfig struct {
	Words   words  `parser:"'show' 'running-config'"`
	All     bool   `parser:"( @'all'"`
	Section string `parser:"| ( @( 'cluster' | 'context' | 'enable' | 'failover' | 'hostname' | 'interface' | 'logging' | 'pager' | 'prompt' | 'terminal' | 'tls-proxy' | 'webvpn' ) | @Section )"`
	Name    string `parser:"@Named? )?"`
	show
}

var configSections = []choice{
	{"Section", "Lines that begin with this word"},
	{"Named", "Name of what to show"},
	{"cluster", "Cluster"},
	{"context", "Security contexts"},
	{"enable", "Password of privileged EXEC"},
	{"failover", "Failover"},
	{"hostname", "Host name"},
	{"interface", "Interfaces"},
	{"logging", "Logging"},
	{"pager", "Page length"},
	{"prompt", "Session prompt"},
	{"terminal", "Terminal width"},
	{"tls-proxy", "Maximum number of TLS proxy sessions"},
	{"webvpn", "WebVPN service"},
}

func (c *showRunningConfig) run(s *Session) reply {
	if c.Section != "" {
		return say(hideSecrets(sectionText(s.configLines(s.unit.Running(), false), c.Section, c.Name)))
	}
	return say(hideSecrets(s.configText(s.unit.Running(), c.All)))
}

type moreRunningConfig struct {
	Words words `parser:"'more' 'system:running-config'"`
	show
}

func (*moreRunningConfig) run(s *Session) reply { return say(s.configText(s.unit.Running(), false)) }

type showStartupConfig struct {
	Words words `parser:"'show' 'startup-config'"`
	show
}

func (*showStartupConfig) run(s *Session) reply {
	if len(s.unit.Startup().Lines()) == 0 {
		return say("No Configuration\n")
	}
	return say(hideSecrets(s.configText(s.unit.Startup(), false)))
}

// defaultLines are in every configuration that doesn't say otherwise; those
// marked hidden are printed by show running-config all.
var defaultLines = []struct {
	key, text string
	hidden    bool
}{
	{key: "hostname", text: "hostname " + defaultHostname},
	{key: "pager lines", text: "pager lines 24"},
	{key: "prompt", text: "prompt hostname context"},
	{key: "terminal width", text: "terminal width 80", hidden: true},
	{key: "logging enable", text: "no logging enable", hidden: true},
}

// configLines is a configuration with its defaults: the host name first.
func (s *Session) configLines(c *sim.Config, all bool) []sim.Line {
	lines := slices.Clone(c.Lines())
	for _, d := range defaultLines {
		if !c.Has(d.key) && (all || !d.hidden) {
			lines = append(lines, sim.Line{Text: d.text})
		}
	}
	if all && !c.Has(tlsProxyKey) {
		lines = append(lines, sim.Line{Text: fmt.Sprintf("%s %d", tlsProxyKey, s.unit.Device().TLSProxyLimit())})
	}
	if !c.HasLine(failoverKey) {
		lines = append(lines, sim.Line{Text: "no " + failoverKey})
	}
	slices.SortStableFunc(lines, func(a, b sim.Line) int { return lineRank(a.Text) - lineRank(b.Text) })
	return lines
}

// lineOrder sorts a configuration as units print it: host name, password,
// interfaces, the rest, failover. Each is how lines begin, a blank behind them.
var lineOrder = [...]string{"hostname ", "enable password ", "interface ", "", "no failover ", "failover "}

func lineRank(line string) int {
	if line == failoverKey {
		line = "no " + failoverKey
	}
	rank := slices.Index(lineOrder[:], "")
	for i, first := range lineOrder {
		if first != "" && strings.HasPrefix(line+" ", first) {
			rank = i
		}
	}
	return rank
}

// configText is a configuration as show running-config prints it.
func (s *Session) configText(c *sim.Config, all bool) string {
	d := s.unit.Device()
	var b strings.Builder
	b.WriteString(": Saved\n\n: \n: Serial Number: " + string(d.Serial()) + "\n: Hardware:   " + d.Model().Hardware +
		"\n:\nASA Version " + d.Release().String() + " \n!\n")
	for _, l := range s.configLines(c, all) {
		b.WriteString(lineText(l))
		if l.Sub != nil {
			b.WriteString("!\n")
		}
	}
	b.WriteString("Cryptochecksum:" + fmt.Sprintf("%x", checksum(c)) + "\n: end\n")
	return b.String()
}

func lineText(l sim.Line) string {
	text := l.Text + "\n"
	for _, sub := range l.Sub {
		text += " " + sub + "\n"
	}
	return text
}

// sectionText is the lines whose first word, behind a no, is a section's name;
// with a name only those that have it among their words.
func sectionText(lines []sim.Line, section, name string) string {
	var b strings.Builder
	for _, l := range lines {
		words := positive(strings.Fields(l.Text))
		if words[0] == section && (name == "" || slices.Contains(words[1:], name)) {
			b.WriteString(lineText(l))
		}
	}
	return b.String()
}

// hideSecrets puts stars in the place of the failover key, as show commands do.
func hideSecrets(text string) string {
	lines := strings.SplitAfter(text, "\n")
	for i, l := range lines {
		if strings.HasPrefix(l, failoverSecretKey+" ") {
			lines[i] = failoverSecretKey + " *****\n"
		}
	}
	return strings.Join(lines, "")
}

// checksum is the same for two configurations exactly if they are.
func checksum(c *sim.Config) [md5.Size]byte { return md5.Sum([]byte(c.String())) }

// checksumLine is the checksum in four words, as a unit that saves prints it.
func checksumLine(c *sim.Config) string {
	sum := checksum(c)
	return fmt.Sprintf("Cryptochecksum: %x %x %x %x \n", sum[:4], sum[4:8], sum[8:12], sum[12:])
}
