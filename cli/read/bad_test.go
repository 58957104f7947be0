package read

import (
	"bytes"
	"errors"
	"io"
	"math/rand"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/text/encoding/unicode"
)

// whole is a show version with everything in it, of a pair with time-based keys.
func whole(t testing.TB) string {
	t.Helper()
	dir := corpus(t)
	text, err := os.ReadFile(filepath.Join(dir, "show_version", "genie2-asa5520-841-docsample.txt"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// An output that is cut off anywhere gives what stands before the cut, and what
// is missing is said.
func TestCutOff(t *testing.T) {
	text := whole(t)
	full := readText(t, text)
	cuts := []int{}
	for i, c := range text {
		if c == '\n' {
			cuts = append(cuts, i+1)
		}
	}
	random := rand.New(rand.NewSource(1))
	for range 300 {
		cuts = append(cuts, random.Intn(len(text)))
	}
	for _, at := range cuts {
		d := readText(t, text[:at])
		if len(d.Units) > 1 {
			t.Fatalf("cut at %d: %d units", at, len(d.Units))
		}
		if len(d.Units) == 0 {
			continue
		}
		u := &d.Units[0]
		if len(u.Own) < len(full.Units[0].Own) && len(u.Missing) == 0 {
			t.Errorf("cut at %d: %d rows and nothing said to be missing", at, len(u.Own))
		}
		for i, r := range u.Own[:max(len(u.Own)-1, 0)] {
			if r.Row != full.Units[0].Own[i].Row {
				t.Errorf("cut at %d: row %v, want %v", at, r.Row, full.Units[0].Own[i].Row)
			}
		}
	}
}

func TestEncodings(t *testing.T) {
	text := whole(t)
	want := readText(t, text)
	for name, encoding := range map[string]interface {
		String(string) (string, error)
	}{
		"UTF-16 LE with mark":    unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder(),
		"UTF-16 BE with mark":    unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder(),
		"UTF-16 LE without mark": unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder(),
		"UTF-16 BE without mark": unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder(),
		"UTF-8 with mark":        unicode.UTF8BOM.NewEncoder(),
	} {
		encoded, err := encoding.String(text)
		if err != nil {
			t.Fatal(err)
		}
		d := readText(t, encoded)
		if told(&d) != told(&want) || d.String() != want.String() {
			t.Errorf("%s: read %+v, want %+v", name, told(&d), told(&want))
		}
		if d := readText(t, encoded[:len(encoded)-1]); told(&d) != told(&want) {
			t.Errorf("%s, cut in the last character: read %+v, want %+v", name, told(&d), told(&want))
		}
	}
}

func TestBinaryAndOddInput(t *testing.T) {
	noise := make([]byte, 1<<16)
	rand.New(rand.NewSource(2)).Read(noise)
	if d, err := Read("noise", bytes.NewReader(noise)); !errors.Is(err, ErrBinary) || len(d.Units) != 0 {
		t.Errorf("noise: %v, %d units", err, len(d.Units))
	}
	for _, text := range []string{"", "\n", "\r", ":", ": :", "Serial Number:", "Running Activation Key:", "Active Timebased Activation Key:\nCluster : Enabled 3 days\n", "Licensed features for this platform:"} {
		if d, err := Read("odd", strings.NewReader(text)); err != nil || len(d.Units) > 1 {
			t.Errorf("%q: %v, %d units", text, err, len(d.Units))
		}
	}
	d, err := Read("long", strings.NewReader(strings.Repeat("x", 1<<20)+"\n"+whole(t)))
	if err != nil || len(d.Units) != 1 || len(d.Problems) != 1 || d.Problems[0].Line != 1 {
		t.Errorf("long line: %v, %d units, %v", err, len(d.Units), d.Problems)
	}
	if _, err := Read("broken", io.MultiReader(strings.NewReader("x"), brokenReader{})); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("a reader that fails: %v", err)
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrClosedPipe }

// A repeated text without end, as a reader.
type endless struct {
	text string
	at   int
}

func (e *endless) Read(p []byte) (int, error) {
	n := copy(p, e.text[e.at:])
	e.at = (e.at + n) % len(e.text)
	return n, nil
}

// 100 MB are not read whole: memory stays bounded, the limit is said, and what
// came before it is read.
func TestHugeInput(t *testing.T) {
	for name, filler := range map[string]string{
		"prose": strings.Repeat("lorem ipsum dolor ", 7) + "\n", "empty lines": "\n", "one line": "x",
		"outputs": "This platform has a Base license.\nMaximum VLANs                     : 5              perpetual\n",
		"rows":    "Maximum VLANs                     : 5              perpetual\n",
	} {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		input := io.MultiReader(strings.NewReader(whole(t)), io.LimitReader(&endless{text: filler}, 100<<20))
		d, err := Read(name, input)
		runtime.ReadMemStats(&after)
		if limit := new(LimitError); !errors.As(err, &limit) {
			t.Errorf("%s: error %v, want a limit", name, err)
		}
		if len(d.Units) == 0 || d.Units[0].Serial != "JMX0938K0C0" {
			t.Errorf("%s: %d units", name, len(d.Units))
		}
		if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 256 {
			t.Errorf("%s: %d MB allocated", name, used)
		}
	}
}
