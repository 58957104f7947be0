package cli

import (
	"strconv"

	"github.com/asapak/asapak/sim"
)

var terminalWords = []choice{
	{"interactive", "enable '?' as help"},
	{"monitor", "Syslog monitor"},
	{"pager", "Control page length for pagination. The page length set here is not saved to configuration."},
	{"lines", "The number of lines on a page follows"},
	{"Lines", "Lines on a page, 0 for no pages"},
}

type terminalPager struct {
	Words words   `parser:"'terminal' 'pager' 'lines'?"`
	Lines decimal `parser:"@Lines"`
}

func (c *terminalPager) run(s *Session) reply {
	s.pageLines = int(c.Lines)
	return reply{}
}

type noTerminalPager struct {
	Words words `parser:"'no' 'terminal' 'pager'"`
}

func (*noTerminalPager) run(s *Session) reply {
	s.pageLines = 0
	return reply{}
}

type terminalMonitor struct {
	Words words `parser:"'terminal'"`
	No    bool  `parser:"@'no'?"`
	Last  words `parser:"'monitor'"`
}

func (c *terminalMonitor) run(s *Session) reply {
	s.monitor = !c.No
	return reply{}
}

type terminalInteractive struct {
	No    bool  `parser:"@'no'?"`
	Words words `parser:"'terminal' 'interactive'"`
}

func (c *terminalInteractive) run(s *Session) reply {
	s.help = !c.No
	return reply{}
}

type terminalWidth struct {
	Words words   `parser:"'terminal' 'width'"`
	Width decimal `parser:"@Width"`
}

const leastWidth = 40

func (c *terminalWidth) run(s *Session) reply {
	if c.Width > 0 && c.Width < leastWidth {
		return refuse("% Invalid width " + c.Width.String() + ": 0 or at least " + strconv.Itoa(leastWidth))
	}
	s.unit.Configure(func(f *sim.Config) { f.Set("terminal width", "terminal width "+c.Width.String()) })
	return reply{}
}

type pagerLines struct {
	Words words   `parser:"'pager' 'lines'?"`
	Lines decimal `parser:"@Lines"`
}

func (c *pagerLines) run(s *Session) reply {
	s.pageLines = -1
	s.unit.Configure(func(f *sim.Config) { f.Set("pager lines", "pager lines "+c.Lines.String()) })
	return reply{}
}
