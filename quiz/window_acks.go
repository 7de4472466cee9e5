package quiz

import (
	"math/rand/v2"

	"netquiz/proto/flow"
)

func init() {
	register(Skill{Name: "window.acks", Place: 10, Step: 8, Ref: "RFC 9293 §3.8.6.3", Setting: download, Make: windowACKs})
}

// windowACKs asks how few acknowledgments some full segments get (1), which of
// them one acknowledgment covers (2), and how many bytes it confirms (3).
func windowACKs(s *Scene, r *rand.Rand, level int) (Question, bool) {
	before := s.oneOf(r, func(i int, row *Row) bool {
		return row.FromClient && (row.Step == flow.DataACK || row.Step == flow.Data)
	})
	if before < 0 {
		return Question{}, false
	}
	run := s.every(func(i int, row *Row) bool {
		return i > before && !row.FromClient && row.Step == flow.Data && row.Len == s.rows[before].receiver().full(s)
	})
	if len(run) < 4 {
		return Question{}, false
	}
	n := 4 + 2*r.IntN(min(3, (len(run)-2)/2))
	if n > len(run) {
		return Question{}, false
	}
	first, last := s.Row(run[0]), s.Row(run[n-1])
	if int(last.Seq-first.Seq) != (n-1)*first.Len {
		return Question{}, false
	}
	q := Question{Kind: Quantity}
	q.show(s, run[0], ShowFacts, "tcp.seq_raw", "tcp.len")
	switch level {
	case 1:
		q.Answer = Number{uint64(n / 2), "acks"}
		q.fill("fewest", "N", n, "Len", first.Len)
		q.trap(Number{uint64(n), "acks"}, "ack-per-segment")
		q.slip(Number{1, "acks"}, "one-for-all")
	case 2, 3:
		k := 1 + r.IntN(n-1)
		ack := first.RawSeq + uint32(k*first.Len)
		q.about(0, "tcp.seq_raw")
		if level == 2 {
			q.Answer = Number{uint64(k), "segments"}
			q.fill("covered", "N", n, "Len", first.Len, "Ack", ack, "Seq", first.RawSeq)
			q.slip(Number{1, "segments"}, "one-acked")
			q.trap(Number{uint64(k + 1), "segments"}, "ack-is-last-byte")
			return q, true
		}
		q.Answer = octets((n - k) * first.Len)
		q.fill("left", "N", n, "K", k, "Len", first.Len, "Ack", ack, "Seq", first.RawSeq, "End", first.RawSeq+uint32(n*first.Len))
		q.slip(octets(k*first.Len), "acked-for-left")
		q.trap(octets((n-k-1)*first.Len), "ack-is-last-byte")
		q.slip(octets((n-1)*first.Len), "one-acked")
		return q, true
	}
	q.about(0, "tcp.seq_raw")
	return q, true
}

// full is how long the server's full segments are in a scene, 0 if it sends none.
func (e *End) full(s *Scene) int {
	most := 0
	for i := range s.rows {
		if s.rows[i].TCP && !s.rows[i].FromClient {
			most = max(most, s.rows[i].Len)
		}
	}
	return most
}
