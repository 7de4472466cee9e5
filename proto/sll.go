package proto

import "encoding/binary"

// SLL is a Linux "cooked" capture header (LINKTYPE_LINUX_SLL), which stands in
// for the link layer's where a capture takes from any interface:
//
//	 0                   1                   2                   3
//	 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|          Packet Type          |         Address Type          |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|        Address Length         |                               |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+                               +
//	|                   Sender Address (8 bytes)                    |
//	+                               +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|                               |           Protocol            |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//
// The view is over a whole header, as Frame.SLL gives it.
type SLL []byte

// SLL2 is the second version of that header (LINKTYPE_LINUX_SLL2), which names
// the interface:
//
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|           Protocol            |           Reserved            |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|                        Interface Index                        |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|         Address Type          |  Packet Type  |  Addr Length  |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|                   Sender Address (8 bytes)                    |
//	|                                                               |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//
// The view is over a whole header, as Frame.SLL2 gives it.
type SLL2 []byte

// Lengths of the headers in bytes.
const (
	SLLLen  = 16
	SLL2Len = 20
)

// PacketType tells the packet's direction: 0 to us, 4 from us.
func (h SLL) PacketType() uint16 { return binary.BigEndian.Uint16(h[0:2]) }

// Protocol is the EtherType of what follows, if it is more than 1536.
func (h SLL) Protocol() uint16 { return binary.BigEndian.Uint16(h[14:16]) }

// PacketType tells the packet's direction: 0 to us, 4 from us.
func (h SLL2) PacketType() uint8 { return h[10] }

// Protocol is the EtherType of what follows, if it is more than 1536.
func (h SLL2) Protocol() uint16 { return binary.BigEndian.Uint16(h[0:2]) }

// Interface is the index of the interface in the capturing host.
func (h SLL2) Interface() uint32 { return binary.BigEndian.Uint32(h[4:8]) }

// Numbers below an EtherType in the protocol field (linux/if_ether.h).
const (
	sllNovell    = 1
	sllLLC       = 4
	maxSLLNumber = 1536
)

const sllRef = "LINKTYPE_LINUX_SLL"

var (
	sllDirectionNames = &Enum{
		{0, "Unicast to us"}, {1, "Broadcast"}, {2, "Multicast"}, {3, "Unicast to another host"}, {4, "Sent by us"},
	}
	sllHardwareNames = &Enum{
		{1, "Ethernet"}, {512, "PPP"}, {768, "IPIP"}, {769, "IP6IP6"}, {772, "Loopback"}, {776, "SIT"}, {778, "GRE"},
		{803, "IEEE 802.11 Radiotap"}, {824, "Netlink"}, {0xfffe, "None"},
	}
	sllProtocolNames = &Enum{{sllNovell, "Novell raw 802.3"}, {3, "All"}, {sllLLC, "802.2 LLC"}, {12, "CAN"}, {13, "CAN FD"}}

	sllType   = Field{ID: "sll.etype", Width: 16, Kind: EnumValue, Hex: 4, Enum: etherTypeNames, Ref: sllRef}
	sllNumber = Field{ID: "sll.ltype", Width: 16, Kind: EnumValue, Hex: 4, Enum: sllProtocolNames, Ref: sllRef}
)

// The sender's address is cut to its length; what is left of its room is unused.
var (
	sllAddrTables  = sllAddrTablesOf("sll")
	sll2AddrTables = sllAddrTablesOf("sll2")
	sllTable       = Table{ID: "sll", Fields: []Field{
		{ID: "sll.pkttype", Bit: 0, Width: 16, Kind: EnumValue, Enum: sllDirectionNames, Ref: sllRef},
		{ID: "sll.hatype", Bit: 16, Width: 16, Kind: EnumValue, Enum: sllHardwareNames, Ref: sllRef},
		{ID: "sll.halen", Bit: 32, Width: 16, Kind: Length, Ref: sllRef},
	}}
	sllTypeTable   = Table{ID: "sll.type", Fields: []Field{sllType}}
	sllNumberTable = Table{ID: "sll.number", Fields: []Field{sllNumber}}
	sll2Table      = sll2TableOf("sll2", sllType)
	sll2NumberTab  = sll2TableOf("sll2.number", sllNumber)
)

