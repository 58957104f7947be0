package activationkey

import "github.com/asapak/asapak/license"

// A slot is a run of bits in the content of a key. Bits count from the most
// significant one of the first word, 0 to 159.
type slot struct {
	From, Width uint
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

// A ladderSlot is the slot of a feature with numbers.
type ladderSlot struct {
	From, Width uint
	Feature     license.Feature
	ladder      *ladder
}

// The layout is frozen: keys are out there. A new feature takes the first bits
// of the redundancy; a slot is never moved.
var ladderSlots = [...]ladderSlot{
	{57, 5, license.TotalUCProxySessions, &ucSessions},
	{62, 2, license.InsideHosts, &insideHosts},
	{93, 4, license.SecurityContexts, &contexts},
	{97, 4, license.AnyConnectPremiumPeers, &premium},
	{101, 10, license.SharedPremiumPeers, &sharedPool},
}

// flagSlots are the features that are on or off, one bit each, in one run that
// begins at firstFlag.
var flagSlots = [...]license.Feature{
	license.SharedLicense,
	license.Encryption3DESAES,
	license.Carrier,
	license.AnyConnectEssentials,
	license.AnyConnectForMobile,
	license.AnyConnectForCiscoVPNPhone,
	license.AdvancedEndpointAssessment,
	license.BotnetTrafficFilter,
	license.IntercompanyMediaEngine,
	license.IPSModule,
	license.Cluster,
	license.TenGigabitIO,
	license.SecureClientAdvantage,
	license.SecureClientPremier,
	license.SecureClientVPNOnly,
}

const firstFlag = 111

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
// last word. All slots but the redundancy lie in the first two words and none
// of them crosses from one word to the next.
type bits [3]uint64

// put and get take the place of a slot other than the redundancy. Their masks
// change no number of the layout; they spare the checks of index and shift.
func (b *bits) put(from, width uint, v uint64) {
	b[from/64&1] |= v << ((64 - width - from%64) & 63)
}

func (b *bits) get(from, width uint) uint64 {
	return b[from/64&1] >> ((64 - width - from%64) & 63) & (1<<(width&63) - 1)
}

// redundant collects what must be zero: all of it takes one comparison, whose
// time doesn't tell how near to a key a guess was.
func (b *bits) redundant() uint64 {
	return b[1]<<(redundancySlot.From-64) | b[2]
}

// featureBits marks the bits of all features.
var featureBits = func() (all bits) {
	for _, p := range ladderSlots {
		all.put(p.From, p.Width, 1<<p.Width-1)
	}
	all.put(firstFlag, uint(len(flagSlots)), 1<<len(flagSlots)-1)
	return all
}()

// grantsNothing reports whether every feature is Disabled, whose place on each
// ladder is 0.
func (b *bits) grantsNothing() bool {
	return b[0]&featureBits[0]|b[1]&featureBits[1] == 0
}
