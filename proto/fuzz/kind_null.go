package fuzz

import "netquiz/proto"

func init() {
	register(proto.ProtoNull, protocol{make: func() Layer { return &Null{} }, read: readNull})
	register(proto.ProtoLoop, protocol{read: readLoop})
}

// Null is a BSD loopback header of a model.
type Null struct{ proto.NullSpec }

func (l *Null) specs(dst []proto.Spec) []proto.Spec { return append(dst, &l.NullSpec) }

// draw leaves the family to what follows, or takes one of those that IPv6 has.
func (l *Null) draw(r *random, m *drawing) {
	l.Family = 0
	if m.next == proto.ProtoIPv6 {
		l.Family = [...]uint32{0, 24, 28, 30}[r.below(4)]
	}
	m.size += 4
}

var nullFields = fieldsOf(proto.ProtoNull, "null.family")

func (l *Null) check(v *verdict, i int) {
	if l.Family != 0 {
		v.uint(i, v.frame.Header(i), nullFields[0], uint64(l.Family))
	}
	v.length(i, 4)
}

func readNull(w *reading, off, end int) (proto.Proto, int, int) {
	if end-off < 4 {
		return w.lost()
	}
	w.layer(proto.ProtoNull, off, 4, end)
	h := w.b[off:]
	family := word(h, 0)<<16 | word(h, 2)
	if h[0] != 0 && h[1] == 0 && h[2] == 0 && h[3] == 0 {
		family = int(h[0]) // in the byte order of a PC
	}
	if family >= 1536 && family <= 0xffff && etherTypes[family] != proto.NoProto {
		return etherTypes[family], off + 4, end
	}
	return familyProto(family), off + 4, end
}

func readLoop(w *reading, off, end int) (proto.Proto, int, int) {
	if end-off < 4 {
		return w.lost()
	}
	w.layer(proto.ProtoLoop, off, 4, end)
	return familyProto(word(w.b, off)<<16 | word(w.b, off+2)), off + 4, end
}

// familyProto is what an address family announces: IPv6 has one on each BSD.
func familyProto(family int) proto.Proto {
	switch family {
	case 2:
		return proto.ProtoIPv4
	case 24, 28, 30:
		return proto.ProtoIPv6
	}
	return proto.ProtoData
}
