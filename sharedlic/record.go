package sharedlic

import (
	"time"

	"github.com/asapak/asapak/license"
)

// A Client is what a server keeps of a participant.
type Client struct {
	ID         license.Serial
	Hostname   string
	Model      string
	Local      int
	Limit      int
	Lease      int    // shared sessions that it holds
	Request    uint64 // number of the last request that was carried out
	Registered bool   // false after expiry and after a transfer
}

// A RecordKind says what a record tells.
type RecordKind uint8

// The kinds of record.
const (
	EpochTaken  RecordKind = iota // the unit began to serve, or heard of a higher epoch
	SettingsSet                   // pool and interval
	Registered                    // a client registered, or registered anew
	Granted                       // sessions were leased to it
	GaveBack                      // it gave sessions back
	Expired                       // it was not heard of for three intervals (SHR-7)
	Transferred                   // its lease came from Old (SHR-11)
	Revoked                       // an operator took its lease away; it is forgotten
	Forgotten                     // it made room for another
	Copied                        // as the other server has it (BKP-1, BKP-4)
	Cleared                       // all clients are forgotten; copied ones follow
	Booked                        // the backup's operating limit (BKP-2)
	NumRecords
)

var recordNames = [NumRecords]string{
	EpochTaken:  "epoch taken",
	SettingsSet: "settings set",
	Registered:  "registered",
	Granted:     "granted",
	GaveBack:    "gave back",
	Expired:     "expired",
	Transferred: "transferred",
	Revoked:     "revoked",
	Forgotten:   "forgotten",
	Copied:      "copied",
	Cleared:     "cleared",
	Booked:      "booked",
}

func (k RecordKind) String() string { return recordNames[k] }

// A Record is one change of a server's durable state. It holds what is so
// afterwards, and so can be applied again.
type Record struct {
	Kind    RecordKind
	Version uint64 // of the ledger after it; consecutive

	At       time.Duration // running time of the machine, for the audit
	Epoch    Epoch         // in which it was done
	Sessions int           // of Granted and GaveBack: how many, for the audit

	Client Client // of the records that are about one
	Old    Client // of Transferred: the client that the lease came from

	Merged   Epoch         // of EpochTaken: the last one of the backup that was taken over
	Pool     int           // of SettingsSet
	Interval time.Duration // of SettingsSet
	Backup   BackupState   // of Booked
}

// A BackupState is the durable state of a backup beside its ledger.
type BackupState struct {
	Synced    bool          // it was synced once, and may act (BKP-1)
	Granted   Epoch         // in which it served last, until that is handed back
	Allowance time.Duration // its operating limit (BKP-2), without what is booked in advance
	Acting    time.Duration // how long it has been acting since the last hand-back
	Copied    uint64        // version of the main server's ledger that it has
}

// A Snapshot is the whole durable state of a server or a backup.
type Snapshot struct {
	Version  uint64
	Floor    uint64 // who has less than this version needs all clients
	Epoch    Epoch
	Merged   Epoch
	Pool     int
	Interval time.Duration
	Backup   BackupState
	Clients  []StoredClient // in the order in which they changed
}

// A StoredClient is a client with the version of the ledger in which it changed.
type StoredClient struct {
	Client  Client
	Changed uint64
}
