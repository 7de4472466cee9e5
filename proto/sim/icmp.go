package sim

import (
	"net/netip"

	"netquiz/proto"
)

// Codes of ICMPUnreachable (RFC 792, RFC 1122 §3.2.2.1).
const (
	netUnreachable  = 0
	hostUnreachable = 1
	portUnreachable = 3
)

// mostQuoted is the length of an error with what it quotes: no longer than
// anybody has to take (RFC 1812 §4.3.2.3).
const mostQuoted = 576

// deliverICMP answers an echo, and lets connections know of errors.
func (h *Host) deliverICMP(own, from netip.Addr, m proto.ICMP) {
	data := h.frame.Payload(h.frame.Find(proto.ProtoICMP))
	switch {
	case m.Type() == proto.ICMPEcho:
		h.specs.icmp = proto.ICMPSpec{Type: proto.ICMPEchoReply, Rest: proto.EchoID(m.ID(), m.Seq())}
		h.sendIP(own, from, &Origin{Host: h.Name, Why: Echo}, &h.specs.icmp, data)
	case m.Type() == proto.ICMPUnreachable:
		h.deliverError(m.Code(), int(m.MTU()), data)
	}
}

// deliverError takes an error about a packet of ours, of which it quotes the
// beginning.
func (h *Host) deliverError(code uint8, mtu int, quote []byte) {
	if len(quote) < proto.IPv4MinLen+8 {
		return
	}
	ip := proto.IPv4(quote)
	if len(quote) < ip.HeaderLen()+8 || ip.HeaderLen() < proto.IPv4MinLen {
		return
	}
	transport := proto.UDP(quote[ip.HeaderLen():]) // TCP begins with the same two ports
	local := netip.AddrPortFrom(netip.AddrFrom4(ip.Src()), transport.SrcPort())
	remote := netip.AddrPortFrom(netip.AddrFrom4(ip.Dst()), transport.DstPort())
	switch ip.Protocol() {
	case proto.IPProtoTCP:
		if c := h.connection(local, remote); c != nil {
			c.now = h.now
			c.deliverError(code, mtu, proto.TCP(transport).Seq())
		}
	case proto.IPProtoUDP:
		if s := h.bound(local); s != nil {
			s.refused = true
			h.wake(s.owner, h.now+h.Reaction)
		}
	}
}

// icmpError tells the sender of the packet in frame what is wrong with it. There
// are no errors about errors, nor about what went to many (RFC 1122 §3.2.2).
func (h *Host) icmpError(frame []byte, t proto.ICMPType, code uint8, rest [4]byte, why Reason) {
	var f proto.Frame
	f.Decode(&proto.Packet{Bytes: frame, Link: proto.LinkEthernet}, proto.CheckNone)
	ip, ok := f.IPv4()
	if !ok || ip.FragmentOffset() != 0 {
		return
	}
	if m, ok := f.ICMP(); ok && m.Type().Quotes() {
		return
	}
	src := netip.AddrFrom4(ip.Src())
	own, ok := h.sourceFor(src)
	if !ok || src.IsUnspecified() || src.IsMulticast() {
		return
	}
	i := f.Find(proto.ProtoIPv4)
	quote := frame[f.Layers()[i].Off:f.Layers()[i].End]
	quote = quote[:min(len(quote), mostQuoted-proto.IPv4MinLen-proto.ICMPLen)]
	h.specs.icmp = proto.ICMPSpec{Type: t, Code: code, Rest: rest}
	h.sendIP(own, src, &Origin{Host: h.Name, Why: why}, &h.specs.icmp, quote)
}

// unreachable gives up a frame whose next hop does not answer.
func (h *Host) unreachable(f Frame) {
	if h.Forward {
		h.icmpError(f.Bytes, proto.ICMPUnreachable, hostUnreachable, [4]byte{}, Unreachable)
	}
}

// deliverError is what RFC 9293 §3.9.2.2 wants of a connection: only what quotes
// a number that is on its way counts (RFC 5927 §4.1), and of that, only that the
// way takes less.
func (c *conn) deliverError(code uint8, mtu int, seq uint32) {
	if code != proto.ICMPFragmentationNeeded || !within(seq, c.snd.una, c.snd.nxt) {
		return
	}
	if mtu = max(mtu, minMTU); mtu >= c.host.pathMTU(c.remote.Addr()) {
		return
	}
	c.host.paths[c.remote.Addr()] = mtu
	c.shrink(mtu - c.headers())
	c.output()
}

// minMTU is the least a host believes that a way takes (RFC 1191 §3 allows 68).
const minMTU = 256
