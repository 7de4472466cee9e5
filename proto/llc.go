package proto

import "encoding/binary"

// LLC is a logical link control header (IEEE 802.2 §3.2) behind a length of
// IEEE 802.3, with the subnetwork access protocol (IEEE 802 §10.5) that it may
// carry:
//
//	 0                   1                   2                   3
//	 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|     DSAP      |     SSAP      |    Control    | OUI (SNAP)    |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|          OUI (SNAP)           |      Protocol ID (SNAP)       |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//
// The control field is 16 bits long, low byte first, unless its two lowest bits
// are set. The view is over a whole header, as Frame.LLC gives it.
type LLC []byte

// LLCLen is the least length of the header in bytes.
const LLCLen = 3

// Service access points of what this package names.
const (
	sapIP      = 0x06
	sapSTP     = 0x42
	sapSNAP    = 0xaa
	sapIPX     = 0xe0
	sapNetBIOS = 0xf0
	sapOSI     = 0xfe
)

const snapLen = 5

// DSAP is the destination service access point.
func (h LLC) DSAP() uint8 { return h[0] }

// SSAP is the source service access point; its lowest bit tells a response.
func (h LLC) SSAP() uint8 { return h[1] }

// control is the length of the control field in bytes.
func (h LLC) control() uint32 {
	if h[2]&3 == 3 {
		return 1
	}
	return 2
}

// carries tells whether the header is one of those that announce content: an
// information frame, or unnumbered information.
func (h LLC) carries() bool { return h[2]&1 == 0 || h[2]&^0x10 == 3 }

var (
	sapNames = &Enum{
		{0x00, "NULL LSAP"}, {0x02, "LLC Sub-Layer Management"}, {0x04, "SNA Path Control"}, {sapIP, "TCP/IP"},
		{sapSTP, "Spanning Tree BPDU"}, {0x7e, "X.25 PLP"}, {sapSNAP, "SNAP"}, {sapIPX, "NetWare"},
		{sapNetBIOS, "NetBIOS"}, {sapOSI, "ISO Network Layer"}, {0xff, "Global DSAP"},
	}
	ouiNames = &Enum{
		{0x000000, "Encapsulated Ethernet"}, {0x00000c, "Cisco"}, {0x0000f8, "Cisco (Bridge-Tunnel)"},
		{0x0080c2, "IEEE 802.1"}, {0x080007, "Apple"},
	}
	llcTable = Table{ID: "llc", Fields: []Field{
		{ID: "llc.dsap", Bit: 0, Width: 8, Kind: EnumValue, Hex: 2, Enum: sapNames, Ref: "IEEE 802.2 §3.3.1"},
		{ID: "llc.ssap", Bit: 8, Width: 8, Kind: EnumValue, Hex: 2, Enum: sapNames, Ref: "IEEE 802.2 §3.3.1"},
		{ID: "llc.control", Bit: 16, Width: 8, Kind: Uint, Hex: 4, Ref: "IEEE 802.2 §5.2"},
	}}
	llcLongTable = Table{ID: "llc.long", Fields: []Field{
		{ID: "llc.dsap", Bit: 0, Width: 8, Kind: EnumValue, Hex: 2, Enum: sapNames, Ref: "IEEE 802.2 §3.3.1"},
		{ID: "llc.ssap", Bit: 8, Width: 8, Kind: EnumValue, Hex: 2, Enum: sapNames, Ref: "IEEE 802.2 §3.3.1"},
		{ID: "llc.control.octets", Bit: 16, Width: 16, Kind: Bytes, Ref: "IEEE 802.2 §5.2"},
		{ID: "llc.control", Kind: Computed, Hex: 4, Ref: "IEEE 802.2 §5.2", derive: longControl},
	}}
	snapTable      = snapTableOf("llc.snap", Field{ID: "llc.type", Enum: etherTypeNames})
	snapCiscoTable = snapTableOf("llc.snap.cisco", Field{ID: "llc.cisco_pid", Enum: ciscoNames})
	snapOtherTable = snapTableOf("llc.snap.other", Field{ID: "llc.pid"})
)

const (
	ciscoPVST = 0x010b
	ciscoCDP  = 0x2000
)

var ciscoNames = &Enum{{ciscoPVST, "PVSTP+"}, {0x0111, "UDLD"}, {ciscoCDP, "CDP"}, {0x2003, "VTP"}, {0x2004, "DTP"}}

func snapTableOf(id string, protocol Field) *Table {
	protocol.Bit, protocol.Width, protocol.Kind, protocol.Hex, protocol.Ref = 24, 16, EnumValue, 4, "IEEE 802 §10.5"
	return &Table{ID: id, Fields: []Field{
		{ID: "llc.oui", Bit: 0, Width: 24, Kind: EnumValue, Enum: ouiNames, Ref: "IEEE 802 §10.5"}, protocol,
	}}
}

