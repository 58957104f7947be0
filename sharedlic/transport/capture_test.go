package transport

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
	"github.com/google/gopacket/pcapgo"

	"github.com/asapak/asapak/sharedlic"
	"github.com/asapak/asapak/sharedlic/wire"
)

// everyMessage is one of each kind.
func everyMessage() []sharedlic.Message {
	h := sharedlic.Header{From: firstID, Epoch: 6, Request: 1<<32 | 7}
	clients := []sharedlic.Client{
		{ID: firstID, Hostname: "asa1", Model: "ASA 5540", Local: 2, Limit: 2500, Lease: 50, Request: 9, Registered: true},
		{ID: backupID, Hostname: "asa2", Model: "ASA 5520", Limit: 750},
	}
	return []sharedlic.Message{
		sharedlic.Registration{Header: h, Hostname: "asa1", Model: "ASA 5540", Local: 2, Limit: 2500, Held: 50, MinVersion: 1, MaxVersion: 1},
		sharedlic.Get{Header: h, Want: 50},
		sharedlic.Release{Header: h, Keep: 10},
		sharedlic.Transfer{Header: h, Old: backupID},
		sharedlic.Refresh{Header: h, Held: 50, Want: 100},
		sharedlic.Hello{Header: h, Granted: 5, MinVersion: 1, MaxVersion: 1},
		sharedlic.Sync{Header: h, After: 11, Start: 12},
		sharedlic.Update{Header: h, After: 13},
		sharedlic.Answer{Header: h, To: sharedlic.GetKind, Status: sharedlic.Done, Lease: 50, Pool: 500, Free: 450, Interval: 30 * time.Second, Version: 1},
		sharedlic.Welcome{Header: h, Status: sharedlic.NotActive, Merged: 3, Version: 1},
		sharedlic.Page{Header: h, To: sharedlic.SyncKind, Upto: 14, Start: 15, More: true, Whole: true, Pool: 500, Interval: 30 * time.Second, Clients: clients},
	}
}

// capture writes a connection with these messages, over IPv4 or IPv6. The last
// one of the messages is long, so that it takes several segments.
func capture(t testing.TB, ip net.IP, messages []sharedlic.Message) []byte {
	t.Helper()
	var file bytes.Buffer
	tap, err := NewTap(&file)
	if err != nil {
		t.Fatal(err)
	}
	s := tap.stream(&net.TCPAddr{IP: ip, Port: 40_001}, &net.TCPAddr{IP: ip, Port: 40_002}, true)
	for i, m := range messages {
		frame, err := wire.Append(nil, m)
		if err != nil {
			t.Fatal(err)
		}
		if i%2 == 0 {
			s.sent(frame)
		} else {
			s.received(frame)
		}
	}
	s.close()
	s.close()
	if tap.Err() != nil {
		t.Fatal(tap.Err())
	}
	return file.Bytes()
}

func longPage() sharedlic.Page {
	p := sharedlic.Page{Header: sharedlic.Header{From: mainID}, Interval: 30 * time.Second}
	for i := range sharedlic.MaxPage {
		p.Clients = append(p.Clients, sharedlic.Client{ID: idOf(i), Hostname: strings.Repeat("h", sharedlic.MaxName)})
	}
	return p
}

var addresses = map[string]net.IP{"IPv4": net.IPv4(192, 0, 2, 1), "IPv6": net.ParseIP("2001:db8::1")}

// rule SHR-2: what a capture holds is what was said.
func TestReadCapture(t *testing.T) {
	for name, ip := range addresses {
		t.Run(name, func(t *testing.T) {
			want := append(everyMessage(), longPage())
			var got []sharedlic.Message
			for frame, err := range ReadCapture(bytes.NewReader(capture(t, ip, want))) {
				if err != nil || frame.Err != nil {
					t.Fatal(err, frame.Err)
				}
				got = append(got, frame.Message)
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("read %d messages, want %d\n%+v", len(got), len(want), got)
			}
		})
	}
}

// The framing is honest: gopacket finds Ethernet, IP and TCP with checksums,
// sequence numbers and flags that fit.
func TestCaptureFraming(t *testing.T) {
	for name, ip := range addresses {
		t.Run(name, func(t *testing.T) {
			r, err := pcapgo.NewNgReader(bytes.NewReader(capture(t, ip, append(everyMessage(), longPage()))), pcapgo.DefaultNgReaderOptions)
			if err != nil {
				t.Fatal(err)
			}
			next := make(map[layers.TCPPort]uint32)
			packets, flags := 0, ""
			for ; ; packets++ {
				data, _, err := r.ReadPacketData()
				if err == io.EOF {
					break
				}
				if err != nil {
					t.Fatal(err)
				}
				tcp := checkPacket(t, data)
				if seq, ok := next[tcp.SrcPort]; ok && seq != tcp.Seq {
					t.Errorf("packet %d: sequence number %d, want %d", packets, tcp.Seq, seq)
				}
				next[tcp.SrcPort] = tcp.Seq + space(data[len(data)-len(tcp.Payload)-len(tcp.Contents)+13], tcp.Payload)
				if tcp.ACK && tcp.Ack != next[tcp.DstPort] {
					t.Errorf("packet %d: acknowledges %d, want %d", packets, tcp.Ack, next[tcp.DstPort])
				}
				flags += fmt.Sprint(map[bool]string{true: "S"}[tcp.SYN], map[bool]string{true: "F"}[tcp.FIN])
			}
			if packets < 20 || flags != "SSFF" {
				t.Errorf("%d packets, flags %s", packets, flags)
			}
		})
	}
}

