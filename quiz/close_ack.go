package quiz

import "math/rand/v2"

func init() {
	register(Skill{Name: "close.ack-number", Place: 3, Step: 3, Ref: "RFC 9293 §3.4", Setting: closing, Make: closeAck})
}

// closeAck asks for the acknowledgment number that answers a FIN: chosen from
// facts (1), typed from facts (2), and from the bytes (3).
func closeAck(s *Scene, r *rand.Rand, level int) (Question, bool) {
	first, second, ok := s.fins()
	if !ok || !s.orderly() {
		return Question{}, false
	}
	i := among(r, first, second)
	row := s.Row(i)
	seq, n := row.RawSeq, uint32(row.Len)
	q := Question{Kind: kindFor(level), Answer: number(seq + n + 1)}
	q.show(s, i, howHard(level), closeFacts...)
	q.about(0, "tcp.seq_raw", "tcp.flags")
	q.fill("", "FromClient", row.FromClient, "Seq", seq, "Len", row.Len, "At", q.at(0, "tcp.seq_raw"))
	q.trap(number(seq+n), "fin-consumes-none")
	q.trap(number(seq+n+2), "ack-consumes-one")
	q.slip(number(row.RawAck+1), "plus-one-of-own", "Own", row.RawAck)
	q.slip(number(row.RawAck), "own-seq")
	q.trap(number(seq+n-1), "ack-is-last-byte")
	q.slip(number(seq+uint32(s.rows[i].Window)), "plus-window")
	return q, true
}
