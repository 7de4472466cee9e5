package proto

import "encoding/binary"

// ARP is a message of the address resolution protocol (RFC 826) between
// Ethernet and IPv4:
//
//	 0                   1                   2                   3
//	 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|         Hardware Type         |         Protocol Type         |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	| Hardware Size | Protocol Size |           Operation           |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|                    Sender Hardware Address                    |
//	+                               +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|                               |    Sender Protocol Address    |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|    Sender Protocol Address    |                               |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+                               +
//	|                    Target Hardware Address                    |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|                    Target Protocol Address                    |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//
// With other sizes the addresses lie elsewhere: their accessors answer zero.
// The view is over a whole message, as Frame.ARP gives it.
type ARP []byte

// Lengths in bytes: of the fixed fields, and of a message between Ethernet and
// IPv4.
const (
	ARPMinLen = 8
	ARPLen    = 28
)

// ARPOp is what an ARP message does (IANA "ARP Operation Codes").
type ARPOp uint16

// The operations of RFC 826.
const (
	ARPRequest ARPOp = 1
	ARPReply   ARPOp = 2
)

// HardwareType is the kind of link: 1 is Ethernet.
func (h ARP) HardwareType() uint16 { return binary.BigEndian.Uint16(h[0:2]) }

// ProtocolType is the EtherType of the addresses asked for.
func (h ARP) ProtocolType() uint16 { return binary.BigEndian.Uint16(h[2:4]) }

// HardwareSize is the length of a hardware address in bytes.
func (h ARP) HardwareSize() int { return int(h[4]) }

// ProtocolSize is the length of a protocol address in bytes.
func (h ARP) ProtocolSize() int { return int(h[5]) }

// Op is what the message does.
func (h ARP) Op() ARPOp { return ARPOp(binary.BigEndian.Uint16(h[6:8])) }

// usual tells whether the addresses are of Ethernet and IPv4, and all there.
func (h ARP) usual() bool {
	return len(h) >= ARPLen && binary.BigEndian.Uint32(h) == 0x0001_0800 && binary.BigEndian.Uint16(h[4:]) == 0x0604
}

func (h ARP) mac(at int) (a [6]byte) {
	if h.usual() {
		a = [6]byte(h[at:])
	}
	return a
}

func (h ARP) ip(at int) (a [4]byte) {
	if h.usual() {
		a = [4]byte(h[at:])
	}
	return a
}

// SenderMAC is the sender's hardware address.
func (h ARP) SenderMAC() [6]byte { return h.mac(8) }

// SenderIP is the sender's protocol address; zero in a probe (RFC 5227 §2.1.1).
func (h ARP) SenderIP() [4]byte { return h.ip(14) }

// TargetMAC is the target's hardware address, which a request does not know yet.
func (h ARP) TargetMAC() [6]byte { return h.mac(18) }

// TargetIP is the target's protocol address: the one asked for.
func (h ARP) TargetIP() [4]byte { return h.ip(24) }

var (
	arpHardwareNames = &Enum{
		{1, "Ethernet"}, {6, "IEEE 802"}, {7, "ARCNET"}, {15, "Frame Relay"}, {16, "ATM"}, {17, "HDLC"},
		{18, "Fibre Channel"}, {19, "ATM"}, {20, "Serial Line"}, {24, "IEEE 1394"}, {31, "IPsec tunnel"}, {32, "InfiniBand"},
	}
	arpOpNames = &Enum{
		{uint64(ARPRequest), "request"}, {uint64(ARPReply), "reply"}, {3, "reverse request"}, {4, "reverse reply"},
		{5, "drarp request"}, {6, "drarp reply"}, {7, "drarp error"}, {8, "inverse request"}, {9, "inverse reply"}, {10, "arp nak"},
	}
	arpTable = Table{ID: "arp", Fields: []Field{
		{ID: "arp.hw.type", Bit: 0, Width: 16, Kind: EnumValue, Enum: arpHardwareNames, Ref: "RFC 826"},
		{ID: "arp.proto.type", Bit: 16, Width: 16, Kind: EnumValue, Hex: 4, Enum: etherTypeNames, Ref: "RFC 826"},
		{ID: "arp.hw.size", Bit: 32, Width: 8, Kind: Length, Ref: "RFC 826"},
		{ID: "arp.proto.size", Bit: 40, Width: 8, Kind: Length, Ref: "RFC 826"},
		{ID: "arp.opcode", Bit: 48, Width: 16, Kind: EnumValue, Enum: arpOpNames, Ref: "RFC 826"},
	}}
	arpUsual = Table{ID: "arp.addresses", Fields: []Field{
		{ID: "arp.src.hw_mac", Bit: 0, Width: 48, Kind: MAC, Ref: "RFC 826"},
		{ID: "arp.src.proto_ipv4", Bit: 48, Width: 32, Kind: IPv4Addr, Ref: "RFC 826"},
		{ID: "arp.dst.hw_mac", Bit: 80, Width: 48, Kind: MAC, Ref: "RFC 826"},
		{ID: "arp.dst.proto_ipv4", Bit: 128, Width: 32, Kind: IPv4Addr, Ref: "RFC 826"},
	}}
	// The same addresses one by one, for messages where not all are of these
	// kinds: in the order of the message.
	arpEthernet = [4]Table{
		0: {ID: "arp.src.hw_mac", Fields: []Field{{ID: "arp.src.hw_mac", Width: 48, Kind: MAC, Ref: "RFC 826"}}},
		2: {ID: "arp.dst.hw_mac", Fields: []Field{{ID: "arp.dst.hw_mac", Width: 48, Kind: MAC, Ref: "RFC 826"}}},
	}
	arpIPv4 = [4]Table{
		1: {ID: "arp.src.proto_ipv4", Fields: []Field{{ID: "arp.src.proto_ipv4", Width: 32, Kind: IPv4Addr, Ref: "RFC 826"}}},
		3: {ID: "arp.dst.proto_ipv4", Fields: []Field{{ID: "arp.dst.proto_ipv4", Width: 32, Kind: IPv4Addr, Ref: "RFC 826"}}},
	}
	arpOpaque = [4]Table{
		{ID: "arp.src.hw", Fields: []Field{{ID: "arp.src.hw", Kind: Bytes, Ref: "RFC 826"}}},
		{ID: "arp.src.proto", Fields: []Field{{ID: "arp.src.proto", Kind: Bytes, Ref: "RFC 826"}}},
		{ID: "arp.dst.hw", Fields: []Field{{ID: "arp.dst.hw", Kind: Bytes, Ref: "RFC 826"}}},
		{ID: "arp.dst.proto", Fields: []Field{{ID: "arp.dst.proto", Kind: Bytes, Ref: "RFC 826"}}},
	}
)

