package quiz

import (
	"math/rand/v2"

	"netquiz/proto"
)

func init() {
	register(Skill{Name: "segment.fragment", Place: 10, Step: 2, Ref: "RFC 791 §3.2", Setting: download, Make: segmentFragment})
}

// segmentFragment asks how many of some frames have a TCP header of their own (1),
// which of them are IP fragments (2), and for the offset of a fragment (3).
func segmentFragment(s *Scene, r *rand.Rand, level int) (Question, bool) {
	frames := s.responses()
	if len(frames) < 4 {
		return Question{}, false
	}
	frames = frames[:len(frames)-1]
	n := 3 + r.IntN(min(2, len(frames)-2))
	facts := []string{"ip.flags.mf", "ip.frag_offset", "tcp.seq_raw", "tcp.len"}
	q := Question{Kind: Quantity}
	switch level {
	case 1, 2:
		from := r.IntN(len(frames) - n + 1)
		how := ShowFacts
		if level == 2 {
			how = ShowHex
		}
		for k, i := range frames[from : from+n] {
			q.show(s, i, how, facts...)
			q.about(k, "ip.flags.mf", "ip.frag_offset")
		}
		if level == 1 {
			q.Answer = Number{uint64(n), "headers"}
			q.fill("headers", "N", n)
			q.trap(Number{1, "headers"}, "segment-is-fragment")
			return q, true
		}
		q.Answer = Number{0, "fragments"}
		q.fill("fragments", "N", n, "At", q.at(0, "ip.frag_offset"))
		q.trap(Number{uint64(n), "fragments"}, "segment-is-fragment")
		q.trap(Number{uint64(n - 1), "fragments"}, "segment-is-fragment")
		return q, true
	}
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
