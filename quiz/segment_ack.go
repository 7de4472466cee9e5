package quiz

import "math/rand/v2"

func init() {
	register(Skill{Name: "segment.ack-number", Place: 5, Step: 6, Ref: "RFC 9293 §3.4", Setting: download, Make: segmentAck})
}

// segmentAck asks which number is acknowledged when all segments have come (1),
// when one is missing (2), and when the missing one comes at last (3).
func segmentAck(s *Scene, r *rand.Rand, level int) (Question, bool) {
	frames := s.responses()
	if len(frames) < 4 {
		return Question{}, false
	}
	from := r.IntN(len(frames) - 3)
	run := frames[from : from+4]
	rows := make([]Row, 4)
	for k, i := range run {
		rows[k] = s.Row(i)
	}
	end := func(k int) uint32 { return rows[k].RawSeq + uint32(rows[k].Len) }
	q := Question{Kind: kindFor(level)}
	arrived := []int{0, 1, 2}
	variant := "all"
	switch level {
	case 1:
		q.Answer = number(end(2))
	case 2:
		arrived, variant = []int{0, 2, 3}, "gap"
		q.Answer = number(end(0))
		q.slip(number(end(3)), "over-the-gap")
		q.slip(number(rows[2].RawSeq), "over-the-gap")
	case 3:
		arrived, variant = []int{0, 2, 3, 1}, "filled"
		q.Answer = number(end(3))
		q.slip(number(end(1)), "last-come")
		q.slip(number(end(0)), "gap-is-filled")
	}
	for _, k := range arrived {
		q.show(s, run[k], ShowFacts, dataFacts...)
	}
	last := len(arrived) - 1
	for n := range arrived {
		q.about(n, "tcp.seq_raw")
	}
	q.fill(variant, "Seq", rows[0].RawSeq, "Missing", end(0), "End", end(arrived[last]), "Last", end(3))
	key := uint32(q.Answer.(Number).N)
	q.trap(number(key-1), "ack-is-last-byte")
	q.slip(number(rows[arrived[last]].RawSeq), "seq-of-last")
	q.slip(number(key+1), "one-too-far")
	q.slip(number(rows[0].RawSeq+uint32(s.rows[run[0]].Window)), "plus-window")
	q.slip(number(end(0)), "first-alone")
	q.slip(number(key+uint32(rows[0].Len)), "one-segment-beyond")
	q.trap(number(rows[0].RawSeq+uint32(len(arrived))), "seq-counts-segments")
	return q, true
}
