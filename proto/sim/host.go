package sim

import (
	"encoding/binary"
	"hash/fnv"
	"net/netip"
	"time"

	"netquiz/proto"
)

// HostConfig sets up a host with one network interface.
type HostConfig struct {
	Name   string
	MAC    [6]byte
	Addr   netip.Prefix // address and length of its network
	Router netip.Addr   // next hop to other networks
	MTU    int          // of the link in bytes; 0: 1500
	End    End          // how its TCP is set up
	// Reaction is how long a process takes from the moment something happens at
	// its socket to what it does about it. At 0 it is part of the same moment:
	// its data and FIN ride on the ACK that would go out alone.
	Reaction time.Duration
	// CloseAtOnce lets it react to the other end's FIN at that same moment.
	CloseAtOnce bool
	Seed        uint64
}

// Host is a node with a network stack, a socket table and processes.
type Host struct {
	HostConfig
	mtu  int
	now  time.Duration
	ipID uint16

	neighbours map[netip.Addr][6]byte
	frame      proto.Frame
	packet     proto.Packet
	specs      frameSpecs
	out        []Frame
	sent       int // of out

	conns   []*conn
	sockets []*socket // by descriptor
	runs    []run
}

// frameSpecs are the headers of a frame to be built, used again and again.
type frameSpecs struct {
	eth     proto.EthernetSpec
	ip4     proto.IPv4Spec
	tcp     proto.TCPSpec
	options [proto.TCPMaxLen]byte
}

// NewHost makes a host.
func NewHost(cfg HostConfig) *Host {
	h := &Host{HostConfig: cfg, mtu: cfg.MTU, neighbours: map[netip.Addr][6]byte{}}
	if h.mtu == 0 {
		h.mtu = 1500
	}
	h.ipID = uint16(h.key("ip.id"))
	return h
}

// key is a number that follows from the seed, the host and text.
func (h *Host) key(text string) uint64 {
	f := fnv.New64a()
	var seed [8]byte
	binary.BigEndian.PutUint64(seed[:], h.Seed)
	f.Write(seed[:])
	f.Write([]byte(h.Name))
	f.Write([]byte(text))
	return mix(f.Sum64())
}

// mix spreads every bit of x over all bits (the finalizer of SplitMix64).
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// connectionKey is the F of RFC 9293 §3.4.1: a number that only the host can
// tell from the addresses and ports of a connection.
func (h *Host) connectionKey(local, remote netip.AddrPort) uint64 {
	return h.key(local.String() + " " + remote.String())
}

// Deliver implements Node.
func (h *Host) Deliver(now time.Duration, _ int, frame Frame) {
	h.now = now
	h.packet = proto.Packet{Bytes: frame.Bytes, Link: proto.LinkEthernet}
	h.frame.Decode(&h.packet, proto.CheckAll)
	for _, p := range h.frame.Problems() {
		if p.Code.Broken() {
			return
		}
	}
	if eth, ok := h.frame.Ethernet(); !ok || eth.Dst() != h.MAC {
		return
	}
	if h.frame.Find(proto.ProtoTCP) >= 0 {
		h.deliverTCP()
	}
}

func (h *Host) deliverTCP() {
	ip, ok := h.frame.IPv4()
	tcp, ok2 := h.frame.TCP()
	if !ok || !ok2 || netip.AddrFrom4(ip.Dst()) != h.Addr.Addr() {
		return
	}
	s := parseSegment(tcp, h.frame.Payload(h.frame.Find(proto.ProtoTCP)))
	local := netip.AddrPortFrom(netip.AddrFrom4(ip.Dst()), tcp.DstPort())
	remote := netip.AddrPortFrom(netip.AddrFrom4(ip.Src()), tcp.SrcPort())
	c := h.connection(local, remote)
	if c == nil {
		listener := h.listener(local)
		if listener == nil || s.has(proto.RST) {
			h.reset(local, remote, &s)
			return
		}
		if s.has(proto.ACK) || !s.has(proto.SYN) {
			h.reset(local, remote, &s)
			return
		}
		c = newConn(h, local, remote, h.End)
		c.now, c.listener = h.now, listener
		h.conns = append(h.conns, c)
		c.accept(&s)
		return
	}
	c.now = h.now
	c.arrive(&s)
	h.react()
	c.output()
}

func (h *Host) connection(local, remote netip.AddrPort) *conn {
	for _, c := range h.conns {
		if c.local == local && c.remote == remote {
			return c
		}
	}
	return nil
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
	return 0, h.out[h.sent-1], true
}

// expire does the earliest thing that is due.
func (h *Host) expire() {
	for _, c := range h.conns {
		if t := c.next(); t.due(h.now) {
			c.expire(h.now)
			h.react()
			return
		}
	}
	h.runNext()
}

// sendSegment puts a connection's segment into a frame.
func (h *Host) sendSegment(c *conn, s *segment, why Reason) {
	h.sendTCP(c.local, c.remote, s, &Origin{h.Name, why, c.look()})
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
	h.sendTCP(local, remote, &s, &Origin{Host: h.Name, Why: Reset})
}

func (h *Host) sendTCP(local, remote netip.AddrPort, s *segment, origin *Origin) {
	h.ipID++
	b := &h.specs
	b.ip4 = proto.IPv4Spec{
		Src: local.Addr().As4(), Dst: remote.Addr().As4(),
		ID: h.ipID, TTL: 64, DontFragment: true,
	}
	b.tcp = proto.TCPSpec{
		SrcPort: local.Port(), DstPort: remote.Port(),
		Seq: s.seq, Ack: s.ack, Flags: s.flags, Window: s.window,
		Options: s.appendOptions(b.options[:0]),
	}
	next := remote.Addr()
	if !h.Addr.Contains(next) {
		next = h.Router
	}
	b.eth = proto.EthernetSpec{Dst: h.neighbours[next], Src: h.MAC}
	size := max(proto.EthernetLen+proto.IPv4MinLen+proto.TCPMaxLen+len(s.data), proto.MinFrame)
	p := proto.Packet{Bytes: make([]byte, 0, size), Link: proto.LinkEthernet}
	if err := proto.Build(&p, &b.eth, &b.ip4, &b.tcp, proto.Payload(s.data)); err != nil {
		panic(err) // a segment that fits no frame is a mistake of this package
	}
	h.out = append(h.out, Frame{p.Bytes, origin})
}
