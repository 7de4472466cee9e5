package sim

import (
	"net/netip"
	"time"

	"netquiz/proto"
)

// Socket is a look at one socket of a host at one moment, as ss or netstat
// would show it. Byte counts are in bytes; windows are scaled already.
type Socket struct {
	Descriptor    int // of the process that has it open; -1: none has
	Proto         proto.Proto
	Local, Remote netip.AddrPort
	State         State
	Active        bool // it opened the connection, or asked

	ISS, SndUna, SndNxt uint32 // sending (RFC 9293 §3.3.1)
	SndWnd              int    // what the other end takes from SndUna on
	SndBuffer           int    // written by the application, not acknowledged
	InFlight            int    // sent, not acknowledged
	CWnd, SSThresh      int    // congestion control; 0 before the connection stands
	Recovery            bool   // fast recovery
	SMSS                int    // most data in a segment, options of every segment taken off

	IRS, RcvNxt uint32 // receiving
	RcvWnd      int    // promised to the other end from RcvNxt on
	RcvBuffer   int    // size of the receive buffer
	Unread      int    // in order, not read by the application
	Early       int    // received beyond a gap

	SRTT, RTO time.Duration
}

// socket is an entry of a host's socket table.
type socket struct {
	fd      int
	proto   proto.Proto
	local   netip.AddrPort
	owner   process
	conn    *conn      // of TCP; nil: listens
	backlog []*conn    // of a listening socket: established, not accepted
	waits   bool       // of TCP: the owner waits for room to write
	inbox   []datagram // of UDP
	refused bool       // of UDP: ICMP says that nobody listens there
}

// firstDescriptor: 0, 1 and 2 are standard input, output and error.
const firstDescriptor = 3

// open takes the lowest free descriptor, as POSIX demands.
func (h *Host) open(s *socket) *socket {
	for i, free := range h.sockets {
		if free == nil {
			s.fd = firstDescriptor + i
			h.sockets[i] = s
			return s
		}
	}
	s.fd = firstDescriptor + len(h.sockets)
	h.sockets = append(h.sockets, s)
	return s
}

// connect opens a connection from a port that the host chooses.
func (h *Host) connect(owner process, remote netip.AddrPort) *socket {
	from, _ := h.sourceFor(remote.Addr())
	for i := uint64(0); ; i++ {
		local := netip.AddrPortFrom(from, dynamicPort(h.key("tcp "+remote.String())+i))
		if h.connection(local, remote) == nil {
			return h.connectFrom(owner, local, remote)
		}
	}
}

// connectFrom opens a connection from a port of its owner's choice.
func (h *Host) connectFrom(owner process, local, remote netip.AddrPort) *socket {
	c := newConn(h, local, remote, h.End)
	c.socket = h.open(&socket{proto: proto.ProtoTCP, local: local, conn: c, owner: owner})
	h.conns = append(h.conns, c)
	c.open()
	return c.socket
}

// dynamicPort picks a port that nobody registers (RFC 6335 §6).
func dynamicPort(key uint64) uint16 { return uint16(49152 + key%16384) }

func (h *Host) listen(owner process, local netip.AddrPort) *socket {
	return h.open(&socket{proto: proto.ProtoTCP, local: local, owner: owner})
}

func (h *Host) listener(local netip.AddrPort) *socket {
	for _, s := range h.sockets {
		if s != nil && s.proto == proto.ProtoTCP && s.conn == nil && s.local == local {
			return s
		}
	}
	return nil
}

// accept takes an established connection from the backlog; nil: there is none.
func (h *Host) accept(l *socket, owner process) *socket {
	if len(l.backlog) == 0 {
		return nil
	}
	c := l.backlog[0]
	l.backlog = l.backlog[1:]
	c.socket = h.open(&socket{proto: proto.ProtoTCP, local: c.local, conn: c, owner: owner})
	if c.rcv.unread.len() > 0 || c.rcv.fin {
		h.notify(c)
	}
	return c.socket
}

// sendBuffer is how much a connection takes ahead of what the other end has
// acknowledged.
const sendBuffer = 256 << 10

// room is how many bytes write takes now.
func (s *socket) room() int {
	if s.conn.state == Closed || s.conn.snd.closed {
		return 0
	}
	return max(sendBuffer-s.conn.snd.data.len(), 0)
}

// write queues p, which room must have allowed, and sends what may be sent. If
// there is more to write, the process is run when half of the buffer is free,
// and no segment is cut short before.
func (h *Host) write(s *socket, p []byte, more bool) {
	s.conn.now = h.now
	s.conn.snd.data.write(p)
	s.conn.snd.more, s.waits = more, more
	s.conn.output()
}

// read takes at most n bytes that have come. eof: the other end sends no more.
func (h *Host) read(s *socket, n int) (p []byte, eof bool) {
	c := s.conn
	c.now = h.now
	r := &c.rcv
	p = r.unread.bytes()[:min(n, r.unread.len())]
	r.unread.drop(len(p))
	if c.state.mayReceive() && r.opened(c.payload()) {
		r.owe(WindowUpdate)
		c.output()
	}
	return p, r.unread.len() == 0 && (r.fin || c.state == Closed)
}

// shutdown sends FIN after what is written; reading goes on (half-close).
func (h *Host) shutdown(s *socket) {
	s.conn.now = h.now
	s.conn.snd.closed, s.conn.snd.more = true, false
	s.conn.output()
}

// close gives the descriptor back; the connection lives on until it is closed
// in both directions.
func (h *Host) close(s *socket) {
	h.sockets[s.fd-firstDescriptor] = nil
	if s.conn == nil {
		return
	}
	if s.conn.state != Closed {
		s.conn.now = h.now
		s.conn.abandon()
	}
	s.conn.socket = nil
}

// look is how the socket stands.
func (s *socket) look() Socket {
	if s.conn != nil {
		return s.conn.look()
	}
	l := Socket{Descriptor: s.fd, Proto: s.proto, Local: s.local}
	if s.proto == proto.ProtoTCP {
		l.State = Listen
	}
	for _, d := range s.inbox {
		l.Unread += len(d.data)
	}
	return l
}

// look is how the connection stands.
func (c *conn) look() Socket {
	s := Socket{
		Descriptor: -1, Proto: proto.ProtoTCP, Local: c.local, Remote: c.remote, State: c.state, Active: c.active,
		ISS: c.snd.iss, SndUna: c.snd.una, SndNxt: c.snd.nxt, SndWnd: int(c.snd.wnd),
		SndBuffer: c.snd.data.len(), InFlight: c.snd.inFlight(),
		CWnd: c.cc.window, SSThresh: c.cc.threshold, Recovery: c.snd.recovery, SMSS: c.payload(),
		IRS: c.rcv.irs, RcvNxt: c.rcv.nxt, RcvWnd: int(c.rcv.edge - c.rcv.nxt),
		RcvBuffer: c.rcv.size, Unread: c.rcv.unread.len(),
		SRTT: c.rtt.smoothed, RTO: c.rtt.rto,
	}
	if c.socket != nil {
		s.Descriptor = c.socket.fd
	}
	for i := range c.rcv.early {
		s.Early += len(c.rcv.early[i].data)
	}
	return s
}

// Sockets are the host's sockets: those open in descriptor order, then
// connections that no process has open.
func (h *Host) Sockets() []Socket {
	var all []Socket
	for _, s := range h.sockets {
		if s != nil {
			all = append(all, s.look())
		}
	}
	for _, c := range h.conns {
		if c.socket == nil {
			all = append(all, c.look())
		}
	}
	return all
}
