package render

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/asapak/asapak/license"
)

// Real screens of show failover: what only the unit knows is read from each, and
// the rest of every letter is this package's.
func TestShowFailoverCorpus(t *testing.T) {
	dir := filepath.Join(corpus(t), "show_failover")
	for _, c := range []struct {
		file, model string
		release     string // of screens that don't tell it
	}{
		{file: "5525-922-952-upgrade.txt", model: "ASA 5525-X"},
		{file: "5525-952-secondary-active.txt", model: "ASA 5525-X"},
		{file: "ntc-5512-861-failed.txt", model: "ASA 5512-X"},
		{file: "ntc-5516-964.txt", model: "ASA 5516-X"},
		{file: "asav-9182-TABS-FTD.txt"},
		{file: "asav-964-upgrade-slot-empty.txt"},
		{file: "genie-asav-9122-matefailed.txt"},
		{file: "pyntc-off.txt", release: "9.6"},
		{file: "genie-off.txt", release: "9.12"},
	} {
		t.Run(c.file, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join(dir, c.file))
			if err != nil {
				t.Fatal(err)
			}
			want := normal(string(data))
			v := figures(t, want, c.model, c.release)
			if got := normal(ShowFailover(v)); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// normal takes away what posting changes: tabs became blanks, and blanks at the
// ends of lines went. Exact samples are compared by the test below.
func normal(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		column, out := 0, ""
		for _, c := range strings.TrimRight(line, "\n") {
			if c != '\t' {
				out, column = out+string(c), column+1
				continue
			}
			for stop := column/8*8 + 8; column < stop; column++ {
				out += " "
			}
		}
		b.WriteString(strings.TrimRight(out, " ") + "\n")
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

var (
	monitoredLine = regexp.MustCompile(`^Monitored Interfaces (\d+) of (\d+) maximum$`)
	versionLine   = regexp.MustCompile(`^Version: Ours (\S+), Mate (\S+)$`)
	serialLine    = regexp.MustCompile(`^Serial Number: Ours (\S+), Mate (\S+)$`)
	partLine      = regexp.MustCompile(`^Group (\d) State: (.+)$`)
	partTime      = regexp.MustCompile(`^Group (\d) last failover at: (.+)$`)
	hostLine      = regexp.MustCompile(`^\s+(This|Other) host: (\S+) - (.*)$`)
	activeLine    = regexp.MustCompile(`^\s+Active time: (\d+) \(sec\)$`)
	interfaceLine = regexp.MustCompile(`^Interface (\S+) \((\S+)\): (.+) \((Monitored|Waiting)\)$`)
	counterLine   = regexp.MustCompile(`^ {8}(\S.*?)\s{2,}(\d+)\s+(\d+)\s+(\d+)\s+(\d+)$`)
	queueLine     = regexp.MustCompile(`^ {8}(Recv|Xmit) Q:\s+(\d+)\s+(\d+)\s+(\d+)$`)
)

// figures reads a normal screen as the view that prints it.
func figures(t *testing.T, screen, name, told string) *Failover {
	t.Helper()
	v := &Failover{Counters: map[string][4]int64{}}
	r := figureReader{t: t, view: v}
	for line := range strings.Lines(screen) {
		r.line(strings.TrimRight(line, "\n"))
	}
	if told != "" {
		v.Release = release(t, told)
	}
	if name == "" {
		return v
	}
	// What the package knows of a model itself isn't taken from the screen.
	m := model(t, name)
	p := m.Platform(license.SecurityPlus, v.Release)
	if got := Monitorable(m, v.Release, p.Base[license.MaxVLANs]); got != v.Monitorable {
		t.Errorf("an %s monitors %d interfaces at most, want %d", name, got, v.Monitorable)
	}
	if got := FailoverSlot(m, v.Release); got != v.This.Lines[0] {
		t.Errorf("slot line %q, want %q", got, v.This.Lines[0])
	}
	return v
}

type figureReader struct {
	t    *testing.T
	view *Failover
	host *FailoverHost
}

func release(t *testing.T, text string) license.Release {
	t.Helper()
	r, err := license.ParseRelease(text)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (r *figureReader) line(line string) {
	v := r.view
	bare := strings.TrimSpace(line)
	rest := func(prefix string) string { return strings.TrimPrefix(bare, prefix) }
	known := func(text string) string { return strings.TrimSuffix(text, "Unknown") }
	switch m := monitoredLine.FindStringSubmatch(line); {
	case bare == "Failover On":
		v.On = true
	case strings.HasPrefix(bare, "Failover unit "):
		v.Unit = rest("Failover unit ")
	case strings.HasPrefix(bare, "Failover LAN Interface: "):
		v.LAN = strings.TrimSuffix(rest("Failover LAN Interface: "), "not Configured")
	case strings.HasPrefix(bare, "Unit Poll frequency "):
		v.UnitPoll = rest("Unit Poll frequency ")
	case strings.HasPrefix(bare, "Interface Poll frequency "):
		v.InterfacePoll = rest("Interface Poll frequency ")
	case m != nil:
		v.Monitored, v.Monitorable = int(number(m[1])), int(number(m[2]))
	case bare == "failover replication http":
		v.ReplicatesHTTP = true
	case versionLine.MatchString(line):
		m := versionLine.FindStringSubmatch(line)
		v.Release, v.MateRelease = release(r.t, m[1]), known(m[2])
	case serialLine.MatchString(line):
		m := serialLine.FindStringSubmatch(line)
		v.Serial, v.MateSerial = license.Serial(m[1]), license.Serial(known(m[2]))
	case strings.HasPrefix(bare, "Last Failover at: "):
		v.LastFailover = []string{rest("Last Failover at: ")}
	case strings.HasPrefix(bare, "Link : "):
		v.StateLink, r.host = rest("Link : "), nil
	default:
		r.body(line, bare)
	}
}

func (r *figureReader) body(line, bare string) {
	v := r.view
	if m := hostLine.FindStringSubmatch(line); m != nil {
		r.host = &v.This
		if m[1] == "Other" {
			r.host = &v.Other
		}
		r.host.Unit, r.host.State = m[2], strings.TrimSpace(m[3])
	} else if m := activeLine.FindStringSubmatch(line); m != nil {
		r.host.ActiveTime = number(m[1])
	} else if m := counterLine.FindStringSubmatch(line); m != nil {
		v.Counters[m[1]] = [4]int64{number(m[2]), number(m[3]), number(m[4]), number(m[5])}
	} else if m := queueLine.FindStringSubmatch(line); m != nil {
		q := [3]int64{number(m[2]), number(m[3]), number(m[4])}
		if m[1] == "Recv" {
			v.Received = q
		} else {
			v.Queued = q
		}
	} else if r.host != nil && bare != "" && !strings.HasPrefix(bare, "Stateful") {
		r.host.Lines = append(r.host.Lines, r.hostText(line, bare))
	}
}

// hostText is a line of a host: what the package makes of an interface, or what
// stands there of other hardware.
func (r *figureReader) hostText(line, bare string) string {
	if m := interfaceLine.FindStringSubmatch(bare); m != nil {
		return FailoverInterface(r.view.Release, m[1], m[2], m[3], m[4] == "Monitored")
	}
	return strings.TrimPrefix(line, "                ")
}

func number(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		panic(fmt.Sprintf("render: %q is no number", text))
	}
	return n
}

// The screen with tabs and blanks as a real unit sent them.
func TestShowFailoverExact(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(corpus(t), "show_failover", "asav-9182-TABS-FTD.txt"))
	if err != nil {
		t.Fatal(err)
	}
	got := ShowFailover(figures(t, normal(string(data)), "", ""))
	if want := strings.TrimRight(string(data), "\n") + "\n"; got != want {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
}

// A document's screen of an Active/Active pair, whose blanks are lost.
func TestShowFailoverActiveActive(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(corpus(t), "show_failover", "ntc-aa-700.txt"))
	if err != nil {
		t.Fatal(err)
	}
	want := strings.TrimSpace(string(data))
	v := &Failover{Release: release(t, "7.0(0)79"), Counters: map[string][4]int64{}}
	r := figureReader{t: t, view: v}
	for _, line := range strings.Split(want, "\n") {
		r.partsLine(strings.TrimSpace(line))
	}
	var got []string
	for _, line := range strings.Split(strings.TrimSpace(ShowFailover(v)), "\n") {
		got = append(got, strings.Join(strings.Fields(line), " "))
	}
	if all := strings.Join(got, "\n"); all != strings.ReplaceAll(want, "\n \n", "\n\n") {
		t.Errorf("got\n%s\nwant\n%s", all, want)
	}
}

// partsLine reads a line of that document.
func (r *figureReader) partsLine(line string) {
	v := r.view
	if m := partTime.FindStringSubmatch(line); m != nil {
		v.LastFailover = append(v.LastFailover, m[2])
	} else if unit, ok := strings.CutPrefix(line, "This host: "); ok {
		r.host, v.This.Unit = &v.This, unit
	} else if unit, ok := strings.CutPrefix(line, "Other host: "); ok {
		r.host, v.Other.Unit = &v.Other, unit
	} else if m := partLine.FindStringSubmatch(line); m != nil {
		r.host.Parts = append(r.host.Parts, FailoverPart{State: m[2]})
	} else if m := activeLine.FindStringSubmatch(" " + line); m != nil {
		r.host.Parts[len(r.host.Parts)-1].ActiveTime = number(m[1])
	} else if words := strings.Fields(line); len(words) > 4 && strings.Trim(words[len(words)-1], "0123456789") == "" && words[0] != "Recv" && words[0] != "Xmit" && r.host == nil {
		n := len(words) - 4
		v.Counters[strings.Join(words[:n], " ")] = [4]int64{number(words[n]), number(words[n+1]), number(words[n+2]), number(words[n+3])}
	} else if m := queueLine.FindStringSubmatch("        " + line); m != nil {
		r.line("        " + line)
	} else {
		r.line(line)
	}
}

func TestShowFailoverState(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(corpus(t), "show_failover_state", "ftd-ifc-failure.txt"))
	if err != nil {
		t.Fatal(err)
	}
	got := ShowFailoverState(&FailoverState{
		This:          FailoverReason{Unit: "Primary", State: "Active", Reason: "None"},
		Other:         FailoverReason{Unit: "Secondary", State: "Standby Ready", Reason: "Ifc Failure", Date: "11:48:35 UTC Aug 6 2026"},
		Configuration: "Sync Done",
	})
	if got != strings.TrimRight(string(data), "\n")+"\n" {
		t.Errorf("got\n%q\nwant\n%q", got, data)
	}
}

// A changed figure, and a screen of another release, don't pass.
func TestShowFailoverCanFail(t *testing.T) {
	v := Failover{Release: release(t, "9.16"), On: true, LastFailover: []string{"now"}, Unit: "Primary", LAN: "FO e0 (up)", StateLink: "FO e0 (up)"}
	whole := ShowFailover(&v)
	v.Counters = map[string][4]int64{"Rule DB Delete": {1}}
	if ShowFailover(&v) != whole {
		t.Error("release 9.16 prints a row of 9.18")
	}
	v.Counters = map[string][4]int64{"Umbrella Device-ID": {1}}
	if ShowFailover(&v) == whole {
		t.Error("a figure is not printed")
	}
	v.Release = release(t, "8.6(1)")
	if old := ShowFailover(&v); strings.Contains(old, "Reconnect") || strings.Contains(old, "Serial Number") || strings.Contains(old, "MAC Address") {
		t.Errorf("release 8.6 prints lines of later ones:\n%s", old)
	}
}
