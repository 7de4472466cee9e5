package fuzz

import (
	"slices"

	"netquiz/proto"
)

// dataMost is the longest data of a model: a jumbo frame's.
const dataMost = 9000

func init() {
	register(proto.ProtoData, protocol{
		make: func() Layer { return &Data{} }, read: readData, weight: 2,
		under: []proto.Proto{
			proto.ProtoEthernet, proto.ProtoVLAN, proto.ProtoServiceVLAN, proto.ProtoLLC, proto.ProtoSLL, proto.ProtoSLL2,
			proto.ProtoIPv4, proto.ProtoIPv6,
			proto.ProtoHopByHop, proto.ProtoDestOpts, proto.ProtoRouting, proto.ProtoFragment, proto.ProtoAH,
			proto.ProtoTCP, proto.ProtoUDP, proto.ProtoICMP, proto.ProtoICMPv6,
		},
	})
}

// Data is what a model carries in the end.
type Data struct {
	Bytes []byte
	drawn *pieces // that Bytes is of; nil: it is not
}

// Proto implements Layer.
func (l *Data) Proto() proto.Proto { return proto.ProtoData }

func (l *Data) specs(dst []proto.Spec) []proto.Spec {
	if l.drawn != nil {
		return append(dst, l.drawn.spec(len(l.Bytes)))
	}
	return append(dst, proto.Payload(l.Bytes))
}

func (l *Data) draw(r *random, m *drawing) {
	n := r.size(1500)
	switch {
	case m.within(proto.ProtoLLC):
		n = min(n, 1000) // its length is one of IEEE 802.3
	case r.one(512):
		n = dataMost - 64 + r.below(65)
	}
	l.drawn = &m.room.data
	l.Bytes = l.drawn.bytes[:n]
	switch v := r.next(); v & 7 {
	case 0:
		clear(l.Bytes)
	case 1:
		for i := range l.Bytes {
			l.Bytes[i] = 0xff
		}
	default:
		copy(l.Bytes, noise[v>>8%noiseStarts:])
	}
	m.size += n
}

// noise is random bytes to take pieces from.
const noiseStarts = 1 << 13

var noise = func() []byte {
	b := make([]byte, noiseStarts+dataMost)
	var r random
	r.reset(0, 0)
	r.fill(b)
	return b
}()

// check allows for padding, and an FCS that nobody announced: nothing says where
// data ends behind an EtherType that is not known.
func (l *Data) check(v *verdict, i int) {
	got, n := v.frame.Header(i), len(l.Bytes)
	if len(got) < n || string(got[:n]) != string(l.Bytes) || v.frame.Packet().FCS >= 0 && !allZero(got[n:]) {
		f := v.frame.Layers()[i]
		v.fail(Failure{Oracle: Decoded, Proto: proto.ProtoData, Field: "data.data", Off: int(f.Off),
			Got: uint64(f.Hdr), Want: uint64(len(l.Bytes))})
	}
}

func readData(w *reading, off, end int) (proto.Proto, int, int) {
	w.layer(proto.ProtoData, off, end-off, end)
	return proto.NoProto, end, end
}

// own lets go of the room that the bytes were drawn in.
func (l *Data) own() { l.Bytes, l.drawn = slices.Clone(l.Bytes), nil }
