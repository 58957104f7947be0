package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/asapak/asapak/cli"
	"github.com/asapak/asapak/license"
)

const readme = moduleRoot + "/README.md"

// The parts of README.md that are derived are what they are derived from. On a
// difference: UPDATE_GOLDEN=1 go test ./cmd/asapak -run README, and read the diff.
func TestREADMEIsDerived(t *testing.T) {
	data, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	want := string(data)
	for part, text := range map[string]string{"models": modelTable(), "features": featureTable(), "commands": commandList()} {
		want = replaceBetween(t, want, "<!-- begin "+part+" -->\n", text, "<!-- end "+part+" -->\n")
	}
	sameOrUpdated(t, string(data), want)
}

// The session of README.md works when it is pasted, and answers what README.md
// says.
func TestREADMESession(t *testing.T) {
	data, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(data), "## A first session\n")
	_, after, _ = strings.Cut(after, "```sh\n")
	commands, after, found := strings.Cut(after, "```\n\n```\n")
	answer, _, ended := strings.Cut(after, "```\n")
	if !found || !ended {
		t.Fatal("README.md has no session with its answer")
	}
	out, err := exec.Command("sh", "-c", strings.ReplaceAll(commands, "go run ./cmd/asapak", "asapak")).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	sameOrUpdated(t, string(data), strings.Replace(string(data), "```\n\n```\n"+answer+"```\n", "```\n\n```\n"+string(out)+"```\n", 1))
}

func replaceBetween(t *testing.T, text, begin, middle, end string) string {
	t.Helper()
	before, rest, begun := strings.Cut(text, begin)
	_, after, ended := strings.Cut(rest, end)
	if !begun || !ended {
		t.Fatalf("README.md has no %s", strings.TrimSpace(begin))
	}
	return before + begin + middle + end + after
}

func sameOrUpdated(t *testing.T, got, want string) {
	t.Helper()
	if got == want {
		return
	}
	if os.Getenv("UPDATE_GOLDEN") == "1" {
		if err := os.WriteFile(filepath.Clean(readme), []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	t.Errorf("README.md differs (-has +derived); UPDATE_GOLDEN=1 go test ./cmd/asapak -run README writes it anew:\n%s",
		cmp.Diff(strings.Split(got, "\n"), strings.Split(want, "\n")))
}

func commandList() string {
	return "```\n" + strings.Join(cli.Examples(), "\n") + "\n```\n"
}

// shownLimits are the features that the table of models shows.
var shownLimits = []license.Feature{
	license.SecurityContexts, license.MaxVLANs, license.AnyConnectPremiumPeers, license.TotalVPNPeers,
	license.TotalUCProxySessions, license.ClusterMembers,
}

func modelTable() string {
	var b strings.Builder
	b.WriteString("| model | level | releases | time-based |")
	for _, f := range shownLimits {
		fmt.Fprintf(&b, " %s |", f)
	}
	b.WriteString("\n|---|---|---|---|" + strings.Repeat("---|", len(shownLimits)) + "\n")
	for _, m := range license.Models() {
		for i := range m.Variants {
			v := &m.Variants[i]
			timeBased := "no"
			if v.TimeBased {
				timeBased = "yes"
			}
			fmt.Fprintf(&b, "| %s | %s | %s to %s | %s |", m.Name, v.Level, m.First, m.Last, timeBased)
			for _, f := range shownLimits {
				fmt.Fprintf(&b, " %s |", limitCell(v, f))
			}
			b.WriteString("\n")
		}
	}
	return b.String()
}

func limitCell(v *license.Variant, f license.Feature) string {
	if !v.Base[f].Known() {
		return "-"
	}
	text := f.Format(v.Base[f].Value)
	if most := v.Limit[f].Value; most > v.Base[f].Value {
		text += " (to " + f.Format(most) + ")"
	}
	return text
}

var ruleWords = map[license.Rule]string{license.Higher: "the higher", license.Sum: "the sum"}

func featureTable() string {
	var b strings.Builder
	b.WriteString("| names, oldest first | since | permanent with time-based | unit with unit | in a key |\n|---|---|---|---|---|\n")
	newest := license.Release{Major: 9, Minor: 16}
	for f := range license.NumFeatures {
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", strings.Join(f.Names(), ", "), f.Since(),
			ruleWords[f.Timed(newest)], ruleWords[f.InCluster()], ladderText(f))
	}
	return b.String()
}
