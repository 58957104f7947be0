// Package activationkey is the 160 bits of an activation key: how they are
// written, what they say, and how they are sealed under a lab's secret.
//
// Keys here are this project's own format. No device accepts them, and a key of
// a real device is foreign here (KEY-7). Start with [Parse], [NewSecret],
// [Secret.Seal] and [Secret.Open].
//
// # Layout
//
// The content of a key before it is enciphered. Bit 0 is the most significant
// bit of the first word. Numbers are places on the ladder of their feature, see
// [Ladder]; whatever a key doesn't grant is 0. The term is in days, 0 is a
// permanent key.
//
//	bits     width  holds
//	0-56        57  serial number
//	57-61        5  Total TLS Proxy Sessions
//	62-63        2  Inside Hosts
//	64           1  license level
//	65-76       12  term
//	77-92       16  issue number
//	93-96        4  Security Contexts
//	97-100       4  AnyConnect Premium Peers
//	101-110     10  Shared AnyConnect Premium Peers
//	111          1  Shared License
//	112          1  Encryption-3DES-AES
//	113          1  Carrier
//	114          1  AnyConnect Essentials
//	115          1  AnyConnect for Mobile
//	116          1  AnyConnect for Cisco VPN Phone
//	117          1  Advanced Endpoint Assessment
//	118          1  Botnet Traffic Filter
//	119          1  Intercompany Media Engine
//	120          1  IPS Module
//	121          1  Cluster
//	122          1  10GE I/O
//	123          1  Secure Client Advantage
//	124          1  Secure Client Premier
//	125          1  Secure Client VPN Only
//	126-159     34  redundancy
//
// The serial number is its 11 letters and digits read in base 36, 0-9 then A-Z.
// Every content has one encoding: an unused place of a ladder, a serial number
// of 36^11 or more, a term above 3650, a permanent key with an issue number, a
// time-based one with a level or without a feature, and a shared pool without
// Shared License are as foreign as redundancy bits that are set.
//
// # Sealing
//
// A key is its content enciphered as one block of 160 bits: encode, then
// encipher. The cipher is Luby and Rackoff's: a Feistel network over two halves
// of n = 80 bits. The function of round r (0 to 3) is AES-128 of the block
//
//	r, five zero bytes, the ten bytes of a half
//
// of which the last ten bytes are used. The AES key comes from the passphrase by
// HKDF-SHA-256. Four rounds are the fewest that are a strong pseudorandom
// permutation, that is, under attackers who may both seal and open (Luby and
// Rackoff, 1988); with three an attacker who may do both tells the keys from
// random ones after a handful of tries. More rounds would raise the bound below
// and cost 25 ns each.
//
// # What that is worth
//
// Of the 2^160 words of a key, 2^121.40 open: 36^11 = 2^56.87 serial numbers,
// 2^36.70 combinations of features, and 3650 terms by 65536 issue numbers
// (2^27.83) of time-based keys, beside which permanent ones hardly count.
//
//   - Forgery. A key that an attacker makes up, or gets by changing a sealed
//     one, is to him a random block: it opens at all with odds 2^-38.60 per try.
//     34 bits of that are the redundancy, the rest unused encodings. A unit
//     takes only keys of its own serial number: 2^-95.47 per try.
//   - One changed bit (KEY-8): a key has 160 neighbors, one of which opens with
//     odds 160 * 2^-38.60 = 2^-31.28. A test refuses those of every key it
//     tries.
//   - Structure. Telling q keys from random blocks succeeds with an advantage of
//     at most about q^2 / 2^80: 2^-40 for a million keys (2^20), 2^-16 for four
//     billion (2^32). At q near 2^40 nothing is promised. That AES is a
//     permutation and not a function adds (4q)^2 / 2^129, which is less.
//   - Collision. Sealing is a permutation: two contents never share a key, and
//     the same content has the same key each time, which an observer can see.
//     Two random issue numbers for one license agree with odds 2^-16.
//   - The passphrase. Testing a guess takes one HKDF and a sealed key. The
//     default passphrase is public and keeps nothing secret.
package activationkey
