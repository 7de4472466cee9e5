package quiz

import (
	"math/rand/v2"

	"netquiz/proto/flow"
)

func init() {
	register(Skill{Name: "segment.retransmission", Place: 9, Step: 7, Ref: "RFC 9293 §3.8.1", Setting: lossy, Make: segmentAgain})
}

// segmentAgain asks which of some segments was sent before: by number and length
// among data (1), among data later on (2), and which earlier one it repeats (3).
func segmentAgain(s *Scene, r *rand.Rand, level int) (Question, bool) {
	again := s.oneOf(r, func(i int, row *Row) bool {
		return !row.FromClient && row.Step == flow.Data && (row.has(flow.Retransmission) || row.has(flow.FastRetransmission))
	})
	if again < 0 {
		return Question{}, false
	}
	first := s.oneOf(r, func(i int, row *Row) bool {
		return i < again && !row.FromClient && row.Step == flow.Data && row.Seq == s.rows[again].Seq && row.Len == s.rows[again].Len
	})
	if first < 0 {
		return Question{}, false
	}
	u := lineUp{skill: "segment.retransmission", variant: "later", key: again, with: []int{first}, facts: dataFacts, about: "tcp.seq_raw"}
	if level == 3 {
		u.variant, u.key, u.with = "earlier", first, []int{again}
	}
	if level == 1 && again-first > 30 {
		return Question{}, false
	}
	return u.ask(s, r, func(i int, row *Row) bool {
		return !row.FromClient && row.Step == flow.Data && len(row.Events) == 0
	})
}
