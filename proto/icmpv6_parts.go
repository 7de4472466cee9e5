package proto

import "encoding/binary"

// Options of neighbor discovery (RFC 4861 §4.6, IANA "IPv6 Neighbor Discovery
// Option Formats"): a type byte, a length in units of 8 bytes that counts both,
// and data.
const (
	ndpSourceLinkAddr   = 1
	ndpTargetLinkAddr   = 2
	ndpPrefix           = 3
	ndpRedirectedHeader = 4
	ndpMTU              = 5
	ndpNonce            = 14 // RFC 3971 §5.3.2
	ndpRDNSS            = 25 // RFC 8106 §5.1

	ndpRedirectedLen = 8 // of a redirected header option before the packet it quotes
)

var ndpOptionNames = &Enum{
	{ndpSourceLinkAddr, "Source Link-layer Address"}, {ndpTargetLinkAddr, "Target Link-layer Address"},
	{ndpPrefix, "Prefix Information"}, {ndpRedirectedHeader, "Redirected Header"}, {ndpMTU, "MTU"},
	{7, "Advertisement Interval"}, {8, "Home Agent Information"}, {11, "CGA"}, {12, "RSA Signature"}, {13, "Timestamp"},
	{ndpNonce, "Nonce"}, {24, "Route Information"}, {ndpRDNSS, "Recursive DNS Server"}, {26, "RA Flags Extension"},
	{31, "DNS Search List"}, {33, "Address Registration"}, {37, "Captive Portal"}, {38, "PREF64"},
}

func ndpOptionTable(id string, fields ...Field) *Table {
	return &Table{ID: id, Fields: append([]Field{
		{ID: "icmpv6.opt.type", Width: 8, Kind: EnumValue, Enum: ndpOptionNames, Ref: "RFC 4861 §4.6"},
		{ID: "icmpv6.opt.length", Bit: 8, Width: 8, Kind: Length, Ref: "RFC 4861 §4.6"},
	}, fields...)}
}

