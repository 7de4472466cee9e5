package sim

import (
	"hash/fnv"
	"net/netip"
	"time"

	"netquiz/proto"
)

// Interface is a port of a host with its addresses.
type Interface struct {
	MAC   [6]byte
	Addrs []netip.Prefix // address and length of its network, at most one of each IP version
	MTU   int            // of the link in bytes; 0: 1500
}

// Route says where packets to a network go that no interface is in.
type Route struct {
	To  netip.Prefix
	Via netip.Addr // next hop, in the network of an interface
}

// HostConfig sets up a host.
type HostConfig struct {
	Name       string
	Interfaces []Interface // by port number
	Routes     []Route     // the first that fits is taken
	Forward    bool        // it is a router
	Masquerade int         // port whose IPv4 address stands for what is behind the others (NAPT); 0: none does
	End        End         // how its TCP is set up
	// Reaction is how long a process takes from the moment something happens at
	// its socket to what it does about it. At 0 it is part of the same moment:
	// its data and FIN ride on the ACK that would go out alone.
	Reaction time.Duration
	// CloseAtOnce lets it react to the other end's FIN at that same moment.
	CloseAtOnce bool
	Seed        uint64
}

// Host is a node with a network stack, a socket table and processes. A router
// is a host that forwards.
type Host struct {
	HostConfig
	now  time.Duration
	ipID uint16

	frame      proto.Frame
	packet     proto.Packet
	specs      specs
	out        []outgoing
	sent       int // of out
	neighbours []*neighbour
	paths      map[netip.Addr]int // MTU of the way there where it is less than the link's
	nat        *nat               // nil: it translates nothing

	conns   []*conn
	sockets []*socket // by descriptor
	opened  uint64    // UDP sockets so far
	runs    []run
}

type outgoing struct {
	port int
	Frame
}

// NewHost makes a host.
func NewHost(cfg HostConfig) *Host {
	h := &Host{HostConfig: cfg, paths: map[netip.Addr]int{}}
	h.ipID = uint16(h.key("ip.id"))
	if cfg.Masquerade > 0 {
		addr, _ := h.addrOf(cfg.Masquerade, false)
		h.nat = &nat{addr: addr}
	}
	return h
}

// key is a number that follows from the seed, the host's name and text.
func (h *Host) key(text string) uint64 {
	f := fnv.New64a()
	f.Write([]byte(h.Name + " " + text))
	return mix(f.Sum64() ^ mix(h.Seed))
}

// mix spreads every bit of x over all bits (the finalizer of SplitMix64).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// Deliver implements Node.
func (h *Host) Deliver(now time.Duration, port int, frame Frame) {
	h.now = max(now, h.now)
	h.packet = proto.Packet{Bytes: frame.Bytes, Link: proto.LinkEthernet}
	check := proto.CheckAll
	if h.Forward {
		check = proto.CheckHeader // what a packet carries is none of a router's business
	}
	h.frame.Decode(&h.packet, check)
	if eth, ok := h.frame.Ethernet(); !ok || !h.takes(port, eth.Dst()) || !h.sound() {
		return
	}
	if arp, ok := h.frame.ARP(); ok {
		h.deliverARP(port, arp)
	} else {
		h.deliverIP(port, frame)
	}
	h.react()
}

// takes tells whether an interface takes a frame to the address.
func (h *Host) takes(port int, dst [6]byte) bool {
	return port < len(h.Interfaces) && (dst == h.Interfaces[port].MAC || dst[0]&1 != 0)
}

// sound tells whether sums and lengths are right as far as the stack looks:
// what an application's data is, is none of its business.
func (h *Host) sound() bool {
	for _, p := range h.frame.Problems() {
		l := &h.frame.Layers()[p.Layer]
		if p.Code.Broken() && !l.Quoted && ofStack(l.Proto) {
			return false
		}
	}
	return true
}

func ofStack(p proto.Proto) bool {
	switch p {
	case proto.ProtoEthernet, proto.ProtoARP, proto.ProtoIPv4, proto.ProtoIPv6,
		proto.ProtoTCP, proto.ProtoUDP, proto.ProtoICMP, proto.ProtoICMPv6:
		return true
	}
	return false
}

// Next implements Node.
func (h *Host) Next() (at time.Duration, ok bool) {
	if h.sent < len(h.out) {
		return h.now, true
	}
	next := h.nextRun()
	for _, c := range h.conns {
		next = next.sooner(c.next())
	}
	for _, n := range h.neighbours {
		next = next.sooner(n.ask)
	}
	return next.at, next.set
}

// Send implements Node.
func (h *Host) Send(now time.Duration) (port int, frame Frame, ok bool) {
	for h.sent == len(h.out) {
		h.out, h.sent = h.out[:0], 0
		at, ok := h.Next()
		if !ok || at > now {
			return 0, Frame{}, false
		}
		h.now = max(at, h.now)
		h.expire()
	}
	h.sent++
	o := &h.out[h.sent-1]
	return o.port, o.Frame, true
}

// expire does one thing that is due.
func (h *Host) expire() {
	for _, n := range h.neighbours {
		if n.ask.due(h.now) {
			h.askAgain(n)
			return
		}
	}
	for _, c := range h.conns {
		if t := c.next(); t.due(h.now) {
			c.expire(h.now)
			h.react()
			return
		}
	}
	h.runNext()
}
