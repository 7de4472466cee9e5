package quiz

import (
	"slices"

	"netquiz/proto"
)

// Reason is why a frame of a capture is not asked about.
type Reason string

// The reasons.
const (
	Cut       Reason = "cut"       // it is not whole
	Damaged   Reason = "damaged"   // something is wrong with it
	OtherLink Reason = "link"      // its link is none that questions are made for
	Tagged    Reason = "tagged"    // with a tag, in a tunnel, of another protocol than IP
	Options   Reason = "options"   // with options of IP, or a fragment
	TooLong   Reason = "long"      // longer than a link carries: a network card joined it
	Unstarted Reason = "unstarted" // its connection began before, or a frame of it was lost
)

// longestPlain is how long a plain packet may be, in bytes, without its link.
const longestPlain = 1500

// notPlain is why a frame is none to ask about, "" if it is: ARP over Ethernet or
// an IP packet without options, whole, with nothing wrong, right behind its link.
func notPlain(f *proto.Frame) Reason {
	p, layers := f.Packet(), f.Layers()
	network := 1
	switch p.Link {
	case proto.LinkRaw, proto.LinkIPv4, proto.LinkIPv6:
		network = 0
	case proto.LinkEthernet, proto.LinkLinuxSLL, proto.LinkLinuxSLL2:
	default:
		return OtherLink
	}
	if len(p.Bytes) != p.WireLength() {
		return Cut
	}
	if len(f.Problems()) > 0 {
		return Damaged
	}
	if withoutFCS(f)-networkAt(p) > longestPlain {
		return TooLong
	}
	if len(layers) <= network || p.Link == proto.LinkEthernet && layers[0].Proto != proto.ProtoEthernet {
		return Tagged
	}
	for _, l := range layers {
		if l.Proto == proto.ProtoTrailer {
			return Tagged
		}
	}
	switch layers[network].Proto {
	case proto.ProtoARP:
		if p.Link == proto.LinkEthernet {
			return ""
		}
	case proto.ProtoIPv4:
		ip, ok := f.IPv4()
		const fragment = 0x3fff // more to come, or not the first
		if !ok || len(ip) != proto.IPv4MinLen || (uint16(ip[6])<<8|uint16(ip[7]))&fragment != 0 {
			return Options
		}
		return ""
	case proto.ProtoIPv6:
		if network+1 < len(layers) && (layers[network+1].Proto == proto.ProtoTCP || layers[network+1].Proto == proto.ProtoUDP) {
			return ""
		}
		return Options
	}
	return Tagged
}

// withoutFCS is how long a frame is without its FCS, which captures rarely have.
func withoutFCS(f *proto.Frame) int {
	n := len(f.Bytes())
	for _, l := range f.Layers() {
		if l.Proto == proto.ProtoFCS {
			n = int(l.Off)
		}
	}
	return n
}

// kept is the packet of a frame with bytes of its own, and without FCS.
func kept(f *proto.Frame) proto.Packet {
	own := *f.Packet()
	own.Bytes = slices.Clone(own.Bytes[:withoutFCS(f)])
	own.Length, own.FCS = len(own.Bytes), 0
	return own
}

// segmentOf is what a plain packet carries behind the header of IP, without padding.
func segmentOf(p *proto.Packet) []byte {
	at := networkAt(p) + proto.IPv4MinLen
	if overIPv6(p) {
		at = networkAt(p) + proto.IPv6Len
	}
	return p.Bytes[at:contentEnd(p)]
}
