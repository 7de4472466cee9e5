package quiz

import (
	"math/rand/v2"

	"netquiz/proto/flow"
)

func init() {
	register(Skill{Name: "close.seq-number", Place: 4, Step: 3, Ref: "RFC 9293 §3.4", Setting: closing, Make: closeSeq})
}

// closeSeq asks for the sequence number of the FIN that follows the last data (1,
// 2), and of the last acknowledgment, which follows one's own FIN (3).
func closeSeq(s *Scene, r *rand.Rand, level int) (Question, bool) {
	first, second, ok := s.fins()
	last := s.Find(second+1, flow.LastACK)
	if !ok || last < 0 || s.Ending != flow.FourWay && s.Ending != flow.ThreeWay {
		return Question{}, false
	}
	if level == 3 {
		fin := s.Row(first)
		q := Question{Kind: Quantity, Answer: number(s.Row(last).RawSeq)}
		q.show(s, first, ShowHex)
		q.about(0, "tcp.seq_raw", "tcp.flags")
		q.fill("last", "FromClient", fin.FromClient, "Seq", fin.RawSeq, "At", q.at(0, "tcp.seq_raw"))
		q.trap(number(fin.RawSeq), "fin-consumes-none")
		q.trap(number(fin.RawSeq+2), "ack-consumes-one")
		q.slip(number(fin.RawAck), "other-side")
		return q, true
	}
	fin := among(r, first, second)
	data := -1
	for i := fin - 1; i >= 0; i-- {
		if s.rows[i].Step == flow.Data && s.rows[i].FromClient == s.rows[fin].FromClient {
			data = i
			break
		}
	}
	if data < 0 || s.rows[fin].Len > 0 {
		return Question{}, false
	}
	row := s.Row(data)
	n := uint32(row.Len)
	q := Question{Kind: kindFor(level), Answer: number(row.RawSeq + n)}
	q.show(s, data, ShowFacts, closeFacts...)
	q.about(0, "tcp.seq_raw")
	q.fill("fin", "FromClient", row.FromClient, "Seq", row.RawSeq, "Len", row.Len)
	q.trap(number(row.RawSeq+1), "seq-counts-segments")
	q.slip(number(row.RawSeq+n-1), "last-byte")
	q.slip(number(row.RawSeq), "same-seq")
	q.slip(number(row.RawSeq+n+1), "fin-own-number")
	q.slip(number(row.RawSeq+uint32(s.rows[data].Window)), "plus-window")
	q.slip(number(row.RawAck+n), "other-side")
	return q, true
}
