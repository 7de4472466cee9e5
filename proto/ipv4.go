package proto

import (
	"encoding/binary"
	"math/bits"
)

// IPv4 is an IPv4 header with its options (RFC 791 §3.1, RFC 2474, RFC 3168):
//
//	 0                   1                   2                   3
//	 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|Version|  IHL  |    DSCP   |ECN|          Total Length         |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|         Identification        |Flags|     Fragment Offset     |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|  Time to Live |    Protocol   |        Header Checksum        |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|                         Source Address                        |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|                      Destination Address                      |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|                    Options, up to 40 bytes                    |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//
// The view is over a whole header, as Frame.IPv4 gives it.
type IPv4 []byte

// Lengths of the header in bytes.
const (
	IPv4MinLen = 20
	IPv4MaxLen = 60
)

// HeaderLen is the length of the header in bytes, options included, as the
// IHL declares it: 0 to 60.
func (h IPv4) HeaderLen() int { return int(h[0]&0xf) * 4 }

// DSCP is the differentiated services codepoint (RFC 2474 §3).
func (h IPv4) DSCP() uint8 { return h[1] >> 2 }

// ECN is the explicit congestion notification field (RFC 3168 §5).
func (h IPv4) ECN() uint8 { return h[1] & 3 }

// TotalLen is the length of header and data in bytes.
func (h IPv4) TotalLen() int { return int(binary.BigEndian.Uint16(h[2:4])) }

// ID is the identification that fragments of one datagram share.
func (h IPv4) ID() uint16 { return binary.BigEndian.Uint16(h[4:6]) }

// DontFragment is the DF flag.
func (h IPv4) DontFragment() bool { return h[6]&0x40 != 0 }

// MoreFragments is the MF flag.
func (h IPv4) MoreFragments() bool { return h[6]&0x20 != 0 }

// FragmentOffset is where the data belongs in its datagram, in bytes.
func (h IPv4) FragmentOffset() int { return int(binary.BigEndian.Uint16(h[6:8])&0x1fff) * 8 }

// TTL is how many more routers may forward the packet.
func (h IPv4) TTL() uint8 { return h[8] }

// Protocol is the number of what the packet carries (IANA protocol numbers).
func (h IPv4) Protocol() uint8 { return h[9] }

// Checksum is the header checksum.
func (h IPv4) Checksum() uint16 { return binary.BigEndian.Uint16(h[10:12]) }

// Src is the source address.
func (h IPv4) Src() [4]byte { return [4]byte(h[12:16]) }

// Dst is the destination address; under source routing, the next hop's.
func (h IPv4) Dst() [4]byte { return [4]byte(h[16:20]) }

// Options are the bytes behind the fixed header.
func (h IPv4) Options() []byte { return h[IPv4MinLen:] }

// Protocol numbers of what this package decodes (IANA).
const (
	IPProtoICMP   = 1
	IPProtoTCP    = 6
	IPProtoUDP    = 17
	IPProtoIPv6   = 41
	IPProtoICMPv6 = 58
)

var ipProtoNames = &Enum{
	{0, "IPv6 Hop-by-Hop"}, {IPProtoICMP, "ICMP"}, {2, "IGMP"}, {4, "IPv4"},
	{IPProtoTCP, "TCP"}, {IPProtoUDP, "UDP"}, {IPProtoIPv6, "IPv6"}, {43, "IPv6 Route"},
	{44, "IPv6 Fragment"}, {47, "GRE"}, {50, "ESP"}, {51, "AH"}, {IPProtoICMPv6, "ICMPv6"},
	{59, "IPv6 No Next Header"}, {60, "IPv6 Destination Options"}, {89, "OSPF"},
	{103, "PIM"}, {112, "VRRP"}, {132, "SCTP"}, {136, "UDP-Lite"},
}

var ecnNames = &Enum{{0, "Not-ECT"}, {1, "ECT(1)"}, {2, "ECT(0)"}, {3, "CE"}}

