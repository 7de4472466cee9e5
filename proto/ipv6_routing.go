package proto

import "encoding/binary"

// The routing header (RFC 8200 §4.4) begins with the type of its data and how
// many of the addresses in it are still to be visited. The types with a layout
// of their own are source route (0, RFC 5095), Mobile IPv6 (2, RFC 6275 §6.4)
// and segment routing (4, RFC 8754 §2).
const (
	routingSource   = 0
	routingMobile   = 2
	routingSegments = 4
)

var (
	routingNames = &Enum{
		{routingSource, "Source Route"}, {1, "Nimrod"}, {routingMobile, "Type 2 (Mobile IPv6)"}, {3, "RPL Source Route"},
		{routingSegments, "Segment Routing"}, {5, "CRH-16"}, {6, "CRH-32"},
	}
	routingTable = extensionTable("ipv6.routing", "RFC 8200 §4.4",
		Field{ID: "ipv6.routing.type", Bit: 16, Width: 8, Kind: EnumValue, Enum: routingNames, Ref: "RFC 8200 §4.4"},
		Field{ID: "ipv6.routing.segleft", Bit: 24, Width: 8, Kind: Uint, Ref: "RFC 8200 §4.4"})
	routingSourceTable = Table{ID: "ipv6.routing.src", Fields: []Field{
		{ID: "ipv6.routing.src.reserved", Width: 32, Kind: Bytes, Ref: "RFC 2460 §4.4"},
	}}
	routingSourceAddr = Table{ID: "ipv6.routing.src.addr", Fields: []Field{
		{ID: "ipv6.routing.src.addr", Width: 128, Kind: IPv6Addr, Ref: "RFC 2460 §4.4"},
	}}
	routingMobileTable = Table{ID: "ipv6.routing.mipv6", Fields: []Field{
		{ID: "ipv6.routing.mipv6.reserved", Width: 32, Kind: Bytes, Ref: "RFC 6275 §6.4"},
		{ID: "ipv6.routing.mipv6.home_address", Bit: 32, Width: 128, Kind: IPv6Addr, Ref: "RFC 6275 §6.4"},
	}}
	routingSegmentsTable = Table{ID: "ipv6.routing.srh", Fields: []Field{
		{ID: "ipv6.routing.srh.last_entry", Bit: 0, Width: 8, Kind: Uint, Ref: "RFC 8754 §2"},
		{ID: "ipv6.routing.srh.flags", Bit: 8, Width: 8, Kind: Uint, Hex: 2, Ref: "RFC 8754 §2"},
		{ID: "ipv6.routing.srh.tag", Bit: 16, Width: 16, Kind: Bytes, Ref: "RFC 8754 §2"},
	}}
	routingSegmentAddr = Table{ID: "ipv6.routing.srh.addr", Fields: []Field{
		{ID: "ipv6.routing.srh.addr", Width: 128, Kind: IPv6Addr, Ref: "RFC 8754 §2"},
	}}
	routingUnknown = Table{ID: "ipv6.routing.unknown_data", Fields: []Field{
		{ID: "ipv6.routing.unknown_data", Kind: Bytes, Ref: "RFC 8200 §4.4"},
	}}
	routingSegLeft = routingTable.field("ipv6.routing.segleft")
)

const routingMinLen = 4

func init() {
	register(ProtoRouting, protocol{
		id: "ipv6.routing", table: routingTable, min: routingMinLen, decode: decodeRouting, parts: routingParts,
		extra: []*Table{
			&routingSourceTable, &routingSourceAddr, &routingMobileTable,
			&routingSegmentsTable, &routingSegmentAddr, &routingUnknown,
		},
	})
	registerIPProto(ipProtoRouting, ProtoRouting)
}

