package proto

import "encoding/binary"

// Ethernet is an Ethernet II header (RFC 894, IEEE 802.3 §3.1), or an IEEE
// 802.3 one, whose last field is a length of at most 1500:
//
//	 0                   1                   2                   3
//	 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|                      Destination Address                      |
//	+                               +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|                               |                               |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+                               +
//	|                         Source Address                        |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|         Type / Length         |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//
// The view is over a whole header, as Frame.Ethernet gives it.
type Ethernet []byte

// EthernetLen is the length of the header in bytes.
const EthernetLen = 14

// Dst is the address of the next hop on this link.
func (h Ethernet) Dst() [6]byte { return [6]byte(h[0:6]) }

// Src is the address of the sender on this link.
func (h Ethernet) Src() [6]byte { return [6]byte(h[6:12]) }

// Type is the EtherType, or a length if it is 1 to 1500.
func (h Ethernet) Type() uint16 { return binary.BigEndian.Uint16(h[12:14]) }

// An EtherType is at least 1536; up to 1500 the field is a length, and what
// lies between is neither (IEEE 802.3 §3.2.6). A length of 0 would leave no room
// for LLC: some switches use that number as an EtherType of their own.
const (
	maxLength    = 1500
	minEtherType = 1536
)

// EtherTypes of what this package decodes (IEEE Registration Authority).
const (
	EtherTypeIPv4 = 0x0800
	EtherTypeARP  = 0x0806
	EtherTypeRARP = 0x8035
	EtherTypeVLAN = 0x8100
	EtherTypeIPv6 = 0x86dd

	EtherTypeServiceVLAN = 0x88a8
)

var etherTypeNames = &Enum{
	{EtherTypeIPv4, "IPv4"}, {EtherTypeARP, "ARP"}, {EtherTypeRARP, "RARP"}, {EtherTypeVLAN, "802.1Q VLAN"},
	{EtherTypeServiceVLAN, "802.1ad"}, {0x9100, "QinQ"}, {EtherTypeIPv6, "IPv6"}, {0x8847, "MPLS"},
	{0x8863, "PPPoE Discovery"}, {0x8864, "PPPoE Session"}, {0x888e, "802.1X"},
	{0x88cc, "LLDP"}, {0x88f7, "PTP"}, {0x8906, "FCoE"},
}

var (
	ethernetTable = Table{ID: "eth", Fields: []Field{
		{ID: "eth.dst", Bit: 0, Width: 48, Kind: MAC, Ref: "IEEE 802.3 §3.2.3"},
		{ID: "eth.src", Bit: 48, Width: 48, Kind: MAC, Ref: "IEEE 802.3 §3.2.3"},
		{ID: "eth.type", Bit: 96, Width: 16, Kind: EnumValue, Hex: 4, Enum: etherTypeNames, Ref: "IEEE 802.3 §3.2.6"},
	}}
	ethernetLengthTable = Table{ID: "eth.802_3", Fields: []Field{
		{ID: "eth.dst", Bit: 0, Width: 48, Kind: MAC, Ref: "IEEE 802.3 §3.2.3"},
		{ID: "eth.src", Bit: 48, Width: 48, Kind: MAC, Ref: "IEEE 802.3 §3.2.3"},
		{ID: "eth.len", Bit: 96, Width: 16, Kind: Length, Ref: "IEEE 802.3 §3.2.6"},
	}}
	ethernetInvalidTable = Table{ID: "eth.invalid", Fields: []Field{
		{ID: "eth.dst", Bit: 0, Width: 48, Kind: MAC, Ref: "IEEE 802.3 §3.2.3"},
		{ID: "eth.src", Bit: 48, Width: 48, Kind: MAC, Ref: "IEEE 802.3 §3.2.3"},
		{ID: "eth.invalid_lentype", Bit: 96, Width: 16, Kind: Uint, Hex: 4, Ref: "IEEE 802.3 §3.2.6"},
	}}
	ethType = ethernetTable.field("eth.type")
	ethLen  = ethernetLengthTable.field("eth.len")
)