var dscpNames = &Enum{
	{0, "CS0"}, {8, "CS1"}, {10, "AF11"}, {12, "AF12"}, {14, "AF13"}, {16, "CS2"},
	{18, "AF21"}, {20, "AF22"}, {22, "AF23"}, {24, "CS3"}, {26, "AF31"}, {28, "AF32"},
	{30, "AF33"}, {32, "CS4"}, {34, "AF41"}, {36, "AF42"}, {38, "AF43"}, {40, "CS5"},
	{44, "VOICE-ADMIT"}, {46, "EF"}, {48, "CS6"}, {56, "CS7"},
}

var (
	ipv4Table = Table{ID: "ip", Fields: []Field{
		{ID: "ip.version", Bit: 0, Width: 4, Kind: Uint, Ref: "RFC 791 §3.1"},
		{ID: "ip.hdr_len", Bit: 4, Width: 4, Kind: Length, Unit: 4, Ref: "RFC 791 §3.1"},
		{ID: "ip.dsfield", Bit: 8, Width: 8, Kind: Group, Hex: 2, Ref: "RFC 2474 §3"},
		{ID: "ip.dsfield.dscp", Bit: 8, Width: 6, Kind: EnumValue, Enum: dscpNames, Ref: "RFC 2474 §3"},
		{ID: "ip.dsfield.ecn", Bit: 14, Width: 2, Kind: EnumValue, Enum: ecnNames, Ref: "RFC 3168 §5"},
		{ID: "ip.len", Bit: 16, Width: 16, Kind: Length, Ref: "RFC 791 §3.1"},
		{ID: "ip.id", Bit: 32, Width: 16, Kind: Uint, Hex: 4, Ref: "RFC 6864 §4"},
		{ID: "ip.flags", Bit: 48, Width: 3, Kind: Group, Hex: 2, Ref: "RFC 791 §3.1"},
		{ID: "ip.flags.rb", Bit: 48, Width: 1, Kind: Flag, Ref: "RFC 791 §3.1"},
		{ID: "ip.flags.df", Bit: 49, Width: 1, Kind: Flag, Ref: "RFC 791 §3.1"},
		{ID: "ip.flags.mf", Bit: 50, Width: 1, Kind: Flag, Ref: "RFC 791 §3.1"},
		{ID: "ip.frag_offset", Bit: 51, Width: 13, Kind: Uint, Ref: "RFC 791 §3.1"},
		{ID: "ip.ttl", Bit: 64, Width: 8, Kind: Uint, Ref: "RFC 791 §3.1"},
		{ID: "ip.proto", Bit: 72, Width: 8, Kind: EnumValue, Enum: ipProtoNames, Ref: "RFC 791 §3.1"},
		{ID: "ip.checksum", Bit: 80, Width: 16, Kind: Checksum, Hex: 4, Ref: "RFC 791 §3.1"},
		{ID: "ip.checksum.status", Kind: Computed, Enum: statusNames, derive: sumStatus},
		{ID: "ip.src", Bit: 96, Width: 32, Kind: IPv4Addr, Ref: "RFC 791 §3.1"},
		{ID: "ip.dst", Bit: 128, Width: 32, Kind: IPv4Addr, Ref: "RFC 791 §3.1"},
	}}
	ipVersion  = ipv4Table.field("ip.version")
	ipHdrLen   = ipv4Table.field("ip.hdr_len")
	ipLen      = ipv4Table.field("ip.len")
	ipReserved = ipv4Table.field("ip.flags.rb")
	ipChecksum = ipv4Table.field("ip.checksum")
)

func init() {
	register(ProtoIPv4, protocol{
		id: "ip", table: &ipv4Table, extra: ipv4OptionTables(), min: IPv4MinLen,
		decode: decodeIPv4, parts: ipv4Parts,
	})
	registerEtherType(EtherTypeIPv4, ProtoIPv4)
	registerIPProto(4, ProtoIPv4)
}

