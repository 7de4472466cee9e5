package proto

import "encoding/binary"

// ICMPv6 is an ICMPv6 message (RFC 4443 §2.1): four bytes that all messages
// share, and a body that depends on the type.
//
//	 0                   1                   2                   3
//	 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|     Type      |     Code      |           Checksum            |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|           Identifier          |        Sequence Number        |  echo
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|                              MTU                              |  packet too big
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	| Cur Hop Limit | Flags         |        Router Lifetime        |  router
//	|                         Reachable Time                        |  advertisement
//	|                         Retrans Timer                         |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|R|S|O|                     Reserved                            |  neighbor
//	|                    Target Address (16 bytes)                  |  solicitation, advertisement
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//
// The view is over a message without the data or packet that it carries, as
// Frame.ICMPv6 gives it. Accessors of a body that is cut off answer zero.
type ICMPv6 []byte

const icmpv6MinLen = 4

// ICMPv6Type is the type of an ICMPv6 message (IANA "ICMPv6 type Numbers").
type ICMPv6Type uint8

// The types whose layout is known here.
const (
	ICMPv6Unreachable        ICMPv6Type = 1
	ICMPv6PacketTooBig       ICMPv6Type = 2
	ICMPv6TimeExceeded       ICMPv6Type = 3
	ICMPv6ParameterProblem   ICMPv6Type = 4
	ICMPv6Echo               ICMPv6Type = 128
	ICMPv6EchoReply          ICMPv6Type = 129
	MLDQuery                 ICMPv6Type = 130 // RFC 2710, RFC 3810
	MLDReport                ICMPv6Type = 131
	MLDDone                  ICMPv6Type = 132
	NDPRouterSolicitation    ICMPv6Type = 133 // RFC 4861
	NDPRouterAdvertisement   ICMPv6Type = 134
	NDPNeighborSolicitation  ICMPv6Type = 135
	NDPNeighborAdvertisement ICMPv6Type = 136
	NDPRedirect              ICMPv6Type = 137
	MLDv2Report              ICMPv6Type = 143 // RFC 3810
)

// Type is what the message says.
func (h ICMPv6) Type() ICMPv6Type { return ICMPv6Type(h[0]) }

// Code refines the type.
func (h ICMPv6) Code() uint8 { return h[1] }

// Checksum covers pseudo-header and message.
func (h ICMPv6) Checksum() uint16 { return binary.BigEndian.Uint16(h[2:4]) }

func (h ICMPv6) word() uint32 {
	if len(h) < 8 {
		return 0
	}
	return binary.BigEndian.Uint32(h[4:])
}

// ID tells the sender's echoes from others', in an echo or its reply.
func (h ICMPv6) ID() uint16 { return uint16(h.word() >> 16) }

// Seq counts the sender's echoes, in an echo or its reply.
func (h ICMPv6) Seq() uint16 { return uint16(h.word()) }

// MTU is the largest packet in bytes that the next link takes, in a packet too
// big.
func (h ICMPv6) MTU() uint32 { return h.word() }

// Pointer is the byte of the quoted packet that is wrong, in a parameter problem.
func (h ICMPv6) Pointer() uint32 { return h.word() }

// Target is the address asked for or told, in a neighbor solicitation or
// advertisement, or the better first hop, in a redirect.
func (h ICMPv6) Target() (a [16]byte) {
	if len(h) >= 24 {
		a = [16]byte(h[8:])
	}
	return a
}

// Quotes tells whether the message carries the packet that it is about.
func (t ICMPv6Type) Quotes() bool { return t >= ICMPv6Unreachable && t <= ICMPv6ParameterProblem }

// options tells whether options follow the body (RFC 4861 §4).
func (t ICMPv6Type) options() bool { return t >= NDPRouterSolicitation && t <= NDPRedirect }

func init() {
	register(ProtoICMPv6, protocol{
		id: "icmpv6", table: icmpv6Other, min: icmpv6MinLen, decode: decodeICMPv6, parts: icmpv6Parts, extra: icmpv6Tables(),
	})
	registerIPProto(IPProtoICMPv6, ProtoICMPv6)
}

func decodeICMPv6(f *Frame, off, end uint32) (Proto, uint32, uint32) {
	if end-off < icmpv6MinLen {
		return f.short(ProtoICMPv6, off, end)
	}
	h := ICMPv6(f.data[off:end:end])
	t, table := h.Type(), icmpv6TableOf(h)
	l := f.add(ProtoICMPv6, off, end-off, end)
	if l.Status = StatusUnverified; !f.quoted { // routers may have cut what they quote
		l.Status = f.transportSum(IPProtoICMPv6, h, 2, &table.Fields[icmpChecksumAt], off)
	}
	body := icmpv6Len(table)
	if body == 0 || t >= MLDQuery && t <= MLDDone || t == MLDv2Report {
		return NoProto, end, end
	}
	if body > end-off {
		f.cut(off, end-off, body, Problem{})
		return NoProto, end, end
	}
	if t.options() {
		return f.ndpOptions(h, body, off, end)
	}
	l.Hdr = body
	if t.Quotes() && off+body < end {
		f.quoted = true
		if stop := off + body + 8*uint32(h[4]); h[4] >= 128/8 && (t == ICMPv6Unreachable || t == ICMPv6TimeExceeded) && stop < end {
			end = stop // extensions follow (RFC 4884 §3)
		}
		return ProtoIPv6, off + body, end
	}
	return ProtoData, off + body, end
}

// ndpOptions checks the options from byte at on of the message h. The packet
// that a redirect quotes in an option becomes layers of its own; what follows it
// is not read.
func (f *Frame) ndpOptions(h []byte, at uint32, off, end uint32) (Proto, uint32, uint32) {
	l := &f.layers[f.nLayers-1]
	for at < uint32(len(h)) {
		n, ok := ndpOption(h[at:])
		if !ok {
			f.badOption(ndpOptType, ndpOptLength, h[at:], off+at, 1, len(h[at:])/8)
		}
		if h[at] == ndpRedirectedHeader && n > ndpRedirectedLen && h[at+1] != 0 {
			l.Hdr = at + ndpRedirectedLen
			f.quoted = true
			return ProtoIPv6, off + l.Hdr, off + at + n
		}
		if !ok {
			break
		}
		at += n
	}
	return NoProto, end, end
}

// ICMPv6 is the frame's outermost ICMPv6 message.
func (f *Frame) ICMPv6() (ICMPv6, bool) { return f.view(ProtoICMPv6) }

// ICMPv6Spec builds an ICMPv6 message up to the four bytes that depend on the
// type. What follows them comes as Specs: the data of an echo, the packet that
// an error quotes, the target and the options (NDPOptions) of neighbor discovery.
type ICMPv6Spec struct {
	Type ICMPv6Type
	Code uint8
	Rest [4]byte // the bytes that depend on the type: EchoID, PacketTooBigMTU, flags
}

// PacketTooBigMTU is the Rest of a packet too big, mtu being the largest packet
// in bytes.
func PacketTooBigMTU(mtu uint32) (rest [4]byte) {
	binary.BigEndian.PutUint32(rest[:], mtu)
	return rest
}

// Proto implements Spec.
func (s *ICMPv6Spec) Proto() Proto { return ProtoICMPv6 }

func (s *ICMPv6Spec) appendTo(b *building) {
	b.b = append(append(b.b, byte(s.Type), s.Code, 0, 0), s.Rest[:]...)
}

// icmpv6 seals the message. The packet it quotes stays as it is.
func (s *sealing) icmpv6() { s.sum(IPProtoICMPv6, icmpv6MinLen, 2) }
