package sim

import (
	"strconv"
	"time"

	"github.com/asapak/asapak/device"
	"github.com/asapak/asapak/failover"
	"github.com/asapak/asapak/license"
)

// maxLog bounds a unit's log: the oldest entries make room.
const maxLog = 4096

// A Unit is a device in the world, with its configuration and its log.
type Unit struct {
	Name string

	world            *World
	machine          *device.Unit // of a unit in no group
	group            *Group
	disabled         bool // failover was switched off because a requirement is violated
	running, startup Config
	log              []Entry
	logged           int           // entries since the unit is there
	clock            time.Duration // what clock set added to the virtual time
	faults           Faults
}

// An Entry is something in a unit's log: an event of the device, or a command
// that a user executed.
type Entry struct {
	At      time.Time
	Event   device.Event
	User    string
	Command string // when not empty the entry is this command, and no event
	Group   Event  // when not NoEvent the entry is this, and no event of the device
	Access  *Access
}

// Device is the unit itself, to be read. Inputs go through [Unit.Step].
func (u *Unit) Device() *device.Unit {
	d := u.device()
	if u.group == nil {
		return d
	}
	if run, ok := u.group.License(u); ok {
		d.Step(device.RunOn{License: &run})
	} else {
		d.Step(device.RunOn{})
	}
	return d
}

func (u *Unit) device() *device.Unit {
	if u.group != nil {
		return u.group.views[u.group.place(u)].devices[u.group.place(u)]
	}
	return u.machine
}

// Group is the failover pair or cluster that the unit belongs to, nil if none.
func (u *Unit) Group() *Group { return u.group }

// failoverEnabled reports whether the unit wants to be one of its group: its
// configuration says so, or it is in a cluster.
func (u *Unit) failoverEnabled() bool {
	return u.group.kind == failover.Clustering && !u.disabled || u.running.HasLine("failover")
}

// Disabled reports whether failover was switched off because a requirement was
// violated, and hasn't been switched on since.
func (u *Unit) Disabled() bool { return u.disabled }

// Clock is the time that the unit shows: the virtual time and what clock set
// made of it. It means nothing to licenses (TIME-1).
func (u *Unit) Clock() time.Time { return u.world.now.Add(u.clock) }

// SetClock is clock set.
func (u *Unit) SetClock(t time.Time) { u.clock = t.Sub(u.world.now) }

// Log is what happened in the unit, oldest first.
func (u *Unit) Log() []Entry { return u.log }

// Logged is how many entries there were in all; see [Unit.LogSince].
func (u *Unit) Logged() int { return u.logged }

// LogSince is the entries of the log after the first n that there were.
func (u *Unit) LogSince(n int) []Entry {
	return u.log[max(0, min(n-(u.logged-len(u.log)), len(u.log))):]
}

// ClearLog forgets the log.
func (u *Unit) ClearLog() { u.log = nil }

// Executed puts a command into the log.
func (u *Unit) Executed(user, command string) {
	u.append(Entry{At: u.Clock(), User: user, Command: command})
}

// Step gives the device an input and logs what comes of it. After a boot the
// startup configuration is the running one.
func (u *Unit) Step(in device.Input) device.Output {
	out := u.step(in)
	u.note(out)
	if booted(out) {
		u.running, u.disabled = u.startup.Clone(), false
		u.configure()
	}
	if u.group != nil {
		u.group.evaluate()
	}
	return out
}

func (u *Unit) step(in device.Input) device.Output {
	if u.group == nil {
		return u.machine.Step(in)
	}
	u.Device() // puts the license in force that it steps under
	i := u.group.place(u)
	if u.device().On() && restarts(in) {
		return u.group.restart(i, in)
	}
	return u.group.step(i, in)
}

// restarts reports whether a unit that is on goes down and comes up by an input.
func restarts(in device.Input) bool {
	switch in.(type) {
	case device.Reload, device.Replace:
		return true
	}
	return false
}

func booted(out device.Output) bool {
	for _, e := range out.Events {
		if e.Kind == device.Booted {
			return true
		}
	}
	return false
}

func (u *Unit) note(out device.Output) {
	for _, e := range out.Events {
		u.append(Entry{At: u.Clock().Add(e.At), Event: e})
	}
}

// tell logs an event of the group.
func (u *Unit) tell(e Event) { u.append(Entry{At: u.Clock(), Group: e}) }

func (u *Unit) append(e Entry) {
	if len(u.log) == maxLog {
		u.log = append(u.log[:0], u.log[1:]...)
	}
	u.log = append(u.log, e)
	u.logged++
}

// Running is the running configuration, to be read; change it with
// [Unit.Configure].
func (u *Unit) Running() *Config { return &u.running }

// Startup is the startup configuration.
func (u *Unit) Startup() *Config { return &u.startup }

// Configure edits the running configuration and lets the device follow it.
func (u *Unit) Configure(edit func(*Config)) device.Output {
	edit(&u.running)
	out := u.configure()
	if u.group != nil {
		u.disabled = u.disabled && !u.running.HasLine("failover")
		u.group.follow(u)
		u.group.evaluate()
	}
	return out
}

// WriteMemory makes the running configuration the startup one; the active unit of
// a pair lets its mate do so too.
func (u *Unit) WriteMemory() {
	u.startup = u.running.Clone()
	if g := u.group; g != nil && g.leads(u) {
		mate := g.Mate(u)
		mate.startup = mate.running.Clone()
	}
}

// WriteErase empties the startup configuration. Keys stay (KEY-9).
func (u *Unit) WriteErase() { u.startup = Config{} }

// ClearConfiguration is clear configure all: an empty running configuration and
// the device's limits at their defaults (EXCL-4). Keys stay (KEY-9).
func (u *Unit) ClearConfiguration() device.Output {
	u.running = Config{}
	u.configure()
	out := u.step(device.ClearConfiguration{})
	u.note(out)
	if u.group != nil {
		u.group.evaluate()
	}
	return out
}

// configure tells the device what the running configuration says about limits
// and interfaces.
func (u *Unit) configure() device.Output {
	u.step(device.UseEssentials{On: !u.running.HasIn("webvpn", "no anyconnect-essentials")})
	if rest, ok := u.running.Rest("tls-proxy maximum-session"); ok {
		if n, err := strconv.ParseUint(rest, 10, 32); err == nil {
			u.step(device.LimitTLSProxy{Sessions: license.Value(n)})
		}
	}
	u.step(device.Use{Resource: device.Contexts, Wanted: license.Value(u.running.Count("context "))})
	return u.step(device.Use{Resource: device.VLANs, Wanted: license.Value(u.running.CountIn("interface ", "vlan "))})
}
