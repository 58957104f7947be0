package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// sharedPace makes the minutes of the guide's walk-through seconds.
const sharedPace = "20"

// A sharedProcess is a unit of the network in a process of its own.
type sharedProcess struct {
	t       *testing.T
	dir     string
	command *exec.Cmd
	log     *bytes.Buffer
	listens string // address
	http    string
}

var (
	listensAt = regexp.MustCompile(`listening at (\S+),`)
	metricsAt = regexp.MustCompile(`metrics at (http://[^/]+)/metrics`)
)

// startShared starts "asapak shared" with its state in a directory.
func startShared(t *testing.T, role, dir, id string, words ...string) *sharedProcess {
	t.Helper()
	p := &sharedProcess{t: t, dir: dir, log: new(bytes.Buffer)}
	words = append([]string{"shared", role, "--id", id, "--hostname", id, "--state", dir, "--pace", sharedPace}, words...)
	p.command = exec.Command("asapak", words...)
	p.command.Env = append(os.Environ(), secretVariable+"=cisco123")
	p.command.Stderr = p.log
	out, err := p.command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.end(os.Kill) })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		p.command.Wait()
		t.Fatalf("%s %s doesn't start: %v\n%s", role, id, err, p.log)
	}
	for _, found := range []struct {
		at   *regexp.Regexp
		into *string
	}{{listensAt, &p.listens}, {metricsAt, &p.http}} {
		if m := found.at.FindStringSubmatch(line); m != nil {
			*found.into = m[1]
		}
	}
	return p
}

// end ends the process with a signal and waits for it.
func (p *sharedProcess) end(s os.Signal) error {
	if p.command.ProcessState != nil {
		return nil
	}
	p.command.Process.Signal(s)
	return p.command.Wait()
}

// status asks the process how it stands, after it was told something.
func (p *sharedProcess) status(words ...string) sharedStatus {
	p.t.Helper()
	words = append([]string{"shared", "status", "--state", p.dir, "-o", "json"}, words...)
	text, err := exec.Command("asapak", words...).Output()
	var s sharedStatus
	if err == nil {
		err = json.Unmarshal(text, &s)
	}
	if err != nil {
		p.t.Fatalf("status of %s: %v\n%s", p.dir, err, p.log)
	}
	return s
}

func (p *sharedProcess) use(sessions int) { p.status("--use", strconv.Itoa(sessions)) }

// becomes waits until the status of the process is as wanted.
func (p *sharedProcess) becomes(what string, is func(s sharedStatus) bool) {
	p.t.Helper()
	deadline := time.Now().Add(40 * time.Second)
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		s := p.status()
		if is(s) {
			return
		}
		if time.Now().After(deadline) {
			p.t.Fatalf("it hasn't come about that %s; status %+v, log\n%s", what, s, p.log)
		}
		<-tick.C
	}
}

func (p *sharedProcess) holds(sessions int) {
	p.t.Helper()
	p.becomes(p.dir+" holds "+strconv.Itoa(sessions), func(s sharedStatus) bool { return s.Device.Shared == sessions })
}

func (p *sharedProcess) serves(service string) {
	p.t.Helper()
	p.becomes(p.dir+" is "+service, func(s sharedStatus) bool { return s.Service == service })
}

// rules SHR-4, SHR-5, SHR-6, BKP-1, BKP-2, BKP-4: the guide's walk-through with
// four processes. Demand, shortage, release; the server is killed, the backup
// serves; the server comes back and takes over what the backup gave out.
func TestSharedWalkThrough(t *testing.T) {
	home := t.TempDir()
	dir := func(name string) string { return filepath.Join(home, name) }
	serverWords := []string{"--pool", "150", "--refresh-interval", "10", "--backup-id", "JMX000BACKU", "--limit", "1000"}
	server := startShared(t, "server", dir("main"), "JMX0000MAIN", append(serverWords, "--listen", "127.0.0.1:0")...)
	backup := startShared(t, "backup", dir("backup"), "JMX000BACKU", "--listen", "127.0.0.1:0", "--server", server.listens)
	reach := []string{"--server", server.listens, "--backup", backup.listens}
	first := startShared(t, "participant", dir("first"), "JMX00000001", reach...)
	second := startShared(t, "participant", dir("second"), "JMX00000002", reach...)
	server.serves("serving")

	first.use(80)
	first.holds(100)
	second.use(80)
	second.holds(50)
	if s := server.status(); s.Free != 0 {
		t.Errorf("%d sessions are free, want none: the second wants 80 and has 50", s.Free)
	}
	first.use(0)
	first.holds(50)
	second.holds(100)

	backup.becomes("the backup has all participants", func(s sharedStatus) bool {
		held := 0
		for _, c := range s.Clients {
			held += c.Lease
		}
		return s.Backup.Synced && held == 150
	})
	server.end(os.Kill)
	backup.serves("serving")
	first.serves("registered with the backup server")
	second.serves("registered with the backup server")
	second.use(0)
	second.holds(50)
	first.use(60)
	first.holds(100)

	server = startShared(t, "server", dir("main"), "JMX0000MAIN", append(serverWords, "--listen", server.listens)...)
	server.serves("serving")
	backup.serves("not serving")
	first.serves("registered with the main server")
	second.serves("registered with the main server")
	first.holds(100)
	second.holds(50)
	if s := server.status(); s.Free != 0 || s.Pool != 150 {
		t.Errorf("after its return the server has %d of %d free, want none of 150", s.Free, s.Pool)
	}
	for _, p := range []*sharedProcess{first, second, backup, server} {
		if err := p.end(syscall.SIGTERM); err != nil {
			t.Errorf("%s: %v\n%s", p.dir, err, p.log)
		}
	}
	for _, want := range []string{"444109: Shared license backup server role changed to active.", "444109: Shared license backup server role changed to inactive."} {
		if !strings.Contains(backup.log.String(), want) {
			t.Errorf("the backup's log lacks %q:\n%s", want, backup.log)
		}
	}
}

