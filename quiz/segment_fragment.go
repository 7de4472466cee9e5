package quiz

import (
	"math/rand/v2"

	"netquiz/proto"
)

func init() {
	register(Skill{Name: "segment.fragment", Place: 10, Step: 2, Ref: "RFC 791 §3.2", Setting: download, Needs: Ethernet | IPv4, Make: segmentFragment})
}

// segmentFragment asks how many of some frames have a TCP header of their own, or
// are IP fragments (1, 2), and for the offset of a fragment (3).
func segmentFragment(s *Scene, r *rand.Rand, level int) (Question, bool) {
	frames := s.responses()
	if len(frames) < 4 {
		return Question{}, false
	}
	frames = frames[:len(frames)-1]
	if level < 3 {
		return s.countFragments(r, frames, level)
	}
	q := Question{Kind: Quantity}
	i := among(r, frames...)
	p := s.Packet(i)
	mtu := among(r, 576, 620, 820, 1000)
	pieces := fragments(p, mtu)
	if len(pieces) < 2 {
		return Question{}, false
	}
	q.Answer = Number{N: uint64((mtu - 20) / 8)}
	k := q.exhibit(pieces[0], false, ShowFacts, "ip.len", "ip.hdr_len", "ip.flags.mf", "ip.frag_offset")
	q.about(k, "ip.len", "ip.frag_offset")
	data := (mtu - 20) / 8 * 8
	q.fill("offset", "MTU", mtu, "Data", data)
	q.slip(Number{N: uint64(data)}, "offset-in-bytes")
	q.slip(Number{N: uint64((data + 20) / 8)}, "header-counted")
	q.slip(Number{N: 1}, "fragments-numbered")
	return q, true
}

// countFragments asks about whole segments and, as often as not, the pieces in
// which a router sent one of them on.
func (s *Scene) countFragments(r *rand.Rand, frames []int, level int) (Question, bool) {
	var pieces []proto.Packet
	if either(r) {
		pieces = fragments(s.Packet(frames[0]), among(r, 576, 820, 1000))
	}
	whole := 3 - len(pieces) + r.IntN(2)
	if whole < 0 || len(pieces) == 0 && whole < 3 {
		return Question{}, false
	}
	q := Question{Kind: Quantity}
	facts := []string{"ip.flags.mf", "ip.frag_offset", "tcp.seq_raw", "tcp.len"}
	how := ShowFacts
	if level == 2 {
		how = ShowHex
	}
	for _, p := range pieces {
		q.exhibit(p, false, how, facts...)
	}
	for _, i := range frames[1 : 1+whole] {
		q.show(s, i, how, facts...)
	}
	n := len(q.Frames)
	for k := range n {
		q.about(k, "ip.flags.mf", "ip.frag_offset")
	}
	headers := whole + min(1, len(pieces))
	if either(r) {
		q.Answer = Number{uint64(headers), "headers"}
		q.fill("headers", "N", n, "Pieces", len(pieces))
		q.trap(Number{1, "headers"}, "segment-is-fragment")
		q.trap(Number{uint64(n), "headers"}, "segment-is-fragment")
		q.slip(Number{uint64(whole), "headers"}, "first-piece-too")
		return q, true
	}
	q.Answer = Number{uint64(len(pieces)), "fragments"}
	q.fill("fragments", "N", n, "Pieces", len(pieces), "At", q.at(0, "ip.frag_offset"))
	q.trap(Number{uint64(n), "fragments"}, "segment-is-fragment")
	q.slip(Number{uint64(max(len(pieces)-1, 0)), "fragments"}, "first-piece-too")
	return q, true
}

// fragments are the pieces in which a router with a smaller MTU sends an IPv4
// packet on (RFC 791 §3.2), without padding; none if it fits.
func fragments(p proto.Packet, mtu int) []proto.Packet {
	b := p.Bytes[:contentEnd(&p)]
	const ip = proto.EthernetLen
	header, data := b[:ip+proto.IPv4MinLen], b[ip+proto.IPv4MinLen:]
	room := (mtu - proto.IPv4MinLen) / 8 * 8
	if len(data) <= room {
		return nil
	}
	var pieces []proto.Packet
	for at := 0; at < len(data); at += room {
		end := min(at+room, len(data))
		piece := append(append([]byte(nil), header...), data[at:end]...)
		piece[ip+6], piece[ip+7] = byte(at/8>>8), byte(at/8)
		if end < len(data) {
			piece[ip+6] |= 0x20
		}
		made := proto.Packet{Bytes: piece, Link: p.Link, Time: p.Time, Number: p.Number}
		if err := proto.Seal(&made, len(piece), proto.KeepNone); err != nil {
			return nil
		}
		pieces = append(pieces, made)
	}
	return pieces
}
