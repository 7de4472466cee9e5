package quiz

import (
	"math/rand/v2"

	"netquiz/proto"
)

func init() {
	register(Skill{Name: "packet.locate", Place: 2, Step: 4, Ref: "RFC 791 §3.1, RFC 9293 §3.1", Setting: ordinary, Needs: IPv4, Make: packetLocate})
}

// lookedUp are the fields of a web request's frames that one looks up often.
var lookedUp = []string{
	"eth.dst", "eth.src", "eth.type", "ip.len", "ip.id", "ip.ttl", "ip.proto", "ip.checksum", "ip.src", "ip.dst",
	"tcp.srcport", "tcp.dstport", "tcp.seq_raw", "tcp.ack_raw", "tcp.window_size_value", "tcp.checksum", "tcp.urgent_pointer",
}

// ethernetFields is how many of them, the first, belong to Ethernet.
const ethernetFields = 3

// packetLocate asks which field lies at some bytes (1), for the number in a field
// (2), and for an address in a field (3).
func packetLocate(s *Scene, r *rand.Rand, level int) (Question, bool) {
	i := s.someTCP(r)
	if i < 0 {
		return Question{}, false
	}
	q := Question{}
	q.show(s, i, ShowHex)
	p := &q.Frames[0].Packet
	headers := []any{"Ethernet", p.Link == proto.LinkEthernet, "IPAt", q.at(0, "ip.version"), "TCPAt", q.first(0, "tcp.srcport")}
	switch level {
	case 1:
		lookedUp := lookedUp
		if p.Link != proto.LinkEthernet {
			lookedUp = lookedUp[ethernetFields:]
		}
		order := r.Perm(len(lookedUp))
		id := lookedUp[order[0]]
		q.Kind, q.Answer = Choice, FieldName{field(id)}
		from, to := span(p, field(id))
		others := []string{lookedUp[order[1]], lookedUp[order[2]], lookedUp[order[3]]}
		switch id { // whose name is longer than all others but one
		case "tcp.ack_raw":
			others[0] = "tcp.seq_raw"
		case "tcp.seq_raw":
			others[0] = "tcp.ack_raw"
		}
		q.otherFields("lies-elsewhere", others...)
		for n := range q.Traps {
			other := q.Traps[n].Value.(FieldName)
			q.Traps[n].Slip.Args = append(q.Traps[n].Slip.Args, "Where", q.at(0, other.ID))
		}
		q.about(0, id)
		q.fill("which", append(headers, "Where", place(from, to))...)
		return q, true
	case 2:
		id := among(r, "ip.ttl", "ip.len", "tcp.srcport", "tcp.dstport", "tcp.window_size_value", "ip.id")
		n, ok := valueOf(p, id)
		if !ok {
			return Question{}, false
		}
		q.Kind, q.Answer = Quantity, Number{N: n}
		q.about(0, id)
		q.fill("number", append(headers, "Field", field(id), "At", q.at(0, id))...)
		if f := field(id); f.Width == 16 {
			q.trap(Number{N: uint64(swap16(uint16(n)))}, "host-order")
		}
	case 3:
		id := among(r, "ip.src", "ip.dst", "eth.dst", "eth.src")
		text, ok := textOf(p, id)
		if !ok {
			return Question{}, false
		}
		q.Kind, q.Answer = Content, Literal(text)
		q.about(0, id)
		q.fill("address", append(headers, "Field", field(id), "At", q.at(0, id), "MAC", field(id).Kind == proto.MAC)...)
		other := map[string]string{"ip.src": "ip.dst", "ip.dst": "ip.src", "eth.src": "eth.dst", "eth.dst": "eth.src"}[id]
		if wrong, ok := textOf(p, other); ok {
			q.slip(Literal(wrong), "other-address", "Field", field(other))
		}
	}
	return q, true
}
