package cli

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// What may have changed is kept before the answer is shown, and an answer that
// could not be kept is an error.
func TestCommit(t *testing.T) {
	for _, c := range []struct {
		name    string
		lines   []string
		commits int
	}{
		{"show changes nothing", []string{"show version", "terminal pager 0", "show nothing"}, 0},
		{"configuration", []string{"configure terminal", "hostname x", "end"}, 1},
		{"a question and its answer", []string{"write erase", ""}, 2},
		{"time", []string{"simulate advance 1d"}, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := newLab(t, "ASA 5520", "8.4(1)", true)
			commits := 0
			l.session.options.Commit = func() error { commits++; return nil }
			l.console(t, c.lines...)
			if commits != c.commits {
				t.Errorf("%d commits, want %d", commits, c.commits)
			}
		})
	}
	l := newLab(t, "ASA 5520", "8.4(1)", true)
	l.session.options.Commit = func() error { return errors.New("disk full") }
	if r := l.session.Line("write memory"); r.Output != "ERROR: disk full\n" || !r.Failed {
		t.Errorf("a failed commit answers %+v", r)
	}
}

func TestBatch(t *testing.T) {
	for _, c := range []struct {
		name   string
		lines  []string
		failed bool
		tail   string
	}{
		{"no error", []string{"show mode"}, false, "ciscoasa# show mode\nSecurity context mode: single \n"},
		{"an error is remembered", []string{"show nothing", "show mode"}, true, "Security context mode: single \n"},
		{"a device's refusal is one", []string{"simulate power on"}, true, "ERROR: The unit is on.\n"},
		{"what follows exit is not run", []string{"exit", "show nothing"}, false, "ciscoasa# exit\n\nLogoff\n\n"},
		{"a question without an answer", []string{"write erase"}, false, "Erase configuration in flash memory? [confirm]\n"},
		{"comments and empty lines", []string{"! show nothing", ": show nothing", "", "   "}, false, "ciscoasa# \nciscoasa#    \n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := newLab(t, "ASA 5520", "8.4(1)", true)
			var b strings.Builder
			failed, err := RunBatch(l.session, slices.Values(c.lines), &b)
			if failed != c.failed || err != nil || !strings.HasSuffix(b.String(), c.tail) {
				t.Errorf("failed %v, error %v, log\n%s", failed, err, b.String())
			}
		})
	}
}

// Two sessions share a unit and a grammar, not their modes and histories.
func TestSessionsAreApart(t *testing.T) {
	l := newLab(t, "ASA 5520", "8.4(1)", true)
	g := NewGrammar().Complete()
	one, two := New(g, l.unit, Options{World: l.world, Privileged: true}), New(g, l.unit, Options{World: l.world})
	one.Line("configure terminal")
	one.Line("hostname shared")
	one.Line("terminal pager 0")
	if p := two.Prompt(); p != "shared> " || len(two.History()) != 0 || two.PageLines() != defaultPageLines {
		t.Errorf("the other session has prompt %q, history %q, %d lines", p, two.History(), two.PageLines())
	}
}

// macTable and macLearn are two commands of real units that the shell doesn't
// have; macAddress is an argument where keywords may stand too.
type macTable struct {
	Words words `parser:"'show' 'mac-address-table'"`
}

type macLearn struct {
	Words words `parser:"'show' 'mac-learn'"`
}

type object struct {
	Words words  `parser:"'object'"`
	Name  string `parser:"( @'any' | @Word )"`
	Rest  bool   `parser:"@'detail'?"`
}

func (*macTable) run(*Session) reply { return reply{} }
func (*macLearn) run(*Session) reply { return reply{} }
func (*object) run(*Session) reply   { return reply{} }

