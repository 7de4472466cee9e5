package quiz

import (
	"encoding/binary"
	"math/rand/v2"

	"netquiz/proto"
	"netquiz/proto/flow"
)

func init() {
	register(Skill{Name: "packet.ip-checksum", Place: 8, Step: 6, Ref: "RFC 791 §3.1", Setting: ordinary, Needs: Ethernet | IPv4, Make: packetIPSum})
	register(Skill{Name: "packet.tcp-checksum", Place: 9, Step: 7, Ref: "RFC 9293 §3.1", Setting: ordinary, Needs: Ethernet | IPv4, Make: packetTCPSum})
	register(Skill{Name: "packet.checksum", Place: 10, Step: 6, Ref: "RFC 1071 §1", Setting: ordinary, Needs: Ethernet | IPv4, Make: packetSum})
	register(Skill{Name: "packet.udp-checksum", Place: 11, Step: 7, Ref: "RFC 768", Setting: ordinary, Needs: Ethernet | IPv4, Make: packetUDPSum})
}

// packetIPSum asks what the IP checksum covers (1), what becomes of it at a router
// (2), and what it is (3).
func packetIPSum(s *Scene, r *rand.Rand, level int) (Question, bool) {
	i := s.someTCP(r)
	if i < 0 {
		return Question{}, false
	}
	p := s.Packet(i)
	sum, ok := valueOf(&p, "ip.checksum")
	if !ok {
		return Question{}, false
	}
	var q Question
	switch level {
	case 1:
		q = Question{Kind: Choice, Answer: label("sum-ip-header")}
		q.show(s, i, ShowFacts, "ip.checksum", "ip.hdr_len", "ip.len")
		q.fill("covers")
		q.trap(label("sum-ip-data"), "ip-sum-covers-data")
		q.trap(label("sum-frame"), "fcs-is-checksum")
		q.slip(label("sum-pseudo"), "tcp-sum-meant")
	case 2:
		ttl, _ := valueOf(&p, "ip.ttl")
		next := s.altered(i, "ip.ttl", ttl-1)
		key, _ := valueOf(&next, "ip.checksum")
		q = Question{Kind: Hexadec, Answer: word(key)}
		q.show(s, i, ShowFacts, "ip.ttl", "ip.checksum")
		q.fill("router", "TTL", int(ttl), "Next", int(ttl)-1, "Sum", Hex{sum, 4})
		q.slip(word(sum), "sum-unchanged")
		q.slip(word(sum-0x100), "sum-wrong-way")
		q.slip(word(sum+1), "ttl-in-low-byte")
	case 3:
		q = Question{Kind: Hexadec, Answer: word(sum)}
		p.Bytes = append([]byte(nil), p.Bytes...)
		binary.BigEndian.PutUint16(p.Bytes[24:], 0)
		q.exhibit(p, s.rows[i].FromClient, ShowHex)
		total := uint64(proto.Fold(proto.Sum(0, p.Bytes[14:34])))
		q.fill("value", "At", q.at(0, "ip.checksum"), "Total", Hex{total, 4})
		q.slip(word(total), "not-complemented")
		q.trap(word(uint64(swap16(uint16(sum)))), "host-order")
		q.trap(word(0), "checksum-optional")
	}
	q.about(0, "ip.checksum")
	return q, true
}

// word is a number of 16 bits as its two bytes.
func word(n uint64) Octets { return binary.BigEndian.AppendUint16(nil, uint16(n)) }

// packetTCPSum asks what the TCP checksum covers (1, 3), and what has to be made
// anew when an address changes (2).
func packetTCPSum(s *Scene, r *rand.Rand, level int) (Question, bool) {
	i := s.someData(r)
	if level == 2 {
		i = s.oneOf(r, func(i int, row *Row) bool { return row.Step == flow.Data && row.FromClient })
	}
	if i < 0 {
		return Question{}, false
	}
	if level == 2 {
		q := Question{Kind: Choice, Answer: label("renew-both")}
		q.show(s, i, ShowFacts, "ip.src", "ip.checksum", "tcp.checksum")
		q.about(0, "ip.src", "ip.checksum", "tcp.checksum")
		q.fill("nat")
		q.trap(label("renew-ip"), "checksum-tcp-only")
		q.slip(label("renew-tcp"), "ip-header-changed")
		q.trap(label("renew-none"), "checksum-corrects")
		return q, true
	}
	in := []string{"ip.src", "ip.dst", "ip.proto", "tcp.srcport", "tcp.dstport", "tcp.seq_raw", "tcp.ack_raw", "tcp.window_size_value"}
	out := []string{"ip.ttl", "ip.id", "eth.src", "eth.dst", "eth.type", "ip.checksum"}
	inside, outside := 3, 2
	if level == 3 {
		inside, outside = 3, 3
	}
	var right List
	right = append(right, FieldName{field(in[r.IntN(3)])})
	for _, k := range r.Perm(len(in) - 3)[:inside-1] {
		right = append(right, FieldName{field(in[3+k])})
	}
	q := Question{Kind: Several, Answer: right}
	q.show(s, i, ShowHex)
	q.about(0, "tcp.checksum")
	q.fill("covers")
	for _, k := range r.Perm(len(out))[:outside] {
		q.otherFields("outside-the-sum", out[k])
	}
	return q, true
}

