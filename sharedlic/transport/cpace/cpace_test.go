package cpace

import (
	"errors"
	"math/rand/v2"
	"testing"
)

// source gives the same bytes each time for a seed.
func source(seed byte) *rand.ChaCha8 { return rand.NewChaCha8([32]byte{seed}) }

// An end is what one end brings into an exchange.
type end struct {
	secret  string
	channel Channel
	data    string
}

func ends() (a, b end) {
	channel := Channel{Session: []byte("exporter"), Info: []byte("protocol 1")}
	return end{"abcd", channel, "participant JMX1232L11M"}, end{"abcd", channel, "server FCH1714J6HP"}
}

// exchange runs an exchange; what passes between the ends can be changed.
func exchange(a, b end, toResponder, toInitiator func(share, data, tag []byte) ([]byte, []byte, []byte)) error {
	initiator, err := Start([]byte(a.secret), a.channel, []byte(a.data), source(1))
	if err != nil {
		return err
	}
	share, data, _ := toResponder(initiator.Share(), []byte(a.data), nil)
	responder, err := Answer([]byte(b.secret), b.channel, []byte(b.data), source(2), share, data)
	if err != nil {
		return err
	}
	share, data, _ = toInitiator(responder.Share(), []byte(b.data), nil)
	if err := initiator.Finish(share, data); err != nil {
		return err
	}
	_, _, tag := toResponder(nil, nil, initiator.Tag())
	if err := responder.Check(tag); err != nil {
		return err
	}
	_, _, tag = toInitiator(nil, nil, responder.Tag())
	return initiator.Check(tag)
}

func unchanged(share, data, tag []byte) ([]byte, []byte, []byte) { return share, data, tag }

// rule SHR-2: those that know the secret, and only they, agree.
func TestExchange(t *testing.T) {
	flip := func(b []byte) []byte {
		if len(b) == 0 {
			return b
		}
		c := append([]byte(nil), b...)
		c[len(c)/2] ^= 1
		return c
	}
	identity := make([]byte, ShareSize)
	cases := []struct {
		name        string
		change      func(a, b *end)
		toResponder func(share, data, tag []byte) ([]byte, []byte, []byte)
		toInitiator func(share, data, tag []byte) ([]byte, []byte, []byte)
		works       bool
	}{
		{name: "the same secret", works: true},
		{name: "another secret", change: func(a, _ *end) { a.secret = "abce" }},
		{name: "a longer secret", change: func(a, _ *end) { a.secret = "abcd\x00" }},
		{name: "another channel", change: func(a, _ *end) { a.channel.Session = []byte("exportes") }},
		{name: "channel binding stripped", change: func(a, b *end) { a.channel.Session = nil }},
		{name: "another version", change: func(a, _ *end) { a.channel.Info = []byte("protocol 0") }},
		{name: "session and info run together", change: func(a, _ *end) {
			a.channel = Channel{Info: []byte("protocol 1e"), Session: []byte("xporter")}
		}},
		{name: "another name told to the responder", toResponder: func(s, d, tag []byte) ([]byte, []byte, []byte) { return s, flip(d), tag }},
		{name: "another name told to the initiator", toInitiator: func(s, d, tag []byte) ([]byte, []byte, []byte) { return s, flip(d), tag }},
		{name: "share changed on the way there", toResponder: func(s, d, tag []byte) ([]byte, []byte, []byte) { return flip(s), d, tag }},
		{name: "share changed on the way back", toInitiator: func(s, d, tag []byte) ([]byte, []byte, []byte) { return flip(s), d, tag }},
		{name: "identity to the responder", toResponder: func(_, d, tag []byte) ([]byte, []byte, []byte) { return identity, d, tag }},
		{name: "identity to the initiator", toInitiator: func(_, d, tag []byte) ([]byte, []byte, []byte) { return identity, d, tag }},
		{name: "tag changed on the way there", toResponder: func(s, d, tag []byte) ([]byte, []byte, []byte) { return s, d, flip(tag) }},
		{name: "tag changed on the way back", toInitiator: func(s, d, tag []byte) ([]byte, []byte, []byte) { return s, d, flip(tag) }},
		{name: "no tag", toResponder: func(s, d, _ []byte) ([]byte, []byte, []byte) { return s, d, nil }},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			a, b := ends()
			if c.change != nil {
				c.change(&a, &b)
			}
			there, back := unchanged, unchanged
			if c.toResponder != nil {
				there = c.toResponder
			}
			if c.toInitiator != nil {
				back = c.toInitiator
			}
			err := exchange(a, b, there, back)
			if c.works && err != nil || !c.works && !errors.Is(err, ErrFailed) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// rule SHR-2: an end that gets its own messages back learns nothing.
func TestReflection(t *testing.T) {
	a, _ := ends()
	p, err := Start([]byte(a.secret), a.channel, []byte(a.data), source(1))
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Finish(p.Share(), []byte(a.data)); !errors.Is(err, ErrFailed) {
		t.Errorf("its own share sent back: %v", err)
	}
}

// rule SHR-2: a recorded exchange is of no use later, even on the same channel.
func TestReplay(t *testing.T) {
	a, b := ends()
	initiator, _ := Start([]byte(a.secret), a.channel, []byte(a.data), source(1))
	first, _ := Answer([]byte(b.secret), b.channel, []byte(b.data), source(2), initiator.Share(), []byte(a.data))
	if err := initiator.Finish(first.Share(), []byte(b.data)); err != nil {
		t.Fatal(err)
	}
	if err := first.Check(initiator.Tag()); err != nil {
		t.Fatal(err)
	}
	second, _ := Answer([]byte(b.secret), b.channel, []byte(b.data), source(3), initiator.Share(), []byte(a.data))
	if err := second.Check(initiator.Tag()); !errors.Is(err, ErrFailed) {
		t.Errorf("the tag of the first exchange in a second one: %v", err)
	}
}

func TestCheckBeforeAgreement(t *testing.T) {
	a, _ := ends()
	p, err := Start([]byte(a.secret), a.channel, []byte(a.data), source(1))
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Check(p.Tag()); !errors.Is(err, ErrFailed) {
		t.Errorf("a tag before the key: %v", err)
	}
}

func BenchmarkSide(b *testing.B) {
	a, _ := ends()
	for b.Loop() {
		p, err := Start([]byte(a.secret), a.channel, []byte(a.data), source(1))
		if err != nil {
			b.Fatal(err)
		}
		if err := p.Finish(p.Share(), nil); !errors.Is(err, ErrFailed) {
			b.Fatal(err)
		}
	}
}
