package fuzz

import "netquiz/proto"

func init() {
	register(proto.ProtoHopByHop, protocol{
		make: func() Layer { return &HopByHop{} }, under: []proto.Proto{proto.ProtoIPv6},
		read: func(w *reading, off, end int) (proto.Proto, int, int) {
			return w.optionsHeader(proto.ProtoHopByHop, off, end)
		},
	})
	register(proto.ProtoDestOpts, protocol{
		make:  func() Layer { return &DestOpts{} },
		under: []proto.Proto{proto.ProtoIPv6, proto.ProtoHopByHop, proto.ProtoRouting, proto.ProtoFragment},
		read: func(w *reading, off, end int) (proto.Proto, int, int) {
			return w.optionsHeader(proto.ProtoDestOpts, off, end)
		},
	})
	ipProtos[0], ipProtos[60] = proto.ProtoHopByHop, proto.ProtoDestOpts
}

// HopByHop is a hop-by-hop options header of a model.
type HopByHop struct{ proto.HopByHopSpec }

// DestOpts is a destination options header of a model.
type DestOpts struct{ proto.DestOptsSpec }

func (l *HopByHop) specs(dst []proto.Spec) []proto.Spec { return append(dst, &l.HopByHopSpec) }
func (l *DestOpts) specs(dst []proto.Spec) []proto.Spec { return append(dst, &l.DestOptsSpec) }

func (l *HopByHop) draw(r *random, m *drawing) {
	l.Options = drawIPv6Options(r, l.Options[:0])
	l.NextHeader = nextHeader(r, m)
	m.size += (2 + len(l.Options) + 7) &^ 7
}

func (l *DestOpts) draw(r *random, m *drawing) {
	l.Options = drawIPv6Options(r, l.Options[:0])
	l.NextHeader = nextHeader(r, m)
	m.size += (2 + len(l.Options) + 7) &^ 7
}

func drawIPv6Options(r *random, list proto.IPv6Options) proto.IPv6Options {
	var data [24]byte
	for range r.below(4) {
		switch v := r.next(); v & 3 {
		case 0:
			list = list.RouterAlert(uint16(v >> 16))
		default:
			b := data[:v>>8%uint64(len(data))]
			r.fill(b)
			list = list.Other([...]uint8{1, 0x1e, 0x3e, 0x8a}[v>>16&3], b)
		}
	}
	return list
}

func (l *HopByHop) check(v *verdict, i int) { checkIPv6Options(v, i, l.NextHeader, l.Options) }
func (l *DestOpts) check(v *verdict, i int) { checkIPv6Options(v, i, l.NextHeader, l.Options) }

// checkIPv6Options holds an options header against what it was built from; the
// fields of both kinds lie alike.
func checkIPv6Options(v *verdict, i int, nxt uint8, options []byte) {
	h, fields := v.frame.Header(i), v.frame.Layers()[i].Proto.Table().Fields
	if nxt != 0 {
		v.uint(i, h, &fields[0], uint64(nxt))
	}
	n := (2 + len(options) + 7) &^ 7
	v.length(i, n)
	v.uint(i, h, &fields[1], uint64(n/8-1))
	if len(h) < 2+len(options) || string(h[2:2+len(options)]) != string(options) {
		v.differs(i, &fields[1], 0, 0)
	}
}

// extension is the length of an extension header that its second byte tells in
// units of 8 bytes beyond the first; false if it is cut off.
func (w *reading) extension(p proto.Proto, off, end int) (int, bool) {
	if end-off < 2 || 8+8*int(w.b[off+1]) > end-off {
		return 0, false
	}
	n := 8 + 8*int(w.b[off+1])
	w.layer(p, off, n, end)
	return n, true
}

func (w *reading) optionsHeader(p proto.Proto, off, end int) (proto.Proto, int, int) {
	n, ok := w.extension(p, off, end)
	if !ok {
		return w.lost()
	}
	h := w.b[off : off+n]
	for at := 2; at < n; {
		if h[at] == 0 {
			at++
			continue
		}
		if at+1 == n {
			w.fault(proto.BadOption, "ipv6.opt.type", off+at)
			break
		}
		size := int(h[at+1])
		if at+2+size > n {
			w.fault(proto.BadOption, "ipv6.opt.length", off+at+1)
			break
		}
		if want, known := ipv6OptionLengths[h[at]]; known && want != size {
			w.fault(proto.BadOption, "ipv6.opt.length", off+at+1)
		} else if h[at] == 0xc9 && p == proto.ProtoDestOpts && w.address.size == 16 {
			w.address.src = off + at + 2 // the home address is whom it is from (RFC 6275 §6.3)
		}
		at += 2 + size
	}
	return next(&ipProtos, int(h[0])), off + n, end
}

// ipv6OptionLengths are those of the options that have one length alone: RFC
// 2473 §4.1.1, RFC 2711 §2.1, RFC 2675 §2, RFC 6275 §6.3.
var ipv6OptionLengths = map[byte]int{4: 1, 5: 2, 0xc2: 4, 0xc9: 16}
