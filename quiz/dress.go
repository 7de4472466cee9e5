package quiz

import (
	"encoding/binary"
	"math/rand/v2"
	"net/netip"
	"slices"
	"sync"

	"netquiz/proto"
)

// dress gives a simulated conversation other numbers: initial sequence numbers,
// ports, addresses, clocks. What the frames say to each other stays the same, so
// one simulation serves many questions, and simulating is the dear part.
type dress struct {
	isn   [2]uint32 // what is added to the sequence numbers of client and server
	clock [2]uint32 // and to their timestamps
	id    [2]uint16 // and to their IP identifications
	port  uint16    // and to the client's port
	query uint16    // and to DNS identifications
	mac   [5]byte   // what the bytes of hardware addresses but the first are combined with
	net   byte      // the client's network: 192.168.net.0
	host  byte      // how far hosts move within their networks
}

// newDress draws the numbers. At level 1 the initial sequence numbers are round
// and small, at level 3 some are about to wrap around.
func newDress(b *base, r *rand.Rand, level int) *dress {
	d := &dress{
		clock: [2]uint32{r.Uint32(), r.Uint32()}, id: [2]uint16{uint16(r.Uint32()), uint16(r.Uint32())},
		query: uint16(r.Uint32()), net: byte(r.IntN(255)), host: byte(r.IntN(253)),
	}
	binary.LittleEndian.PutUint32(d.mac[:], r.Uint32())
	d.mac[4] = byte(r.Uint32())
	var isn [2]uint32
	for side := range isn {
		switch {
		case level == 1:
			isn[side] = 1000 * uint32(1+r.IntN(60))
		case level == 3 && r.IntN(3) == 0:
			isn[side] = -uint32(1 + r.IntN(3)*r.IntN(900))
		default:
			isn[side] = r.Uint32()
		}
	}
	if isn[0] == isn[1] {
		isn[1] += 4000
	}
	d.isn = [2]uint32{isn[0] - b.isn[0], isn[1] - b.isn[1]}
	d.port = uint16(49152+r.IntN(16384)) - b.port
	return d
}

// row gives the numbers in r the dress.
func (d *dress) row(r *Row) {
	if !r.TCP {
		return
	}
	me, peer := 1, 0
	if r.FromClient {
		me, peer = 0, 1
	}
	r.RawSeq += d.isn[me]
	if r.Flags&proto.ACK != 0 {
		r.RawAck += d.isn[peer]
	}
	for side := range r.Ends {
		e := &r.Ends[side]
		if !e.Seen {
			continue
		}
		e.ISN += d.isn[side]
		e.Next += d.isn[side]
		e.Acked += d.isn[side]
	}
}

// seam is where the numbers of a dress go in a packet.
type seam struct {
	at   []change
	end  int  // of its content, before padding
	acks bool // its acknowledgment number counts
}

// change is a field that a dress changes.
type change struct {
	field    *proto.Field
	from, to uint32 // the header that it lies in
}

// seams are those of some packets.
func seams(packets []proto.Packet) []seam {
	all := make([]seam, len(packets))
	var f proto.Frame
	for i := range packets {
		f.Decode(&packets[i], proto.CheckNone)
		s := &all[i]
		if tcp, ok := f.TCP(); ok {
			s.acks = tcp.Flags()&proto.ACK != 0
		}
		s.end = len(packets[i].Bytes)
		for _, l := range f.Layers() {
			if l.Proto == proto.ProtoPadding || l.Proto == proto.ProtoFCS {
				s.end = min(s.end, int(l.Off))
			}
		}
		for at := range f.Spans() {
			if at.Field.Kind == proto.MAC || at.Field.Kind == proto.IPv4Addr || dressed()[at.Field] != 0 {
				s.at = append(s.at, change{at.Field, at.Part.Off, at.Part.Off + at.Part.Len})
			}
		}
	}
	return all
}

// packet is p, which has the seam s, with the numbers of the dress, sealed.
func (d *dress) packet(p *proto.Packet, s *seam, fromClient bool) proto.Packet {
	made := *p
	made.Bytes = slices.Clone(p.Bytes)
	side := 1
	if fromClient {
		side = 0
	}
	for _, c := range s.at {
		h := made.Bytes[c.from:c.to]
		switch c.field.Kind {
		case proto.MAC:
			d.hardware(h[c.field.Bit/8:])
		case proto.IPv4Addr:
			d.address(h[c.field.Bit/8:])
		default:
			d.number(c.field, h, side, s.acks)
		}
	}
	if err := proto.Seal(&made, s.end, proto.KeepNone); err != nil {
		return *p // it had no right lengths to begin with
	}
	return made
}

// number changes one number in the header h.
func (d *dress) number(f *proto.Field, h []byte, side int, acks bool) {
	add := uint64(0)
	switch dressed()[f] {
	case seqNumber:
		add = uint64(d.isn[side])
	case ackNumber:
		if acks {
			add = uint64(d.isn[1-side])
		}
	case sackEdge:
		add = uint64(d.isn[1-side])
	case clockValue:
		add = uint64(d.clock[side])
	case clockEcho:
		if acks {
			add = uint64(d.clock[1-side])
		}
	case identification:
		add = uint64(d.id[side])
	case sourcePort:
		if side == 0 {
			add = uint64(d.port)
		}
	case targetPort:
		if side == 1 {
			add = uint64(d.port)
		}
	case queryNumber:
		add = uint64(d.query)
	default:
		return
	}
	f.Put(h, (f.Uint(h)+add)&f.Max())
}

// role is which number of a dress a field carries.
type role uint8

const (
	_ role = iota
	seqNumber
	ackNumber
	sackEdge
	clockValue
	clockEcho
	identification
	sourcePort
	targetPort
	queryNumber
)

var dressed = sync.OnceValue(func() map[*proto.Field]role {
	roles := map[string]role{
		"tcp.seq_raw": seqNumber, "tcp.ack_raw": ackNumber,
		"tcp.options.sack_le": sackEdge, "tcp.options.sack_re": sackEdge,
		"tcp.options.timestamp.tsval": clockValue, "tcp.options.timestamp.tsecr": clockEcho,
		"ip.id": identification, "tcp.srcport": sourcePort, "tcp.dstport": targetPort, "dns.id": queryNumber,
	}
	m := map[*proto.Field]role{}
	for f := range proto.Fields() {
		if r, ok := roles[f.ID]; ok {
			m[f] = r
		}
	}
	return m
})

// hardware changes a hardware address; nobody's and everybody's stay.
func (d *dress) hardware(mac []byte) {
	if mac[0] != 2 {
		return
	}
	for i, x := range d.mac {
		mac[1+i] ^= x
	}
}

var lan = netip.MustParsePrefix("192.0.2.0/24")

// address changes an IPv4 address: hosts move within their network, routers (.1)
// stay, and the client's network becomes a private one.
func (d *dress) address(ip []byte) {
	addr := [4]byte(ip)
	if addr == [4]byte{} || addr == [4]byte{255, 255, 255, 255} {
		return
	}
	if addr[3] > 1 {
		ip[3] = 2 + byte((int(addr[3]-2)+int(d.host))%253)
	}
	if lan.Contains(netip.AddrFrom4(addr)) {
		ip[0], ip[1], ip[2] = 192, 168, d.net
	}
}