func longControl(f *Frame, layer int) (uint64, bool) {
	h := f.Header(layer)
	if len(h) < 4 {
		return 0, false
	}
	return uint64(binary.LittleEndian.Uint16(h[2:])), true
}

func init() {
	register(ProtoLLC, protocol{
		id: "llc", table: &llcTable, min: LLCLen, decode: decodeLLC, parts: llcParts,
		extra: []*Table{&llcLongTable, snapTable, snapCiscoTable, snapOtherTable},
	})
}

func decodeLLC(f *Frame, off, end uint32) (Proto, uint32, uint32) {
	if end-off < LLCLen {
		return f.short(ProtoLLC, off, end)
	}
	h := LLC(f.data[off:end:end])
	hdr := 2 + h.control()
	snap := h.DSAP() == sapSNAP && h.SSAP() == sapSNAP
	if snap {
		hdr += snapLen
	}
	if hdr > end-off {
		f.add(ProtoLLC, off, end-off, end)
		f.cut(off, end-off, hdr, Problem{})
		return NoProto, end, end
	}
	f.add(ProtoLLC, off, hdr, end)
	next := NoProto
	if h.carries() {
		if next = sapProto(h.DSAP()); snap {
			next = snapProto(h[hdr-snapLen : hdr])
		}
	}
	if next == NoProto {
		next = ProtoData
	}
	return next, off + hdr, end
}

func sapProto(dsap uint8) Proto {
	switch dsap {
	case sapIP:
		return ProtoIPv4
	case sapSTP:
		return ProtoSTP
	case sapIPX:
		return ProtoIPX
	case sapNetBIOS:
		return ProtoNetBIOS
	case sapOSI:
		return ProtoOSI
	}
	return NoProto
}

// snapLayout is the layout of the organization's protocol numbers.
func snapLayout(oui []byte) *Table {
	switch uint32(oui[0])<<16 | uint32(oui[1])<<8 | uint32(oui[2]) {
	case 0x000000, 0x0000f8:
		return snapTable
	case 0x00000c:
		return snapCiscoTable
	}
	return snapOtherTable
}

func snapProto(snap []byte) Proto {
	number := binary.BigEndian.Uint16(snap[3:])
	switch snapLayout(snap) {
	case snapTable:
		return etherTypes[number]
	case snapCiscoTable:
		switch number {
		case ciscoPVST:
			return ProtoSTP
		case ciscoCDP:
			return ProtoCDP
		}
	}
	return NoProto
}

func llcParts(dst []Part, h []byte, l *Layer) []Part {
	table, n := &llcTable, uint32(LLCLen)
	if LLC(h).control() == 2 {
		table, n = &llcLongTable, min(4, l.Hdr)
	}
	dst = append(dst, Part{Table: table, Off: l.Off, Len: n})
	if n == l.Hdr {
		return dst
	}
	table = snapOtherTable
	if n+3 <= l.Hdr {
		table = snapLayout(h[n:])
	}
	return append(dst, Part{Table: table, Off: l.Off + n, Len: l.Hdr - n})
}

// LLC is the frame's outermost LLC header.
func (f *Frame) LLC() (LLC, bool) { return f.view(ProtoLLC) }

// LLCSpec builds an LLC header of unnumbered information, the kind that carries
// what it announces.
type LLCSpec struct{ DSAP, SSAP uint8 }

// Proto implements Spec.
func (s *LLCSpec) Proto() Proto { return ProtoLLC }

func (s *LLCSpec) appendTo(b *building) { b.b = append(b.b, s.DSAP, s.SSAP, 3) }

// SNAPSpec builds LLC and SNAP headers that carry an EtherType (RFC 1042). Type
// 0 means that of what follows.
type SNAPSpec struct{ Type uint16 }

// Proto implements Spec.
func (s *SNAPSpec) Proto() Proto { return ProtoLLC }

func (s *SNAPSpec) appendTo(b *building) {
	b.b = append(b.b, sapSNAP, sapSNAP, 3, 0, 0, 0)
	b.b = binary.BigEndian.AppendUint16(b.b, s.Type)
	if s.Type == 0 {
		b.expect(etherTypeNumber, len(b.b)-2)
	}
}

func (s *sealing) llc() {
	h := LLC(s.b[s.off:])
	s.next = NoProto
	if len(h) < LLCLen || !h.carries() {
		return
	}
	hdr := 2 + int(h.control())
	snap := h.DSAP() == sapSNAP && h.SSAP() == sapSNAP
	if snap {
		hdr += snapLen
	}
	if hdr > len(h) {
		return
	}
	if s.next = sapProto(h.DSAP()); snap {
		s.next = snapProto(h[hdr-snapLen : hdr])
	}
	s.off += hdr
}
