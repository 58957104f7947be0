package sshd

import (
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/asapak/asapak/cli"
	"github.com/asapak/asapak/lab"
	"github.com/asapak/asapak/sim"
)

func TestLogins(t *testing.T) {
	s := serve(t, 1, nil)
	_, private, _ := ed25519.GenerateKey(nil)
	signer, _ := ssh.NewSignerFromKey(private)
	interactive := ssh.KeyboardInteractive(func(_, _ string, questions []string, echos []bool) ([]string, error) {
		if len(questions) != 1 || questions[0] != "Password: " || echos[0] {
			t.Errorf("asked %q, echo %v", questions, echos)
		}
		return []string{"cisco"}, nil
	})
	for _, c := range []struct {
		name string
		user string
		auth ssh.AuthMethod
		ok   bool
	}{
		{"password", "admin", ssh.Password("cisco"), true},
		{"keyboard-interactive", "admin", interactive, true},
		{"wrong password", "admin", ssh.Password("wrong"), false},
		{"unknown user", "root", ssh.Password("cisco"), false},
		{"unknown key", "admin", ssh.PublicKeys(signer), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			config := clientConfig(c.auth)
			config.User = c.user
			client, err := ssh.Dial("tcp", s.addresses[0], config)
			if (err == nil) != c.ok {
				t.Fatalf("login: %v", err)
			}
			if err == nil {
				if v := string(client.ServerVersion()); v != serverVersion {
					t.Errorf("version %q", v)
				}
				client.Close()
			}
		})
	}
	// A user of the configuration takes the place of the default one.
	k := shell(t, dial(t, s.addresses[0]))
	k.enable(t)
	key := base64.StdEncoding.EncodeToString(signer.PublicKey().Marshal())
	for _, line := range []string{
		"configure terminal", "username peer password secret privilege 15", "username peer attributes",
		"ssh authentication publickey " + key, "exit", "aaa authorization exec LOCAL auto-enable", "logging enable", "logging buffered debugging", "end",
	} {
		k.do(t, line, "# ")
	}
	if _, err := ssh.Dial("tcp", s.addresses[0], clientConfig()); err == nil {
		t.Error("the default user logs in beside configured ones")
	}
	for _, auth := range []ssh.AuthMethod{ssh.Password("secret"), ssh.PublicKeys(signer)} {
		config := clientConfig(auth)
		config.User = "peer"
		client, err := ssh.Dial("tcp", s.addresses[0], config)
		if err != nil {
			t.Fatal(err)
		}
		session, _ := client.NewSession()
		out, _ := session.StdoutPipe()
		if err := session.Shell(); err != nil {
			t.Fatal(err)
		}
		peer := &talker{out: out}
		peer.expect(t, "asa1# ") // auto-enable
		client.Close()
	}
	k.do(t, "terminal pager 0", "# ")
	log := k.do(t, "show logging", "# ")
	for _, want := range []string{
		`%ASA-6-605004: Login denied from 127.0.0.1/`, `to inside:ssh for user "root"`,
		`%ASA-6-605005: Login permitted from 127.0.0.1/`, `for user "peer"`,
		`disconnected by SSH server, reason: "Client disconnected"`,
	} {
		if !strings.Contains(log, want) {
			t.Errorf("the log has no %q:\n%s", want, log)
		}
	}
}

// Enter, answer and prompt come in one piece; exit has a status.
func TestShell(t *testing.T) {
	s := serve(t, 1, nil)
	c := dial(t, s.addresses[0])
	k := shell(t, c)
	k.do(t, "enable", "Password: ")
	k.do(t, "cisco", "# ")
	k.send("show mode")
	k.expect(t, "show mode")
	k.send("\r")
	n, err := k.out.Read(k.buf[:])
	if got := string(k.buf[:n]); got != "\r\nSecurity context mode: single \r\n\rasa1# " || err != nil {
		t.Errorf("the answer comes as %q, %v", got, err)
	}
	k.send("disable\nexit\n")
	k.expect(t, "Logoff\r\n\r\n")
	if err := k.wait(); err != nil {
		t.Errorf("exit ends with %v", err)
	}
	again := shell(t, c) // one session after the other
	again.close()
}

