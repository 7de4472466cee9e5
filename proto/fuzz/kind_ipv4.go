package fuzz

import "netquiz/proto"

func init() {
	register(proto.ProtoIPv4, protocol{
		make: func() Layer { return &IPv4{} }, read: readIPv4, weight: 6,
		under: []proto.Proto{proto.ProtoEthernet},
	})
	etherTypes[0x0800] = proto.ProtoIPv4
	ipProtos[4] = proto.ProtoIPv4
}

// IPv4 is an IPv4 header of a model.
type IPv4 struct{ proto.IPv4Spec }

func (l *IPv4) spec() proto.Spec { return &l.IPv4Spec }

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
	} else if v>>41&31 == 0 {
		l.MoreFragments = true
	}
	l.Options = nil
	if v>>46&7 == 0 {
		l.Options = drawIPv4Options(r, m)
	}
	m.size += 20 + (len(l.Options)+3)&^3
}

// drawIPv4Options is a list that is right: kinds with and without data, perhaps
// an end, never a source route that is not used up.
func drawIPv4Options(r *random, m *drawing) []byte {
	start := len(m.room.text)
	list := m.room.text
	for most := start + 4*(1+r.below(10)); ; {
		left := most - len(list)
		kind := [...]byte{1, 7, 68, 130, 136, 148, 131, 137}[r.below(8)]
		n := 2 + r.below(10)
		switch {
		case kind == 1:
			n = 1
		case kind == 131 || kind == 137:
			n = 7 + 4*r.below(3)
		}
		if n > left {
			break
		}
		list = append(list, kind)
		if n > 1 {
			at := len(list) + 1
			list = append(list, byte(n))
			list = append(list, zeros[:n-2]...)
			r.fill(list[at:])
			if kind == 131 || kind == 137 {
				list[at] = byte(n + 1) // the pointer: beyond the last address
			}
		}
	}
	if len(list)-start < 40 && r.one(2) {
		list = append(list, 1)
	}
	m.room.text = list
	return list[start:len(list):len(list)]
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
		return w.short(proto.ProtoIPv4, off, end)
	}
	version, hdr, total := w.b[off]>>4, int(w.b[off]&15)*4, word(w.b, off+2)
	l := w.layer(proto.ProtoIPv4, off, 20, end)
	if version != 4 {
		w.fault(proto.BadVersion, "ip.version", off)
		return proto.ProtoData, off + 20, end
	}
	if hdr < 20 {
		w.fault(proto.BadLength, "ip.hdr_len", off)
		return proto.ProtoData, off + 20, end
	}
	end, whole := w.ipv4Length(off, hdr, total, end)
	l.end = end
	if off+hdr > end {
		w.missing("ip.hdr_len", off)
		l.hdr, l.status = end-off, proto.StatusUnverified
		return proto.NoProto, end, end
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
	w.address = addresses{off: off + 12, size: 8, whole: whole && fragment == 0}
	w.ipv4Options(h, off)
	if fragment&0x1fff != 0 {
		return proto.ProtoData, off + hdr, end
	}
	return next(&ipProtos, int(h[9])), off + hdr, end
}

// ipv4Length is where a packet of that total length ends, and whether all of it
// is there.
func (w *reading) ipv4Length(off, hdr, total, end int) (int, bool) {
	w.offloaded(total, 1500, "ip.len", off+2)
	switch {
	case total == 0:
		w.fault(proto.Offloaded, "ip.len", off+2)
	case total < hdr:
		w.fault(proto.BadLength, "ip.len", off+2)
		w.wire = off + hdr
		return min(end, w.wire), true
	case off+total > w.wire:
		if !w.quoted {
			w.fault(proto.BadLength, "ip.len", off+2)
		}
		return end, false
	default:
		w.wire = off + total
		if w.wire > end {
			w.fault(proto.Truncated, "ip.len", off+2)
			return end, false
		}
		return w.wire, true
	}
	return end, true
}

// offloaded finds a packet of more bytes than Ethernet carries. The loopback of
// Linux, whose addresses are zero, has no such limit.
func (w *reading) offloaded(length, most int, field string, off int) {
	if length > most && !w.quoted && w.layers[0].proto == proto.ProtoEthernet && !allZero(w.b[:12]) {
		w.fault(proto.Offloaded, field, off)
	}
}

// ipv4Options finds the option whose length cannot be, and the last address of a
// source route that is not used up.
func (w *reading) ipv4Options(h []byte, off int) {
	for at := 20; at < len(h) && h[at] != 0; {
		if h[at] == 1 {
			at++
			continue
		}
		if at+1 == len(h) {
			w.fault(proto.BadOption, "ip.opt.type", off+at)
			return
		}
		n := int(h[at+1])
		if n < 2 || at+n > len(h) {
			w.fault(proto.BadOption, "ip.opt.len", off+at+1)
			return
		}
		if route := h[at] == 131 || h[at] == 137; route && n >= 7 && int(h[at+2]) < n && w.address.final == 0 {
			w.address.final = off + at + n - 4
		}
		at += n
	}
}

// next is what number announces, data if nothing is known of it.
func next(known *announced, number int) proto.Proto {
	if p := known[number]; p != proto.NoProto {
		return p
	}
	return proto.ProtoData
}
