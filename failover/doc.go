// Package failover decides for units that back each other: a failover pair, or a
// cluster. May they join at all ([Check])? Who is active ([Roles])? Do they still
// count as one group, and what becomes of the time that went by without contact
// ([Contact])? Whose time-based licenses wait for another unit's ([Queue])?
//
// Which license they run on is combine.Combiner's business. Nothing here knows a
// device or a clock: package sim joins it to them. The rules are FO, LOSS and CLU
// in this project's numbering, those of "Failover" in the PAK licensing guide.
package failover
