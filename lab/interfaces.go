package lab

import (
	"net/netip"
	"strconv"

	"github.com/goccy/go-yaml/ast"
)

// An Interface is an interface of a unit with what its configuration says.
type Interface struct {
	Name    string // as the unit calls it: GigabitEthernet1/1
	Nameif  string
	Address netip.Prefix // of the active unit; the zero Prefix is none
	Standby netip.Addr   // of the standby unit; the zero Addr is none
	VLAN    int          // zero is none
}

const (
	maxInterfaces = 1024
	maxVLAN       = 4094
	maxWord       = 63 // characters of an interface's name
)

var interfaceFields = []field[Interface]{
	{"nameif", func(r *reader, i *Interface, n ast.Node) { i.Nameif = r.word(n, "a name of an interface") }},
	{"address", (*reader).address},
	{"standby", (*reader).standby},
	{"vlan", (*reader).vlan},
}

func (r *reader) interfaces(u *unitText, n ast.Node) {
	pairs, ok := r.pairs(n, "interfaces: want a mapping from names to nameif, address, standby, vlan")
	if !ok {
		return
	}
	if len(pairs) > maxInterfaces {
		r.report(n, "%d interfaces: want at most %d", len(pairs), maxInterfaces)
		return
	}
	for _, pair := range pairs {
		i := Interface{Name: r.wordOf(pair.Key, pair.Key.GetToken().Value, "a name of an interface")}
		given := readMapping(r, pair.Value, "an interface", interfaceFields, &i)
		if at := given["standby"]; at != nil && i.Standby.IsValid() && !i.Address.Masked().Contains(i.Standby) {
			r.report(at, "standby %s: want an address in the network of the interface's own", i.Standby)
		}
		u.Interfaces = append(u.Interfaces, i)
	}
}

// word reads a text without blanks that fits into a line of configuration.
func (r *reader) word(n ast.Node, wanted string) string {
	text, ok := r.scalar(n, wanted)
	if !ok {
		return ""
	}
	return r.wordOf(n, text, wanted)
}

func (r *reader) wordOf(n ast.Node, text, wanted string) string {
	for _, c := range []byte(text) {
		if c <= ' ' || c > '~' {
			text = ""
		}
	}
	if text == "" || len(text) > maxWord {
		r.report(n, "want %s: 1 to %d characters without blanks", wanted, maxWord)
		return ""
	}
	return text
}

func (r *reader) address(i *Interface, n ast.Node) {
	text, ok := r.scalar(n, "an address such as 10.1.1.1/24")
	if !ok {
		return
	}
	p, err := netip.ParsePrefix(text)
	if err != nil || !p.Addr().Is4() {
		r.report(n, "address %q: want a form such as 10.1.1.1/24", text)
		return
	}
	i.Address = p
}

func (r *reader) standby(i *Interface, n ast.Node) {
	text, ok := r.scalar(n, "an address such as 10.1.1.2")
	if !ok {
		return
	}
	a, err := netip.ParseAddr(text)
	if err != nil || !a.Is4() {
		r.report(n, "standby %q: want a form such as 10.1.1.2", text)
		return
	}
	i.Standby = a
}

func (r *reader) vlan(i *Interface, n ast.Node) {
	text, ok := r.scalar(n, "a VLAN")
	if !ok {
		return
	}
	v, err := strconv.Atoi(text)
	if err != nil || v < 1 || v > maxVLAN {
		r.report(n, "vlan %q: want 1 to %d", text, maxVLAN)
		return
	}
	i.VLAN = v
}
