package fuzz

import "netquiz/proto"

func init() {
	register(proto.ProtoIPv6, protocol{
		make: func() Layer { return &IPv6{} }, read: readIPv6, weight: 10, most: 2,
		under: []proto.Proto{
			proto.ProtoEthernet, proto.ProtoVLAN, proto.ProtoServiceVLAN, proto.ProtoLLC, proto.ProtoSLL, proto.ProtoSLL2, proto.ProtoNull,
		},
		seldom: []proto.Proto{proto.ProtoIPv4, proto.ProtoIPv6},
	})
	etherTypes[0x86dd] = proto.ProtoIPv6
	ipProtos[41] = proto.ProtoIPv6
}

// IPv6 is an IPv6 header of a model.
type IPv6 struct{ proto.IPv6Spec }

func (l *IPv6) specs(dst []proto.Spec) []proto.Spec { return append(dst, &l.IPv6Spec) }

func (l *IPv6) draw(r *random, m *drawing) {
	v := r.next()
	l.HopLimit, l.DSCP, l.ECN = uint8(v), uint8(v>>8)&63, uint8(v>>14)&3
	l.FlowLabel = uint32(v>>16) & 0xfffff
	l.NextHeader = nextHeader(r, m)
	r.fill(l.Src[:])
	r.fill(l.Dst[:])
	m.size += 40
}

// nextHeader is 0, as what follows announces itself. Data has numbers for
// experiments (RFC 3692 §2.1); no data has that of nothing.
func nextHeader(r *random, m *drawing) uint8 {
	switch {
	case m.next != proto.ProtoData:
		return 0
	case m.size == 0:
		return 59
	}
	return [...]uint8{253, 254, 59, 255}[r.below(4)]
}

var ipv6Fields = fieldsOf(proto.ProtoIPv6, "ipv6.version", "ipv6.tclass.dscp", "ipv6.tclass.ecn", "ipv6.flow", "ipv6.plen",
	"ipv6.nxt", "ipv6.hlim", "ipv6.src", "ipv6.dst")

func (l *IPv6) check(v *verdict, i int) {
	h, at := v.frame.Header(i), &v.frame.Layers()[i]
	f := ipv6Fields
	v.length(i, 40)
	v.uint(i, h, f[0], 6)
	v.uint(i, h, f[1], uint64(l.DSCP))
	v.uint(i, h, f[2], uint64(l.ECN))
	v.uint(i, h, f[3], uint64(l.FlowLabel))
	v.uint(i, h, f[4], uint64(at.End-at.Next()))
	if l.NextHeader != 0 {
		v.uint(i, h, f[5], uint64(l.NextHeader))
	}
	v.uint(i, h, f[6], uint64(l.HopLimit))
	v.bytes(i, h, f[7], l.Src[:])
	v.bytes(i, h, f[8], l.Dst[:])
}

func readIPv6(w *reading, off, end int) (proto.Proto, int, int) {
	if end-off < 40 {
		return w.lost()
	}
	if w.b[off]>>4 != 6 {
		return w.lost()
	}
	l := w.layer(proto.ProtoIPv6, off, 40, end)
	n := word(w.b, off+4)
	if n == 0 {
		n = w.ipv6Unsaid(off, end)
	} else {
		w.offloaded(n, 1460, "ipv6.plen", off+4)
	}
	end, whole := w.declare("ipv6.plen", off+4, off+40+n, end)
	l.end = end
	w.addressed(off+8, 16, whole)
	return next(&ipProtos, int(w.b[off+6])), off + 40, end
}

// ipv6Unsaid is the payload's length where the header says 0: what a jumbo
// payload option says (RFC 2675 §3), nothing where nothing is to follow, else all
// that is there, which a network card was to cut up.
func (w *reading) ipv6Unsaid(off, end int) int {
	nxt, rest := w.b[off+6], w.wire-off-40
	if h := w.b[off+40 : end]; nxt == 0 && len(h) >= 2 {
		h = h[:min(len(h), 8+8*int(h[1]))]
		for at := 2; at < len(h); {
			n := 1
			if h[at] != 0 {
				if at+1 == len(h) || at+2+int(h[at+1]) > len(h) {
					break
				}
				n = 2 + int(h[at+1])
			}
			if h[at] == 0xc2 && n == 6 {
				return min(word(h, at+2)<<16|word(h, at+4), 1<<31)
			}
			at += n
		}
	}
	if nxt == 59 || rest == 0 || w.quoted {
		return 0
	}
	w.fault(proto.Offloaded, "ipv6.plen", off+4)
	return rest
}
