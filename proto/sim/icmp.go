package sim

import (
	"encoding/binary"
	"net/netip"

	"netquiz/proto"
)

// complaint is an ICMP error in both versions (RFC 792, RFC 4443 §3).
type complaint struct {
	why Reason
	v4  proto.ICMPSpec
	v6  proto.ICMPv6Spec
}

var (
	noRoute = complaint{Unreachable, proto.ICMPSpec{Type: proto.ICMPUnreachable}, proto.ICMPv6Spec{Type: proto.ICMPv6Unreachable}}
	noHost  = complaint{Unreachable, proto.ICMPSpec{Type: proto.ICMPUnreachable, Code: 1}, proto.ICMPv6Spec{Type: proto.ICMPv6Unreachable, Code: 3}}
	noPort  = complaint{Unreachable, proto.ICMPSpec{Type: proto.ICMPUnreachable, Code: 3}, proto.ICMPv6Spec{Type: proto.ICMPv6Unreachable, Code: 4}}
	expired = complaint{TimeExceeded, proto.ICMPSpec{Type: proto.ICMPTimeExceeded}, proto.ICMPv6Spec{Type: proto.ICMPv6TimeExceeded}}
)

// tooBig says that the next link takes at most mtu bytes (RFC 1191 §4, RFC 4443 §3.2).
func tooBig(mtu int) complaint {
	return complaint{
		TooBig,
		proto.ICMPSpec{
			Type: proto.ICMPUnreachable, Code: proto.ICMPFragmentationNeeded,
			Rest: proto.NextHopMTU(uint16(mtu)),
		},
		proto.ICMPv6Spec{Type: proto.ICMPv6PacketTooBig, Rest: proto.PacketTooBigMTU(uint32(mtu))},
	}
}

// Errors are no longer than anybody has to take, with what they quote (RFC 1812
// §4.3.2.3, RFC 4443 §2.4).
const (
	longestError4 = 576
	longestError6 = 1280
)

// complain tells the sender of the packet in frame what is wrong with it. There
// are no errors about errors, nor about what went to many (RFC 1122 §3.2.2).
func (h *Host) complain(frame []byte, about complaint) {
	var f proto.Frame
	f.Decode(&proto.Packet{Bytes: frame, Link: proto.LinkEthernet}, proto.CheckNone)
	src, dst, ok := addresses(&f)
	if m, is := f.ICMP(); is && m.Type().Quotes() {
		ok = false
	}
	if m, is := f.ICMPv6(); is && m.Type().Quotes() {
		ok = false
	}
	if ip, is := f.IPv4(); is && ip.FragmentOffset() != 0 {
		ok = false
	}
	if !ok || src.IsUnspecified() || src.IsMulticast() || dst.IsMulticast() {
		return
	}
	own, ok := h.sourceFor(src)
	if !ok {
		return
	}
	l := &f.Layers()[1]
	quote := frame[l.Off:l.End]
	origin := &Origin{Host: h.Name, Why: about.why}
	if src.Is6() {
		h.specs.icmp6 = about.v6
		quote = quote[:min(len(quote), longestError6-proto.IPv6Len-proto.ICMPLen)]
		h.sendIP(own, src, origin, &h.specs.icmp6, quote)
	} else {
		h.specs.icmp = about.v4
		quote = quote[:min(len(quote), longestError4-proto.IPv4MinLen-proto.ICMPLen)]
		h.sendIP(own, src, origin, &h.specs.icmp, quote)
	}
}

// unreachable gives up a frame whose next hop does not answer.
func (h *Host) unreachable(f Frame) {
	if h.Forward {
		h.complain(f.Bytes, noHost)
	}
}

