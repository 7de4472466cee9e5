package quiz

import "math/rand/v2"

func init() {
	register(Skill{Name: "window.usable", Place: 3, Step: 4, Ref: "RFC 9293 §3.8.6.2.1", Setting: download, Make: windowUsable})
}

// windowUsable asks how much more a sender may send: the window less what is
// under way, from facts (1, 2) or from the bytes (3).
func windowUsable(s *Scene, r *rand.Rand, level int) (Question, bool) {
	data, ack := s.underWay(r)
	if data < 0 {
		return Question{}, false
	}
	row, last := s.Row(data), s.Row(ack)
	window := row.receiver().Window
	flight := row.InFlight
	if last.Window != window || row.Seq+uint32(row.Len)-last.Ack != uint32(flight) {
		return Question{}, false
	}
	q := Question{Kind: Quantity, Answer: octets(window - flight)}
	how := ShowFacts
	switch level {
	case 1:
		q.Kind = Choice
	case 3:
		how = ShowHex
	}
	q.show(s, ack, how, "tcp.ack_raw", "tcp.window_size_value")
	q.show(s, data, how, "tcp.seq_raw", "tcp.len")
	q.about(0, "tcp.ack_raw", "tcp.window_size_value")
	q.about(1, "tcp.seq_raw")
	q.fill("", "Window", window, "Scale", max(last.sender().Scale, 0), "Ack", last.RawAck, "Next", row.RawSeq+uint32(row.Len), "Flight", flight, "Len", row.Len)
	q.slip(octets(window), "nothing-under-way")
	q.slip(octets(window-row.Len), "last-alone-under-way")
	q.slip(octets(flight), "under-way")
	q.slip(octets(window+flight), "window-plus-flight")
	q.slip(octets(window-flight-row.Len), "one-more-segment")
	q.trap(octets(row.Len), "one-at-a-time")
	return q, true
}
