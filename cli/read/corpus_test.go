package read

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// corpusDir is the folder with real outputs; it isn't part of this repository.
func corpusDir() (dir string, ok bool) {
	dir = os.Getenv("ASAPAK_CORPUS")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "corpus")
	}
	_, err := os.Stat(filepath.Join(dir, "INDEX.tsv"))
	return dir, err == nil
}

func corpus(t testing.TB) string {
	t.Helper()
	dir, ok := corpusDir()
	if !ok && os.Getenv("ASAPAK_CI") != "" {
		t.Fatalf("no corpus of real outputs in %s", dir)
	}
	if !ok {
		t.Skipf("no corpus of real outputs in %s (set ASAPAK_CORPUS)", dir)
	}
	return dir
}

// A sample is a row of the corpus' index.
type sample struct{ file, kind, whitespace, class string }

func samples(t testing.TB, dir string) []sample {
	t.Helper()
	index, err := os.ReadFile(filepath.Join(dir, "INDEX.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	var all []sample
	for line := range strings.Lines(string(index)) {
		c := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(c) < 8 || c[0] == "file" {
			continue
		}
		all = append(all, sample{file: c[0], kind: c[1], whitespace: c[6], class: c[7]})
	}
	if len(all) == 0 {
		t.Fatal("the index of the corpus lists no samples")
	}
	return all
}

func readSample(t testing.TB, dir, file string) (Document, string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, file))
	if err != nil {
		t.Fatal(err)
	}
	d, err := Read(file, strings.NewReader(string(text)))
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return d, string(text)
}

// lineEnds takes trailing blanks off each line.
func lineEnds(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(strings.TrimRight(line, " \t\r\n") + "\n")
	}
	return b.String()
}

// rule SHOW-1, KEY-1, FO-10: what was read of a real output renders to the same
// text, trailing blanks and pager rests aside.
func TestRealOutputsRoundTrip(t *testing.T) {
	const least = 23 // exact samples that the corpus had when this was written
	dir := corpus(t)
	kinds := map[string]bool{"show_version": true, "show_activation-key": true, "reflowed": true, "partial": true, "boot": true}
	n := 0
	for _, s := range samples(t, dir) {
		exact := strings.HasPrefix(s.whitespace, "exact") || s.whitespace == "derived"
		if !kinds[s.kind] || !exact {
			continue
		}
		n++
		t.Run(s.file, func(t *testing.T) {
			d, text := readSample(t, dir, s.file)
			if got, want := lineEnds(d.String()), lineEnds(text); got != want {
				t.Errorf("rendered again:\n%s\nwant:\n%s", got, want)
			}
		})
	}
	if n < least {
		t.Errorf("%d exact samples, want at least %d", n, least)
	}
}
