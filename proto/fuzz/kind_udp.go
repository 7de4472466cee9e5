package fuzz

import "netquiz/proto"

func init() {
	register(proto.ProtoUDP, protocol{make: func() Layer { return &UDP{} }, read: readUDP, weight: 8, under: overIP})
	ipProtos[17] = proto.ProtoUDP
}

// UDP is a UDP header of a model.
type UDP struct{ proto.UDPSpec }

func (l *UDP) specs(dst []proto.Spec) []proto.Spec { return append(dst, &l.UDPSpec) }

func (l *UDP) draw(r *random, m *drawing) {
	v := r.next()
	l.SrcPort, l.DstPort = ports(&udpPorts, m, v)
	m.size += 8
}

var udpFields = fieldsOf(proto.ProtoUDP, "udp.srcport", "udp.dstport", "udp.length")

func (l *UDP) check(v *verdict, i int) {
	h, at := v.frame.Header(i), &v.frame.Layers()[i]
	v.uint(i, h, udpFields[0], uint64(l.SrcPort))
	v.uint(i, h, udpFields[1], uint64(l.DstPort))
	v.uint(i, h, udpFields[2], uint64(at.End-at.Off))
	v.length(i, 8)
}

func readUDP(w *reading, off, end int) (proto.Proto, int, int) {
	if end-off < 8 {
		return w.lost()
	}
	n, sum := word(w.b, off+4), word(w.b, off+6)
	if n > 0 && n < 8 || n == 0 && w.address.size == 4 {
		return w.lost()
	}
	l := w.layer(proto.ProtoUDP, off, 8, end)
	if n == 0 { // as in a jumbogram (RFC 2675 §4)
		if n = w.wire - off; n <= 0xffff {
			w.fault(proto.BadLength, "udp.length", off+4)
		}
	}
	switch {
	case off+n <= w.wire:
		w.wire = off + n
		end = min(end, w.wire)
		l.end = end
	case w.address.whole:
		w.fault(proto.BadLength, "udp.length", off+4)
	}
	switch {
	case sum == 0 && w.address.size == 4:
		l.status = proto.StatusNotPresent
	case sum == 0:
		l.status = proto.StatusIllegal
		w.fault(proto.NoChecksum, "udp.checksum", off+6)
	case end == off+n:
		l.status = w.transportSum(17, w.b[off:end], 6, "udp.checksum", off)
	default:
		l.status = proto.StatusUnverified
	}
	return w.port(&udpPorts, off, off+8, end)
}

// udpPorts and tcpPorts are what ports are known for.
var udpPorts, tcpPorts announced

// port is what the ports at off announce, the lower one first, if anything
// follows.
func (w *reading) port(known *announced, off, after, end int) (proto.Proto, int, int) {
	a, b := word(w.b, off), word(w.b, off+2)
	if after < end {
		for _, p := range [2]int{min(a, b), max(a, b)} {
			if known[p] != proto.NoProto {
				return known[p], after, end
			}
		}
		// On other ports the codec may know a protocol by how it begins.
		if found := w.at.Layers(); w.nLayers < len(found) && byContent[found[w.nLayers].Proto] {
			return found[w.nLayers].Proto, after, end
		}
	}
	return proto.ProtoData, after, end
}

// ports are two of v's, of which one announces what follows, if that is to be
// announced, and neither anything else.
func ports(known *announced, m *drawing, v uint64) (src, dst uint16) {
	src, dst = uint16(v), uint16(v>>16)
	if known[src] != proto.NoProto {
		src ^= 0x8000
	}
	if known[dst] != proto.NoProto {
		dst ^= 0x8000
	}
	if m.next == proto.ProtoData || m.next == proto.NoProto {
		return src, dst
	}
	port := uint16(wellKnown[m.next])
	if v>>40&1 != 0 {
		return max(src, port+1), port
	}
	return port, max(dst, port+1)
}

// byContent are the protocols that tell themselves: their readings say data of
// what does not begin as they do.
var byContent = [1 << 8]bool{proto.ProtoHTTP: true, proto.ProtoTLS: true}

// wellKnown is the lowest port of each protocol that one announces.
var wellKnown [1 << 8]int

func known(ports *announced, p proto.Proto, numbers ...int) {
	wellKnown[p] = numbers[0]
	for _, n := range numbers {
		ports[n] = p
	}
}