func sllAddrTablesOf(id string) (tables [9]*Table) {
	for n := range uint16(len(tables)) {
		addr := Field{ID: "sll.src.other", Width: 8 * n, Kind: Bytes, Ref: sllRef}
		switch n {
		case 4:
			addr.ID, addr.Kind = "sll.src.ipv4", IPv4Addr
		case 6:
			addr.ID, addr.Kind = "sll.src.eth", MAC
		}
		unused := Field{ID: "sll.unused", Bit: 8 * n, Width: 64 - 8*n, Kind: Bytes, Ref: sllRef}
		tables[n] = &Table{ID: id + ".src." + string('0'+rune(n)), Fields: []Field{addr, unused}}
		switch n {
		case 0:
			tables[n].Fields = tables[n].Fields[1:]
		case 8:
			tables[n].Fields = tables[n].Fields[:1]
		}
	}
	return tables
}

func sll2TableOf(id string, protocol Field) *Table {
	const ref = "LINKTYPE_LINUX_SLL2"
	return &Table{ID: id, Fields: []Field{
		protocol,
		{ID: "sll.reserved", Bit: 16, Width: 16, Kind: Reserved, Ref: ref},
		{ID: "sll.ifindex", Bit: 32, Width: 32, Kind: Uint, Ref: ref},
		{ID: "sll.hatype", Bit: 64, Width: 16, Kind: EnumValue, Enum: sllHardwareNames, Ref: ref},
		{ID: "sll.pkttype", Bit: 80, Width: 8, Kind: EnumValue, Enum: sllDirectionNames, Ref: ref},
		{ID: "sll.halen", Bit: 88, Width: 8, Kind: Length, Ref: ref},
	}}
}

const sllHead, sll2Head = 6, 12 // bytes before the sender's address

func init() {
	register(ProtoSLL, protocol{
		id: "sll", table: &sllTable, min: sllHead, decode: decodeSLL, parts: sllParts,
		extra: append([]*Table{&sllTypeTable, &sllNumberTable}, sllAddrTables[:]...),
	})
	register(ProtoSLL2, protocol{
		id: "sll2", table: sll2Table, min: sll2Head, decode: decodeSLL2, parts: sll2Parts,
		extra: append([]*Table{sll2NumberTab}, sll2AddrTables[:]...),
	})
	linkTypes[LinkLinuxSLL] = ProtoSLL
	linkTypes[LinkLinuxSLL2] = ProtoSLL2
}

func decodeSLL(f *Frame, off, end uint32) (Proto, uint32, uint32) {
	return f.cooked(ProtoSLL, 14, SLLLen, off, end)
}

func decodeSLL2(f *Frame, off, end uint32) (Proto, uint32, uint32) {
	return f.cooked(ProtoSLL2, 0, SLL2Len, off, end)
}

// cooked adds a header of n bytes whose protocol stands at byte at.
func (f *Frame) cooked(p Proto, at, n, off, end uint32) (Proto, uint32, uint32) {
	if end-off < n {
		f.add(p, off, end-off, end)
		f.cut(off, end-off, n, Problem{})
		return NoProto, end, end
	}
	f.add(p, off, n, end)
	return sllProto(binary.BigEndian.Uint16(f.data[off+at:])), off + n, end
}

func sllProto(number uint16) Proto {
	switch {
	case number == sllLLC:
		return ProtoLLC
	case number == sllNovell:
		return ProtoIPX
	case number > maxSLLNumber && etherTypes[number] != NoProto:
		return etherTypes[number]
	}
	return ProtoData
}

