package view

import (
	"net/netip"
	"time"

	"netquiz/proto"
	"netquiz/proto/flow"
	"netquiz/proto/sim"
)

// Socket is one end of a conversation at one moment, as far as it is known.
// Sequence numbers are counted from the end's first.
type Socket struct {
	Name       string
	Local      netip.AddrPort
	Descriptor int    // of the process that has it open, −1: none, or not known
	State      string // of TCP
	Note       string // beside the state

	Next, Acked   uint32 // number that it sends next, and up to which the other end has acknowledged
	Flight, Limit int    // bytes under way, and the most there may be; Limit −1: not known
	Window, CWnd  int    // what bounds that: the other end's window, the congestion window; −1: not known
	Waiting       int    // bytes written by the application and not acknowledged, −1: not known

	Expected   uint32 // number that it expects next
	Held, Room int    // bytes in the receive buffer, and its size; Room −1: not known
	RTT, RTO   time.Duration
}

// SimSocket is the socket of a simulated host.
func SimSocket(name string, s sim.Socket) Socket {
	v := Socket{
		Name: name, Local: s.Local, Descriptor: s.Descriptor, State: s.State.String(),
		Limit: -1, Window: -1, CWnd: -1, Waiting: -1, Held: s.Unread + s.Early, Room: -1,
	}
	if s.Proto != proto.ProtoTCP {
		v.State = ""
		return v
	}
	if s.State == sim.Listen || s.State == sim.Closed {
		return v
	}
	v.Next, v.Acked, v.Flight, v.Waiting = s.SndNxt-s.ISS, s.SndUna-s.ISS, s.InFlight, s.SndBuffer
	v.Room, v.RTT, v.RTO = s.RcvBuffer, s.SRTT, s.RTO
	if s.State.Synchronized() {
		v.Expected = s.RcvNxt - s.IRS
		v.Window, v.Limit = s.SndWnd, s.SndWnd
	}
	if s.CWnd > 0 && v.Window >= 0 {
		v.CWnd, v.Limit = s.CWnd, min(s.SndWnd, s.CWnd)
	}
	return v
}

// FlowSocket is an end of a conversation as an observer knows it.
func FlowSocket(name string, c *flow.Conversation, end int) Socket {
	me, peer := &c.Ends[end], &c.Ends[end^1]
	v := Socket{
		Name: name, Local: c.Client, Descriptor: -1, State: me.State.String(),
		Limit: -1, Window: -1, CWnd: -1, Waiting: -1, Room: -1,
	}
	if end == flow.ServerEnd {
		v.Local = c.Server
	}
	if c.Proto != proto.ProtoTCP || me.State == flow.Unknown {
		return v
	}
	v.Next, v.Acked, v.Flight = me.Relative(me.Next), me.Relative(me.Acked), me.InFlight()
	v.Window, v.Limit = peer.Window, peer.Window
	if peer.State != flow.Unknown && peer.State != flow.SynSent {
		v.Expected = peer.Relative(peer.Acked)
	}
	return v
}

// Sockets draws sockets as text.
type Sockets struct{ Style }

// gaugeColumns is how wide the gauges of a socket are.
const gaugeColumns = 16

// Append appends a few lines about v to dst: its name, address, descriptor and
// state, how much of what it may send is under way, how full its receive buffer
// is, and the numbers behind that.
func (s Sockets) Append(dst []byte, v Socket) []byte {
	head := para{{v.Name, bold}}
	for _, fact := range s.facts(&v) {
		head = head.add(" "+fact, plain)
	}
	if v.State != "" {
		head = head.add(" "+v.State, telling)
	}
	if v.Note != "" {
		head = head.add(" "+v.Note, dim)
	}
	dst = s.appendPara(dst, head, 0, 4)
	for _, g := range s.gauges(&v) {
		line := para{{g.name + " ", plain}, {gauge(g.taken, g.room, gaugeColumns), dim}}
		line = line.add(" "+s.L.Number(g.taken)+"/"+s.L.Number(g.room), plain)
		for _, fact := range g.facts {
			line = line.add(" · "+fact, dim)
		}
		dst = s.appendPara(append(dst, "  "...), line, 2, 4)
	}
	return dst
}

// facts are what tells a socket from others, and what its application has not
// read where nothing is known of its buffer.
func (s Sockets) facts(v *Socket) (all []string) {
	if v.Local.IsValid() {
		all = append(all, endName(v.Local))
	}
	if v.Descriptor >= 0 {
		all = append(all, s.L.T("view.socket.descriptor", "N", v.Descriptor))
	}
	if v.Room < 0 && v.Held > 0 {
		all = append(all, s.L.T("view.socket.unread", "N", v.Held))
	}
	return all
}

// socketGauge is how much of some room is taken, and what is to be known about it.
type socketGauge struct {
	name        string
	taken, room int
	facts       []string
}

func (s Sockets) gauges(v *Socket) (all []socketGauge) {
	if v.Limit >= 0 {
		all = append(all, socketGauge{s.L.T("view.socket.flight"), v.Flight, v.Limit, s.sending(v)})
	}
	if v.Room >= 0 {
		g := socketGauge{s.L.T("view.socket.buffer"), v.Held, v.Room, nil}
		if v.Expected > 0 {
			g.facts = []string{s.L.T("view.socket.expected", "N", v.Expected)}
		}
		all = append(all, g)
	}
	return all
}

// endName is an address with its port, if it has one.
func endName(a netip.AddrPort) string {
	if a.Port() == 0 {
		return a.Addr().String()
	}
	return a.String()
}

func (s Sockets) sending(v *Socket) []string {
	facts := []string{
		s.L.T("view.socket.next", "N", v.Next), s.L.T("view.socket.acked", "N", v.Acked),
		s.L.T("view.socket.window", "N", v.Window),
	}
	if v.CWnd >= 0 {
		facts = append(facts, s.L.T("view.socket.cwnd", "N", v.CWnd))
	}
	if v.Waiting > v.Flight {
		facts = append(facts, s.L.T("view.socket.waiting", "N", v.Waiting-v.Flight))
	}
	if v.RTO > 0 && v.Flight > 0 {
		facts = append(facts, s.L.T("view.socket.rto", "RTO", v.RTO))
	}
	return facts
}
