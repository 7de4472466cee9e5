package quiz

import (
	"encoding/binary"
	"math/rand/v2"

	"netquiz/proto"
	"netquiz/proto/flow"
)

func init() {
	register(Skill{Name: "packet.byte-order", Place: 7, Step: 4, Ref: "RFC 791 app. B", Setting: ordinary, Make: packetByteOrder})
	register(Skill{Name: "packet.demux", Place: 14, Step: 3, Ref: "RFC 1122 §3.2.1", Setting: ordinary, Needs: Ethernet | IPv4, Make: packetDemux})
	register(Skill{Name: "packet.flag-bits", Place: 15, Step: 4, Ref: "RFC 9293 §3.1", Setting: ordinary, Make: packetFlagBits})
	register(Skill{Name: "packet.fcs", Place: 16, Step: 8, Ref: "IEEE 802.3 §3.2.9", Setting: ordinary, Needs: Ethernet | IPv4, Make: packetFCS})
	register(Skill{Name: "packet.fault", Place: 17, Step: 3, Ref: "RFC 791 §3.1, RFC 9293 §3.1", Setting: ordinary, Needs: Ethernet | IPv4, Make: packetFault})
}

// packetByteOrder asks for the number that two bytes make (1), for the bytes of a
// number (2), and for the four bytes of a sequence number (3).
func packetByteOrder(s *Scene, r *rand.Rand, level int) (Question, bool) {
	i := s.someTCP(r)
	if i < 0 {
		return Question{}, false
	}
	length := "ip.len"
	if overIPv6(&s.packets[i]) {
		length = "ipv6.plen"
	}
	id := among(r, "tcp.srcport", "tcp.dstport", "tcp.window_size_value", length)
	how := ShowFacts
	if level == 1 {
		how = ShowHex
	}
	if level == 3 {
		id = among(r, "tcp.seq_raw", "tcp.ack_raw")
	}
	var q Question
	q.show(s, i, how, id)
	n, ok := valueOf(&q.Frames[0].Packet, id)
	q.about(0, id)
	at := q.at(0, id)
	if level == 3 {
		b := binary.BigEndian.AppendUint32(nil, uint32(n))
		q.Kind, q.Answer = Hexadec, Octets(b)
		q.fill("bytes", "Field", field(id), "N", n, "Size", 4, "High", n>>16, "Low", n&0xffff)
		q.trap(Octets(binary.LittleEndian.AppendUint32(nil, uint32(n))), "host-order")
		q.slip(Octets{b[2], b[3], b[0], b[1]}, "words-swapped")
		return q, ok && b[0] != b[3]
	}
	high, low := n>>8, n&0xff
	if level == 2 {
		q.Kind, q.Answer = Hexadec, word(n)
		q.fill("bytes", "Field", field(id), "N", n, "Size", 2, "High", high, "Low", low)
		q.trap(word(low<<8|high), "host-order")
		return q, ok && high != low
	}
	q.Kind, q.Answer = Choice, Number{N: n}
	q.fill("number", "Field", field(id), "At", at, "Bytes", word(n), "High", high, "Low", low)
	q.trap(Number{N: low<<8 | high}, "host-order")
	q.slip(Number{N: high + low}, "bytes-added")
	q.slip(Number{N: high*100 + low}, "times-hundred")
	q.slip(Number{N: high*255 + low}, "times-255")
	q.slip(Number{N: n + 256}, "one-more-256")
	q.slip(Number{N: high*1000 + low}, "times-thousand")
	return q, ok && high != low && high > 0
}

