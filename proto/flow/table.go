package flow

import (
	"bytes"
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

// endpoint is an address and a port; IPv4 addresses stand in its last 4 bytes.
type endpoint struct {
	addr [16]byte
	port uint16
}

func (e *endpoint) less(o *endpoint) bool {
	if c := bytes.Compare(e.addr[:], o.addr[:]); c != 0 {
		return c < 0
	}
	return e.port < o.port
}

// key names a conversation: the protocol, and both ends, the lesser first.
type key struct {
	low, high endpoint
	proto     proto.Proto
	addrSize  uint8
}

func (k *key) addrPort(e *endpoint) netip.AddrPort {
	if k.addrSize == 4 {
		return netip.AddrPortFrom(netip.AddrFrom4([4]byte(e.addr[12:])), e.port)
	}
	return netip.AddrPortFrom(netip.AddrFrom16(e.addr), e.port)
}

// found is where a frame's transport header is, and who talks to whom there.
type found struct {
	key       key
	fromLow   bool // the sender is key.low
	network   int  // index of the layer with the addresses
	transport int  // index of the layer with the ports
}

// find looks for the outermost header with ports that no ICMP error quotes, and
// the addresses around it.
func find(f *proto.Frame) (at found, ok bool) {
	layers := f.Layers()
	network := -1
	for i := range layers {
		l := &layers[i]
		a := &anatomies[l.Proto]
		if l.Quoted || l.Hdr < a.min {
			break
		}
		if a.addrSize != 0 {
			network = i
			continue
		}
		if !a.ports || network < 0 {
			continue
		}
		at.network, at.transport = network, i
		at.key.proto = l.Proto
		nh, th := f.Header(network), f.Header(i)
		na := &anatomies[layers[network].Proto]
		var src, dst endpoint
		if na.addrSize == 4 {
			*(*[4]byte)(src.addr[12:]) = [4]byte(nh[na.srcAddr:])
			*(*[4]byte)(dst.addr[12:]) = [4]byte(nh[na.dstAddr:])
		} else {
			src.addr, dst.addr = [16]byte(nh[na.srcAddr:]), [16]byte(nh[na.dstAddr:])
		}
		at.key.addrSize = uint8(na.addrSize)
		src.port = binary.BigEndian.Uint16(th[a.srcPort:])
		dst.port = binary.BigEndian.Uint16(th[a.dstPort:])
		at.fromLow = src.less(&dst)
		if at.fromLow {
			at.key.low, at.key.high = src, dst
		} else {
			at.key.low, at.key.high = dst, src
		}
		return at, true
	}
	return at, false
}
