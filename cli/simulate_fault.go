package cli

import (
	"fmt"

	"github.com/asapak/asapak/sim"
)

type simulateFault struct {
	Words words   `parser:"'simulate' 'fault'"`
	Kind  string  `parser:"@( 'auth' | 'drop' | 'garbage' )"`
	Part  decimal `parser:"@Percent"`
	Seed  decimal `parser:"( 'seed' @Number )?"`
}

var faultWords = []choice{
	{"fault", "Let sessions from outside go wrong"},
	{"auth", "Refuse logins"},
	{"drop", "Break connections in the middle of an answer"},
	{"garbage", "Send wrong letters"},
	{"slow", "Answer late"},
	{"off", "Let all go well again"},
	{"Percent", "How many of a hundred"},
	{"Delay", "Milliseconds"},
	{"seed", "Choose by this number which"},
	{"Number", "The seed"},
}

func (c *simulateFault) run(s *Session) reply {
	f := s.unit.Faults()
	*map[string]*int{"auth": &f.Auth, "drop": &f.Drop, "garbage": &f.Garbage}[c.Kind] = int(c.Part)
	f.Seed = uint64(c.Seed)
	s.unit.SetFaults(f)
	return say(faultText(f))
}

type simulateSlow struct {
	Words words   `parser:"'simulate' 'fault' 'slow'"`
	Delay decimal `parser:"@Delay"`
}

func (c *simulateSlow) run(s *Session) reply {
	f := s.unit.Faults()
	f.Slow = int(c.Delay)
	s.unit.SetFaults(f)
	return say(faultText(f))
}

type simulateFaultsOff struct {
	Words words `parser:"'simulate' 'fault' 'off'"`
}

func (*simulateFaultsOff) run(s *Session) reply {
	s.unit.SetFaults(sim.Faults{})
	return say(faultText(sim.Faults{}))
}

func faultText(f sim.Faults) string {
	return fmt.Sprintf("INFO: faults of sessions: auth %d%%, drop %d%%, garbage %d%%, slow %d ms, seed %d\n",
		f.Auth, f.Drop, f.Garbage, f.Slow, f.Seed)
}
