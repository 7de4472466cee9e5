package quiz

import (
	"math/rand/v2"
	"slices"

	"netquiz/proto"
)

func init() {
	register(Skill{Name: "packet.hop", Place: 12, Step: 9, Ref: "RFC 1812 §5", Setting: ordinary, Needs: Ethernet | IPv4, Make: packetHop})
	register(Skill{Name: "packet.ttl", Place: 13, Step: 9, Ref: "RFC 791 §3.1", Setting: ordinary, Needs: Ethernet | IPv4, Make: packetTTL})
}

// packetHop asks what is different about a packet when it arrives, routers later:
// among few fields (1, 2), or about one field (3).
func packetHop(s *Scene, r *rand.Rand, level int) (Question, bool) {
	i := s.oneOf(r, func(i int, row *Row) bool { return row.TCP && row.FromClient })
	if i < 0 {
		return Question{}, false
	}
	near := s.Packet(i)
	far, ok := s.Far(i)
	if !ok {
		return Question{}, false
	}
	changed := []string{"eth.dst", "eth.src", "ip.ttl", "ip.checksum"}
	kept := []string{"ip.src", "ip.dst", "ip.id", "ip.proto", "tcp.srcport", "tcp.dstport", "tcp.seq_raw", "tcp.checksum", "tcp.window_size_value"}
	for _, id := range changed {
		if a, _ := textOf(&near, id); a == mustText(&far, id) {
			return Question{}, false
		}
	}
	for _, id := range kept {
		if a, _ := textOf(&near, id); a != mustText(&far, id) {
			return Question{}, false
		}
	}
	if level == 3 {
		id := among(r, "eth.dst", "eth.src")
		answer, _ := textOf(&far, id)
		q := Question{Kind: Choice, Answer: Literal(answer)}
		q.exhibit(far, true, ShowHex)
		q.about(0, id)
		q.fill("mac", "Field", field(id), "At", q.at(0, id))
		other := map[string]string{"eth.dst": "eth.src", "eth.src": "eth.dst"}[id]
		q.slip(Literal(mustText(&far, other)), "other-address", "Field", field(other))
		q.trap(Literal(mustText(&near, id)), "switch-rewrites-mac")
		q.slip(Literal(mustText(&near, other)), "first-link")
		return q, true
	}
	n := 2 + r.IntN(2)
	var right List
	for _, k := range r.Perm(len(changed))[:n] {
		right = append(right, FieldName{field(changed[k])})
	}
	q := Question{Kind: Several, Answer: right}
	how := ShowFacts
	if level == 2 {
		how = ShowHex
	}
	q.exhibit(near, true, how, "eth.dst", "eth.src", "ip.ttl", "ip.src", "ip.dst")
	q.about(0, changed...)
	q.fill("fields")
	for _, k := range r.Perm(len(kept))[:5-n] {
		miss := ""
		if slices.Contains([]string{"ip.src", "ip.dst"}, kept[k]) {
			miss = "mac-is-server"
		}
		q.Traps = append(q.Traps, Trap{FieldName{field(kept[k])}, miss, text("quiz.slip.stays-the-same", "Field", field(kept[k]))})
	}
	return q, true
}

func mustText(p *proto.Packet, id string) string {
	text, _ := textOf(p, id)
	return text
}

// packetTTL asks with which TTL a packet arrives (1), how many routers it passed
// (2), and how many more it could pass (3).
func packetTTL(s *Scene, r *rand.Rand, level int) (Question, bool) {
	i := s.oneOf(r, func(i int, row *Row) bool { return row.TCP && row.FromClient })
	if i < 0 {
		return Question{}, false
	}
	near := s.Packet(i)
	far, ok := s.Far(i)
	sent, _ := valueOf(&near, "ip.ttl")
	came, _ := valueOf(&far, "ip.ttl")
	if !ok || came >= sent {
		return Question{}, false
	}
	routers := int(sent - came)
	if level == 1 {
		more := 3 + r.IntN(12)
		q := Question{Kind: Choice, Answer: Number{N: sent - uint64(more)}}
		q.exhibit(near, true, ShowFacts, "ip.ttl", "ip.src", "ip.dst")
		q.about(0, "ip.ttl")
		q.fill("arrives", "TTL", int(sent), "Routers", more)
		q.slip(Number{N: sent}, "ttl-kept")
		q.slip(Number{N: sent + uint64(more)}, "ttl-added")
		q.trap(Number{N: uint64(more)}, "ttl-ttl")
		q.slip(Number{N: sent - uint64(more) - 1}, "receiver-counted")
		q.slip(Number{N: sent - uint64(more) + 1}, "one-router-left-out")
		q.slip(Number{N: sent - uint64(2*more)}, "there-and-back")
		return q, true
	}
	if level == 2 {
		q := Question{Kind: Quantity, Answer: Number{uint64(routers), "routers"}}
		q.exhibit(near, true, ShowHex)
		q.exhibit(far, true, ShowHex)
		q.about(0, "ip.ttl")
		q.about(1, "ip.ttl")
		q.fill("passed", "Sent", int(sent), "Came", int(came), "At", q.at(0, "ip.ttl"))
		q.slip(Number{uint64(routers + 1), "routers"}, "receiver-counted")
		q.slip(Number{came, "routers"}, "left-for-passed")
		return q, true
	}
	q := Question{Kind: Quantity, Answer: Number{came - 1, "routers"}}
	q.exhibit(far, true, ShowHex)
	q.about(0, "ip.ttl")
	q.fill("left", "Came", int(came), "At", q.at(0, "ip.ttl"))
	q.slip(Number{came, "routers"}, "last-router-drops")
	q.slip(Number{uint64(routers), "routers"}, "passed-for-left")
	return q, true
}
