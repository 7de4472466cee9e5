package proto

// Derived says which of the values that follow from others Seal is to keep.
type Derived uint8

// What can be kept as it is.
const (
	KeepLengths Derived = 1 << iota
	KeepChecksums
	KeepFCS
	KeepNone Derived = 0
	KeepAll          = KeepLengths | KeepChecksums | KeepFCS
)

// sealing walks down the headers: what is known on the way to the next one.
type sealing struct {
	b        []byte // the frame without padding and FCS
	err      error
	off      int // where the next header begins
	src, dst int // where the addresses of the pseudo-header lie
	size     int // bytes of one address
	keep     Derived
	next     Proto
	partial  bool // a fragment: its transport cannot be summed
}

// Seal makes the lengths, the checksums and the FCS of p right, except those to
// keep. The headers' content ends at end; what follows is padding and, if p.FCS
// is 4, the frame check sequence. Headers are followed as far as they can be;
// content too long for a length field is a *RangeError.
func Seal(p *Packet, end int, keep Derived) error {
	content := p.Bytes[:min(end, len(p.Bytes))]
	if p.Link != LinkEthernet || keep&(KeepLengths|KeepChecksums) != 0 || !sealQuick(content) {
		if err := sealHeaders(content, p.Link, keep); err != nil {
			return err
		}
	}
	if p.FCS == 4 && keep&KeepFCS == 0 && len(p.Bytes)-4 >= len(content) {
		putFCS(p.Bytes)
	}
	return nil
}

func sealHeaders(content []byte, link LinkType, keep Derived) error {
	s := sealing{b: content, keep: keep}
	if s.next = linkProto(link); s.next == protoRaw {
		s.next = rawProto(s.b)
	}
	for s.next != NoProto && s.err == nil {
		// Called by name, not through a table, so that s need not be allocated.
		switch s.next {
		case ProtoEthernet:
			s.ethernet()
		case ProtoLLC:
			s.llc()
		case ProtoSLL:
			s.cooked(14, SLLLen)
		case ProtoSLL2:
			s.cooked(0, SLL2Len)
		case ProtoNull, ProtoLoop:
			s.null()
		case ProtoVLAN, ProtoServiceVLAN:
			s.vlan()
		case ProtoIPv4:
			s.ipv4()
		case ProtoIPv6:
			s.ipv6()
		case ProtoHopByHop, ProtoDestOpts:
			s.optionsHeader()
		case ProtoRouting:
			s.routing()
		case ProtoFragment:
			s.fragment()
		case ProtoAH:
			s.ah()
		case ProtoTCP:
			s.tcp()
		case ProtoUDP:
			s.udp()
		case ProtoICMP:
			s.icmp()
		case ProtoICMPv6:
			s.icmpv6()
		default:
			s.next = NoProto
		}
	}
	return s.err
}

// pseudo is the sum of the pseudo-header around a transport of n bytes.
func (s *sealing) pseudo(protocol uint8, n int) uint64 {
	if s.dst == s.src+s.size {
		return pseudoHeader(s.b[s.src:s.dst+s.size], protocol, n)
	}
	return Sum(pseudoHeader(s.b[s.src:s.src+s.size], protocol, n), s.b[s.dst:s.dst+s.size])
}

// Build makes a whole packet of the layers: laid out, padded to the least
// Ethernet length, with an FCS if p.FCS is 4, and sealed. It uses p.Bytes from
// its start, and p.Link; p.Length becomes the length of the result.
func Build(p *Packet, layers ...Spec) error {
	if p.buildQuick(layers) {
		return nil
	}
	b, err := Append(p.Bytes[:0], layers...)
	if err != nil {
		return err
	}
	end := len(b)
	if p.Link == LinkEthernet && end < MinFrame {
		b = append(b, zeros[:MinFrame-end]...)
	}
	if p.FCS == 4 {
		b = append(b, 0, 0, 0, 0)
	}
	p.Bytes, p.Length = b, len(b)
	return Seal(p, end, KeepNone)
}

var zeros [MinFrame]byte
