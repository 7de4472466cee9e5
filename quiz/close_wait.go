package quiz

import (
	"math/rand/v2"

	"netquiz/proto/flow"
)

func init() {
	register(Skill{Name: "close.wait", Place: 11, Step: 8, Ref: "RFC 9293 §3.6", Setting: closing, Make: closeWait})
}

// closeWait asks how an end leaves CLOSE_WAIT (1), whose fault it is that it does
// not (2), and what it may do while it is there (3).
func closeWait(s *Scene, r *rand.Rand, level int) (Question, bool) {
	fin := s.Find(0, flow.FIN)
	ack := s.Find(fin+1, flow.FINACK)
	if s.Ending != flow.FourWay || fin < 0 || ack < 0 {
		return Question{}, false
	}
	passive := !s.Row(fin).FromClient // the client is the one that waits
	q := Question{Kind: Choice}
	args := []any{"Client", passive}
	say := func(id string) Value { return label(id, args...) }
	switch level {
	case 1:
		q.Answer = say("own-program-closes")
		q.fill("leaves", args...)
		q.trap(say("timer-runs-out"), "closewait-timewait")
		q.slip(say("other-sends-fin-again"), "fin-came-already")
		q.trap(say("last-ack-comes"), "timewait-leftover")
	case 2:
		q.Answer = say("own-program-forgot")
		q.fill("fault", args...)
		q.trap(say("kernel-timer-long"), "closewait-timewait")
		q.slip(say("other-never-closed"), "fin-came-already")
		q.slip(say("network-lost-fin"), "fin-came-already")
	case 3:
		q = Question{Kind: Several, Answer: List{say("may-send-data"), say("may-send-fin")}}
		q.fill("may", args...)
		q.slip(say("may-get-data"), "other-is-done")
		q.trap(say("timer-runs-out"), "closewait-timewait")
	}
	q.show(s, fin, ShowFacts, closeFacts...)
	q.show(s, ack, ShowFacts, closeFacts...)
	q.about(0, "tcp.flags")
	return q, true
}
