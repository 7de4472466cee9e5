package quiz

import (
	"math/rand/v2"

	"netquiz/proto/flow"
)

func init() {
	register(Skill{Name: "segment.next", Place: 3, Step: 5, Ref: "RFC 9293 §3.4", Setting: ordinary, Make: segmentNext})
}

// segmentNext asks for the sequence number of the segment after some data: chosen
// from facts (1), typed from facts (2), with the length to be worked out from the
// headers (3).
func segmentNext(s *Scene, r *rand.Rand, level int) (Question, bool) {
	i := s.oneOf(r, func(i int, row *Row) bool { return row.Step == flow.Data })
	if i < 0 {
		return Question{}, false
	}
	if level == 3 && overIPv6(&s.packets[i]) {
		return Question{}, false // where the length that is told is another one
	}
	row := s.Row(i)
	n := uint32(row.Len)
	q := Question{Kind: kindFor(level), Answer: number(row.RawSeq + n)}
	q.show(s, i, howHard(level), "tcp.seq_raw", "tcp.ack_raw", "tcp.len")
	q.about(0, "tcp.seq_raw")
	variant := ""
	if level == 3 {
		variant = "bytes"
		q.about(0, "ip.len", "tcp.hdr_len")
	}
	p := &q.Frames[0].Packet
	total := contentEnd(p) - networkAt(p)
	q.fill(variant, "Seq", row.RawSeq, "Len", row.Len, "At", q.at(0, "tcp.seq_raw"), "Total", total, "TotalAt", q.at(0, "ip.len"), "Headers", total-row.Len)
	q.trap(number(row.RawSeq+1), "seq-counts-segments")
	q.slip(number(row.RawSeq+n-1), "last-byte")
	q.slip(number(row.RawAck), "other-side")
	q.slip(number(row.RawSeq+n+1), "one-too-far")
	q.slip(number(row.RawSeq+uint32(total)), "headers-counted")
	q.slip(number(row.RawSeq+uint32(contentEnd(p))), "headers-counted")
	return q, true
}
