package cli

import "strings"

// A parsed line is a command that was found, or the error that the line is
// answered with.
type parsed struct {
	place
	fault  fault
	column int
	mode   mode // that took the line
}

// find looks a line up in a mode: its own commands first, then those of the
// modes around it, so that an abbreviation never reaches over the mode it was
// meant for. Where no mode takes the line, the one that understood most of it
// says what is wrong.
func (g *Grammar) find(m mode, line string) parsed {
	worst := parsed{fault: invalid, column: -1}
	for {
		w := walkLine(g.layers[m], line)
		p, fault := w.whole()
		if fault != invalid {
			return parsed{place: p, fault: fault, mode: m}
		}
		worst.column = max(worst.column, w.column)
		outer, ok := m.outer()
		if !ok {
			return worst
		}
		m = outer
	}
}

// errorText words a fault of a line. The caret stands below the first character
// that nothing can match, the prompt counted.
func (p parsed) errorText(prompt, line string) string {
	switch p.fault {
	case invalid:
		return strings.Repeat(" ", len(prompt)+p.column) + "^\nERROR: % Invalid input detected at '^' marker.\n"
	case ambiguous:
		return "ERROR: % Ambiguous command:  \"" + strings.TrimSpace(line) + "\"\n"
	}
	return "ERROR: % Incomplete command\n"
}

// read lets participle read the words that the walk found.
func (p parsed) read() (runner, error) {
	p.command.complete()
	return p.command.parse(p.tokens())
}
