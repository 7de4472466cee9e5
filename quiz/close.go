package quiz

import (
	"math/rand/v2"

	"netquiz/proto"
	"netquiz/proto/flow"
)

// mostEnding is how many segments it takes to close where none is sent again.
const mostEnding = 4

// ending are the frames that close the connection, from the first FIN to the last
// acknowledgment; none if anything else went between them, or any of them again.
func (s *Scene) ending() []int {
	first := s.Find(0, flow.FIN)
	frames := s.every(func(i int, row *Row) bool { return first >= 0 && i >= first && row.TCP })
	if len(frames) > mostEnding {
		return nil
	}
	for _, i := range frames {
		if s.rows[i].Phase != flow.Close {
			return nil
		}
	}
	return frames
}

// orderly tells whether the connection ended by FINs that were all acknowledged.
func (s *Scene) orderly() bool {
	return s.Ending == flow.FourWay || s.Ending == flow.ThreeWay || s.Ending == flow.Simultaneous
}

// fins are the frames with the first and the second FIN.
func (s *Scene) fins() (first, second int, ok bool) {
	first = s.Find(0, flow.FIN)
	second = s.Find(first+1, flow.PeerFIN, flow.MergedFIN, flow.CrossingFIN)
	return first, second, first >= 0 && second >= 0
}

// whoever are the answers to who did something.
func whoever() (client, server, both, neither Label) {
	return label("client"), label("server"), label("both"), label("neither")
}

// The facts of a segment that questions about closing show.
var closeFacts = []string{"tcp.flags", "tcp.seq_raw", "tcp.ack_raw", "tcp.len"}

// altered is frame i of a scene with another value in a field, sealed.
func (s *Scene) altered(i int, id string, value uint64) proto.Packet {
	return changed(s.Packet(i), id, value)
}

// changed is p with another value in a field, sealed.
func changed(p proto.Packet, id string, value uint64) proto.Packet {
	p.Bytes = append([]byte(nil), p.Bytes...)
	var f proto.Frame
	f.Decode(&p, proto.CheckNone)
	v, ok := find(&f, field(id))
	if !ok || v.Field.Put(p.Bytes[v.Part.Off:v.Part.Off+v.Part.Len], value) != nil {
		return p
	}
	return sealed(p)
}

// sealed is p with its sums made right.
func sealed(p proto.Packet) proto.Packet {
	if err := proto.Seal(&p, contentEnd(&p), proto.KeepLengths); err != nil {
		return p
	}
	return p
}

// contentEnd is where the content of a packet ends: before padding and FCS.
func contentEnd(p *proto.Packet) int {
	g := read(p)
	defer g.done()
	end := len(p.Bytes)
	for _, l := range g.f.Layers() {
		switch l.Proto {
		case proto.ProtoPadding, proto.ProtoTrailer, proto.ProtoFCS:
			end = min(end, int(l.Off))
		}
	}
	return end
}

// howHard shows facts at level 1 and 2, bytes at level 3.
func howHard(level int) Show {
	if level == 3 {
		return ShowHex
	}
	return ShowFacts
}

// kindFor lets one choose at level 1 and type from level 2 on.
func kindFor(level int) Kind {
	if level == 1 {
		return Choice
	}
	return Quantity
}

// either is one of two values, by lot.
func either(r *rand.Rand) bool { return r.IntN(2) == 0 }