// What comes together is kept across commands, password prompts included.
func TestTypeAhead(t *testing.T) {
	s := serve(t, 1, nil)
	k := shell(t, dial(t, s.addresses[0]))
	k.send("enable\ncisco\nconfigure terminal\nhostname ahead\nend\nshow curpriv\nexit\n")
	all := k.expect(t, "Logoff\r\n\r\n")
	for _, want := range []string{"Password: *****\r\n", "ahead# show curpriv\r\nUsername : enable_15\r\n"} {
		if !strings.Contains(all, want) {
			t.Errorf("no %q in\n%s", want, all)
		}
	}
}

func TestExec(t *testing.T) {
	s := serve(t, 1, nil)
	c := dial(t, s.addresses[0])
	for _, e := range []struct {
		command, input, out string
		status              int
	}{
		{"show version | grep Serial", "", "Serial Number: JAD21470000\n", 0},
		{"show nonsense", "", "           ^\nERROR: % Invalid input detected at '^' marker.\n", 1},
		{"write erase", "\n", "[OK]\n", 0},
		{"write erase", "n\n", "", 0},
		{"write erase", "", "", 0},
		{"", "", "", 0},
	} {
		out, status := run(t, c, e.command, e.input)
		if !strings.HasSuffix(out, e.out) || out != strings.TrimLeft(out, "\r") || status != e.status {
			t.Errorf("%q: %q, status %d", e.command, out, status)
		}
	}
	if out, _ := run(t, c, "show running-config", ""); strings.Contains(out, "More") {
		t.Error("a command stops at a page")
	}
}

func TestRefusals(t *testing.T) {
	s := serve(t, 1, func(o *Options) { o.MaxSessions = 2 })
	c := dial(t, s.addresses[0])
	if _, _, err := c.OpenChannel("direct-tcpip", nil); err == nil {
		t.Error("forwarding is allowed")
	}
	if _, err := c.Listen("tcp", "127.0.0.1:0"); err == nil {
		t.Error("listening is allowed")
	}
	session, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	if err := session.RequestSubsystem("sftp"); err == nil {
		t.Error("a subsystem is allowed")
	}
	session.Close()
	if _, _, err := c.SendRequest("keepalive@openssh.com", true, nil); err != nil {
		t.Errorf("a keepalive has no answer: %v", err)
	}
	k := shell(t, dial(t, s.addresses[0]))
	if _, err := ssh.Dial("tcp", s.addresses[0], clientConfig()); err == nil {
		t.Error("a session beyond the limit")
	}
	k.enable(t)
	for _, line := range []string{"terminal pager 0", "configure terminal", "logging enable", "logging buffered 6", "end"} {
		k.do(t, line, "# ")
	}
	if log := k.do(t, "show logging", "# "); !strings.Contains(log, "%ASA-3-315001: Denied SSH session from 127.0.0.1 on interface inside") {
		t.Errorf("no denial in\n%s", log)
	}
	c.Close()
	waitFor(t, func() bool {
		again, err := ssh.Dial("tcp", s.addresses[0], clientConfig())
		if err == nil {
			again.Close()
		}
		return err == nil
	})
}

// waitFor asks until something holds.
func waitFor(t *testing.T, holds func() bool) {
	t.Helper()
	deadline := time.After(patience)
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-deadline:
			t.Fatal("it never holds")
		case <-tick.C:
		}
	}
}

// Sessions of a unit share its state, not their modes, histories and settings.
func TestSessionsShareTheUnit(t *testing.T) {
	s := serve(t, 2, nil)
	one, two, other := shell(t, dial(t, s.addresses[0])), shell(t, dial(t, s.addresses[0])), shell(t, dial(t, s.addresses[1]))
	one.enable(t)
	for _, line := range []string{"terminal pager 0", "configure terminal", "hostname shared"} {
		one.do(t, line, "# ")
	}
	if got := two.do(t, "show history", "shared> "); got != "show history\r\n  show history\r\n\rshared> " {
		t.Errorf("the other session shows %q", got)
	}
	two.do(t, "enable", "Password: ")
	two.do(t, "cisco", "shared# ")
	two.send("show version\n")
	two.expect(t, "<--- More --->")
	if got := other.do(t, "show curpriv", "> "); !strings.HasSuffix(got, "asa2> ") {
		t.Errorf("another unit shows %q", got)
	}
}