func init() {
	register(ProtoARP, protocol{
		id: "arp", table: &arpTable, min: ARPMinLen, decode: decodeARP, parts: arpParts,
		extra: []*Table{
			&arpUsual, &arpEthernet[0], &arpEthernet[2], &arpIPv4[1], &arpIPv4[3],
			&arpOpaque[0], &arpOpaque[1], &arpOpaque[2], &arpOpaque[3],
		},
	})
	registerEtherType(EtherTypeRARP, ProtoARP)
	registerEtherType(EtherTypeARP, ProtoARP)
}

func decodeARP(f *Frame, off, end uint32) (Proto, uint32, uint32) {
	if end-off < ARPMinLen {
		return f.short(ProtoARP, off, end)
	}
	h := ARP(f.data[off:end:end])
	hdr := ARPMinLen + 2*uint32(h[4]) + 2*uint32(h[5])
	if off+hdr > end {
		f.add(ProtoARP, off, end-off, end)
		f.cut(off, end-off, hdr, Problem{})
		return NoProto, end, end
	}
	// What follows fills the frame: the message tells its own length.
	f.wire = off + hdr
	f.add(ProtoARP, off, hdr, off+hdr)
	return NoProto, off + hdr, off + hdr
}

func arpParts(dst []Part, h []byte, l *Layer) []Part {
	dst = append(dst, Part{Table: &arpTable, Off: l.Off, Len: ARPMinLen})
	if binary.BigEndian.Uint32(h) == 0x0001_0800 && binary.BigEndian.Uint16(h[4:]) == 0x0604 {
		return append(dst, Part{Table: &arpUsual, Off: l.Off + ARPMinLen, Len: l.Hdr - ARPMinLen})
	}
	hw, proto := &arpOpaque, &arpOpaque
	if kind := binary.BigEndian.Uint16(h); kind == 1 || kind == 6 {
		if h[4] == 6 {
			hw = &arpEthernet
		}
	}
	if binary.BigEndian.Uint16(h[2:]) == EtherTypeIPv4 && h[5] == 4 {
		proto = &arpIPv4
	}
	off, end := l.Off+ARPMinLen, l.Next()
	sizes := [4]uint32{uint32(h[4]), uint32(h[5]), uint32(h[4]), uint32(h[5])}
	for i, table := range [4]*Table{&hw[0], &proto[1], &hw[2], &proto[3]} {
		if n := min(sizes[i], end-off); n > 0 {
			dst = append(dst, Part{Table: table, Off: off, Len: n})
			off += n
		}
	}
	return dst
}

// ARP is the frame's ARP message.
func (f *Frame) ARP() (ARP, bool) { return f.view(ProtoARP) }

// ARPSpec builds an ARP message between Ethernet and IPv4.
type ARPSpec struct {
	Op                   ARPOp
	SenderMAC, TargetMAC [6]byte
	SenderIP, TargetIP   [4]byte
}

// Proto implements Spec.
func (s *ARPSpec) Proto() Proto { return ProtoARP }

func (s *ARPSpec) appendTo(b *building) {
	h := b.extend(ARPLen)
	binary.BigEndian.PutUint64(h, 0x0001_0800_0604_0000|uint64(s.Op))
	copy(h[8:], s.SenderMAC[:])
	copy(h[14:], s.SenderIP[:])
	copy(h[18:], s.TargetMAC[:])
	copy(h[24:], s.TargetIP[:])
}
