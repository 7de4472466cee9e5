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
	off, end int
	keep     Derived
	next     Proto
	addrs    [2]int // where source and destination address of the pseudo-header lie
	size     int    // bytes of one address
	partial  bool   // a fragment: its transport cannot be summed
}

// pseudo is the sum of the pseudo-header around a transport of n bytes.
func (s *sealing) pseudo(b []byte, protocol uint8, n int) uint64 {
	acc := pseudoHeader(b[s.addrs[0]:s.addrs[0]+s.size], protocol, n)
	return Sum(acc, b[s.addrs[1]:s.addrs[1]+s.size])
}

func (s sealing) stop() (sealing, error) { s.next = NoProto; return s, nil }

// Seal makes the lengths, the checksums and the FCS of p right, except those to
// keep. The headers' content ends at end; what follows is padding and, if p.FCS
// is 4, the frame check sequence. Headers are followed as far as they can be;
// content too long for a length field is a *RangeError.
func Seal(p *Packet, end int, keep Derived) error {
	b := p.Bytes
	s := sealing{end: min(end, len(b)), keep: keep}
	if int(p.Link) < len(linkTypes) {
		s.next = linkTypes[p.Link]
	}
	for s.next != NoProto && protocols[s.next].seal != nil {
		var err error
		if s, err = protocols[s.next].seal(b, s); err != nil {
			return err
		}
	}
	if p.FCS == 4 && keep&KeepFCS == 0 && len(b) >= s.end+4 {
		body := b[:len(b)-4]
		AppendFCS(body)
	}
	return nil
}

// Build makes a whole packet of the layers: laid out, padded to the least
// Ethernet length, with an FCS if p.FCS is 4, and sealed. It uses p.Bytes from
// its start, and p.Link; p.Length becomes the length of the result.
func Build(p *Packet, layers ...Spec) error {
	b, err := Append(p.Bytes[:0], layers...)
	if err != nil {
		return err
	}
	end := len(b)
	if p.Link == LinkEthernet && end < MinFrame {
		b = append(b, zeros[:MinFrame-end]...)
	}
	if p.FCS == 4 {
		b = append(b, zeros[:4]...)
	}
	p.Bytes, p.Length = b, len(b)
	return Seal(p, end, KeepNone)
}

var zeros [MinFrame]byte
