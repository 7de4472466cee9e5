package proto

import "encoding/binary"

// ICMP is the header of an ICMP message (RFC 792): four bytes that all
// messages share, and four that depend on the type.
//
//	 0                   1                   2                   3
//	 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|     Type      |     Code      |           Checksum            |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|           Identifier          |        Sequence Number        |  echo
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|    unused     |    Length     |   unused, or next hop's MTU   |  unreachable
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|                        Gateway Address                        |  redirect
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|    Pointer    |    Length     |            unused             |  parameter problem
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//
// The view is over a whole header, as Frame.ICMP gives it.
type ICMP []byte

// ICMPLen is the length of the header in bytes.
const ICMPLen = 8

// ICMPType is the type of an ICMP message (IANA "ICMP Type Numbers").
type ICMPType uint8

// The types whose layout is known here.
const (
	ICMPEchoReply           ICMPType = 0
	ICMPUnreachable         ICMPType = 3
	ICMPSourceQuench        ICMPType = 4
	ICMPRedirect            ICMPType = 5
	ICMPEcho                ICMPType = 8
	ICMPRouterAdvertisement ICMPType = 9 // RFC 1256
	ICMPRouterSolicitation  ICMPType = 10
	ICMPTimeExceeded        ICMPType = 11
	ICMPParameterProblem    ICMPType = 12
	ICMPTimestamp           ICMPType = 13
	ICMPTimestampReply      ICMPType = 14
	ICMPInformation         ICMPType = 15
	ICMPInformationReply    ICMPType = 16
	ICMPMask                ICMPType = 17 // RFC 950
	ICMPMaskReply           ICMPType = 18
)

// ICMPFragmentationNeeded is the code of an ICMPUnreachable whose MTU counts
// (RFC 1191 §4).
const ICMPFragmentationNeeded = 4

// Type is what the message says.
func (h ICMP) Type() ICMPType { return ICMPType(h[0]) }

// Code refines the type.
func (h ICMP) Code() uint8 { return h[1] }

// Checksum covers the whole message, and no pseudo-header.
func (h ICMP) Checksum() uint16 { return binary.BigEndian.Uint16(h[2:4]) }

// ID tells the sender's echoes from others', in an echo or its reply.
func (h ICMP) ID() uint16 { return binary.BigEndian.Uint16(h[4:6]) }

// Seq counts the sender's echoes, in an echo or its reply.
func (h ICMP) Seq() uint16 { return binary.BigEndian.Uint16(h[6:8]) }

// MTU is the largest packet in bytes that the next link takes, where
// fragmentation was needed; 0 from routers older than RFC 1191.
func (h ICMP) MTU() uint16 { return binary.BigEndian.Uint16(h[6:8]) }

// Gateway is the router to go to, in a redirect.
func (h ICMP) Gateway() [4]byte { return [4]byte(h[4:8]) }

// Pointer is the byte of the quoted packet that is wrong, in a parameter problem.
func (h ICMP) Pointer() uint8 { return h[4] }

// Quotes tells whether the message carries the packet that it is about.
func (t ICMPType) Quotes() bool {
	switch t {
	case ICMPUnreachable, ICMPSourceQuench, ICMPRedirect, ICMPTimeExceeded, ICMPParameterProblem:
		return true
	}
	return false
}

