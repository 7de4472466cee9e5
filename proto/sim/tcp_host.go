package sim

import (
	"net/netip"

	"netquiz/proto"
)

// deliverTCP hands a segment to its connection, or to the socket that listens
// (RFC 9293 §3.10.7.1, §3.10.7.2).
func (h *Host) deliverTCP(own, from netip.Addr, tcp proto.TCP, data []byte) {
	s := parseSegment(tcp, data)
	local, remote := netip.AddrPortFrom(own, tcp.DstPort()), netip.AddrPortFrom(from, tcp.SrcPort())
	if c := h.connection(local, remote); c != nil {
		c.now = h.now
		c.arrive(&s)
		h.react()
		c.output()
		return
	}
	listener := h.listener(local)
	if listener == nil || s.has(proto.ACK) {
		h.reset(local, remote, &s)
		return
	}
	if s.has(proto.RST) || !s.has(proto.SYN) {
		return
	}
	c := newConn(h, local, remote, h.End)
	c.listener = listener
	h.conns = append(h.conns, c)
	c.accept(&s)
}

func (h *Host) connection(local, remote netip.AddrPort) *conn {
	for _, c := range h.conns {
		if c.local == local && c.remote == remote {
			return c
		}
	}
	return nil
}

// reset answers a segment that belongs to no connection (RFC 9293 §3.5.2).
func (h *Host) reset(local, remote netip.AddrPort, to *segment) {
	if to.has(proto.RST) {
		return
	}
	s := segment{flags: proto.RST, segmentOptions: segmentOptions{scale: -1}}
	if to.has(proto.ACK) {
		s.seq = to.ack
	} else {
		s.flags |= proto.ACK
		s.ack = to.seq + to.length()
	}
	h.sendTCP(local, remote, &s, &Origin{h.Name, Reset, Socket{
		Descriptor: -1, Proto: proto.ProtoTCP, Local: local, Remote: remote,
	}})
}

func (h *Host) sendTCP(local, remote netip.AddrPort, s *segment, origin *Origin) {
	h.specs.tcp = proto.TCPSpec{
		SrcPort: local.Port(), DstPort: remote.Port(),
		Seq: s.seq, Ack: s.ack, Flags: s.flags, Window: s.window,
		Options: s.appendOptions(h.specs.options[:0]),
	}
	h.sendIP(local.Addr(), remote.Addr(), origin, &h.specs.tcp, s.data)
}
