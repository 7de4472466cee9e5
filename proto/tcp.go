package proto

import (
	"encoding/binary"
)

// TCP is a TCP header with its options (RFC 9293 §3.1; AE by RFC 9768, CWR and
// ECE by RFC 3168):
//
//	 0                   1                   2                   3
//	 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|          Source Port          |       Destination Port        |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|                        Sequence Number                        |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|                     Acknowledgment Number                     |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|  Data |     |A|C|E|U|A|P|R|S|F|                               |
//	| Offset| Rsv |E|W|C|R|C|S|S|Y|I|            Window             |
//	|       |     | |R|E|G|K|H|T|N|N|                               |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|           Checksum            |         Urgent Pointer        |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//	|                    Options, up to 40 bytes                    |
//	+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//
// The view is over a whole header, as Frame.TCP gives it.
type TCP []byte

// Lengths of the header in bytes.
const (
	TCPMinLen = 20
	TCPMaxLen = 60
)

// TCPFlags are the control bits of a segment.
type TCPFlags uint16

// The control bits.
const (
	FIN TCPFlags = 1 << iota // no more data from the sender
	SYN                      // synchronize sequence numbers
	RST                      // reset the connection
	PSH                      // push
	ACK                      // the acknowledgment number counts
	URG                      // the urgent pointer counts
	ECE                      // ECN-Echo (RFC 3168)
	CWR                      // congestion window reduced (RFC 3168)
	AE                       // accurate ECN (RFC 9768)
)

// SrcPort is the sender's port.
func (h TCP) SrcPort() uint16 { return binary.BigEndian.Uint16(h[0:2]) }

// DstPort is the receiver's port.
func (h TCP) DstPort() uint16 { return binary.BigEndian.Uint16(h[2:4]) }

// Seq is the sequence number of the first data byte, or of the SYN if it is set.
func (h TCP) Seq() uint32 { return binary.BigEndian.Uint32(h[4:8]) }

// Ack is the next sequence number that the sender expects, if ACK is set.
func (h TCP) Ack() uint32 { return binary.BigEndian.Uint32(h[8:12]) }

// HeaderLen is the length of the header in bytes, options included, as the
// data offset declares it: 0 to 60.
func (h TCP) HeaderLen() int { return int(h[12]>>4) * 4 }

// Flags are the control bits.
func (h TCP) Flags() TCPFlags { return TCPFlags(binary.BigEndian.Uint16(h[12:14]) & 0x1ff) }

// Window is how many bytes from Ack on the sender will take, before scaling.
func (h TCP) Window() uint16 { return binary.BigEndian.Uint16(h[14:16]) }

// Checksum covers pseudo-header, header and data.
func (h TCP) Checksum() uint16 { return binary.BigEndian.Uint16(h[16:18]) }

// Urgent is where urgent data ends, counted from Seq, if URG is set.
func (h TCP) Urgent() uint16 { return binary.BigEndian.Uint16(h[18:20]) }

// Options are the bytes behind the fixed header.
func (h TCP) Options() []byte { return h[TCPMinLen:] }

var (
	tcpTable = Table{ID: "tcp", Fields: []Field{
		{ID: "tcp.srcport", Bit: 0, Width: 16, Kind: Uint, Ref: "RFC 9293 §3.1"},
		{ID: "tcp.dstport", Bit: 16, Width: 16, Kind: Uint, Ref: "RFC 9293 §3.1"},
		{ID: "tcp.len", Kind: Computed, Ref: "RFC 9293 §3.4", derive: tcpLength},
		{ID: "tcp.seq_raw", Bit: 32, Width: 32, Kind: Uint, Ref: "RFC 9293 §3.1"},
		{ID: "tcp.ack_raw", Bit: 64, Width: 32, Kind: Uint, Ref: "RFC 9293 §3.1"},
		{ID: "tcp.hdr_len", Bit: 96, Width: 4, Kind: Length, Unit: 4, Ref: "RFC 9293 §3.1"},
		{ID: "tcp.flags", Bit: 100, Width: 12, Kind: Group, Hex: 4, Ref: "RFC 9293 §3.1"},
		{ID: "tcp.flags.res", Bit: 100, Width: 3, Kind: Reserved, Ref: "RFC 9293 §3.1"},
		{ID: "tcp.flags.ae", Bit: 103, Width: 1, Kind: Flag, Ref: "RFC 9768 §3.1"},
		{ID: "tcp.flags.cwr", Bit: 104, Width: 1, Kind: Flag, Ref: "RFC 3168 §6.1"},
		{ID: "tcp.flags.ece", Bit: 105, Width: 1, Kind: Flag, Ref: "RFC 3168 §6.1"},
		{ID: "tcp.flags.urg", Bit: 106, Width: 1, Kind: Flag, Ref: "RFC 9293 §3.1"},
		{ID: "tcp.flags.ack", Bit: 107, Width: 1, Kind: Flag, Ref: "RFC 9293 §3.1"},
		{ID: "tcp.flags.push", Bit: 108, Width: 1, Kind: Flag, Ref: "RFC 9293 §3.1"},
		{ID: "tcp.flags.reset", Bit: 109, Width: 1, Kind: Flag, Ref: "RFC 9293 §3.1"},
		{ID: "tcp.flags.syn", Bit: 110, Width: 1, Kind: Flag, Ref: "RFC 9293 §3.1"},
		{ID: "tcp.flags.fin", Bit: 111, Width: 1, Kind: Flag, Ref: "RFC 9293 §3.1"},
		{ID: "tcp.window_size_value", Bit: 112, Width: 16, Kind: Uint, Ref: "RFC 9293 §3.1"},
		{ID: "tcp.checksum", Bit: 128, Width: 16, Kind: Checksum, Hex: 4, Ref: "RFC 9293 §3.1"},
		{ID: "tcp.checksum.status", Kind: Computed, Enum: statusNames, derive: sumStatus},
		{ID: "tcp.urgent_pointer", Bit: 144, Width: 16, Kind: Uint, Ref: "RFC 9293 §3.1"},
	}}
	tcpHdrLen   = tcpTable.field("tcp.hdr_len")
	tcpReserved = tcpTable.field("tcp.flags.res")
	tcpChecksum = tcpTable.field("tcp.checksum")
)

