package quiz

import (
	"math/rand/v2"

	"netquiz/proto/flow"
)

func init() {
	register(Skill{Name: "window.next", Place: 11, Step: 6, Ref: "RFC 9293 §3.8.6.2.2", Setting: slow, Make: windowNext})
}

// windowNext asks for the window that a receiver announces when its program has
// read nothing (1, 2), and how much its program has read meanwhile (3).
func windowNext(s *Scene, r *rand.Rand, level int) (Question, bool) {
	_, _, before, ok := s.handshake()
	if !ok {
		return Question{}, false
	}
	start := s.Row(before)
	if start.sender().Scale >= 0 {
		return Question{}, false
	}
	if level == 3 {
		i := s.oneOf(r, func(i int, row *Row) bool {
			return row.FromClient && row.Step == flow.DataACK && start.Window > row.Window && int(row.Ack-1)+row.Window > start.Window
		})
		if i < 0 {
			return Question{}, false
		}
		row := s.Row(i)
		received := int(row.Ack - start.Ack)
		read := received + row.Window - start.Window
		q := Question{Kind: Quantity, Answer: octets(read)}
		q.show(s, before, ShowFacts, windowFacts...)
		q.show(s, i, ShowFacts, windowFacts...)
		q.about(1, "tcp.ack_raw", "tcp.window_size_value")
		q.fill("read", "Buffer", start.Window, "Received", received, "Window", row.Window, "Unread", start.Window-row.Window)
		q.slip(octets(received), "received-for-read")
		q.slip(octets(start.Window-row.Window), "unread-for-read")
		q.slip(octets(row.Window), "window-for-read")
		return q, true
	}
	i := s.oneOf(r, func(i int, row *Row) bool {
		return row.FromClient && row.Step == flow.DataACK && row.Window > 0 && int(row.Ack-start.Ack) == start.Window-row.Window
	})
	if i < 0 {
		return Question{}, false
	}
	row := s.Row(i)
	received := int(row.Ack - start.Ack)
	q := Question{Kind: Quantity, Answer: octets(row.Window)}
	if level == 1 {
		q.Kind = Choice
	}
	q.show(s, before, ShowFacts, windowFacts...)
	q.about(0, "tcp.window_size_value")
	q.fill("announced", "Buffer", start.Window, "Received", received)
	q.trap(octets(start.Window), "window-fixed")
	q.slip(octets(received), "received-for-window")
	q.slip(octets(start.Window+received), "window-grown")
	q.slip(octets(row.Window-start.sender().MSS), "one-segment-early")
	q.slip(octets(start.Window-start.sender().MSS), "one-segment-late")
	q.slip(octets(0), "full-too-soon")
	return q, true
}
