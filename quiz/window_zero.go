package quiz

import (
	"math/rand/v2"

	"netquiz/proto/flow"
)

func init() {
	register(Skill{Name: "window.zero", Place: 6, Step: 7, Ref: "RFC 9293 §3.8.6.1", Setting: slow, Make: windowZero})
}

// windowZero asks what the sender does about a window of zero (1), which segment
// closed the window (2), and which one opens it again (3).
func windowZero(s *Scene, r *rand.Rand, level int) (Question, bool) {
	closed := s.oneOf(r, func(i int, row *Row) bool { return row.FromClient && row.has(flow.ZeroWindow) })
	if closed < 0 {
		return Question{}, false
	}
	if level == 1 {
		q := Question{Kind: Choice, Answer: label("probes")}
		q.show(s, closed, ShowFacts, "tcp.flags", "tcp.ack_raw", "tcp.window_size_value")
		q.about(0, "tcp.window_size_value")
		q.fill("then")
		q.trap(label("closes"), "zero-window-dead")
		q.trap(label("sends-on"), "window-fixed")
		q.slip(label("waits-silently"), "lost-update")
		return q, true
	}
	open := s.nextOf(closed)
	if open < 0 || s.rows[closed].sender().Scale >= 0 || s.rows[open].Window == 0 {
		return Question{}, false
	}
	u := lineUp{skill: "window.zero", variant: "closed", key: closed, facts: []string{"tcp.ack_raw", "tcp.window_size_value"}, about: "tcp.window_size_value"}
	if level == 3 {
		u.variant, u.key, u.with = "opened", open, []int{closed}
	}
	return u.ask(s, r, func(i int, row *Row) bool {
		reopens := i > 0 && s.rows[i].FromClient && s.opens(i)
		return row.FromClient && row.Step == flow.DataACK && row.Window > 0 && !reopens
	})
}

// nextOf is the next frame of the end that sent frame i, −1 if there is none.
func (s *Scene) nextOf(i int) int {
	for j := i + 1; j < len(s.rows); j++ {
		if s.rows[j].TCP && s.rows[j].FromClient == s.rows[i].FromClient {
			return j
		}
	}
	return -1
}

// opens tells whether frame i opens a window that its sender had closed.
func (s *Scene) opens(i int) bool {
	for j := i - 1; j >= 0; j-- {
		if s.rows[j].TCP && s.rows[j].FromClient == s.rows[i].FromClient {
			return s.rows[j].Window == 0
		}
	}
	return false
}
