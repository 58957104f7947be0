package sim

import (
	"fmt"
	"slices"
	"time"

	"github.com/asapak/asapak/combine"
	"github.com/asapak/asapak/device"
	"github.com/asapak/asapak/failover"
	"github.com/asapak/asapak/license"
)

// An Event is something that happened to a unit as one of a group.
type Event struct {
	Kind       EventKind
	Part       int                  // of RoleChanged in an Active/Active pair: the failover group, from 1
	Role       failover.RoleChange  // of RoleChanged; of FailoverDisabled the role until then
	Violations []failover.Violation // of FailoverDisabled
}

// An EventKind says what an Event tells.
type EventKind uint8

// The kinds of event.
const (
	NoEvent          EventKind = iota
	RoleChanged                // another role in the pair
	ContactLost                // nothing is heard from the group
	ContactRestored            // the group is heard again
	GraceOver                  // contact was lost for more than 30 days (LOSS-1)
	FailoverEnabled            // the pair formed
	FailoverDisabled           // a requirement is violated (FO-6, FO-8)
	ReplicationSent            // the configuration went to the mate
	ReplicationTaken           // the configuration came from the mate
)

// maxUnits is the largest cluster (CLU-1).
const maxUnits = 16

// Group joins units into a pair or a cluster, the primary or control unit first.
// Whether they form it is decided by their configuration, their power, their links
// and the requirements, now and whenever one of these changes.
func (w *World) Group(kind failover.Kind, units ...*Unit) (*Group, error) {
	g, err := w.newGroup(kind, units)
	if err != nil {
		return nil, err
	}
	g.evaluate()
	return g, nil
}

func (w *World) newGroup(kind failover.Kind, units []*Unit) (*Group, error) {
	if n := len(units); n < 2 || n > maxUnits || kind != failover.Clustering && n != 2 {
		return nil, fmt.Errorf("%d units: want two for a failover pair, 2 to %d for a cluster", n, maxUnits)
	}
	g := &Group{kind: kind, world: w, units: units, away: everybody, parts: newParts(kind, w.now)}
	for _, u := range units {
		if u.group != nil {
			return nil, fmt.Errorf("unit %q is in a group already", u.Name)
		}
	}
	for _, u := range units {
		u.group = g
	}
	g.lost = make([]time.Duration, len(units))
	shared := &view{alone: everybody} // until they meet
	for _, u := range units {
		shared.devices = append(shared.devices, u.machine)
		g.views = append(g.views, shared)
		g.contacts = append(g.contacts, failover.NeverMet())
	}
	g.split()
	w.groups = append(w.groups, g)
	return g, nil
}

// Kind is what the group is.
func (g *Group) Kind() failover.Kind { return g.kind }

// Units lists the group's units in order.
func (g *Group) Units() []*Unit { return slices.Clone(g.units) }

// Place is a unit's place among the group's units: failover.Primary or Secondary in
// a pair.
func (g *Group) Place(u *Unit) int { return g.place(u) }

// Contact is how a unit stands to its group, and what is left of its grace period.
func (g *Group) Contact(u *Unit) (failover.ContactState, time.Duration) {
	c := g.contacts[g.place(u)]
	return c.State(), c.GraceLeft()
}

// Hears reports whether a unit hears any other unit of its group.
func (g *Group) Hears(u *Unit) bool { return g.hearing().has(g.place(u)) }

// CutLink takes a unit's failover link down or up.
func (g *Group) CutLink(u *Unit, down bool) {
	if down {
		g.cut |= member(g.place(u))
	} else {
		g.cut &^= member(g.place(u))
	}
	g.evaluate()
}

// LinkDown reports whether a unit's failover link is down.
func (g *Group) LinkDown(u *Unit) bool { return g.cut.has(g.place(u)) }

// Mate is the other unit of a pair.
func (g *Group) Mate(u *Unit) *Unit { return g.units[1-g.place(u)] }

// License is the failover cluster license as a unit has it, and whether one is in
// force: in contact, and in the grace period after (LOSS-1).
func (g *Group) License(u *Unit) (combine.Running, bool) {
	i := g.place(u)
	if g.contacts[i].State() == failover.Apart || u.device().Release().Before(r83) {
		return combine.Running{}, false
	}
	ground, list := g.Members(u)
	return g.combiner.Cluster(ground, list), true
}

// Members is what the failover cluster license is formed of, as a unit has it:
// the ground, and the units that count.
func (g *Group) Members(u *Unit) (combine.Ground, []combine.Member) {
	i := g.place(u)
	v := g.views[i]
	platform := v.devices[i].Platform()
	ground := combine.Ground{Platform: &platform, Release: v.devices[i].Release(), Separate: separate(v.devices[i])}
	var list []combine.Member
	for j, d := range v.devices {
		if !v.alone.has(j) && d != nil {
			list = append(list, combine.Member{Permanent: d.PermanentLicense(), Active: d.ActiveLicenses(nil)})
		}
	}
	return ground, list
}

