package sharedlic

import (
	"iter"
	"time"

	"github.com/asapak/asapak/license"
)

// A DeviceView is what show shared license tells of the unit itself.
type DeviceView struct {
	Limit  int // platform limit
	InUse  int // sessions, local ones included
	High   int
	Local  int // sessions of its own license
	Shared int // sessions of the pool that it holds
	Wanted int // sessions that the field would like
	Counts Counts
}

// A ParticipantView is what show shared license tells on a participant.
type ParticipantView struct {
	Active     bool    // it is registered with a server
	Service    Service // with which, or which it tries
	Version    uint8
	Pool, Free int // as the server said last
	Interval   time.Duration
	Epoch      Epoch
	Silent     time.Duration // since the last answered request was sent
	Device     DeviceView
}

// View tells how the participant stands.
func (p *Participant) View() ParticipantView {
	return ParticipantView{
		Active: p.registered, Service: p.service, Version: p.version,
		Pool: p.pool, Free: p.free, Interval: p.interval, Epoch: p.epoch,
		Silent: p.now - p.contact, Device: p.device(),
	}
}

func (p *Participant) device() DeviceView {
	return DeviceView{
		Limit: p.unit.Limit, InUse: p.inUse, High: p.high, Local: p.unit.Local,
		Shared: p.held, Wanted: p.wanted, Counts: p.counts,
	}
}

// A ServiceView is what show shared license tells on a unit that can serve.
type ServiceView struct {
	Serving    bool
	Epoch      Epoch
	Version    uint64 // of the ledger
	Pool, Free int
	Interval   time.Duration
	Registered int // participants
	Counts     Counts
	Device     DeviceView
}

// View tells how the service stands.
func (s *service) View() ServiceView {
	return ServiceView{
		Serving: s.serving, Epoch: s.epoch, Version: s.version, Pool: s.pool, Free: s.free,
		Interval: s.interval, Registered: s.registered, Counts: s.counts, Device: s.self.device(),
	}
}

// A ClientView is what show shared license detail tells of a participant.
type ClientView struct {
	Client
	High   int
	Silent time.Duration // since it was last heard
	Counts Counts
}

// Clients lists the participants, those first that changed longest ago.
func (s *service) Clients() iter.Seq[ClientView] {
	return func(yield func(ClientView) bool) {
		for k := s.changed.front; k != nil; k = s.changed.next(k) {
			if !yield(s.view(k)) {
				return
			}
		}
	}
}

// Client finds one participant.
func (s *service) Client(id license.Serial) (ClientView, bool) {
	if k := s.clients[id]; k != nil {
		return s.view(k), true
	}
	return ClientView{}, false
}

func (s *service) view(k *client) ClientView {
	return ClientView{Client: k.Client, High: k.high, Silent: s.now - k.heard, Counts: k.counts}
}

// Peers tells what the server knows of the backup units that are configured.
func (v *Server) Peers() []Peer {
	var peers []Peer
	for i := range v.peers {
		if v.peers[i].ID != "" {
			peers = append(peers, v.peers[i])
		}
	}
	return peers
}

// A BackupView is what a backup tells beyond a [ServiceView].
type BackupView struct {
	Synced    bool          // it may act
	Linked    bool          // the main server knows it
	Allowance time.Duration // its operating limit
	Acting    time.Duration // how long it has been serving
	Over      bool          // its operating limit is used up
	Counts    Counts        // Hello, Sync and Update
}

// Backup tells how the backup stands.
func (b *Backup) Backup() BackupView {
	return BackupView{
		Synced: b.backup.Synced, Linked: b.linked, Allowance: b.Allowance(),
		Acting: b.acting(), Over: b.phase == terminated, Counts: b.messages,
	}
}

// Participant tells how the backup stands as a participant.
func (b *Backup) Participant() ParticipantView { return b.self.View() }

// Mate is what the standby unit of the pair is told of this one (SHR-11).
func (s *service) Mate() Mate { return s.self.Mate() }

// Sessions tells how many shared sessions the participant holds, and how many
// sessions are in use.
func (p *Participant) Sessions() (shared, inUse int) { return p.held, p.inUse }

// Stock tells how many sessions are free, of how many.
func (s *service) Stock() (free, pool int) { return s.free, s.pool }

// Serving reports whether the unit gives sessions out.
func (s *service) Serving() bool { return s.serving }

// Synced reports whether the backup was synced once (BKP-1).
func (b *Backup) Synced() bool { return b.backup.Synced }
