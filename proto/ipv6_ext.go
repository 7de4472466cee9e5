package proto

import "encoding/binary"

// The extension headers of IPv6 (RFC 8200 §4), each a layer of its own. Hop-by-
// hop and destination options, and the routing header, begin alike:
//
//	 0                   1                   2                   3
//	 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|  Next Header  | Hdr Ext Len   |  Options                      |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|  Next Header  | Hdr Ext Len   | Routing Type  | Segments Left |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//
// where the length counts 8-byte units beyond the first. The fragment header:
//
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|  Next Header  |   Reserved    |      Fragment Offset    |Res|M|
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|                         Identification                        |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
const (
	ipProtoHopByHop = 0
	ipProtoRouting  = 43
	ipProtoFragment = 44
	ipProtoESP      = 50
	ipProtoAH       = 51
	ipProtoNone     = 59
	ipProtoDestOpts = 60

	ipv6FragmentLen = 8
)

func extensionTable(id, ref string, fields ...Field) *Table {
	return &Table{ID: id, Fields: append([]Field{
		{ID: id + ".nxt", Bit: 0, Width: 8, Kind: EnumValue, Enum: ipProtoNames, Ref: ref},
		{ID: id + ".len", Bit: 8, Width: 8, Kind: Length, Ref: ref},
	}, fields...)}
}

var (
	hopByHopTable = extensionTable("ipv6.hopopts", "RFC 8200 §4.3")
	destOptsTable = extensionTable("ipv6.dstopts", "RFC 8200 §4.6")
	fragmentTable = Table{ID: "ipv6.fraghdr", Fields: []Field{
		{ID: "ipv6.fraghdr.nxt", Bit: 0, Width: 8, Kind: EnumValue, Enum: ipProtoNames, Ref: "RFC 8200 §4.5"},
		{ID: "ipv6.fraghdr.reserved_octet", Bit: 8, Width: 8, Kind: Uint, Hex: 2, Ref: "RFC 8200 §4.5"},
		{ID: "ipv6.fraghdr.offset", Bit: 16, Width: 13, Kind: Uint, Ref: "RFC 8200 §4.5"},
		{ID: "ipv6.fraghdr.reserved_bits", Bit: 29, Width: 2, Kind: Uint, Ref: "RFC 8200 §4.5"},
		{ID: "ipv6.fraghdr.more", Bit: 31, Width: 1, Kind: Flag, Ref: "RFC 8200 §4.5"},
		{ID: "ipv6.fraghdr.ident", Bit: 32, Width: 32, Kind: Uint, Hex: 8, Ref: "RFC 8200 §4.5"},
	}}
)

func init() {
	register(ProtoHopByHop, protocol{
		id: "ipv6.hopopts", table: hopByHopTable, min: 2, decode: decodeHopByHop, parts: extensionOptions(hopByHopTable, hopByHopOptions),
		extra: hopByHopOptions.all(),
	})
	register(ProtoDestOpts, protocol{
		id: "ipv6.dstopts", table: destOptsTable, min: 2, decode: decodeDestOpts, parts: extensionOptions(destOptsTable, destOptsOptions),
		extra: destOptsOptions.all(),
	})
	register(ProtoFragment, protocol{id: "ipv6.fraghdr", table: &fragmentTable, min: ipv6FragmentLen, decode: decodeFragment})
	registerIPProto(ipProtoHopByHop, ProtoHopByHop)
	registerIPProto(ipProtoDestOpts, ProtoDestOpts)
	registerIPProto(ipProtoFragment, ProtoFragment)
}

// extension adds the layer of an extension header whose length is written in
// its second byte, and answers its bytes; false if it is cut off.
func (f *Frame) extension(p Proto, off, end uint32) (h []byte, ok bool) {
	if end-off < 2 {
		f.short(p, off, end)
		return nil, false
	}
	n := 8 + 8*uint32(f.data[off+1])
	if n > end-off {
		f.add(p, off, end-off, end)
		var lie Problem
		if units := (end - off) / 8; units > 0 { // the length counts those beyond the first
			lie = Problem{Field: &protocols[p].table.Fields[1], Off: off + 1, Got: uint64(f.data[off+1]), Want: uint64(units - 1)}
		}
		f.cut(off, end-off, n, lie)
		return nil, false
	}
	f.add(p, off, n, end)
	return f.data[off : off+n : off+n], true
}

func decodeHopByHop(f *Frame, off, end uint32) (Proto, uint32, uint32) {
	return f.optionsHeader(ProtoHopByHop, off, end)
}

func decodeDestOpts(f *Frame, off, end uint32) (Proto, uint32, uint32) {
	return f.optionsHeader(ProtoDestOpts, off, end)
}

func (f *Frame) optionsHeader(p Proto, off, end uint32) (Proto, uint32, uint32) {
	h, ok := f.extension(p, off, end)
	if !ok {
		return NoProto, end, end
	}
	f.checkIPv6Options(h, 2, off)
	return f.ipProto(h[0], off+uint32(len(h)), end)
}

