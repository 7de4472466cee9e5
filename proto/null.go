package proto

import "encoding/binary"

// Null is the header of BSD loopback captures (LINKTYPE_NULL, LINKTYPE_LOOP):
// the address family of what follows, as 32 bits in the byte order of the
// capturing host, or in network byte order for LOOP:
//
//	 0                   1                   2                   3
//	 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|                            Family                             |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//
// The view is over a whole header, as Frame.Null gives it.
type Null []byte

// NullLen is the length of the header in bytes.
const NullLen = 4

// Address families, which differ from system to system for IPv6.
const (
	familyIPv4        = 2
	familyIPv6BSD     = 24
	familyIPv6FreeBSD = 28
	familyIPv6Darwin  = 30
)

// Family is the address family, whichever byte order it is in.
func (h Null) Family() uint32 {
	if h.swapped() {
		return binary.LittleEndian.Uint32(h)
	}
	return binary.BigEndian.Uint32(h)
}

// swapped tells that the family, which is a small number, comes low byte first.
func (h Null) swapped() bool { return h[0] != 0 && h[1]|h[2]|h[3] == 0 }

var (
	familyNames = &Enum{
		{familyIPv4, "IPv4"}, {7, "AppleTalk"}, {23, "IPX"}, {familyIPv6BSD, "IPv6"},
		{familyIPv6FreeBSD, "IPv6"}, {familyIPv6Darwin, "IPv6"},
	}
	nullTable = Table{ID: "null", Fields: []Field{
		{ID: "null.family", Width: 32, Kind: EnumValue, Enum: familyNames, Ref: "LINKTYPE_NULL"},
	}}
	nullSwappedTable = Table{ID: "null.swapped", Fields: []Field{
		{ID: "null.family", Width: 8, Kind: EnumValue, Enum: familyNames, Ref: "LINKTYPE_NULL"},
		{ID: "null.unused", Bit: 8, Width: 24, Kind: Reserved, Ref: "LINKTYPE_NULL"},
	}}
	nullTypeTable = Table{ID: "null.type", Fields: []Field{
		{ID: "null.unused", Width: 16, Kind: Reserved, Ref: "LINKTYPE_NULL"},
		{ID: "null.type", Bit: 16, Width: 16, Kind: EnumValue, Hex: 4, Enum: etherTypeNames, Ref: "LINKTYPE_NULL"},
	}}
	loopTable = Table{ID: "loop", Fields: []Field{
		{ID: "null.family", Width: 32, Kind: EnumValue, Enum: familyNames, Ref: "LINKTYPE_LOOP"},
	}}
)

func init() {
	register(ProtoNull, protocol{
		id: "null", table: &nullTable, min: NullLen, decode: decodeNull, parts: nullParts,
		extra: []*Table{&nullSwappedTable, &nullTypeTable},
	})
	register(ProtoLoop, protocol{id: "loop", table: &loopTable, min: NullLen, decode: decodeLoop})
	register(protoRaw, protocol{decode: decodeRaw})
	linkTypes[LinkNull] = ProtoNull
	linkTypes[LinkLoop] = ProtoLoop
	linkTypes[LinkRaw], linkTypes[linkRawBSD], linkTypes[linkRawOpenBSD] = protoRaw, protoRaw, protoRaw
	linkTypes[LinkIPv4], linkTypes[LinkIPv6] = ProtoIPv4, ProtoIPv6
}

func decodeNull(f *Frame, off, end uint32) (Proto, uint32, uint32) {
	if end-off < NullLen {
		return f.short(ProtoNull, off, end)
	}
	h := Null(f.data[off:end])
	f.add(ProtoNull, off, NullLen, end)
	return h.proto(), off + NullLen, end
}

func decodeLoop(f *Frame, off, end uint32) (Proto, uint32, uint32) {
	if end-off < NullLen {
		return f.short(ProtoLoop, off, end)
	}
	f.add(ProtoLoop, off, NullLen, end)
	return familyProto(binary.BigEndian.Uint32(f.data[off:])), off + NullLen, end
}

// proto is what the header announces: some systems write an EtherType.
func (h Null) proto() Proto {
	family := h.Family()
	if family >= minEtherType && family <= 0xffff && etherTypes[family] != NoProto {
		return etherTypes[family]
	}
	return familyProto(family)
}

func familyProto(family uint32) Proto {
	switch family {
	case familyIPv4:
		return ProtoIPv4
	case familyIPv6BSD, familyIPv6FreeBSD, familyIPv6Darwin:
		return ProtoIPv6
	}
	return ProtoData
}

func nullParts(dst []Part, h []byte, l *Layer) []Part {
	table := &nullTable
	switch family := Null(h).Family(); {
	case Null(h).swapped():
		table = &nullSwappedTable
	case family > maxLength && family <= 0xffff:
		table = &nullTypeTable
	}
	return append(dst, Part{Table: table, Off: l.Off, Len: NullLen})
}

// decodeRaw takes a packet that begins with its IP header, whose version says
// which it is.
func decodeRaw(f *Frame, off, end uint32) (Proto, uint32, uint32) {
	return rawProto(f.data[off:end]), off, end
}

func rawProto(b []byte) Proto {
	if len(b) > 0 {
		switch b[0] >> 4 {
		case 4:
			return ProtoIPv4
		case 6:
			return ProtoIPv6
		}
	}
	return ProtoData
}

// Null is the frame's BSD loopback header.
func (f *Frame) Null() (Null, bool) {
	if h, ok := f.view(ProtoNull); ok {
		return h, true
	}
	return f.view(ProtoLoop)
}

// NullSpec builds a BSD loopback header in network byte order. Family 0 means
// that of what follows, FreeBSD's for IPv6.
type NullSpec struct{ Family uint32 }

// Proto implements Spec.
func (s *NullSpec) Proto() Proto { return ProtoNull }

func (s *NullSpec) appendTo(b *building) {
	b.b = binary.BigEndian.AppendUint32(b.b, s.Family)
	if s.Family == 0 {
		b.expect(familyNumber, len(b.b)-1)
	}
}

func familyOf(p Proto) byte {
	switch p {
	case ProtoIPv4:
		return familyIPv4
	case ProtoIPv6:
		return familyIPv6FreeBSD
	}
	return 0
}

func (s *sealing) null() {
	h := Null(s.b[s.off:])
	if len(h) < NullLen {
		s.next = NoProto
		return
	}
	s.off += NullLen
	s.next = h.proto()
}
