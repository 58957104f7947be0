package sshd

import (
	"context"
	"errors"
	"io"
	"strings"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/asapak/asapak/cli"
)

// typedTogether is how many bytes are taken from a client at once.
const typedTogether = 2048

// A session is a shell or one command of a connection.
type session struct {
	*connection
	ctx     context.Context
	channel ssh.Channel
	shell   *cli.Session
	record  *record

	wrote bool // something changed that is to be kept
	heard bool // a line was taken: what is sent next is an answer
}

// session answers what a client wants of a channel until a shell or a command was
// asked for, and gives it that. Requests that come meanwhile are answered too.
func (c *connection) session(ctx context.Context, channel ssh.Channel, wishes <-chan *ssh.Request) {
	defer channel.Close()
	for wish := range wishes {
		var command struct{ Text string }
		switch wish.Type {
		case "pty-req", "env", "window-change":
			wish.Reply(true, nil) // sizes mean nothing: the configuration has them
			continue
		case "shell":
		case "exec":
			if err := ssh.Unmarshal(wish.Payload, &command); err != nil {
				wish.Reply(false, nil)
				continue
			}
		default:
			wish.Reply(false, nil)
			continue
		}
		wish.Reply(true, nil)
		c.unit.world.serving.Go(func() { ssh.DiscardRequests(wishes) })
		s := &session{connection: c, ctx: ctx, channel: channel}
		var status uint32
		if wish.Type == "exec" {
			status = s.exec(command.Text)
		} else {
			s.converse()
		}
		s.record.close()
		// Without a status ssh(1) fails.
		channel.SendRequest("exit-status", false, ssh.Marshal(struct{ Status uint32 }{status}))
		return
	}
}

// open starts the shell. The world's lock is held.
func (s *session) open(exec bool) {
	o := s.unit.world.options.Shell
	o.Login = s.user
	o.Privileged = exec && s.user.Privilege > 1 || s.enabled()
	o.Commit = func() error { s.wrote = true; return nil }
	s.record = s.unit.world.newRecord(s.unit.Name, s.user.Name, s.from)
	o.Heard = func(e cli.Exchange) {
		s.heard = true
		s.record.add(e)
	}
	s.shell = cli.New(s.unit.world.grammar, s.unit.Unit, o)
}

const topPrivilege = 15

// enabled reports whether the configuration lets the user begin in privileged
// EXEC.
func (s *session) enabled() bool {
	for _, l := range s.unit.Running().Lines() {
		if strings.HasPrefix(l.Text, "aaa authorization exec ") && strings.HasSuffix(l.Text, " auto-enable") {
			return s.user.Privilege == topPrivilege
		}
	}
	return false
}

// converse is a shell: what is typed, and what the terminal shows.
func (s *session) converse() {
	w := s.unit.world
	w.mu.Lock()
	s.open(false)
	terminal := cli.NewTerminal(s.shell, cli.Style{})
	shown, idle := terminal.Start(), s.idleTime()
	w.mu.Unlock()
	watch := time.AfterFunc(idle, s.timedOut)
	defer watch.Stop()
	_, err := s.channel.Write(shown)
	typed := make([]byte, typedTogether)
	for err == nil && !terminal.Done() {
		var n int
		if n, err = s.channel.Read(typed); n > 0 {
			watch.Reset(idle)
			if failed := s.send(func() []byte { return terminal.Feed(typed[:n]) }); failed != nil {
				err = failed
			}
		}
	}
}

// send does something under the world's lock and sends what comes of it in one
// piece, when it is kept. The error says that the connection is over.
func (s *session) send(do func() []byte) error {
	w := s.unit.world
	w.mu.Lock()
	if s.ended {
		w.mu.Unlock()
		return io.EOF
	}
	s.wrote, s.heard = false, false
	shown := do()
	answers, faults := s.heard, s.unit.Faults()
	var kept *batch
	if s.wrote {
		w.restarts(s.connection)
		kept = w.commits.join()
	}
	breaks := false
	if answers {
		shown, breaks = s.unit.faults.spoil(faults, shown)
	}
	prompt := s.shell.Prompt()
	w.mu.Unlock()
	if kept != nil {
		if err := kept.wait(); err != nil {
			shown = []byte("\r\nERROR: " + err.Error() + "\r\n\r" + prompt)
		}
	}
	if answers && faults.Slow > 0 {
		select {
		case <-time.After(time.Duration(faults.Slow) * time.Millisecond):
		case <-s.ctx.Done():
		}
	}
	if _, err := s.channel.Write(shown); err != nil {
		return err
	}
	if breaks {
		w.mu.Lock()
		s.end("simulate fault drop")
		w.mu.Unlock()
		return errBroken
	}
	return nil
}

var errBroken = errors.New("broken on purpose")

// exec does one command: no prompt, no echo, no pages. Questions are answered by
// the lines that the client sends.
func (s *session) exec(command string) (status uint32) {
	w := s.unit.world
	w.mu.Lock()
	s.open(true)
	w.mu.Unlock()
	lines := lineReader{from: s.channel}
	for line, asks := command, true; asks; {
		err := s.send(func() []byte {
			r := s.shell.Line(line)
			if r.Failed {
				status = 1
			}
			asks = !r.Closed && s.shell.Asking() != cli.AskCommand
			return []byte(r.Output)
		})
		if err != nil {
			return 1
		}
		if asks {
			if line, err = lines.next(); err != nil {
				break
			}
		}
	}
	return status
}

// idleLines are where the configuration says after how many minutes without a
// letter a session ends.
const (
	idleLine    = "ssh timeout"
	defaultIdle = 5
)

// idleTime is how long a session lives without input.
func (s *session) idleTime() time.Duration {
	if rest, ok := s.unit.Running().Rest(idleLine); ok {
		var minutes int
		for _, c := range rest {
			if c < '0' || c > '9' || minutes > 60 {
				return defaultIdle * time.Minute
			}
			minutes = 10*minutes + int(c-'0')
		}
		return time.Duration(max(minutes, 1)) * time.Minute
	}
	return defaultIdle * time.Minute
}

func (s *session) timedOut() {
	s.unit.world.mu.Lock()
	defer s.unit.world.mu.Unlock()
	s.end("Time-out activated")
}
