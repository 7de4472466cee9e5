package quiz

import (
	"math/rand/v2"

	"netquiz/proto"
)

func init() {
	register(Skill{Name: "packet.layers", Place: 1, Step: 1, Ref: "RFC 1122 §1.1.3", Setting: ordinary, Needs: Ethernet | IPv4, Make: packetLayers})
}

// packetLayers asks for the order of a frame's parts: headers and data (1), with
// the FCS (2), and single fields (3).
func packetLayers(s *Scene, r *rand.Rand, level int) (Question, bool) {
	i := s.someData(r)
	if i < 0 {
		return Question{}, false
	}
	if p := s.Packet(i); mustText(&p, "tcp.dstport") != "80" && mustText(&p, "tcp.srcport") != "80" {
		return Question{}, false // what it carries may be no web data
	}
	list := List{label("part-eth"), label("part-ip"), label("part-tcp"), label("part-data")}
	variant := "parts"
	switch level {
	case 2:
		list = append(list, label("part-fcs"))
	case 3:
		variant = "fields"
		list = nil
		for _, group := range [][]string{
			{"eth.dst", "eth.src", "eth.type"}, {"ip.hdr_len", "ip.len", "ip.ttl", "ip.proto"}, {"ip.src", "ip.dst"},
			{"tcp.srcport", "tcp.dstport", "tcp.seq_raw"}, {"tcp.hdr_len", "tcp.window_size_value", "tcp.checksum"},
		} {
			list = append(list, FieldName{field(among(r, group...))})
		}
	}
	q := Question{Kind: Order, Answer: list}
	if level == 2 {
		p := s.Packet(i)
		p.Bytes = proto.AppendFCS(append([]byte(nil), p.Bytes...))
		p.FCS, p.Length = 4, len(p.Bytes)
		q.exhibit(p, s.rows[i].FromClient, ShowFacts, "frame.len")
	} else {
		q.show(s, i, ShowFacts, "frame.len")
	}
	q.about(0, "eth.dst")
	q.fill(variant, "N", len(list))
	swapped := append(List(nil), list...)
	swapped[1], swapped[2] = swapped[2], swapped[1]
	q.slip(swapped, "inner-first")
	return q, true
}
