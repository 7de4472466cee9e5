package proto

import "encoding/binary"

// IPv6 is an IPv6 header (RFC 8200 §3):
//
//	 0                   1                   2                   3
//	 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|Version|    DSCP   |ECN|              Flow Label               |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|        Payload Length         |  Next Header  |   Hop Limit   |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|                                                               |
//	+                    Source Address (16 bytes)                  +
//	|                                                               |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|                                                               |
//	+                 Destination Address (16 bytes)                +
//	|                                                               |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//
// The view is over a whole header, as Frame.IPv6 gives it.
type IPv6 []byte

// IPv6Len is the length of the header in bytes, without extension headers.
const IPv6Len = 40

// DSCP is the differentiated services codepoint (RFC 2474 §3).
func (h IPv6) DSCP() uint8 { return uint8(binary.BigEndian.Uint16(h) >> 6 & 0x3f) }

// ECN is the explicit congestion notification field (RFC 3168 §5).
func (h IPv6) ECN() uint8 { return h[1] >> 4 & 3 }

// FlowLabel is the 20-bit label of the flow (RFC 6437).
func (h IPv6) FlowLabel() uint32 { return binary.BigEndian.Uint32(h) & 0xfffff }

// PayloadLen is the length of what follows the header in bytes, extension
// headers included; 0 in a jumbogram, whose length an option tells (RFC 2675).
func (h IPv6) PayloadLen() int { return int(binary.BigEndian.Uint16(h[4:6])) }

// NextHeader is the number of what follows, an extension header or what the
// packet carries (IANA protocol numbers).
func (h IPv6) NextHeader() uint8 { return h[6] }

// HopLimit is how many more routers may forward the packet.
func (h IPv6) HopLimit() uint8 { return h[7] }

// Src is the source address.
func (h IPv6) Src() [16]byte { return [16]byte(h[8:24]) }

// Dst is the destination address; with a routing header, the next hop's.
func (h IPv6) Dst() [16]byte { return [16]byte(h[24:40]) }

var (
	ipv6Table = Table{ID: "ipv6", Fields: []Field{
		{ID: "ipv6.version", Bit: 0, Width: 4, Kind: Uint, Ref: "RFC 8200 §3"},
		{ID: "ipv6.tclass", Bit: 4, Width: 8, Kind: Group, Hex: 8, Ref: "RFC 8200 §7"},
		{ID: "ipv6.tclass.dscp", Bit: 4, Width: 6, Kind: EnumValue, Enum: dscpNames, Ref: "RFC 2474 §3"},
		{ID: "ipv6.tclass.ecn", Bit: 10, Width: 2, Kind: EnumValue, Enum: ecnNames, Ref: "RFC 3168 §5"},
		{ID: "ipv6.flow", Bit: 12, Width: 20, Kind: Uint, Hex: 6, Ref: "RFC 6437 §2"},
		{ID: "ipv6.plen", Bit: 32, Width: 16, Kind: Length, Ref: "RFC 8200 §3"},
		{ID: "ipv6.nxt", Bit: 48, Width: 8, Kind: EnumValue, Enum: ipProtoNames, Ref: "RFC 8200 §3"},
		{ID: "ipv6.hlim", Bit: 56, Width: 8, Kind: Uint, Ref: "RFC 8200 §3"},
		{ID: "ipv6.src", Bit: 64, Width: 128, Kind: IPv6Addr, Ref: "RFC 8200 §3"},
		{ID: "ipv6.dst", Bit: 192, Width: 128, Kind: IPv6Addr, Ref: "RFC 8200 §3"},
	}}
	ipv6Version = ipv6Table.field("ipv6.version")
	ipv6PLen    = ipv6Table.field("ipv6.plen")
)

func init() {
	register(ProtoIPv6, protocol{id: "ipv6", table: &ipv6Table, min: IPv6Len, decode: decodeIPv6})
	registerEtherType(EtherTypeIPv6, ProtoIPv6)
	registerIPProto(IPProtoIPv6, ProtoIPv6)
}