func extensionOptions(table *Table, options *ipv6OptionTables) func([]Part, []byte, *Layer) []Part {
	return func(dst []Part, h []byte, l *Layer) []Part {
		dst = append(dst, Part{Table: table, Off: l.Off, Len: 2})
		return options.parts(dst, h, 2, l.Off)
	}
}

func decodeFragment(f *Frame, off, end uint32) (Proto, uint32, uint32) {
	if end-off < ipv6FragmentLen {
		return f.short(ProtoFragment, off, end)
	}
	f.add(ProtoFragment, off, ipv6FragmentLen, end)
	where := binary.BigEndian.Uint16(f.data[off+2:])
	if where&0xfff9 != 0 { // offset or more: it is not the whole packet
		f.addrs.whole = false
		if where&0xfff8 != 0 {
			return ProtoData, off + ipv6FragmentLen, end
		}
	}
	return f.ipProto(f.data[off], off+ipv6FragmentLen, end)
}

// HopByHopSpec builds a hop-by-hop options header. Options are padded to whole
// 8-byte units. NextHeader 0 means that of what follows.
type HopByHopSpec struct {
	NextHeader uint8
	Options    IPv6Options // up to 2046 bytes
}

// Proto implements Spec.
func (s *HopByHopSpec) Proto() Proto { return ProtoHopByHop }

func (s *HopByHopSpec) appendTo(b *building) {
	b.extension(ProtoHopByHop, s.NextHeader, s.Options)
}

// DestOptsSpec builds a destination options header, as HopByHopSpec does.
type DestOptsSpec struct {
	NextHeader uint8
	Options    IPv6Options // up to 2046 bytes
}

// Proto implements Spec.
func (s *DestOptsSpec) Proto() Proto { return ProtoDestOpts }

func (s *DestOptsSpec) appendTo(b *building) {
	b.extension(ProtoDestOpts, s.NextHeader, s.Options)
}

// extension appends an options header.
func (b *building) extension(p Proto, next uint8, options []byte) {
	const most = 256*8 - 2
	if len(options) > most {
		b.err = &OptionsError{p, len(options), most}
		return
	}
	b.nextHeader(next)
	b.b = append(b.b, byte((len(options)+1)/8))
	b.b = append(b.b, options...)
	switch pad := -(2 + len(options)) & 7; pad {
	case 0:
	case 1:
		b.b = append(b.b, ipv6Pad1)
	default:
		b.b = append(append(b.b, ipv6PadN, byte(pad-2)), zeros[:pad-2]...)
	}
}

// nextHeader appends the number of what comes next, to be entered if it is 0.
func (b *building) nextHeader(number uint8) {
	b.b = append(b.b, number)
	if number == 0 {
		b.expect(ipProtoNumber, len(b.b)-1)
	}
}

// FragmentSpec builds a fragment header. NextHeader 0 means that of what follows.
type FragmentSpec struct {
	NextHeader uint8
	Offset     int // bytes, a multiple of 8 up to 65528
	More       bool
	ID         uint32
}

// Proto implements Spec.
func (s *FragmentSpec) Proto() Proto { return ProtoFragment }

func (s *FragmentSpec) appendTo(b *building) {
	if s.Offset&^0xfff8 != 0 {
		b.err = &RangeError{fragmentTable.field("ipv6.fraghdr.offset"), uint64(s.Offset)}
	}
	where := uint16(s.Offset)
	if s.More {
		where |= 1
	}
	b.nextHeader(s.NextHeader)
	b.b = binary.BigEndian.AppendUint16(append(b.b, 0), where)
	b.b = binary.BigEndian.AppendUint32(b.b, s.ID)
}

// extension goes on behind an extension header, n bytes long.
func (s *sealing) extension(n int) {
	next := s.b[s.off]
	s.off += n
	s.next = ipProtos[next]
}

// optionsHeader goes on behind a header whose second byte tells its length.
func (s *sealing) optionsHeader() {
	h := s.b[s.off:]
	if len(h) < 8 || len(h) < 8+8*int(h[1]) {
		s.next = NoProto
		return
	}
	if at, ok := findIPv6Option(h, ipv6HomeAddress, 16); ok && s.next == ProtoDestOpts && s.size == 16 {
		s.src = s.off + at
	}
	s.extension(8 + 8*int(h[1]))
}

func (s *sealing) fragment() {
	h := s.b[s.off:]
	if len(h) < ipv6FragmentLen {
		s.next = NoProto
		return
	}
	where := binary.BigEndian.Uint16(h[2:])
	s.partial = s.partial || where&0xfff9 != 0
	s.extension(ipv6FragmentLen)
	if where&0xfff8 != 0 {
		s.next = NoProto
	}
}
