package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/asapak/asapak/cli"
	"github.com/asapak/asapak/lab"
)

// rules KEY-7, FO-11, SHOW-1: a unit taken over from a real one's output shows
// that output again. The guide's examples, with their columns put right: all of 1
// and 2 and the unit's own part of 3 to 7 come out of units adopted from them.
//
// Rows that are excepted are those of the permanent block that contradict the
// unit's own: a permanent license with a term of days in 2 (SHOW-1), and in 3 one
// that gives less than the unit has for ever.
func TestGuideExamples(t *testing.T) {
	folder := guideFolder(t)
	for _, c := range []struct {
		file, model, release, command string
		except                        []string
	}{
		{"standalone-timebased.txt", "ASA 5520", "8.4(1)", "show activation-key", nil},
		{"detail-5505.txt", "ASA 5505", "8.4(1)", "show activation-key detail", []string{"Botnet Traffic Filter"}},
		{"failover-primary-detail.txt", "ASA 5520", "8.4(1)", "show activation-key detail", []string{"VPN-3DES-AES", "Security Contexts", "GTP/GPRS"}},
		{"failover-secondary-detail.txt", "ASA 5520", "8.4(1)", "show activation-key detail", nil},
		{"asasm-npe-primary.txt", "ASASM", "8.5(1)", "show activation-key", nil},
		{"asasm-npe-secondary.txt", "ASASM", "8.5(1)", "show activation-key", nil},
		{"cluster-5585.txt", "ASA 5585-X SSP-10", "9.0(1)", "show activation-key", nil},
	} {
		t.Run(c.file, func(t *testing.T) {
			original, err := os.ReadFile(filepath.Join(folder, c.file))
			if err != nil {
				t.Fatal(err)
			}
			got, err := adoptedScreen(filepath.Join(folder, c.file), c.model, c.release, c.command)
			if err != nil {
				t.Fatal(err)
			}
			want := ownLines(string(original), c.except)
			if diff := cmp.Diff(want, ownLines(got, c.except)); len(want) < 10 || diff != "" {
				t.Errorf("-guide +shell\n%s", diff)
			}
		})
	}
}

// guideFolder holds the guide's examples in their true columns.
func guideFolder(t *testing.T) string {
	t.Helper()
	corpus := os.Getenv("ASAPAK_CORPUS")
	if corpus == "" {
		corpus = moduleRoot + "/../shared/corpus"
	}
	folder := filepath.Join(corpus, "reflowed")
	if _, err := os.Stat(folder); err != nil {
		if os.Getenv("ASAPAK_CI") != "" {
			t.Fatalf("no corpus: %v", err)
		}
		t.Skipf("no corpus of real outputs in %s (set ASAPAK_CORPUS)", corpus)
	}
	return folder
}

// adoptedScreen is what a unit adopted from a file answers to a command.
func adoptedScreen(file, model, release, command string) (string, error) {
	text := fmt.Sprintf("units:\n  - name: ciscoasa\n    from: output.txt\n    model: %s\n    release: %s\n", model, release)
	l, err := lab.Parse("lab.yaml", []byte(text), "", func(string) (io.ReadCloser, error) { return os.Open(file) })
	if err != nil {
		return "", err
	}
	world, err := lab.Build(l)
	if err != nil {
		return "", err
	}
	options := cli.Options{World: world, Secret: l.Secret, Privileged: true}
	return cli.New(cli.NewGrammar(), world.Units()[0], options).Line(command).Output, nil
}

// ownLines are the lines of a screen that say something, without the block of
// the failover cluster. The guide sets key lines in several ways.
func ownLines(screen string, except []string) []string {
	var own []string
	cluster, tables := false, 0
	for line := range strings.Lines(screen) {
		line = strings.TrimRight(line, " \r\n")
		label, rest, _ := strings.Cut(line, ":")
		switch {
		case strings.HasPrefix(line, "Failover cluster licensed"):
			cluster = true
		case cluster && strings.HasPrefix(line, "This platform has"):
			cluster = false
		case cluster, line == "", strings.HasPrefix(line, "ciscoasa"):
		case tables > 1 && slices.Contains(except, strings.TrimSpace(label)):
		case strings.HasSuffix(label, "erial Number"), strings.HasSuffix(label, "Activation Key") && rest != "":
			own = append(own, strings.Join(strings.Fields(rest), " "))
		default:
			if strings.HasPrefix(line, "Licensed features") {
				tables++
			}
			own = append(own, line)
		}
	}
	return own
}
