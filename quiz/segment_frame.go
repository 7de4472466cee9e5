package quiz

import (
	"math/rand/v2"

	"netquiz/proto/flow"
)

func init() {
	register(Skill{Name: "segment.frame", Place: 6, Step: 2, Ref: "RFC 894", Setting: ordinary, Needs: Ethernet | IPv4, Make: segmentFrame})
}

// segmentFrame asks how long a frame with so much data is: as captured (1), on
// the wire with its FCS (2), and the other way round (3).
func segmentFrame(s *Scene, r *rand.Rand, level int) (Question, bool) {
	i := s.oneOf(r, func(i int, row *Row) bool { return row.Step == flow.Data && row.Len > 200 })
	if i < 0 {
		return Question{}, false
	}
	row := s.Row(i)
	frame := len(s.packets[i].Bytes)
	packet := frame - 14
	tcp := packet - 20 - row.Len
	q := Question{Kind: kindFor(level), Answer: octets(frame)}
	variant := "captured"
	q.slip(octets(packet), "without-ethernet")
	q.slip(octets(packet-20), "without-ip")
	q.slip(octets(row.Len), "data-alone")
	q.slip(octets(frame+14), "ethernet-twice")
	switch level {
	case 1:
		q.slip(octets(frame+4), "fcs-counted")
		q.slip(octets(frame+8), "preamble-counted")
		q.show(s, i, ShowFacts, "ip.hdr_len", "tcp.hdr_len", "tcp.len")
	case 2:
		variant = "wire"
		q.Answer = octets(frame + 4)
		q.slip(octets(frame), "fcs-forgotten")
		q.show(s, i, ShowFacts, "ip.hdr_len", "tcp.hdr_len", "tcp.len")
	case 3:
		variant = "back"
		q.Answer = octets(row.Len)
		q.show(s, i, ShowFacts, "ip.len", "ip.hdr_len", "tcp.hdr_len")
		q.slip(octets(row.Len-14), "ethernet-twice")
	}
	q.about(0, "tcp.hdr_len", "ip.hdr_len")
	q.fill(variant, "Data", row.Len, "IP", 20, "TCP", tcp, "Packet", packet, "Frame", frame)
	return q, true
}
