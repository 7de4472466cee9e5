package proto

import "encoding/binary"

// UDP is a UDP header (RFC 768):
//
//	 0                   1                   2                   3
//	 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|          Source Port          |       Destination Port        |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|            Length             |           Checksum            |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//
// The view is over a whole header, as Frame.UDP gives it.
type UDP []byte

// UDPLen is the length of the header in bytes.
const UDPLen = 8

// SrcPort is the sender's port; 0 where no answer is wanted.
func (h UDP) SrcPort() uint16 { return binary.BigEndian.Uint16(h[0:2]) }

// DstPort is the receiver's port.
func (h UDP) DstPort() uint16 { return binary.BigEndian.Uint16(h[2:4]) }

// Len is the length of header and data in bytes; 0 in a jumbogram (RFC 2675 §4).
func (h UDP) Len() int { return int(binary.BigEndian.Uint16(h[4:6])) }

// Checksum covers pseudo-header, header and data; 0 says that there is none.
func (h UDP) Checksum() uint16 { return binary.BigEndian.Uint16(h[6:8]) }

var (
	udpTable = Table{ID: "udp", Fields: []Field{
		{ID: "udp.srcport", Bit: 0, Width: 16, Kind: Uint, Ref: "RFC 768"},
		{ID: "udp.dstport", Bit: 16, Width: 16, Kind: Uint, Ref: "RFC 768"},
		{ID: "udp.length", Bit: 32, Width: 16, Kind: Length, Ref: "RFC 768"},
		{ID: "udp.checksum", Bit: 48, Width: 16, Kind: Checksum, Hex: 4, Ref: "RFC 768"},
		{ID: "udp.checksum.status", Kind: Computed, Enum: statusNames, derive: sumStatus},
	}}
	udpLength   = udpTable.field("udp.length")
	udpChecksum = udpTable.field("udp.checksum")
)

func init() {
	register(ProtoUDP, protocol{id: "udp", table: &udpTable, min: UDPLen, decode: decodeUDP})
	registerIPProto(IPProtoUDP, ProtoUDP)
}

func decodeUDP(f *Frame, off, end uint32) (Proto, uint32, uint32) {
	if end-off < UDPLen {
		return f.short(ProtoUDP, off, end)
	}
	h := UDP(f.data[off:end:end])
	l := f.add(ProtoUDP, off, UDPLen, end)
	length := uint32(h.Len())
	if length == 0 && f.addrs.size == 16 { // as in a jumbogram, whose length IPv6 alone tells
		if length = f.wire - off; length <= 0xffff {
			f.problem(BadLength, udpLength, off+4, 0, uint64(length), nil)
		}
	}
	if length < UDPLen {
		f.problem(BadLength, udpLength, off+4, uint64(length), UDPLen, nil)
		l.Hdr = 6 // behind what cannot be, nothing is known to be a header
		return ProtoData, off + l.Hdr, end
	}
	if stop := off + length; stop <= f.wire {
		f.wire = stop
		end = min(end, stop)
		l.End, l.Wire = end, stop
		h = h[:end-off]
	} else if f.addrs.whole { // and no fragment, whose datagram is longer
		f.problem(BadLength, udpLength, off+4, uint64(length), uint64(f.wire-off), nil)
	}
	l.Status = f.udpSum(h, length, off)
	return f.udpPayload(h, off+UDPLen, end)
}

// udpSum verifies the checksum of h, a datagram of length bytes if nothing of
// it is cut. Zero says that the sender computed none: allowed over IPv4 (RFC
// 768), ruled out over IPv6 but for tunnels (RFC 8200 §8.1).
func (f *Frame) udpSum(h UDP, length, off uint32) Status {
	if h.Checksum() != 0 {
		if int(length) != len(h) {
			return StatusUnverified
		}
		return f.transportSum(IPProtoUDP, h, 6, udpChecksum, off)
	}
	if f.addrs.size == 4 {
		return StatusNotPresent
	}
	f.problem(NoChecksum, udpChecksum, off+6, 0, 0, nil)
	return StatusIllegal
}

// udpPayload names what the ports announce, the lower port first.
func (f *Frame) udpPayload(h UDP, off, end uint32) (Proto, uint32, uint32) {
	if off < end {
		if p := byPort(&udpPorts, h.SrcPort(), h.DstPort()); p != NoProto {
			return p, off, end
		}
	}
	return ProtoData, off, end
}

// Filled by the init functions of what is carried, read-only ever after.
var udpPorts, tcpPorts [1 << 16]Proto

func registerUDPPort(port uint16, p Proto) { udpPorts[port] = p }
func registerTCPPort(port uint16, p Proto) { tcpPorts[port] = p }

// byPort is the protocol that one of the ports is known for. The lower one goes
// first: well-known ports are lower than those that clients are given.
func byPort(ports *[1 << 16]Proto, a, b uint16) Proto {
	if a > b {
		a, b = b, a
	}
	if p := ports[a]; p != NoProto {
		return p
	}
	return ports[b]
}

// UDP is the frame's outermost UDP header.
func (f *Frame) UDP() (UDP, bool) { return f.view(ProtoUDP) }

// UDPSpec builds a UDP header.
type UDPSpec struct {
	SrcPort, DstPort uint16
	Len              uint16 // of the datagram that a first fragment begins; of any other, Seal computes it
}

// Proto implements Spec.
func (s *UDPSpec) Proto() Proto { return ProtoUDP }

func (s *UDPSpec) appendTo(b *building) {
	word := uint64(s.SrcPort)<<48 | uint64(s.DstPort)<<32 | uint64(s.Len)<<16
	binary.BigEndian.PutUint64(b.extend(UDPLen), word)
}

func (s *sealing) udp() {
	segment := s.b[s.off:]
	s.next = NoProto
	if len(segment) < UDPLen {
		return
	}
	if s.keep&KeepLengths == 0 && !s.partial {
		if len(segment) > 0xffff {
			s.err = &RangeError{udpLength, uint64(len(segment))}
			return
		}
		binary.BigEndian.PutUint16(segment[4:], uint16(len(segment)))
	}
	s.sum(IPProtoUDP, UDPLen, 6)
	if !s.partial && s.keep&KeepChecksums == 0 && segment[6]|segment[7] == 0 {
		segment[6], segment[7] = 0xff, 0xff // zero would mean none (RFC 768)
	}
}