var (
	icmpTypeNames = &Enum{
		{0, "Echo Reply"}, {3, "Destination Unreachable"}, {4, "Source Quench"}, {5, "Redirect"}, {8, "Echo"},
		{9, "Router Advertisement"}, {10, "Router Solicitation"}, {11, "Time Exceeded"}, {12, "Parameter Problem"},
		{13, "Timestamp"}, {14, "Timestamp Reply"}, {15, "Information Request"}, {16, "Information Reply"},
		{17, "Address Mask Request"}, {18, "Address Mask Reply"}, {30, "Traceroute"}, {40, "Photuris"},
		{42, "Extended Echo Request"}, {43, "Extended Echo Reply"},
	}
	icmpUnreachableNames = &Enum{
		{0, "Net Unreachable"}, {1, "Host Unreachable"}, {2, "Protocol Unreachable"}, {3, "Port Unreachable"},
		{4, "Fragmentation Needed"}, {5, "Source Route Failed"}, {6, "Destination Network Unknown"},
		{7, "Destination Host Unknown"}, {8, "Source Host Isolated"}, {9, "Network Administratively Prohibited"},
		{10, "Host Administratively Prohibited"}, {11, "Network Unreachable for ToS"}, {12, "Host Unreachable for ToS"},
		{13, "Communication Administratively Prohibited"}, {14, "Host Precedence Violation"}, {15, "Precedence Cutoff in Effect"},
	}
	icmpRedirectNames = &Enum{
		{0, "Redirect for Network"}, {1, "Redirect for Host"}, {2, "Redirect for ToS and Network"}, {3, "Redirect for ToS and Host"},
	}
	icmpExceededNames  = &Enum{{0, "TTL Exceeded in Transit"}, {1, "Fragment Reassembly Time Exceeded"}}
	icmpParameterNames = &Enum{{0, "Pointer Indicates the Error"}, {1, "Missing a Required Option"}, {2, "Bad Length"}}
)

// icmpTable lays out the header of the types that rest describes.
func icmpTable(id string, codes *Enum, rest ...Field) *Table {
	return &Table{ID: id, Fields: append([]Field{
		{ID: "icmp.type", Bit: 0, Width: 8, Kind: EnumValue, Enum: icmpTypeNames, Ref: "RFC 792"},
		{ID: "icmp.code", Bit: 8, Width: 8, Kind: EnumValue, Enum: codes, Ref: "RFC 792"},
		{ID: "icmp.checksum", Bit: 16, Width: 16, Kind: Checksum, Hex: 4, Ref: "RFC 792"},
		{ID: "icmp.checksum.status", Kind: Computed, Enum: statusNames, derive: sumStatus},
	}, rest...)}
}

const icmpChecksumAt = 2 // among the fields of each of these tables

