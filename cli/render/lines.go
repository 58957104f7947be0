package render

import (
	"strings"

	"github.com/asapak/asapak/license"
)

// A Heading starts a license table.
type Heading struct {
	Cluster     bool // of the failover cluster, or of a cluster
	UserContext bool // in a security context
}

// String is the heading's line.
func (h Heading) String() string {
	switch h {
	case Heading{Cluster: true}:
		return "Failover cluster licensed features for this platform:"
	case Heading{UserContext: true}:
		return "Licensed features for this user context:"
	case Heading{Cluster: true, UserContext: true}:
		return "Failover cluster licensed features for this user context:"
	}
	return "Licensed features for this platform:"
}

// A KeyLabel is what a line with a key of the unit begins with.
type KeyLabel uint8

// The key lines.
const (
	RunningPermanent KeyLabel = iota // from 8.3 on
	RunningTimeBased
	RunningKey    // before 8.3
	ActivationOld // PIX 6
	NumKeyLabels
)

func (l KeyLabel) String() string {
	return [NumKeyLabels]string{
		RunningPermanent: "Running Permanent Activation Key:",
		RunningTimeBased: "Running Timebased Activation Key:",
		RunningKey:       "Running Activation Key:",
		ActivationOld:    "Activation Key:",
	}[l]
}

// PermanentLabel is how release r labels the permanent key.
func PermanentLabel(r license.Release) KeyLabel {
	if LayoutOf(r).HasTerm() {
		return RunningPermanent
	}
	return RunningKey
}

// AppendKeyLine appends a line with a key. Real units end it with a blank.
func AppendKeyLine(b []byte, l KeyLabel, key string) []byte {
	b = append(b, l.String()...)
	b = append(b, ' ')
	b = append(b, key...)
	return append(b, ' ')
}

// SerialLabel begins the line with the serial number; show activation-key puts
// two blanks behind it, show version one.
const SerialLabel = "Serial Number:"

// TimedHeading starts the list of active or of inactive time-based keys.
func TimedHeading(active bool) string {
	if active {
		return "Active Timebased Activation Key:"
	}
	return "Inactive Timebased Activation Key:"
}

// AppendFlash appends the sentence that compares the permanent key in flash
// with the running one; hasPermanent is the wording from 8.3 on.
func AppendFlash(b []byte, s FlashKey, hasPermanent bool) []byte {
	word := ""
	if hasPermanent {
		word = "permanent "
	}
	state := "the SAME as"
	if s == FlashDifferent {
		state = "DIFFERENT from"
	}
	for _, part := range [...]string{"The flash ", word, "activation key is ", state, " the running ", word, "key."} {
		b = append(b, part...)
	}
	return b
}

// AppendSentence appends what a platform says of its license: name is "Base" or
// begins with the model, such as "ASA 5520 VPN Plus".
func AppendSentence(b []byte, name string) []byte {
	article := "a "
	for _, vowel := range [...]string{"ASA", "ISA", "WS-"} { // "an WS-SVC-ASA-SM1" is what units print
		if strings.HasPrefix(name, vowel) {
			article = "an "
		}
	}
	b = append(b, "This platform has "...)
	b = append(b, article...)
	b = append(b, name...)
	return append(b, " license."...)
}

// UsingDefaults is the notice of a unit without a valid key (KEY-6). Before it
// stands the key line, of zeros where there is no key at all.
func UsingDefaults(set bool) string {
	state := "not valid"
	if !set {
		state = "not set"
	}
	return "The Running Activation Key is " + state + ", using default settings:"
}

// ExceedsPlatform is the notice of a key that gives more of f than the platform
// carries (INST-9).
func ExceedsPlatform(f license.Feature, key, limit license.Value) string {
	what := noticeWords[f]
	if what == "" {
		what = strings.ToLower(f.String())
	}
	return "The Running Activation Key feature: " + f.Format(key) + " " + what +
		" exceed the limit on the platform, reduced to " + f.Format(limit) + " " + what + "."
}

// noticeWords are what notices call a feature; only contexts were seen on a
// real unit.
var noticeWords = map[license.Feature]string{
	license.SecurityContexts: "security contexts",
}
