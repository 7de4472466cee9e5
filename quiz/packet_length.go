package quiz

import (
	"math/rand/v2"

	"netquiz/proto"
	"netquiz/proto/flow"
)

func init() {
	register(Skill{Name: "packet.ihl", Place: 3, Step: 3, Ref: "RFC 791 §3.1", Setting: ordinary, Needs: Ethernet | IPv4, Make: packetIHL})
	register(Skill{Name: "packet.data-offset", Place: 4, Step: 4, Ref: "RFC 9293 §3.1", Setting: ordinary, Make: packetOffset})
	register(Skill{Name: "packet.data-length", Place: 5, Step: 3, Ref: "RFC 9293 §3.1", Setting: ordinary, Needs: IPv4, Make: packetDataLength})
	register(Skill{Name: "packet.padding", Place: 6, Step: 5, Ref: "RFC 894", Setting: ordinary, Needs: Ethernet | IPv4, Make: packetPadding})
}

// packetIHL asks how long an IP header is by its first byte: chosen (1), from the
// bytes (2), and for the byte that a longer header would begin with (3).
func packetIHL(s *Scene, r *rand.Rand, level int) (Question, bool) {
	i := s.someTCP(r)
	if i < 0 {
		return Question{}, false
	}
	options := 4 * r.IntN(6)
	if level == 1 {
		options = 4 * r.IntN(3)
	}
	p, ok := withIPOptions(s.Packet(i), options)
	if !ok {
		return Question{}, false
	}
	header := 20 + options
	words := header / 4
	total, _ := valueOf(&p, "ip.len")
	q := Question{Kind: kindFor(level), Answer: octets(header)}
	q.exhibit(p, s.rows[i].FromClient, ShowHex)
	q.about(0, "ip.hdr_len")
	if level == 3 {
		// The shown header is the plain one; the answer is the byte of a longer one.
		more := 4 * (1 + r.IntN(9))
		q.Kind, q.Answer = Hexadec, Octets{byte(0x40 | (20+more)/4)}
		q.fill("byte", "Header", 20+more, "At", q.at(0, "ip.hdr_len"), "Words", (20+more)/4)
		q.trap(Octets{byte(20 + more)}, "ihl-bytes")
		q.slip(Octets{byte((20+more)/4<<4 | 4)}, "nibbles-swapped")
		q.slip(Octets{byte((20 + more) / 4)}, "version-forgotten")
		return q, true
	}
	q.fill("", "Byte", Hex{uint64(0x40 | words), 2}, "At", q.at(0, "ip.hdr_len"), "Words", words)
	q.trap(octets(words), "ihl-bytes")
	q.slip(octets(int(total)), "total-for-header")
	q.slip(octets(4*4), "version-for-length")
	q.slip(octets(0x40|words), "whole-byte-read")
	q.slip(octets(8*words), "words-of-eight")
	q.slip(octets(header+20), "tcp-header-added")
	q.slip(octets(2*words), "words-of-two")
	q.slip(octets(3*words), "words-of-three")
	return q, true
}

// packetOffset asks how long a TCP header is by its data offset (1, 2), and how
// many bytes of options it has (3).
func packetOffset(s *Scene, r *rand.Rand, level int) (Question, bool) {
	i := s.someTCP(r)
	if level == 3 {
		i = s.oneOf(r, func(i int, row *Row) bool { return row.Step == flow.SYN || row.Step == flow.SYNACK })
	}
	if i < 0 {
		return Question{}, false
	}
	q := Question{Kind: kindFor(level)}
	q.show(s, i, ShowHex)
	p := &q.Frames[0].Packet
	header, ok := valueOf(p, "tcp.hdr_len")
	if !ok {
		return Question{}, false
	}
	n := int(header)
	q.about(0, "tcp.hdr_len")
	at := q.at(0, "tcp.hdr_len")
	if level == 3 {
		q.Answer = octets(n - 20)
		q.fill("options", "At", at, "Words", n/4, "Header", n)
		q.trap(octets(n/4), "offset-bytes")
		q.slip(octets(n), "fixed-part-counted")
		q.slip(octets(n/4-5), "options-in-words")
		return q, true
	}
	q.Answer = octets(n)
	q.fill("", "At", at, "Words", n/4, "Header", n)
	q.trap(octets(n/4), "offset-bytes")
	q.slip(octets(2*n), "words-of-eight")
	q.slip(octets(20), "options-not-counted")
	q.slip(octets(n/4*16), "whole-byte-read")
	q.slip(octets(n+20), "ip-header-added")
	q.slip(octets(n-n/4), "words-of-three")
	q.slip(octets(n/2), "words-of-two")
	return q, true
}

