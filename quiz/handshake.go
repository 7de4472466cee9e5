package quiz

import (
	"math/rand/v2"
	"slices"

	"netquiz/proto"
	"netquiz/proto/flow"
)

// handshake are the frames of the three segments that open the connection, and
// false if one of them is not there.
func (s *Scene) handshake() (syn, synack, ack int, ok bool) {
	syn = s.Find(0, flow.SYN)
	synack = s.Find(syn+1, flow.SYNACK)
	ack = s.Find(synack+1, flow.HandshakeACK)
	return syn, synack, ack, syn >= 0 && synack >= 0 && ack >= 0
}

// usesECN tells whether segments of a handshake carry flags of ECN, which say
// what one end can do and follow from nothing that came before (RFC 3168 §6.1.1).
func (s *Scene) usesECN(frames ...int) bool {
	return slices.ContainsFunc(frames, func(i int) bool { return s.rows[i].Flags&(proto.ECE|proto.CWR|proto.AE) != 0 })
}

// among is one of some values, by lot.
func among[T any](r *rand.Rand, values ...T) T { return values[r.IntN(len(values))] }

// The facts of a segment that questions about the handshake show.
var segmentFacts = []string{"tcp.flags", "tcp.seq_raw", "tcp.ack_raw"}