// packetDemux asks which protocol each field announces: of three (1), four (2),
// five (3).
func packetDemux(s *Scene, r *rand.Rand, level int) (Question, bool) {
	i := s.oneOf(r, func(i int, row *Row) bool { return row.Step == flow.Data && row.FromClient })
	if i < 0 {
		return Question{}, false
	}
	if p := s.Packet(i); mustText(&p, "tcp.dstport") != "80" {
		return Question{}, false
	}
	all := []struct {
		id    string
		value Value
		next  string
	}{
		{"eth.type", Hex{0x0800, 4}, "IPv4"}, {"ip.proto", Number{N: 6}, "TCP"}, {"tcp.dstport", Number{N: 80}, "HTTP"},
		{"eth.type", Hex{0x0806, 4}, "ARP"}, {"ip.proto", Number{N: 17}, "UDP"}, {"udp.dstport", Number{N: 53}, "DNS"},
		{"eth.type", Hex{0x86dd, 4}, "IPv6"}, {"ip.proto", Number{N: 1}, "ICMP"}, {"tcp.dstport", Number{N: 443}, "TLS"},
	}
	n := 2 + level
	from := 3 * level
	var q Question
	var answer List
	for _, k := range r.Perm(from)[:n] {
		a := all[k]
		q.Options = append(q.Options, label("holds", "Field", field(a.id), "Value", a.value))
		answer = append(answer, Literal(a.next))
	}
	q.Kind, q.Answer = Match, answer
	q.show(s, i, ShowFacts, "eth.type", "ip.proto", "tcp.dstport")
	q.about(0, "eth.type", "ip.proto", "tcp.dstport")
	q.fill("")
	return q, true
}

// packetFlagBits asks how many control bits a TCP header has by RFC 9293 (1) or
// with RFC 9768 (2), and which flag a bit is (3).
func packetFlagBits(s *Scene, r *rand.Rand, level int) (Question, bool) {
	i := s.someTCP(r)
	if i < 0 {
		return Question{}, false
	}
	var q Question
	q.show(s, i, ShowFacts, "tcp.flags")
	q.about(0, "tcp.flags")
	reserved := either(r)
	switch level {
	case 1:
		q.Kind, q.Answer = Quantity, Number{8, "bits"}
		variant := "flags"
		if reserved {
			variant, q.Answer = "reserved", Number{4, "bits"}
		}
		q.fill(variant, "RFC", "RFC 9293", "AE", false)
		q.trap(Number{6, "bits"}, "six-flags")
	case 2:
		q.Kind, q.Answer, q.Ref = Quantity, Number{9, "bits"}, "RFC 9768 §3.1"
		variant := "flags"
		if reserved {
			variant, q.Answer = "reserved", Number{3, "bits"}
		}
		q.fill(variant, "RFC", "RFC 9768", "AE", true)
		q.trap(Number{6, "bits"}, "six-flags")
	case 3:
		flags := []proto.TCPFlags{proto.FIN, proto.SYN, proto.RST, proto.PSH, proto.ACK, proto.URG, proto.ECE, proto.CWR}
		k := r.IntN(len(flags))
		q.Kind, q.Answer = Content, Flags(flags[k])
		q.fill("bit", "Value", Hex{uint64(flags[k]), 2}, "Byte", q.at(0, "tcp.flags.syn"), "Place", k)
		if k > 0 {
			q.slip(Flags(flags[k-1]), "neighbour-bit")
		}
		if k < len(flags)-1 {
			q.slip(Flags(flags[k+1]), "neighbour-bit")
		}
	}
	return q, true
}

