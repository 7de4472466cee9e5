package quiz

import (
	"math/rand/v2"

	"netquiz/proto/flow"
)

func init() {
	register(Skill{Name: "window.in-flight", Place: 9, Step: 9, Ref: "RFC 9293 §3.3.1", Setting: download, Make: windowInFlight})
}

// windowInFlight asks how many bytes are under way: from facts (1, 2), and from
// the bytes of the frames (3).
func windowInFlight(s *Scene, r *rand.Rand, level int) (Question, bool) {
	data, ack := s.underWay(r)
	if data < 0 {
		return Question{}, false
	}
	row, last := s.Row(data), s.Row(ack)
	flight := row.Seq + uint32(row.Len) - last.Ack
	if int(flight) != row.InFlight {
		return Question{}, false
	}
	segments := len(s.every(func(i int, x *Row) bool { return i > ack && i <= data && x.Step == flow.Data && !x.FromClient }))
	q := Question{Kind: Quantity, Answer: octets(int(flight))}
	how := ShowFacts
	switch level {
	case 1:
		q.Kind = Choice
	case 3:
		how = ShowHex
	}
	q.show(s, ack, how, "tcp.ack_raw", "tcp.window_size_value")
	q.show(s, data, how, "tcp.seq_raw", "tcp.len")
	q.about(0, "tcp.ack_raw")
	q.about(1, "tcp.seq_raw")
	q.fill("", "Ack", last.RawAck, "Seq", row.RawSeq, "Len", row.Len, "Next", row.RawSeq+uint32(row.Len))
	q.trap(octets(row.Len), "one-at-a-time")
	q.slip(octets(int(flight)-row.Len), "without-the-last")
	q.slip(octets(last.Window), "whole-window")
	q.slip(octets(int(flight)-1), "last-byte-number")
	if level > 1 && segments > 1 {
		q.slip(octets(segments), "segments-for-bytes")
	}
	q.slip(octets(int(flight)+row.Len), "one-more-segment")
	q.slip(octets(last.Window+int(flight)), "window-plus-flight")
	return q, true
}
