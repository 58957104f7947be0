package transport

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// A Network is what a unit needs to open and to take connections.
type Network struct {
	Own    Identity
	Limits Limits
	Tap    *Tap      // nil for none
	KeyLog io.Writer // of TLS, nil for none

	secret atomic.Pointer[string]
	client *tls.Config
	server func() (*tls.Config, error) // made when it is needed: most units only connect
}

// NewNetwork makes the network of a unit. The error is [ErrSecret].
func NewNetwork(own Identity, secret string, limits Limits, tap *Tap, keyLog io.Writer) (*Network, error) {
	n := &Network{Own: own, Limits: limits, Tap: tap, KeyLog: keyLog, client: clientTLS(keyLog)}
	n.server = sync.OnceValues(func() (*tls.Config, error) { return serverTLS(keyLog) })
	return n, n.SetSecret(secret)
}

// SetSecret changes the secret for connections that come.
func (n *Network) SetSecret(secret string) error {
	if err := CheckSecret(secret); err != nil {
		return err
	}
	n.secret.Store(&secret)
	return nil
}

// Dial connects to a unit and authenticates both. The error is
// [ErrAuthentication] if the unit doesn't know the secret.
func (n *Network) Dial(ctx context.Context, address string) (*Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, n.Limits.Handshake)
	defer cancel()
	raw, err := new(net.Dialer).DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	stop := context.AfterFunc(ctx, func() { raw.Close() })
	defer stop()
	return n.handshake(tls.Client(raw, n.client), true)
}

// accept authenticates a unit that has connected.
func (n *Network) accept(raw net.Conn) (*Conn, error) {
	config, err := n.server()
	if err := errors.Join(err, raw.SetDeadline(time.Now().Add(n.Limits.Handshake))); err != nil {
		return nil, errors.Join(err, raw.Close())
	}
	return n.handshake(tls.Server(raw, config), false)
}

// handshake authenticates both ends of a connection, which is closed when that
// fails.
func (n *Network) handshake(t *tls.Conn, opened bool) (*Conn, error) {
	c, err := n.authenticate(t, opened)
	if err != nil {
		t.NetConn().Close()
		return nil, fmt.Errorf("%s: %w", t.RemoteAddr(), err)
	}
	return c, nil
}

func (n *Network) authenticate(t *tls.Conn, opened bool) (*Conn, error) {
	if err := t.Handshake(); err != nil {
		return nil, err
	}
	ch, err := channel(t)
	if err != nil {
		return nil, err
	}
	s := n.Tap.stream(t.LocalAddr(), t.RemoteAddr(), opened)
	x := exchange{ReadWriter: t, stream: s}
	prove := x.respond
	if opened {
		prove = x.initiate
	}
	peer, err := prove(ch, []byte(*n.secret.Load()), n.Own)
	if err == nil {
		err = t.NetConn().SetDeadline(time.Time{})
	}
	if err != nil {
		s.close()
		return nil, err
	}
	return &Conn{Peer: peer, tls: t, limits: &n.Limits, stream: s, remote: t.RemoteAddr().String()}, nil
}
