package quiz

import "math/rand/v2"

func init() {
	register(Skill{Name: "handshake.ack-number", Place: 3, Step: 5, Ref: "RFC 9293 §3.5", Setting: ordinary, Make: handshakeAckNumber})
}

// handshakeAckNumber asks for the acknowledgment number that answers a SYN (1, 2)
// or a SYN+ACK (3).
func handshakeAckNumber(s *Scene, r *rand.Rand, level int) (Question, bool) {
	syn, synack, ack, ok := s.handshake()
	if !ok {
		return Question{}, false
	}
	q := Question{Kind: Quantity}
	got, next, show, variant := syn, synack, ShowHex, "second"
	switch {
	case level == 1:
		q.Kind, show = Choice, ShowFacts
	case level == 3:
		got, next, variant = synack, ack, "third"
	}
	q.show(s, got, show, segmentFacts...)
	q.about(0, "tcp.seq_raw")
	theirs, mine := s.Row(got).RawSeq, s.Row(next).RawSeq
	key := s.Row(next).RawAck
	q.Answer = number(key)
	q.fill(variant, "Theirs", theirs, "Mine", mine, "At", q.at(0, "tcp.seq_raw"))
	q.slip(number(mine+1), "plus-one-of-own", "Own", mine)
	if variant == "second" {
		q.Traps[0].Miss = "synack-acks-own"
	}
	q.trap(number(theirs), "syn-consumes-none")
	q.trap(number(key+1), "ack-consumes-one")
	q.trap(number(1), "isn-zero")
	q.slip(number(theirs+uint32(s.Row(got).Window)), "plus-window")
	q.slip(number(mine), "own-seq")
	if level > 1 {
		q.trap(number(swap32(key)), "host-order")
	}
	return q, true
}
