package fuzz

import "netquiz/proto"

func init() {
	register(proto.ProtoIPv4, protocol{
		make: func() Layer { return &IPv4{} }, read: readIPv4, weight: 10,
		under: []proto.Proto{
			proto.ProtoEthernet, proto.ProtoVLAN, proto.ProtoServiceVLAN, proto.ProtoLLC, proto.ProtoSLL, proto.ProtoSLL2, proto.ProtoNull,
		},
		seldom: []proto.Proto{proto.ProtoIPv4, proto.ProtoIPv6},
		most:   3,
	})
	etherTypes[0x0800] = proto.ProtoIPv4
	ipProtos[4] = proto.ProtoIPv4
}

// IPv4 is an IPv4 header of a model.
type IPv4 struct{ proto.IPv4Spec }

func (l *IPv4) specs(dst []proto.Spec) []proto.Spec { return append(dst, &l.IPv4Spec) }

func (l *IPv4) draw(r *random, m *drawing) {
	v, a := r.next(), r.next()
	l.Src = [4]byte{byte(a), byte(a >> 8), byte(a >> 16), byte(a >> 24)}
	l.Dst = [4]byte{byte(a >> 32), byte(a >> 40), byte(a >> 48), byte(a >> 56)}
	l.ID, l.TTL = uint16(v), uint8(v>>16)
	l.DSCP, l.ECN = uint8(v>>24)&63, uint8(v>>30)&3
	l.DontFragment = v>>32&1 != 0
	l.MoreFragments, l.FragmentOffset, l.Protocol = false, 0, 0
	if m.next == proto.ProtoData {
		l.Protocol = [...]uint8{250, 255, 6, 17}[v>>33&3]
		if l.Protocol < 250 { // a later fragment of what would be read else
			l.FragmentOffset = 8 * (1 + r.below(8191))
			l.MoreFragments = v>>40&1 != 0
		}
	} else if v>>41&31 == 0 && (m.next == proto.ProtoTCP || m.next == proto.ProtoICMP) {
		l.MoreFragments = true // what follows tells no length of its own
	}
	l.Options = nil
	if v>>46&7 == 0 {
		l.Options = drawIPv4Options(r, m)
	}
	m.size += 20 + (len(l.Options)+3)&^3
}

var ipFields = fieldsOf(proto.ProtoIPv4, "ip.version", "ip.hdr_len", "ip.dsfield.dscp", "ip.dsfield.ecn", "ip.len",
	"ip.id", "ip.flags.rb", "ip.flags.df", "ip.flags.mf", "ip.frag_offset", "ip.ttl", "ip.proto", "ip.src", "ip.dst")

func (l *IPv4) check(v *verdict, i int) {
	h, at := v.frame.Header(i), &v.frame.Layers()[i]
	f := ipFields
	v.uint(i, h, f[0], 4)
	v.uint(i, h, f[1], uint64(20+(len(l.Options)+3)&^3)/4)
	v.uint(i, h, f[2], uint64(l.DSCP))
	v.uint(i, h, f[3], uint64(l.ECN))
	v.uint(i, h, f[4], uint64(at.End-at.Off))
	v.uint(i, h, f[5], uint64(l.ID))
	v.uint(i, h, f[6], 0)
	v.uint(i, h, f[7], bit(l.DontFragment))
	v.uint(i, h, f[8], bit(l.MoreFragments))
	v.uint(i, h, f[9], uint64(l.FragmentOffset/8))
	v.uint(i, h, f[10], uint64(l.TTL))
	if l.Protocol != 0 {
		v.uint(i, h, f[11], uint64(l.Protocol))
	}
	v.bytes(i, h, f[12], l.Src[:])
	v.bytes(i, h, f[13], l.Dst[:])
	if len(h) < 20+len(l.Options) || string(h[20:20+len(l.Options)]) != string(l.Options) {
		v.fail(Failure{Oracle: Decoded, Proto: proto.ProtoIPv4, Field: "ip.opt.data", Off: int(at.Off) + 20})
	}
}

func bit(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

func readIPv4(w *reading, off, end int) (proto.Proto, int, int) {
	if end-off < 20 {
		return w.lost()
	}
	version, hdr, total := w.b[off]>>4, int(w.b[off]&15)*4, word(w.b, off+2)
	if version != 4 || hdr < 20 || total < hdr && total > 0 {
		return w.lost()
	}
	l := w.layer(proto.ProtoIPv4, off, 20, end)
	w.offloaded(total, 1500, "ip.len", off+2)
	if total == 0 {
		if !w.quoted {
			w.fault(proto.Offloaded, "ip.len", off+2)
		}
		total = w.wire - off
	}
	end, whole := w.declare("ip.len", off+2, off+total, end)
	l.end = end
	if off+hdr > end {
		w.nLayers--
		return w.lost()
	}
	l.hdr, l.status = hdr, proto.StatusGood
	h := w.b[off : off+hdr]
	if folded(plainSum(0, h)) != 0xffff {
		l.status = proto.StatusBad
		w.wrong(proto.BadChecksum, "ip.checksum", off+10, uint64(rightSum(0, h, 10)))
	}
	if h[6]&0x80 != 0 {
		w.fault(proto.ReservedBits, "ip.flags.rb", off+6)
	}
	fragment := word(h, 6) & 0x3fff
	w.addressed(off+12, 4, whole && fragment == 0)
	w.ipv4Options(h, off)
	if fragment&0x1fff != 0 {
		return proto.ProtoData, off + hdr, end
	}
	return next(&ipProtos, int(h[9])), off + hdr, end
}

// offloaded finds a packet of more bytes than Ethernet carries. The loopback of
// Linux, whose addresses are zero, has no such limit.
func (w *reading) offloaded(length, most int, field string, off int) {
	if length > most && !w.quoted && w.layers[0].proto == proto.ProtoEthernet && !allZero(w.b[:12]) {
		w.fault(proto.Offloaded, field, off)
	}
}

// next is what number announces, data if nothing is known of it.
func next(known *announced, number int) proto.Proto {
	if p := known[number]; p != proto.NoProto {
		return p
	}
	return proto.ProtoData
}
