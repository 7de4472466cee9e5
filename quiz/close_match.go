package quiz

import (
	"math/rand/v2"

	"netquiz/proto/flow"
)

func init() {
	register(Skill{Name: "close.match", Place: 9, Step: 8, Ref: "RFC 9293 §3.3.2", Setting: closing, Make: closeMatch})
}

// closeMatch asks which state follows what happens: at the end that closes first
// (1), at the other (2), and at both (3).
func closeMatch(s *Scene, r *rand.Rand, level int) (Question, bool) {
	first, _, ok := s.fins()
	if !ok || s.Ending != flow.FourWay {
		return Question{}, false
	}
	active := s.Closer == flow.TheClient
	pair := func(what string, client bool) Value { return label(what, "Client", client) }
	what := []Value{pair("sends-fin", active), pair("gets-fin-ack", active), pair("gets-fin", active)}
	state := List{Literal("FIN_WAIT_1"), Literal("FIN_WAIT_2"), Literal("TIME_WAIT")}
	passive := []Value{pair("gets-first-fin", !active), pair("sends-own-fin", !active), pair("gets-last-ack", !active)}
	after := List{Literal("CLOSE_WAIT"), Literal("LAST_ACK"), Literal("CLOSED")}
	switch level {
	case 2:
		what, state = passive, after
	case 3:
		what, state = append(what, passive[:2]...), append(state, after[:2]...)
	}
	order := r.Perm(len(what))
	q := Question{Kind: Match}
	var answer List
	for _, i := range order {
		q.Options = append(q.Options, what[i])
		answer = append(answer, state[i])
	}
	q.Answer = answer
	q.show(s, first, ShowFacts, closeFacts...)
	q.about(0, "tcp.flags")
	q.fill("", "FromClient", active)
	return q, true
}
