package quiz

import "math/rand/v2"

func init() {
	register(Skill{Name: "window.min", Place: 7, Step: 9, Ref: "RFC 5681 §3.1", Setting: download, Make: windowMin})
}

// windowMin asks how much may be under way by window and congestion window (1,
// 2), and how much more may be sent (3).
func windowMin(s *Scene, r *rand.Rand, level int) (Question, bool) {
	data, ack := s.underWay(r)
	if data < 0 {
		return Question{}, false
	}
	row := s.Row(data)
	window, flight, mss := row.receiver().Window, row.InFlight, row.receiver().MSS
	if mss == 0 || s.rows[ack].Window != window {
		return Question{}, false
	}
	cwnd := mss * (flight/mss + 1 + r.IntN(max(2, 2*window/mss)))
	if cwnd == window || cwnd == flight {
		return Question{}, false
	}
	q := Question{Kind: Quantity, Answer: octets(min(window, cwnd))}
	variant := "limit"
	if level == 1 {
		q.Kind = Choice
	}
	q.show(s, ack, ShowFacts, "tcp.flags", "tcp.ack_raw", "tcp.window_size_value")
	q.about(0, "tcp.window_size_value")
	if level == 3 {
		variant = "more"
		q.show(s, data, ShowFacts, "tcp.seq_raw", "tcp.len")
		q.Answer = octets(min(window, cwnd) - flight)
		q.slip(octets(min(window, cwnd)), "nothing-under-way")
	}
	q.fill(variant, "Window", window, "Cwnd", cwnd, "Flight", flight, "Least", min(window, cwnd), "Scale", max(s.rows[ack].sender().Scale, 0))
	wrong := max(window, cwnd)
	if level == 3 {
		wrong -= flight
	}
	q.trap(octets(wrong), "rwnd-is-cwnd")
	q.slip(octets(window+cwnd), "both-added")
	q.slip(octets((window+cwnd)/2), "both-averaged")
	q.trap(octets(mss), "one-at-a-time")
	q.slip(octets(flight), "under-way")
	if level < 3 {
		q.slip(octets(min(window, cwnd)-flight), "more-for-limit")
	}
	return q, true
}
