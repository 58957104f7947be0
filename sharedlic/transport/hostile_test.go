package transport

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/netip"
	"testing"
	"time"

	"github.com/asapak/asapak/sharedlic"
	"github.com/asapak/asapak/sharedlic/transport/cpace"
	"github.com/asapak/asapak/sharedlic/wire"
)

// patient limits let no handshake end by itself while a test runs.
func patientLimits() Limits {
	l := DefaultLimits()
	l.Handshake, l.Crowded = time.Hour, 50*time.Millisecond
	return l
}

// rule SHR-2: a man in the middle has two TLS connections, and gets nothing from
// either end, even if he passes on all that they say.
func TestManInTheMiddle(t *testing.T) {
	l := listen(t)
	s := server(t, 500, l, t.TempDir(), DefaultLimits())
	config, err := serverTLS(nil)
	if err != nil {
		t.Fatal(err)
	}
	middle := tls.NewListener(listen(t), config)
	defer middle.Close()
	go func() {
		victim, err := middle.Accept()
		if err != nil {
			return
		}
		defer victim.Close()
		onward, err := tls.Dial("tcp", l.Addr().String(), clientTLS(nil))
		if err != nil {
			return
		}
		defer onward.Close()
		go io.Copy(onward, victim)
		io.Copy(victim, onward)
	}()
	n := network(t, Participant, firstID, secret, DefaultLimits())
	if _, err := n.Dial(t.Context(), middle.Addr().String()); !errors.Is(err, ErrAuthentication) {
		t.Errorf("through the middle: %v", err)
	}
	eventually(t, "the server noted it", func() bool { return s.Counters.Failed.Load() == 1 })
	if _, err := n.Dial(t.Context(), l.Addr().String()); err != nil {
		t.Errorf("directly: %v", err)
	}
}

