package quiz

import (
	"math/rand/v2"

	"netquiz/proto/flow"
)

func init() {
	register(Skill{Name: "close.count", Place: 5, Step: 6, Ref: "RFC 9293 §3.6", Setting: closing, Make: closeCount})
}

// closeCount asks how many segments it took to close: by facts (1) or by the
// flags in the bytes (2), and why it took only three (3).
func closeCount(s *Scene, r *rand.Rand, level int) (Question, bool) {
	frames := s.ending()
	if !s.orderly() || len(frames) < 3 || level == 3 && s.Ending != flow.ThreeWay {
		return Question{}, false
	}
	before := max(0, frames[0]-1-r.IntN(2))
	if level == 3 {
		q := Question{Kind: Choice, Answer: label("ack-and-fin-merged")}
		for _, i := range frames {
			q.show(s, i, ShowFacts, "tcp.flags", "tcp.seq_raw", "tcp.ack_raw")
		}
		q.about(1, "tcp.flags")
		q.fill("why", "FromClient", s.Closer == flow.TheClient)
		q.trap(label("must-be-four"), "close-always-four")
		q.slip(label("last-ack-left-out"), "ack-is-there")
		q.trap(label("fin-needs-no-ack"), "fin-consumes-none")
		return q, true
	}
	q := Question{Kind: Quantity, Answer: Number{uint64(len(frames)), "segments"}}
	how := ShowFacts
	if level == 2 {
		how = ShowHex
	}
	for i := before; i <= frames[len(frames)-1]; i++ {
		if s.rows[i].TCP {
			q.show(s, i, how, "tcp.flags", "tcp.len")
		}
	}
	for i := range q.Frames {
		q.about(i, "tcp.flags")
	}
	q.fill("", "N", len(frames), "Skipped", len(q.Frames)-len(frames))
	if len(frames) == 3 {
		q.trap(Number{4, "segments"}, "close-always-four")
	}
	q.slip(Number{2, "segments"}, "fins-alone")
	q.slip(Number{uint64(len(q.Frames)), "segments"}, "all-counted")
	return q, true
}
