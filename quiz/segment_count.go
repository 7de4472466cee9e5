package quiz

import "math/rand/v2"

func init() {
	register(Skill{Name: "segment.count", Place: 1, Step: 3, Ref: "RFC 9293 §3.7.1", Setting: ordinary, Make: segmentCount})
}

// segmentCount asks into how many segments a response is cut: chosen (1), typed
// (2), and with an option in every segment (3).
func segmentCount(s *Scene, r *rand.Rand, level int) (Question, bool) {
	syn, synack, _, ok := s.handshake()
	frames := s.responses()
	if !ok || len(frames) < 2 {
		return Question{}, false
	}
	// The server can send what the client takes, if its own path is no narrower.
	mss := s.rows[syn].Ends[0].MSS
	full := s.Row(frames[0]).Len
	options := mss - full
	last := s.Row(frames[len(frames)-1])
	total := int(last.Seq) + last.Len - int(s.Row(frames[0]).Seq)
	n := (total + full - 1) / full
	const path = 1460
	if mss == 0 || mss > path || options != 0 && options != 12 || (options == 12) != (level == 3) || n != len(frames) {
		return Question{}, false
	}
	if own := s.rows[synack].Ends[1].MSS; own < mss && level == 1 {
		return Question{}, false
	}
	q := Question{Kind: kindFor(level), Answer: Number{uint64(n), "segments"}}
	q.show(s, syn, ShowFacts, "tcp.flags", "tcp.options.mss_val")
	q.about(0, "tcp.options.mss_val")
	variant := ""
	if level == 3 {
		variant = "options"
	}
	q.fill(variant, "Total", total, "MSS", mss, "Full", full, "Rest", total-(n-1)*full, "N", n)
	count := func(n int) Number { return Number{uint64(max(n, 1)), "segments"} }
	q.slip(count(total/full), "rest-dropped")
	q.trap(count((total+1499)/1500), "mss-is-mtu")
	q.slip(count(n+1), "one-too-many")
	q.slip(count(n-1), "rest-dropped")
	q.slip(count((total+535)/536), "default-used")
	if n > 3 {
		q.slip(count(n-2), "rest-dropped")
	}
	q.slip(count(n+2), "one-too-many")
	if level == 3 {
		q.trap(count((total+mss-1)/mss), "mss-counts-options")
	}
	q.trap(count(1), "send-is-recv")
	return q, true
}
