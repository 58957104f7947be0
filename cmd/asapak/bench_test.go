package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// maxBinary bounds the size of the program, in bytes.
const maxBinary = 15_000_000

const helloWorld = `package main

import "fmt"

func main() { fmt.Println("hello, world") }
`

// build makes a program as releases are made: without symbols, and without cgo,
// which on systems that have a C compiler would add the dynamic linker to every
// start.
func build(t testing.TB, target, dir string) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "program")
	c := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", out, target)
	c.Dir, c.Env = dir, append(os.Environ(), "CGO_ENABLED=0")
	if said, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	return out
}

func buildHello(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "main.go"), []byte(helloWorld), 0o600); err != nil {
		t.Fatal(err)
	}
	return build(t, "main.go", dir)
}

func TestBinarySize(t *testing.T) {
	info, err := os.Stat(build(t, ".", "."))
	if err != nil {
		t.Fatal(err)
	}
	if info.Size() > maxBinary {
		t.Errorf("the program has %d bytes, want %d at most", info.Size(), maxBinary)
	}
}

// BenchmarkProcess compares a command as a whole process with the smallest
// program that Go makes; it reports the ratio of the two, in which 3 is the
// limit to keep. The two take turns, so that a busy machine is busy for both.
func BenchmarkProcess(b *testing.B) {
	hello, asapak := buildHello(b), build(b, ".", ".")
	run := func(name string, args ...string) {
		if err := exec.Command(name, args...).Run(); err != nil {
			b.Fatal(err)
		}
	}
	var timeOfHello, timeOfAsapak stopwatch
	for b.Loop() {
		timeOfHello.measure(func() { run(hello) })
		timeOfAsapak.measure(func() { run(asapak, "--state", "none", "-c", "show clock") })
	}
	b.ReportMetric(float64(timeOfHello.median().Microseconds()), "hello-µs")
	b.ReportMetric(float64(timeOfAsapak.median().Microseconds()), "asapak-µs")
	b.ReportMetric(float64(timeOfAsapak.median())/float64(timeOfHello.median()), "ratio")
}

// A stopwatch collects times.
type stopwatch []time.Duration

func (s *stopwatch) measure(do func()) {
	start := time.Now()
	do()
	*s = append(*s, time.Since(start))
}

func (s stopwatch) median() time.Duration {
	slices.Sort(s)
	return s[len(s)/2]
}
