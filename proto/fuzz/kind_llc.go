package fuzz

import "netquiz/proto"

func init() {
	register(proto.ProtoLLC, protocol{
		make: func() Layer { return &LLC{} }, read: readLLC,
		under: []proto.Proto{proto.ProtoEthernet, proto.ProtoVLAN},
	})
}

// LLC is an LLC header of a model: with SNAP and an EtherType, or two service
// access points.
type LLC struct {
	proto.LLCSpec
	SNAP bool
	snap proto.SNAPSpec
}

func (l *LLC) specs(dst []proto.Spec) []proto.Spec {
	if l.SNAP {
		return append(dst, &l.snap)
	}
	return append(dst, &l.LLCSpec)
}

// Proto implements Layer.
func (l *LLC) Proto() proto.Proto { return proto.ProtoLLC }

func (l *LLC) draw(r *random, m *drawing) {
	v := r.next()
	l.SNAP = m.next != proto.ProtoData && (m.next != proto.ProtoIPv4 || v&1 != 0)
	l.DSAP, l.SSAP = 0x06, uint8(v>>8)
	if m.next == proto.ProtoData {
		l.DSAP = [...]uint8{0x02, 0x04, 0x7e, 0x80}[v>>16&3]
	}
	if m.size += 3; l.SNAP {
		m.size += 5
	}
}

var llcFields = fieldsOf(proto.ProtoLLC, "llc.dsap", "llc.ssap", "llc.control")

func (l *LLC) check(v *verdict, i int) {
	h := v.frame.Header(i)
	dsap, ssap := l.DSAP, l.SSAP
	if l.SNAP {
		dsap, ssap = 0xaa, 0xaa
		v.length(i, 8)
	} else {
		v.length(i, 3)
	}
	v.uint(i, h, llcFields[0], uint64(dsap))
	v.uint(i, h, llcFields[1], uint64(ssap))
	v.uint(i, h, llcFields[2], 3)
}

func readLLC(w *reading, off, end int) (proto.Proto, int, int) {
	if end-off < 3 {
		return w.lost()
	}
	h := w.b[off:end]
	hdr := 4
	if h[2]&3 == 3 { // unnumbered: one byte of control
		hdr = 3
	}
	snap := h[0] == 0xaa && h[1] == 0xaa
	if snap {
		hdr += 5
	}
	if hdr > len(h) {
		return w.lost()
	}
	w.layer(proto.ProtoLLC, off, hdr, end)
	carries := h[2]&1 == 0 || h[2]&0xef == 3 // an information frame, or unnumbered information
	switch {
	case !carries:
	case snap:
		return snapProto(int(h[hdr-5])<<16|word(h, hdr-4), word(h, hdr-2)), off + hdr, end
	default:
		if p, known := sapProtos[h[0]]; known {
			return p, off + hdr, end
		}
	}
	return proto.ProtoData, off + hdr, end
}

// sapProtos are the service access points whose protocol is known (IEEE 802.2).
var sapProtos = map[byte]proto.Proto{
	0x06: proto.ProtoIPv4, 0x42: proto.ProtoSTP, 0xe0: proto.ProtoIPX, 0xf0: proto.ProtoNetBIOS, 0xfe: proto.ProtoOSI,
}

// snapProto is what a number means by the organization that gave it.
func snapProto(oui, number int) proto.Proto {
	switch oui {
	case 0x000000, 0x0000f8: // RFC 1042, IEEE 802.1H
		return next(&etherTypes, number)
	case 0x00000c: // Cisco
		switch number {
		case 0x010b:
			return proto.ProtoSTP
		case 0x2000:
			return proto.ProtoCDP
		}
	}
	return proto.ProtoData
}