func init() {
	register(ProtoEthernet, protocol{
		id: "eth", table: &ethernetTable, extra: []*Table{&ethernetLengthTable, &ethernetInvalidTable}, min: EthernetLen,
		decode: decodeEthernet, parts: ethernetParts,
	})
	linkTypes[LinkEthernet] = ProtoEthernet
}

func decodeEthernet(f *Frame, off, end uint32) (Proto, uint32, uint32) {
	if end-off < EthernetLen {
		return f.short(ProtoEthernet, off, end)
	}
	f.add(ProtoEthernet, off, EthernetLen, end)
	return f.etherType(Ethernet(f.data[off:]).Type(), ethType, ethLen, off+EthernetLen-2, end)
}

// etherType goes on behind the type-or-length field at off.
func (f *Frame) etherType(t uint16, typeField, lenField *Field, off, end uint32) (Proto, uint32, uint32) {
	next := off + 2
	if t >= minEtherType || t == 0 && lenField == ethLen {
		if p := etherTypes[t]; p != NoProto {
			return p, next, end
		}
		return ProtoData, next, end
	}
	if t > maxLength {
		f.problem(BadValue, typeField, off, uint64(t), minEtherType, nil)
		return ProtoData, next, end
	}
	if stop := next + uint32(t); stop > f.wire {
		f.problem(BadLength, lenField, off, uint64(t), uint64(f.wire-next), nil)
	} else {
		f.wire = stop
		end = min(end, stop)
	}
	return lengthProto(f.data[next:end]), next, end
}

// lengthProto is what follows a length: Novell's first frames left out the LLC
// header, and begin as no LLC header does.
func lengthProto(b []byte) Proto {
	if len(b) >= 2 && b[0]&b[1] == 0xff {
		return ProtoIPX
	}
	return ProtoLLC
}

func ethernetParts(dst []Part, h []byte, l *Layer) []Part {
	table := &ethernetTable
	if t := Ethernet(h).Type(); t != 0 && t <= maxLength {
		table = &ethernetLengthTable
	} else if t != 0 && t < minEtherType {
		table = &ethernetInvalidTable
	}
	return append(dst, Part{Table: table, Off: l.Off, Len: l.Hdr})
}

// Ethernet is the frame's Ethernet header.
func (f *Frame) Ethernet() (Ethernet, bool) { return f.view(ProtoEthernet) }

// EthernetSpec builds an Ethernet header. Type 0 means that of what follows.
type EthernetSpec struct {
	Dst, Src [6]byte
	Type     uint16
}

// Proto implements Spec.
func (s *EthernetSpec) Proto() Proto { return ProtoEthernet }

func (s *EthernetSpec) appendTo(b *building) {
	h := b.extend(EthernetLen)
	*(*[6]byte)(h) = s.Dst
	*(*[6]byte)(h[6:]) = s.Src
	binary.BigEndian.PutUint16(h[12:], s.Type)
	if s.Type == 0 {
		b.expect(etherTypeNumber, len(b.b)-2)
	}
}

func (s *sealing) ethernet() {
	if len(s.b)-s.off < EthernetLen {
		s.next = NoProto
		return
	}
	s.etherType(s.off + EthernetLen - 2)
}

// etherType goes on behind the type-or-length field at off.
func (s *sealing) etherType(off int) {
	t := binary.BigEndian.Uint16(s.b[off:])
	s.off = off + 2
	s.next = etherTypes[t]
	if t <= maxLength && s.keep&KeepLengths == 0 {
		n := len(s.b) - s.off
		if n > maxLength {
			s.err = &RangeError{ethLen, uint64(n)}
			return
		}
		binary.BigEndian.PutUint16(s.b[off:], uint16(n))
	}
	if t <= maxLength {
		s.next = lengthProto(s.b[s.off:])
	}
}
