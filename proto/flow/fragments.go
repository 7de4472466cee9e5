package flow

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"time"

	"netquiz/proto"
)

// Limits of putting packets together: how many at once (one more, and the one
// begun first is given up), and how long after its first fragment one may still
// come.
const (
	MaxReassemblies   = 32
	ReassemblyTimeout = 60 * time.Second // RFC 8200 §4.5; RFC 791 §3.2 leaves it open
)

const maxPacket = 65535 // bytes, by the length fields of both versions

// reassembler puts IP packets together from their fragments (RFC 791 §3.2, RFC
// 8200 §4.5). A fragment like one that came before is a duplicate and adds
// nothing. One that overlaps others otherwise, or contradicts the length of the
// packet, makes all of it suspect: the packet is thrown away, as RFC 8200 demands
// for IPv6 and Linux does for both.
type reassembler struct {
	packets [MaxReassemblies]partial
	next    int
	whole   proto.Packet
	frame   proto.Frame
}

// partial is a packet of which some is still missing, or one thrown away.
type partial struct {
	used, bad bool
	key       fragmentKey
	began     int64
	first     int               // frame of the first fragment seen
	count     int               // fragments seen
	size      int               // bytes of data in all, -1: not known yet
	end       int               // bytes up to the highest seen
	blocks    [8192 / 64]uint64 // which 8-byte blocks are there
	missing   int               // blocks below end that are not
	headers   []byte            // of the fragment at offset 0
	ip        int               // where in them the IP header is
	six       bool              // it is one of IPv6
	data      []byte
}

// fragmentKey is what the fragments of one packet have in common.
type fragmentKey struct {
	src, dst address
	id       uint32
	proto    uint8 // of IPv4; in IPv6 that of the first fragment counts
}

// piece is one fragment.
type piece struct {
	key     fragmentKey
	field   *proto.Field // that holds its offset
	at      int          // offset in bytes
	more    bool
	data    []byte
	headers []byte // what comes before the data, without a fragment header
	ip      int    // where in them the IP header is
	nextAt  int    // where in them the number of the protocol stands that follows
	next    uint8  // that number
}

// ipv4Fragment tells whether the IPv4 header is one of a fragment.
func ipv4Fragment(h []byte) bool { return binary.BigEndian.Uint16(h[6:])&0x3fff != 0 }

// ipv6Fragment tells the same of a fragment header; one of a whole packet
// changes nothing (RFC 6946).
func ipv6Fragment(h []byte) bool { return binary.BigEndian.Uint16(h[2:])&0xfff9 != 0 }

// fragment tells the meaning of a part of a packet: none, or, if it is the last
// that was missing, that of the packet.
func (t *Tracker) fragment(f *proto.Frame) {
	t.row.Step = Fragment
	p, ok := pieceOf(f, &t.x.at)
	if !ok {
		return
	}
	if t.fragments == nil {
		t.fragments = new(reassembler)
	}
	r := t.fragments
	packet := r.find(&p, t.row.Number, t.x.now)
	switch packet.add(&p) {
	case contradicts:
		t.x.events.add(Event{Kind: FragmentOverlap, Field: p.field, Got: int64(p.at), Frame: packet.first})
		return
	case adds:
	default:
		return
	}
	if packet.headers == nil || packet.size < 0 || packet.missing > 0 {
		return
	}
	t.x.events.add(Event{
		Kind: Reassembled, Field: p.field, Got: int64(p.at), Want: int64(packet.size), Frame: packet.first, Count: packet.count,
	})
	if !r.join(packet, f.Packet()) {
		return
	}
	t.row.Whole = &r.whole
	r.frame.Decode(&r.whole, proto.CheckAll)
	if says := t.x.at.find(&r.frame); says != fragment {
		t.row.Step = NoStep
		t.tell(says, &r.frame)
	}
}

