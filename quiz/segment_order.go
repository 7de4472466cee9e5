package quiz

import "math/rand/v2"

func init() {
	register(Skill{Name: "segment.order", Place: 4, Step: 5, Ref: "RFC 9293 §3.4", Setting: download, Make: segmentOrder})
}

// segmentOrder asks to put segments in the order of their data: three (1), four
// (2), and five that may wrap around (3).
func segmentOrder(s *Scene, r *rand.Rand, level int) (Question, bool) {
	frames := s.responses()
	n := 2 + level
	if len(frames) < n {
		return Question{}, false
	}
	from := r.IntN(len(frames) - n + 1)
	if level == 3 && either(r) {
		from = 0 // where a number about to wrap around does
	}
	var list List
	wraps := false
	for k, i := range frames[from : from+n] {
		row := s.Row(i)
		wraps = wraps || k > 0 && row.RawSeq < uint32(row.Len)
		list = append(list, label("piece", "Seq", row.RawSeq, "Len", row.Len))
	}
	q := Question{Kind: Order, Answer: list}
	q.show(s, frames[from], ShowFacts, "tcp.srcport", "tcp.dstport")
	q.about(0, "tcp.srcport")
	first := s.Row(frames[from])
	q.fill("", "N", n, "First", first.RawSeq, "Second", first.RawSeq+uint32(first.Len), "Wraps", wraps)
	if wraps {
		q.trap(byNumber(list), "seq-only-grows")
	}
	return q, true
}

// byNumber are pieces in the order of their bare numbers.
func byNumber(list List) List {
	var sorted List
	for _, v := range list {
		at := len(sorted)
		for at > 0 && sorted[at-1].(Label).Args[1].(uint32) > v.(Label).Args[1].(uint32) {
			at--
		}
		sorted = append(sorted[:at:at], append(List{v}, sorted[at:]...)...)
	}
	return sorted
}
