// Package simulate runs the machines of package sharedlic against faults in
// virtual time, and checks after every event what must always hold.
//
// [Run] makes a failover pair of main servers, a backup and participants, and
// draws everything from one seed: demand, delays, cuts in one or both
// directions, duplicated and overtaken messages, crashes that tear the tail off
// a log, slow disks, a clock that runs fast, and switch-overs. The same [Config]
// always gives the same run. What was violated comes back as a [*Violation] with
// the last things that happened.
//
// A [Plant] breaks a promise that the machines rely on, to show that the checks
// would find it.
package simulate
