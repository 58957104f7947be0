package cli

import (
	"strings"

	"github.com/asapak/asapak/sim"
)

// insideName is the interface through which clients come where the
// configuration names none.
const insideName = "inside"

// accessMessage words a login or the end of a session. The simulator has no
// interfaces for its clients: they come through the first that has a name.
func accessMessage(u *sim.Unit, a *sim.Access) message {
	inside := insideName
	for _, l := range u.Running().Lines() {
		for _, sub := range l.Sub {
			if name, ok := strings.CutPrefix(sub, "nameif "); ok && inside == insideName {
				inside = name
			}
		}
	}
	switch a.Kind {
	case sim.LoginPermitted:
		return message{605005, []any{a.From, inside, "ssh", a.User}}
	case sim.LoginDenied:
		return message{605004, []any{a.From, inside, "ssh", a.User}}
	case sim.SessionDenied:
		return message{315001, []any{addressOf(a.From), inside}}
	}
	return message{315011, []any{addressOf(a.From), inside, a.User, a.Reason}}
}

// addressOf is ADDRESS/PORT without the port.
func addressOf(from string) string {
	address, _, _ := strings.Cut(from, "/")
	return address
}
