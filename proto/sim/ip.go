package sim

import (
	"encoding/binary"
	"net/netip"
	"slices"

	"netquiz/proto"
)

// specs are the headers of a frame to be built, used again and again.
type specs struct {
	eth     proto.EthernetSpec
	arp     proto.ARPSpec
	ip4     proto.IPv4Spec
	ip6     proto.IPv6Spec
	tcp     proto.TCPSpec
	udp     proto.UDPSpec
	icmp    proto.ICMPSpec
	icmp6   proto.ICMPv6Spec
	options [proto.TCPMaxLen]byte
}

// build makes a frame; size is a guess at its length.
func build(size int, layers ...proto.Spec) []byte {
	p := proto.Packet{Bytes: make([]byte, 0, size), Link: proto.LinkEthernet}
	if err := proto.Build(&p, layers...); err != nil {
		panic(err) // values that fit no header are a mistake of this package
	}
	return p.Bytes
}

// initialTTL is what hosts send (RFC 1122 §3.2.1.7, IANA "IP Time to Live").
const initialTTL = 64

// headroom is at least the length of all headers before the data.
const headroom = proto.EthernetLen + 40 + proto.TCPMaxLen

// addrOf is the address of a port in one version of IP.
func (h *Host) addrOf(port int, six bool) (netip.Addr, bool) {
	for _, p := range h.Interfaces[port].Addrs {
		if p.Addr().Is6() == six {
			return p.Addr(), true
		}
	}
	return netip.Addr{}, false
}

// isOwn tells whether the host has the address.
func (h *Host) isOwn(a netip.Addr) bool {
	for i := range h.Interfaces {
		for _, p := range h.Interfaces[i].Addrs {
			if p.Addr() == a {
				return true
			}
		}
	}
	return false
}

// sourceFor is the host's address on the way to another.
func (h *Host) sourceFor(to netip.Addr) (netip.Addr, bool) {
	port, _, ok := h.route(to)
	if !ok {
		return netip.Addr{}, false
	}
	return h.addrOf(port, to.Is6())
}

// route is the port and the next hop on the way to an address.
func (h *Host) route(to netip.Addr) (port int, next netip.Addr, ok bool) {
	if port, ok = h.onLink(to); ok {
		return port, to, true
	}
	for _, r := range h.Routes {
		if r.To.Contains(to) {
			port, ok = h.onLink(r.Via)
			return port, r.Via, ok
		}
	}
	return 0, netip.Addr{}, false
}

func (h *Host) onLink(a netip.Addr) (port int, ok bool) {
	for i := range h.Interfaces {
		for _, p := range h.Interfaces[i].Addrs {
			if p.Contains(a) {
				return i, true
			}
		}
	}
	return 0, false
}

// linkMTU is the MTU of a port in bytes.
func (h *Host) linkMTU(port int) int {
	if m := h.Interfaces[port].MTU; m != 0 {
		return m
	}
	return 1500
}

// pathMTU is the largest packet known to reach an address, in bytes.
func (h *Host) pathMTU(to netip.Addr) int {
	if m, ok := h.paths[to]; ok {
		return m
	}
	if port, _, ok := h.route(to); ok {
		return h.linkMTU(port)
	}
	return 1500
}

// header is the IP header between two addresses. Segments must not be cut on
// their way, so that their sender learns of the path's MTU (RFC 1191 §6).
func (h *Host) header(from, to netip.Addr, hops uint8, whole bool) proto.Spec {
	if from.Is6() {
		h.specs.ip6 = proto.IPv6Spec{Src: from.As16(), Dst: to.As16(), HopLimit: hops}
		return &h.specs.ip6
	}
	h.ipID++
	h.specs.ip4 = proto.IPv4Spec{Src: from.As4(), Dst: to.As4(), ID: h.ipID, TTL: hops, DontFragment: whole}
	return &h.specs.ip4
}

