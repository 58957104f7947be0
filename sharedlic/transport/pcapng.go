package transport

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"time"
)

// The blocks of a capture file in the pcapng format.
const (
	blockSection   = 0x0A0D0D0A
	blockInterface = 1
	blockPacket    = 6

	byteOrderMagic = 0x1A2B3C4D
	linkEthernet   = 1
	optionEnd      = 0
	optionName     = 2 // of an interface
	optionProgram  = 4 // of a section
	optionTime     = 9 // of an interface: resolution
	nanoseconds    = 9

	maxBlock = 1 << 20
)

// ErrCapture says that a file is no capture of this kind.
var ErrCapture = errors.New("want a pcapng capture of Ethernet")

// block puts a body into a block, padded and with its length at both ends.
func block(kind uint32, body []byte) []byte {
	for len(body)%4 != 0 {
		body = append(body, 0)
	}
	size := uint32(len(body) + 12)
	b := binary.LittleEndian.AppendUint32(nil, kind)
	b = binary.LittleEndian.AppendUint32(b, size)
	return binary.LittleEndian.AppendUint32(append(b, body...), size)
}

func option(b []byte, code uint16, value string) []byte {
	b = binary.LittleEndian.AppendUint16(b, code)
	b = binary.LittleEndian.AppendUint16(b, uint16(len(value)))
	b = append(b, value...)
	for len(b)%4 != 0 {
		b = append(b, 0)
	}
	return b
}

// captureHead begins a capture: one section, one interface.
func captureHead() []byte {
	section := binary.LittleEndian.AppendUint32(nil, byteOrderMagic)
	section = append(section, 1, 0, 0, 0)                           // version 1.0
	section = binary.LittleEndian.AppendUint64(section, ^uint64(0)) // of unknown length
	section = option(option(section, optionProgram, "asapak"), optionEnd, "")
	iface := binary.LittleEndian.AppendUint16(nil, linkEthernet)
	iface = append(iface, 0, 0, 0, 0, 0, 0) // reserved, and packets of any length
	iface = option(iface, optionName, "decrypted")
	iface = option(option(iface, optionTime, string([]byte{nanoseconds})), optionEnd, "")
	return append(block(blockSection, section), block(blockInterface, iface)...)
}

// packetBlock is one packet of a capture.
func packetBlock(at time.Time, packet []byte) []byte {
	ns := uint64(at.UnixNano())
	body := make([]byte, 4, 20+len(packet)+4) // interface 0
	body = binary.LittleEndian.AppendUint32(body, uint32(ns>>32))
	body = binary.LittleEndian.AppendUint32(body, uint32(ns))
	body = binary.LittleEndian.AppendUint32(body, uint32(len(packet)))
	body = binary.LittleEndian.AppendUint32(body, uint32(len(packet)))
	return block(blockPacket, append(body, packet...))
}

// A captured packet has its time.
type captured struct {
	at     time.Time
	packet []byte
}

// A captureReader reads the packets of a capture, of either byte order.
type captureReader struct {
	r     io.Reader
	order binary.ByteOrder
	units []time.Duration // of the time stamps, by interface
}

// next reads up to the next packet. The error is io.EOF at the end.
func (c *captureReader) next() (captured, error) {
	for {
		kind, body, err := c.block()
		if err != nil {
			return captured{}, err
		}
		switch kind {
		case blockInterface:
			err = c.addInterface(body)
		case blockPacket:
			return c.packet(body)
		}
		if err != nil {
			return captured{}, err
		}
	}
}

func (c *captureReader) block() (kind uint32, body []byte, err error) {
	head := make([]byte, 8, 12)
	if _, err := io.ReadFull(c.r, head); err != nil {
		if err == io.EOF && c.order != nil {
			return 0, nil, io.EOF
		}
		return 0, nil, fmt.Errorf("%w: %w", ErrCapture, err)
	}
	if binary.LittleEndian.Uint32(head) == blockSection {
		head = head[:12]
		if _, err := io.ReadFull(c.r, head[8:]); err != nil {
			return 0, nil, fmt.Errorf("%w: %w", ErrCapture, err)
		}
		if err := c.section(head[8:]); err != nil {
			return 0, nil, err
		}
	}
	if c.order == nil {
		return 0, nil, ErrCapture
	}
	size := c.order.Uint32(head[4:])
	if size < 12 || size < uint32(len(head))+4 || size > maxBlock || size%4 != 0 {
		return 0, nil, fmt.Errorf("block of %d bytes: %w", size, ErrCapture)
	}
	rest := make([]byte, int(size)-len(head))
	if _, err := io.ReadFull(c.r, rest); err != nil {
		return 0, nil, fmt.Errorf("cut off: %w: %w", ErrCapture, err)
	}
	return c.order.Uint32(head), append(head[8:], rest[:len(rest)-4]...), nil
}

// section begins a section, which has a byte order and interfaces of its own.
func (c *captureReader) section(magic []byte) error {
	c.units = nil
	switch {
	case binary.LittleEndian.Uint32(magic) == byteOrderMagic:
		c.order = binary.LittleEndian
	case binary.BigEndian.Uint32(magic) == byteOrderMagic:
		c.order = binary.BigEndian
	default:
		return ErrCapture
	}
	return nil
}

func (c *captureReader) addInterface(body []byte) error {
	if len(body) < 8 || c.order.Uint16(body) != linkEthernet {
		return ErrCapture
	}
	unit := time.Microsecond
	for o := body[8:]; len(o) >= 4; {
		code, size := c.order.Uint16(o), int(c.order.Uint16(o[2:]))
		if code == optionEnd || 4+size > len(o) {
			break
		}
		if code == optionTime && size == 1 {
			unit = resolution(o[4])
		}
		o = o[min(len(o), 4+(size+3)/4*4):]
	}
	c.units = append(c.units, unit)
	return nil
}

// resolution is the unit of time stamps: a negative power of ten. Those finer
// than a nanosecond, and powers of two, are read as nanoseconds.
func resolution(power byte) time.Duration {
	unit := time.Second
	for ; power > 0 && unit > 1; power-- {
		unit /= 10
	}
	return unit
}

func (c *captureReader) packet(body []byte) (captured, error) {
	if len(body) < 20 || int(c.order.Uint32(body)) >= len(c.units) {
		return captured{}, ErrCapture
	}
	stamp := uint64(c.order.Uint32(body[4:]))<<32 | uint64(c.order.Uint32(body[8:]))
	size := int(c.order.Uint32(body[12:]))
	if size > len(body)-20 {
		return captured{}, ErrCapture
	}
	unit := c.units[c.order.Uint32(body)]
	at := time.Unix(0, int64(stamp)*int64(unit))
	return captured{at: at, packet: bytes.Clone(body[20 : 20+size])}, nil
}
