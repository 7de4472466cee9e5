package fuzz

import "netquiz/proto"

func init() {
	register(proto.ProtoAH, protocol{
		make: func() Layer { return &AH{} }, read: readAH,
		under: []proto.Proto{proto.ProtoIPv4, proto.ProtoIPv6, proto.ProtoHopByHop, proto.ProtoDestOpts, proto.ProtoFragment},
	})
	ipProtos[51] = proto.ProtoAH
}

// AH is an authentication header of a model.
type AH struct{ proto.AHSpec }

func (l *AH) specs(dst []proto.Spec) []proto.Spec { return append(dst, &l.AHSpec) }

func (l *AH) draw(r *random, m *drawing) {
	v := r.next()
	l.NextHeader = nextHeader(r, m)
	l.SPI, l.Seq = uint32(v), uint32(v>>32)
	l.ICV = noise[v>>16&1023:][:4*(v>>40&7)]
	m.size += 12 + len(l.ICV)
}

var ahFields = fieldsOf(proto.ProtoAH, "ah.next_header", "ah.length", "ah.spi", "ah.sequence")

func (l *AH) check(v *verdict, i int) {
	h := v.frame.Header(i)
	v.length(i, 12+len(l.ICV))
	if l.NextHeader != 0 {
		v.uint(i, h, ahFields[0], uint64(l.NextHeader))
	}
	v.uint(i, h, ahFields[1], uint64(1+len(l.ICV)/4))
	v.uint(i, h, ahFields[2], uint64(l.SPI))
	v.uint(i, h, ahFields[3], uint64(l.Seq))
	if !v.failed && string(h[12:]) != string(l.ICV) {
		v.differs(i, ahFields[1], 0, 0)
	}
}

func readAH(w *reading, off, end int) (proto.Proto, int, int) {
	if end-off < 12 {
		return w.lost()
	}
	n := 4 * (int(w.b[off+1]) + 2)
	if n < 12 || n > end-off {
		return w.lost()
	}
	w.layer(proto.ProtoAH, off, n, end)
	return next(&ipProtos, int(w.b[off])), off + n, end
}
