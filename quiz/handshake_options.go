package quiz

import (
	"math/rand/v2"

	"netquiz/proto"
)

func init() {
	register(Skill{Name: "handshake.options", Place: 6, Step: 7, Ref: "RFC 9293 §3.7.1", Setting: ordinary, Make: handshakeOptions})
}

// handshakeOptions asks how much data a segment may carry, given what both ends
// announced (1); how large the window of a SYN with a window scale is (2); and
// for the MSS in the bytes of a SYN (3).
func handshakeOptions(s *Scene, r *rand.Rand, level int) (Question, bool) {
	syn, synack, _, ok := s.handshake()
	if !ok {
		return Question{}, false
	}
	ends := s.Row(synack).Ends
	client, server := ends[0].MSS, ends[1].MSS
	switch level {
	case 1:
		// Both announce less than the path takes, so that nothing else is a limit.
		const path = 1460
		if client == 0 || server == 0 || client == server || client > path || server > path {
			return Question{}, false
		}
		q := Question{Kind: Choice, Answer: Number{uint64(server), "bytes"}}
		q.show(s, syn, ShowFacts, "tcp.flags", "tcp.options.mss_val")
		q.show(s, synack, ShowFacts, "tcp.flags", "tcp.options.mss_val")
		q.about(1, "tcp.options.mss_val")
		q.fill("mss", "Client", client, "Server", server)
		q.trap(Number{uint64(client), "bytes"}, "mss-min")
		q.trap(Number{1500, "bytes"}, "mss-is-mtu")
		q.trap(Number{uint64(server - 40), "bytes"}, "mss-is-mtu")
		q.trap(Number{536, "bytes"}, "no-mss-1460")
		q.slip(Number{uint64(client + server), "bytes"}, "sum-of-both")
		return q, true
	case 2:
		i := among(r, syn, synack)
		row := s.Row(i)
		end := row.Ends[0]
		if !row.FromClient {
			end = row.Ends[1]
		}
		if end.Scale <= 0 {
			return Question{}, false
		}
		q := Question{Kind: Quantity, Answer: Number{uint64(row.Window), "bytes"}, Ref: "RFC 7323 §2.2"}
		q.show(s, i, ShowFacts, "tcp.flags", "tcp.window_size_value", "tcp.options.wscale.shift")
		q.about(0, "tcp.window_size_value", "tcp.options.wscale.shift")
		q.fill("scale", "Window", row.Window, "Scale", end.Scale, "Factor", 1<<end.Scale, "FromClient", row.FromClient)
		q.trap(Number{uint64(row.Window << end.Scale), "bytes"}, "scale-in-syn")
		q.slip(Number{uint64(row.Window * end.Scale), "bytes"}, "shift-multiplied")
		return q, true
	}
	i := among(r, syn, synack)
	p := s.Packet(i)
	var f proto.Frame
	f.Decode(&p, proto.CheckNone)
	v, ok := find(&f, field("tcp.options.mss_val"))
	if !ok {
		return Question{}, false
	}
	q := Question{Kind: Quantity, Answer: Number{v.Num, "bytes"}}
	q.show(s, i, ShowHex)
	q.about(0, "tcp.options.mss_val")
	q.fill("read", "At", q.at(0, "tcp.options.mss_val"), "Options", q.at(0, "tcp.option_kind"))
	q.trap(Number{uint64(swap16(uint16(v.Num))), "bytes"}, "host-order")
	q.slip(Number{0x0204, "bytes"}, "kind-and-length")
	return q, true
}
