package wire

import (
	"errors"

	"github.com/google/gopacket"

	"github.com/asapak/asapak/sharedlic"
)

// Port is the TCP port of the shared license, unless another one is set (SHR-2).
const Port = 50554

// layerType is the number of the layer among those of gopacket: private ones
// begin at 1000.
const layerType gopacket.LayerType = 1554

// LayerTypeSharedLicense is the layer of one message. What is inside TLS has no
// lower layer of gopacket that leads to it: give the decrypted bytes of a stream
// to gopacket.NewPacket with this as the first layer, or register it for a port
// of TCP with layers.RegisterTCPPortLayerType where a capture is decrypted.
var LayerTypeSharedLicense = gopacket.RegisterLayerType(int(layerType), gopacket.LayerTypeMetadata{
	Name: "SharedLicense", Decoder: gopacket.DecodeFunc(decodeLayer),
})

// A Layer is one message as a layer of gopacket. More messages behind it are its
// payload. It isn't built on package layers of gopacket, whose tables take 4 ms to
// set up at the start of any program that has it, and 1 MB.
type Layer struct {
	Contents, Payload []byte
	Message           sharedlic.Message
}

// LayerContents returns the bytes of the message.
func (l *Layer) LayerContents() []byte { return l.Contents }

// LayerPayload returns the bytes behind it.
func (l *Layer) LayerPayload() []byte { return l.Payload }

// LayerType returns LayerTypeSharedLicense.
func (*Layer) LayerType() gopacket.LayerType { return layerType }

// CanDecode returns LayerTypeSharedLicense.
func (*Layer) CanDecode() gopacket.LayerClass { return layerType }

// NextLayerType is another message, if bytes are left.
func (l *Layer) NextLayerType() gopacket.LayerType {
	if len(l.Payload) > 0 {
		return layerType
	}
	return gopacket.LayerTypeZero
}

// DecodeFromBytes reads the first message of data. A message that goes on beyond
// data is reported as truncated.
func (l *Layer) DecodeFromBytes(data []byte, feedback gopacket.DecodeFeedback) error {
	m, n, err := Decode(data)
	if err != nil {
		if errors.Is(err, ErrShort) {
			feedback.SetTruncated()
		}
		return err
	}
	*l = Layer{Contents: data[:n], Payload: data[n:], Message: m}
	return nil
}

// SerializeTo puts the message before what the buffer holds. Lengths are always
// right, so the options change nothing.
func (l *Layer) SerializeTo(b gopacket.SerializeBuffer, _ gopacket.SerializeOptions) error {
	frame, err := Append(nil, l.Message)
	if err != nil {
		return err
	}
	space, err := b.PrependBytes(len(frame))
	if err != nil {
		return err
	}
	copy(space, frame)
	return nil
}

func decodeLayer(data []byte, p gopacket.PacketBuilder) error {
	l := &Layer{}
	if err := l.DecodeFromBytes(data, p); err != nil {
		return err
	}
	p.AddLayer(l)
	if next := l.NextLayerType(); next != gopacket.LayerTypeZero {
		return p.NextDecoder(next)
	}
	return nil
}