// packetFCS asks what the last bytes of a frame on the wire are (1), for their
// value (2), and what becomes of a frame whose FCS is wrong (3).
func packetFCS(s *Scene, r *rand.Rand, level int) (Question, bool) {
	i := s.oneOf(r, func(i int, row *Row) bool { return row.TCP && len(s.packets[i].Bytes) < 90 })
	if i < 0 {
		return Question{}, false
	}
	p := s.Packet(i)
	p.Bytes = proto.AppendFCS(append([]byte(nil), p.Bytes...))
	p.FCS, p.Length = 4, len(p.Bytes)
	n := len(p.Bytes)
	var q Question
	q.exhibit(p, s.rows[i].FromClient, ShowHex)
	q.about(0, "eth.fcs")
	switch level {
	case 1:
		q.Kind, q.Answer = Choice, label("crc-of-frame")
		q.fill("what", "Length", n, "At", place(n-4, n))
		q.trap(label("sum-of-tcp"), "fcs-is-checksum")
		q.trap(label("end-of-data"), "padding-is-data")
		q.trap(label("repair-code"), "checksum-corrects")
	case 2:
		q.Kind, q.Answer = Hexadec, Octets(p.Bytes[n-4:])
		q.fill("value", "Length", n, "At", place(n-4, n))
		q.slip(Octets(p.Bytes[n-8:n-4]), "before-the-fcs")
		sum, _ := valueOf(&p, "tcp.checksum")
		q.trap(word(sum), "fcs-is-checksum")
		q.slip(Octets(p.Bytes[:4]), "first-bytes")
	case 3:
		q.Frames[0].Packet.Bytes = append([]byte(nil), p.Bytes...)
		q.Frames[0].Packet.Bytes[r.IntN(n)] ^= 1 << r.IntN(8)
		q.Kind, q.Answer = Choice, label("frame-dropped")
		q.fill("wrong", "Length", n, "At", place(n-4, n))
		q.trap(label("switch-repairs"), "checksum-corrects")
		q.slip(label("switch-asks-again"), "no-link-repeat")
		q.trap(label("sent-on-anyway"), "fcs-is-checksum")
	}
	return q, true
}

// packetFault asks which field of a broken frame is wrong: chosen by what the
// fields say (1), found in the bytes (2, 3).
func packetFault(s *Scene, r *rand.Rand, level int) (Question, bool) {
	i := s.someData(r)
	if i < 0 {
		return Question{}, false
	}
	p := s.Packet(i)
	p.Bytes = append([]byte(nil), p.Bytes...)
	total, _ := valueOf(&p, "ip.len")
	tcp, ok := valueOf(&p, "tcp.hdr_len")
	if !ok {
		return Question{}, false
	}
	faults := []struct {
		id  string
		bad uint64 // before scaling
		why string
	}{
		{"ip.version", among(r, uint64(5), 7, 9), "version"},
		{"ip.hdr_len", uint64(r.IntN(5)), "ip-header"},
		{"ip.len", total + uint64(100+r.IntN(900)), "total"},
		{"tcp.hdr_len", uint64(r.IntN(5)), "tcp-header"},
	}
	f := among(r, faults...)
	right, _ := valueOf(&p, f.id)
	broken(&p, f.id, f.bad)
	from, to := span(&p, field(f.id))
	shown := []string{"frame.len", "ip.version", "ip.hdr_len", "ip.len", "ip.proto", "tcp.hdr_len", "tcp.srcport", "tcp.dstport"}
	var q Question
	args := []any{"Bad", f.bad * field(f.id).Scale(), "Right", right, "Field", field(f.id), "Frame", len(p.Bytes), "TCP", tcp, "Why", text("quiz.fault."+f.why, "Frame", len(p.Bytes)-14)}
	if level == 1 {
		q.exhibit(p, s.rows[i].FromClient, ShowFacts, shown[:5]...)
		if f.id == "tcp.hdr_len" {
			return Question{}, false // behind it nothing could be shown
		}
		q.Kind, q.Answer = Choice, FieldName{field(f.id)}
		q.fill("choose", args...)
		q.otherFields("field-is-right", "ip.version", "ip.hdr_len", "ip.len", "ip.proto")
	} else {
		q.exhibit(p, s.rows[i].FromClient, ShowHex)
		q.Kind, q.Answer = Fault, Spot{field(f.id), from, to}
		q.fill("find", args...)
	}
	q.about(0, f.id)
	return q, to > from
}

// broken puts a value where it cannot be, and makes the IP checksum fit, so that
// nothing else is wrong with the header.
func broken(p *proto.Packet, id string, bad uint64) {
	f := field(id)
	at := proto.EthernetLen
	if f.Table().Proto == proto.ProtoTCP {
		at += int(p.Bytes[at]&15) * 4
	}
	if f.Put(p.Bytes[at:], bad) != nil {
		return
	}
	ip := p.Bytes[proto.EthernetLen : proto.EthernetLen+proto.IPv4MinLen]
	binary.BigEndian.PutUint16(ip[10:], 0)
	binary.BigEndian.PutUint16(ip[10:], ^proto.Fold(proto.Sum(0, ip)))
}
