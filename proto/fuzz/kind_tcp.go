package fuzz

import "netquiz/proto"

func init() {
	register(proto.ProtoTCP, protocol{
		make: func() Layer { return &TCP{} }, read: readTCP, weight: 10,
		under: overIP,
	})
	ipProtos[6] = proto.ProtoTCP
}

// overIP is what carries a transport.
var overIP = []proto.Proto{
	proto.ProtoIPv4, proto.ProtoIPv6, proto.ProtoHopByHop, proto.ProtoDestOpts, proto.ProtoRouting, proto.ProtoFragment, proto.ProtoAH,
}

// TCP is a TCP header of a model. Its Options are made of List.
type TCP struct {
	proto.TCPSpec
	List []TCPOption
}

func (l *TCP) specs(dst []proto.Spec) []proto.Spec {
	l.Options = l.Options[:0]
	for i := range l.List {
		l.Options = l.List[i].build(l.Options)
	}
	return append(dst, &l.TCPSpec)
}

func (l *TCP) draw(r *random, m *drawing) {
	v := r.next()
	l.SrcPort, l.DstPort = ports(&tcpPorts, m, v)
	l.Window, l.Flags = uint16(v>>32), proto.TCPFlags(v>>48)&0x1ff
	v = r.next()
	l.Seq, l.Ack = uint32(v), uint32(v>>32)
	l.Urgent = 0
	if l.Flags&proto.URG != 0 {
		l.Urgent = uint16(r.next())
	}
	l.List = l.List[:0]
	if v&1 == 0 {
		l.List = drawTCPOptions(r, l.List)
	}
	size := 0
	for i := range l.List {
		size += l.List[i].size()
	}
	m.size += 20 + (size+3)&^3
}

var (
	tcpFields = fieldsOf(proto.ProtoTCP, "tcp.srcport", "tcp.dstport", "tcp.seq_raw", "tcp.ack_raw", "tcp.hdr_len",
		"tcp.flags.res", "tcp.flags", "tcp.window_size_value", "tcp.urgent_pointer")
	tcpFlagFields = fieldsOf(proto.ProtoTCP, "tcp.flags.fin", "tcp.flags.syn", "tcp.flags.reset", "tcp.flags.push",
		"tcp.flags.ack", "tcp.flags.urg", "tcp.flags.ece", "tcp.flags.cwr", "tcp.flags.ae")
)

func (l *TCP) check(v *verdict, i int) {
	h := v.frame.Header(i)
	f := tcpFields
	v.uint(i, h, f[0], uint64(l.SrcPort))
	v.uint(i, h, f[1], uint64(l.DstPort))
	v.uint(i, h, f[2], uint64(l.Seq))
	v.uint(i, h, f[3], uint64(l.Ack))
	v.uint(i, h, f[4], uint64(20+(len(l.Options)+3)&^3)/4)
	v.uint(i, h, f[5], 0)
	v.uint(i, h, f[6], uint64(l.Flags))
	v.uint(i, h, f[7], uint64(l.Window))
	v.uint(i, h, f[8], uint64(l.Urgent))
	for bit, field := range tcpFlagFields {
		v.uint(i, h, field, uint64(l.Flags>>bit&1))
	}
	if len(l.List) > 0 {
		v.parts = v.frame.Parts(v.parts[:0], i)
		l.checkOptions(v, i)
	}
}

func readTCP(w *reading, off, end int) (proto.Proto, int, int) {
	if end-off < 20 {
		return w.lost()
	}
	hdr := int(w.b[off+12]>>4) * 4
	if hdr < 20 {
		return w.lost()
	}
	l := w.layer(proto.ProtoTCP, off, hdr, end)
	l.status = w.transportSum(6, w.b[off:end], 16, "tcp.checksum", off)
	if w.b[off+12]&0x0e != 0 {
		w.fault(proto.ReservedBits, "tcp.flags.res", off+12)
	}
	if off+hdr > end {
		w.nLayers--
		return w.lost()
	}
	w.tcpOptions(off+20, off+hdr)
	return w.port(&tcpPorts, off, off+hdr, end)
}

// tcpOptions finds options whose length cannot be or is not their kind's.
func (w *reading) tcpOptions(at, end int) {
	for at < end && w.b[at] != 0 {
		if w.b[at] == 1 {
			at++
			continue
		}
		if at+1 == end {
			w.fault(proto.BadOption, "tcp.option_kind", at)
			return
		}
		kind, n := w.b[at], int(w.b[at+1])
		if n < 2 || at+n > end {
			w.fault(proto.BadOption, "tcp.option_len", at+1)
			return
		}
		switch {
		case !tcpOptionLength(kind, n):
			w.fault(proto.BadOption, "tcp.option_len", at+1)
		case kind == 3 && w.b[at+2] > 14:
			w.fault(proto.BadValue, "tcp.options.wscale.shift", at+2)
		}
		at += n
	}
}

// tcpOptionLength tells whether an option of that kind may have n bytes.
func tcpOptionLength(kind byte, n int) bool {
	switch kind {
	case 2: // RFC 9293 §3.7.1
		return n == 4
	case 3: // RFC 7323 §2.2
		return n == 3
	case 4: // RFC 2018 §2
		return n == 2
	case 5: // RFC 2018 §3
		return n == 10 || n == 18 || n == 26 || n == 34
	case 8: // RFC 7323 §3.2
		return n == 10
	case 19: // RFC 2385 §3.0
		return n == 18
	case 34: // RFC 7413 §4.1.1
		return n <= 18
	}
	return true
}
