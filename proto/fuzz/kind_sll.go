package fuzz

import "netquiz/proto"

func init() {
	register(proto.ProtoSLL, protocol{make: func() Layer { return &SLL{} }, read: readSLL})
	register(proto.ProtoSLL2, protocol{make: func() Layer { return &SLL2{} }, read: readSLL2})
}

// SLL is a Linux cooked header of a model.
type SLL struct{ proto.SLLSpec }

func (l *SLL) specs(dst []proto.Spec) []proto.Spec { return append(dst, &l.SLLSpec) }

func (l *SLL) draw(r *random, m *drawing) {
	v := r.next()
	l.PacketType = uint16(v % 5)
	l.Src = [6]byte{byte(v >> 8), byte(v >> 16), byte(v >> 24), byte(v >> 32), byte(v >> 40), byte(v >> 48)}
	l.Protocol = sllProtocol(r, m)
	m.size += 16
}

// sllProtocol is 0, as what follows announces itself, but data does not.
func sllProtocol(r *random, m *drawing) uint16 {
	if m.next == proto.ProtoData {
		return experimental[r.below(len(experimental))]
	}
	return 0
}

var sllFields = fieldsOf(proto.ProtoSLL, "sll.pkttype", "sll.hatype", "sll.halen")

func (l *SLL) check(v *verdict, i int) {
	h := v.frame.Header(i)
	v.uint(i, h, sllFields[0], uint64(l.PacketType))
	v.uint(i, h, sllFields[1], 1)
	v.uint(i, h, sllFields[2], 6)
	v.length(i, 16)
	if len(h) == 16 && (string(h[6:12]) != string(l.Src[:]) || l.Protocol != 0 && word(h, 14) != int(l.Protocol)) {
		v.differs(i, sllFields[0], 0, 0)
	}
}

// SLL2 is a Linux cooked header of version 2 of a model.
type SLL2 struct{ proto.SLL2Spec }

func (l *SLL2) specs(dst []proto.Spec) []proto.Spec { return append(dst, &l.SLL2Spec) }

func (l *SLL2) draw(r *random, m *drawing) {
	v := r.next()
	l.PacketType, l.Interface = uint8(v%5), uint32(r.number(32))
	l.Src = [6]byte{byte(v >> 8), byte(v >> 16), byte(v >> 24), byte(v >> 32), byte(v >> 40), byte(v >> 48)}
	l.Protocol = sllProtocol(r, m)
	m.size += 20
}

var sll2Fields = fieldsOf(proto.ProtoSLL2, "sll.reserved", "sll.ifindex", "sll.hatype", "sll.pkttype", "sll.halen")

func (l *SLL2) check(v *verdict, i int) {
	h := v.frame.Header(i)
	v.uint(i, h, sll2Fields[0], 0)
	v.uint(i, h, sll2Fields[1], uint64(l.Interface))
	v.uint(i, h, sll2Fields[2], 1)
	v.uint(i, h, sll2Fields[3], uint64(l.PacketType))
	v.uint(i, h, sll2Fields[4], 6)
	v.length(i, 20)
	if len(h) == 20 && (string(h[12:18]) != string(l.Src[:]) || l.Protocol != 0 && word(h, 0) != int(l.Protocol)) {
		v.differs(i, sll2Fields[1], 0, 0)
	}
}

func readSLL(w *reading, off, end int) (proto.Proto, int, int) {
	return w.cooked(proto.ProtoSLL, 14, 16, off, end)
}

func readSLL2(w *reading, off, end int) (proto.Proto, int, int) {
	return w.cooked(proto.ProtoSLL2, 0, 20, off, end)
}

// cooked reads a header of n bytes whose protocol stands at byte at: an
// EtherType, or 1 for Novell's and 4 for LLC frames.
func (w *reading) cooked(p proto.Proto, at, n, off, end int) (proto.Proto, int, int) {
	if end-off < n {
		return w.lost()
	}
	w.layer(p, off, n, end)
	switch number := word(w.b, off+at); {
	case number == 4:
		return proto.ProtoLLC, off + n, end
	case number == 1:
		return proto.ProtoIPX, off + n, end
	case number > 1536:
		return next(&etherTypes, number), off + n, end
	}
	return proto.ProtoData, off + n, end
}
