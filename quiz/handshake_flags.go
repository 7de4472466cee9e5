package quiz

import (
	"math/rand/v2"

	"netquiz/proto"
)

func init() {
	register(Skill{Name: "handshake.flags", Place: 2, Step: 4, Ref: "RFC 9293 §3.5", Setting: ordinary, Make: handshakeFlags})
}

// handshakeFlags asks which flags a segment of the handshake has: the one that
// comes next (1), the one shown (2), the one that comes next as its byte (3).
func handshakeFlags(s *Scene, r *rand.Rand, level int) (Question, bool) {
	syn, synack, ack, ok := s.handshake()
	if !ok || s.usesECN(syn, synack, ack) {
		return Question{}, false
	}
	before, next, variant := syn, synack, "second"
	if r.IntN(2) == 0 {
		before, next, variant = synack, ack, "third"
	}
	flags := s.Row(next).Flags
	var q Question
	switch level {
	case 1:
		q = Question{Kind: Choice, Answer: Flags(flags)}
		q.show(s, before, ShowFacts, segmentFacts...)
		q.fill(variant)
	case 2:
		q = Question{Kind: Content, Answer: Flags(flags)}
		q.show(s, next, ShowHex)
		q.fill("read", "Byte", q.at(0, "tcp.flags.syn"), "Value", Hex{uint64(flags), 2})
	case 3:
		q = Question{Kind: Hexadec, Answer: Octets{byte(flags)}}
		q.show(s, before, ShowHex)
		q.fill("byte-"+variant, "Byte", q.at(0, "tcp.flags.syn"), "Flags", Flags(flags))
	}
	q.about(0, "tcp.flags")
	wrong := func(flags proto.TCPFlags) Value {
		if level == 3 {
			return Octets{byte(flags)}
		}
		return Flags(flags)
	}
	switch {
	case level == 2:
		q.slip(wrong(flags^proto.ACK), "flags-misread")
		q.slip(wrong(flags|proto.FIN), "flags-misread")
	case variant == "second":
		q.trap(wrong(proto.ACK), "synack-two-packets")
		q.slip(wrong(proto.SYN), "no-ack")
		q.slip(wrong(proto.RST|proto.ACK), "refusal")
	default:
		q.trap(wrong(proto.SYN), "third-has-syn")
		q.trap(wrong(proto.SYN|proto.ACK), "third-has-syn")
		q.slip(wrong(proto.FIN|proto.ACK), "too-early-fin")
	}
	return q, true
}
