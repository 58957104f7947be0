package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// The clients are Debian's packages; their Python is the system's.
const systemPython = "/usr/bin/python3"

// tool finds a client. Where it is missing the test is skipped, in CI it fails.
func tool(t *testing.T, name string, probe ...string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err == nil && len(probe) > 0 {
		err = exec.Command(path, probe...).Run()
	}
	if err != nil {
		missing := fmt.Sprintf("%s %s: %v; apt-get install --no-install-recommends ansible python3-netmiko expect openssh-client", name, strings.Join(probe, " "), err)
		if os.Getenv("ASAPAK_CI") != "" {
			t.Fatal(missing)
		}
		t.Skip(missing)
	}
	return path
}

// servedUnit serves the embedded lab until the test ends, and returns what serve
// printed.
func servedUnit(t *testing.T, format string) (printed string) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	o := serveOptions{listen: "127.0.0.1", format: format, shell: shellOptions{state: noState}}
	var out lockedBuffer
	var announced bytes.Buffer
	out.wrote = make(chan struct{}, 1)
	done := make(chan error, 1)
	go func() { done <- o.run(ctx, &out, &announced) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
		if !strings.Contains(announced.String(), "log in as admin with the password cisco, from this machine only") {
			t.Errorf("announced: %q", announced.String())
		}
	})
	select {
	case <-out.wrote:
	case err := <-done:
		done <- nil
		t.Fatal(err)
	}
	return out.text
}

// A lockedBuffer takes the one list that serve prints and tells when.
type lockedBuffer struct {
	text  string
	wrote chan struct{}
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.text = string(p)
	b.wrote <- struct{}{}
	return len(p), nil
}

func unitAddress(t *testing.T) address {
	t.Helper()
	var all []address
	if err := json.Unmarshal([]byte(servedUnit(t, "json")), &all); err != nil || len(all) != 1 {
		t.Fatalf("%v, %v", all, err)
	}
	return all[0]
}

// clientTime bounds what one client may take.
const clientTime = 3 * time.Minute

func runClient(t *testing.T, env []string, name string, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), clientTime)
	defer cancel()
	c := exec.CommandContext(ctx, name, args...)
	c.Env = append(os.Environ(), env...)
	var stderr bytes.Buffer
	c.Stderr = &stderr
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s\n%s", name, err, out, stderr.String())
	}
	return string(out)
}

// timedRow is the row of a time-based license that a client entered.
var timedRow = regexp.MustCompile(`(?m)^AnyConnect Premium Peers +: 25 +56 days`)

func TestNetmiko(t *testing.T) {
	python := tool(t, systemPython, "-c", "import netmiko")
	at := unitAddress(t)
	var got struct{ Prompt, Version, Entered, License, Config, Object, Saved string }
	out := runClient(t, nil, python, "testdata/clients/netmiko_client.py", at.Address, fmt.Sprint(at.Port))
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if got.Prompt != "ciscoasa#" || !strings.Contains(got.Version, "Serial Number: JAD21470KXN") || !timedRow.MatchString(got.License) {
		t.Errorf("%+v", got)
	}
	if strings.TrimSpace(got.Object) != "object network web\n host 192.0.2.10" || !strings.Contains(got.Saved, "[OK]") {
		t.Errorf("object %q, saved %q", got.Object, got.Saved)
	}
}

func TestExpect(t *testing.T) {
	expect := tool(t, "expect")
	tool(t, "ssh")
	at := unitAddress(t)
	out := runClient(t, nil, expect, "testdata/clients/dialog.exp", at.Address, fmt.Sprint(at.Port))
	for _, want := range []string{"PARSED serial JAD21470KXN", "PARSED shutdown", "Cryptochecksum: ", "Password: *****"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}

func TestAnsible(t *testing.T) {
	tool(t, systemPython, "-c", "import ansible_collections.cisco.asa, paramiko")
	playbook := tool(t, "ansible-playbook", "--version")
	dir := t.TempDir()
	inventory := filepath.Join(dir, "inventory.yaml")
	if err := os.WriteFile(inventory, []byte(servedUnit(t, "ansible-inventory")), 0o600); err != nil {
		t.Fatal(err)
	}
	result := filepath.Join(dir, "result.json")
	runClient(t, []string{"HOME=" + dir, "ANSIBLE_HOST_KEY_CHECKING=False", "ANSIBLE_NOCOLOR=1", "ANSIBLE_PARAMIKO_LOOK_FOR_KEYS=False"},
		playbook, "-i", inventory, "-e", "result="+result, "testdata/clients/playbook.yaml")
	data, err := os.ReadFile(result)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Version, Hostname, License, Msg string
		Changed, Again, Failed          bool
		Sums                            []string
	}
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatalf("%v: %s", err, data)
	}
	if got.Version != "9.16(4)" || got.Hostname != "ciscoasa" || !strings.Contains(got.License, "Licensed features for this platform:") {
		t.Errorf("facts: %+v", got)
	}
	if !got.Changed || got.Again || !got.Failed || !strings.Contains(got.Msg, "% Invalid input detected at '^' marker.") {
		t.Errorf("changed %v, again %v, failed %v, %q", got.Changed, got.Again, got.Failed, got.Msg)
	}
	if len(got.Sums) != 2 || got.Sums[0] != got.Sums[1] || got.Sums[0] == "" {
		t.Errorf("checksums %q", got.Sums)
	}
}
