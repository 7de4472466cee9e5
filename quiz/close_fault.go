package quiz

import (
	"math/rand/v2"

	"netquiz/proto/flow"
)

func init() {
	register(Skill{Name: "close.fault", Place: 12, Step: 3, Ref: "RFC 9293 §3.6", Setting: closing, Make: closeFault})
}

// closeFault asks which of the segments of a close is wrong: one acknowledges the
// FIN with the wrong number (1), has a wrong sequence number (2), or either (3).
func closeFault(s *Scene, r *rand.Rand, level int) (Question, bool) {
	frames := s.ending()
	if s.Ending != flow.FourWay || len(frames) != 4 {
		return Question{}, false
	}
	wrong := among(r, 1, 3) // the segments that acknowledge a FIN
	id, right := "tcp.ack_raw", s.Row(frames[wrong]).RawAck
	miss := "fin-consumes-none"
	if level == 2 || level == 3 && either(r) {
		wrong = among(r, 2, 3)
		id, right = "tcp.seq_raw", s.Row(frames[wrong]).RawSeq
	}
	bad := right - 1
	if id == "tcp.seq_raw" && wrong == 2 {
		bad, miss = right+1, "ack-consumes-one"
	}
	q := Question{Kind: Choice, Answer: frameNumber(wrong + 1)}
	for n, i := range frames {
		if n == wrong {
			q.exhibit(s.altered(i, id, uint64(bad)), s.rows[i].FromClient, howHard(level), "tcp.flags", "tcp.seq_raw", "tcp.ack_raw")
			q.about(n, id)
			continue
		}
		q.show(s, i, howHard(level), "tcp.flags", "tcp.seq_raw", "tcp.ack_raw")
		q.slip(frameNumber(n+1), "fits-the-others")
	}
	q.fill("", "Field", field(id), "Bad", bad, "Right", right, "Miss", text("quiz.fact."+miss))
	return q, true
}