var (
	icmpPlain = icmpTable("icmp", nil,
		Field{ID: "icmp.rest", Bit: 32, Width: 32, Kind: Bytes, Ref: "RFC 792"})
	icmpEcho = icmpTable("icmp.echo", nil,
		Field{ID: "icmp.ident", Bit: 32, Width: 16, Kind: Uint, Ref: "RFC 792"},
		Field{ID: "icmp.seq", Bit: 48, Width: 16, Kind: Uint, Ref: "RFC 792"})
	// A length of the quoted packet (RFC 4884 §4) is told by a message with
	// extensions behind it; in the others it is a byte unused.
	icmpUnreachable = icmpTable("icmp.unreachable", icmpUnreachableNames,
		Field{ID: "icmp.unused", Bit: 32, Width: 32, Kind: Bytes, Ref: "RFC 792"})
	icmpUnreachableLen = icmpTable("icmp.unreachable.length", icmpUnreachableNames,
		Field{ID: "icmp.unused", Bit: 32, Width: 8, Kind: Bytes, Ref: "RFC 792"},
		Field{ID: "icmp.length", Bit: 40, Width: 8, Kind: Length, Ref: "RFC 4884 §4.1"},
		Field{ID: "icmp.unused", Bit: 48, Width: 16, Kind: Bytes, Ref: "RFC 792"})
	icmpTooBig = icmpTable("icmp.fragmentation", icmpUnreachableNames,
		Field{ID: "icmp.unused", Bit: 32, Width: 16, Kind: Bytes, Ref: "RFC 1191 §4"},
		Field{ID: "icmp.mtu", Bit: 48, Width: 16, Kind: Uint, Ref: "RFC 1191 §4"})
	icmpTooBigLen = icmpTable("icmp.fragmentation.length", icmpUnreachableNames,
		Field{ID: "icmp.unused", Bit: 32, Width: 8, Kind: Bytes, Ref: "RFC 1191 §4"},
		Field{ID: "icmp.length", Bit: 40, Width: 8, Kind: Length, Ref: "RFC 4884 §4.1"},
		Field{ID: "icmp.mtu", Bit: 48, Width: 16, Kind: Uint, Ref: "RFC 1191 §4"})
	icmpExceeded = icmpTable("icmp.exceeded", icmpExceededNames,
		Field{ID: "icmp.unused", Bit: 32, Width: 32, Kind: Bytes, Ref: "RFC 792"})
	icmpExceededLen = icmpTable("icmp.exceeded.length", icmpExceededNames,
		Field{ID: "icmp.unused", Bit: 32, Width: 8, Kind: Bytes, Ref: "RFC 792"},
		Field{ID: "icmp.length", Bit: 40, Width: 8, Kind: Length, Ref: "RFC 4884 §4.2"},
		Field{ID: "icmp.unused", Bit: 48, Width: 16, Kind: Bytes, Ref: "RFC 792"})
	icmpParameter = icmpTable("icmp.parameter", icmpParameterNames,
		Field{ID: "icmp.pointer", Bit: 32, Width: 8, Kind: Uint, Ref: "RFC 792"},
		Field{ID: "icmp.unused", Bit: 40, Width: 24, Kind: Bytes, Ref: "RFC 792"})
	icmpParameterLen = icmpTable("icmp.parameter.length", icmpParameterNames,
		Field{ID: "icmp.pointer", Bit: 32, Width: 8, Kind: Uint, Ref: "RFC 792"},
		Field{ID: "icmp.length", Bit: 40, Width: 8, Kind: Length, Ref: "RFC 4884 §4.3"},
		Field{ID: "icmp.unused", Bit: 48, Width: 16, Kind: Bytes, Ref: "RFC 792"})
	icmpRedirect = icmpTable("icmp.redirect", icmpRedirectNames,
		Field{ID: "icmp.redir_gw", Bit: 32, Width: 32, Kind: IPv4Addr, Ref: "RFC 792"})
	icmpRouters = icmpTable("icmp.advertisement", nil,
		Field{ID: "icmp.num_addrs", Bit: 32, Width: 8, Kind: Uint, Ref: "RFC 1256 §3"},
		Field{ID: "icmp.addr_entry_size", Bit: 40, Width: 8, Kind: Length, Ref: "RFC 1256 §3"},
		Field{ID: "icmp.lifetime", Bit: 48, Width: 16, Kind: Uint, Ref: "RFC 1256 §3"})

	icmpTimes = Table{ID: "icmp.times", Fields: []Field{
		{ID: "icmp.originate_timestamp", Bit: 0, Width: 32, Kind: Uint, Ref: "RFC 792"},
		{ID: "icmp.receive_timestamp", Bit: 32, Width: 32, Kind: Uint, Ref: "RFC 792"},
		{ID: "icmp.transmit_timestamp", Bit: 64, Width: 32, Kind: Uint, Ref: "RFC 792"},
	}}
	icmpMask = Table{ID: "icmp.mask", Fields: []Field{
		{ID: "icmp.address_mask", Width: 32, Kind: IPv4Addr, Ref: "RFC 950"},
	}}
)

// icmpTableOf is the layout of the message's header.
func icmpTableOf(h ICMP) *Table {
	switch h.Type() {
	case ICMPEcho, ICMPEchoReply, ICMPTimestamp, ICMPTimestampReply, ICMPInformation, ICMPInformationReply, ICMPMask, ICMPMaskReply:
		return icmpEcho
	case ICMPUnreachable:
		if h.Code() == ICMPFragmentationNeeded {
			return h.withLength(icmpTooBig, icmpTooBigLen)
		}
		return h.withLength(icmpUnreachable, icmpUnreachableLen)
	case ICMPRedirect:
		return icmpRedirect
	case ICMPTimeExceeded:
		return h.withLength(icmpExceeded, icmpExceededLen)
	case ICMPParameterProblem:
		return h.withLength(icmpParameter, icmpParameterLen)
	case ICMPRouterAdvertisement:
		return icmpRouters
	}
	return icmpPlain
}

func (h ICMP) withLength(plain, withLength *Table) *Table {
	if h[5] != 0 {
		return withLength
	}
	return plain
}

