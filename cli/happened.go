package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/asapak/asapak/cli/render"
	"github.com/asapak/asapak/sim"
)

// maxShownEvents bounds what simulate advance prints of what happened; messages
// of grave severity are printed all the same.
const (
	maxShownEvents = 20
	grave          = 3
)

// A happening is a line of a unit's log with when it came.
type happening struct {
	at    time.Duration // of the unit's clock, after the virtual time
	text  string
	grave bool
}

// marks are where the logs of all units end now.
func (s *Session) marks() map[*sim.Unit]int {
	marks := make(map[*sim.Unit]int)
	for _, u := range s.options.World.Units() {
		marks[u] = u.Logged()
	}
	return marks
}

// since is what the console showed after some marks, and what befell the other
// units that is grave. Where that is too much, the oldest lines of little weight
// make room.
func (s *Session) since(marks map[*sim.Unit]int) string {
	if !s.monitor {
		return ""
	}
	var all []happening
	for _, u := range s.options.World.Units() {
		for _, h := range happenings(u, u.LogSince(marks[u])) {
			if u == s.unit {
				all = append(all, h)
			} else if h.grave {
				h.text = u.Name + ": " + h.text
				all = append(all, h)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b happening) int { return cmp.Compare(a.at, b.at) })
	return shorten(all)
}

func happenings(u *sim.Unit, log []sim.Entry) []happening {
	ahead := u.Clock()
	var all []happening
	for _, e := range log {
		for _, m := range messagesOf(u, e) {
			all = append(all, happening{
				at:    e.At.Sub(ahead),
				text:  e.At.Format("Jan 02 2006 15:04:05") + ": " + m.String() + "\n",
				grave: render.Severity(m.id) <= grave,
			})
		}
		if e.Group.Kind == sim.GraceOver {
			all = append(all, happening{e.At.Sub(ahead), e.At.Format("Jan 02 2006 15:04:05") + ": " + groupText(u, e.Group), true})
		}
	}
	return all
}

func shorten(all []happening) string {
	var b strings.Builder
	over, left := len(all)-maxShownEvents, 0
	for _, h := range all {
		if left < over && !h.grave {
			left++
			continue
		}
		b.WriteString(h.text)
	}
	if left > 0 {
		fmt.Fprintf(&b, "... %d more, see show logging\n", left)
	}
	return b.String()
}
