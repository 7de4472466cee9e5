package quiz

import (
	"math/rand/v2"

	"netquiz/proto/flow"
)

func init() {
	register(Skill{Name: "close.time-wait", Place: 6, Step: 7, Ref: "RFC 9293 §3.6.1", Setting: closing, Make: closeTimeWait})
}

// closeTimeWait asks who stays in TIME_WAIT: from facts (1, 2), and from bytes,
// also when both close at once (3).
func closeTimeWait(s *Scene, r *rand.Rand, level int) (Question, bool) {
	first, second, ok := s.fins()
	if !ok || !s.orderly() || level == 1 && s.Ending != flow.FourWay {
		return Question{}, false
	}
	last := s.Row(s.Len() - 1)
	if !last.TCP {
		return Question{}, false
	}
	client, server, both, neither := whoever()
	waits := [2]bool{last.Ends[0].State == flow.TimeWait, last.Ends[1].State == flow.TimeWait}
	q := Question{Kind: Choice, Answer: neither}
	switch waits {
	case [2]bool{true, true}:
		q.Answer = both
	case [2]bool{true, false}:
		q.Answer = client
	case [2]bool{false, true}:
		q.Answer = server
	}
	q.show(s, first, howHard(level), closeFacts...)
	q.show(s, second, howHard(level), closeFacts...)
	q.about(0, "tcp.flags")
	q.about(1, "tcp.flags", "tcp.ack_raw")
	q.fill("", "FromClient", s.Closer == flow.TheClient, "Both", s.Ending == flow.Simultaneous)
	q.trap(server, "timewait-server")
	q.slip(client, "closer-waits")
	if s.Ending == flow.Simultaneous {
		q.slip(neither, "both-closed-first")
	} else {
		q.slip(both, "one-waits")
		q.trap(neither, "timewait-leftover")
	}
	return q, true
}
