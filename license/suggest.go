package license

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// maxNearest bounds how many features an error suggests.
const maxNearest = 3

// UnknownFeature is the error for a name that ParseFeature doesn't find. It names
// the features that may be meant.
func UnknownFeature(text string) error {
	near := nearest(text)
	if len(near) == 0 {
		return fmt.Errorf("feature %q: want a name that asapak help features lists", text)
	}
	return fmt.Errorf("feature %q: want a name such as %s", text, strings.Join(near, ", "))
}

// nearest lists the newest names of features whose name, of any release, contains
// the text or is a few letters away from it, the likeliest first.
func nearest(text string) []string {
	type candidate struct {
		feature  Feature
		distance int
	}
	var all []candidate
	key := plainName(text)
	for f := range NumFeatures {
		for _, name := range f.Names() {
			if d, near := distance(key, plainName(name)); near {
				all = append(all, candidate{f.Mirrored(), d})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return cmp.Compare(a.distance, b.distance) })
	var names []string
	for _, c := range all {
		if name := c.feature.String(); len(names) < maxNearest && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// plainName is a name without case and with blanks between its words.
func plainName(text string) string {
	return strings.ToLower(strings.Join(strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune(" _-/", c) }), " "))
}

// distance tells how far a text is from a name, and whether that is near: it is
// part of the name, or wrong in a quarter of its letters at most.
func distance(text, name string) (int, bool) {
	if text == "" {
		return 0, false
	}
	if len(text) <= len(name) && strings.Contains(name, text) {
		return 0, true
	}
	d := edits(text, name)
	return d, d <= len(text)/4
}

// edits counts the letters to add, drop or change between two texts.
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