func decodeRouting(f *Frame, off, end uint32) (Proto, uint32, uint32) {
	h, ok := f.extension(ProtoRouting, off, end)
	if !ok {
		return NoProto, end, end
	}
	left, addresses := int(h[3]), (len(h)-8)/16
	switch h[2] {
	case routingSource, routingMobile, routingSegments:
		if left > addresses {
			f.problem(BadValue, routingSegLeft, off+3, uint64(left), uint64(addresses), nil)
		}
	}
	if at, ok := finalIPv6(h); ok && f.addrs.size == 16 {
		f.addrs.dst = off + at
	}
	return f.ipProto(h[0], off+uint32(len(h)), end)
}

// finalIPv6 is where in the routing header h the address lies that counts in
// the pseudo-header, the last one of the way (RFC 8200 §8.1); false if the
// packet has come to its end or none is there.
func finalIPv6(h []byte) (at uint32, ok bool) {
	if h[3] == 0 || len(h) < 8+16 {
		return 0, false
	}
	switch h[2] {
	case routingSource:
		return uint32(8 + (len(h)-8)/16*16 - 16), true
	case routingMobile, routingSegments: // the segments are listed backwards
		return 8, true
	}
	return 0, false
}

func routingParts(dst []Part, h []byte, l *Layer) []Part {
	off, end := l.Off, l.Next()
	dst = append(dst, Part{Table: routingTable, Off: off, Len: routingMinLen})
	fixed, list := &routingUnknown, (*Table)(nil)
	switch h[2] {
	case routingSource:
		fixed, list = &routingSourceTable, &routingSourceAddr
	case routingMobile:
		fixed = &routingMobileTable
	case routingSegments:
		fixed, list = &routingSegmentsTable, &routingSegmentAddr
	}
	off += routingMinLen
	if list == nil {
		return append(dst, Part{Table: fixed, Off: off, Len: end - off})
	}
	n := min(4, end-off)
	dst = append(dst, Part{Table: fixed, Off: off, Len: n})
	for off += n; off < end; off += n {
		if n = min(16, end-off); n < 16 || h[2] == routingSegments && (off-l.Off-8)/16 > uint32(h[4]) {
			// What follows the last segment is in type-length-value form.
			return append(dst, Part{Table: &routingUnknown, Off: off, Len: end - off, Depth: 1})
		}
		dst = append(dst, Part{Table: list, Off: off, Len: n, Depth: 1})
	}
	return dst
}

// RoutingSpec builds a routing header: of type 0 or 4 with a list of addresses
// in the order in which they lie in the header, of type 2 with one, of others
// with Data. NextHeader 0 means that of what follows.
type RoutingSpec struct {
	NextHeader   uint8
	Type         uint8
	SegmentsLeft uint8
	Addresses    [][16]byte
	Data         []byte // of other types, a multiple of 8 bytes plus 4
}

// Proto implements Spec.
func (s *RoutingSpec) Proto() Proto { return ProtoRouting }

func (s *RoutingSpec) appendTo(b *building) {
	data := len(s.Data)
	if s.Data == nil {
		data = 4 + 16*len(s.Addresses)
	}
	if data&7 != 4 || data > 255*8+4 {
		b.err = &OptionsError{ProtoRouting, data, 255*8 + 4}
		return
	}
	b.nextHeader(s.NextHeader)
	b.b = append(b.b, byte((data-4)/8), s.Type, s.SegmentsLeft)
	if s.Data != nil {
		b.b = append(b.b, s.Data...)
		return
	}
	word := uint32(0)
	if s.Type == routingSegments {
		word = uint32(len(s.Addresses)-1) << 24
	}
	b.b = binary.BigEndian.AppendUint32(b.b, word)
	for i := range s.Addresses {
		b.b = append(b.b, s.Addresses[i][:]...)
	}
}

func (s *sealing) routing() {
	h := s.b[s.off:]
	if len(h) >= 8 {
		h = h[:min(len(h), 8+8*int(h[1]))]
		if at, ok := finalIPv6(h); ok && s.size == 16 {
			s.dst = s.off + int(at)
		}
	}
	s.optionsHeader()
}
