// Package plan finds the cheapest purchases that give units the licenses they need
// when they need them, and proves that nothing cheaper does. Start with [Solve].
//
// # What is chosen from
//
// For each unit of a group (a failover pair, or a unit alone) the planner chooses
//
//   - a license level, if the catalog sells a higher one, and a Secure Client
//     license that opens the VPN features (EXCL-8), if it sells one;
//   - for each feature the permanent license that the unit ends with, reached from
//     what it owns by part numbers and upgrades on the cheapest way; an upgrade
//     needs exactly its lower tier;
//   - for each feature how many of each time-based key are bought, and on which
//     days which key is activated: primary, secondary, both or in turns.
//
// A key may be deactivated and activated again at the start of any day, which halts
// its timer (TIME-1). Time is counted in whole days. On a unit one key is active
// for a feature (INST-3), identical ones stack (STACK-1), and in a pair the
// secondary's key for an on/off feature waits for the primary's (FO-4). Installed
// keys are used first. An installed evaluation key with several features runs as it
// is, and nothing else is activated for its features meanwhile (INST-5).
//
// # Why nothing cheaper lies outside
//
// Prices don't depend on the day, and a license that comes earlier never gives less
// on any day: so the total depends only on what is bought, and every purchase may be
// thought of as made on the first day. Permanent licenses of one unit never add
// (COMB-6), so only the highest matters, and the cheapest way to it is a shortest
// path. The days of a time-based key are a stock that any days may draw on, so days
// that ask for the same are alike and only their number matters: what is left is an
// integer program, which [github.com/asapak/asapak/plan/ilp] solves with proof, for
// each way in which the units may end, the cheapest first, until the permanent part
// alone costs as much as the best plan. Features are planned apart because a part
// number gives one, except for the level and Secure Client, which are gone through
// first. All prices are whole hundredths.
//
// Of plans that cost the same one with fewer purchases wins; of its purchases each
// permanent one is then moved to the last day that it can be made on by itself, and
// time-based ones are bought when the key before them has run out.
//
// # What is not planned
//
// Clusters; when a shared pool is cheaper than licenses of the units (a need names
// the pool or the units, and each is planned); the paper side of Secure Client subscriptions (users
// and terms); time-based keys before 8.3, where a unit runs only one; a part number
// without a price is not bought.
//
// # Proof
//
// Values come from package combine. Package replay enters each plan in simulated
// units and looks at every need on every day.
package plan
