// Package wire writes the messages of package sharedlic as bytes and reads them
// back: [Append] and [Decode]. [Layer] makes them a layer of gopacket.
//
// A message is one frame, in network byte order:
//
//	byte  size  field
//	   0     4  magic, "PSHL"
//	   4     1  version of the protocol, 1
//	   5     1  type
//	   6     2  reserved, zero
//	   8     4  length of the frame, this head included: 12 to 32768
//	  12     -  From:text, the sender's participant id, 1 to 16 bytes
//	   -     8  Epoch:u64
//	   -     8  Request:u64
//	   -     -  the fields of the type
//
// The head and the three fields after it are the same in every version, so that
// also a message that isn't known can be answered: see [Refusal].
//
// The types and their fields:
//
//	  1  Registration  Hostname:text Model:text Local:count Limit:count Held:count MinVersion:u8 MaxVersion:u8
//	  2  Get           Want:count
//	  3  Release       Keep:count
//	  4  Transfer      Old:text
//	  5  Refresh       Held:count Want:count
//	  6  Hello         Granted:u64 MinVersion:u8 MaxVersion:u8
//	  7  Sync          After:u64 Start:u64
//	  8  Update        After:u64
//	129  Answer        To:kind Status:status Lease:count Pool:count Free:count Interval:seconds Version:u8
//	130  Welcome       Status:status Merged:u64 Version:u8
//	131  Page          To:kind Status:status Upto:u64 Start:u64 More:flag Whole:flag Pool:count Interval:seconds Clients:[ID:text Hostname:text Model:text Local:count Limit:count Lease:count Request:u64 Registered:flag]
//
// The forms of fields:
//
//	u8, u64   an unsigned number of 1 or 8 bytes
//	count     4 bytes, 0 to 16777216 sessions
//	seconds   2 bytes, 0 to 300
//	flag      1 byte, 0 or 1
//	kind      1 byte, the request that is answered: 0 Registration, 1 Get,
//	          2 Release, 3 Transfer, 4 Refresh, 5 Hello, 6 Sync, 7 Update
//	status    1 byte: 0 done, 1 unknown client, 2 not active, 3 moved,
//	          4 at capacity, 5 bad version, 6 bad signature, 7 unknown message
//	text      1 byte for the length, then printable ASCII; a name has 63 bytes at most
//	clients   2 bytes for how many, 128 at most, then the fields of each
//
// # Versions
//
// A registration and a hello name the oldest and the newest version that the
// sender speaks; the answer names the one that is used. Frames are of version 1
// until then. [Negotiate] finds the version.
package wire