// bareTLS connects without authentication.
func bareTLS(t *testing.T, address string) *tls.Conn {
	t.Helper()
	c, err := tls.Dial("tcp", address, clientTLS(nil))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// said reads until the other end closes, and returns what it said.
func said(c *tls.Conn) string {
	text, _ := io.ReadAll(c)
	return string(text)
}

// rule SHR-2: whatever a peer does that doesn't know the secret, the connection
// ends and nothing is told: not what was wrong, and not that it was wrong before.
func TestNothingIsTold(t *testing.T) {
	limits := DefaultLimits()
	limits.Failures = 100 // so that each is heard
	l := listen(t)
	s := server(t, 500, l, t.TempDir(), limits)
	start := func(version, kind byte, share, identity []byte) []byte {
		body := append(append([]byte{}, share...), identity...)
		return append([]byte{'P', 'S', 'H', 'A', version, kind, 0, byte(len(body))}, body...)
	}
	good := Identity{Participant, firstID}.encode()
	party, err := cpace.Start([]byte(secret), cpace.Channel{}, good, zeros{})
	if err != nil {
		t.Fatal(err)
	}
	message, err := wire.Append(nil, sharedlic.Get{Header: sharedlic.Header{From: firstID}, Want: 50})
	if err != nil {
		t.Fatal(err)
	}
	for name, frame := range map[string][]byte{
		"a message before authentication": message,
		"another version of it":           start(2, startFrame, party.Share(), good),
		"version 0":                       start(0, startFrame, party.Share(), good),
		"a tag first":                     start(1, initiatorTag, party.Share(), good),
		"the identity point":              start(1, startFrame, make([]byte, 32), good),
		"no point":                        start(1, startFrame, []byte("\xff12345678901234567890123456789012")[:32], good),
		"no identity":                     start(1, startFrame, party.Share(), nil),
		"no share":                        start(1, startFrame, nil, nil),
		"an unknown role":                 start(1, startFrame, party.Share(), []byte{9, 1, 1, 'X'}),
		"only newer message versions":     start(1, startFrame, party.Share(), []byte{1, 7, 9, 'X'}),
		"a frame of 64 kB":                {'P', 'S', 'H', 'A', 1, 1, 255, 255},
	} {
		failed := s.Counters.Failed.Load()
		c := bareTLS(t, l.Addr().String())
		if _, err := c.Write(frame); err != nil {
			t.Fatal(err)
		}
		if text := said(c); text != "" {
			t.Errorf("%s: the server says %q", name, text)
		}
		eventually(t, name+" is counted", func() bool { return s.Counters.Failed.Load() > failed })
	}
}

// zeros is a source of randomness that isn't one.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// rule SHR-2: what was said in one connection can't be said again in another.
func TestReplayedHandshake(t *testing.T) {
	l := listen(t)
	s := server(t, 500, l, t.TempDir(), DefaultLimits())
	first := bareTLS(t, l.Addr().String())
	ch, err := channel(first)
	if err != nil {
		t.Fatal(err)
	}
	recorded := &recorder{ReadWriter: first}
	if _, err := (exchange{ReadWriter: recorded}).initiate(ch, []byte(secret), Identity{Participant, firstID}); err != nil {
		t.Fatal(err)
	}
	again := bareTLS(t, l.Addr().String())
	if _, err := again.Write(recorded.said); err != nil {
		t.Fatal(err)
	}
	io.ReadAll(again)
	eventually(t, "the replay failed", func() bool { return s.Counters.Failed.Load() == 1 })
	if got := s.Counters.Authenticated.Load(); got != 1 {
		t.Errorf("%d are authenticated", got)
	}
}

type recorder struct {
	io.ReadWriter
	said []byte
}

func (r *recorder) Write(p []byte) (int, error) {
	r.said = append(r.said, p...)
	return r.ReadWriter.Write(p)
}

// rule SHR-2: peers that say nothing don't keep others from being served.
func TestSilentPeersHoldNothingUp(t *testing.T) {
	limits := patientLimits()
	limits.Handshakes = 4
	l := listen(t)
	server(t, 500, l, t.TempDir(), limits)
	for range 12 {
		c, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
	}
	p := participant(t, firstID, 40, l.Addr().String(), secret)
	eventually(t, "the participant holds sessions", func() bool { return holds(p) == 50 })
}

// rule SHR-2: there are no more connections than the limit.
func TestConnectionLimit(t *testing.T) {
	limits := DefaultLimits()
	limits.Connections = 2
	l := listen(t)
	s := server(t, 500, l, t.TempDir(), limits)
	for i := range 2 {
		c, err := network(t, Participant, idOf(i), secret, limits).Dial(t.Context(), l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
	}
	if _, err := network(t, Participant, idOf(2), secret, limits).Dial(t.Context(), l.Addr().String()); err == nil {
		t.Error("a third connection is taken")
	}
	eventually(t, "it is counted", func() bool { return s.Counters.Refused.Load() == 1 })
}

// rule SHR-2: a peer that doesn't take what it is sent is disconnected, and
// others go on meanwhile.
func TestSlowPeer(t *testing.T) {
	limits := DefaultLimits()
	limits.Queue, limits.Write = 64<<10, time.Hour
	l := listen(t)
	s := server(t, 500, l, t.TempDir(), limits)
	c, err := network(t, Participant, firstID, secret, DefaultLimits()).Dial(t.Context(), l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.abort()
	frame, err := wire.Append(nil, sharedlic.Get{Header: sharedlic.Header{From: firstID, Request: 1}, Want: 50})
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		for c.write(frame) == nil {
		}
	}()
	p := participant(t, idOf(7), 40, l.Addr().String(), secret)
	eventually(t, "another participant holds sessions", func() bool { return holds(p) == 50 })
	eventually(t, "the slow one is gone", func() bool { return s.Counters.Connections.Load() == 1 })
}

// rule SHR-14: messages in the name of another unit end the connection.
func TestForgedSender(t *testing.T) {
	l := listen(t)
	s := server(t, 500, l, t.TempDir(), DefaultLimits())
	c, err := network(t, Participant, firstID, secret, DefaultLimits()).Dial(t.Context(), l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.send(sharedlic.Release{Header: sharedlic.Header{From: mainID}}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Receive(); err == nil {
		t.Error("it is answered")
	}
	eventually(t, "the server noted it", func() bool { return s.Counters.Broken.Load() == 1 })
}

// rule SHR-14: a message of a type that isn't known is answered, and the
// connection goes on.
func TestUnknownTypeIsAnswered(t *testing.T) {
	l := listen(t)
	server(t, 500, l, t.TempDir(), DefaultLimits())
	c, err := network(t, Participant, firstID, secret, DefaultLimits()).Dial(t.Context(), l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	frame, err := wire.Append(nil, sharedlic.Release{Header: sharedlic.Header{From: firstID, Request: 3}})
	if err != nil {
		t.Fatal(err)
	}
	frame[5] = 77
	for range 2 {
		if err := c.write(frame); err != nil {
			t.Fatal(err)
		}
		m, err := c.Receive()
		if a, ok := m.(sharedlic.Answer); err != nil || !ok || a.Status != sharedlic.UnknownMessage || a.Request != 3 {
			t.Fatalf("answered with %+v, %v", m, err)
		}
	}
}

// rule SHR-14: a unit that comes again is one unit: the connection before ends.
func TestNewestConnectionCounts(t *testing.T) {
	l := listen(t)
	s := server(t, 500, l, t.TempDir(), DefaultLimits())
	n := network(t, Participant, firstID, secret, DefaultLimits())
	first, err := n.Dial(t.Context(), l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	second, err := n.Dial(t.Context(), l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	if _, err := first.Receive(); err == nil {
		t.Error("the first connection says something")
	}
	eventually(t, "one connection is left", func() bool { return s.Counters.Connections.Load() == 1 })
}

// rule SHR-2: who fails waits longer each time, by source and over all.
func TestThrottle(t *testing.T) {
	limits := DefaultLimits()
	th := newThrottle(&limits)
	now := time.Unix(1_800_000_000, 0)
	one, other := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")
	var waits []time.Duration
	for range 20 {
		waits = append(waits, th.failed(one, now))
	}
	for i, want := range map[int]time.Duration{0: 0, 6: 0, 7: time.Second, 8: 2 * time.Second, 11: 16 * time.Second, 19: 15 * time.Minute} {
		if waits[i] != want {
			t.Errorf("failure %d: waits %v, want %v", i+1, waits[i], want)
		}
	}
	if th.allows(one, now.Add(14*time.Minute)) || !th.allows(one, now.Add(15*time.Minute)) || !th.allows(other, now) {
		t.Error("the source waits wrongly, or another one does")
	}
	if wait := th.failed(one, now.Add(2*time.Hour)); wait != 0 {
		t.Errorf("after two hours of quiet it waits %v", wait)
	}
	th.succeeded(other)
	now = now.Add(2 * time.Hour)
	for i := range limits.AllFailures + 5 {
		th.failed(netip.AddrFrom4([4]byte{10, 0, 0, byte(i)}), now)
	}
	stranger := netip.MustParseAddr("198.51.100.1")
	if th.allows(stranger, now) || !th.allows(other, now) || !th.allows(stranger, now.Add(10*time.Second)) {
		t.Error("over all sources it is throttled wrongly")
	}
}

// rule SHR-2: an IPv6 network is one source.
func TestSourceOf(t *testing.T) {
	same := func(a, b string) bool {
		return sourceOf(&net.TCPAddr{IP: net.ParseIP(a)}) == sourceOf(&net.TCPAddr{IP: net.ParseIP(b)})
	}
	if !same("2001:db8::1", "2001:db8::ffff:1") || same("2001:db8::1", "2001:db8:0:1::1") || same("192.0.2.1", "192.0.2.2") {
		t.Error("sources are told apart wrongly")
	}
}

// rule SHR-2: a secret is 4 to 128 ASCII characters.
func TestCheckSecret(t *testing.T) {
	long := make([]byte, 129)
	for i := range long {
		long[i] = 'a'
	}
	for text, good := range map[string]bool{"abc": false, "abcd": true, string(long[:128]): true, string(long): false, "abc\n": false, "abcé": false} {
		if err := CheckSecret(text); (err == nil) != good || err != nil && !errors.Is(err, ErrSecret) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// A unit whose server never answers ends all the same.
func TestStopWhileDialing(t *testing.T) {
	l := listen(t) // takes no connection
	defer l.Close()
	p := participant(t, firstID, 40, l.Addr().String(), secret)
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- p.stop() }()
	select {
	case err := <-done:
		if err != nil {
			t.Error(err)
		}
	case <-ctx.Done():
		t.Error("it doesn't end")
	}
}
