package sshd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
	"golang.org/x/crypto/ssh"

	"github.com/asapak/asapak/cli"
	"github.com/asapak/asapak/lab"
	"github.com/asapak/asapak/sim"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// patience is how long a test waits for what must come.
const patience = 5 * time.Second

// A served lab is units over SSH on loopback ports.
type served struct {
	world     *World
	sim       *sim.World
	addresses []string
	consoles  []string
}

// admin logs in where a test says nothing else.
var admin = cli.User{Name: "admin", Password: cli.HashPassword("cisco", "test"), Privilege: 15}

// labOf is a lab of so many ISA 3000.
func labOf(t testing.TB, units int) *lab.Lab {
	t.Helper()
	var b strings.Builder
	b.WriteString("units:\n")
	for i := range units {
		fmt.Fprintf(&b, "  - {name: asa%d, model: ISA 3000, serial: JAD2147%04d, license: {level: Security Plus}}\n", i+1, i)
	}
	l, err := lab.Parse("test.yaml", []byte(b.String()), "", nil)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// serve serves a lab until the test ends.
func serve(t testing.TB, units int, change func(*Options)) *served {
	t.Helper()
	l := labOf(t, units)
	w, err := lab.Build(l)
	if err != nil {
		t.Fatal(err)
	}
	key, err := HostKey("")
	if err != nil {
		t.Fatal(err)
	}
	o := Options{
		Shell:   cli.Options{World: w, Secret: l.Secret, EnablePassword: cli.HashPassword("cisco", "test")},
		HostKey: key, Default: &admin,
	}
	if change != nil {
		change(&o)
	}
	s := &served{sim: w}
	if s.world, err = NewWorld(o); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error)
	for _, u := range w.Units() {
		ssh, console := listen(t), listen(t)
		s.addresses = append(s.addresses, ssh.Addr().String())
		s.consoles = append(s.consoles, console.Addr().String())
		go func() { done <- s.world.Serve(ctx, u, ssh) }()
		go func() { done <- s.world.ServeConsole(ctx, u, console) }()
	}
	t.Cleanup(func() {
		stop()
		for range 2 * units {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		s.world.Wait()
	})
	return s
}

func listen(t testing.TB) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func clientConfig(auth ...ssh.AuthMethod) *ssh.ClientConfig {
	if auth == nil {
		auth = []ssh.AuthMethod{ssh.Password("cisco")}
	}
	return &ssh.ClientConfig{User: "admin", Auth: auth, HostKeyCallback: ssh.InsecureIgnoreHostKey(), Timeout: patience}
}

func dial(t testing.TB, address string) *ssh.Client {
	t.Helper()
	c, err := ssh.Dial("tcp", address, clientConfig())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// A talker types into a shell and waits for what is shown.
type talker struct {
	in    io.WriteCloser
	out   io.Reader
	wait  func() error
	close func() error
	seen  strings.Builder
	buf   [4096]byte
}

// shell opens a shell and waits for its first prompt.
func shell(t testing.TB, c *ssh.Client) *talker {
	t.Helper()
	s, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	k := &talker{wait: s.Wait, close: c.Close}
	k.in, _ = s.StdinPipe()
	k.out, _ = s.StdoutPipe()
	if err := errors.Join(s.RequestPty("vt100", 0, 0, nil), s.Shell()); err != nil {
		t.Fatal(err)
	}
	k.expect(t, "> ")
	return k
}

// hangUp lets a reader that waits in vain fail.
func (k *talker) hangUp() {
	if k.close != nil {
		k.close()
	}
}

// send sends a text.
func (k *talker) send(text string) error {
	_, err := io.WriteString(k.in, text)
	return err
}

// until reads up to a text and returns all that came.
func (k *talker) until(end string) (string, error) {
	for {
		if text := k.seen.String(); strings.HasSuffix(text, end) {
			k.seen.Reset()
			return text, nil
		}
		n, err := k.out.Read(k.buf[:])
		k.seen.Write(k.buf[:n])
		if err != nil && n == 0 {
			return k.seen.String(), err
		}
	}
}

func (k *talker) expect(t testing.TB, end string) string {
	t.Helper()
	watch := time.AfterFunc(patience, k.hangUp)
	defer watch.Stop()
	text, err := k.until(end)
	if err != nil {
		t.Fatalf("waiting for %q: %v after\n%s", end, err, text)
	}
	return text
}

// do types a line and returns what is shown before the prompt that ends in end.
func (k *talker) do(t testing.TB, line, end string) string {
	t.Helper()
	if err := k.send(line + "\n"); err != nil {
		t.Fatal(err)
	}
	return k.expect(t, end)
}

// enable goes to privileged EXEC.
func (k *talker) enable(t testing.TB) {
	t.Helper()
	k.do(t, "enable", "Password: ")
	k.do(t, "cisco", "# ")
}

// run runs one command and returns its output and exit status.
func run(t testing.TB, c *ssh.Client, command, input string) (string, int) {
	t.Helper()
	s, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	s.Stdin = strings.NewReader(input)
	out, err := s.Output(command)
	var failed *ssh.ExitError
	if errors.As(err, &failed) {
		return string(out), failed.ExitStatus()
	}
	if err != nil {
		t.Fatalf("%s: %v", command, err)
	}
	return string(out), 0
}
