package wire

import (
	"errors"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"

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
// payload.
type Layer struct {
	layers.BaseLayer
	Message sharedlic.Message
}

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
	*l = Layer{BaseLayer: layers.BaseLayer{Contents: data[:n], Payload: data[n:]}, Message: m}
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
