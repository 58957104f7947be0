package sharedlic

import "strconv"

// A Kind is a kind of message. The requests of a participant and of the backup
// come first, in the order in which show shared license counts them (SHR-13).
type Kind uint8

// The kinds of message.
const (
	RegistrationKind Kind = iota
	GetKind
	ReleaseKind
	TransferKind
	RefreshKind
	HelloKind
	SyncKind
	UpdateKind
	NumRequests // kinds above are requests, kinds from here on are answers

	AnswerKind  Kind = iota - 1 // to a participant's request
	WelcomeKind                 // to Hello
	PageKind                    // to Sync and Update
	NumKinds
)

var kindNames = [NumKinds]string{
	RegistrationKind: "Registration",
	GetKind:          "Get",
	ReleaseKind:      "Release",
	TransferKind:     "Transfer",
	RefreshKind:      "Refresh",
	HelloKind:        "Hello",
	SyncKind:         "Sync",
	UpdateKind:       "Update",
	AnswerKind:       "Answer",
	WelcomeKind:      "Welcome",
	PageKind:         "Page",
}

func (k Kind) String() string {
	if k < NumKinds {
		return kindNames[k]
	}
	return "Kind(" + strconv.Itoa(int(k)) + ")"
}

// A Status is how a request was answered.
type Status uint8

// The statuses. All but the first are refusals.
const (
	Done           Status = iota
	UnknownClient         // the participant's id isn't registered, or no longer
	NotActive             // this unit doesn't serve now
	Moved                 // the main server serves again (BKP-4)
	AtCapacity            // as many participants as a server can know
	BadVersion            // no protocol version in common
	BadSignature          // the message isn't authentic
	UnknownMessage        // the kind of message is unknown
	NumStatuses
)

var statusNames = [NumStatuses]string{
	Done:           "done",
	UnknownClient:  "unknown client",
	NotActive:      "not active",
	Moved:          "moved",
	AtCapacity:     "at capacity",
	BadVersion:     "bad version",
	BadSignature:   "bad signature",
	UnknownMessage: "unknown message",
}

func (s Status) String() string {
	if s < NumStatuses {
		return statusNames[s]
	}
	return "Status(" + strconv.Itoa(int(s)) + ")"
}

// A Seat is the place of a unit among those that may serve. It makes an epoch
// unique: two units never grant in the same one.
type Seat uint8

// The seats.
const (
	MainPrimary Seat = iota
	MainSecondary
	BackupPrimary
	BackupSecondary
	NumSeats
)

// An Epoch is one unbroken time of service by one unit. Whoever begins to serve
// takes a higher one than it has heard of; what bears a lower one is late. Zero
// is before any service.
type Epoch uint64

// seatBits are the low bits of an epoch that hold the seat.
const seatBits = 2

// Next is the epoch that the unit in a seat takes after e.
func (e Epoch) Next(s Seat) Epoch { return (e>>seatBits+1)<<seatBits | Epoch(s) }

// Seat is who serves in e.
func (e Epoch) Seat() Seat { return Seat(e & (1<<seatBits - 1)) }

// A Count is how often messages of a kind were sent and received, and how many
// of them were errors (SHR-13).
type Count struct{ Sent, Received, Errors uint64 }

// Counts are those of all requests and their answers, by the kind of request.
type Counts [NumRequests]Count
