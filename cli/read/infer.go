package read

import (
	"slices"
	"strings"

	"github.com/asapak/asapak/cli/render"
	"github.com/asapak/asapak/license"
)

// infer fills in what no line told: model, level and release, from the
// hardware word, the platform sentence and the rows.
func (u *Unit) infer() {
	u.Model, u.ModelFrom, u.LevelFrom = nil, Untold, Untold
	if u.ReleaseFrom == Inferred {
		u.ReleaseFrom = Untold
	}
	if strings.HasPrefix(u.sentenceName, "PIX ") {
		u.Platform = PIX
	}
	if u.Platform == PIX || u.Platform == FWSM {
		return
	}
	u.NPE = u.NPE || strings.HasSuffix(u.sentenceName, "No Payload Encryption")
	if u.Platform == PAK {
		u.inferModel()
		if u.Model == nil && (u.sentenceName == "" || u.sentenceName == "Base") {
			u.modelByFigures()
		}
	}
	u.inferRelease()
	u.inferLevel()
}

// inferRelease takes the release from the rows where no line told it.
func (u *Unit) inferRelease() {
	if u.ReleaseFrom == Told {
		return
	}
	if r, ok := inferRelease(u.Model, u.NPE, u.Own); ok {
		u.Release, u.ReleaseFrom = r, Inferred
	}
}

// inferModel goes from the surest to the least sure: the hardware word, rows
// that one model alone has, and the platform sentence. (A sentence of the guide
// names another model than the rows above it.)
func (u *Unit) inferModel() {
	if m := modelOfHardware(u.Hardware); m != nil {
		u.Model, u.ModelFrom = m, Told
		return
	}
	if hasRow(u.Own, license.VLANTrunkPorts) || hasRow(u.Own, license.DualISPs) {
		u.Model, _ = license.FindModel("ASA 5505")
		u.ModelFrom = Inferred
		return
	}
	words := strings.Fields(u.sentenceName)
	for n := len(words); n > 0; n-- {
		if m, err := license.FindModel(strings.Join(words[:n], " ")); err == nil {
			u.Model, u.ModelFrom = m, Told
			return
		}
	}
}

// byHardware has the very words; FindModel knows their variants.
var byHardware = func() map[string]*license.Model {
	m := make(map[string]*license.Model)
	for _, model := range license.Models() {
		m[model.Hardware] = model
	}
	return m
}()

// modelOfHardware finds the model by the word behind "Hardware:", which may end
// with more than the model, as in ISA-3000-2C2F.
func modelOfHardware(word string) *license.Model {
	if m, ok := byHardware[word]; ok {
		return m
	}
	for word != "" {
		if m, err := license.FindModel(word); err == nil {
			return m
		}
		cut := strings.LastIndexByte(word, '-')
		if cut < 0 {
			return nil
		}
		word = word[:cut]
	}
	return nil
}

// inferLevel reads the level from the sentence; where none was printed, from
// the number of VLANs, which differs between the levels of every model that has
// two.
func (u *Unit) inferLevel() {
	switch {
	case u.Platform != PAK:
	case strings.HasSuffix(u.sentenceName, "Security Plus"):
		u.Level, u.LevelFrom = license.SecurityPlus, Told
	case u.sentenceName != "":
		u.Level, u.LevelFrom = license.Base, Told
	case u.Model == nil:
	case len(u.Model.Variants) == 1:
		u.Level, u.LevelFrom = u.Model.Variants[0].Level, Inferred
	default:
		u.levelByVLANs()
	}
}

func (u *Unit) levelByVLANs() {
	r := u.Release
	if u.ReleaseFrom == Untold {
		r = u.Model.DefaultRelease()
	}
	for _, row := range u.Own {
		if row.Feature != license.MaxVLANs {
			continue
		}
		for l := range license.NumLevels {
			if u.Model.Platform(l, r).Base[license.MaxVLANs] == row.Amount {
				u.Level, u.LevelFrom = l, Inferred
				return
			}
		}
	}
}

