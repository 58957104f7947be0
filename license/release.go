package license

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
)

// A Release is a software release such as 9.9(2)32: major 9, minor 9,
// maintenance 2, interim 32. Releases are ordered; compare them with
// [Release.Compare] or [Release.Before].
type Release struct{ Major, Minor, Maint, Interim int }

// ParseRelease reads 9.9(2)32, 9.1(7.12), 8.4(1) or 9.16.
func ParseRelease(text string) (Release, error) {
	if r, ok := parseRelease(text); ok {
		return r, nil
	}
	return Release{}, fmt.Errorf("release %q: want a form such as 9.16, 8.4(1) or 9.9(2)32", text)
}

func parseRelease(text string) (r Release, ok bool) {
	numbers, rest, inParens := strings.Cut(text, "(")
	major, minor, ok := strings.Cut(numbers, ".")
	maint, interim := "0", "0"
	if inParens {
		inside, behind, closed := strings.Cut(rest, ")")
		ok = ok && closed
		maint = inside
		if m, i, dotted := strings.Cut(inside, "."); dotted && behind == "" {
			maint, interim = m, i
		} else if behind != "" {
			interim = behind
		}
	}
	for _, part := range [...]struct {
		text   string
		number *int
	}{{major, &r.Major}, {minor, &r.Minor}, {maint, &r.Maint}, {interim, &r.Interim}} {
		n, err := strconv.ParseUint(part.text, 10, 16)
		ok = ok && err == nil
		*part.number = int(n)
	}
	return r, ok
}

// String prints the release as show version does.
func (r Release) String() string {
	s := fmt.Sprintf("%d.%d", r.Major, r.Minor)
	if r.Maint != 0 || r.Interim != 0 {
		s += fmt.Sprintf("(%d)", r.Maint)
	}
	if r.Interim != 0 {
		s += strconv.Itoa(r.Interim)
	}
	return s
}

// Compare returns -1, 0 or 1 as r is older than, the same as, or newer than o.
func (r Release) Compare(o Release) int {
	return cmp.Or(cmp.Compare(r.Major, o.Major), cmp.Compare(r.Minor, o.Minor),
		cmp.Compare(r.Maint, o.Maint), cmp.Compare(r.Interim, o.Interim))
}

// Before reports whether r is older than o.
func (r Release) Before(o Release) bool { return r.Compare(o) < 0 }

// MarshalText and UnmarshalText keep a release as its text in files.
func (r Release) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (r *Release) UnmarshalText(text []byte) (err error) {
	*r, err = ParseRelease(string(text))
	return err
}
