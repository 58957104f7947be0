package read

import "github.com/asapak/asapak/license"

// findMissing says what an output of a PAK unit ends before.
func (u *Unit) findMissing() {
	u.Missing = nil
	if u.Platform == PIX || u.Platform == FWSM || u.Context == "context" {
		return
	}
	miss := func(is bool, what string) {
		if is {
			u.Missing = append(u.Missing, what)
		}
	}
	noTable := len(u.Own) == 0
	miss(noTable && (u.sawVersion || u.Hardware != "" || u.SerialID != ""), "the license table is missing")
	miss(!noTable && u.ReleaseFrom == Told && u.Model != nil && u.tableEndsEarly(), u.lastRow())
	miss(u.sawTable && !noTable && u.SerialID == "", "the serial number is missing")
	miss(u.sawTable && !noTable && u.Platform == PAK && u.Permanent.Text == "", "the activation key is missing")
}

// tableEndsEarly reports whether the last row that the release prints is not
// there.
func (u *Unit) tableEndsEarly() bool {
	rows := u.Model.Rows(u.Release)
	for i := len(rows) - 1; i >= 0; i-- {
		f := rows[i]
		if f == license.ClusterMembers || u.NPE && f.NeedsPayloadEncryption() {
			continue
		}
		return !hasRow(u.Own, f)
	}
	return false
}

func (u *Unit) lastRow() string {
	if len(u.Own) == 0 {
		return ""
	}
	return "the license table ends after " + u.Own[len(u.Own)-1].Name
}
