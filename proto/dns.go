package proto

import (
	"encoding/binary"
	"slices"

	"golang.org/x/net/dns/dnsmessage"
)

// DNS is the header of a DNS message (RFC 1035 §4.1.1; AD and CD by RFC 4035):
//
//	 0                   1                   2                   3
//	 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|              ID               |Q| Opcode|A|T|R|R| |A|C| RCODE |
//	|                               |R|       |A|C|D|A|Z|D|D|       |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|           Questions           |            Answers            |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|           Authority           |          Additional           |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//
// The view is over a whole message, as Frame.DNS gives it: questions and
// records follow the header.
type DNS []byte

// DNSHeaderLen is the length of the header in bytes.
const DNSHeaderLen = 12

// ID tells which query an answer belongs to.
func (h DNS) ID() uint16 { return binary.BigEndian.Uint16(h[0:2]) }

// Response tells an answer from a query.
func (h DNS) Response() bool { return h[2]&0x80 != 0 }

// Opcode is the kind of query, 0 for a standard one.
func (h DNS) Opcode() uint8 { return h[2] >> 3 & 15 }

// Authoritative tells that the server is one of the name's own (AA).
func (h DNS) Authoritative() bool { return h[2]&4 != 0 }

// Truncated tells that the answer did not fit: ask again over TCP (TC).
func (h DNS) Truncated() bool { return h[2]&2 != 0 }

// RecursionDesired asks the server to find the answer itself (RD).
func (h DNS) RecursionDesired() bool { return h[2]&1 != 0 }

// RecursionAvailable tells that the server does so (RA).
func (h DNS) RecursionAvailable() bool { return h[3]&0x80 != 0 }

// Rcode is the result of an answer: 0 no error, 3 no such name.
func (h DNS) Rcode() uint8 { return h[3] & 15 }

// Questions is how many questions the header announces.
func (h DNS) Questions() int { return int(binary.BigEndian.Uint16(h[4:6])) }

// Records is how many records the header announces: answers, authority and
// additional ones together.
func (h DNS) Records() int {
	return int(binary.BigEndian.Uint16(h[6:8])) + int(binary.BigEndian.Uint16(h[8:10])) + int(binary.BigEndian.Uint16(h[10:12]))
}

// DNSPort is where name servers listen; multicast DNS and LLMNR speak the same
// format on ports of their own (RFC 6762, RFC 4795).
const (
	DNSPort   = 53
	mdnsPort  = 5353
	llmnrPort = 5355
)

var (
	dnsOpcodes = &Enum{{0, "QUERY"}, {1, "IQUERY"}, {2, "STATUS"}, {4, "NOTIFY"}, {5, "UPDATE"}, {6, "DSO"}}
	dnsRcodes  = &Enum{
		{0, "NOERROR"}, {1, "FORMERR"}, {2, "SERVFAIL"}, {3, "NXDOMAIN"}, {4, "NOTIMP"}, {5, "REFUSED"},
		{6, "YXDOMAIN"}, {7, "YXRRSET"}, {8, "NXRRSET"}, {9, "NOTAUTH"}, {10, "NOTZONE"},
	}
)

// In a query the bits that only answers use have no names, but for AD where it is
// set: it asks for the AD of the answer.
var (
	dnsTable = dnsHeader("dns",
		Field{ID: "dns.flags.authoritative", Bit: 21, Width: 1, Kind: Flag, Ref: "RFC 1035 §4.1.1"},
		Field{ID: "dns.flags.recavail", Bit: 24, Width: 1, Kind: Flag, Ref: "RFC 1035 §4.1.1"},
		Field{ID: "dns.flags.authenticated", Bit: 26, Width: 1, Kind: Flag, Ref: "RFC 4035 §3.2.3"},
		Field{ID: "dns.flags.rcode", Bit: 28, Width: 4, Kind: EnumValue, Enum: dnsRcodes, Ref: "RFC 1035 §4.1.1"})
	dnsQueryTable = dnsQueryHeader("dns.query",
		Field{ID: "dns.flags.unused", Bit: 26, Width: 1, Kind: Reserved, Ref: "RFC 6840 §5.7"})
	dnsQueryADTable = dnsQueryHeader("dns.query.ad",
		Field{ID: "dns.flags.authenticated", Bit: 26, Width: 1, Kind: Flag, Ref: "RFC 6840 §5.7"})
	dnsLengthTable = Table{ID: "dns.tcp", Fields: []Field{
		{ID: "dns.length", Width: 16, Kind: Length, Ref: "RFC 1035 §4.2.2"},
	}}
	dnsCounts = [...]*Field{ // in the order of the sections
		dnsTable.field("dns.count.queries"), dnsTable.field("dns.count.answers"),
		dnsTable.field("dns.count.auth_rr"), dnsTable.field("dns.count.add_rr"),
	}
)

func dnsQueryHeader(id string, ad Field) *Table {
	return dnsHeader(id,
		Field{ID: "dns.flags.unused", Bit: 21, Width: 1, Kind: Reserved, Ref: "RFC 1035 §4.1.1"},
		Field{ID: "dns.flags.unused", Bit: 24, Width: 1, Kind: Reserved, Ref: "RFC 1035 §4.1.1"},
		ad,
		Field{ID: "dns.flags.unused", Bit: 28, Width: 4, Kind: Reserved, Ref: "RFC 1035 §4.1.1"})
}

