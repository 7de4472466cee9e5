package flow

import (
	"encoding/binary"
	"net/netip"

	"netquiz/proto"
)

// anatomy is where a protocol's header holds what it takes to tell who talks to
// whom, in bytes from its start, taken from its table.
type anatomy struct {
	min              uint8 // least length of the header
	says             speech
	addrSize         uint8 // 0: it has no addresses
	srcAddr, dstAddr uint8
	srcPort, dstPort uint8 // if it says transport
	hops, ident      uint8 // hops left, and identification; 0: it has none
}

// hopFields are the fields that tell how many hops a packet has left.
var hopFields [256]*proto.Field

var anatomies = func() (all [256]anatomy) {
	for _, p := range proto.Protos() {
		a := &all[p]
		a.min = uint8(p.HeaderLen())
		for _, place := range []struct {
			at *uint8
			id string
		}{
			{&a.srcAddr, ".src"}, {&a.dstAddr, ".dst"}, {&a.srcPort, ".srcport"}, {&a.dstPort, ".dstport"},
			{&a.hops, ".ttl"}, {&a.hops, ".hlim"}, {&a.ident, ".id"},
		} {
			f := headerField(p, p.String()+place.id)
			if f == nil {
				continue
			}
			*place.at = uint8(f.Bit / 8)
			switch {
			case f.Kind == proto.IPv4Addr || f.Kind == proto.IPv6Addr:
				a.addrSize = uint8(f.Width / 8)
			case place.at == &a.srcPort:
				a.says = transport
			case place.at == &a.hops:
				hopFields[p] = f
			}
		}
	}
	all[proto.ProtoARP].says, all[proto.ProtoFragment].says = neighbors, fragment
	all[proto.ProtoICMP].says, all[proto.ProtoICMPv6].says = control, control6
	return all
}()

// headerField is the field id of p's fixed header, nil if there is none.
func headerField(p proto.Proto, id string) *proto.Field {
	fields := p.Table().Fields
	for i := range fields {
		if fields[i].ID == id {
			return &fields[i]
		}
	}
	return nil
}

// address is an IP address, an IPv4 one in its last 32 bits.
type address struct{ hi, lo uint64 }

func (a address) less(b address) bool { return a.hi < b.hi || a.hi == b.hi && a.lo < b.lo }

// key names a conversation by its two ends, the lesser first: addresses, and
// both ports, the size of an address and the protocol in one word.
type key struct {
	low, high address
	rest      uint64
}

func (k *key) same(o *key) bool {
	return k.rest == o.rest && k.low.lo == o.low.lo && k.high.lo == o.high.lo && k.low.hi == o.low.hi && k.high.hi == o.high.hi
}

func (k *key) proto() proto.Proto { return proto.Proto(k.rest) }

// ends are the lesser and the greater end.
func (k *key) ends() (low, high netip.AddrPort) {
	return k.end(k.low, uint16(k.rest>>48)), k.end(k.high, uint16(k.rest>>32))
}

func (k *key) end(addr address, port uint16) netip.AddrPort {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:], addr.hi)
	binary.BigEndian.PutUint64(b[8:], addr.lo)
	if anatomies[k.proto()].says != transport {
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

// find looks for the outermost header that says what the frame is about, and the
// addresses around it. A fragment's transport is that of its addresses.
func (at *found) find(f *proto.Frame) speech {
	layers := f.Layers()
	network := -1
	for i := range layers {
		l := &layers[i]
		a := &anatomies[l.Proto]
		if l.Quoted || l.Hdr < uint32(a.min) {
			return nothing
		}
		switch {
		case a.addrSize != 0:
			if network = i; l.Proto == proto.ProtoIPv4 && ipv4Fragment(f.Header(i)) {
				at.network, at.transport = i, i
				return fragment
			}
		case a.says == transport && network >= 0:
			at.network, at.transport = network, i
			at.ports(f, a)
			return transport
		case a.says == fragment && !ipv6Fragment(f.Header(i)):
		case a.says == neighbors, a.says != nothing && network >= 0:
			at.network, at.transport = network, i
			return a.says
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
func addresses(f *proto.Frame, i int) (src, dst address, size uint8) {
	h, a := f.Header(i), &anatomies[f.Layers()[i].Proto]
	if a.addrSize == 4 {
		return address4(h[a.srcAddr:]), address4(h[a.dstAddr:]), 4
	}
	return address16(h[a.srcAddr:]), address16(h[a.dstAddr:]), 16
}

func address4(b []byte) address { return address{lo: uint64(binary.BigEndian.Uint32(b))} }

func address16(b []byte) address {
	return address{binary.BigEndian.Uint64(b), binary.BigEndian.Uint64(b[8:])}
}

// between names the conversation of p between two ends.
func (at *found) between(p proto.Proto, size uint8, src, dst address, srcPort, dstPort uint16) {
	k := &at.key
	at.fromLow = src.less(dst) || src == dst && srcPort < dstPort
	if at.fromLow {
		k.low, k.high, k.rest = src, dst, uint64(srcPort)<<48|uint64(dstPort)<<32
	} else {
		k.low, k.high, k.rest = dst, src, uint64(dstPort)<<48|uint64(srcPort)<<32
	}
	k.rest |= uint64(size)<<8 | uint64(p)
}
