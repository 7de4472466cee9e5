package proto

import (
	"encoding/binary"
	"slices"
)

// Spec is one header, or some data, to be built. The Specs of this package
// are all there are; a pointer to one may be used again and again.
type Spec interface {
	// Proto is what the header before announces it as.
	Proto() Proto
}

// building is the frame that Append has laid out so far.
type building struct {
	b    []byte
	err  error
	open int // where the number of the protocol that comes next is to be entered
	kind numberKind
}

type numberKind uint8

const (
	noNumber numberKind = iota
	etherTypeNumber
	ipProtoNumber
	familyNumber
)

// numbers by which a protocol is announced; filled beside etherTypes and ipProtos.
var (
	etherTypeOf [numProtos]uint16
	ipProtoOf   [numProtos]uint8
)

// experiment announces data in an IP header (RFC 3692 §2.1).
const experiment = 253

func init() { ipProtoOf[ProtoData] = experiment }

func registerEtherType(t uint16, p Proto) { etherTypes[t], etherTypeOf[p] = p, t }
func registerIPProto(n uint8, p Proto)    { ipProtos[n], ipProtoOf[p] = p, n }

// announce enters p into the header before it.
func (b *building) announce(p Proto) {
	switch b.kind {
	case etherTypeNumber:
		binary.BigEndian.PutUint16(b.b[b.open:], etherTypeOf[p])
	case ipProtoNumber:
		b.b[b.open] = ipProtoOf[p]
	case familyNumber:
		b.b[b.open] = familyOf(p)
	}
	b.kind = noNumber
}

// expect leaves the number at byte at, of what comes next, to be entered.
func (b *building) expect(kind numberKind, at int) { b.kind, b.open = kind, at }

// extend makes room for n bytes more, which hold anything: every one of them
// must be written, in pieces as large as those that sums will read, since a
// read across several fresh writes has to wait for them.
func (b *building) extend(n int) []byte {
	at := len(b.b)
	if cap(b.b)-at < n {
		b.b = slices.Grow(b.b, n)
	}
	b.b = b.b[:at+n]
	return b.b[at:]
}

// Append appends the layers to dst, outermost first, each announced in the one
// before it. Lengths and sums are left for Seal. A value that does not fit its
// bits is a *RangeError, options that do not fit their header are an
// *OptionsError; dst is then returned as it was.
func Append(dst []byte, layers ...Spec) ([]byte, error) {
	b := building{b: dst}
	if b.append(layers); b.err != nil {
		return dst, b.err
	}
	return b.b, nil
}

// append lays the layers out until one fails. Their methods are called by their
// types, not through an interface, so that b need not be allocated.
func (b *building) append(layers []Spec) {
	for _, l := range layers {
		if b.err != nil {
			return
		}
		switch s := l.(type) {
		case *EthernetSpec:
			b.announce(ProtoEthernet)
			s.appendTo(b)
		case *LLCSpec:
			b.announce(ProtoLLC)
			s.appendTo(b)
		case *SNAPSpec:
			b.announce(ProtoLLC)
			s.appendTo(b)
		case *SLLSpec:
			b.announce(ProtoSLL)
			s.appendTo(b)
		case *SLL2Spec:
			b.announce(ProtoSLL2)
			s.appendTo(b)
		case *NullSpec:
			b.announce(ProtoNull)
			s.appendTo(b)
		case *VLANSpec:
			b.announce(ProtoVLAN)
			s.appendTo(b)
		case *ARPSpec:
			b.announce(ProtoARP)
			s.appendTo(b)
		case *IPv4Spec:
			b.announce(ProtoIPv4)
			s.appendTo(b)
		case *IPv6Spec:
			b.announce(ProtoIPv6)
			s.appendTo(b)
		case *HopByHopSpec:
			b.announce(ProtoHopByHop)
			s.appendTo(b)
		case *RoutingSpec:
			b.announce(ProtoRouting)
			s.appendTo(b)
		case *FragmentSpec:
			b.announce(ProtoFragment)
			s.appendTo(b)
		case *DestOptsSpec:
			b.announce(ProtoDestOpts)
			s.appendTo(b)
		case *AHSpec:
			b.announce(ProtoAH)
			s.appendTo(b)
		case *TCPSpec:
			b.announce(ProtoTCP)
			s.appendTo(b)
		case *UDPSpec:
			b.announce(ProtoUDP)
			s.appendTo(b)
		case *ICMPSpec:
			b.announce(ProtoICMP)
			s.appendTo(b)
		case *ICMPv6Spec:
			b.announce(ProtoICMPv6)
			s.appendTo(b)
		case *DNSLengthSpec:
			b.announce(ProtoDNSLength)
			s.appendTo(b)
		case *DNSSpec:
			b.announce(ProtoDNS)
			s.appendTo(b)
		case *HTTPSpec:
			b.announce(ProtoHTTP)
			s.appendTo(b)
		case *TLSSpec:
			b.announce(ProtoTLS)
			s.appendTo(b)
		case *ClientHelloSpec:
			b.announce(ProtoTLS)
			s.appendTo(b)
		case Payload:
			b.announce(ProtoData)
			b.b = append(b.b, s...)
		}
		if b.err != nil {
			return
		}
	}
}

// Payload is data to be carried as it is.
type Payload []byte

// Proto implements Spec.
func (Payload) Proto() Proto { return ProtoData }
