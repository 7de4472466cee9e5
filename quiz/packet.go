package quiz

import (
	"math/rand/v2"

	"netquiz/proto"
	"netquiz/proto/flow"
)

// someTCP is a frame of the connection, by lot.
func (s *Scene) someTCP(r *rand.Rand) int {
	return s.oneOf(r, func(i int, row *Row) bool { return row.TCP })
}

// someData is a frame with data, by lot.
func (s *Scene) someData(r *rand.Rand) int {
	return s.oneOf(r, func(i int, row *Row) bool { return row.Step == flow.Data })
}

// valueOf is the number in a field of a frame, scaled, and whether it is there.
func valueOf(p *proto.Packet, id string) (uint64, bool) {
	g := read(p)
	defer g.done()
	v, ok := g.find(fieldIn(p, id))
	if !ok {
		return 0, false
	}
	return v.Scaled(), true
}

// textOf is what a field of a frame holds, as it is written.
func textOf(p *proto.Packet, id string) (string, bool) {
	g := read(p)
	defer g.done()
	v, ok := g.find(fieldIn(p, id))
	if !ok {
		return "", false
	}
	return v.String(), true
}

// otherFields adds fields as wrong answers, all with the same slip.
func (q *Question) otherFields(slip string, ids ...string) {
	for _, id := range ids {
		q.slip(FieldName{field(id)}, slip)
	}
}
