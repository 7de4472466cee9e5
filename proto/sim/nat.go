package sim

import (
	"encoding/binary"
	"net/netip"
	"slices"
	"time"

	"netquiz/proto"
)

// nat is a router's table of what stands for what: the hosts behind it share one
// IPv4 address, and a port of it, or an id of echoes, stands for each of theirs
// (NAPT, RFC 3022 §2.2).
type nat struct {
	addr     netip.Addr
	bindings []*binding
}

// binding holds for whatever the inner end talks to (RFC 4787 §4.1).
type binding struct {
	Translation
	used time.Duration
}

// Translation is an entry of a router's table: an end behind it, and what it is
// from outside. Of ICMP the port is the id of echoes.
type Translation struct {
	Proto           proto.Proto
	Inside, Outside netip.AddrPort
}

// idle is how long a binding is kept that nobody uses (RFC 5382 §5, RFC 4787
// §4.3, RFC 5508 §3.2).
func (t *Translation) idle() time.Duration {
	switch t.Proto {
	case proto.ProtoTCP:
		return 2*time.Hour + 4*time.Minute
	case proto.ProtoUDP:
		return 5 * time.Minute
	}
	return time.Minute
}

// find is the binding that fits, used now; nil: there is none.
func (n *nat) find(now time.Duration, fits func(*binding) bool) *binding {
	n.bindings = slices.DeleteFunc(n.bindings, func(b *binding) bool { return now-b.used > b.idle() })
	for _, b := range n.bindings {
		if fits(b) {
			b.used = now
			return b
		}
	}
	return nil
}

func (n *nat) inside(p proto.Proto, outside netip.AddrPort, now time.Duration) *binding {
	return n.find(now, func(b *binding) bool { return b.Proto == p && b.Outside == outside })
}

func (n *nat) outside(p proto.Proto, inside netip.AddrPort, now time.Duration) *binding {
	return n.find(now, func(b *binding) bool { return b.Proto == p && b.Inside == inside })
}

// bindOutside gives an inner end a port that stands for no other.
func (h *Host) bindOutside(p proto.Proto, inside netip.AddrPort) *binding {
	n := h.nat
	if b := n.outside(p, inside, h.now); b != nil {
		return b
	}
	b := &binding{Translation{Proto: p, Inside: inside}, h.now}
	for i := h.key("nat " + inside.String()); !b.Outside.IsValid() || n.inside(p, b.Outside, h.now) != nil; i++ {
		b.Outside = netip.AddrPortFrom(n.addr, dynamicPort(i))
	}
	n.bindings = append(n.bindings, b)
	return b
}

// Translations are the entries of a router's table.
func (h *Host) Translations() (all []Translation) {
	if h.nat == nil {
		return nil
	}
	for _, b := range h.nat.bindings {
		all = append(all, b.Translation)
	}
	return all
}

// outward rewrites a packet on its way out, in b, a copy of the frame that was
// decoded last; it is false if nothing can stand for its source.
func (h *Host) outward(b []byte) bool {
	p, ok := packetIn(&h.frame, false)
	switch {
	case !ok:
		return false
	case p.quotes(b): // an error about what came in
		about, ok := packetIn(&h.frame, true)
		if !ok {
			return false
		}
		to := h.bindOutside(about.proto, about.destination(b))
		p.about(b, func() { about.put(b, about.ip+16, about.dstPort(), to.Outside) })
		p.putAddr(b, p.ip+12, to.Outside.Addr())
	default:
		p.put(b, p.ip+12, p.srcPort(), h.bindOutside(p.proto, p.source(b)).Outside)
	}
	return true
}

// inward rewrites a packet to the router's outer address in the same way, and
// tells to whom it goes; ok is false if nobody has asked for it.
func (h *Host) inward(b []byte) (to netip.Addr, ok bool) {
	p, ok := packetIn(&h.frame, false)
	if !ok {
		return to, false
	}
	if p.quotes(b) { // an error about what went out
		about, ok := packetIn(&h.frame, true)
		if !ok {
			return to, false
		}
		from := h.nat.inside(about.proto, about.source(b), h.now)
		if from == nil {
			return to, false
		}
		p.about(b, func() { about.put(b, about.ip+12, about.srcPort(), from.Inside) })
		p.putAddr(b, p.ip+16, from.Inside.Addr())
		return from.Inside.Addr(), true
	}
	end := h.nat.inside(p.proto, p.destination(b), h.now)
	if end == nil {
		return to, false
	}
	p.put(b, p.ip+16, p.dstPort(), end.Inside)
	return end.Inside.Addr(), true
}

