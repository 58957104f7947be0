package cli

import (
	"slices"
	"strconv"
	"strings"

	"github.com/asapak/asapak/cli/render"
	"github.com/asapak/asapak/license"
)

type showModule struct {
	Words words `parser:"'show' 'module'"`
	show
}

func (*showModule) run(s *Session) reply {
	d := s.unit.Device()
	return say(render.ShowModule(d.Model(), d.Release(), d.Serial()))
}

type showInterfaces struct {
	Words words `parser:"'show' 'interface' 'ip' 'brief'"`
	show
}

func (*showInterfaces) run(s *Session) reply {
	var all []render.Interface
	for _, l := range s.unit.Running().Lines() {
		name, ok := strings.CutPrefix(l.Text, "interface ")
		if !ok {
			continue
		}
		row := render.Interface{Name: name, Shut: slices.Contains(l.Sub, "shutdown")}
		for _, sub := range l.Sub {
			if words := strings.Fields(sub); len(words) >= 4 && strings.HasPrefix(sub, addressKey+" ") {
				row.Address = words[2]
			}
		}
		all = append(all, row)
	}
	return say(render.ShowInterfaces(all))
}

type showVlan struct {
	Words words `parser:"'show' 'vlan'"`
	show
}

// run lists the VLANs that interfaces are assigned to.
func (*showVlan) run(s *Session) reply {
	var numbers []int
	for _, l := range s.unit.Running().Lines() {
		for _, sub := range l.Sub {
			text, ok := strings.CutPrefix(sub, "vlan ")
			if n, err := strconv.Atoi(text); ok && err == nil && strings.HasPrefix(l.Text, "interface ") {
				numbers = append(numbers, n)
			}
		}
	}
	slices.Sort(numbers)
	var texts []string
	for _, n := range slices.Compact(numbers) {
		texts = append(texts, strconv.Itoa(n))
	}
	return say(strings.Join(texts, ", ") + "\n")
}

type showSSL struct {
	Words words `parser:"'show' 'ssl'"`
	show
}

func (*showSSL) run(s *Session) reply {
	run := s.unit.Device().Running()
	return say(render.ShowSSL(run[license.Encryption3DESAES].Value != license.Disabled))
}

// sectionWord takes the first word of a line that configurations may hold.
func sectionWord(text string) (int, bool) {
	n := 0
	for i := range keptLines {
		first, _, _ := strings.Cut(keptLines[i].words, " ")
		if first == text {
			return len(text), true
		}
		n = max(n, common(first, text))
	}
	if text == usernameKey {
		return len(text), true
	}
	return n, false
}

// namedWord takes a word that is no output modifier.
func namedWord(text string) (int, bool) {
	if text == outputModifier || text == "" {
		return 0, false
	}
	return len(text), true
}
