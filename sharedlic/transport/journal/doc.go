// Package journal keeps the durable state of a shared license server or backup
// in a directory: a snapshot, and a log of what was changed since.
//
// A change counts when [Log.Durable] has told its number, and not before: it is
// on the disk then, and survives whatever happens to the process. Start with
// [Open].
//
//	life                 number of starts of the unit
//	snapshot-NNNNNNNN    all state before log NNNNNNNN; left out for the first
//	log-NNNNNNNN         header, then entries
//	lock                 held while the directory is in use
//
// # Format
//
// Log and snapshot begin with the same 16 bytes of magic and version. An entry of
// a log is a frame, and so is all of a snapshot:
//
//	size      4 bytes, big endian, of the payload
//	checksum  4 bytes, CRC-32C of size and payload
//	payload   numbers are zigzag varints, texts have their length before them
//
// The payload of an entry holds the number of the batch that it was written in,
// the audit (wall clock, who asked) and the record: one frame, so that a change
// without its audit can't be.
//
// # What a crash leaves
//
// A batch is written when the batch before it is durable. So only the last one
// can be torn, and the tail of the log from its first bad frame on is cut: nobody
// was told of it. A bad frame with one of a later batch behind it is another
// thing, a disk that lost what it had promised; the log isn't opened then.
package journal