func dnsHeader(id string, aa, ra, ad, rcode Field) *Table {
	return &Table{ID: id, Fields: []Field{
		{ID: "dns.id", Bit: 0, Width: 16, Kind: Uint, Hex: 4, Ref: "RFC 1035 §4.1.1"},
		{ID: "dns.flags", Bit: 16, Width: 16, Kind: Group, Hex: 4, Ref: "RFC 1035 §4.1.1"},
		{ID: "dns.flags.response", Bit: 16, Width: 1, Kind: Flag, Ref: "RFC 1035 §4.1.1"},
		{ID: "dns.flags.opcode", Bit: 17, Width: 4, Kind: EnumValue, Enum: dnsOpcodes, Ref: "RFC 1035 §4.1.1"},
		aa,
		{ID: "dns.flags.truncated", Bit: 22, Width: 1, Kind: Flag, Ref: "RFC 1035 §4.1.1"},
		{ID: "dns.flags.recdesired", Bit: 23, Width: 1, Kind: Flag, Ref: "RFC 1035 §4.1.1"},
		ra,
		{ID: "dns.flags.z", Bit: 25, Width: 1, Kind: Flag, Ref: "RFC 1035 §4.1.1"},
		ad,
		{ID: "dns.flags.checkdisable", Bit: 27, Width: 1, Kind: Flag, Ref: "RFC 4035 §3.2.2"},
		rcode,
		{ID: "dns.count.queries", Bit: 32, Width: 16, Kind: Uint, Ref: "RFC 1035 §4.1.1"},
		{ID: "dns.count.answers", Bit: 48, Width: 16, Kind: Uint, Ref: "RFC 1035 §4.1.1"},
		{ID: "dns.count.auth_rr", Bit: 64, Width: 16, Kind: Uint, Ref: "RFC 1035 §4.1.1"},
		{ID: "dns.count.add_rr", Bit: 80, Width: 16, Kind: Uint, Ref: "RFC 1035 §4.1.1"},
	}}
}

func init() {
	register(ProtoDNS, protocol{
		id: "dns", table: dnsTable, extra: slices.Concat([]*Table{dnsQueryTable, dnsQueryADTable}, dnsRecordTables(), dnsDialectTables()),
		min: DNSHeaderLen, decode: decodeDNS, parts: dnsParts, adapt: dnsDialect,
	})
	register(ProtoDNSLength, protocol{id: "dns.tcp", table: &dnsLengthTable, min: 2, decode: decodeDNSLength})
	registerTCPPort(DNSPort, ProtoDNSLength)
	for _, port := range []uint16{DNSPort, mdnsPort, llmnrPort} {
		registerUDPPort(port, ProtoDNS)
	}
}

// decodeDNSLength takes the length that goes before each message over TCP. A
// segment that begins in the middle of one, or does not hold all of it, is data:
// so what the length counts must be a message to its last byte.
func decodeDNSLength(f *Frame, off, end uint32) (Proto, uint32, uint32) {
	if end-off < 2+DNSHeaderLen {
		return ProtoData, off, end
	}
	n := uint32(binary.BigEndian.Uint16(f.data[off:]))
	if n < DNSHeaderLen || off+2+n > end {
		return ProtoData, off, end
	}
	if at, whole := dnsWalk(f.data[off+2:off+2+n], func(dnsPiece) {}); !whole || at != int(n) {
		return ProtoData, off, end
	}
	f.add(ProtoDNSLength, off, 2, end)
	f.stream = end
	return ProtoDNS, off + 2, off + 2 + n
}

func decodeDNS(f *Frame, off, end uint32) (Proto, uint32, uint32) {
	if end-off < DNSHeaderLen {
		return f.short(ProtoDNS, off, end)
	}
	message := f.data[off:end:end]
	f.add(ProtoDNS, off, end-off, end)
	if !dnsRight(message) {
		f.checkDNS(message, off)
	}
	if next := f.stream; next > end {
		f.stream = 0
		return ProtoDNSLength, end, next
	}
	return NoProto, end, end
}

// DNS is the frame's DNS message.
func (f *Frame) DNS() (DNS, bool) { return f.view(ProtoDNS) }

// DNSSpec builds a DNS message. Names are compressed as far as they can be.
type DNSSpec struct {
	Message dnsmessage.Message
}

// Proto implements Spec.
func (s *DNSSpec) Proto() Proto { return ProtoDNS }

func (s *DNSSpec) appendTo(b *building) {
	packed, err := s.Message.AppendPack(b.b)
	if err != nil {
		b.err = err
		return
	}
	b.b = packed
}

// DNSLengthSpec builds the length that goes before a DNS message over TCP.
type DNSLengthSpec struct {
	Len uint16 // of the message in bytes; it is not computed
}

// Proto implements Spec.
func (s *DNSLengthSpec) Proto() Proto { return ProtoDNSLength }

func (s *DNSLengthSpec) appendTo(b *building) { binary.BigEndian.PutUint16(b.extend(2), s.Len) }
