package fuzz

import (
	"slices"

	"netquiz/proto"
)

func init() {
	register(proto.ProtoICMPv6, protocol{
		make: func() Layer { return &ICMPv6{body: newPieces(ndpMost)} }, read: readICMPv6, weight: 5,
		under: []proto.Proto{
			proto.ProtoIPv6, proto.ProtoHopByHop, proto.ProtoDestOpts, proto.ProtoRouting, proto.ProtoFragment, proto.ProtoAH,
		},
	})
	ipProtos[58] = proto.ProtoICMPv6
}

// ndpMost is the longest body of a neighbor discovery message of a model.
const ndpMost = 24 + 8*6

// ICMPv6 is an ICMPv6 message of a model: an echo, whose data follow, or one of
// neighbor discovery with its Body: a target, and options.
type ICMPv6 struct {
	proto.ICMPv6Spec
	Body []byte
	body pieces
}

func (l *ICMPv6) specs(dst []proto.Spec) []proto.Spec {
	dst = append(dst, &l.ICMPv6Spec)
	switch {
	case len(l.Body) == 0:
		return dst
	case l.body.bytes == nil:
		return append(dst, proto.Payload(l.Body))
	}
	return append(dst, l.body.spec(len(l.Body)))
}

func (l *ICMPv6) draw(r *random, m *drawing) {
	v := r.next()
	l.Code, l.Body = uint8(v>>8), nil
	l.Rest = [4]byte{byte(v >> 16), byte(v >> 24), byte(v >> 32), byte(v >> 40)}
	l.Type = proto.ICMPv6Echo + proto.ICMPv6Type(v&1)
	if m.size == 0 && v>>1&1 != 0 {
		l.Type = proto.NDPRouterSolicitation + proto.ICMPv6Type(v>>2&3)
		l.drawBody(r)
	}
	m.size += 8 + len(l.Body)
}

// drawBody is what each message has beyond eight bytes, and options: those that
// may hold anything.
func (l *ICMPv6) drawBody(r *random) {
	n := ndpBodies[l.Type] - 8
	b := l.body.bytes
	r.fill(b[:n])
	for range r.below(3) {
		size := 1 + r.below(2)
		r.fill(b[n : n+8*size])
		b[n], b[n+1] = [...]byte{1, 2, 14, 200}[r.below(4)], byte(size)
		n += 8 * size
	}
	l.Body = b[:n]
}

// ndpBodies is how many bytes a message has before options follow (RFC 4861 §4).
var ndpBodies = map[proto.ICMPv6Type]int{
	proto.NDPRouterSolicitation: 8, proto.NDPRouterAdvertisement: 16,
	proto.NDPNeighborSolicitation: 24, proto.NDPNeighborAdvertisement: 24,
}

var icmpv6Fields = fieldsOf(proto.ProtoICMPv6, "icmpv6.type", "icmpv6.code")

func (l *ICMPv6) check(v *verdict, i int) {
	h := v.frame.Header(i)
	v.uint(i, h, icmpv6Fields[0], uint64(l.Type))
	v.uint(i, h, icmpv6Fields[1], uint64(l.Code))
	v.length(i, 8+len(l.Body))
	if !v.failed && (string(h[4:8]) != string(l.Rest[:]) || string(h[8:]) != string(l.Body)) {
		v.differs(i, icmpv6Fields[0], 0, 0)
	}
}

// icmpv6Fixed is the length of each message before what it carries; 0: it is all
// its own (RFC 4443, RFC 4861 §4, RFC 2710 §3, RFC 3810 §5).
func icmpv6Fixed(kind byte, n int) int {
	switch kind {
	case 1, 2, 3, 4, 128, 129, 133, 143:
		return 8
	case 134:
		return 16
	case 130:
		if n >= 28 {
			return 28
		}
		return 24
	case 131, 132, 135, 136:
		return 24
	case 137:
		return 40
	}
	return 0
}

func readICMPv6(w *reading, off, end int) (proto.Proto, int, int) {
	if end-off < 4 {
		return w.lost()
	}
	l := w.layer(proto.ProtoICMPv6, off, end-off, end)
	if l.status = proto.StatusUnverified; !w.quoted { // routers may have cut what they quote
		l.status = w.transportSum(58, w.b[off:end], 2, "icmpv6.checksum", off)
	}
	kind := w.b[off]
	fixed := icmpv6Fixed(kind, end-off)
	switch listener := kind >= 130 && kind <= 132 || kind == 143; {
	case fixed == 0 || listener:
		return proto.NoProto, end, end
	case fixed > end-off:
		w.nLayers--
		return w.lost()
	case kind >= 133 && kind <= 137:
		return w.ndpOptions(l, off, off+fixed, end)
	}
	l.hdr = fixed
	if kind > 4 {
		return proto.ProtoData, off + fixed, end
	}
	if n := 8 * int(w.b[off+4]); (kind == 1 || kind == 3) && n >= 128 { // extensions follow (RFC 4884 §3)
		end = min(end, off+fixed+n)
	}
	if off+fixed < end {
		w.quoted = true
		return proto.ProtoIPv6, off + fixed, end
	}
	return proto.ProtoData, off + fixed, end
}

// ndpOptions finds the option whose length cannot be. A redirected header quotes
// a packet, behind which nothing is read.
func (w *reading) ndpOptions(l *plainLayer, off, at, end int) (proto.Proto, int, int) {
	for at < end {
		if at+1 == end {
			w.fault(proto.BadOption, "icmpv6.opt.type", at)
			break
		}
		n := 8 * int(w.b[at+1])
		fits := n > 0 && at+n <= end
		if !fits {
			w.fault(proto.BadOption, "icmpv6.opt.length", at+1)
		}
		if n = min(n, end-at); w.b[at] == 4 && n > 8 {
			l.hdr = at + 8 - off
			w.quoted = true
			return proto.ProtoIPv6, at + 8, at + n
		}
		if !fits {
			break
		}
		at += n
	}
	return proto.NoProto, end, end
}

// own lets go of the room that the body was drawn in.
func (l *ICMPv6) own() { l.Body, l.body = slices.Clone(l.Body), pieces{} }
