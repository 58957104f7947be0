package license

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// A Level is the license level of a unit: what the platform sentence names.
type Level uint8

// The levels.
const (
	Base Level = iota
	SecurityPlus
	NumLevels
)

var levelNames = [NumLevels]string{Base: "Base", SecurityPlus: "Security Plus"}

func (l Level) String() string { return levelNames[l] }

// ParseLevel reads a level's name in either case of letters.
func ParseLevel(text string) (Level, error) {
	for l, name := range levelNames {
		if strings.EqualFold(text, name) {
			return Level(l), nil
		}
	}
	return 0, fmt.Errorf("license level %q: want Base or Security Plus", text)
}

// A Source says where a figure of a model comes from.
type Source byte

// The sources; their letters are those of models.tsv.
const (
	Unknown   Source = '-' // no figure is known, and no limit is claimed
	Guide     Source = 'g'
	Measured  Source = 'm'
	Published Source = 'd'
	Recalled  Source = 'r'
)

// String spells the source out.
func (s Source) String() string {
	switch s {
	case Guide:
		return "the licensing guide"
	case Measured:
		return "measured on a real unit"
	case Published:
		return "another public document"
	case Recalled:
		return "commonly known, not verified"
	}
	return "unknown"
}

// A Figure is one number of a model and where it comes from.
type Figure struct {
	Value  Value
	Source Source
}

// Known reports whether the figure says anything.
func (g Figure) Known() bool { return g.Source != Unknown && g.Source != 0 }

// A Variant is what a model carries at one license level.
type Variant struct {
	Level Level
	Base  [NumFeatures]Figure   // what the unit has without any other license
	Limit [NumFeatures]Figure   // the most that it can have: the platform limit
	Tiers [NumFeatures][]Figure // the optional values that can be bought

	// LimitUnknown marks a platform limit that no source gives. Limit is then the
	// highest value that is sold, which stands for it (COMB-2).
	LimitUnknown [NumFeatures]bool
	// TimeBasedOnly marks what is sold as a time-based license and not otherwise.
	TimeBasedOnly [NumFeatures]bool
	// TimeBased says whether the model takes time-based keys at all (INST-10).
	TimeBased bool
}

// A Model is one hardware model.
type Model struct {
	Name     string
	Hardware string // the word that show version prints behind "Hardware:"

	// First and Last are the oldest and the newest release that run on the model.
	First, Last Release
	Variants    []Variant // by level, Base first where the model has it

	hides    Mask
	rowNames map[Feature]string
}

// Models lists every PAK model, in the order of models.tsv.
func Models() []*Model { return models }

// FindModel finds a model by its name, in either case of letters and with or
// without the words ASA and Cisco, or by the word that show version prints.
func FindModel(text string) (*Model, error) {
	want := modelKey(text)
	for _, m := range models {
		if modelKey(m.Name) == want || modelKey(m.Hardware) == want {
			return m, nil
		}
	}
	return nil, fmt.Errorf("model %q: want one of %s", text, modelNames())
}

func modelKey(text string) string {
	key := strings.Map(func(c rune) rune {
		if strings.ContainsRune(" -_", c) {
			return -1
		}
		return unicode.ToLower(c)
	}, text)
	key = strings.TrimPrefix(key, "cisco")
	if key != "asasm" {
		key = strings.TrimPrefix(key, "asa")
	}
	return strings.TrimSuffix(key, "x")
}

func modelNames() string {
	names := make([]string, len(models))
	for i, m := range models {
		names[i] = m.Name
	}
	return strings.Join(names, ", ")
}

// Variant is what the model carries at level l, or at the nearest level it has:
// an ASA 5506H-X is always Security Plus, an ASA 5520 always Base.
func (m *Model) Variant(l Level) *Variant {
	for i := range m.Variants {
		if m.Variants[i].Level == l {
			return &m.Variants[i]
		}
	}
	return &m.Variants[0]
}

// DefaultRelease is the release of a new unit: 9.16 on an ISA 3000, on every
// other model the newest one that supports it.
func (m *Model) DefaultRelease() Release { return m.Last }

// Runs reports whether release r runs on the model.
func (m *Model) Runs(r Release) bool {
	return !r.Before(m.First) && !m.Last.Before(r.train()) && !slices.Contains(skipping[r.train()], m.Name)
}

// skipping lists the models that a release in their midst doesn't run on.
var skipping = map[Release][]string{r83: all5585}

// train drops maintenance and interim numbers: a newer rebuild of the last
// train still runs.
func (r Release) train() Release { return Release{Major: r.Major, Minor: r.Minor} }

//go:embed models.tsv
var modelTable string

var models = mustReadModels(modelTable)
