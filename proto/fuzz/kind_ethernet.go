package fuzz

import "netquiz/proto"

func init() {
	register(proto.ProtoEthernet, protocol{make: func() Layer { return &Ethernet{} }, read: readEthernet})
}

// Ethernet is the Ethernet header of a model.
type Ethernet struct{ proto.EthernetSpec }

func (l *Ethernet) specs(dst []proto.Spec) []proto.Spec { return append(dst, &l.EthernetSpec) }

func (l *Ethernet) draw(r *random, m *drawing) {
	v, w := r.next(), r.next()
	l.Dst = [6]byte{byte(v), byte(v >> 8), byte(v >> 16), byte(v >> 24), byte(v >> 32), byte(v >> 40)}
	l.Src = [6]byte{byte(w), byte(w >> 8), byte(w >> 16), byte(w >> 24), byte(w >> 32), byte(w >> 40)}
	if v>>48&7 == 0 {
		l.Dst = [6]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}
	}
	l.Type = typeFor(r, m)
}

// typeFor is the EtherType for what follows: 0, as what follows announces
// itself; 1, which stands for its length, before LLC. A tag has several, data none.
func typeFor(r *random, m *drawing) uint16 {
	switch m.next {
	case proto.ProtoLLC:
		return 1
	case proto.ProtoServiceVLAN:
		return 0x88a8
	case proto.ProtoVLAN:
		return [...]uint16{0, 0, 0, 0, 0, 0x9100, 0x9200, 0}[r.below(8)]
	case proto.ProtoData:
		return experimental[r.below(len(experimental))]
	}
	return 0
}

// experimental are EtherTypes that nothing is decoded for: for experiments
// (IEEE 802), and the last there is.
var experimental = [...]uint16{0x88b5, 0x88b6, 0xffff}

var (
	ethFields = fieldsOf(proto.ProtoEthernet, "eth.dst", "eth.src", "eth.type")
)

func (l *Ethernet) check(v *verdict, i int) {
	h := v.frame.Header(i)
	v.bytes(i, h, ethFields[0], l.Dst[:])
	v.bytes(i, h, ethFields[1], l.Src[:])
	if l.Type > 1500 {
		v.uint(i, h, ethFields[2], uint64(l.Type))
	}
}

func readEthernet(w *reading, off, end int) (proto.Proto, int, int) {
	if end-off < 14 {
		return w.lost()
	}
	w.layer(proto.ProtoEthernet, off, 14, end)
	return w.etherType("eth.type", "eth.len", off+12, end)
}

// etherType goes on behind the two bytes at off: a type from 1536 on, a length
// up to 1500, and in Ethernet 0, which is neither (IEEE 802.3 §3.2.6).
func (w *reading) etherType(typeField, lenField string, off, end int) (proto.Proto, int, int) {
	v, after := word(w.b, off), off+2
	switch {
	case v >= 1536 || v == 0 && lenField == "eth.len":
		return next(&etherTypes, v), after, end
	case v > 1500:
		w.fault(proto.BadValue, typeField, off)
		return proto.ProtoData, after, end
	case after+v > w.wire:
		w.fault(proto.BadLength, lenField, off)
	default:
		w.wire = after + v
		end = min(end, w.wire)
	}
	if end-after >= 2 && w.b[after] == 0xff && w.b[after+1] == 0xff {
		return proto.ProtoIPX, after, end
	}
	return proto.ProtoLLC, after, end
}

// etherTypes and ipProtos are what numbers announce; what they do not hold is data.
var (
	etherTypes = announced{}
	ipProtos   = announced{}
)

type announced [1 << 16]proto.Proto
