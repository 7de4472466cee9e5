package quiz

import (
	"math/rand/v2"

	"netquiz/proto/flow"
)

func init() {
	register(Skill{Name: "close.who", Place: 1, Step: 6, Ref: "RFC 9293 §3.6", Setting: closing, Make: closeWho})
}

// closeWho asks who closed first: from the FINs in order (1), in any order by
// their numbers (2), and by the bytes (3).
func closeWho(s *Scene, r *rand.Rand, level int) (Question, bool) {
	first, second, ok := s.fins()
	if !ok || !s.orderly() || level == 1 && s.Ending == flow.Simultaneous {
		return Question{}, false
	}
	client, server, both, neither := whoever()
	q := Question{Kind: Choice, Answer: client}
	switch {
	case s.Ending == flow.Simultaneous:
		q.Answer = both
	case s.Closer == flow.TheServer:
		q.Answer = server
	}
	variant := "order"
	if level > 1 {
		variant = "numbers"
		if either(r) {
			first, second = second, first
		}
	}
	q.show(s, first, howHard(level), closeFacts...)
	q.show(s, second, howHard(level), closeFacts...)
	q.about(0, "tcp.seq_raw", "tcp.ack_raw")
	q.about(1, "tcp.seq_raw", "tcp.ack_raw")
	a, b := s.Row(first), s.Row(second)
	q.fill(variant, "FirstSeq", a.RawSeq+uint32(a.Len), "FirstAck", a.RawAck, "SecondSeq", b.RawSeq+uint32(b.Len), "SecondAck", b.RawAck, "Both", s.Ending == flow.Simultaneous)
	q.trap(client, "close-always-four")
	q.slip(server, "answers-fin")
	q.slip(both, "one-acks-other")
	q.slip(neither, "fin-closes")
	return q, true
}
