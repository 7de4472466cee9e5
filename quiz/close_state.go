package quiz

import (
	"math/rand/v2"

	"netquiz/proto/flow"
)

func init() {
	register(Skill{Name: "close.state", Place: 8, Step: 8, Ref: "RFC 9293 §3.3.2", Setting: closing, Make: closeState})
}

// closeState asks in which state an end is after a segment: the active closer (1),
// either one (2), and either one in any kind of ending (3).
func closeState(s *Scene, r *rand.Rand, level int) (Question, bool) {
	frames := s.ending()
	if !s.orderly() || len(frames) < 3 || level < 3 && s.Ending != flow.FourWay {
		return Question{}, false
	}
	n := 1 + r.IntN(len(frames))
	side := 0
	if s.Closer == flow.TheServer {
		side = 1
	}
	if level > 1 && either(r) {
		side = 1 - side
	}
	row := s.Row(frames[n-1])
	state := row.Ends[side].State.String()
	q := Question{Kind: Choice, Answer: Literal(state)}
	for _, i := range frames[:n] {
		q.show(s, i, ShowFacts, "tcp.flags", "tcp.seq_raw", "tcp.ack_raw")
	}
	q.about(n-1, "tcp.flags", "tcp.ack_raw")
	q.fill("", "Client", side == 0, "N", n, "First", (side == 0) == (s.Closer == flow.TheClient))
	for _, wrong := range []string{"FIN_WAIT_1", "FIN_WAIT_2", "CLOSE_WAIT", "LAST_ACK", "TIME_WAIT", "CLOSING", "CLOSED"} {
		q.slip(Literal(wrong), "state-"+wrong)
	}
	return q, true
}