// separate is what is licensed on each unit and not added up: Secure Client
// sessions in multiple context mode (EXCL-8).
func separate(d *device.Unit) license.Mask {
	if d.Multiple() {
		return license.MaskOf(license.AnyConnectPremiumPeers)
	}
	return 0
}

// Requirements lists what keeps the units from forming the group, as they are now.
func (g *Group) Requirements() []failover.Violation {
	units := make([]failover.Unit, len(g.units))
	for i, u := range g.units {
		units[i] = Facts(u.device())
	}
	return failover.Check(g.kind, units)
}

// Facts is what the requirements look at in a device.
func Facts(d *device.Unit) failover.Unit {
	return failover.Unit{
		Serial: d.Serial(), Model: d.Model(), Level: d.Level(), Release: d.Release(),
		NoPayloadEncryption: d.NoPayloadEncryption(),
		HasKey:              d.RunningKey().Key != device.Key{},
		Multiple:            d.Multiple(), License: d.Running(),
		Encryption: d.FlashLicense()[license.Encryption3DESAES],
	}
}

// evaluate finds out anew who takes part, who is in contact and who is active.
func (g *Group) evaluate() {
	g.form()
	g.meet()
	if g.kind == failover.Clustering {
		return
	}
	c := failover.Condition{Contact: g.hearing() != 0}
	for i, u := range g.units {
		c.Up[i], c.Enabled[i] = u.device().On() && !g.booting.has(i), u.failoverEnabled()
	}
	for n := range g.parts {
		g.tellRoles(n, g.parts[n].roles.Step(c))
	}
}

// form decides who takes part. Where units newly meet and a requirement is
// violated, failover is switched off on the units that violate it; before 8.3 also
// where licenses come to differ (FO-8).
func (g *Group) form() {
	before := g.hearing()
	g.formed = 0
	for i, u := range g.units {
		if u.device().On() && !g.booting.has(i) && u.failoverEnabled() {
			g.formed |= member(i)
		}
	}
	if now := g.hearing(); now&^before != 0 || now != 0 && g.mustMatch() {
		g.formed &^= g.disable(now)
	}
}

// mustMatch reports whether the units run a release that asks for equal licenses.
func (g *Group) mustMatch() bool {
	return slices.ContainsFunc(g.units, func(u *Unit) bool { return u.device().Release().Before(r83) })
}

// disable switches failover off on units that hear others and may not join them.
func (g *Group) disable(meeting members) members {
	var off members
	violations := make([][]failover.Violation, len(g.units))
	for _, v := range g.Requirements() {
		if meeting.has(v.Unit) && meeting.has(v.Mate) {
			violations[v.Unit] = append(violations[v.Unit], v)
			off |= member(v.Unit)
		}
	}
	for i, u := range g.units {
		if off.has(i) {
			u.disabled = true
			u.running.RemoveLine("failover")
			u.tell(Event{Kind: FailoverDisabled, Violations: violations[i], Role: g.leaving(i)})
		}
	}
	return off
}

// leaving is a unit of a pair whose failover is switched off, before its role is.
func (g *Group) leaving(i int) failover.RoleChange {
	if g.kind == failover.Clustering {
		return failover.RoleChange{}
	}
	return failover.RoleChange{Unit: i, From: g.parts[0].roles.Of(i)}
}

// replicate copies the configuration of the active unit to its mate, all but who
// is who.
func (g *Group) replicate(from, to *Unit) {
	const identity = "failover lan unit"
	own, has := to.running.Rest(identity)
	to.running = from.running.Clone()
	if has {
		to.running.Set(identity, identity+" "+own)
	}
	to.configure()
}

// follow lets the mate have a change of the configuration of the active unit.
func (g *Group) follow(u *Unit) {
	if g.leads(u) {
		g.replicate(u, g.Mate(u))
	}
}

// leads reports whether a unit is the active one of a pair in contact.
func (g *Group) leads(u *Unit) bool {
	return g.kind != failover.Clustering && g.hearing() != 0 && g.RoleOf(u) == failover.Active
}

// WriteStandby sends the whole configuration to the standby unit, which clears its
// own first (EXCL-4). It reports false where there is none to send it to.
func (g *Group) WriteStandby(u *Unit) bool {
	if !g.leads(u) {
		return false
	}
	mate := g.Mate(u)
	mate.note(g.step(g.place(mate), device.ClearConfiguration{}))
	g.sendConfiguration(u, mate)
	return true
}

func (g *Group) sendConfiguration(from, to *Unit) {
	from.tell(Event{Kind: ReplicationSent})
	g.replicate(from, to)
	to.tell(Event{Kind: ReplicationTaken})
}

// restart is a reload of a unit in the group, or what takes one: for an instant the
// others don't hear it, so that the active role moves over (FO-9).
func (g *Group) restart(i int, in device.Input) device.Output {
	g.booting |= member(i)
	g.evaluate()
	out := g.step(i, in)
	g.booting &^= member(i)
	return out
}
