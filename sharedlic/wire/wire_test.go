package wire_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/gopacket"

	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sharedlic"
	"github.com/asapak/asapak/sharedlic/wire"
)

// random makes a message of any kind within the limits.
func random(r *rand.Rand) sharedlic.Message {
	text := func(most int) string {
		b := make([]byte, r.IntN(most+1))
		for i := range b {
			b[i] = byte(' ' + r.IntN('~'-' '+1))
		}
		return string(b)
	}
	serial := func() license.Serial { return license.Serial("J" + text(wire.MaxID-1)) }
	count := func() int { return r.IntN(sharedlic.MaxSessions + 1) }
	small := func() uint8 { return uint8(r.Uint32()) }
	status := func() sharedlic.Status { return sharedlic.Status(r.IntN(int(sharedlic.NumStatuses))) }
	request := func() sharedlic.Kind { return sharedlic.Kind(r.IntN(int(sharedlic.NumRequests))) }
	interval := func() time.Duration { return time.Duration(r.IntN(301)) * time.Second }
	h := sharedlic.Header{From: serial(), Epoch: sharedlic.Epoch(r.Uint64()), Request: r.Uint64()}
	switch sharedlic.Kind(r.IntN(int(sharedlic.NumKinds))) {
	case sharedlic.RegistrationKind:
		return sharedlic.Registration{Header: h, Hostname: text(63), Model: text(63), Local: count(), Limit: count(), Held: count(), MinVersion: small(), MaxVersion: small()}
	case sharedlic.GetKind:
		return sharedlic.Get{Header: h, Want: count()}
	case sharedlic.ReleaseKind:
		return sharedlic.Release{Header: h, Keep: count()}
	case sharedlic.TransferKind:
		return sharedlic.Transfer{Header: h, Old: serial()}
	case sharedlic.RefreshKind:
		return sharedlic.Refresh{Header: h, Held: count(), Want: count()}
	case sharedlic.HelloKind:
		return sharedlic.Hello{Header: h, Granted: sharedlic.Epoch(r.Uint64()), MinVersion: small(), MaxVersion: small()}
	case sharedlic.SyncKind:
		return sharedlic.Sync{Header: h, After: r.Uint64(), Start: r.Uint64()}
	case sharedlic.UpdateKind:
		return sharedlic.Update{Header: h, After: r.Uint64()}
	case sharedlic.AnswerKind:
		return sharedlic.Answer{Header: h, To: request(), Status: status(), Lease: count(), Pool: count(), Free: count(), Interval: interval(), Version: small()}
	case sharedlic.WelcomeKind:
		return sharedlic.Welcome{Header: h, Status: status(), Merged: sharedlic.Epoch(r.Uint64()), Version: small()}
	}
	p := sharedlic.Page{Header: h, To: request(), Status: status(), Upto: r.Uint64(), Start: r.Uint64(), More: r.IntN(2) == 0, Whole: r.IntN(2) == 0, Pool: count(), Interval: interval()}
	for range r.IntN(sharedlic.MaxPage + 1) {
		p.Clients = append(p.Clients, sharedlic.Client{ID: serial(), Hostname: text(63), Model: text(63), Local: count(), Limit: count(), Lease: count(), Request: r.Uint64(), Registered: r.IntN(2) == 0})
	}
	return p
}

func TestRoundTrip(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	seen := make(map[sharedlic.Kind]bool)
	for range 5000 {
		m := random(r)
		seen[m.Kind()] = true
		frame, err := wire.Append([]byte("before"), m)
		if err != nil {
			t.Fatalf("%+v: %v", m, err)
		}
		frame = append(frame[len("before"):], "behind"...)
		got, n, err := wire.Decode(frame)
		if err != nil || n != len(frame)-len("behind") || n > wire.MaxFrame {
			t.Fatalf("%+v: %d of %d bytes: %v", m, n, len(frame), err)
		}
		if diff := cmp.Diff(m, got); diff != "" {
			t.Fatalf("-written +read\n%s", diff)
		}
	}
	if len(seen) != int(sharedlic.NumKinds) {
		t.Errorf("only %d kinds were tried", len(seen))
	}
}

// Every field of a message changes its bytes, so that none is forgotten.
func TestEveryFieldIsWritten(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	for range 500 {
		m := random(r)
		first, err := wire.Append(nil, m)
		if err != nil {
			t.Fatal(err)
		}
		v := reflect.ValueOf(m)
		for i := range v.NumField() {
			changed := reflect.New(v.Type()).Elem()
			changed.Set(v)
			if !change(changed.Field(i)) {
				continue
			}
			second, err := wire.Append(nil, changed.Interface().(sharedlic.Message))
			if err == nil && bytes.Equal(first, second) {
				t.Fatalf("%T: field %s isn't written", m, v.Type().Field(i).Name)
			}
		}
	}
}