func init() {
	register(ProtoTCP, protocol{
		id: "tcp", table: &tcpTable, extra: tcpOptionTableList(), min: TCPMinLen,
		decode: decodeTCP, parts: tcpParts,
	})
	registerIPProto(IPProtoTCP, ProtoTCP)
}

func decodeTCP(f *Frame, off, end uint32) (Proto, uint32, uint32) {
	h := TCP(f.data[off:end:end])
	if len(h) > 12 && h[12]>>4 < TCPMinLen/4 {
		f.add(ProtoTCP, off, 13, end) // behind what cannot be, nothing is known to be a header
		f.problem(BadLength, tcpHdrLen, off+12, uint64(h[12]>>4), TCPMinLen/4, nil)
		return ProtoData, off + 13, end
	}
	if len(h) < TCPMinLen {
		next, nextOff, nextEnd := f.short(ProtoTCP, off, end)
		if len(h) >= 18 {
			f.layers[f.nLayers-1].Status = StatusUnverified
		}
		return next, nextOff, nextEnd
	}
	hdr := uint32(h[12]>>4) * 4
	l := f.add(ProtoTCP, off, TCPMinLen, end)
	l.Status = f.transportSum(IPProtoTCP, h, 16, tcpChecksum, off)
	if h[12]&0xe != 0 {
		f.problem(ReservedBits, tcpReserved, off+12, uint64(h[12]>>1&7), 0, nil)
	}
	if off+hdr > end {
		f.cut(off, end-off, hdr, Problem{Field: tcpHdrLen, Off: off + 12, Got: uint64(hdr / 4), Want: uint64((end - off) / 4)})
		l.Hdr = end - off
		return NoProto, end, end
	}
	l.Hdr = hdr
	if hdr > TCPMinLen {
		f.checkTCPOptions(h[:hdr], off)
	}
	return tcpPayload(h, off+hdr, end), off + hdr, end
}

// tcpLength is how many bytes of data the segment had on the wire. It is not
// known of a segment that goes on in other fragments, or is quoted.
func tcpLength(f *Frame, layer int) (uint64, bool) {
	l, h := &f.layers[layer], f.Header(layer)
	if len(h) <= 12 || l.Quoted || f.fragmented(layer) {
		return 0, false
	}
	n, hdr := l.Wire-l.Off, uint32(h[12]>>4)*4
	return uint64(n - min(hdr, n)), hdr <= n
}

// tcpPayload names what the ports announce, or what the data cannot but be:
// servers listen on all kinds of ports.
func tcpPayload(h TCP, off, end uint32) Proto {
	if off == end {
		return ProtoData
	}
	if p := byPort(&tcpPorts, h.SrcPort(), h.DstPort()); p != NoProto {
		return p
	}
	data := h[len(h)-int(end-off):]
	switch {
	case data[0] == tlsHandshake && beginsClientHello(data):
		return ProtoTLS
	case httpBegins(data):
		return ProtoHTTP
	}
	return ProtoData
}

// TCP is the frame's outermost TCP header.
func (f *Frame) TCP() (TCP, bool) { return f.view(ProtoTCP) }

// TCPSpec builds a TCP header. Options are padded with zeros to whole 32-bit
// words.
type TCPSpec struct {
	SrcPort, DstPort uint16
	Seq, Ack         uint32
	Flags            TCPFlags
	Window           uint16
	Urgent           uint16
	Options          []byte
}

// Proto implements Spec.
func (s *TCPSpec) Proto() Proto { return ProtoTCP }

func (s *TCPSpec) appendTo(b *building) {
	h := b.extendWithOptions(TCPMinLen, s.Options, ProtoTCP)
	if h == nil {
		return
	}
	if s.Flags > 0x1ff {
		b.err = &RangeError{tcpTable.field("tcp.flags"), uint64(s.Flags)}
	}
	binary.BigEndian.PutUint64(h, uint64(s.SrcPort)<<48|uint64(s.DstPort)<<32|uint64(s.Seq))
	binary.BigEndian.PutUint64(h[8:], uint64(s.Ack)<<32|uint64(len(h)/4)<<28|uint64(s.Flags)<<16|uint64(s.Window))
	binary.BigEndian.PutUint32(h[16:], uint32(s.Urgent))
}

func (s *sealing) tcp() { s.sum(IPProtoTCP, TCPMinLen, 16) }

// sum puts the checksum of the transport at s.off, which is summed with the
// pseudo-header, into its byte at.
func (s *sealing) sum(protocol uint8, least, at int) {
	s.put(s.pseudo(protocol, len(s.b)-s.off), least, at)
}

// put puts the checksum of the transport at s.off, to whose sum acc is added,
// into its byte at; what is cut or a fragment has none that could be computed.
func (s *sealing) put(acc uint64, least, at int) {
	segment := s.b[s.off:]
	s.next = NoProto
	if len(segment) < least || s.partial || s.keep&KeepChecksums != 0 {
		return
	}
	// Taken out of the bytes and not out of the sum, where zeros alone would
	// become the other zero: their checksum is 0xffff.
	binary.BigEndian.PutUint16(segment[at:], 0)
	binary.BigEndian.PutUint16(segment[at:], ^Fold(Sum(acc, segment)))
}
