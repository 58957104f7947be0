package sshd

import (
	"bytes"
	"context"
	"io"
	"net"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/asapak/asapak/cli"
	"github.com/asapak/asapak/lab"
)

// A pipeListener accepts connections that are no sockets, for a clock of its own.
type pipeListener chan net.Conn

func (l pipeListener) Accept() (net.Conn, error) {
	c, ok := <-l
	if !ok {
		return nil, net.ErrClosed
	}
	return c, nil
}

func (l pipeListener) Close() error   { close(l); return nil }
func (l pipeListener) Addr() net.Addr { return &net.TCPAddr{} }

// A queued connection writes without waiting for its reader, as sockets do.
type queued struct {
	net.Conn
	queue chan []byte
	ended chan struct{}
	once  *sync.Once
}

func queue(c net.Conn) queued {
	q := queued{c, make(chan []byte, 100), make(chan struct{}), new(sync.Once)}
	go func() {
		for {
			select {
			case p := <-q.queue:
				c.Write(p)
			case <-q.ended:
				return
			}
		}
	}()
	return q
}

func (q queued) Write(p []byte) (int, error) {
	select {
	case q.queue <- bytes.Clone(p):
		return len(p), nil
	case <-q.ended:
		return 0, net.ErrClosed
	}
}

func (q queued) Close() error {
	q.once.Do(func() { close(q.ended) })
	return q.Conn.Close()
}

// A session ends after the minutes of ssh timeout without a letter, 5 of them
// where the configuration says nothing, and every letter begins them anew.
func TestIdleTimeout(t *testing.T) {
	for _, c := range []struct {
		name, line string
		after      time.Duration
	}{
		{"default", "", 5 * time.Minute},
		{"configured", "ssh timeout 12", 12 * time.Minute},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := labOf(t, 1)
			l.Units[0].Config = c.line
			w, err := lab.Build(l)
			if err != nil {
				t.Fatal(err)
			}
			key, err := HostKey("")
			if err != nil {
				t.Fatal(err)
			}
			synctest.Test(t, func(t *testing.T) {
				world, err := NewWorld(Options{Shell: cli.Options{World: w, Secret: l.Secret}, HostKey: key, Default: &admin})
				if err != nil {
					t.Fatal(err)
				}
				listener := make(pipeListener)
				ctx, stop := context.WithCancel(t.Context())
				go world.Serve(ctx, w.Units()[0], listener)
				near, far := net.Pipe()
				listener <- queue(far)
				conn, channels, requests, err := ssh.NewClientConn(queue(near), "asa1", clientConfig())
				if err != nil {
					t.Fatal(err)
				}
				k := shell(t, ssh.NewClient(conn, channels, requests))
				time.Sleep(c.after - time.Second)
				k.do(t, "show curpriv", "> ")
				typed := time.Now()
				if _, err := io.ReadAll(k.out); err != nil {
					t.Error(err)
				}
				if idle := time.Since(typed); idle != c.after {
					t.Errorf("the session ends after %v, want %v", idle, c.after)
				}
				stop()
				world.Wait()
			})
		})
	}
}
