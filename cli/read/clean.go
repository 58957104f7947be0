package read

import "strings"

// pagers are the prompts of pagers that a log may have kept.
var pagers = [...]string{"<--- More --->", "<---More--->", "--More--", "-- More --"}

// pagerRest is how many blanks a unit prints over its pager prompt.
const pagerRest = 14

// clean takes from a raw line what a terminal would not have left on the
// screen: control sequences, overwritten text, pager prompts. drop says that
// nothing of the line was ever output.
func clean(raw string) (text string, drop bool) {
	if isPlain(raw) {
		return raw, false
	}
	text = strings.TrimSuffix(raw, "\r")
	if isPlain(text) {
		return text, false
	}
	text = strings.ReplaceAll(dropControls(text), "\u00a0", " ")
	text, paged := dropPagers(text)
	overwritten := strings.Contains(text, "\r")
	if overwritten {
		text = lastOf(strings.Split(text, "\r"))
	}
	return text, paged && !overwritten && strings.TrimSpace(text) == ""
}

// isPlain reports whether a line has nothing to clean.
func isPlain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' && c != '\t' || c == 0x7f || c == 0xc2 {
			return false
		}
	}
	return !strings.Contains(s, "More")
}

// lastOf is the last piece that shows anything.
func lastOf(pieces []string) string {
	for i := len(pieces) - 1; i >= 0; i-- {
		if strings.TrimSpace(pieces[i]) != "" {
			return pieces[i]
		}
	}
	return ""
}

func dropPagers(s string) (text string, found bool) {
	for _, pager := range pagers {
		before, after, ok := strings.Cut(s, pager)
		for ok {
			found = true
			s = before + cutBlanks(after, pagerRest)
			before, after, ok = strings.Cut(s, pager)
		}
	}
	return s, found
}

// cutBlanks takes exactly n leading blanks away, or none.
func cutBlanks(s string, n int) string {
	if len(s) >= n && strings.TrimLeft(s[:n], " ") == "" {
		return s[n:]
	}
	return s
}

// dropControls removes ANSI sequences and control characters other than tab and
// carriage return; a backspace takes the character before it along.
func dropControls(s string) string {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == 0x1b:
			i += sequenceLength(s[i:]) - 1
		case c == '\b':
			if len(out) > 0 && out[len(out)-1] != '\r' {
				out = out[:len(out)-1]
			}
		case c >= ' ' && c != 0x7f || c == '\t' || c == '\r':
			out = append(out, c)
		}
	}
	return string(out)
}

// sequenceLength is how long the ANSI sequence is that s begins with.
func sequenceLength(s string) int {
	if len(s) < 2 || s[1] != '[' {
		return 1
	}
	for i := 2; i < len(s); i++ {
		if s[i] >= 0x40 && s[i] <= 0x7e {
			return i + 1
		}
	}
	return len(s)
}
