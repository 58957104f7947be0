package transport

import (
	"encoding/binary"
	"net/netip"
)

// Packets are put together and read here and not by gopacket's layers: those set
// up their tables at the start of every command of the program, for 4 ms. Tests
// read the packets with them, and with tshark.

// The flags of a TCP segment.
const (
	flagFIN = 0x01
	flagSYN = 0x02
	flagPSH = 0x08
	flagACK = 0x10
)

const (
	etherSize = 14
	ipv4Size  = 20
	ipv6Size  = 40
	tcpSize   = 20

	etherIPv4   = 0x0800
	etherIPv6   = 0x86DD
	protocolTCP = 6
	hopLimit    = 64
	window      = 65535

	// maxSegment is that of Ethernet: 1500 bytes less the headers of IPv6 and TCP.
	maxSegment = 1500 - ipv6Size - tcpSize
)

// A segment is one TCP segment between two ends.
type segment struct {
	from, to netip.AddrPort
	seq, ack uint32
	flags    byte
	data     []byte
}

// packet is the segment in IP in Ethernet, with the checksums that belong there.
func (s *segment) packet() []byte {
	tcp := s.tcp()
	from, to := s.from.Addr(), s.to.Addr()
	packet := append(ether(to), ether(from)...)
	if from.Is4() {
		packet = binary.BigEndian.AppendUint16(packet, etherIPv4)
		packet = append(packet, ipv4(from, to, len(tcp))...)
	} else {
		packet = binary.BigEndian.AppendUint16(packet, etherIPv6)
		packet = append(packet, ipv6(from, to, len(tcp))...)
	}
	return append(packet, tcp...)
}

// ether is a locally administered address made of an IP address.
func ether(ip netip.Addr) []byte {
	raw := ip.AsSlice()
	return append([]byte{0x02, 0}, raw[len(raw)-4:]...)
}

func ipv4(from, to netip.Addr, payload int) []byte {
	h := make([]byte, 12, ipv4Size)
	h[0] = 0x45
	binary.BigEndian.PutUint16(h[2:], uint16(ipv4Size+payload))
	h[6] = 0x40 // don't fragment
	h[8], h[9] = hopLimit, protocolTCP
	h = append(append(h, from.AsSlice()...), to.AsSlice()...)
	binary.BigEndian.PutUint16(h[10:], checksum(0, h))
	return h
}

func ipv6(from, to netip.Addr, payload int) []byte {
	h := make([]byte, 8, ipv6Size)
	h[0] = 0x60
	binary.BigEndian.PutUint16(h[4:], uint16(payload))
	h[6], h[7] = protocolTCP, hopLimit
	return append(append(h, from.AsSlice()...), to.AsSlice()...)
}

func (s *segment) tcp() []byte {
	h := make([]byte, tcpSize, tcpSize+len(s.data))
	binary.BigEndian.PutUint16(h, s.from.Port())
	binary.BigEndian.PutUint16(h[2:], s.to.Port())
	binary.BigEndian.PutUint32(h[4:], s.seq)
	binary.BigEndian.PutUint32(h[8:], s.ack)
	h[12] = tcpSize / 4 << 4
	h[13] = s.flags
	binary.BigEndian.PutUint16(h[14:], window)
	h = append(h, s.data...)
	pseudo := append(s.from.Addr().AsSlice(), s.to.Addr().AsSlice()...)
	pseudo = binary.BigEndian.AppendUint32(pseudo, uint32(len(h)))
	pseudo = binary.BigEndian.AppendUint32(pseudo, protocolTCP)
	binary.BigEndian.PutUint16(h[16:], checksum(sum(0, pseudo), h))
	return h
}

// checksum is that of the internet protocols.
func checksum(start uint32, data []byte) uint16 {
	total := sum(start, data)
	for total > 0xffff {
		total = total>>16 + total&0xffff
	}
	return ^uint16(total)
}

func sum(total uint32, data []byte) uint32 {
	for ; len(data) > 1; data = data[2:] {
		total += uint32(binary.BigEndian.Uint16(data))
	}
	if len(data) == 1 {
		total += uint32(data[0]) << 8
	}
	return total
}

// parsePacket reads a segment. It reports false for what isn't TCP over IP over
// Ethernet, and for fragments and other things that a capture of this program
// hasn't.
func parsePacket(p []byte) (segment, bool) {
	if len(p) < etherSize {
		return segment{}, false
	}
	kind, ip := binary.BigEndian.Uint16(p[12:]), p[etherSize:]
	switch {
	case kind == etherIPv4 && len(ip) >= ipv4Size && ip[9] == protocolTCP:
		head, total := int(ip[0]&0x0f)*4, int(binary.BigEndian.Uint16(ip[2:]))
		if head < ipv4Size || total < head || total > len(ip) {
			return segment{}, false
		}
		from, to := netip.AddrFrom4([4]byte(ip[12:])), netip.AddrFrom4([4]byte(ip[16:]))
		return parseTCP(from, to, ip[head:total])
	case kind == etherIPv6 && len(ip) >= ipv6Size && ip[6] == protocolTCP:
		total := ipv6Size + int(binary.BigEndian.Uint16(ip[4:]))
		if total > len(ip) {
			return segment{}, false
		}
		from, to := netip.AddrFrom16([16]byte(ip[8:])), netip.AddrFrom16([16]byte(ip[24:]))
		return parseTCP(from, to, ip[ipv6Size:total])
	}
	return segment{}, false
}

func parseTCP(from, to netip.Addr, t []byte) (segment, bool) {
	if len(t) < tcpSize {
		return segment{}, false
	}
	head := int(t[12]>>4) * 4
	if head < tcpSize || head > len(t) {
		return segment{}, false
	}
	return segment{
		from:  netip.AddrPortFrom(from, binary.BigEndian.Uint16(t)),
		to:    netip.AddrPortFrom(to, binary.BigEndian.Uint16(t[2:])),
		seq:   binary.BigEndian.Uint32(t[4:]),
		ack:   binary.BigEndian.Uint32(t[8:]),
		flags: t[13],
		data:  t[head:],
	}, true
}