// figures are the rows that no key changes and that tell models apart.
var figures = []license.Feature{license.MaxVLANs, license.OtherVPNPeers, license.TotalVPNPeers}

// modelByFigures finds the one model whose screens have all rows of the unit
// and whose base has its figures.
func (u *Unit) modelByFigures() {
	if !hasRow(u.Own, license.MaxVLANs) {
		return
	}
	u.inferRelease()
	var only *license.Model
	for _, m := range license.Models() {
		if !m.Runs(u.Release) || !u.hasFiguresOf(m) || likeness(m, u.Release, u.NPE, u.Own) < 2*len(u.Own) {
			continue
		}
		if only != nil {
			return
		}
		only = m
	}
	if only != nil {
		u.Model, u.ModelFrom = only, Inferred
	}
}

func (u *Unit) hasFiguresOf(m *license.Model) bool {
	for i := range m.Variants {
		base := m.Platform(m.Variants[i].Level, u.Release).Base
		same := true
		for _, r := range u.Own {
			same = same && (!slices.Contains(figures, r.Feature) || base[r.Feature] == r.Amount)
		}
		if same {
			return true
		}
	}
	return false
}

// eras are the releases at which rows change, oldest first.
var eras = []license.Release{
	{Major: 7}, {Major: 7, Minor: 1, Maint: 1}, {Major: 7, Minor: 2}, {Major: 8, Minor: 0, Maint: 2},
	{Major: 8, Minor: 0, Maint: 3}, {Major: 8, Minor: 0, Maint: 4}, {Major: 8, Minor: 2}, {Major: 8, Minor: 3},
	{Major: 8, Minor: 4}, {Major: 8, Minor: 6}, {Major: 9}, {Major: 9, Minor: 1, Maint: 4}, {Major: 9, Minor: 4},
	{Major: 9, Minor: 5, Maint: 2}, {Major: 9, Minor: 8},
}

// inferRelease finds the oldest release whose screens have such rows: these
// names, this order, and a third column or none. Without a model every model is
// tried.
func inferRelease(m *license.Model, npe bool, rows []Row) (license.Release, bool) {
	models := license.Models()
	if m != nil {
		models = []*license.Model{m}
	}
	var best license.Release
	most := 0
	named := mostNamed(rows)
	for _, r := range eras {
		if !termsFit(r, rows) || countNamed(r, rows) < named {
			continue
		}
		for _, model := range models {
			if n := likeness(model, r, npe, rows); n > most {
				best, most = r, n
			}
		}
	}
	return best, most > 0
}

// mostNamed is how many rows the best release names as they are: the others
// need no closer look.
func mostNamed(rows []Row) int {
	most := 0
	for _, r := range eras {
		if termsFit(r, rows) {
			most = max(most, countNamed(r, rows))
		}
	}
	return most
}

func countNamed(r license.Release, rows []Row) int {
	n := 0
	for i := range rows {
		if rows[i].Known() && rows[i].Name == rows[i].Feature.Name(r) {
			n++
		}
	}
	return n
}

// termsFit reports whether release r prints a third column just where rows
// have one. Smart-licensed units, all newer than 9.0, never do.
func termsFit(r license.Release, rows []Row) bool {
	for i := range rows {
		if rows[i].Term != "" {
			return render.LayoutOf(r).HasTerm()
		}
	}
	return true
}

// likeness counts two points for each row that is the next one of model m under
// release r; rows that are expected in between and missing, and rows that don't
// fit in, count against it.
func likeness(m *license.Model, r license.Release, npe bool, rows []Row) int {
	table := render.Table{Model: m, Release: r, NPE: npe}
	points, missing, at := 0, 0, 0
	for _, f := range m.Rows(r) {
		switch {
		case at < len(rows) && rows[at].Feature == f && rows[at].Name == table.Name(f):
			if points > 0 {
				points -= missing
			}
			points, missing, at = points+2, 0, at+1
		case f == license.SharedPremiumPeers || f == license.ClusterMembers || npe && f.NeedsPayloadEncryption():
		default:
			missing++
		}
	}
	return points - 2*(len(rows)-at)
}
