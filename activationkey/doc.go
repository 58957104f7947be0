// Package activationkey is the 160 bits of an activation key: how they are
// written, what they say, and how they are sealed under a lab's secret.
package activationkey