// packetSum asks what a right sum comes to (1), for the checksum of two words (2),
// and how a last odd byte counts (3).
func packetSum(s *Scene, r *rand.Rand, level int) (Question, bool) {
	i := s.someData(r)
	if i < 0 {
		return Question{}, false
	}
	p := s.Packet(i)
	var q Question
	switch level {
	case 1:
		sum, _ := valueOf(&p, "ip.checksum")
		q = Question{Kind: Hexadec, Answer: word(0xffff)}
		q.show(s, i, ShowHex)
		q.fill("right")
		q.trap(word(1), "checksum-one")
		q.slip(word(0), "complement-of-sum")
		q.slip(word(sum), "sum-for-total")
		q.slip(word(^sum), "without-checksum")
		q.about(0, "ip.checksum")
	case 2:
		src, _ := valueOf(&p, "tcp.srcport")
		dst, _ := valueOf(&p, "tcp.dstport")
		a, b := src|0x8000, dst<<4&0xffff|0x8001
		total := a + b
		folded := total&0xffff + total>>16
		q = Question{Kind: Hexadec, Answer: word(^folded)}
		q.show(s, i, ShowFacts, "tcp.srcport", "tcp.dstport", "tcp.checksum")
		q.fill("words", "A", Hex{a, 4}, "B", Hex{b, 4}, "Total", Hex{total, 5}, "Folded", Hex{folded, 4})
		q.slip(word(folded), "not-complemented")
		q.slip(word(^total), "carry-dropped")
		q.slip(word(total), "carry-dropped")
		q.about(0, "tcp.checksum")
	case 3:
		if s.Row(i).Len%2 == 0 {
			return Question{}, false
		}
		end := contentEnd(&p)
		if either(r) {
			q = Question{Kind: Quantity, Answer: octets(end - 14)}
			q.show(s, i, ShowFacts, "ip.hdr_len", "tcp.hdr_len", "tcp.len")
			q.fill("sent", "Len", s.Row(i).Len, "Headers", end-14-s.Row(i).Len)
			q.trap(octets(end-13), "odd-pad-sent")
			q.slip(octets(s.Row(i).Len), "data-alone")
			q.about(0, "ip.len")
			return q, true
		}
		last := p.Bytes[end-1]
		q = Question{Kind: Hexadec, Answer: Octets{last, 0}}
		q.show(s, i, ShowFacts, "ip.len", "tcp.len", "tcp.checksum")
		q.fill("odd", "Last", Hex{uint64(last), 2}, "Len", s.Row(i).Len)
		q.slip(Octets{0, last}, "zero-in-front")
		q.slip(Octets{last}, "half-a-word")
		q.slip(Octets{last, last}, "byte-doubled")
		q.about(0, "tcp.checksum")
	}
	return q, true
}

// packetUDPSum asks what a UDP checksum of zero means (1), what is sent where the
// sum comes to zero (2), and where a checksum may be left out (3).
func packetUDPSum(s *Scene, r *rand.Rand, level int) (Question, bool) {
	i := s.oneOf(r, func(i int, row *Row) bool {
		b := s.packets[i].Bytes
		return len(b) > 42 && b[12] == 8 && b[13] == 0 && b[23] == proto.IPProtoUDP
	})
	if i < 0 {
		return Question{}, false
	}
	q := Question{Kind: Choice}
	switch level {
	case 1:
		p := s.Packet(i)
		p.Bytes = append([]byte(nil), p.Bytes...)
		binary.BigEndian.PutUint16(p.Bytes[40:], 0)
		q.Answer = label("not-computed")
		q.exhibit(p, s.rows[i].FromClient, ShowFacts, "udp.srcport", "udp.dstport", "udp.checksum")
		q.fill("means")
		q.trap(label("came-out-zero"), "udp-zero")
		q.slip(label("is-broken"), "zero-is-allowed")
		q.slip(label("ip-sum-enough"), "ip-sum-not-data")
	case 2:
		q.Kind, q.Answer = Hexadec, word(0xffff)
		q.show(s, i, ShowFacts, "udp.srcport", "udp.dstport", "udp.checksum")
		q.fill("zero")
		q.trap(word(0), "udp-zero")
		q.trap(word(1), "checksum-one")
		sum, _ := valueOf(&q.Frames[0].Packet, "udp.checksum")
		q.slip(word(sum), "shown-frame")
	case 3:
		q.Answer = label("udp-over-ipv4")
		q.show(s, i, ShowFacts, "ip.version", "ip.proto", "udp.checksum")
		q.fill("where")
		q.trap(label("tcp-over-ipv4"), "checksum-optional")
		q.trap(label("tcp-over-ipv6"), "checksum-optional")
		q.slip(label("udp-over-ipv6"), "ipv6-needs-sum")
	}
	q.about(0, "udp.checksum")
	return q, true
}
