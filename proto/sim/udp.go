package sim

import (
	"net/netip"

	"netquiz/proto"
)

// datagram is a UDP datagram that waits to be read.
type datagram struct {
	from netip.AddrPort
	data []byte
}

// bind opens a UDP socket; port 0 lets the host choose one.
func (h *Host) bind(owner process, addr netip.Addr, port uint16) *socket {
	for i := uint64(0); port == 0; i++ {
		candidate := dynamicPort(h.key("udp") + h.opened + i)
		if h.bound(netip.AddrPortFrom(addr, candidate)) == nil {
			port = candidate
		}
	}
	h.opened++
	return h.open(&socket{proto: proto.ProtoUDP, local: netip.AddrPortFrom(addr, port), owner: owner})
}

// bound is the UDP socket with the address.
func (h *Host) bound(local netip.AddrPort) *socket {
	for _, s := range h.sockets {
		if s != nil && s.proto == proto.ProtoUDP && s.local == local {
			return s
		}
	}
	return nil
}

// sendTo sends a datagram from s.
func (h *Host) sendTo(s *socket, to netip.AddrPort, data []byte, why Reason) {
	h.specs.udp = proto.UDPSpec{SrcPort: s.local.Port(), DstPort: to.Port()}
	look := s.look()
	look.Remote, look.Active = to, why != Answer
	h.sendIP(s.local.Addr(), to.Addr(), &Origin{h.Name, why, look}, &h.specs.udp, data)
}

// receiveFrom takes the oldest datagram that has come; ok is false if none has.
func (s *socket) receiveFrom() (d datagram, ok bool) {
	if len(s.inbox) == 0 {
		return d, false
	}
	d = s.inbox[0]
	s.inbox = s.inbox[1:]
	return d, true
}

func (h *Host) deliverUDP(own, from netip.Addr, u proto.UDP, data []byte) {
	s := h.bound(netip.AddrPortFrom(own, u.DstPort()))
	if s == nil {
		h.complain(h.packet.Bytes, noPort)
		return
	}
	s.inbox = append(s.inbox, datagram{netip.AddrPortFrom(from, u.SrcPort()), data})
	h.wake(s.owner, h.now+h.Reaction)
}
