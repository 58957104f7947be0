package render

import (
	"strings"

	"github.com/asapak/asapak/failover"
	"github.com/asapak/asapak/license"
)

// A Party is one unit that is to join others, with the name it goes by.
type Party struct {
	Name string
	Unit failover.Unit
}

// An objection is what there is to say of a violated requirement. Names in
// braces stand for what [Objection] puts in their place.
type objection struct{ rule, text, cure string }

// objections: what keeps units apart, and what would cure it, one row for each
// requirement. The words are this program's own.
var objections = [...]objection{
	failover.SameModel: {"FO-6", "{unit} is an {model}, {mate} an {mate model}",
		"take units of one model"},
	failover.ValidKey: {"KEY-6", "{unit} has no valid permanent activation key",
		"enter a permanent activation key on {unit}"},
	failover.FailoverLicense: {"FO-6", "{unit} has no license for failover (Failover: {own})",
		"enter a Security Plus license on {unit}"},
	failover.ActiveActiveMode: {"FO-6", "{unit} can't run Active/Active: it takes that license (Failover: {failover}) and multiple context mode ({mode})",
		"use Active/Standby, or a model and license with Active/Active in multiple context mode on {unit}"},
	failover.SameMode: {"FO-6", "{unit} is in {mode} context mode, {mate} in {mate mode}",
		"set the same context mode on both and reload"},
	failover.SameEncryption: {"FO-6", "{feature} is {own} on {unit} and {other} on {mate}: the encryption licenses must be the same",
		"enter a key with 3DES/AES on {lower}"},
	failover.SamePayload: {"FO-6", "one of {unit} and {mate} is a No Payload Encryption model, the other isn't",
		"take two units with payload encryption, or two without"},
	failover.SameIPSModule: {"FO-6", "the IPS module license is {own} on {unit} and {other} on {mate}",
		"enter an IPS module license on {lower}: each unit needs its own"},
	failover.IdenticalLicense: {"FO-8", "before 8.3 all licenses must be the same: {feature} is {own} on {unit} and {other} on {mate}",
		"make the licenses the same, or upgrade both units to 8.3(1) or later"},
	failover.ClusterRelease: {"CLU-1", "{unit} runs release {release}: the units of a cluster run one release, 9.0(1) or later",
		"install the same release on all units"},
	failover.ClusterLicense: {"CLU-1", "{unit} has no Cluster license",
		"enter a Cluster license on {unit}"},
	failover.ClusterSize: {"CLU-1", "{own} units are more than the {other} that {unit} ({model}, {release}) carries in a cluster",
		"make the cluster smaller, or take a model or release that carries more units"},
	failover.SameTenGigabit: {"CLU-1", "10GE I/O is {own} on {unit} and {other} on {mate}: the licenses must be the same",
		"enter a 10GE I/O license on {lower}"},
	failover.NoSharedInActiveActive: {"SHR-11", "{unit} has a shared license, which Active/Active refuses",
		"use Active/Standby, or a key without the shared license on {unit}"},
}

// An Objection is a violated requirement in words.
type Objection struct{ Rule, Text, Cure string }

// Object words a violated requirement; parties are the units in the order in
// which they were checked.
func Object(v failover.Violation, parties []Party) Objection {
	unit, mate := &parties[v.Unit], &parties[v.Mate]
	lower := unit.Name
	if v.Own > v.Other {
		lower = mate.Name
	}
	words := strings.NewReplacer(
		"{unit}", unit.Name, "{mate}", mate.Name, "{lower}", lower,
		"{model}", unit.Unit.Model.Name, "{mate model}", mate.Unit.Model.Name,
		"{release}", unit.Unit.Release.String(),
		"{mode}", modeOf(&unit.Unit), "{mate mode}", modeOf(&mate.Unit),
		"{failover}", license.Failover.Format(unit.Unit.License[license.Failover].Value),
		"{feature}", v.Feature.String(), "{own}", v.Feature.Format(v.Own), "{other}", v.Feature.Format(v.Other),
	)
	o := objections[v.Requirement]
	return Objection{Rule: o.rule, Text: words.Replace(o.text), Cure: words.Replace(o.cure)}
}

func modeOf(u *failover.Unit) string {
	if u.Multiple {
		return "multiple"
	}
	return "single"
}
