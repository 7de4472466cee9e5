package quiz

import (
	"math/rand/v2"

	"netquiz/proto/flow"
)

func init() {
	register(Skill{Name: "window.edge", Place: 4, Step: 4, Ref: "RFC 9293 §3.3.1", Setting: slow, Make: windowEdge})
}

// windowEdge asks for the last sequence number that may be sent by an
// acknowledgment and its window: chosen (1), typed (2), from the bytes (3).
func windowEdge(s *Scene, r *rand.Rand, level int) (Question, bool) {
	i := s.oneOf(r, func(i int, row *Row) bool {
		return row.FromClient && row.Step == flow.DataACK && row.Window > 1 && row.sender().Scale < 0
	})
	if i < 0 {
		return Question{}, false
	}
	row := s.Row(i)
	window := uint32(row.Window)
	q := Question{Kind: Quantity, Answer: number(row.RawAck + window - 1)}
	how := ShowFacts
	switch level {
	case 1:
		q.Kind = Choice
	case 3:
		how = ShowHex
	}
	q.show(s, i, how, "tcp.seq_raw", "tcp.ack_raw", "tcp.window_size_value")
	q.about(0, "tcp.ack_raw", "tcp.window_size_value")
	q.fill("", "Ack", row.RawAck, "Window", window, "At", q.at(0, "tcp.ack_raw"), "WindowAt", q.at(0, "tcp.window_size_value"))
	q.slip(number(row.RawAck+window), "first-beyond")
	q.slip(number(row.RawAck+window+1), "first-beyond")
	q.slip(number(row.RawSeq+window), "from-own-seq")
	q.trap(number(row.RawAck-1), "ack-is-last-byte")
	q.slip(number(row.RawAck), "first-allowed")
	return q, true
}
