package sharedlic

import (
	"time"

	"github.com/asapak/asapak/license"
)

// An Output is what came of an input, or of time going by. Its slices belong to
// the machine and are overwritten by the next call.
type Output struct {
	// Records are to be written to the durable log, in order. A message may be
	// sent only when the records of its Output, and all before them, are durable,
	// in a failover pair also at the standby unit.
	Records  []Record
	Messages []Envelope
	Events   []Event
}

// A Service is one that a participant turns to. The transport knows at which
// address; which unit answers there is the failover pair's business.
type Service uint8

// The services.
const (
	NoService Service = iota
	MainServer
	BackupServer
)

func (s Service) String() string {
	return [...]string{NoService: "none", MainServer: "main server", BackupServer: "backup server"}[s]
}

// An Address is where a message goes: to a service, or else to a unit that has
// a connection.
type Address struct {
	Service Service
	Unit    license.Serial // if Service is NoService
}

// An Envelope is a message with its address.
type Envelope struct {
	To      Address
	Message Message
}

// An Event is something for the log of the unit.
type Event struct {
	Kind     EventKind
	At       time.Duration  // running time of the machine
	Client   license.Serial // of ClientRegistered, ClientExpired, BackupUnavailable
	Request  Kind           // of RequestFailed
	Reason   Reason         // of RequestFailed
	Sessions int            // of Availability and Released
	Days     int            // left, of BackupRemaining; of service, of BackupTerminated
	Acting   time.Duration  // of both: since when the backup serves
}

// An EventKind says what an Event tells. The number in the comment is that of
// the ASA's log message.
type EventKind uint8

// The kinds of event.
const (
	RequestFailed     EventKind = iota // 444100
	ServiceActive                      // 444101: a participant has a server
	ServiceInactive                    // 444102: it has none
	UsageHigh                          // 444103: over 90 % of the pool
	Availability                       // 444104: below that again
	Released                           // 444105: after 24 hours without a server
	BackupUnavailable                  // 444106
	ClientRegistered                   // 444108
	ClientExpired                      // 444108
	BackupActive                       // 444109
	BackupInactive                     // 444109
	BackupRemaining                    // 444110: each day of service; critical on the fifteenth
	BackupTerminated                   // 444111
	NumEvents
)

var eventNames = [NumEvents]string{
	RequestFailed:     "request failed",
	ServiceActive:     "service active",
	ServiceInactive:   "service inactive",
	UsageHigh:         "usage over 90 %",
	Availability:      "availability",
	Released:          "released after 24 h",
	BackupUnavailable: "backup unavailable",
	ClientRegistered:  "client registered",
	ClientExpired:     "client expired",
	BackupActive:      "backup active",
	BackupInactive:    "backup inactive",
	BackupRemaining:   "backup days remaining",
	BackupTerminated:  "backup terminated",
}

func (k EventKind) String() string { return eventNames[k] }

// A Reason is why a request failed, those of message 444100.
type Reason uint8

// The reasons.
const (
	ConnectionFailed Reason = iota
	VersionNotSupported
	SignatureInvalid
	ClientUnknown
	ServerNotActive
	CapacityReached
	NumReasons
)

// reasons tells which reason a refusal is.
var reasons = [NumStatuses]Reason{
	UnknownClient:  ClientUnknown,
	NotActive:      ServerNotActive,
	Moved:          ServerNotActive,
	AtCapacity:     CapacityReached,
	BadVersion:     VersionNotSupported,
	BadSignature:   SignatureInvalid,
	UnknownMessage: VersionNotSupported,
}

// An outbox gathers the Output of a call, and reuses its memory.
type outbox struct {
	now time.Duration // running time
	out Output
}

func (o *outbox) reset() {
	o.out.Records = o.out.Records[:0]
	clear(o.out.Messages)
	o.out.Messages = o.out.Messages[:0]
	o.out.Events = o.out.Events[:0]
}

func (o *outbox) emit(e Event) {
	e.At = o.now
	o.out.Events = append(o.out.Events, e)
}

func (o *outbox) send(to Address, m Message) {
	o.out.Messages = append(o.out.Messages, Envelope{To: to, Message: m})
}
