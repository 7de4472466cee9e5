package sim

import (
	"net/netip"
	"slices"
	"time"

	"netquiz/proto"
)

// neighbour is an address on a link and the hardware address behind it, or the
// search for it.
type neighbour struct {
	addr    netip.Addr
	port    int
	mac     [6]byte
	known   bool
	waiting []Frame // complete but for the destination
	asked   int
	ask     timer
}

const (
	askEvery = time.Second // RFC 1122 §2.3.2.1: at most one request a second
	askTimes = 3
	mayWait  = 16 // frames, of which RFC 1122 §2.3.2.2 asks for at least one
)

var broadcast = [6]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}

// Neighbour is an entry of a host's ARP or NDP table.
type Neighbour struct {
	Addr  netip.Addr
	MAC   [6]byte
	Known bool // false: it is being asked for
}

// Neighbours is the host's table of hardware addresses.
func (h *Host) Neighbours() []Neighbour {
	var all []Neighbour
	for _, n := range h.neighbours {
		all = append(all, Neighbour{n.addr, n.mac, n.known})
	}
	return all
}

func (h *Host) neighbour(port int, addr netip.Addr) *neighbour {
	for _, n := range h.neighbours {
		if n.port == port && n.addr == addr {
			return n
		}
	}
	return nil
}

// emit sends a frame to a neighbour, whose hardware address it enters, once it
// is known.
func (h *Host) emit(port int, to netip.Addr, f Frame) {
	n := h.neighbour(port, to)
	if n == nil {
		n = &neighbour{addr: to, port: port}
		h.neighbours = append(h.neighbours, n)
	}
	if n.known {
		copy(f.Bytes, n.mac[:])
		h.out = append(h.out, outgoing{port, f})
		return
	}
	if len(n.waiting) < mayWait {
		n.waiting = append(n.waiting, f)
	}
	if !n.ask.set {
		n.asked = 0
		h.askAgain(n)
	}
}

// askAgain asks for a neighbour's hardware address, or gives it up: what waits
// for it cannot be sent.
func (h *Host) askAgain(n *neighbour) {
	if n.asked == askTimes {
		waiting := n.waiting
		n.waiting = nil
		n.ask.stop()
		for _, f := range waiting {
			h.unreachable(f)
		}
		return
	}
	n.asked++
	n.ask.start(h.now + askEvery)
	if n.addr.Is6() {
		h.solicit(n.port, n.addr)
	} else {
		h.sendARP(n.port, proto.ARPRequest, n.addr, [6]byte{}, broadcast, AskNeighbour)
	}
}

func (h *Host) sendARP(port int, op proto.ARPOp, to netip.Addr, target, dst [6]byte, why Reason) {
	ifc := &h.Interfaces[port]
	own, _ := h.addrOf(port, false)
	h.specs.eth = proto.EthernetSpec{Dst: dst, Src: ifc.MAC}
	h.specs.arp = proto.ARPSpec{
		Op: op, SenderMAC: ifc.MAC, SenderIP: own.As4(), TargetMAC: target, TargetIP: to.As4(),
	}
	b := build(proto.MinFrame, &h.specs.eth, &h.specs.arp)
	h.out = append(h.out, outgoing{port, Frame{b, &Origin{Host: h.Name, Why: why}}})
}

// deliverARP does what RFC 826 says under "Packet Reception".
func (h *Host) deliverARP(port int, m proto.ARP) {
	sender, target := netip.AddrFrom4(m.SenderIP()), netip.AddrFrom4(m.TargetIP())
	known := h.neighbour(port, sender)
	own, ok := h.addrOf(port, false)
	forMe := ok && target == own
	if known == nil && forMe {
		known = &neighbour{addr: sender, port: port}
		h.neighbours = append(h.neighbours, known)
	}
	if known != nil {
		h.learn(known, m.SenderMAC())
	}
	if forMe && m.Op() == proto.ARPRequest {
		h.sendARP(port, proto.ARPReply, sender, m.SenderMAC(), m.SenderMAC(), AnswerNeighbour)
	}
}

// learn enters a neighbour's hardware address and sends what waited for it.
func (h *Host) learn(n *neighbour, mac [6]byte) {
	n.mac, n.known = mac, true
	n.ask.stop()
	waiting := slices.Clone(n.waiting)
	n.waiting = nil
	for _, f := range waiting {
		h.emit(n.port, n.addr, f)
	}
}
