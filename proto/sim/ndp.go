package sim

import (
	"net/netip"

	"netquiz/proto"
)

// Neighbour discovery is to IPv6 what ARP is to IPv4, in ICMPv6 (RFC 4861 §7.2):
// the question goes to a group that hardly anybody but the neighbour is in.

const (
	ndpHops       = 255                // what has passed a router is not believed (§7.1.1)
	ndpOverride   = 0x20               // the answer replaces what the asker knows (§4.4)
	ndpSolicited  = 0x40               // it answers a question
	ndpRouter     = 0x80               // from a router
	ndpTargetEnd  = proto.ICMPLen + 16 // where the options begin
	ndpLinkOption = 8                  // length of the options with an Ethernet address
)

func isNDP(t proto.ICMPv6Type) bool {
	return t >= proto.NDPRouterSolicitation && t <= proto.NDPRedirect
}

// solicitedNode is the group to ask in for a, and its Ethernet address (RFC 4291
// §2.7.1, RFC 2464 §7).
func solicitedNode(a netip.Addr) (netip.Addr, [6]byte) {
	b := a.As16()
	group := [16]byte{0xff, 0x02, 11: 0x01, 12: 0xff, 13: b[13], 14: b[14], 15: b[15]}
	return netip.AddrFrom16(group), [6]byte{0x33, 0x33, 0xff, b[13], b[14], b[15]}
}

func (h *Host) solicit(port int, target netip.Addr) {
	group, mac := solicitedNode(target)
	options := proto.NDPOptions(nil).SourceLinkAddr(h.Interfaces[port].MAC)
	h.sendNDP(port, group, mac, proto.ICMPv6Spec{Type: proto.NDPNeighborSolicitation}, target, options, AskNeighbour)
}

func (h *Host) sendNDP(port int, to netip.Addr, mac [6]byte, m proto.ICMPv6Spec, target netip.Addr, options proto.NDPOptions, why Reason) {
	own, ok := h.addrOf(port, true)
	if !ok {
		return
	}
	h.specs.eth = proto.EthernetSpec{Dst: mac, Src: h.Interfaces[port].MAC}
	h.specs.icmp6 = m
	t := target.As16()
	b := build(headroom, &h.specs.eth, h.header(own, to, ndpHops, false), &h.specs.icmp6,
		proto.Payload(t[:]), proto.Payload(options))
	h.out = append(h.out, outgoing{port, Frame{b, &Origin{Host: h.Name, Why: why}}})
}

// deliverNDP learns from questions and answers, and answers.
func (h *Host) deliverNDP(port int, m proto.ICMPv6) {
	ip, ok := h.frame.IPv6()
	if !ok || ip.HopLimit() != ndpHops || len(m) < ndpTargetEnd+ndpLinkOption {
		return
	}
	src, target := netip.AddrFrom16(ip.Src()), netip.AddrFrom16(m.Target())
	mac := [6]byte(m[ndpTargetEnd+2:])
	own, _ := h.addrOf(port, true)
	switch {
	case m.Type() == proto.NDPNeighborSolicitation && target == own:
		n := h.neighbour(port, src)
		if n == nil {
			n = &neighbour{addr: src, port: port}
			h.neighbours = append(h.neighbours, n)
		}
		h.learn(n, mac)
		flags := byte(ndpSolicited | ndpOverride)
		if h.Forward {
			flags |= ndpRouter
		}
		options := proto.NDPOptions(nil).TargetLinkAddr(h.Interfaces[port].MAC)
		answer := proto.ICMPv6Spec{Type: proto.NDPNeighborAdvertisement, Rest: [4]byte{flags}}
		h.sendNDP(port, src, mac, answer, target, options, AnswerNeighbour)
	case m.Type() == proto.NDPNeighborAdvertisement:
		if n := h.neighbour(port, target); n != nil {
			h.learn(n, mac)
		}
	}
}
