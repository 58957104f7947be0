package sshd

import (
	"context"
	"errors"
	"net"
	"strings"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/asapak/asapak/cli"
	"github.com/asapak/asapak/sim"
)

// loginTime is how long a client may take to log in.
const loginTime = 60 * time.Second

// Serve takes SSH connections for a unit until the context ends. It closes the
// listener; [World.Wait] waits for the sessions, which end too.
func (w *World) Serve(ctx context.Context, u *sim.Unit, l net.Listener) error {
	served := w.units[u]
	return w.accept(ctx, l, func(ctx context.Context, conn net.Conn) {
		if served.enter(conn) {
			served.serve(ctx, conn)
		}
	})
}

// accept takes connections, each in a goroutine of its own. What is accepted is
// closed when it was served, and when the context ends.
func (w *World) accept(ctx context.Context, l net.Listener, serve func(context.Context, net.Conn)) error {
	stop := context.AfterFunc(ctx, func() { l.Close() })
	defer stop()
	for {
		conn, err := l.Accept()
		switch {
		case ctx.Err() != nil:
			if err == nil {
				conn.Close()
			}
			return nil
		case errors.Is(err, net.ErrClosed):
			return err
		case err != nil:
			// What is wrong with one connection, or too many of them, passes.
			select {
			case <-ctx.Done():
			case <-time.After(acceptPause):
			}
			continue
		}
		w.serving.Go(func() {
			defer conn.Close()
			defer context.AfterFunc(ctx, func() { conn.Close() })()
			serve(ctx, conn)
		})
	}
}

// acceptPause keeps a lack of file descriptors from becoming a busy loop.
const acceptPause = 50 * time.Millisecond

// enter takes one of the unit's sessions; false where there is none, or the unit
// is down.
func (u *unit) enter(conn net.Conn) bool {
	u.world.mu.Lock()
	defer u.world.mu.Unlock()
	switch {
	case !u.Device().On() || time.Now().Before(u.upAt):
		return false
	case u.taken >= u.world.options.MaxSessions:
		u.Access(sim.Access{Kind: sim.SessionDenied, From: addressOf(conn)})
		return false
	}
	u.taken++
	return true
}

// addressOf is where a client is, as logs print it.
func addressOf(conn net.Conn) string {
	host, port, err := net.SplitHostPort(conn.RemoteAddr().String())
	if err != nil {
		return conn.RemoteAddr().String()
	}
	return strings.Trim(host, "[]") + "/" + port
}

// A connection is one client of a unit.
type connection struct {
	unit   *unit
	ssh    *ssh.ServerConn
	user   *cli.User
	from   string
	ended  bool   // the unit ended it; the world's lock is held to look
	last   bool   // the unit went down for what was asked here: no session follows
	reason string // of the end
}

// serve lets a client log in and gives it its sessions, one at a time.
func (u *unit) serve(ctx context.Context, conn net.Conn) {
	from := addressOf(conn)
	conn.SetDeadline(time.Now().Add(loginTime))
	server, channels, requests, err := ssh.NewServerConn(conn, u.config(from))
	if err != nil {
		u.leave(nil)
		return
	}
	conn.SetDeadline(time.Time{})
	c := &connection{unit: u, ssh: server, user: server.Permissions.ExtraData[userKey{}].(*cli.User), from: from}
	u.welcome(c)
	defer u.leave(c)
	// Keepalives want an answer, and forwarding none of these allow: a failure
	// is one.
	u.world.serving.Go(func() { ssh.DiscardRequests(requests) })
	for request := range channels {
		if request.ChannelType() != "session" {
			request.Reject(ssh.Prohibited, "only sessions")
			continue
		}
		channel, wishes, err := request.Accept()
		if err != nil {
			return
		}
		c.session(ctx, channel, wishes)
		c.endAfterLast()
	}
}

func (u *unit) welcome(c *connection) {
	u.world.mu.Lock()
	defer u.world.mu.Unlock()
	u.sessions[c] = struct{}{}
	u.Access(sim.Access{Kind: sim.LoginPermitted, User: c.user.Name, From: c.from})
}

// leave gives the session back that enter took; c is nil where nobody logged in.
func (u *unit) leave(c *connection) {
	u.world.mu.Lock()
	defer u.world.mu.Unlock()
	u.taken--
	if c == nil {
		return
	}
	delete(u.sessions, c)
	if c.reason == "" {
		c.reason = "Client disconnected"
	}
	u.Access(sim.Access{Kind: sim.SessionEnded, User: c.user.Name, From: c.from, Reason: c.reason})
}

func (c *connection) endAfterLast() {
	c.unit.world.mu.Lock()
	defer c.unit.world.mu.Unlock()
	if c.last {
		c.end("reload")
	}
}

// end breaks the connection off. The world's lock is held.
func (c *connection) end(reason string) {
	if !c.ended {
		c.ended, c.reason = true, reason
		c.ssh.Close()
	}
}