// icmpBody is the layout of what belongs to a message behind its header, and
// its length in bytes.
func icmpBody(t ICMPType) (*Table, uint32) {
	switch t {
	case ICMPTimestamp, ICMPTimestampReply:
		return &icmpTimes, 12
	case ICMPMask, ICMPMaskReply:
		return &icmpMask, 4
	}
	return nil, 0
}

func init() {
	register(ProtoICMP, protocol{
		id: "icmp", table: icmpPlain, min: ICMPLen, decode: decodeICMP, parts: icmpParts,
		extra: []*Table{
			icmpEcho, icmpUnreachable, icmpUnreachableLen, icmpTooBig, icmpTooBigLen, icmpExceeded, icmpExceededLen,
			icmpParameter, icmpParameterLen, icmpRedirect, icmpRouters, &icmpTimes, &icmpMask,
		},
	})
	registerIPProto(IPProtoICMP, ProtoICMP)
}

func decodeICMP(f *Frame, off, end uint32) (Proto, uint32, uint32) {
	h := ICMP(f.data[off:end:end])
	if len(h) < ICMPLen {
		next, nextOff, nextEnd := f.short(ProtoICMP, off, end)
		if len(h) >= 4 && !f.quoted {
			f.layers[f.nLayers-1].Status = f.verify(0, h, 2, &icmpPlain.Fields[icmpChecksumAt], off)
		}
		return next, nextOff, nextEnd
	}
	l := f.add(ProtoICMP, off, ICMPLen, end)
	sum := &icmpTableOf(h).Fields[icmpChecksumAt]
	if l.Status = StatusUnverified; !f.quoted { // routers may have cut what they quote
		l.Status = f.verify(0, h, 2, sum, off)
	}
	if _, n := icmpBody(h.Type()); n != 0 {
		l.Hdr = min(ICMPLen+n, uint32(len(h)))
	}
	if h.Type().Quotes() && off+ICMPLen < end {
		f.quoted = true
		if stop := off + ICMPLen + 4*uint32(h[5]); h[5] >= 128/4 && h.Type() != ICMPRedirect && stop < end {
			end = stop // extensions follow (RFC 4884 §3)
		}
		return ProtoIPv4, off + ICMPLen, end
	}
	return ProtoData, l.Next(), end
}

func icmpParts(dst []Part, h []byte, l *Layer) []Part {
	t := ICMP(h).Type()
	dst = append(dst, Part{Table: icmpTableOf(h), Off: l.Off, Len: ICMPLen})
	if table, n := icmpBody(t); n != 0 && l.Hdr > ICMPLen {
		dst = append(dst, Part{Table: table, Off: l.Off + ICMPLen, Len: l.Hdr - ICMPLen})
	}
	return dst
}

// ICMP is the frame's outermost ICMP header.
func (f *Frame) ICMP() (ICMP, bool) { return f.view(ProtoICMP) }

// ICMPSpec builds the header of an ICMP message. What it carries follows as
// Specs: the data of an echo, the packet that an error quotes.
type ICMPSpec struct {
	Type ICMPType
	Code uint8
	Rest [4]byte // the bytes that depend on the type: EchoID, NextHopMTU, an address
}

// EchoID is the Rest of an echo and its reply.
func EchoID(id, seq uint16) [4]byte {
	return [4]byte{byte(id >> 8), byte(id), byte(seq >> 8), byte(seq)}
}

// NextHopMTU is the Rest of an ICMP message that fragmentation is needed, mtu
// being the largest packet in bytes.
func NextHopMTU(mtu uint16) [4]byte { return EchoID(0, mtu) }

// Proto implements Spec.
func (s *ICMPSpec) Proto() Proto { return ProtoICMP }

func (s *ICMPSpec) appendTo(b *building) {
	head := uint64(s.Type)<<56 | uint64(s.Code)<<48
	binary.BigEndian.PutUint64(b.extend(ICMPLen), head|uint64(binary.BigEndian.Uint32(s.Rest[:])))
}

// icmp seals the message. The packet it quotes stays as it is: it was sealed by
// whoever sent it.
func (s *sealing) icmp() { s.put(0, ICMPLen, 2) }
