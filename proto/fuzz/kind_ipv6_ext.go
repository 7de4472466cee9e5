package fuzz

import "netquiz/proto"

func init() {
	register(proto.ProtoRouting, protocol{
		make: func() Layer { return &Routing{} }, read: readRouting,
		under: []proto.Proto{proto.ProtoIPv6, proto.ProtoHopByHop, proto.ProtoDestOpts},
	})
	register(proto.ProtoFragment, protocol{
		make: func() Layer { return &Fragment{} }, read: readFragment,
		under: []proto.Proto{proto.ProtoIPv6, proto.ProtoHopByHop, proto.ProtoDestOpts, proto.ProtoRouting},
	})
	ipProtos[43], ipProtos[44] = proto.ProtoRouting, proto.ProtoFragment
}

// Routing is a routing header of a model.
type Routing struct{ proto.RoutingSpec }

func (l *Routing) specs(dst []proto.Spec) []proto.Spec { return append(dst, &l.RoutingSpec) }

func (l *Routing) draw(r *random, m *drawing) {
	v := r.next()
	l.NextHeader = nextHeader(r, m)
	l.Type = [...]uint8{0, 2, 4, 99}[v&3]
	l.Addresses, l.Data, l.SegmentsLeft = l.Addresses[:0], nil, uint8(v>>8)
	if l.Type == 99 {
		l.Data = noise[v>>16&1023:][:4+8*(v>>32&3)]
		m.size += 4 + len(l.Data)
		return
	}
	n := 1
	if l.Type != 2 {
		n += int(v >> 32 & 3)
	}
	for range n {
		var a [16]byte
		r.fill(a[:])
		l.Addresses = append(l.Addresses, a)
	}
	l.SegmentsLeft %= uint8(n + 1)
	m.size += 8 + 16*n
}

var routingFields = fieldsOf(proto.ProtoRouting, "ipv6.routing.nxt", "ipv6.routing.len", "ipv6.routing.type", "ipv6.routing.segleft")

func (l *Routing) check(v *verdict, i int) {
	h := v.frame.Header(i)
	n := 4 + len(l.Data)
	if l.Data == nil {
		n = 8 + 16*len(l.Addresses)
	}
	v.length(i, n)
	if l.NextHeader != 0 {
		v.uint(i, h, routingFields[0], uint64(l.NextHeader))
	}
	v.uint(i, h, routingFields[1], uint64(n/8-1))
	v.uint(i, h, routingFields[2], uint64(l.Type))
	v.uint(i, h, routingFields[3], uint64(l.SegmentsLeft))
	if v.failed {
		return
	}
	if l.Data != nil && string(h[4:]) != string(l.Data) {
		v.differs(i, routingFields[2], 0, 0)
	}
	for k := range l.Addresses {
		if string(h[8+16*k:24+16*k]) != string(l.Addresses[k][:]) {
			v.differs(i, routingFields[2], 0, 0)
		}
	}
}

func readRouting(w *reading, off, end int) (proto.Proto, int, int) {
	n, ok := w.extension(proto.ProtoRouting, off, end)
	if !ok {
		return w.lost()
	}
	h := w.b[off : off+n]
	left, addresses, known := int(h[3]), (n-8)/16, h[2] == 0 || h[2] == 2 || h[2] == 4
	if known && left > addresses {
		w.fault(proto.BadValue, "ipv6.routing.segleft", off+3)
	}
	if known && left > 0 && addresses > 0 && w.address.size == 16 {
		w.address.dst = off + 8 // RFC 6275 §6.4, RFC 8754 §2: the last of the way comes first
		if h[2] == 0 {
			w.address.dst = off + 8 + 16*(addresses-1)
		}
	}
	return next(&ipProtos, int(h[0])), off + n, end
}

// Fragment is a fragment header of a model.
type Fragment struct{ proto.FragmentSpec }

func (l *Fragment) specs(dst []proto.Spec) []proto.Spec { return append(dst, &l.FragmentSpec) }

func (l *Fragment) draw(r *random, m *drawing) {
	v := r.next()
	l.NextHeader, l.ID = nextHeader(r, m), uint32(v)
	l.Offset, l.More = 0, false
	switch m.next {
	case proto.ProtoData:
		if v>>32&3 != 0 { // a later one, of what would be read else
			l.Offset, l.NextHeader, l.More = 8*(1+r.below(8191)), 6, v>>34&1 != 0
		}
	case proto.ProtoTCP, proto.ProtoICMPv6:
		l.More = v>>32&1 != 0
	}
	m.size += 8
}

var fragmentFields = fieldsOf(proto.ProtoFragment, "ipv6.fraghdr.nxt", "ipv6.fraghdr.reserved_octet", "ipv6.fraghdr.offset",
	"ipv6.fraghdr.reserved_bits", "ipv6.fraghdr.more", "ipv6.fraghdr.ident")

func (l *Fragment) check(v *verdict, i int) {
	h := v.frame.Header(i)
	v.length(i, 8)
	if l.NextHeader != 0 {
		v.uint(i, h, fragmentFields[0], uint64(l.NextHeader))
	}
	v.uint(i, h, fragmentFields[1], 0)
	v.uint(i, h, fragmentFields[2], uint64(l.Offset/8))
	v.uint(i, h, fragmentFields[3], 0)
	v.uint(i, h, fragmentFields[4], bit(l.More))
	v.uint(i, h, fragmentFields[5], uint64(l.ID))
}

func readFragment(w *reading, off, end int) (proto.Proto, int, int) {
	if end-off < 8 {
		return w.lost()
	}
	w.layer(proto.ProtoFragment, off, 8, end)
	where := word(w.b, off+2)
	if where>>3 != 0 {
		w.address.whole = false
		return proto.ProtoData, off + 8, end
	}
	if where&1 != 0 {
		w.address.whole = false
	}
	return next(&ipProtos, int(w.b[off])), off + 8, end
}