// change gives a field another value; it reports false if it can't.
func change(f reflect.Value) bool {
	switch f.Kind() {
	case reflect.Bool:
		f.SetBool(!f.Bool())
	case reflect.Int:
		f.SetInt(f.Int() ^ 1)
	case reflect.Int64:
		f.SetInt(f.Int() ^ int64(time.Second))
	case reflect.Uint8, reflect.Uint64:
		f.SetUint(f.Uint() ^ 1)
	case reflect.String:
		f.SetString(f.String() + "x")
	default:
		return false
	}
	return true
}

func TestTableOfDocComment(t *testing.T) {
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(doc), wire.Table()) {
		t.Errorf("the package comment doesn't have the table of messages:\n%s", wire.Table())
	}
}

func TestWhatIsNotWritten(t *testing.T) {
	h := sharedlic.Header{From: "JMX0916L0Z4"}
	long := strings.Repeat("x", 64)
	for _, c := range []struct {
		message sharedlic.Message
		field   string
	}{
		{sharedlic.Get{Header: h, Want: -1}, "Want"},
		{sharedlic.Get{Header: h, Want: sharedlic.MaxSessions + 1}, "Want"},
		{sharedlic.Get{Want: 1}, "From"},
		{sharedlic.Get{Header: sharedlic.Header{From: "seventeen letters"}}, "From"},
		{sharedlic.Registration{Header: h, Hostname: long}, "Hostname"},
		{sharedlic.Registration{Header: h, Model: "caf\xc3\xa9"}, "Model"},
		{sharedlic.Answer{Header: h, To: sharedlic.NumRequests}, "To"},
		{sharedlic.Answer{Header: h, Status: sharedlic.NumStatuses}, "Status"},
		{sharedlic.Answer{Header: h, Interval: time.Millisecond}, "Interval"},
		{sharedlic.Answer{Header: h, Interval: 301 * time.Second}, "Interval"},
		{sharedlic.Page{Header: h, Clients: make([]sharedlic.Client, sharedlic.MaxPage+1)}, "Clients"},
	} {
		dst, err := wire.Append([]byte("kept"), c.message)
		var syntax *wire.SyntaxError
		if !errors.As(err, &syntax) || syntax.Field != c.field || string(dst) != "kept" {
			t.Errorf("%+v: %q, %v; want a fault of %s", c.message, dst, err, c.field)
		}
	}
}

// Unknown types and versions are answered, not crashed on; the frame behind them
// is read.
func TestUnknownIsAnswered(t *testing.T) {
	get := sharedlic.Get{Header: sharedlic.Header{From: "JMX0916L0Z4", Epoch: 9, Request: 77}, Want: 50}
	frame, err := wire.Append(nil, get)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name     string
		at       int
		value    byte
		want     sharedlic.Status
		answered bool
	}{
		{"type", 5, 99, sharedlic.UnknownMessage, true},
		{"type of an answer", 5, 200, sharedlic.UnknownMessage, false},
		{"version", 4, 2, sharedlic.BadVersion, true},
		{"version", 4, 0, sharedlic.BadVersion, true},
	} {
		bad := append(bytes.Clone(frame), frame...)
		bad[c.at] = c.value
		_, n, err := wire.Decode(bad)
		if n != len(frame) || err == nil {
			t.Fatalf("%s %d: %d bytes, %v", c.name, c.value, n, err)
		}
		a, ok := wire.Refusal(err, "ABCDEFGHIJK")
		if ok != c.answered || ok && (a.Status != c.want || a.Request != 77 || a.From != "ABCDEFGHIJK" || a.Epoch != 9) {
			t.Errorf("%s %d: answered %v %+v", c.name, c.value, ok, a)
		}
		if m, _, err := wire.Decode(bad[n:]); err != nil || m != sharedlic.Message(get) {
			t.Errorf("behind it: %+v, %v", m, err)
		}
	}
	if _, ok := wire.Refusal(wire.ErrShort, "ABCDEFGHIJK"); ok {
		t.Error("half a message was answered")
	}
}