// deliverICMP answers an echo, and lets sockets know of errors.
func (h *Host) deliverICMP(own, from netip.Addr, m proto.ICMP) {
	switch m.Type() {
	case proto.ICMPEcho:
		h.specs.icmp = proto.ICMPSpec{Type: proto.ICMPEchoReply, Rest: proto.EchoID(m.ID(), m.Seq())}
		data := h.frame.Payload(h.frame.Find(proto.ProtoICMP))
		h.sendIP(own, from, &Origin{Host: h.Name, Why: Echo}, &h.specs.icmp, data)
	case proto.ICMPUnreachable:
		mtu := 0
		if m.Code() == proto.ICMPFragmentationNeeded {
			mtu = max(int(m.MTU()), minMTU4)
		}
		h.deliverError(mtu)
	}
}

// deliverICMPv6 does the same in IPv6.
func (h *Host) deliverICMPv6(own, from netip.Addr, m proto.ICMPv6) {
	switch m.Type() {
	case proto.ICMPv6Echo:
		h.specs.icmp6 = proto.ICMPv6Spec{Type: proto.ICMPv6EchoReply, Rest: proto.EchoID(m.ID(), m.Seq())}
		data := h.frame.Payload(h.frame.Find(proto.ProtoICMPv6))
		h.sendIP(own, from, &Origin{Host: h.Name, Why: Echo}, &h.specs.icmp6, data)
	case proto.ICMPv6PacketTooBig:
		h.deliverError(max(int(min(m.MTU(), 0xffff)), minMTU6))
	case proto.ICMPv6Unreachable:
		h.deliverError(0)
	}
}

// The least a host believes that a way takes (RFC 791 allows 68, but headers
// and their options must leave room for data; RFC 8201 §4).
const (
	minMTU4 = 256
	minMTU6 = 1280
)

// deliverError takes an error about a packet of ours, which it quotes: that the
// way takes mtu bytes, or if that is 0, that nobody was there.
func (h *Host) deliverError(mtu int) {
	var local, remote netip.Addr
	for i, l := range h.frame.Layers() {
		b := h.frame.Header(i)
		switch {
		case !l.Quoted:
		case l.Proto == proto.ProtoIPv4 && len(b) >= proto.IPv4MinLen:
			local, remote = netip.AddrFrom4(proto.IPv4(b).Src()), netip.AddrFrom4(proto.IPv4(b).Dst())
		case l.Proto == proto.ProtoIPv6 && len(b) >= proto.IPv6Len:
			local, remote = netip.AddrFrom16(proto.IPv6(b).Src()), netip.AddrFrom16(proto.IPv6(b).Dst())
		case l.Proto == proto.ProtoTCP && len(b) >= 8:
			from, to := quotedPorts(local, remote, b)
			if c := h.connection(from, to); c != nil && mtu > 0 {
				c.now = h.now
				c.tooBig(mtu, binary.BigEndian.Uint32(b[4:]))
			}
		case l.Proto == proto.ProtoUDP && len(b) >= proto.UDPLen:
			from, _ := quotedPorts(local, remote, b)
			if s := h.bound(from); s != nil && mtu == 0 {
				s.refused = true
				h.wake(s.owner, h.now+h.Reaction)
			}
		}
	}
}

// quotedPorts are the ends of a quoted transport: TCP and UDP begin with ports.
func quotedPorts(local, remote netip.Addr, b []byte) (from, to netip.AddrPort) {
	return netip.AddrPortFrom(local, binary.BigEndian.Uint16(b)), netip.AddrPortFrom(remote, binary.BigEndian.Uint16(b[2:]))
}

// tooBig takes the news that the segment with number seq was too large for its
// way. Only what quotes a number that is on its way counts (RFC 5927 §4.1); that
// nobody was there is no reason to give up (RFC 9293 §3.9.2.2).
func (c *conn) tooBig(mtu int, seq uint32) {
	if !within(seq, c.snd.una, c.snd.nxt) || mtu >= c.host.pathMTU(c.remote.Addr()) {
		return
	}
	c.host.paths[c.remote.Addr()] = mtu
	c.shrink(mtu - c.headers())
	c.output()
}
