package main

import (
	"fmt"
	"io"
	"iter"
	"text/tabwriter"
	"time"

	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sharedlic"
	"github.com/asapak/asapak/sharedlic/transport"
)

// A sharedStatus is how a unit stands, as shared status and its JSON tell.
type sharedStatus struct {
	Role     string              `json:"role"`
	ID       license.Serial      `json:"id"`
	Hostname string              `json:"hostname"`
	Service  string              `json:"service"` // what it does, or which server it uses
	Epoch    uint64              `json:"epoch"`
	Pool     int                 `json:"pool"`
	Free     int                 `json:"free"`
	Refresh  int                 `json:"refreshSeconds"`
	Device   sharedDevice        `json:"device"`
	Backup   *sharedBackupStatus `json:"backup,omitempty"`
	Clients  []sharedClient      `json:"clients,omitempty"`
	Network  map[string]uint64   `json:"network"`
}

type sharedDevice struct {
	Limit  int `json:"limit"`
	Local  int `json:"local"`
	Shared int `json:"shared"`
	Wanted int `json:"wanted"`
	InUse  int `json:"inUse"`
}

type sharedBackupStatus struct {
	Synced        bool    `json:"synced"`
	OperatingDays float64 `json:"operatingDaysLeft"`
	ActingDays    float64 `json:"actingDays"`
}

type sharedClient struct {
	ID         license.Serial `json:"id"`
	Hostname   string         `json:"hostname"`
	Model      string         `json:"model"`
	Lease      int            `json:"lease"`
	Registered bool           `json:"registered"`
	Since      *time.Time     `json:"since,omitempty"` // holds sessions without a break
	Silent     float64        `json:"silentSeconds"`
}

// status asks the machine how it stands. It reports false at the end of the unit.
func (d *daemon) status() (sharedStatus, bool) {
	s := sharedStatus{Role: d.role.String(), ID: license.Serial(d.settings.id), Hostname: d.settings.hostname}
	ok := d.unit.Do("status", func(m transport.Machine) []sharedlic.Input {
		switch m := m.(type) {
		case *sharedlic.Server:
			s.serves(m.View())
			s.listClients(m.Clients(), d.unit)
		case *sharedlic.Backup:
			s.serves(m.View())
			s.listClients(m.Clients(), d.unit)
			b := m.Backup()
			s.Backup = &sharedBackupStatus{b.Synced, inDays(b.Allowance), inDays(b.Acting)}
		case *sharedlic.Participant:
			s.takesPart(m.View())
		}
		return nil
	})
	s.Network = networkCounts(&d.unit.Counters)
	return s, ok
}

func inDays(d time.Duration) float64 { return d.Hours() / license.Day.Hours() }

func (s *sharedStatus) serves(v sharedlic.ServiceView) {
	s.Service = map[bool]string{true: "serving", false: "not serving"}[v.Serving]
	s.Epoch, s.Pool, s.Free, s.Refresh = uint64(v.Epoch), v.Pool, v.Free, int(v.Interval/time.Second)
	s.Device = newSharedDevice(v.Device)
}

func (s *sharedStatus) takesPart(v sharedlic.ParticipantView) {
	s.Service = "trying the " + v.Service.String()
	if v.Active {
		s.Service = "registered with the " + v.Service.String()
	}
	s.Epoch, s.Pool, s.Free, s.Refresh = uint64(v.Epoch), v.Pool, v.Free, int(v.Interval/time.Second)
	s.Device = newSharedDevice(v.Device)
}

func newSharedDevice(v sharedlic.DeviceView) sharedDevice {
	return sharedDevice{Limit: v.Limit, Local: v.Local, Shared: v.Shared, Wanted: v.Wanted, InUse: v.InUse}
}

// listClients lists who holds what, and since when.
func (s *sharedStatus) listClients(clients iter.Seq[sharedlic.ClientView], unit *transport.Unit) {
	for c := range clients {
		k := sharedClient{
			ID: c.ID, Hostname: c.Hostname, Model: c.Model, Lease: c.Lease,
			Registered: c.Registered, Silent: c.Silent.Seconds(),
		}
		if at, ok := unit.Since(c.ID); ok && c.Lease > 0 {
			k.Since = &at
		}
		s.Clients = append(s.Clients, k)
	}
}

// print writes the status for people.
func (s *sharedStatus) print(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	row := func(label, format string, args ...any) {
		fmt.Fprintf(t, "%s:\t%s\n", label, fmt.Sprintf(format, args...))
	}
	row("Unit", "%s %s (%s)", s.Role, s.ID, s.Hostname)
	row("Service", "%s, epoch %d, refresh every %d s", s.Service, s.Epoch, s.Refresh)
	row("Pool", "%d sessions, %d free", s.Pool, s.Free)
	row("This device", "%d in use of %d wanted: %d of its own license, %d shared, limit %d",
		s.Device.InUse, s.Device.Wanted, s.Device.Local, s.Device.Shared, s.Device.Limit)
	if b := s.Backup; b != nil {
		row("Backup", "%s, %.1f days left to serve, %.1f days served", map[bool]string{true: "synced", false: "never synced"}[b.Synced], b.OperatingDays, b.ActingDays)
	}
	row("Network", "%d connections, %d authenticated, %d failed", s.Network["connections"], s.Network["authenticated_total"], s.Network["authentication_failures_total"])
	if len(s.Clients) > 0 {
		fmt.Fprintln(t, "\nClient ID\tHostname\tModel\tHolds\tSince\tLast heard")
	}
	for _, c := range s.Clients {
		since, heard := "-", (time.Duration(c.Silent)*time.Second).String()+" ago"
		if c.Since != nil {
			since = c.Since.Format(time.DateTime)
		}
		if !c.Registered {
			heard = "gone"
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%d\t%s\t%s\n", c.ID, c.Hostname, c.Model, c.Lease, since, heard)
	}
	return t.Flush()
}
