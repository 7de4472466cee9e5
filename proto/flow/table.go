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
				a.hops = at
			case p.String() + ".id":
				a.ident = at
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
	if uint8(k.rest>>8) == 4 {
		return netip.AddrPortFrom(netip.AddrFrom4([4]byte(b[12:])), port)
	}
	return netip.AddrPortFrom(netip.AddrFrom16(b), port)
}

// found is where a frame's transport header is, and who talks to whom there.
type found struct {
	key       key
	fromLow   bool // the sender is the lesser end
	network   int  // index of the layer with the addresses
	transport int  // index of the layer with the ports
}

// find looks for the outermost header with ports that no ICMP error quotes, and
// the addresses around it.
func (at *found) find(f *proto.Frame) bool {
	layers := f.Layers()
	network := -1
	for i := range layers {
		l := &layers[i]
		a := &anatomies[l.Proto]
		if l.Quoted || l.Hdr < a.min {
			return false
		}
		if a.addrSize != 0 {
			network = i
		} else if a.ports && network >= 0 {
			at.network, at.transport = network, i
			at.between(f.Header(network), &anatomies[layers[network].Proto], f.Header(i), a)
			at.key.rest |= uint64(l.Proto)
			return true
		}
	}
	return false
}

// between fills in the ends: nh holds the addresses and th the ports.
func (at *found) between(nh []byte, na *anatomy, th []byte, ta *anatomy) {
	var src, dst [2]uint64
	if na.addrSize == 4 {
		src[1] = uint64(binary.BigEndian.Uint32(nh[na.srcAddr:]))
		dst[1] = uint64(binary.BigEndian.Uint32(nh[na.dstAddr:]))
	} else {
		src[0], src[1] = binary.BigEndian.Uint64(nh[na.srcAddr:]), binary.BigEndian.Uint64(nh[na.srcAddr+8:])
		dst[0], dst[1] = binary.BigEndian.Uint64(nh[na.dstAddr:]), binary.BigEndian.Uint64(nh[na.dstAddr+8:])
	}
	srcPort, dstPort := uint64(binary.BigEndian.Uint16(th[ta.srcPort:])), uint64(binary.BigEndian.Uint16(th[ta.dstPort:]))
	k := &at.key
	at.fromLow = src[0] < dst[0] || src[0] == dst[0] && (src[1] < dst[1] || src[1] == dst[1] && srcPort < dstPort)
	if at.fromLow {
		k.low, k.high, k.rest = src, dst, srcPort<<48|dstPort<<32
	} else {
		k.low, k.high, k.rest = dst, src, dstPort<<48|srcPort<<32
	}
	k.rest |= uint64(na.addrSize) << 8
}