func decodeIPv6(f *Frame, off, end uint32) (Proto, uint32, uint32) {
	h := IPv6(f.data[off:end:end])
	if len(h) > 0 && h[0]>>4 != 6 {
		f.add(ProtoIPv6, off, 1, end)
		f.problem(BadVersion, ipv6Version, off, uint64(h[0]>>4), 6, nil)
		return ProtoData, off + 1, end
	}
	if len(h) < IPv6Len {
		return f.short(ProtoIPv6, off, end)
	}
	l := f.add(ProtoIPv6, off, IPv6Len, end)
	length := uint32(h.PayloadLen())
	if length == 0 {
		length = f.unsaidLength(h, off)
	} else {
		f.offloaded(ipv6PLen, off+4, length, linkMTU-IPv6Len)
	}
	end, whole := f.declare(ipv6PLen, off+4, length, off+IPv6Len+length, end)
	l.End, l.Wire = end, f.wire
	f.addrs.set(off+8, 16, whole)
	return f.ipProto(h.NextHeader(), off+IPv6Len, end)
}

// unsaidLength is the length in bytes of a payload whose length field is 0: what
// a jumbo payload option tells (RFC 2675 §3); nothing, where nothing is to
// follow; otherwise, all there is: the network card was to cut it into packets
// and to fill in the length of each.
func (f *Frame) unsaidLength(h IPv6, off uint32) uint32 {
	rest := f.wire - off - IPv6Len
	if h.NextHeader() == ipProtoHopByHop {
		if at, ok := findIPv6Option(h[IPv6Len:], ipv6Jumbo, 4); ok {
			return min(binary.BigEndian.Uint32(h[IPv6Len+at:]), 1<<31)
		}
	}
	if h.NextHeader() == ipProtoNone || rest == 0 || f.quoted {
		return 0
	}
	f.problem(Offloaded, ipv6PLen, off+4, 0, uint64(rest), nil)
	return rest
}

// IPv6 is the frame's outermost IPv6 header.
func (f *Frame) IPv6() (IPv6, bool) { return f.view(ProtoIPv6) }

// IPv6Spec builds an IPv6 header. NextHeader 0 means that of what follows.
type IPv6Spec struct {
	Src, Dst   [16]byte
	NextHeader uint8
	HopLimit   uint8
	DSCP, ECN  uint8  // 6 and 2 bits
	FlowLabel  uint32 // 20 bits
}

// Proto implements Spec.
func (s *IPv6Spec) Proto() Proto { return ProtoIPv6 }

func (s *IPv6Spec) appendTo(b *building) {
	switch {
	case s.DSCP > 63:
		b.err = &RangeError{ipv6Table.field("ipv6.tclass.dscp"), uint64(s.DSCP)}
	case s.ECN > 3:
		b.err = &RangeError{ipv6Table.field("ipv6.tclass.ecn"), uint64(s.ECN)}
	case s.FlowLabel > 0xfffff:
		b.err = &RangeError{ipv6Table.field("ipv6.flow"), uint64(s.FlowLabel)}
	}
	h := b.extend(IPv6Len)
	word := uint64(6)<<60 | uint64(s.DSCP<<2|s.ECN)<<52 | uint64(s.FlowLabel)<<32
	binary.BigEndian.PutUint64(h, word|uint64(s.NextHeader)<<8|uint64(s.HopLimit))
	copy(h[8:], s.Src[:])
	copy(h[24:], s.Dst[:])
	if s.NextHeader == 0 {
		b.expect(ipProtoNumber, len(b.b)-IPv6Len+6)
	}
}

func (s *sealing) ipv6() {
	h := IPv6(s.b[s.off:])
	s.next = NoProto
	if len(h) < IPv6Len {
		return
	}
	if s.keep&KeepLengths == 0 {
		n := len(h) - IPv6Len
		if n > 0xffff {
			s.err = &RangeError{ipv6PLen, uint64(n)}
			return
		}
		binary.BigEndian.PutUint16(h[4:], uint16(n))
	}
	s.size, s.src, s.dst, s.partial = 16, s.off+8, s.off+24, false
	s.off += IPv6Len
	s.next = ipProtos[h.NextHeader()]
}
