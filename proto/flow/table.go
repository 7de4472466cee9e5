package flow

import (
	"encoding/binary"
	"net/netip"

	"netquiz/proto"
)

// anatomy is where a protocol's header holds the two numbers or addresses of
// sender and receiver, taken from its table.
type anatomy struct {
	addrSize, srcAddr, dstAddr uint32 // bytes; addrSize 0: it has no addresses
	srcPort, dstPort           uint32
	ports                      bool
	hops, ident                uint32 // hops left and identification; 0: it has none
	hopsField, identField      *proto.Field
	min                        uint32
}

var anatomies = func() (all [256]anatomy) {
	for _, p := range proto.Protos() {
		a := &all[p]
		t := p.Table()
		a.min = uint32(p.HeaderLen())
		for i := range t.Fields {
			f := &t.Fields[i]
			at := uint32(f.Bit / 8)
			switch f.ID {
			case p.String() + ".src":
				if f.Kind == proto.IPv4Addr || f.Kind == proto.IPv6Addr {
					a.addrSize, a.srcAddr = uint32(f.Width/8), at
				}
			case p.String() + ".dst":
				a.dstAddr = at
			case p.String() + ".ttl", p.String() + ".hlim":
				a.hops, a.hopsField = at, f
			case p.String() + ".id":
				a.ident, a.identField = at, f
			case p.String() + ".srcport":
				a.ports, a.srcPort = true, at
			case p.String() + ".dstport":
				a.dstPort = at
			}
		}
	}
	return all
}()

// key names a conversation by its two ends, the lesser first: addresses, IPv4
// ones in the last 32 bits, and both ports, the size of an address and the
// protocol in one word.
type key struct {
	low, high [2]uint64
	rest      uint64
}

func (k *key) same(o *key) bool {
	return k.rest == o.rest && k.low[1] == o.low[1] && k.high[1] == o.high[1] && k.low[0] == o.low[0] && k.high[0] == o.high[0]
}

func (k *key) proto() proto.Proto { return proto.Proto(k.rest) }

// ends are the lesser and the greater end.
func (k *key) ends() (low, high netip.AddrPort) {
	return k.end(k.low, uint16(k.rest>>48)), k.end(k.high, uint16(k.rest>>32))
}

func (k *key) end(addr [2]uint64, port uint16) netip.AddrPort {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:], addr[0])
	binary.BigEndian.PutUint64(b[8:], addr[1])
	if !anatomies[k.proto()].ports {
		port = 0 // it stands for something else
	}
	if uint8(k.rest>>8) == 4 {
		return netip.AddrPortFrom(netip.AddrFrom4([4]byte(b[12:])), port)
	}
	return netip.AddrPortFrom(netip.AddrFrom16(b), port)
}

// found is what a frame is about: who talks to whom, and in which layers.
type found struct {
	key       key
	fromLow   bool // the sender is the lesser end
	network   int  // index of the layer with the addresses
	transport int  // index of the layer that says what it is about
}

// speech is the kind of what a frame says.
type speech uint8

const (
	nothing   speech = iota // that this package understands
	transport               // between ports
	neighbors               // ARP
	control                 // ICMP
	control6                // ICMPv6
	fragment                // a part of a packet
)

// speaks are the protocols that end the search for what a frame is about.
var speaks = func() (all [256]speech) {
	for i := range anatomies {
		if anatomies[i].ports {
			all[i] = transport
		}
	}
	all[proto.ProtoARP], all[proto.ProtoICMP], all[proto.ProtoICMPv6] = neighbors, control, control6
	all[proto.ProtoFragment] = fragment
	return all
}()

// find looks for the outermost header that says what the frame is about, and the
// addresses around it. A fragment's transport is that of its addresses.
func (at *found) find(f *proto.Frame) speech {
	layers := f.Layers()
	network := -1
	for i := range layers {
		l := &layers[i]
		a := &anatomies[l.Proto]
		if l.Quoted || l.Hdr < a.min {
			return nothing
		}
		switch s := speaks[l.Proto]; {
		case a.addrSize != 0:
			if network = i; l.Proto == proto.ProtoIPv4 && ipv4Fragment(f.Header(i)) {
				at.network, at.transport = i, i
				return fragment
			}
		case s == fragment && !ipv6Fragment(f.Header(i)):
		case s == neighbors, s != nothing && network >= 0:
			at.network, at.transport = network, i
			if s == transport {
				at.ports(f, a)
			}
			return s
		}
	}
	return nothing
}

// ports fills in the ends from the addresses and ports of the frame.
func (at *found) ports(f *proto.Frame, a *anatomy) {
	th := f.Header(at.transport)
	src, dst, size := addresses(f, at.network)
	srcPort, dstPort := binary.BigEndian.Uint16(th[a.srcPort:]), binary.BigEndian.Uint16(th[a.dstPort:])
	at.between(f.Layers()[at.transport].Proto, size, src, dst, srcPort, dstPort)
}

// addresses are those of the header that is layer i, and their size.
func addresses(f *proto.Frame, i int) (src, dst [2]uint64, size uint32) {
	h, a := f.Header(i), &anatomies[f.Layers()[i].Proto]
	if a.addrSize == 4 {
		return [2]uint64{1: uint64(binary.BigEndian.Uint32(h[a.srcAddr:]))}, [2]uint64{1: uint64(binary.BigEndian.Uint32(h[a.dstAddr:]))}, 4
	}
	return address16(h[a.srcAddr:]), address16(h[a.dstAddr:]), 16
}

func address16(b []byte) [2]uint64 {
	return [2]uint64{binary.BigEndian.Uint64(b), binary.BigEndian.Uint64(b[8:])}
}

// between names the conversation of p between two ends.
func (at *found) between(p proto.Proto, size uint32, src, dst [2]uint64, srcPort, dstPort uint16) {
	k := &at.key
	at.fromLow = src[0] < dst[0] || src[0] == dst[0] && (src[1] < dst[1] || src[1] == dst[1] && srcPort < dstPort)
	if at.fromLow {
		k.low, k.high, k.rest = src, dst, uint64(srcPort)<<48|uint64(dstPort)<<32
	} else {
		k.low, k.high, k.rest = dst, src, uint64(dstPort)<<48|uint64(srcPort)<<32
	}
	k.rest |= uint64(size)<<8 | uint64(p)
}