// sendIP sends a transport header and its data from one of the host's
// addresses.
func (h *Host) sendIP(from, to netip.Addr, origin *Origin, transport proto.Spec, data []byte) {
	port, next, ok := h.route(to)
	if !ok {
		return
	}
	h.specs.eth = proto.EthernetSpec{Src: h.Interfaces[port].MAC}
	ip := h.header(from, to, initialTTL, transport.Proto() == proto.ProtoTCP)
	b := build(headroom+len(data), &h.specs.eth, ip, transport, proto.Payload(data))
	h.emit(port, next, Frame{b, origin})
}

// deliverIP takes the packet in the frame that was decoded last, or passes it on.
func (h *Host) deliverIP(port int, frame Frame) {
	if m, ok := h.frame.ICMPv6(); ok && isNDP(m.Type()) {
		h.deliverNDP(port, m)
		return
	}
	src, dst, ok := addresses(&h.frame)
	switch {
	case !ok || dst.IsMulticast():
	case h.nat != nil && port == h.Masquerade && dst == h.nat.addr:
		b := slices.Clone(frame.Bytes)
		if inside, ok := h.inward(b); ok {
			h.forward(frame, b, inside)
		} else if _, ok := h.frame.ICMP(); ok {
			h.demultiplex(src, dst) // else nobody has asked for it (RFC 5382 §4.3)
		}
	case h.isOwn(dst):
		h.demultiplex(src, dst)
	case h.Forward:
		h.forward(frame, slices.Clone(frame.Bytes), dst)
	}
}

// addresses are the source and the destination of a frame's packet.
func addresses(f *proto.Frame) (src, dst netip.Addr, ok bool) {
	if ip, ok := f.IPv4(); ok {
		return netip.AddrFrom4(ip.Src()), netip.AddrFrom4(ip.Dst()), true
	}
	if ip, ok := f.IPv6(); ok {
		return netip.AddrFrom16(ip.Src()), netip.AddrFrom16(ip.Dst()), true
	}
	return src, dst, false
}

func (h *Host) demultiplex(src, dst netip.Addr) {
	if tcp, ok := h.frame.TCP(); ok {
		h.deliverTCP(dst, src, tcp, h.frame.Payload(h.frame.Find(proto.ProtoTCP)))
	} else if udp, ok := h.frame.UDP(); ok {
		h.deliverUDP(dst, src, udp, h.frame.Payload(h.frame.Find(proto.ProtoUDP)))
	} else if m, ok := h.frame.ICMP(); ok {
		h.deliverICMP(dst, src, m)
	} else if m, ok := h.frame.ICMPv6(); ok {
		h.deliverICMPv6(dst, src, m)
	}
}

// forward sends a packet on its way: one hop less to go, in IPv4 a new header
// checksum, new hardware addresses; all else stays (RFC 1812 §5.3.1, RFC 8200 §3)
// but what NAT rewrites. It sends b, a copy of the frame that came in; what
// cannot be sent is complained of as it came.
func (h *Host) forward(frame Frame, b []byte, dst netip.Addr) {
	l, hops, length := &h.frame.Layers()[1], 0, 0
	if ip, ok := h.frame.IPv4(); ok {
		hops, length = int(ip.TTL()), ip.TotalLen()
	} else if ip, ok := h.frame.IPv6(); ok {
		hops, length = int(ip.HopLimit()), proto.IPv6Len+ip.PayloadLen()
	}
	if hops <= 1 {
		h.complain(frame.Bytes, expired)
		return
	}
	port, next, ok := h.route(dst)
	if !ok {
		h.complain(frame.Bytes, noRoute)
		return
	}
	if mtu := h.linkMTU(port); length > mtu {
		h.complain(frame.Bytes, tooBig(mtu))
		return
	}
	if l.Proto == proto.ProtoIPv4 && h.nat != nil && port == h.Masquerade && !h.outward(b) {
		return
	}
	copy(b[6:12], h.Interfaces[port].MAC[:])
	header := b[l.Off:l.Next()]
	if l.Proto == proto.ProtoIPv6 {
		header[7]--
	} else {
		header[8]--
		binary.BigEndian.PutUint16(header[10:], 0)
		binary.BigEndian.PutUint16(header[10:], ^proto.Fold(proto.Sum(0, header)))
	}
	h.emit(port, next, Frame{b, frame.Origin})
}
