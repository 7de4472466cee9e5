package quiz

import (
	"math/rand/v2"

	"netquiz/proto/flow"
)

func init() {
	register(Skill{Name: "close.half", Place: 7, Step: 5, Ref: "RFC 9293 §3.6", Setting: halfClosing, Make: closeHalf})
}

// closeHalf asks what the sender of a FIN may still do (1), what may still come
// (2), and in which state it then is (3).
func closeHalf(s *Scene, r *rand.Rand, level int) (Question, bool) {
	fin := s.Find(0, flow.FIN)
	acked := s.Find(fin+1, flow.FINACK)
	if fin < 0 || acked < 0 || s.Find(acked+1, flow.Data) < 0 {
		return Question{}, false
	}
	var q Question
	switch level {
	case 1:
		q = Question{Kind: Choice, Answer: label("receives-on")}
		q.fill("may")
		q.trap(label("neither-way"), "fin-stops-receiving")
		q.slip(label("sends-and-receives"), "no-more-to-send")
		q.trap(label("gone-at-once"), "rst-is-fin")
	case 2:
		q = Question{Kind: Several, Answer: List{label("server-data"), label("client-acks"), label("server-fin")}}
		q.fill("then")
		q.slip(label("client-data"), "no-more-to-send")
		q.trap(label("server-drops"), "rst-is-fin")
	case 3:
		q = Question{Kind: Choice, Answer: Literal(s.Row(acked).Ends[0].State.String())}
		q.fill("state")
		for _, state := range []string{"TIME_WAIT", "CLOSE_WAIT", "CLOSED", "FIN_WAIT_1", "LAST_ACK"} {
			q.slip(Literal(state), "state-"+state)
		}
	}
	q.show(s, fin, ShowFacts, closeFacts...)
	if level > 1 {
		q.show(s, acked, ShowFacts, closeFacts...)
	}
	q.about(0, "tcp.flags")
	return q, true
}
