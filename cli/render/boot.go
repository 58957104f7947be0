package render

import "github.com/asapak/asapak/license"

// Boot is what the console of a unit that comes up tells of its license, from
// the check of the key on, and of the hardware that encrypts. The order was seen
// on a real unit; a failover cluster license isn't in force yet.
func Boot(l *License, m *license.Model) string {
	p := page{layout: LayoutOf(l.Release), bytes: make([]byte, 0, 4096)}
	p.line("Verify the activation-key, it might take a while...")
	unit := *l
	unit.Serial = "" // the check is of the key only
	p.keys(&unit, "")
	p.line("")
	p.lines(l.Notices)
	p.block(Heading{UserContext: l.UserContext}, l.Own, l.Sentence)
	p.accelerator(l.Release, hardwareOf(m).crypto)
	p.line("")
	return string(p.bytes)
}