// packetDataLength asks how much data a segment carries: from the three lengths
// (1), from the bytes (2), and of a frame that is padded (3).
func packetDataLength(s *Scene, r *rand.Rand, level int) (Question, bool) {
	i := s.someData(r)
	if level == 3 {
		i = s.oneOf(r, func(i int, row *Row) bool {
			return row.TCP && row.Len == 0 && len(s.packets[i].Bytes) == 60 && contentEnd(&s.packets[i]) < 60
		})
	}
	if i < 0 {
		return Question{}, false
	}
	row := s.Row(i)
	how := ShowHex
	if level == 1 {
		how = ShowFacts
	}
	q := Question{Kind: kindFor(level), Answer: octets(row.Len)}
	q.show(s, i, how, "frame.len", "ip.len", "ip.hdr_len", "tcp.hdr_len")
	p := &q.Frames[0].Packet
	total, _ := valueOf(p, "ip.len")
	ip, _ := valueOf(p, "ip.hdr_len")
	tcp, ok := valueOf(p, "tcp.hdr_len")
	if !ok || int(total-ip-tcp) != row.Len {
		return Question{}, false
	}
	frame, link := len(p.Bytes), networkAt(p)
	q.about(0, "ip.len", "ip.hdr_len", "tcp.hdr_len")
	q.fill("", "Total", int(total), "IP", int(ip), "TCP", int(tcp), "TotalAt", q.at(0, "ip.len"), "Padded", level == 3)
	q.trap(octets(frame-link-int(ip+tcp)), "padding-is-data")
	q.slip(octets(int(total)), "total-for-data")
	q.slip(octets(int(total-ip)), "tcp-header-counted")
	q.slip(octets(int(total-tcp)), "ip-header-counted")
	if p.Link == proto.LinkEthernet {
		q.slip(octets(row.Len-link), "ethernet-in-total")
	}
	q.slip(octets(frame), "frame-for-data")
	q.slip(octets(row.Len-4), "fcs-in-total")
	q.slip(octets(row.Len-int(tcp)), "headers-twice")
	return q, true
}

// packetPadding asks how many bytes of a short frame are padding (1, 2), and how
// many a frame without options would need (3).
func packetPadding(s *Scene, r *rand.Rand, level int) (Question, bool) {
	i := s.oneOf(r, func(i int, row *Row) bool {
		return row.TCP && len(s.packets[i].Bytes) == 60 && contentEnd(&s.packets[i]) < 60
	})
	if i < 0 {
		return Question{}, false
	}
	end := contentEnd(&s.packets[i])
	pad := 60 - end
	q := Question{Kind: kindFor(level), Answer: octets(pad)}
	if level == 3 {
		data := r.IntN(6)
		q.Kind, q.Answer = Quantity, octets(60-14-20-20-data)
		q.show(s, i, ShowFacts, "frame.len")
		q.about(0, "eth.type")
		q.fill("needed", "Data", data, "Content", 54+data)
		q.slip(octets(64-54-data), "fcs-in-padding")
		q.slip(octets(46-40-data+14), "ethernet-not-counted")
		return q, true
	}
	q.show(s, i, ShowHex)
	p := &q.Frames[0].Packet
	q.about(0, "eth.padding")
	total := end - 14
	q.fill("", "Total", total, "Content", end)
	q.slip(octets(60-total), "ethernet-not-counted")
	q.slip(octets(64-end), "fcs-in-padding")
	q.trap(octets(0), "padding-is-data")
	q.slip(octets(46), "least-payload")
	q.slip(octets(pad-4), "fcs-in-padding")
	q.slip(octets(pad/2), "half-counted")
	q.slip(octets(total), "content-for-padding")
	return q, len(p.Bytes) == 60
}
