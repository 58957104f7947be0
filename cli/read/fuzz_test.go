package read

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// FuzzRead: whatever the input, reading it ends without a panic and within its
// limits, only our errors come of it, and what it renders to is a fixed point:
// read again it renders to the same.
func FuzzRead(f *testing.F) {
	f.Add("Serial Number:  JMX1232L11M\r\nRunning Permanent Activation Key: 0x1 0x2 0x3 0x4 0x5 \r\n")
	f.Add("Active Timebased Activation Key:\n1 2 3 4 5\nCluster : Enabled 3 days\n")
	f.Add("\xff\xfeS\x00e\x00r\x00i\x00a\x00l\x00 \x00N\x00")
	f.Add("\xfe\xff\xd8\x00\x00S")
	if dir, ok := corpusDir(); ok {
		files, _ := filepath.Glob(filepath.Join(dir, "*", "*.txt"))
		for _, file := range files {
			if text, err := os.ReadFile(file); err == nil {
				f.Add(string(text))
			}
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := Read("fuzz", strings.NewReader(text))
		if limit := new(LimitError); err != nil && !errors.Is(err, ErrBinary) && !errors.As(err, &limit) {
			t.Fatalf("error %v", err)
		}
		for _, u := range d.Units {
			if _, err := u.Proven(); err == nil && u.Model == nil {
				t.Error("a unit without model is adoptable")
			}
		}
		again, err := Read("fuzz", strings.NewReader(d.String()))
		if err != nil {
			return
		}
		if got, want := again.String(), d.String(); got != want {
			t.Errorf("rendered %q, read again %q", want, got)
		}
	})
}
