package proto

import "encoding/binary"

// VLAN is a tag of IEEE 802.1Q §9.6, or a service tag (802.1ad), as it lies
// behind the EtherType that announces it: what is called the tag's own EtherType
// stands in the header before.
//
//	 0                   1                   2                   3
//	 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	| PCP |D|    VLAN Identifier    |         Type / Length         |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//
// The view is over a whole tag, as Frame.VLAN gives it.
type VLAN []byte

// VLANLen is the length of a tag in bytes, and MaxVLANs how many of them one
// frame is read with; what lies deeper is data.
const (
	VLANLen  = 4
	MaxVLANs = 4
)

// Priority is the priority code point (IEEE 802.1Q §6.9.3), 0 to 7.
func (h VLAN) Priority() uint8 { return h[0] >> 5 }

// DropEligible is the drop eligible indicator.
func (h VLAN) DropEligible() bool { return h[0]&0x10 != 0 }

// ID is the VLAN identifier; 0 says that the tag tells a priority alone.
func (h VLAN) ID() uint16 { return binary.BigEndian.Uint16(h) & 0xfff }

// Type is the EtherType of what follows, or its length, as in Ethernet.
func (h VLAN) Type() uint16 { return binary.BigEndian.Uint16(h[2:4]) }

func vlanTableOf(id, prefix string, last Field) Table {
	return Table{ID: id, Fields: []Field{
		{ID: prefix + ".priority", Bit: 0, Width: 3, Kind: EnumValue, Enum: priorityNames, Ref: "IEEE 802.1Q §9.6"},
		{ID: prefix + ".dei", Bit: 3, Width: 1, Kind: Flag, Ref: "IEEE 802.1Q §9.6"},
		{ID: prefix + ".id", Bit: 4, Width: 12, Kind: Uint, Ref: "IEEE 802.1Q §9.6"},
		last,
	}}
}

// The traffic types that IEEE 802.1Q table I-2 suggests for each priority.
var priorityNames = &Enum{
	{0, "Best Effort"}, {1, "Background"}, {2, "Excellent Effort"}, {3, "Critical Applications"},
	{4, "Video"}, {5, "Voice"}, {6, "Internetwork Control"}, {7, "Network Control"},
}

var (
	vlanTable = vlanTableOf("vlan", "vlan",
		Field{ID: "vlan.etype", Bit: 16, Width: 16, Kind: EnumValue, Hex: 4, Enum: etherTypeNames, Ref: "IEEE 802.1Q §9.6"})
	vlanLengthTable = vlanTableOf("vlan.802_3", "vlan",
		Field{ID: "vlan.len", Bit: 16, Width: 16, Kind: Length, Ref: "IEEE 802.1Q §9.6"})
	serviceTable = vlanTableOf("ieee8021ad", "ieee8021ad",
		Field{ID: "ieee8021ah.etype", Bit: 16, Width: 16, Kind: EnumValue, Hex: 4, Enum: etherTypeNames, Ref: "IEEE 802.1Q §9.6"})
	vlanType = vlanTable.field("vlan.etype")
	vlanLen  = vlanLengthTable.field("vlan.len")
)

func init() {
	register(ProtoVLAN, protocol{
		id: "vlan", table: &vlanTable, extra: []*Table{&vlanLengthTable}, min: VLANLen,
		decode: decodeVLAN, parts: vlanParts,
	})
	register(ProtoServiceVLAN, protocol{id: "ieee8021ad", table: &serviceTable, min: VLANLen, decode: decodeServiceVLAN})
	registerEtherType(EtherTypeServiceVLAN, ProtoServiceVLAN)
	registerEtherType(0x9200, ProtoVLAN)
	registerEtherType(0x9100, ProtoVLAN)
	registerEtherType(EtherTypeVLAN, ProtoVLAN) // last: the one that Append announces
}

func decodeVLAN(f *Frame, off, end uint32) (Proto, uint32, uint32) {
	return f.tag(ProtoVLAN, off, end)
}

func decodeServiceVLAN(f *Frame, off, end uint32) (Proto, uint32, uint32) {
	return f.tag(ProtoServiceVLAN, off, end)
}

func (f *Frame) tag(p Proto, off, end uint32) (Proto, uint32, uint32) {
	if end-off < VLANLen {
		return f.short(p, off, end)
	}
	depth := uint64(0)
	for i := range f.Layers() {
		if p := f.layers[i].Proto; p == ProtoVLAN || p == ProtoServiceVLAN {
			depth++
		}
	}
	if depth == MaxVLANs {
		f.problem(TooDeep, nil, off, depth, MaxVLANs, nil)
		return ProtoData, off, end
	}
	f.add(p, off, VLANLen, end)
	t := VLAN(f.data[off:]).Type()
	if p == ProtoServiceVLAN && t < minEtherType { // another tag has to follow, and no length
		return ProtoData, off + VLANLen, end
	}
	return f.etherType(t, vlanType, vlanLen, off+VLANLen-2, end)
}

func vlanParts(dst []Part, h []byte, l *Layer) []Part {
	if VLAN(h).Type() <= maxLength {
		return append(dst, Part{Table: &vlanLengthTable, Off: l.Off, Len: l.Hdr})
	}
	return append(dst, Part{Table: &vlanTable, Off: l.Off, Len: l.Hdr})
}

// VLAN is the frame's outermost VLAN tag, a service tag included.
func (f *Frame) VLAN() (VLAN, bool) {
	if i, j := f.Find(ProtoServiceVLAN), f.Find(ProtoVLAN); i >= 0 && (j < 0 || i < j) {
		return f.view(ProtoServiceVLAN)
	}
	return f.view(ProtoVLAN)
}

// VLANSpec builds a VLAN tag, announced as 802.1Q; the header before may name
// another EtherType, such as EtherTypeServiceVLAN. Type 0 means that of what
// follows.
type VLANSpec struct {
	Priority     uint8 // 0 to 7
	DropEligible bool
	ID           uint16 // 0 to 4095
	Type         uint16
}

// Proto implements Spec.
func (s *VLANSpec) Proto() Proto { return ProtoVLAN }

func (s *VLANSpec) appendTo(b *building) {
	switch {
	case s.Priority > 7:
		b.err = &RangeError{vlanTable.field("vlan.priority"), uint64(s.Priority)}
	case s.ID > 0xfff:
		b.err = &RangeError{vlanTable.field("vlan.id"), uint64(s.ID)}
	}
	tag := uint16(s.Priority)<<13 | s.ID
	if s.DropEligible {
		tag |= 0x1000
	}
	binary.BigEndian.PutUint32(b.extend(VLANLen), uint32(tag)<<16|uint32(s.Type))
	if s.Type == 0 {
		b.expect(etherTypeNumber, len(b.b)-2)
	}
}

func (s *sealing) vlan() {
	if len(s.b)-s.off < VLANLen {
		s.next = NoProto
		return
	}
	s.etherType(s.off + VLANLen - 2)
}
