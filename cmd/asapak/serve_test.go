package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/asapak/asapak/cli"
)

// served runs serve with a context that is over: it prints its list and ends.
func served(t *testing.T, o serveOptions) (out, announced string, err error) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if o.format == "" {
		o.format = "table"
	}
	if o.shell.state == "" {
		o.shell.state = noState
	}
	var to, stderr bytes.Buffer
	err = o.run(ctx, &to, &stderr)
	return to.String(), stderr.String(), err
}

// A login that everybody knows is for this machine only.
func TestServeKeepsTheDefaultLoginAtHome(t *testing.T) {
	for _, address := range []string{"0.0.0.0", "::", "192.0.2.1", "host.example"} {
		_, _, err := served(t, serveOptions{listen: address})
		var usage *usageError
		if !errors.As(err, &usage) || !strings.Contains(err.Error(), "loopback") {
			t.Errorf("--listen %s: %v", address, err)
		}
	}
	for _, o := range []serveOptions{
		{listen: "127.0.0.1", format: "xml"},
		{listen: "127.0.0.1", ownAddress: true},
	} {
		var usage *usageError
		if _, _, err := served(t, o); !errors.As(err, &usage) {
			t.Errorf("%+v: %v", o, err)
		}
	}
}

// With users in the lab file nothing is announced, and an inventory asks the
// environment for the password of which only the hash is known.
func TestServeLists(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "lab.yaml")
	hash := cli.HashPassword("secret", "salt")
	text := "units:\n  - {name: asa1, model: ISA 3000, serial: JAD21470001}\n  - {name: asa2, model: ASA 5520, serial: JAD21470002}\n" +
		"users: [{name: peer, password: " + hash + "}]\nenable_password: " + hash + "\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	state := filepath.Join(dir, "state")
	options := func(format string) serveOptions {
		return serveOptions{listen: "127.0.0.1", format: format, console: true, shell: shellOptions{lab: file, state: state}}
	}
	out, announced, err := served(t, options("ssh-config"))
	if err != nil || announced != "" || strings.Count(out, "User peer\n") != 2 || !strings.Contains(out, "UserKnownHostsFile") {
		t.Errorf("%v, announced %q\n%s", err, announced, out)
	}
	key, err := os.ReadFile(filepath.Join(state, "known_hosts"))
	if err != nil || !strings.HasPrefix(string(key), "asapak ssh-ed25519 ") {
		t.Errorf("known_hosts %q, %v", key, err)
	}
	out, _, err = served(t, options("ansible-inventory"))
	var inventory struct {
		All struct {
			Hosts map[string]struct {
				Port int `yaml:"ansible_port"`
			} `yaml:"hosts"`
			Vars map[string]any `yaml:"vars"`
		} `yaml:"all"`
	}
	if err := errors.Join(err, yaml.Unmarshal([]byte(out), &inventory)); err != nil {
		t.Fatal(err)
	}
	if len(inventory.All.Hosts) != 2 || inventory.All.Hosts["asa2"].Port == 0 ||
		inventory.All.Vars["ansible_become_password"] != "{{ lookup('env', 'ASAPAK_ENABLE_PASSWORD') }}" {
		t.Errorf("inventory\n%s", out)
	}
	if again, _ := os.ReadFile(filepath.Join(state, "known_hosts")); !bytes.Equal(key, again) {
		t.Error("the host key changed")
	}
	out, _, err = served(t, options("table"))
	if err != nil || !strings.HasPrefix(out, "UNIT  MODEL     ADDRESS    PORT") || !strings.Contains(out, "CONSOLE") {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestLabPassword(t *testing.T) {
	c := passwordCommand()
	var out bytes.Buffer
	c.SetIn(strings.NewReader("secret\n"))
	c.SetOut(&out)
	c.SetArgs(nil)
	if err := c.Execute(); err != nil {
		t.Fatal(err)
	}
	u := cli.User{Password: strings.TrimSpace(out.String())}
	if !u.Fits("secret") || u.Fits("other") {
		t.Errorf("%q doesn't fit", out.String())
	}
	c.SetIn(strings.NewReader("\n"))
	c.SilenceUsage, c.SilenceErrors = true, true
	if err := c.Execute(); err == nil {
		t.Error("an empty password is hashed")
	}
}
