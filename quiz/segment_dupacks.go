package quiz

import (
	"math/rand/v2"

	"netquiz/proto/flow"
)

func init() {
	register(Skill{Name: "segment.duplicate-acks", Place: 8, Step: 7, Ref: "RFC 5681 §3.2", Setting: lossy, Make: segmentDupACKs})
}

// segmentDupACKs asks how many equal ACKs make for a fast retransmission (1),
// what is sent again (2), and how many duplicates there are so far (3).
func segmentDupACKs(s *Scene, r *rand.Rand, level int) (Question, bool) {
	dup := s.oneOf(r, func(i int, row *Row) bool { return row.has(flow.DuplicateACK) })
	if dup < 0 {
		return Question{}, false
	}
	row := s.Row(dup)
	same := s.every(func(i int, x *Row) bool {
		return x.TCP && x.FromClient && x.Ack == s.rows[dup].Ack && x.Len == 0 && x.Window == s.rows[dup].Window && i <= dup
	})
	q := Question{Kind: Quantity}
	switch level {
	case 1:
		q.Answer = Number{4, "acks"}
		q.show(s, dup, ShowFacts, "tcp.flags", "tcp.ack_raw", "tcp.window_size_value")
		q.fill("needed", "Ack", row.RawAck)
		q.trap(Number{3, "acks"}, "dupack-three")
		q.slip(Number{1, "acks"}, "one-may-be-reordering")
		q.slip(Number{2, "acks"}, "one-may-be-reordering")
	case 2:
		q.Answer = number(row.RawAck)
		q.show(s, dup, ShowFacts, "tcp.flags", "tcp.seq_raw", "tcp.ack_raw")
		q.fill("again", "Ack", row.RawAck)
		q.trap(number(row.RawAck-1), "ack-is-last-byte")
		q.slip(number(row.RawAck+uint32(s.rows[dup].Ends[1].Next-s.rows[dup].Ends[1].Acked)), "newest-data")
		q.slip(number(row.RawSeq), "other-side")
	case 3:
		if len(same) < 2 || len(same) > 6 {
			return Question{}, false
		}
		q.Answer = Number{uint64(len(same) - 1), "duplicates"}
		for _, i := range same {
			q.show(s, i, ShowFacts, "tcp.ack_raw", "tcp.window_size_value", "tcp.len")
		}
		q.fill("count", "N", len(same), "Ack", row.RawAck)
		q.trap(Number{uint64(len(same)), "duplicates"}, "dupack-three")
	}
	q.about(0, "tcp.ack_raw")
	return q, true
}
