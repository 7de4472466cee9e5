package sim

import (
	"encoding/binary"
	"net/netip"

	"golang.org/x/net/dns/dnsmessage"

	"netquiz/proto"
)

// mostUDP is the longest answer over UDP to a query without EDNS (RFC 1035 §4.2.1).
const mostUDP = 512

// nameServer is a program that answers DNS queries over UDP and TCP (RFC 7766 §5).
type nameServer struct {
	udp, tcp *socket
	// handle finds the answer to a query of one question and hands it to done,
	// now or later.
	handle func(h *Host, query *dnsmessage.Message, done func(dnsmessage.Message))
}

// serveDNS starts a name server at one of the host's addresses.
func (h *Host) serveDNS(addr netip.Addr, handle func(*Host, *dnsmessage.Message, func(dnsmessage.Message))) {
	s := &nameServer{handle: handle}
	s.udp = h.bind(s, addr, proto.DNSPort)
	s.tcp = h.listen(s, s.udp.local)
}

// serveZone starts a server that has authority over a zone.
func (h *Host) serveZone(addr netip.Addr, z *zone) {
	h.serveDNS(addr, func(_ *Host, q *dnsmessage.Message, done func(dnsmessage.Message)) { done(z.answer(q)) })
}

func (s *nameServer) run(h *Host) {
	for d, ok := s.udp.receiveFrom(); ok; d, ok = s.udp.receiveFrom() {
		s.ask(h, d.data, func(m dnsmessage.Message) {
			h.sendTo(s.udp, d.from, packUDP(m), Answer)
		})
	}
	for {
		w := &nameWorker{server: s}
		if w.socket = h.accept(s.tcp, w); w.socket == nil {
			return
		}
		w.run(h)
	}
}

// ask answers a query; what is none gets no answer.
func (s *nameServer) ask(h *Host, data []byte, done func(dnsmessage.Message)) {
	var q dnsmessage.Message
	if q.Unpack(data) != nil || q.Response || len(q.Questions) != 1 {
		return
	}
	s.handle(h, &q, done)
}

// packUDP cuts an answer that is too long: TC is set, and the client has to ask
// again over TCP (RFC 2181 §9).
func packUDP(m dnsmessage.Message) []byte {
	b := pack(m)
	if len(b) > mostUDP {
		m.Truncated = true
		m.Answers, m.Authorities, m.Additionals = nil, nil, nil
		b = pack(m)
	}
	return b
}

func pack(m dnsmessage.Message) []byte {
	b, err := m.Pack()
	if err != nil {
		panic(err) // names are checked before they get here
	}
	return b
}

// packTCP puts the length before a message (RFC 1035 §4.2.2).
func packTCP(m dnsmessage.Message) []byte {
	b := pack(m)
	return append(binary.BigEndian.AppendUint16(nil, uint16(len(b))), b...)
}

// messageIn is the first whole message of a stream and what follows it.
func messageIn(stream []byte) (message, rest []byte, ok bool) {
	if len(stream) < 2 {
		return nil, stream, false
	}
	n := 2 + int(binary.BigEndian.Uint16(stream))
	if len(stream) < n {
		return nil, stream, false
	}
	return stream[2:n], stream[n:], true
}

// nameWorker answers queries on one TCP connection.
type nameWorker struct {
	server *nameServer
	socket *socket
	stream []byte
	done   bool
}

func (w *nameWorker) run(h *Host) {
	if w.done {
		return
	}
	data, eof := h.read(w.socket, w.socket.conn.rcv.unread.len())
	w.stream = append(w.stream, data...)
	for {
		message, rest, ok := messageIn(w.stream)
		if !ok {
			break
		}
		w.stream = rest
		w.server.ask(h, message, func(m dnsmessage.Message) {
			if !w.done {
				h.write(w.socket, packTCP(m), false)
			}
		})
	}
	if eof || w.socket.conn.err != nil {
		w.done = true
		h.close(w.socket)
	}
}
