package quiz

import (
	"math/rand/v2"

	"netquiz/proto"
	"netquiz/proto/flow"
)

func init() {
	register(Skill{Name: "summary.order", Place: 1, Step: 10, Ref: "RFC 1122 §1.1.3", Setting: ordinary, Needs: Ethernet | IPv4, Make: summaryOrder})
	register(Skill{Name: "summary.phase", Place: 2, Step: 11, Ref: "RFC 1122 §1.1.3", Setting: ordinary, Needs: Ethernet | IPv4, Make: summaryPhase})
	register(Skill{Name: "summary.source", Place: 3, Step: 10, Ref: "RFC 1122 §1.1.3", Setting: ordinary, Needs: Ethernet | IPv4, Make: summarySource})
	register(Skill{Name: "summary.address", Place: 4, Step: 1, Ref: "RFC 1122 §3.3.1.1", Setting: ordinary, Needs: Ethernet | IPv4, Make: summaryAddress})
	register(Skill{Name: "summary.bytes", Place: 5, Step: 8, Ref: "RFC 9293 §3.4", Setting: ordinary, Needs: Ethernet | IPv4, Make: summaryBytes})
	register(Skill{Name: "summary.build", Place: 6, Step: 3, Ref: "RFC 9293 §3.5", Setting: ordinary, Needs: Ethernet | IPv4, Make: summaryBuild})
}

// A journey is a whole web request, from the question for a neighbour to the end:
// the frames of each part of it.
type journey struct {
	arp, reply, query, answer        int
	syn, synack, ack, request, first int // first is the response's first segment
	clientFIN, serverFIN             int
}

// journey is the request of a scene; false if a part of it is not there.
func (s *Scene) journey() (j journey, ok bool) {
	_, j.arp, j.reply = s.gateway()
	queries, answers := s.exchanges()
	j.syn, j.synack, j.ack, ok = s.handshake()
	fins := s.every(func(i int, row *Row) bool { return row.TCP && row.Flags&proto.FIN != 0 })
	responses := s.responses()
	j.request = s.Find(j.ack+1, flow.Data)
	if !ok || j.reply < 0 || len(queries) != 1 || len(fins) != 2 || len(responses) == 0 || j.request < 0 || !s.rows[j.request].FromClient {
		return j, false
	}
	j.query, j.answer, j.first = queries[0], answers[0], responses[0]
	j.clientFIN, j.serverFIN = fins[0], fins[1]
	if s.rows[fins[1]].FromClient {
		j.clientFIN, j.serverFIN = fins[1], fins[0]
	}
	return j, s.rows[j.clientFIN].FromClient && !s.rows[j.serverFIN].FromClient && j.reply < j.query && j.answer < j.syn && j.request < j.first
}

// summaryOrder asks in which order things happen: the parts of a request (1), its
// frames (2), and with neighbours and answers among them (3).
func summaryOrder(s *Scene, r *rand.Rand, level int) (Question, bool) {
	j, ok := s.journey()
	if !ok {
		return Question{}, false
	}
	query, answer, arp, syn := s.Packet(j.query), s.Packet(j.answer), s.Packet(j.arp), s.Packet(j.syn)
	name, server := mustText(&query, "dns.qry.name"), mustText(&syn, "ip.dst")
	port, _ := valueOf(&syn, "tcp.dstport")
	list := List{
		label("does-arp", "Address", mustText(&arp, "arp.dst.proto_ipv4")), label("does-query", "Name", name),
		label("does-answer", "Address", mustText(&answer, "dns.a")), label("does-syn", "Address", server, "Port", port),
		label("does-synack", "Port", port), label("does-request", "Len", s.Row(j.request).Len), label("does-response"), label("does-fin"),
	}
	variant := "frames"
	switch level {
	case 1:
		variant = "parts"
		list = List{label("part-name"), label("part-open"), label("part-request"), label("part-response"), label("part-close")}
	case 2:
		list = List{list[1], list[3], list[4], list[5], list[7]}
	case 3:
		list = List{list[0], list[1], list[2], list[3], list[5], list[6]}
	}
	q := Question{Kind: Order, Answer: list}
	q.show(s, j.syn, ShowFacts, "ip.src", "ip.dst", "tcp.dstport", "tcp.flags")
	q.about(0, "ip.dst", "tcp.flags")
	q.fill(variant, "N", len(list))
	late := append(List{list[1], list[0]}, list[2:]...)
	q.slip(late, "address-first")
	return q, mustText(&answer, "dns.a") == server
}

// summaryPhase asks what a frame is for: by chosen fields (1), by its bytes (2), and
// by the bytes of a segment (3).
func summaryPhase(s *Scene, r *rand.Rand, level int) (Question, bool) {
	j, ok := s.journey()
	if !ok {
		return Question{}, false
	}
	phases := []struct {
		id, sign string
		frame    int
		about    string
	}{
		{"phase-arp", "arp", among(r, j.arp, j.reply), "eth.type"},
		{"phase-name", "name", among(r, j.query, j.answer), "ip.proto"},
		{"phase-open", "open", among(r, j.syn, j.synack), "tcp.flags"},
		{"phase-data", "data", among(r, j.request, j.first), "tcp.flags"},
		{"phase-close", "close", among(r, j.clientFIN, j.serverFIN), "tcp.flags"},
	}
	from := 0
	if level == 3 {
		from = 2
	}
	key := from + r.IntN(len(phases)-from)
	how := ShowFacts
	if level > 1 {
		how = ShowHex
	}
	q := Question{Kind: Choice, Answer: label(phases[key].id)}
	q.show(s, phases[key].frame, how, "eth.type", "ip.proto", "udp.dstport", "udp.srcport", "tcp.flags", "tcp.len")
	if s.rows[phases[key].frame].Flags&proto.FIN != 0 && phases[key].sign == "data" {
		return Question{}, false // it is of both
	}
	q.about(0, phases[key].about)
	q.fill("", "Sign", text("quiz.sign."+phases[key].sign))
	for i, p := range phases {
		if i != key {
			q.slip(label(p.id), "sign-missing", "Sign", text("quiz.sign."+p.sign))
		}
	}
	return q, true
}

