package fuzz

import "netquiz/proto"

func init() {
	register(proto.ProtoICMP, protocol{
		make: func() Layer { return &ICMP{} }, read: readICMP, weight: 5, under: []proto.Proto{proto.ProtoIPv4},
	})
	ipProtos[1] = proto.ProtoICMP
}

// ICMP is the header of an ICMP message of a model that quotes nothing.
type ICMP struct{ proto.ICMPSpec }

func (l *ICMP) specs(dst []proto.Spec) []proto.Spec { return append(dst, &l.ICMPSpec) }

func (l *ICMP) draw(r *random, m *drawing) {
	v := r.next()
	l.Type = [...]proto.ICMPType{proto.ICMPEcho, proto.ICMPEcho, proto.ICMPEchoReply, 10, 15, 16, 30, 99}[v&7]
	l.Code = uint8(v >> 8)
	l.Rest = [4]byte{byte(v >> 16), byte(v >> 24), byte(v >> 32), byte(v >> 40)}
	m.size += 8
}

var icmpFields = fieldsOf(proto.ProtoICMP, "icmp.type", "icmp.code")

func (l *ICMP) check(v *verdict, i int) {
	h := v.frame.Header(i)
	v.uint(i, h, icmpFields[0], uint64(l.Type))
	v.uint(i, h, icmpFields[1], uint64(l.Code))
	v.length(i, 8)
	if len(h) >= 8 && string(h[4:8]) != string(l.Rest[:]) {
		v.fail(Failure{Oracle: Decoded, Proto: proto.ProtoICMP, Off: int(v.frame.Layers()[i].Off) + 4})
	}
}

func readICMP(w *reading, off, end int) (proto.Proto, int, int) {
	if end-off < 8 {
		return w.lost()
	}
	l := w.layer(proto.ProtoICMP, off, 8, end)
	if l.status = proto.StatusUnverified; !w.quoted { // routers may have cut what they quote
		l.status = w.sum(0, w.b[off:end], 2, "icmp.checksum", off)
	}
	switch kind := w.b[off]; kind {
	case 3, 4, 5, 11, 12: // RFC 1122 §3.2.2: these quote
		if n := 4 * int(w.b[off+5]); kind != 5 && n >= 128 { // and extensions follow (RFC 4884 §3)
			end = min(end, off+8+n)
		}
		if off+8 < end {
			w.quoted = true
			return proto.ProtoIPv4, off + 8, end
		}
	case 13, 14: // three timestamps
		l.hdr = min(8+12, end-off)
	case 17, 18: // an address mask
		l.hdr = min(8+4, end-off)
	}
	return proto.ProtoData, off + l.hdr, end
}