func decodeIPv4(f *Frame, off, end uint32) (Proto, uint32, uint32) {
	h := IPv4(f.data[off:end:end])
	// Behind what cannot be, nothing is known to be a header.
	if len(h) > 0 && h[0]>>4 != 4 {
		return f.badVersion(h[0]>>4, off, end)
	}
	if len(h) > 0 && h[0]&0xf < IPv4MinLen/4 {
		f.add(ProtoIPv4, off, 1, end)
		f.problem(BadLength, ipHdrLen, off, uint64(h[0]&0xf), IPv4MinLen/4, nil)
		return ProtoData, off + 1, end
	}
	if len(h) < 4 {
		return f.short(ProtoIPv4, off, end)
	}
	hdr, total := uint32(h.HeaderLen()), uint32(h.TotalLen())
	if total < hdr && total != 0 {
		f.add(ProtoIPv4, off, 4, end)
		f.problem(BadLength, ipLen, off+2, uint64(total), uint64(hdr), ipHdrLen)
		return ProtoData, off + 4, end
	}
	if len(h) < IPv4MinLen {
		next, nextOff, nextEnd := f.short(ProtoIPv4, off, end)
		if len(h) >= 12 {
			f.layers[f.nLayers-1].Status = StatusUnverified
		}
		return next, nextOff, nextEnd
	}
	l := f.add(ProtoIPv4, off, IPv4MinLen, end)
	f.offloaded(ipLen, off+2, total, linkMTU)
	if total == 0 { // the network card was to cut the packet, and to fill in the length of each
		total = f.wire - off
		if !f.quoted {
			f.problem(Offloaded, ipLen, off+2, 0, uint64(total), nil)
		}
	}
	end, whole := f.declare(ipLen, off+2, total, off+total, end)
	l.End, l.Wire = end, f.wire
	if off+hdr > end {
		f.cut(off, end-off, hdr, Problem{Field: ipHdrLen, Off: off, Got: uint64(hdr / 4), Want: uint64((end - off) / 4), LimitedBy: ipLen})
		l.Hdr, l.Status = end-off, StatusUnverified
		return NoProto, end, end
	}
	l.Hdr = hdr
	h = h[:hdr]
	if f.check&CheckHeader == 0 {
		l.Status = StatusUnverified
	} else if fold(h.sum()) == 0xffff {
		l.Status = StatusGood
	} else {
		l.Status = StatusBad
		f.problem(BadChecksum, ipChecksum, off+10, uint64(h.Checksum()), uint64(sumWithout(0, h, 10)), nil)
	}
	if h[6]&0x80 != 0 {
		f.problem(ReservedBits, ipReserved, off+6, 1, 0, nil)
	}
	f.addrs.set(off+12, 4, whole)
	if hdr > IPv4MinLen {
		f.checkIPv4Options(h, off)
		if at, ok := finalDestination(h); ok {
			f.addrs.dst = off + uint32(at)
		}
	}
	if fragment := binary.BigEndian.Uint16(h[6:8]) & 0x3fff; fragment != 0 {
		f.addrs.whole = false
		if fragment&0x1fff != 0 {
			return ProtoData, off + hdr, end
		}
	}
	return f.ipProto(h.Protocol(), off+hdr, end)
}

// sum is the sum of a header, which has no options as a rule.
func (h IPv4) sum() uint64 {
	if len(h) != IPv4MinLen {
		return Sum(0, h)
	}
	sum, c := bits.Add64(le64(h), le64(h[8:]), 0)
	sum, c = bits.Add64(sum, uint64(le32(h[16:])), c)
	return sum + c
}

// badVersion takes what is announced as IPv4 but tells another version: as IPv6,
// if it says so, as everybody does that looks at the version first.
func (f *Frame) badVersion(version uint8, off, end uint32) (Proto, uint32, uint32) {
	if version == 6 {
		next, nextOff, nextEnd := decodeIPv6(f, off, end)
		f.problem(BadVersion, ipv6Version, off, 6, 4, nil)
		return next, nextOff, nextEnd
	}
	f.add(ProtoIPv4, off, 1, end)
	f.problem(BadVersion, ipVersion, off, uint64(version), 4, nil)
	return ProtoData, off + 1, end
}

// IPv4 is the frame's outermost IPv4 header.
func (f *Frame) IPv4() (IPv4, bool) { return f.view(ProtoIPv4) }