// A reload ends the sessions of its unit and no other; the console shows it; the
// unit takes sessions again when it is up.
func TestReload(t *testing.T) {
	s := serve(t, 2, func(o *Options) { o.BootTime = 300 * time.Millisecond })
	by, beside, other := dial(t, s.addresses[0]), shell(t, dial(t, s.addresses[0])), shell(t, dial(t, s.addresses[1]))
	console, err := net.Dial("tcp", s.consoles[0])
	if err != nil {
		t.Fatal(err)
	}
	defer console.Close()
	line := &talker{in: console, out: console, close: console.Close}
	line.expect(t, "asa1> ")
	second, err := net.Dial("tcp", s.consoles[0])
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	(&talker{out: second, close: second.Close}).expect(t, "in use.\r\n")

	k := shell(t, by)
	k.enable(t)
	k.do(t, "reload noconfirm", "TERM signal\r\n")
	if _, err := beside.until("never"); err == nil {
		t.Error("the other session of the unit goes on")
	}
	text := line.expect(t, "asa1> ")
	for _, want := range []string{"START GRACEFUL SHUTDOWN", "Verify the activation-key"} {
		if !strings.Contains(text, want) {
			t.Errorf("the console shows no %q:\n%s", want, text)
		}
	}
	if c, err := ssh.Dial("tcp", s.addresses[0], clientConfig()); err == nil {
		c.Close()
		t.Error("a session while the unit boots")
	}
	other.do(t, "show curpriv", "asa2> ")
	waitFor(t, func() bool {
		c, err := ssh.Dial("tcp", s.addresses[0], clientConfig())
		if err == nil {
			c.Close()
		}
		return err == nil
	})
	line.do(t, "simulate power off", "is off> ")
	if c, err := ssh.Dial("tcp", s.addresses[0], clientConfig()); err == nil {
		c.Close()
		t.Error("a session with a unit that is off")
	}
}

func TestFaults(t *testing.T) {
	for _, c := range []struct {
		name   string
		faults sim.Faults
		check  func(*testing.T, *served, *talker)
	}{
		{"auth", sim.Faults{Auth: 100}, func(t *testing.T, s *served, _ *talker) {
			if c, err := ssh.Dial("tcp", s.addresses[0], clientConfig()); err == nil {
				c.Close()
				t.Error("the login goes well")
			}
		}},
		{"drop", sim.Faults{Drop: 100}, func(t *testing.T, _ *served, k *talker) {
			k.send("show version\n")
			if text, err := k.until("never"); err == nil || len(text) < 100 {
				t.Errorf("%v after %q", err, text)
			}
		}},
		{"garbage", sim.Faults{Garbage: 100, Seed: 3}, func(t *testing.T, _ *served, k *talker) {
			k.send("show mode\n")
			n, _ := k.out.Read(k.buf[:])
			if got := string(k.buf[:n]); got == "show mode\r\nSecurity context mode: single \r\n\rasa1# " {
				t.Error("nothing is wrong")
			}
		}},
		{"slow", sim.Faults{Slow: 200}, func(t *testing.T, _ *served, k *talker) {
			start := time.Now()
			k.do(t, "show mode", "# ")
			if took := time.Since(start); took < 200*time.Millisecond {
				t.Errorf("the answer took %v", took)
			}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := serve(t, 1, nil)
			k := shell(t, dial(t, s.addresses[0]))
			k.enable(t)
			k.do(t, "terminal pager 0", "# ")
			s.world.mu.Lock()
			s.sim.Units()[0].SetFaults(c.faults)
			s.world.mu.Unlock()
			c.check(t, s, k)
		})
	}
}

