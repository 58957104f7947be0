package activationkey

import "github.com/asapak/asapak/license"

// A slot is a run of bits in the content of a key. Bits count from the most
// significant one of the first word, 0 to 159.
type slot struct {
	From, Width int
	Name        string
}

// The slots that aren't features. Redundancy is zero in every key; see the
// package documentation for what that is worth.
var (
	serialSlot     = slot{0, 57, "serial number"}
	levelSlot      = slot{64, 1, "license level"}
	termSlot       = slot{65, 12, "term"}
	issueSlot      = slot{77, 16, "issue number"}
	redundancySlot = slot{126, 34, "redundancy"}
)

// A featureSlot is the place of a feature.
type featureSlot struct {
	From, Width int
	Feature     license.Feature
	ladder      *ladder
}

// The layout is frozen: keys are out there. A new feature takes the first bits
// of the redundancy; a slot is never moved.
var featureSlots = [...]featureSlot{
	{57, 5, license.TotalUCProxySessions, &ucSessions},
	{62, 2, license.InsideHosts, &insideHosts},
	{93, 4, license.SecurityContexts, &contexts},
	{97, 4, license.AnyConnectPremiumPeers, &premium},
	{101, 10, license.SharedPremiumPeers, &sharedPool},
	{111, 1, license.SharedLicense, &onOff},
	{112, 1, license.Encryption3DESAES, &onOff},
	{113, 1, license.Carrier, &onOff},
	{114, 1, license.AnyConnectEssentials, &onOff},
	{115, 1, license.AnyConnectForMobile, &onOff},
	{116, 1, license.AnyConnectForCiscoVPNPhone, &onOff},
	{117, 1, license.AdvancedEndpointAssessment, &onOff},
	{118, 1, license.BotnetTrafficFilter, &onOff},
	{119, 1, license.IntercompanyMediaEngine, &onOff},
	{120, 1, license.IPSModule, &onOff},
	{121, 1, license.Cluster, &onOff},
	{122, 1, license.TenGigabitIO, &onOff},
	{123, 1, license.SecureClientAdvantage, &onOff},
	{124, 1, license.SecureClientPremier, &onOff},
	{125, 1, license.SecureClientVPNOnly, &onOff},
}

// uncarried lists the features that no key carries: the model, its level and
// the release fix them.
var uncarried = func() (fixed []license.Feature) {
	for f := range license.NumFeatures {
		if Ladder(f) == nil {
			fixed = append(fixed, f)
		}
	}
	return fixed
}()

// bits is the content of a key before it is enciphered and after it is
// deciphered: bits 0 to 63, 64 to 127, and 128 to 159 in the upper half of the
// last word. No slot but the redundancy crosses from one word to the next.
type bits [3]uint64

func (b *bits) put(from, width int, v uint64) {
	b[from/64] |= v << (64 - width - from%64)
}

func (b *bits) get(from, width int) uint64 {
	return b[from/64] >> (64 - width - from%64) & (1<<width - 1)
}

// redundant collects what must be zero.
func (b *bits) redundant() uint64 {
	return b[1]<<(redundancySlot.From-64) | b[2]
}
