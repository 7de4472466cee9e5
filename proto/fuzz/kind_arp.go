package fuzz

import "netquiz/proto"

func init() {
	register(proto.ProtoARP, protocol{
		make: func() Layer { return &ARP{} }, read: readARP,
		under: []proto.Proto{proto.ProtoEthernet, proto.ProtoVLAN, proto.ProtoServiceVLAN, proto.ProtoLLC, proto.ProtoSLL, proto.ProtoSLL2},
	})
	etherTypes[0x0806], etherTypes[0x8035] = proto.ProtoARP, proto.ProtoARP
}

// ARP is an ARP message of a model.
type ARP struct{ proto.ARPSpec }

func (l *ARP) specs(dst []proto.Spec) []proto.Spec { return append(dst, &l.ARPSpec) }

func (l *ARP) draw(r *random, m *drawing) {
	l.Op = proto.ARPOp(1 + r.next()&1)
	if r.one(8) {
		l.Op = proto.ARPOp(r.number(16))
	}
	r.fill(l.SenderMAC[:])
	r.fill(l.TargetMAC[:])
	r.fill(l.SenderIP[:])
	r.fill(l.TargetIP[:])
	m.size += 28
}

var arpFields = fieldsOf(proto.ProtoARP, "arp.hw.type", "arp.proto.type", "arp.hw.size", "arp.proto.size", "arp.opcode")

func (l *ARP) check(v *verdict, i int) {
	h := v.frame.Header(i)
	v.uint(i, h, arpFields[0], 1)
	v.uint(i, h, arpFields[1], 0x0800)
	v.uint(i, h, arpFields[2], 6)
	v.uint(i, h, arpFields[3], 4)
	v.uint(i, h, arpFields[4], uint64(l.Op))
	v.length(i, 28)
	m, ok := v.frame.ARP()
	if !ok || m.SenderMAC() != l.SenderMAC || m.TargetMAC() != l.TargetMAC || m.SenderIP() != l.SenderIP || m.TargetIP() != l.TargetIP {
		v.fail(Failure{Oracle: Decoded, Proto: proto.ProtoARP, Field: "arp.src.hw_mac", Off: int(v.frame.Layers()[i].Off) + 8})
	}
}

func readARP(w *reading, off, end int) (proto.Proto, int, int) {
	if end-off < 8 {
		return w.lost()
	}
	n := 8 + 2*int(w.b[off+4]) + 2*int(w.b[off+5])
	if n > end-off {
		return w.lost()
	}
	w.wire = off + n
	w.layer(proto.ProtoARP, off, n, off+n)
	return proto.NoProto, off + n, off + n
}