// packetAt says where in a frame the parts of an IPv4 packet lie.
type packetAt struct {
	proto proto.Proto
	ip    int // the IPv4 header
	body  int // the header behind it
	sum   int // the checksum of what is behind; 0: there is none
	end   int
}

// packetIn finds the frame's packet, or the one that an ICMP error in it quotes.
// Of a fragment other than the first nothing is known.
func packetIn(f *proto.Frame, quoted bool) (p packetAt, ok bool) {
	for i, l := range f.Layers() {
		h := f.Header(i)
		at := 0
		switch {
		case l.Quoted != quoted:
			continue
		case l.Proto == proto.ProtoIPv4 && len(h) >= proto.IPv4MinLen:
			p.ip = int(l.Off)
			continue
		case l.Proto == proto.ProtoTCP && len(h) >= 8:
			at = 16
		case l.Proto == proto.ProtoUDP && len(h) >= proto.UDPLen:
			if at = 6; h[6]|h[7] == 0 {
				at = len(h) // not summed
			}
		case l.Proto == proto.ProtoICMP && len(h) >= proto.ICMPLen:
			at = 2
		default:
			continue
		}
		p.proto, p.body, p.end = l.Proto, int(l.Off), int(l.End)
		if at+2 <= len(h) {
			p.sum = p.body + at
		}
		return p, p.ip > 0
	}
	return p, false
}

// quotes tells whether the packet is an ICMP error.
func (p *packetAt) quotes(b []byte) bool {
	return p.proto == proto.ProtoICMP && proto.ICMPType(b[p.body]).Quotes()
}

func (p *packetAt) srcPort() int {
	if p.proto == proto.ProtoICMP {
		return p.body + 4
	}
	return p.body
}

func (p *packetAt) dstPort() int {
	if p.proto == proto.ProtoICMP {
		return p.body + 4
	}
	return p.body + 2
}

func (p *packetAt) source(b []byte) netip.AddrPort { return endAt(b, p.ip+12, p.srcPort()) }

func (p *packetAt) destination(b []byte) netip.AddrPort { return endAt(b, p.ip+16, p.dstPort()) }

func endAt(b []byte, addr, port int) netip.AddrPort {
	return netip.AddrPortFrom(netip.AddrFrom4([4]byte(b[addr:])), binary.BigEndian.Uint16(b[port:]))
}

// put writes an end over another.
func (p *packetAt) put(b []byte, addr, port int, end netip.AddrPort) {
	p.putAddr(b, addr, end.Addr())
	replace(b, port, binary.BigEndian.AppendUint16(nil, end.Port()), p.sum)
	if p.proto == proto.ProtoUDP && p.sum > 0 && b[p.sum]|b[p.sum+1] == 0 {
		b[p.sum], b[p.sum+1] = 0xff, 0xff // zero would mean: not summed (RFC 768)
	}
}

// putAddr writes an address over another. TCP and UDP sum it too.
func (p *packetAt) putAddr(b []byte, at int, addr netip.Addr) {
	a, sum := addr.As4(), p.sum
	if p.proto == proto.ProtoICMP {
		sum = 0
	}
	replace(b, at, a[:], p.ip+10, sum)
}

// about lets the sum of an ICMP error follow what is changed in its quote.
func (p *packetAt) about(b []byte, change func()) {
	was := proto.Fold(proto.Sum(0, b[p.body:p.end]))
	change()
	follow(b[p.sum:], was, proto.Fold(proto.Sum(0, b[p.body:p.end])))
}

// replace writes bytes over others; the sums that cover them follow, those at 0
// are none.
func replace(b []byte, at int, by []byte, sums ...int) {
	was := proto.Fold(proto.Sum(0, b[at:at+len(by)]))
	copy(b[at:], by)
	for _, s := range sums {
		if s > 0 {
			follow(b[s:], was, proto.Fold(proto.Sum(0, by)))
		}
	}
}

// follow brings a sum up to date with what it covers. A wrong sum stays as wrong
// as it was (RFC 1624 §3, equation 3).
func follow(sum []byte, was, is uint16) {
	acc := uint32(^binary.BigEndian.Uint16(sum)) + uint32(^was) + uint32(is)
	acc = acc&0xffff + acc>>16
	binary.BigEndian.PutUint16(sum, ^uint16(acc&0xffff+acc>>16))
}