func sllParts(dst []Part, h []byte, l *Layer) []Part {
	dst = append(dst, Part{Table: &sllTable, Off: l.Off, Len: sllHead})
	dst = sllAddrPart(dst, &sllAddrTables, uint32(binary.BigEndian.Uint16(h[4:])), l.Off+sllHead, l)
	if l.Hdr <= SLLLen-2 {
		return dst
	}
	table := &sllTypeTable
	if l.Hdr == SLLLen && SLL(h).Protocol() <= maxSLLNumber {
		table = &sllNumberTable
	}
	return append(dst, Part{Table: table, Off: l.Off + SLLLen - 2, Len: l.Hdr - (SLLLen - 2)})
}

func sll2Parts(dst []Part, h []byte, l *Layer) []Part {
	table := sll2Table
	if SLL2(h).Protocol() <= maxSLLNumber {
		table = sll2NumberTab
	}
	dst = append(dst, Part{Table: table, Off: l.Off, Len: sll2Head})
	return sllAddrPart(dst, &sll2AddrTables, uint32(h[11]), l.Off+sll2Head, l)
}

// sllAddrPart appends the part of the sender's address, as far as it is there.
func sllAddrPart(dst []Part, tables *[9]*Table, length, off uint32, l *Layer) []Part {
	if n := min(8, l.Next()-off); n > 0 {
		dst = append(dst, Part{Table: tables[min(length, 8)], Off: off, Len: n})
	}
	return dst
}

// SLL is the frame's Linux cooked header.
func (f *Frame) SLL() (SLL, bool) {
	h, ok := f.view(ProtoSLL)
	return h, ok && len(h) == SLLLen
}

// SLL2 is the frame's Linux cooked header of version 2.
func (f *Frame) SLL2() (SLL2, bool) {
	h, ok := f.view(ProtoSLL2)
	return h, ok && len(h) == SLL2Len
}

// SLLSpec builds a Linux cooked header around an Ethernet address. Protocol 0
// means that of what follows.
type SLLSpec struct {
	PacketType uint16
	Src        [6]byte
	Protocol   uint16
}

// Proto implements Spec.
func (s *SLLSpec) Proto() Proto { return ProtoSLL }

func (s *SLLSpec) appendTo(b *building) {
	b.b = binary.BigEndian.AppendUint64(b.b, uint64(s.PacketType)<<48|1<<32|6<<16|uint64(s.Src[0])<<8|uint64(s.Src[1]))
	b.b = append(append(b.b, s.Src[2:]...), 0, 0)
	b.protocol(s.Protocol)
}

// SLL2Spec builds a Linux cooked header of version 2 around an Ethernet address.
// Protocol 0 means that of what follows.
type SLL2Spec struct {
	PacketType uint8
	Interface  uint32
	Src        [6]byte
	Protocol   uint16
}

// Proto implements Spec.
func (s *SLL2Spec) Proto() Proto { return ProtoSLL2 }

func (s *SLL2Spec) appendTo(b *building) {
	b.protocol(s.Protocol)
	b.b = binary.BigEndian.AppendUint32(append(b.b, 0, 0), s.Interface)
	b.b = append(append(b.b, 0, 1, s.PacketType, 6), s.Src[:]...)
	b.b = append(b.b, 0, 0)
}

// protocol appends an EtherType, to be entered if it is 0.
func (b *building) protocol(number uint16) {
	b.b = binary.BigEndian.AppendUint16(b.b, number)
	if number == 0 {
		b.expect(etherTypeNumber, len(b.b)-2)
	}
}

// cooked goes on behind a header of n bytes whose protocol stands at byte at.
func (s *sealing) cooked(at, n int) {
	if len(s.b)-s.off < n {
		s.next = NoProto
		return
	}
	s.next = sllProto(binary.BigEndian.Uint16(s.b[s.off+at:]))
	s.off += n
}