// checkPacket serializes a packet again, with computed lengths and checksums.
func checkPacket(t *testing.T, data []byte) *layers.TCP {
	t.Helper()
	p := gopacket.NewPacket(data, layers.LayerTypeEthernet, gopacket.Default)
	if p.ErrorLayer() != nil || p.TransportLayer() == nil {
		t.Fatalf("no TCP: %v", p.ErrorLayer())
	}
	tcp := p.TransportLayer().(*layers.TCP)
	if err := tcp.SetNetworkLayerForChecksum(p.NetworkLayer()); err != nil {
		t.Fatal(err)
	}
	again := gopacket.NewSerializeBuffer()
	options := gopacket.SerializeOptions{FixLengths: true, ComputeChecksums: true}
	if err := gopacket.SerializeLayers(again, options, p.LinkLayer().(*layers.Ethernet),
		p.NetworkLayer().(gopacket.SerializableLayer), tcp, gopacket.Payload(tcp.Payload)); err != nil {
		t.Fatal(err)
	}
	// What is sent gets its padding to 60 bytes below where captures are made.
	if !bytes.HasPrefix(again.Bytes(), data) {
		t.Errorf("the packet is\n%x, want\n%x", data, again.Bytes())
	}
	return tcp
}

// rule SHR-13: Wireshark, with the dissector that ships, names each message and
// each of its fields.
func TestWireshark(t *testing.T) {
	tshark, err := exec.LookPath("tshark")
	if err != nil {
		if os.Getenv("ASAPAK_CI") != "" {
			t.Fatal("tshark is needed: apt-get install tshark")
		}
		t.Skip("no tshark here: apt-get install tshark")
	}
	dissector, err := filepath.Abs("../wire/asapak.lua")
	if err != nil {
		t.Fatal(err)
	}
	messages := everyMessage()
	file := filepath.Join(t.TempDir(), "all.pcapng")
	if err := os.WriteFile(file, capture(t, addresses["IPv6"], append(messages, longPage())), 0o600); err != nil {
		t.Fatal(err)
	}
	c := exec.Command(tshark, "-X", "lua_script:"+dissector, "-o", "tcp.check_checksum:TRUE", "-r", file, "-O", "asapak")
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, bad := range []string{"Malformed", "Message ends early", "Lua Error", "incorrect"} {
		if strings.Contains(string(out), bad) {
			t.Errorf("tshark says %q:\n%s", bad, out)
		}
	}
	shown := strings.Split(string(out), "asapak Shared License, ")[1:]
	if len(shown) != len(messages)+1 {
		t.Fatalf("%d messages are shown, want %d:\n%s", len(shown), len(messages)+1, out)
	}
	for i, m := range messages {
		if want := expectedLines(m); !inOrder(shown[i], want) {
			t.Errorf("%s is shown as\n%s\nwant in this order %q", m.Kind(), shown[i], want)
		}
	}
}

// expectedLines is how the fields of a message begin their lines.
func expectedLines(m sharedlic.Message) []string {
	lines := []string{m.Kind().String()}
	v := reflect.ValueOf(m)
	for _, field := range wire.Layout(m.Kind()) {
		name, inClient := strings.CutPrefix(field.Name, "Clients.")
		if inClient {
			lines = append(lines, name+": ")
			continue
		}
		value := v.FieldByName(name)
		switch field.Form {
		case "text", "u64", "u8", "count":
			lines = append(lines, fmt.Sprintf("%s: %v", name, value))
		case "seconds":
			lines = append(lines, fmt.Sprintf("%s: %.0f", name, value.Interface().(time.Duration).Seconds()))
		case "kind", "status":
			lines = append(lines, fmt.Sprintf("%s: %v (%d)", name, value, value.Uint()))
		default:
			lines = append(lines, name+": ")
		}
	}
	return lines
}

func inOrder(text string, lines []string) bool {
	for _, line := range lines {
		_, rest, ok := strings.Cut(text, line)
		if !ok {
			return false
		}
		text = rest
	}
	return true
}

func TestReadCaptureRefusals(t *testing.T) {
	whole := capture(t, addresses["IPv4"], everyMessage())
	for name, data := range map[string][]byte{
		"empty": nil, "text": []byte("not a capture at all, just text"), "cut": whole[:len(whole)-3], "head only": whole[:6],
	} {
		var last error
		for _, err := range ReadCapture(bytes.NewReader(data)) {
			last = err
		}
		if !errors.Is(last, ErrCapture) {
			t.Errorf("%s: %v", name, last)
		}
	}
}

// Bytes that are missing are told, and end the stream.
func TestCaptureGap(t *testing.T) {
	f := &flow{begun: true, next: 10}
	var got []Captured
	for c := range f.take(&segment{seq: 20, data: []byte("x")}) {
		got = append(got, c)
	}
	for c := range f.take(&segment{seq: 10, data: []byte("PSHL")}) {
		got = append(got, c)
	}
	if len(got) != 1 || !errors.Is(got[0].Err, errGap) {
		t.Errorf("%+v", got)
	}
}

func FuzzReadCapture(f *testing.F) {
	f.Add(capture(f, addresses["IPv4"], everyMessage()))
	f.Add(capture(f, addresses["IPv6"], everyMessage()[:2]))
	f.Fuzz(func(t *testing.T, data []byte) {
		for frame, err := range ReadCapture(bytes.NewReader(data)) {
			if err == nil && frame.Name == "" {
				t.Error("a frame without a name")
			}
		}
	})
}