// A transcript does with a fresh unit what the session did.
func TestRecordReplays(t *testing.T) {
	dir := t.TempDir()
	s := serve(t, 1, func(o *Options) { o.Record = dir })
	c := dial(t, s.addresses[0])
	k := shell(t, c)
	k.send("enable\nwrong\ncisco\nshow nothing\nconf t\nhostname replayed\nobject network a\nhost 192.0.2.1\nend\nwrite memory\nwrite erase\nn\ndisable\nenable\ncisco\nexit\n")
	k.expect(t, "Logoff\r\n\r\n")
	k.wait()
	c.Close()
	files, _ := filepath.Glob(dir + "/asa1-*.txt")
	if len(files) != 1 {
		t.Fatalf("transcripts: %v", files)
	}
	var script string
	waitFor(t, func() bool {
		data, _ := os.ReadFile(files[0])
		script = string(data)
		return strings.Contains(script, "Logoff")
	})
	if strings.Contains(script, "\ncisco\n") {
		t.Errorf("the transcript tells passwords:\n%s", script)
	}
	l := labOf(t, 1)
	w, err := lab.Build(l)
	if err != nil {
		t.Fatal(err)
	}
	fresh := cli.New(cli.NewGrammar(), w.Units()[0], cli.Options{World: w, Secret: l.Secret, Privileged: true})
	var out strings.Builder
	if failed, err := cli.RunBatch(fresh, slices.Values(strings.Split(script, "\n")), &out); failed || err != nil {
		t.Errorf("the transcript fails: %v\n%s", err, out.String())
	}
	s.world.mu.Lock()
	defer s.world.mu.Unlock()
	if got, want := w.Units()[0].Startup().String(), s.sim.Units()[0].Startup().String(); got != want || !strings.Contains(got, "replayed") {
		t.Errorf("replayed\n%s\nwant\n%s", got, want)
	}
}

// What can't be kept is an error, and writes are shared.
func TestCommits(t *testing.T) {
	var disk error
	hold, writes := make(chan struct{}), make(chan int, 100)
	s := serve(t, 1, func(o *Options) {
		o.MaxSessions = 10
		o.Keep = func() func() error {
			return func() error { writes <- 1; <-hold; return disk }
		}
	})
	var all []*talker
	for range 8 {
		k := shell(t, dial(t, s.addresses[0]))
		k.do(t, "enable", "Password: ")
		k.send("cisco\n")
		all = append(all, k)
	}
	close(hold)
	for _, k := range all {
		k.expect(t, "# ")
	}
	if n := len(writes); n > 4 {
		t.Errorf("8 changes took %d writes", n)
	}
	disk = errors.New("disk full")
	if got := all[0].do(t, "write memory", "# "); !strings.Contains(got, "ERROR: disk full\r\n") || strings.Contains(got, "[OK]") {
		t.Errorf("a failed write answers %q", got)
	}
}

// The host key stays.
func TestHostKey(t *testing.T) {
	file := filepath.Join(t.TempDir(), "host_key")
	one, err := HostKey(file)
	if err != nil {
		t.Fatal(err)
	}
	two, err := HostKey(file)
	if err != nil || string(one.PublicKey().Marshal()) != string(two.PublicKey().Marshal()) || one.PublicKey().Type() != ssh.KeyAlgoED25519 {
		t.Errorf("another key, %v", err)
	}
	if info, _ := os.Stat(file); info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", info.Mode())
	}
	os.WriteFile(file, []byte("damaged"), 0o600)
	if _, err := HostKey(file); err == nil {
		t.Error("a damaged key is taken")
	}
}

// The same seed gives the same faults.
func TestDice(t *testing.T) {
	f := sim.Faults{Auth: 50, Seed: 7}
	roll := func() (all []bool) {
		var d dice
		for range 50 {
			all = append(all, d.auth(f))
		}
		return all
	}
	if one, two := roll(), roll(); !slices.Equal(one, two) || !slices.Contains(one, true) || !slices.Contains(one, false) {
		t.Errorf("%v\n%v", one, two)
	}
}