func TestWalk(t *testing.T) {
	g := newGrammar([]row{
		{form: as[macTable](), modes: inPrivileged},
		{form: as[macLearn](), modes: inPrivileged},
		{form: as[object](), modes: inPrivileged},
	})
	for _, c := range []struct {
		line   string
		fault  fault
		column int
		took   string
	}{
		{"show mac address-table", invalid, 8, ""}, // ambiguous with more behind it: at its end
		{"show mac", ambiguous, 0, ""},
		{"show mac-a", noFault, 0, "show mac-address-table"},
		{"show mac-address-tables", invalid, 22, ""},
		{"  sh  mac-l ", noFault, 0, "show mac-learn"},
		{"show mac-l x", invalid, 11, ""},
		{"show", incomplete, 0, ""},
		{"", incomplete, 0, ""},
		{"shove", invalid, 3, ""},
		{"Show mac-l", invalid, 0, ""},
		{"object any", noFault, 0, "object any"},
		{"object an", noFault, 0, "object any"},
		{"object other", noFault, 0, "object other"},
		{"object detail detail", noFault, 0, "object detail detail"},
		{"object x y", invalid, 9, ""},
	} {
		p := g.find(privileged, c.line)
		if p.fault != c.fault || p.fault == invalid && p.column != c.column || p.fault == noFault && p.logged() != c.took {
			t.Errorf("%q: fault %d, column %d, took %q; want %d, %d, %q", c.line, p.fault, p.column, p.logged(), c.fault, c.column, c.took)
		}
	}
}

// A mode's own lines come before those of the modes around it, abbreviated or
// not: what a mode takes never reaches a command outside.
func TestInnerModeFirst(t *testing.T) {
	l := newLab(t, "ASA 5520", "8.4(1)", true)
	l.console(t, "configure terminal", "interface g1")
	if r := l.session.Line("sh"); r.Failed || !l.unit.Running().HasIn("interface g1", "shutdown") {
		t.Errorf("sh in an interface is not shutdown: %+v", r)
	}
	if r := l.session.Line("sh mode"); r.Failed {
		t.Errorf("sh mode in an interface is not show mode: %+v", r)
	}
	if r := l.session.Line("host x"); r.Failed || l.session.Prompt() != "ciscoasa(config-if)# " || !l.unit.Running().HasIn("interface g1", "host x") {
		t.Errorf("host in an interface renames the unit: %+v", r)
	}
	if r := l.session.Line("hostname x"); r.Failed || l.session.Prompt() != "x(config-if)# " {
		t.Errorf("hostname doesn't work in an interface: %+v", r)
	}
}

func TestClasses(t *testing.T) {
	for _, c := range []struct {
		symbol, text string
		reach        int
		legal        bool
	}{
		{"Hex", "0xD11b3d48", 10, true},
		{"Hex", "d11b3d48", 8, true},
		{"Hex", "0x", 2, false},
		{"Hex", "0x123456789", 10, false},
		{"Hex", "12x", 2, false},
		{"Vlan", "4094", 4, true},
		{"Vlan", "4095", 3, false},
		{"Vlan", "0", 1, false},
		{"Vlan", "1a", 1, false},
		{"Year", "19", 2, false},
		{"Number", "99999999999999999999999", 9, false},
		{"Month", "Mar", 3, true},
		{"Month", "ma", 2, false},
		{"Month", "MAYDAY", 3, false},
		{"Time", "23:59:59", 8, true},
		{"Time", "24:00:00", 1, false},
		{"Time", "12:60:00", 3, false},
		{"Time", "12:00", 5, false},
		{"Time", "12:00:000", 8, false},
		{"Span", "30d", 3, true},
		{"Span", "30", 2, false},
		{"Span", "30x", 2, false},
		{"Span", "101y", 3, false},
		{"Span", "30dd", 3, false},
		{"Release", "9.8(2)", 6, true},
		{"Release", "9.8(", 4, false},
		{"Name", strings.Repeat("n", 64), 63, false},
	} {
		if n, legal := classNamed(c.symbol).reach(c.text); n != c.reach || legal != c.legal {
			t.Errorf("%s %q reaches %d, %v; want %d, %v", c.symbol, c.text, n, legal, c.reach, c.legal)
		}
	}
}
