package quiz

import (
	"math/rand/v2"

	"netquiz/proto/flow"
)

func init() {
	register(Skill{Name: "handshake.seq-number", Place: 4, Step: 6, Ref: "RFC 9293 §3.4", Setting: ordinary, Make: handshakeSeqNumber})
}

// handshakeSeqNumber asks for the sequence number of the third segment (1), of
// the first data after it (2), and of what follows that data (3).
func handshakeSeqNumber(s *Scene, r *rand.Rand, level int) (Question, bool) {
	syn, synack, ack, ok := s.handshake()
	data := s.Find(ack+1, flow.Data)
	if !ok || data < 0 || !s.Row(data).FromClient {
		return Question{}, false
	}
	first := s.Row(syn).RawSeq
	var q Question
	switch level {
	case 1:
		q = Question{Kind: Choice, Answer: number(s.Row(ack).RawSeq)}
		q.show(s, syn, ShowFacts, segmentFacts...)
		q.show(s, synack, ShowFacts, segmentFacts...)
		q.about(0, "tcp.seq_raw")
		q.about(1, "tcp.ack_raw")
		q.fill("third", "First", first, "Server", s.Row(synack).RawSeq)
		q.slip(number(s.Row(synack).RawSeq+1), "other-side")
		q.slip(number(first+uint32(s.Row(syn).Window)), "plus-window")
	case 2:
		q = Question{Kind: Quantity, Answer: number(s.Row(data).RawSeq)}
		q.show(s, ack, ShowHex)
		q.about(0, "tcp.seq_raw")
		q.fill("data", "First", first, "Seq", s.Row(ack).RawSeq, "At", q.at(0, "tcp.seq_raw"))
		q.slip(number(s.Row(ack).RawAck), "other-side")
	case 3:
		n := s.Row(data).Len
		q = Question{Kind: Quantity, Answer: number(s.Row(data).RawSeq + uint32(n))}
		q.show(s, data, ShowFacts, "tcp.flags", "tcp.seq_raw", "tcp.len")
		q.about(0, "tcp.seq_raw")
		q.fill("after", "First", first, "Seq", s.Row(data).RawSeq, "Len", n)
		q.trap(number(s.Row(data).RawSeq+1), "seq-counts-segments")
		q.slip(number(s.Row(data).RawSeq+uint32(n)-1), "last-byte")
	}
	key := uint32(q.Answer.(Number).N)
	if level < 3 {
		q.trap(number(first), "syn-consumes-none")
		q.trap(number(first+2), "ack-consumes-one")
		q.trap(number(key+1), "ack-consumes-one")
	}
	q.trap(number(1), "isn-zero")
	return q, true
}
