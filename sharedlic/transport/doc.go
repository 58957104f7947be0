// Package transport lets the machines of package sharedlic talk over the network
// and keeps what they may not forget on a disk.
//
// Start with [Run], which runs one machine: it turns a monotonic clock into
// Advance, messages that arrive into Step, writes the records of each output to
// a journal and sends its messages only when they are durable.
//
// # Channel
//
// Units talk over TLS 1.3, one long connection for each pair of units. The
// certificates are made at the start and signed by nobody: nobody needs to trust
// them. Who knows the secret is found out inside, by package cpace, with the TLS
// exporter as the session: whoever sits between two units has two TLS
// connections with different exporters, and the two ends don't agree on a key.
//
//	byte  size  field of a frame of the handshake
//	   0     4  magic, "PSHA"
//	   4     1  version of the handshake, 1
//	   5     1  type: 1 start, 2 answer, 3 tag of the initiator, 4 of the responder
//	   6     2  length of what follows
//	   8    32  share (types 1 and 2) or 64 bytes of tag (3 and 4)
//	  40     -  who it is: role, oldest and newest message version, serial number
//
// Then the frames of package wire follow. A sender of a message must be the unit
// that was authenticated.
//
// # Peers that mean no good
//
// Connections, handshakes under way, frame sizes, what waits for a slow peer and
// the time that a peer may be silent have limits ([Limits]). Who fails to
// authenticate waits longer each time, by source and over all sources, and isn't
// told anything: the connection ends.
package transport