// summarySource asks which frame tells what is needed later: three things (1), four
// (2), or five (3).
func summarySource(s *Scene, r *rand.Rand, level int) (Question, bool) {
	j, ok := s.journey()
	if !ok {
		return Question{}, false
	}
	syn := s.Packet(j.syn)
	ends := s.Row(j.synack).Ends
	if ends[0].MSS == 0 {
		return Question{}, false
	}
	all := []struct{ what, where Value }{
		{label("needs-ip", "Value", mustText(&syn, "ip.dst")), label("told-by-answer")},
		{label("needs-mac", "Value", mustText(&syn, "eth.dst")), label("told-by-arp")},
		{label("needs-isn", "Value", ends[1].ISN), label("told-by-synack")},
		{label("needs-mss", "Value", ends[0].MSS), label("told-by-syn")},
		{label("needs-window"), label("told-by-ack")},
		{label("needs-end"), label("told-by-fin")},
	}
	q := Question{Kind: Match}
	var answer List
	for _, k := range r.Perm(len(all))[:2+level] {
		q.Options, answer = append(q.Options, all[k].what), append(answer, all[k].where)
	}
	q.Answer = answer
	q.show(s, j.syn, ShowFacts, "eth.dst", "ip.dst", "tcp.seq_raw", "tcp.options.mss_val")
	q.about(0, "eth.dst", "ip.dst")
	q.fill("")
	return q, true
}

// summaryAddress asks to where the first SYN goes once name and neighbour are
// known: whose addresses it bears (1), its IP (2) and its MAC address (3).
func summaryAddress(s *Scene, r *rand.Rand, level int) (Question, bool) {
	j, ok := s.journey()
	if !ok {
		return Question{}, false
	}
	syn := s.Packet(j.syn)
	how := ShowFacts
	if level > 1 {
		how = ShowHex
	}
	var q Question
	q.show(s, j.reply, how, "arp.src.hw_mac", "arp.src.proto_ipv4")
	q.show(s, j.answer, how, "ip.src", "dns.qry.name", "dns.a")
	a, p := &q.Frames[0].Packet, &q.Frames[1].Packet
	q.about(0, "arp.src.hw_mac")
	q.about(1, "dns.a")
	args := []any{"Name", mustText(p, "dns.qry.name"), "MACAt", q.at(0, "arp.src.hw_mac"), "At", q.at(1, "dns.a")}
	switch level {
	case 1:
		q.Kind, q.Answer = Choice, label("goes-next-hop")
		q.fill("whose", args...)
		q.trap(label("goes-server"), "mac-is-server")
		q.slip(label("goes-gateway"), "gateway-for-server")
		q.slip(label("goes-resolver"), "resolver-for-server")
	case 2:
		q.Kind, q.Answer = Content, Literal(mustText(&syn, "ip.dst"))
		q.fill("ip", args...)
		q.slip(Literal(mustText(a, "arp.src.proto_ipv4")), "gateway-for-server")
		q.slip(Literal(mustText(p, "ip.src")), "resolver-for-server")
		q.slip(Literal(mustText(p, "ip.dst")), "own-address")
	case 3:
		q.Kind, q.Answer = Content, Literal(mustText(&syn, "eth.dst"))
		q.fill("mac", args...)
		q.slip(Literal(mustText(a, "arp.dst.hw_mac")), "own-mac")
		q.slip(Literal("ff:ff:ff:ff:ff:ff"), "broadcast-for-one")
	}
	return q, mustText(p, "dns.a") == mustText(&syn, "ip.dst") && mustText(a, "arp.src.hw_mac") == mustText(&syn, "eth.dst")
}

// summaryBytes asks how much data the server sent in all, by its first and its last
// number: chosen (1), typed (2), and from the bytes (3).
func summaryBytes(s *Scene, r *rand.Rand, level int) (Question, bool) {
	j, ok := s.journey()
	if !ok {
		return Question{}, false
	}
	isn, fin := s.Row(j.synack).RawSeq, s.Row(j.serverFIN)
	n := fin.RawSeq - isn - 1
	if fin.Len > 0 || n == 0 {
		return Question{}, false
	}
	q := Question{Kind: kindFor(level), Answer: octets(int(n))}
	q.show(s, j.synack, howHard(level), "tcp.flags", "tcp.seq_raw")
	q.show(s, j.serverFIN, howHard(level), "tcp.flags", "tcp.seq_raw", "tcp.len")
	q.about(0, "tcp.seq_raw")
	q.about(1, "tcp.seq_raw")
	q.fill("", "ISN", isn, "FIN", fin.RawSeq)
	q.trap(octets(int(n)+1), "syn-consumes-none")
	q.slip(octets(int(n)+2), "fin-counted-too")
	q.slip(octets(int(n)-1), "one-taken-twice")
	q.slip(octets(s.Row(j.first).Len), "first-segment-alone")
	return q, true
}
