package license_test

import (
	"encoding/json"
	"math/rand/v2"
	"testing"

	"github.com/asapak/asapak/license"
)

func TestParseRelease(t *testing.T) {
	cases := []struct {
		text, printed string
		want          license.Release
	}{
		{"9.16", "9.16", license.Release{Major: 9, Minor: 16}},
		{"8.4(1)", "8.4(1)", license.Release{Major: 8, Minor: 4, Maint: 1}},
		{"9.9(2)32", "9.9(2)32", license.Release{Major: 9, Minor: 9, Maint: 2, Interim: 32}},
		{"9.1(7.12)", "9.1(7)12", license.Release{Major: 9, Minor: 1, Maint: 7, Interim: 12}},
		{"8.0(0)7", "8.0(0)7", license.Release{Major: 8, Interim: 7}},
	}
	for _, c := range cases {
		got, err := license.ParseRelease(c.text)
		if err != nil || got != c.want || got.String() != c.printed {
			t.Errorf("ParseRelease(%q) = %s, %v; want %s", c.text, got, err, c.printed)
		}
	}
	for _, text := range []string{
		"", "9", "9.", ".1", "9.1(", "9.1()", "9.1(7", "9.1(7)x", "9.1(x)", "9.1 (7)", " 9.1", "9.1.2", "-9.1", "9.+1",
		"9.1(7.12)5", "9.1(7.)", "9.1(.7)", "65536.1", "9.1)7(",
	} {
		if r, err := license.ParseRelease(text); err == nil {
			t.Errorf("ParseRelease(%q) = %s, want an error", text, r)
		}
	}
}

// Releases are ordered by their numbers, not by their text.
func TestReleaseOrder(t *testing.T) {
	ascending := []string{"7.0(1)", "7.0(5)", "7.2(2)", "8.0(2)", "8.0(4)", "8.1(1)", "8.2", "8.2(1)", "8.3(1)", "8.4", "8.4(1)", "8.4(1)3",
		"9.0(1)", "9.1(4)", "9.1(7)", "9.1(7)4", "9.1(7)23", "9.1(10)", "9.2(1)", "9.8(1)", "9.16(4)", "10.0"}
	for i, a := range ascending {
		for j, b := range ascending {
			x, y := release(t, a), release(t, b)
			want := 0
			switch {
			case i < j:
				want = -1
			case i > j:
				want = 1
			}
			if got := x.Compare(y); got != want || x.Before(y) != (want < 0) {
				t.Errorf("%s compared with %s: %d, want %d", a, b, got, want)
			}
		}
	}
}

func TestReleaseRoundTrip(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 0))
	for range 10_000 {
		want := license.Release{Major: r.IntN(20), Minor: r.IntN(20), Maint: r.IntN(9), Interim: r.IntN(3) * r.IntN(99)}
		text, err := json.Marshal(want)
		var got license.Release
		if err != nil || json.Unmarshal(text, &got) != nil || got != want {
			t.Fatalf("%+v is written as %s and read as %+v, %v", want, text, got, err)
		}
	}
}

func FuzzParseRelease(f *testing.F) {
	for _, seed := range []string{"9.16", "8.4(1)", "9.9(2)32", "9.1(7.12)", "8.0(0)7", "9.1()", "9.1(", "00.00(00.00)", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, err := license.ParseRelease(text)
		if err != nil {
			if r != (license.Release{}) {
				t.Fatalf("ParseRelease(%q) = %s with an error", text, r)
			}
			return
		}
		if again, err := license.ParseRelease(r.String()); err != nil || again != r {
			t.Fatalf("ParseRelease(%q) = %s, which reads back as %s, %v", text, r, again, err)
		}
	})
}

func release(t testing.TB, text string) license.Release {
	t.Helper()
	r, err := license.ParseRelease(text)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
