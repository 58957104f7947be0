package sharedlic

import (
	"time"

	"github.com/asapak/asapak/license"
)

// Limits of what messages hold.
const (
	MaxName     = 63      // bytes of a host name or a model's name
	MaxPage     = 128     // participants in a page
	MaxSessions = 1 << 24 // of a pool, a license or a request
)

// Version is the newest protocol version, and MinVersion the oldest that is
// still spoken.
const (
	Version    = 1
	MinVersion = 1
)

// A Message is what units send each other. Every message is an [Input] of the
// machine that it arrives at.
type Message interface {
	Input
	Kind() Kind
	Head() Header
}

// A Header begins every message.
type Header struct {
	// From is the unit that sends it. The transport has checked it.
	From license.Serial

	// Epoch is in a request the highest epoch that the sender has heard of, in an
	// answer the one in which it was given. A late answer of a unit that lost its
	// role has a lower one than the participant knows, and changes nothing.
	Epoch Epoch

	// Request numbers the requests of a sender: never the same one again, and
	// rising, also over restarts. An answer repeats the number. A server carries
	// out a number once, and answers it as often as it is asked.
	Request uint64
}

// Head returns the header.
func (h Header) Head() Header { return h }

// A Registration tells the server who takes part (SHR-3). It replaces what was
// registered before (SHR-14). The server takes back what is leased beyond Held
// or beyond the limit.
type Registration struct {
	Header
	Hostname string // at most MaxName bytes
	Model    string // at most MaxName bytes
	Local    int    // sessions of the unit's own license
	Limit    int    // the platform limit
	Held     int    // shared sessions that the participant holds

	MinVersion, MaxVersion uint8 // the protocol versions that it speaks
}

// A Get asks for Want sessions more, an increment of 50 at most (SHR-4).
type Get struct {
	Header
	Want int
}

// A Refresh keeps a lease alive. The participant holds Held sessions from now
// on and goes on asking for Want more (SHR-5).
type Refresh struct {
	Header
	Held, Want int
}

// A Release gives back all but Keep sessions (SHR-6).
type Release struct {
	Header
	Keep int
}

// A Transfer moves the lease of Old, the unit that was active before in a
// failover pair, to the sender (SHR-11).
type Transfer struct {
	Header
	Old license.Serial
}

// An Answer answers a participant's request. Unless Status is Done, the
// figures mean nothing.
type Answer struct {
	Header
	To       Kind
	Status   Status
	Lease    int           // what the participant holds now, all in all
	Pool     int           // the sessions of the network
	Free     int           // those that nobody holds
	Interval time.Duration // between refreshes, a whole number of seconds
	Version  uint8         // the protocol version that both speak
}

// A Hello registers the backup with the main server (BKP-1), and is repeated
// while they don't have each other's ledger.
type Hello struct {
	Header
	// Granted is the last epoch in which the backup served, until the main server
	// has taken over what it gave out then (BKP-4); zero if there is none.
	Granted Epoch

	MinVersion, MaxVersion uint8
}

// A Welcome answers Hello.
type Welcome struct {
	Header
	Status  Status
	Merged  Epoch // the last epoch of the backup that the main server has taken over
	Version uint8
}

// A Sync asks for the participants that changed after a version of the ledger:
// by the backup until it has them all, by the main server when it takes over.
// The backup grants nothing from then on.
type Sync struct {
	Header
	After uint64 // zero asks for all
	Start uint64 // that of the page before; zero for the first
}

// An Update asks for the first page of the same, every ten seconds.
type Update struct {
	Header
	After uint64
}

// A Page answers Sync and Update, with at most MaxPage participants. They are in
// the order in which they changed; one may come again in a later page. Only all
// the pages together are a ledger.
type Page struct {
	Header
	To       Kind
	Status   Status
	Upto     uint64 // the version to ask for next
	Start    uint64 // the version that the ledger had at the first page
	More     bool   // this isn't the last page
	Whole    bool   // the first of pages that replace the ledger, not add to it
	Pool     int
	Interval time.Duration
	Clients  []Client
}

// Kind returns the kind of message; each of them does.
func (Registration) Kind() Kind { return RegistrationKind }

// Kind returns GetKind.
func (Get) Kind() Kind { return GetKind }

// Kind returns RefreshKind.
func (Refresh) Kind() Kind { return RefreshKind }

// Kind returns ReleaseKind.
func (Release) Kind() Kind { return ReleaseKind }

// Kind returns TransferKind.
func (Transfer) Kind() Kind { return TransferKind }

// Kind returns AnswerKind.
func (Answer) Kind() Kind { return AnswerKind }

// Kind returns HelloKind.
func (Hello) Kind() Kind { return HelloKind }

// Kind returns WelcomeKind.
func (Welcome) Kind() Kind { return WelcomeKind }

// Kind returns SyncKind.
func (Sync) Kind() Kind { return SyncKind }

// Kind returns UpdateKind.
func (Update) Kind() Kind { return UpdateKind }

// Kind returns PageKind.
func (Page) Kind() Kind { return PageKind }

func (Header) input() {}
