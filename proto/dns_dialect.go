package proto

import "encoding/binary"

// Multicast DNS and LLMNR speak the format of DNS with other meanings for a few
// bits: the top bit of a class tells that an answer may go to the asker alone,
// or that others are to forget what they knew (RFC 6762 §18.12, §10.2); LLMNR
// has flags of its own (RFC 4795 §2.1.1):
//
//	 0                   1                   2                   3
//	 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|              ID               |Q| Opcode|C|T|T|Z|Z|Z|Z| RCODE |
//	|                               |R|       | |C| | | | | |       |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+

var (
	mdnsQryTable = &Table{ID: "mdns.qry", Fields: []Field{
		{ID: "dns.qry.type", Width: 16, Kind: EnumValue, Enum: dnsTypes, Ref: "RFC 1035 §4.1.2"},
		{ID: "dns.qry.qu", Bit: 16, Width: 1, Kind: Flag, Ref: "RFC 6762 §5.4"},
		{ID: "dns.qry.class", Bit: 17, Width: 15, Kind: EnumValue, Hex: 4, Enum: dnsClasses, Ref: "RFC 1035 §4.1.2"},
	}}
	mdnsRespTable = &Table{ID: "mdns.resp", Fields: []Field{
		{ID: "dns.resp.type", Width: 16, Kind: EnumValue, Enum: dnsTypes, Ref: "RFC 1035 §4.1.3"},
		{ID: "dns.resp.cache_flush", Bit: 16, Width: 1, Kind: Flag, Ref: "RFC 6762 §10.2"},
		{ID: "dns.resp.class", Bit: 17, Width: 15, Kind: EnumValue, Hex: 4, Enum: dnsClasses, Ref: "RFC 1035 §4.1.3"},
		{ID: "dns.resp.ttl", Bit: 32, Width: 32, Kind: Uint, Ref: "RFC 1035 §4.1.3"},
		{ID: "dns.resp.len", Bit: 64, Width: 16, Kind: Length, Ref: "RFC 1035 §4.1.3"},
	}}
	llmnrTable = llmnrHeader("llmnr",
		Field{ID: "dns.flags.rcode", Bit: 28, Width: 4, Kind: EnumValue, Enum: dnsRcodes, Ref: "RFC 4795 §2.1.1"})
	llmnrQueryTable = llmnrHeader("llmnr.query",
		Field{ID: "dns.flags.unused", Bit: 28, Width: 4, Kind: Reserved, Ref: "RFC 4795 §2.1.1"})
)

func llmnrHeader(id string, rcode Field) *Table {
	return &Table{ID: id, Fields: []Field{
		{ID: "dns.id", Bit: 0, Width: 16, Kind: Uint, Hex: 4, Ref: "RFC 4795 §2.1.1"},
		{ID: "dns.flags", Bit: 16, Width: 16, Kind: Group, Hex: 4, Ref: "RFC 4795 §2.1.1"},
		{ID: "dns.flags.response", Bit: 16, Width: 1, Kind: Flag, Ref: "RFC 4795 §2.1.1"},
		{ID: "dns.flags.opcode", Bit: 17, Width: 4, Kind: EnumValue, Enum: dnsOpcodes, Ref: "RFC 4795 §2.1.1"},
		{ID: "dns.flags.conflict", Bit: 21, Width: 1, Kind: Flag, Ref: "RFC 4795 §2.1.1"},
		{ID: "dns.flags.truncated", Bit: 22, Width: 1, Kind: Flag, Ref: "RFC 4795 §2.1.1"},
		{ID: "dns.flags.tentative", Bit: 23, Width: 1, Kind: Flag, Ref: "RFC 4795 §2.1.1"},
		{ID: "dns.flags.unused", Bit: 24, Width: 4, Kind: Reserved, Ref: "RFC 4795 §2.1.1"},
		rcode,
		{ID: "dns.count.queries", Bit: 32, Width: 16, Kind: Uint, Ref: "RFC 4795 §2.1.1"},
		{ID: "dns.count.answers", Bit: 48, Width: 16, Kind: Uint, Ref: "RFC 4795 §2.1.1"},
		{ID: "dns.count.auth_rr", Bit: 64, Width: 16, Kind: Uint, Ref: "RFC 4795 §2.1.1"},
		{ID: "dns.count.add_rr", Bit: 80, Width: 16, Kind: Uint, Ref: "RFC 4795 §2.1.1"},
	}}
}

func dnsDialectTables() []*Table {
	return []*Table{mdnsQryTable, mdnsRespTable, llmnrTable, llmnrQueryTable}
}

// dnsPortOf is the port that names what the layer speaks: that of DNS, of
// multicast DNS or of LLMNR.
func (f *Frame) dnsPortOf(layer int) uint16 {
	if layer == 0 || f.layers[layer-1].Proto != ProtoUDP || f.layers[layer-1].Hdr < UDPLen {
		return DNSPort
	}
	h := f.Header(layer - 1)
	low, high := binary.BigEndian.Uint16(h), binary.BigEndian.Uint16(h[2:])
	if low > high {
		low, high = high, low
	}
	if udpPorts[low] == ProtoDNS {
		return low
	}
	return high
}

// dnsDialect puts the tables of multicast DNS and LLMNR in place of those of DNS.
func dnsDialect(f *Frame, layer int, parts []Part) {
	port := f.dnsPortOf(layer)
	if port == DNSPort {
		return
	}
	for i := range parts {
		p := &parts[i]
		switch {
		case port == mdnsPort && p.Table == dnsQryTable:
			p.Table = mdnsQryTable
		case port == mdnsPort && p.Table == dnsRespTable:
			p.Table = mdnsRespTable
		case port == llmnrPort && p.Table == dnsTable && p.Len == DNSHeaderLen:
			p.Table = llmnrTable
		case port == llmnrPort && (p.Table == dnsQueryTable || p.Table == dnsQueryADTable):
			p.Table = llmnrQueryTable
		}
	}
}