var (
	ndpOptLinkAddr = ndpOptionTable("icmpv6.opt.linkaddr",
		Field{ID: "icmpv6.opt.linkaddr", Bit: 16, Width: 48, Kind: MAC, Ref: "RFC 4861 §4.6.1"})
	ndpOptPrefix = ndpOptionTable("icmpv6.opt.prefix",
		Field{ID: "icmpv6.opt.prefix.length", Bit: 16, Width: 8, Kind: Uint, Ref: "RFC 4861 §4.6.2"},
		Field{ID: "icmpv6.opt.prefix.flag", Bit: 24, Width: 8, Kind: Group, Hex: 2, Ref: "RFC 4861 §4.6.2"},
		Field{ID: "icmpv6.opt.prefix.flag.l", Bit: 24, Width: 1, Kind: Flag, Ref: "RFC 4861 §4.6.2"},
		Field{ID: "icmpv6.opt.prefix.flag.a", Bit: 25, Width: 1, Kind: Flag, Ref: "RFC 4861 §4.6.2"},
		Field{ID: "icmpv6.opt.prefix.flag.r", Bit: 26, Width: 1, Kind: Flag, Ref: "RFC 6275 §7.2"},
		Field{ID: "icmpv6.opt.prefix.flag.reserved", Bit: 27, Width: 5, Kind: Uint, Ref: "RFC 4861 §4.6.2"},
		Field{ID: "icmpv6.opt.prefix.valid_lifetime", Bit: 32, Width: 32, Kind: Uint, Ref: "RFC 4861 §4.6.2"},
		Field{ID: "icmpv6.opt.prefix.preferred_lifetime", Bit: 64, Width: 32, Kind: Uint, Ref: "RFC 4861 §4.6.2"},
		Field{ID: "icmpv6.opt.reserved", Bit: 96, Width: 32, Kind: Reserved, Ref: "RFC 4861 §4.6.2"},
		Field{ID: "icmpv6.opt.prefix", Bit: 128, Width: 128, Kind: IPv6Addr, Ref: "RFC 4861 §4.6.2"})
	ndpOptRedirected = ndpOptionTable("icmpv6.opt.redirected_packet",
		Field{ID: "icmpv6.opt.reserved", Bit: 16, Width: 48, Kind: Reserved, Ref: "RFC 4861 §4.6.3"})
	ndpOptMTU = ndpOptionTable("icmpv6.opt.mtu",
		Field{ID: "icmpv6.opt.reserved", Bit: 16, Width: 16, Kind: Reserved, Ref: "RFC 4861 §4.6.4"},
		Field{ID: "icmpv6.opt.mtu", Bit: 32, Width: 32, Kind: Uint, Ref: "RFC 4861 §4.6.4"})
	ndpOptNonce = ndpOptionTable("icmpv6.opt.nonce",
		Field{ID: "icmpv6.opt.nonce", Bit: 16, Kind: Bytes, Ref: "RFC 3971 §5.3.2"})
	ndpOptRDNSS = ndpOptionTable("icmpv6.opt.rdnss",
		Field{ID: "icmpv6.opt.reserved", Bit: 16, Width: 16, Kind: Reserved, Ref: "RFC 8106 §5.1"},
		Field{ID: "icmpv6.opt.rdnss.lifetime", Bit: 32, Width: 32, Kind: Uint, Ref: "RFC 8106 §5.1"})
	ndpRDNSSAddr = Table{ID: "icmpv6.opt.rdnss.addr", Fields: []Field{
		{ID: "icmpv6.opt.rdnss", Width: 128, Kind: IPv6Addr, Ref: "RFC 8106 §5.1"},
	}}
	ndpOptOther = ndpOptionTable("icmpv6.opt",
		Field{ID: "icmpv6.data", Bit: 16, Kind: Bytes, Ref: "RFC 4861 §4.6"})
	ndpOptCut    = ndpOptionTable("icmpv6.opt.cut") // its length cannot be
	ndpOptType   = ndpOptOther.field("icmpv6.opt.type")
	ndpOptLength = ndpOptOther.field("icmpv6.opt.length")
)

// ndpOption is the length in bytes of the option at the start of b, and whether
// it fits.
func ndpOption(b []byte) (uint32, bool) {
	if len(b) < 8 || b[1] == 0 || 8*int(b[1]) > len(b) {
		return uint32(len(b)), false
	}
	return 8 * uint32(b[1]), true
}

// ndpOptionLayout is the layout of an option of n bytes.
func ndpOptionLayout(kind byte, n uint32) *Table {
	switch {
	case (kind == ndpSourceLinkAddr || kind == ndpTargetLinkAddr) && n == 8: // of Ethernet
		return ndpOptLinkAddr
	case kind == ndpPrefix && n >= 32:
		return ndpOptPrefix
	case kind == ndpMTU:
		return ndpOptMTU
	case kind == ndpNonce:
		return ndpOptNonce
	case kind == ndpRDNSS && n&15 == 8 && n >= 24:
		return ndpOptRDNSS
	}
	return ndpOptOther
}

func icmpv6Parts(dst []Part, h []byte, l *Layer) []Part {
	table := icmpv6TableOf(h)
	body := icmpv6Len(table)
	if body == 0 || body > l.Hdr {
		body = l.Hdr
	}
	dst = append(dst, Part{Table: table, Off: l.Off, Len: body})
	switch t := ICMPv6(h).Type(); {
	case t.options():
		return ndpOptionParts(dst, h, body, l.Off)
	case t == MLDv2Report:
		return mldRecordParts(dst, h, body, l.Off)
	case t == MLDQuery:
		return addressParts(dst, &mldQuerySource, l.Off+body, l.Next(), 1)
	}
	if body < l.Hdr {
		dst = append(dst, Part{Table: &undecoded, Off: l.Off + body, Len: l.Hdr - body})
	}
	return dst
}

