package sshd

import (
	"context"
	"errors"
	"net"
	"os"
	"time"

	"github.com/asapak/asapak/cli"
	"github.com/asapak/asapak/sim"
)

// A console is someone at the console of a unit.
type console struct {
	conn      net.Conn
	restarted bool // the unit went down and nothing was shown of it yet
}

// wake lets the console look at what happened. The world's lock is held.
func (c *console) wake() {
	c.restarted = true
	c.conn.SetReadDeadline(time.Unix(1, 0))
}

// consoleBusy is what a second client of a console reads.
const consoleBusy = "\r\nThe console is in use.\r\n"

// ServeConsole takes raw TCP connections to the console of a unit until the
// context ends: one at a time, as there is one line. Nobody logs in there.
func (w *World) ServeConsole(ctx context.Context, u *sim.Unit, l net.Listener) error {
	served := w.units[u]
	return w.accept(ctx, l, func(_ context.Context, conn net.Conn) { served.console(conn) })
}

func (u *unit) console(conn net.Conn) {
	w, c := u.world, &console{conn: conn}
	wrote := false
	w.mu.Lock()
	if len(u.consoles) > 0 {
		w.mu.Unlock()
		conn.Write([]byte(consoleBusy))
		return
	}
	u.consoles[c] = struct{}{}
	o := w.options.Shell
	o.Commit = func() error { wrote = true; return nil }
	r := w.newRecord(u.Name, "console", addressOf(conn))
	o.Heard = r.add
	shell := cli.New(w.grammar, u.Unit, o)
	terminal := cli.NewTerminal(shell, cli.Style{})
	shown := terminal.Start()
	w.mu.Unlock()
	defer func() {
		w.mu.Lock()
		delete(u.consoles, c)
		w.mu.Unlock()
		r.close()
	}()
	typed := make([]byte, typedTogether)
	for {
		if _, err := conn.Write(shown); err != nil || terminal.Done() {
			return
		}
		n, err := conn.Read(typed)
		if err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
			return
		}
		w.mu.Lock()
		wrote, shown = false, nil
		if c.restarted {
			c.restarted = false
			conn.SetReadDeadline(time.Time{})
			shown = append(shown, terminal.Restarted()...)
		}
		shown = append(shown, terminal.Feed(typed[:n])...)
		var kept *batch
		if wrote {
			w.restarts(c)
			kept = w.commits.join()
		}
		prompt := shell.Prompt()
		w.mu.Unlock()
		if kept != nil {
			if err := kept.wait(); err != nil {
				shown = []byte("\r\nERROR: " + err.Error() + "\r\n\r" + prompt)
			}
		}
	}
}