// rule SHR-2: a daemon takes its config file again on SIGHUP, and an operator can
// take sessions away.
func TestSharedOperation(t *testing.T) {
	home := t.TempDir()
	config := filepath.Join(home, "server.yaml")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	syslog, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer syslog.Close()
	capture := filepath.Join(home, "all.pcapng")
	write("pool: 100\nlisten: 127.0.0.1:0\nsyslog: " + syslog.LocalAddr().String() + "\npcap: " + capture + "\n")
	server := startShared(t, "server", filepath.Join(home, "main"), "JMX0000MAIN", "--config", config)
	first := startShared(t, "participant", filepath.Join(home, "first"), "JMX00000001", "--server", server.listens, "--use", "40")
	first.holds(50)
	if s := server.status(); len(s.Clients) != 2 || s.Clients[1].Since == nil {
		t.Errorf("the server says %+v", s)
	}
	want := "JMX0000MAIN : %ASA-6-444107: Shared license service enabled on interface " + server.listens + "."
	if line := readSyslog(t, syslog, "444107"); !strings.HasPrefix(line, "<166>") || !strings.HasSuffix(line, want) {
		t.Errorf("the syslog server gets %q, want …%q", line, want)
	}
	for path, want := range map[string]string{"/healthz": "serving", "/metrics": "asapak_shared_free_sessions 50\n"} {
		answer, err := http.Get(server.http + path)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil || !strings.Contains(string(text), want) {
			t.Errorf("%s: %q, %v, want %q", path, text, err, want)
		}
	}
	write("pool: 200\nlisten: 127.0.0.1:0\n")
	server.command.Process.Signal(syscall.SIGHUP)
	server.becomes("the pool is 200", func(s sharedStatus) bool { return s.Pool == 200 })
	if s := server.status("--release", "jmx00000001"); s.Free != 200 {
		t.Errorf("%d are free after the forced release", s.Free)
	}
	for _, p := range []*sharedProcess{first, server} {
		if err := p.end(syscall.SIGTERM); err != nil {
			t.Errorf("%s: %v\n%s", p.dir, err, p.log)
		}
	}
	text, err := exec.Command("asapak", "shared", "decode", capture).Output()
	if err != nil || !strings.Contains(string(text), "Registration From=JMX00000001") {
		t.Errorf("decode: %v\n%s", err, text)
	}
}

// readSyslog waits for a line with a text.
func readSyslog(t *testing.T, c net.PacketConn, with string) string {
	t.Helper()
	if err := c.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	for line := make([]byte, 1000); ; {
		n, _, err := c.ReadFrom(line)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(line[:n]), with) {
			return string(line[:n])
		}
	}
}

// rule SHR-2: what can't be is refused before anything starts.
func TestSharedRefusals(t *testing.T) {
	t.Setenv(secretVariable, "cisco123")
	id := []string{"--id", "JMX0000MAIN"}
	for _, c := range []struct {
		words []string
		want  string
	}{
		{[]string{"server"}, `--id: serial number "": want 11 letters and digits`},
		{append([]string{"server"}, id...), "--pool 0: want 1 to 16777216"},
		{append([]string{"server", "--pool", "5", "--refresh-interval", "9"}, id...), "--refresh-interval 9: want 10 to 300"},
		{append([]string{"server", "--pool", "5", "--secret", "abc"}, id...), "shared secret of 3 characters: want 4 to 128 printable ASCII characters"},
		{append([]string{"server", "--pool", "5", "--model", "PIX"}, id...), `model "PIX": want one of`},
		{append([]string{"participant"}, id...), "--server: want the address of the server, host:port"},
		{append([]string{"participant", "--server", "x:1", "--log", "xml"}, id...), `--log "xml": want text or json`},
		{append([]string{"participant", "--server", "x:1", "--http", "192.0.2.1:80"}, id...), `--http "192.0.2.1:80": want a loopback address`},
		{[]string{"status"}, "which unit: want --state, or --role and --id"},
		{[]string{"status", "--state", "/nowhere"}, "no unit runs with its state in /nowhere"},
		{[]string{"load", "--server", "x:1", "--pattern", "storm"}, `--pattern "storm": want connects or grants or idle or mixed or refreshes`},
	} {
		state := []string{}
		if c.words[0] == "server" || c.words[0] == "participant" {
			state = []string{"--state", t.TempDir()}
		}
		if _, err := ask(sharedCommand(), append(c.words, state...)...); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %q", c.words, err, c.want)
		}
	}
}