func ndpOptionParts(dst []Part, h []byte, at, base uint32) []Part {
	for at < uint32(len(h)) {
		n, ok := ndpOption(h[at:])
		off := base + at
		switch {
		case !ok && h[at] == ndpRedirectedHeader && n == ndpRedirectedLen:
			// Its length counts the quoted packet, whose layers follow.
			return append(dst, Part{Table: ndpOptRedirected, Off: off, Len: n, Depth: 1})
		case !ok:
			return ndpCutOption(dst, h[at:], off)
		}
		table := ndpOptionLayout(h[at], n)
		if table == ndpOptRDNSS {
			dst = append(dst, Part{Table: table, Off: off, Len: 8, Depth: 1})
			dst = addressParts(dst, &ndpRDNSSAddr, off+8, off+n, 2)
		} else {
			dst = append(dst, Part{Table: table, Off: off, Len: n, Depth: 1})
		}
		at += n
	}
	return dst
}

// ndpCutOption appends the part of an option that ends before it tells, or whose
// length cannot be.
func ndpCutOption(dst []Part, o []byte, off uint32) []Part {
	table := ndpOptCut
	if len(o) > 2 && o[1] != 0 {
		table = ndpOptionLayout(o[0], 8*uint32(o[1]))
	}
	return append(dst, Part{Table: table, Off: off, Len: uint32(len(o)), Depth: 1})
}

// addressParts appends a part for each IPv6 address from off to end, the last
// one cut if need be.
func addressParts(dst []Part, table *Table, off, end uint32, depth uint8) []Part {
	for off < end {
		n := min(16, end-off)
		dst = append(dst, Part{Table: table, Off: off, Len: n, Depth: depth})
		off += n
	}
	return dst
}

// mldRecordParts appends the records of a version 2 report, the last one cut if
// need be.
func mldRecordParts(dst []Part, h []byte, at, base uint32) []Part {
	const fixed = 20
	for end := uint32(len(h)); at < end; {
		n := min(fixed, end-at)
		dst = append(dst, Part{Table: &mldRecord, Off: base + at, Len: n, Depth: 1})
		if n < fixed {
			return dst
		}
		sources := min(at+n+16*uint32(binary.BigEndian.Uint16(h[at+2:])), end)
		dst = addressParts(dst, &mldRecordSource, base+at+n, base+sources, 2)
		last := min(sources+4*uint32(h[at+1]), end)
		if sources < last {
			dst = append(dst, Part{Table: &mldAuxiliary, Off: base + sources, Len: last - sources, Depth: 2})
		}
		at = last
	}
	return dst
}

// NDPOptions is the options of a neighbor discovery message being built; each
// method appends one and returns the longer list.
type NDPOptions []byte

// SourceLinkAddr tells the sender's Ethernet address.
func (o NDPOptions) SourceLinkAddr(mac [6]byte) NDPOptions {
	return append(append(o, ndpSourceLinkAddr, 1), mac[:]...)
}

// TargetLinkAddr tells the Ethernet address of the target.
func (o NDPOptions) TargetLinkAddr(mac [6]byte) NDPOptions {
	return append(append(o, ndpTargetLinkAddr, 1), mac[:]...)
}

// MTU tells the largest packet of the link in bytes.
func (o NDPOptions) MTU(mtu uint32) NDPOptions {
	return binary.BigEndian.AppendUint32(append(o, ndpMTU, 1, 0, 0), mtu)
}

// Prefix tells a prefix of bits bits: whether its addresses are on the link, and
// may be formed by hosts; lifetimes are in seconds.
func (o NDPOptions) Prefix(prefix [16]byte, bits uint8, onLink, autonomous bool, valid, preferred uint32) NDPOptions {
	flags := byte(0)
	if onLink {
		flags |= 0x80
	}
	if autonomous {
		flags |= 0x40
	}
	o = append(o, ndpPrefix, 4, bits, flags)
	o = binary.BigEndian.AppendUint32(o, valid)
	o = binary.BigEndian.AppendUint32(o, preferred)
	return append(append(o, 0, 0, 0, 0), prefix[:]...)
}