func TestNegotiate(t *testing.T) {
	for _, c := range []struct {
		oldest, newest, theirOldest, theirNewest, want uint8
		ok                                             bool
	}{
		{1, 1, 1, 1, 1, true},
		{1, 3, 2, 5, 3, true},
		{2, 5, 1, 3, 3, true},
		{1, 2, 3, 4, 2, false},
		{3, 4, 1, 2, 2, false},
	} {
		if v, ok := wire.Negotiate(c.oldest, c.newest, c.theirOldest, c.theirNewest); v != c.want || ok != c.ok {
			t.Errorf("%+v: %d, %v", c, v, ok)
		}
	}
}

func TestEveryCutIsShortOrAFault(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	for range 200 {
		frame, err := wire.Append(nil, random(r))
		if err != nil {
			t.Fatal(err)
		}
		cut := r.IntN(len(frame))
		if _, _, err := wire.Decode(frame[:cut]); !errors.Is(err, wire.ErrShort) {
			t.Fatalf("cut at %d of %d: %v", cut, len(frame), err)
		}
		if _, err := wire.Length(frame[:min(cut, wire.HeadSize)]); err != nil && cut >= wire.HeadSize {
			t.Fatalf("cut at %d of %d: %v", cut, len(frame), err)
		}
	}
}

func TestLayer(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	for range 300 {
		first, second := random(r), random(r)
		b := gopacket.NewSerializeBuffer()
		if err := gopacket.SerializeLayers(b, gopacket.SerializeOptions{}, &wire.Layer{Message: first}, &wire.Layer{Message: second}); err != nil {
			t.Fatal(err)
		}
		p := gopacket.NewPacket(b.Bytes(), wire.LayerTypeSharedLicense, gopacket.Default)
		if p.ErrorLayer() != nil {
			t.Fatal(p.ErrorLayer().Error())
		}
		found := p.Layers()
		if len(found) != 2 {
			t.Fatalf("%d layers, want 2", len(found))
		}
		for i, want := range []sharedlic.Message{first, second} {
			l := found[i].(*wire.Layer)
			if diff := cmp.Diff(want, l.Message); diff != "" || l.LayerType().String() != "SharedLicense" {
				t.Errorf("layer %d %s: -want +got\n%s", i, l.LayerType(), diff)
			}
		}
	}
	short := gopacket.NewPacket([]byte("PSHL"), wire.LayerTypeSharedLicense, gopacket.Default)
	if short.ErrorLayer() == nil || !short.Metadata().Truncated {
		t.Errorf("half a message: %v", short)
	}
}

func TestLayerDecodesWithoutPacket(t *testing.T) {
	frame, err := wire.Append(nil, sharedlic.Get{Header: sharedlic.Header{From: "JMX0916L0Z4"}, Want: 50})
	if err != nil {
		t.Fatal(err)
	}
	var l wire.Layer
	parser := gopacket.NewDecodingLayerParser(wire.LayerTypeSharedLicense, &l)
	var decoded []gopacket.LayerType
	if err := parser.DecodeLayers(frame, &decoded); err != nil || len(decoded) != 1 || l.Message.(sharedlic.Get).Want != 50 {
		t.Errorf("%v %+v %v", decoded, l.Message, err)
	}
}

// FuzzDecode: whatever is read is written as the same bytes; the only errors are
// ours.
func FuzzDecode(f *testing.F) {
	r := rand.New(rand.NewPCG(5, 5))
	for range 50 {
		frame, err := wire.Append(nil, random(r))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(frame)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		m, n, err := wire.Decode(data)
		var syntax *wire.SyntaxError
		var version *wire.VersionError
		var unknown *wire.TypeError
		switch {
		case err == nil:
			again, err := wire.Append(nil, m)
			if err != nil || !bytes.Equal(again, data[:n]) {
				t.Errorf("% x\nis read as %+v\nand written as % x, %v", data[:n], m, again, err)
			}
		case errors.As(err, &version), errors.As(err, &unknown):
			wire.Refusal(err, "JMX0916L0Z4")
		case errors.Is(err, wire.ErrShort), errors.As(err, &syntax):
		default:
			t.Errorf("unknown error %v", err)
		}
	})
}

func BenchmarkCodec(b *testing.B) {
	m := sharedlic.Refresh{Header: sharedlic.Header{From: "JMX0916L0Z4", Epoch: 4, Request: 1 << 33}, Held: 100}
	var frame []byte
	b.ReportAllocs()
	for b.Loop() {
		var err error
		if frame, err = wire.Append(frame[:0], m); err != nil {
			b.Fatal(err)
		}
		if _, _, err := wire.Decode(frame); err != nil {
			b.Fatal(err)
		}
	}
}