// pieceOf reads the fragment that find found; false if not all of it was
// captured.
func pieceOf(f *proto.Frame, at *found) (p piece, ok bool) {
	network, l := &f.Layers()[at.network], &f.Layers()[at.transport]
	if l.End != l.Wire || l.End == l.Next() {
		return p, false
	}
	h := f.Header(at.transport)
	p.key.src, p.key.dst, _ = addresses(f, at.network)
	p.data, p.ip = f.Payload(at.transport), int(network.Off)
	if network == l { // IPv4
		word := binary.BigEndian.Uint16(h[6:])
		p.field, p.at, p.more = fields.fragment, int(word&0x1fff)*8, word&0x2000 != 0
		p.key.id, p.key.proto = uint32(binary.BigEndian.Uint16(h[4:])), h[9]
		p.headers, p.nextAt, p.next = f.Bytes()[:l.Next()], p.ip+9, h[9]
		return p, true
	}
	word := binary.BigEndian.Uint16(h[2:])
	p.field, p.at, p.more = fields.fragment6, int(word&^7), word&1 != 0
	p.key.id = binary.BigEndian.Uint32(h[4:])
	p.headers, p.nextAt, p.next = f.Bytes()[:l.Off], p.ip+6, h[0]
	if at.transport-1 != at.network {
		p.nextAt = int(f.Layers()[at.transport-1].Off)
	}
	return p, true
}

// find is the packet that p is part of, a new one in the oldest one's place if
// none is.
func (r *reassembler) find(p *piece, frame int, now int64) *partial {
	for i := range r.packets {
		q := &r.packets[i]
		if q.used && q.key == p.key && within(q.began, now, int64(ReassemblyTimeout)) {
			return q
		}
	}
	q := &r.packets[r.next]
	r.next = (r.next + 1) % MaxReassemblies
	*q = partial{used: true, key: p.key, began: now, first: frame, size: -1, data: q.data[:0]}
	return q
}

// verdict is what a fragment does for its packet.
type verdict uint8

const (
	addsNothing verdict = iota
	adds
	contradicts
)

func (q *partial) add(p *piece) verdict {
	if q.bad {
		return addsNothing
	}
	end := p.at + len(p.data)
	bad := end > maxPacket || p.more && len(p.data)%8 != 0 ||
		q.size >= 0 && (end > q.size || !p.more && end != q.size) || !p.more && end < q.end
	from, to := p.at/8, (end+7)/8
	if there := q.count8(from, to); !bad && there > 0 {
		if there == to-from && end <= len(q.data) && bytes.Equal(q.data[p.at:end], p.data) {
			return addsNothing
		}
		bad = true
	}
	if bad {
		*q = partial{used: true, bad: true, key: q.key, began: q.began, first: q.first, data: q.data[:0]}
		return contradicts
	}
	q.count++
	if end > len(q.data) {
		q.data = append(q.data, make([]byte, end-len(q.data))...)
	}
	copy(q.data[p.at:], p.data)
	for b := from; b < to; b++ {
		q.blocks[b/64] |= 1 << (b % 64)
	}
	if !p.more {
		q.size = end
	}
	if q.end < end {
		q.missing += (end+7)/8 - (q.end+7)/8
		q.end = end
	}
	q.missing -= to - from
	if p.at == 0 {
		q.headers = append(q.headers[:0], p.headers...)
		q.headers[p.nextAt] = p.next
		q.ip, q.six = p.ip, p.field == fields.fragment6
	}
	return adds
}

// count8 is how many of the blocks from from to to are there.
func (q *partial) count8(from, to int) (n int) {
	for b := from; b < to && b < len(q.blocks)*64; {
		width := min(64-b%64, to-b)
		n += bits.OnesCount64(q.blocks[b/64] >> (b % 64) << (64 - width))
		b += width
	}
	return n
}

// join makes r.whole the packet q, with the headers of its first fragment, and
// forgets q. It fails where the packet is too long for its length field.
func (r *reassembler) join(q *partial, last *proto.Packet) bool {
	b := append(append(r.whole.Bytes[:0], q.headers...), q.data[:q.size]...)
	r.whole = proto.Packet{Bytes: b, Number: last.Number, Length: len(b), Time: last.Time, Link: last.Link}
	q.used = false
	h, length := b[q.ip:len(q.headers)], len(b)-q.ip
	if q.six {
		length -= proto.IPv6Len
	}
	if length > maxPacket {
		return false
	}
	if q.six {
		binary.BigEndian.PutUint16(h[4:], uint16(length))
		return true
	}
	binary.BigEndian.PutUint16(h[2:], uint16(length))
	binary.BigEndian.PutUint16(h[6:], 0)
	binary.BigEndian.PutUint16(h[10:], 0)
	binary.BigEndian.PutUint16(h[10:], ^proto.Fold(proto.Sum(0, h)))
	return true
}
