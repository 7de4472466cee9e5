package quiz

import (
	"math/rand/v2"

	"netquiz/proto/flow"
)

func init() {
	register(Skill{Name: "window.segments", Place: 5, Step: 4, Ref: "RFC 9293 §3.1", Setting: slow, Make: windowSegments})
}

// windowSegments asks how many full segments a window takes: by the MSS (1), with
// the window in the bytes (2), and how many bytes are left over (3).
func windowSegments(s *Scene, r *rand.Rand, level int) (Question, bool) {
	i := s.oneOf(r, func(i int, row *Row) bool {
		return row.FromClient && row.sender().Scale < 0 && row.sender().MSS > 0 && row.Window >= 2*row.sender().MSS && (row.Step == flow.HandshakeACK || row.Step == flow.DataACK)
	})
	if i < 0 {
		return Question{}, false
	}
	row := s.Row(i)
	mss := row.sender().MSS
	n, rest := row.Window/mss, row.Window%mss
	q := Question{Kind: Quantity, Answer: Number{uint64(n), "segments"}}
	how, variant := ShowFacts, "full"
	switch level {
	case 2:
		how = ShowHex
	case 3:
		how, variant = ShowHex, "rest"
		q.Answer = octets(rest)
		q.slip(octets(mss-rest), "missing-to-full")
	}
	q.show(s, i, how, "tcp.ack_raw", "tcp.window_size_value")
	q.about(0, "tcp.window_size_value")
	q.fill(variant, "Window", row.Window, "MSS", mss, "N", n, "Rest", rest, "At", q.at(0, "tcp.window_size_value"))
	if level < 3 {
		q.trap(Number{uint64(row.Window), "segments"}, "window-counts-packets")
		q.slip(Number{uint64(n + 1), "segments"}, "rounded-up")
		q.trap(Number{1, "segments"}, "one-at-a-time")
	} else {
		q.trap(octets(row.Window), "window-counts-packets")
	}
	return q, true
}
