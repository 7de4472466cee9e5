package quiz

import (
	"math/rand/v2"

	"netquiz/proto"
	"netquiz/proto/flow"
)

func init() {
	register(Skill{Name: "segment.push", Place: 11, Step: 1, Ref: "RFC 9293 §3.9.1.2", Setting: ordinary, Make: segmentPush})
}

// segmentPush asks what PSH asks for (1), which frame has it (2), and how what was
// written in one piece may be read (3).
func segmentPush(s *Scene, r *rand.Rand, level int) (Question, bool) {
	pushed := s.oneOf(r, func(i int, row *Row) bool { return row.Step == flow.Data && row.Flags&proto.PSH != 0 })
	if pushed < 0 {
		return Question{}, false
	}
	q := Question{Kind: Choice}
	switch level {
	case 1:
		q.Answer = label("hand-over-now")
		q.show(s, pushed, ShowFacts, "tcp.flags", "tcp.len")
		q.fill("means")
		q.trap(label("end-of-message"), "psh-record")
		q.slip(label("more-urgent"), "urg-is-another")
		q.slip(label("answer-now"), "psh-asks-no-ack")
	case 2:
		u := lineUp{skill: "segment.push", variant: "which", key: pushed, facts: []string{"tcp.seq_raw", "tcp.len"}, about: "tcp.flags"}
		q, ok := u.ask(s, r, func(i int, row *Row) bool { return row.TCP && row.Flags&proto.PSH == 0 && row.Flags&proto.SYN == 0 })
		for i := range q.Frames {
			q.Frames[i].Show = ShowHex
		}
		if ok {
			q.fill("which", "At", q.at(0, "tcp.flags.push"))
		}
		return q, ok
	case 3:
		frames := s.responses()
		if len(frames) < 3 {
			return Question{}, false
		}
		total := 0
		for _, i := range frames {
			total += s.rows[i].Len
		}
		q.Answer = label("any-pieces")
		q.show(s, frames[0], ShowFacts, "tcp.flags", "tcp.len")
		q.fill("reads", "N", len(frames), "Total", total)
		q.trap(label("one-recv"), "send-is-recv")
		q.slip(label("recv-per-segment"), "stream-has-no-edges")
		q.trap(label("recv-to-push"), "psh-record")
	}
	q.about(0, "tcp.flags")
	return q, true
}
