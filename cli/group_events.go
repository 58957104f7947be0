package cli

import (
	"fmt"
	"strings"

	"github.com/asapak/asapak/cli/render"
	"github.com/asapak/asapak/device"
	"github.com/asapak/asapak/failover"
	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sim"
)

// groupMessages are the syslog messages of something that happened to a unit as
// one of a pair. Of clusters none are known.
func groupMessages(u *sim.Unit, e sim.Event) []message {
	if pairOf(u) == nil {
		return nil
	}
	who := identity(u)
	switch e.Kind {
	case sim.RoleChanged:
		if e.Part > 0 {
			who = fmt.Sprintf("%s_group_%d", who, e.Part)
		}
		return roleMessages(who, e.Role)
	case sim.ContactLost:
		const noHello = 1
		return []message{{103001, []any{who, noHello}}}
	case sim.ReplicationSent:
		return []message{{709003, []any{who}}, {709004, []any{who}}}
	case sim.ReplicationTaken:
		return []message{{709005, []any{who}}, {709006, []any{who}}}
	case sim.FailoverDisabled:
		return disabledMessages(who, e)
	}
	return nil
}

func roleMessages(who string, c failover.RoleChange) []message {
	var all []message
	if c.From == failover.Off && c.To != failover.Down {
		all = append(all, message{105002, []any{who}})
	}
	switch c.To {
	case failover.Active:
		all = append(all, message{104001, []any{who, causes[c.Cause]}})
	case failover.Standby:
		all = append(all, message{104002, []any{who, causes[c.Cause]}})
	case failover.Off:
		all = append(all, message{105001, []any{who}})
	}
	return all
}

// causes are those of the lines on role changes. The ones that no list of the
// vendor's has (marked) are this simulator's.
var causes = [...]string{
	failover.StateCheck:   "state check",
	failover.NoResponse:   "no response from mate", // (ours)
	failover.SetByCommand: "the other side wants me to be active",
	failover.MateCommand:  "other unit set to active by CLI config command fail active",
	failover.WentDown:     "power or reload", // (ours)
}

// disabledMessages tell why failover was switched off. That it was is told by the
// change of the role, if there was one.
func disabledMessages(who string, e sim.Event) []message {
	var all []message
	for _, v := range e.Violations {
		switch {
		case v.Requirement == failover.SameModel:
			all = append(all, message{105046, []any{who}})
		case v.Feature == license.SecurityContexts && v.Unit != v.Mate:
			all = append(all, message{105045, []any{who, v.Other, v.Own}})
		}
	}
	if e.Role.From == failover.Off {
		all = append(all, message{105001, []any{who}})
	}
	return all
}

// groupText is what the console shows of such an event.
func groupText(u *sim.Unit, e sim.Event) string {
	switch e.Kind {
	case sim.RoleChanged:
		return partText(e)
	case sim.GraceOver:
		return "INFO: No contact for more than 30 days: this unit runs on its own license.\n"
	case sim.ReplicationSent:
		return differentReleases(u) + render.ReplicationSent
	case sim.ReplicationTaken:
		return render.ReplicationTaken
	case sim.FailoverDisabled:
		return disabledText(u, e.Violations)
	}
	var b strings.Builder
	for _, m := range groupMessages(u, e) {
		b.WriteString(m.String() + "\n")
	}
	return b.String()
}

// partText is the text of a role; that of one of two failover groups names it.
func partText(e sim.Event) string {
	text := roleText(e.Role)
	if e.Part > 0 {
		text = strings.ReplaceAll(text, "\t", fmt.Sprintf("\tGroup %d ", e.Part))
	}
	return text
}

func roleText(c failover.RoleChange) string {
	switch {
	case c.To == failover.Active && c.Cause == failover.NoResponse:
		return render.NoMate + render.ToActive
	case c.To == failover.Active && c.From == failover.Standby:
		return render.ToActive
	case c.To == failover.Standby && c.From == failover.Active:
		return render.ToStandby
	case c.To == failover.Standby:
		return render.ActiveMate
	}
	return ""
}

// differentReleases warns where the units of a pair run different releases.
func differentReleases(u *sim.Unit) string {
	ours, mates := u.Device().Release(), pairOf(u).Mate(u).Device().Release()
	if ours == mates {
		return ""
	}
	return render.DifferentReleases(ours, mates)
}

func disabledText(u *sim.Unit, violations []failover.Violation) string {
	parties := make([]render.Party, len(u.Group().Units()))
	for i, member := range u.Group().Units() {
		parties[i] = render.Party{Name: member.Name, Unit: sim.Facts(member.Device())}
	}
	what := "Failover"
	if u.Group().Kind() == failover.Clustering {
		what = "Clustering"
	}
	var b strings.Builder
	for _, v := range violations {
		if v.Unit != v.Mate && comparesLicenses[v.Requirement] {
			b.WriteString(render.MateIncompatible(v, u.Device().Release()))
			continue
		}
		o := render.Object(v, parties)
		fmt.Fprintf(&b, "ERROR: %s. %s will be disabled.\n", o.Text, what)
	}
	return b.String()
}

// comparesLicenses marks the requirements that units word as a license of the
// mate that doesn't fit.
var comparesLicenses = map[failover.Requirement]bool{
	failover.SameEncryption: true, failover.SameIPSModule: true, failover.IdenticalLicense: true,
}

// news is what the console shows of the unit's group since it last looked.
func (s *Session) news() string {
	entries := s.unit.LogSince(s.shown[s.unit])
	s.shown[s.unit] = s.unit.Logged()
	if !s.unit.Device().On() || !s.monitor {
		return ""
	}
	var texts []string
	for _, e := range entries {
		switch {
		case e.Group.Kind != sim.NoEvent:
			texts = append(texts, groupText(s.unit, e.Group))
		case e.Event.Kind == device.TLSProxyBelow: // write standby cleared the configuration (EXCL-4)
			texts = append(texts, render.TLSProxyBelow(e.Event.Value, e.Event.Limit))
		}
	}
	return strings.Join(texts[max(0, len(texts)-maxShownEvents):], "")
}
