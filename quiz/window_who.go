package quiz

import (
	"math/rand/v2"

	"netquiz/proto/flow"
)

func init() {
	register(Skill{Name: "window.who", Place: 1, Step: 3, Ref: "RFC 9293 §3.1", Setting: download, Make: windowWho})
}

// windowWho asks what the window of a segment describes: of one with data (1), of
// any but a SYN (2), and of a SYN or SYN+ACK (3).
func windowWho(s *Scene, r *rand.Rand, level int) (Question, bool) {
	i := s.oneOf(r, func(i int, row *Row) bool {
		syn := row.Step == flow.SYN || row.Step == flow.SYNACK
		return row.TCP && row.Window > 0 && syn == (level == 3) && (level != 1 || row.Step == flow.Data)
	})
	if i < 0 {
		return Question{}, false
	}
	row := s.Row(i)
	q := Question{Kind: Choice, Answer: label("buffer-of", "Client", row.FromClient)}
	how := ShowFacts
	if level > 1 {
		how = ShowHex
	}
	q.show(s, i, how, "tcp.flags", "tcp.window_size_value")
	q.about(0, "tcp.window_size_value")
	q.fill("", "FromClient", row.FromClient)
	other := "window-server-only"
	if !row.FromClient {
		other = ""
	}
	q.Traps = append(q.Traps, Trap{label("buffer-of", "Client", !row.FromClient), other, text("quiz.slip.other-buffer", "FromClient", row.FromClient)})
	q.trap(label("room-in-network"), "rwnd-is-cwnd")
	q.trap(label("packets-to-send"), "window-counts-packets")
	return q, true
}
