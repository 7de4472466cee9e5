package quiz

import (
	"encoding/binary"
	"math/rand/v2"
	"strings"

	"netquiz/proto"
	"netquiz/proto/flow"
)

func init() {
	register(Skill{Name: "dns.transport", Place: 1, Step: 2, Ref: "RFC 1035 §4.2.1", Setting: naming, Make: dnsTransport})
	register(Skill{Name: "dns.name", Place: 2, Step: 4, Ref: "RFC 1035 §3.1", Setting: naming, Make: dnsName})
	register(Skill{Name: "dns.flags", Place: 3, Step: 5, Ref: "RFC 1035 §4.1.1", Setting: naming, Make: dnsFlags})
	register(Skill{Name: "dns.address", Place: 4, Step: 5, Ref: "RFC 1035 §3.4.1", Setting: naming, Needs: IPv4, Make: dnsAddress})
	register(Skill{Name: "dns.ttl", Place: 7, Step: 5, Ref: "RFC 1035 §3.2.1", Setting: naming, Needs: IPv4, Make: dnsTTL})
	register(Skill{Name: "dns.tcp", Place: 8, Step: 7, Ref: "RFC 7766 §5", Setting: truncating, Make: dnsTCP})
}

// dnsTransport asks how a query travels (1), to which port the answer goes (2),
// and which bytes the ID of the answer has (3).
func dnsTransport(s *Scene, r *rand.Rand, level int) (Question, bool) {
	queries, _ := s.exchanges()
	if len(queries) == 0 {
		return Question{}, false
	}
	var q Question
	i := queries[0]
	q.show(s, i, howHard(level), "ip.proto", "udp.srcport", "udp.dstport", "dns.id")
	p := &q.Frames[0].Packet
	src, _ := valueOf(p, "udp.srcport")
	id, ok := valueOf(p, "dns.id")
	switch level {
	case 1:
		q.Kind, q.Answer = Choice, label("transport", "Proto", "UDP", "Port", 53)
		q.fill("how")
		q.slip(label("transport", "Proto", "UDP", "Port", int(src)), "own-port")
		q.slip(label("transport", "Proto", "TCP", "Port", 80), "web-port")
		q.slip(label("transport", "Proto", "TCP", "Port", 53), "seen-in-frame")
		q.about(0, "ip.proto", "udp.dstport")
	case 2:
		q.Kind, q.Answer = Quantity, portNumber(src)
		q.fill("port", "Source", src)
		q.slip(portNumber(53), "servers-port")
		q.trap(portNumber(src+1), "accept-new-port")
		q.about(0, "udp.srcport")
	case 3:
		q.Kind, q.Answer = Hexadec, word(id)
		q.fill("id", "At", q.at(0, "dns.id"))
		q.trap(word(uint64(swap16(uint16(id)))), "host-order")
		q.slip(word(id+1), "id-counted-up")
		q.about(0, "dns.id")
	}
	port, _ := valueOf(p, "udp.dstport")
	return q, ok && src != 53 && port == 53
}

// dnsName asks how many bytes a name takes in a message (1), which name is asked
// for (2), and how its first label is written (3).
func dnsName(s *Scene, r *rand.Rand, level int) (Question, bool) {
	queries, _ := s.exchanges()
	if len(queries) == 0 {
		return Question{}, false
	}
	p := s.Packet(queries[0])
	name, ok := textOf(&p, "dns.qry.name")
	labels := strings.Split(name, ".")
	if !ok || len(labels) < 2 {
		return Question{}, false
	}
	var q Question
	n := len(name)
	switch level {
	case 1:
		q.Kind, q.Answer = Choice, octets(n+2)
		q.show(s, queries[0], ShowFacts, "dns.qry.name", "dns.qry.type")
		q.fill("length", "Name", name, "N", n, "Labels", len(labels))
		q.slip(octets(n), "dots-kept")
		q.slip(octets(n+1), "end-forgotten")
		q.slip(octets(n-len(labels)+1), "letters-alone")
		q.slip(octets(n+2+len(labels)), "dots-and-lengths")
		q.slip(octets(n+4), "type-counted")
		q.slip(octets(n+3), "one-more-zero")
	case 2:
		q.Kind, q.Answer = Content, Literal(name)
		q.show(s, queries[0], ShowHex)
		q.fill("read", "At", q.at(0, "dns.qry.name"))
		q.slip(Literal(strings.Join(labels[1:], ".")), "first-label-missing")
	case 3:
		first := labels[0]
		q.Kind, q.Answer = Hexadec, Octets(append([]byte{byte(len(first))}, first...))
		q.show(s, queries[0], ShowFacts, "dns.qry.name")
		q.fill("label", "Name", name, "Label", first, "N", len(first))
		q.slip(Octets(first), "length-missing")
		q.slip(Octets(append([]byte(first), '.')), "dot-written")
		q.slip(Octets(append([]byte(first), 0)), "zero-too-soon")
	}
	q.about(0, "dns.qry.name")
	return q, true
}

// dnsFlags asks what the flags of a response say: from few (1), more (2), and by
// the bytes (3).
func dnsFlags(s *Scene, r *rand.Rand, level int) (Question, bool) {
	queries, answers := s.exchanges()
	if len(answers) == 0 {
		return Question{}, false
	}
	i := answers[0]
	if level > 1 && either(r) {
		i = queries[0]
	}
	p := s.Packet(i)
	var q Question
	q.Kind = Several
	how := ShowFacts
	if level == 3 {
		how = ShowHex
	}
	q.show(s, i, how, "dns.flags.response", "dns.flags.authoritative", "dns.flags.truncated", "dns.flags.recdesired", "dns.flags.recavail", "dns.flags.rcode")
	var right List
	for _, f := range []struct{ id, say string }{
		{"dns.flags.response", "is-response"}, {"dns.flags.recdesired", "recursion-wanted"}, {"dns.flags.recavail", "recursion-offered"},
		{"dns.flags.authoritative", "is-authoritative"}, {"dns.flags.truncated", "is-truncated"},
	} {
		if n, ok := valueOf(&p, f.id); ok && n == 1 {
			right = append(right, label(f.say))
		} else {
			q.slip(label(f.say), "flag-is-clear")
		}
	}
	q.Answer = right
	q.about(0, "dns.flags")
	q.fill("", "Value", Hex{firstOf(valueOf(&p, "dns.flags")), 4}, "At", q.at(0, "dns.flags"))
	return q, len(right) > 0
}

func firstOf(n uint64, _ bool) uint64 { return n }

// dnsAddress asks to which address the client connects after an answer: from
// facts (1), from the bytes (2), and by way of an alias (3).
func dnsAddress(s *Scene, r *rand.Rand, level int) (Question, bool) {
	_, answers := s.exchanges()
	syn := s.Find(0, flow.SYN)
	if len(answers) == 0 || syn < 0 {
		return Question{}, false
	}
	i := answers[len(answers)-1]
	p, to := s.Packet(i), s.Packet(syn)
	addresses, aliases := all(&p, "dns.a"), all(&p, "dns.cname")
	dst, ok := textOf(&to, "ip.dst")
	server, _ := textOf(&p, "ip.src")
	client, _ := textOf(&p, "ip.dst")
	if !ok || len(addresses) != 1 || addresses[0] != dst || (len(aliases) > 0) != (level == 3) {
		return Question{}, false
	}
	name, _ := textOf(&p, "dns.qry.name")
	var q Question
	q.Kind, q.Answer = Content, Literal(dst)
	alias := ""
	if level == 3 {
		alias = aliases[0]
	}
	if level == 1 {
		q.Kind = Choice
		q.show(s, i, ShowFacts, "ip.src", "ip.dst", "dns.qry.name", "dns.resp.type", "dns.a")
		router, _, _ := s.gateway()
		q.slip(Literal(server), "resolver-for-server")
		q.slip(Literal(client), "own-address")
		if router != "" {
			q.slip(Literal(router), "gateway-for-server")
		}
	} else {
		q.show(s, i, ShowHex)
		q.slip(Literal(server), "resolver-for-server")
		q.slip(Literal(client), "own-address")
	}
	q.about(0, "dns.a")
	q.fill("", "Name", name, "Alias", alias, "At", q.at(0, "dns.a"))
	return q, true
}

// dnsTTL asks how long an answer may be kept (1, 2), and how long still after a
// while (3).
func dnsTTL(s *Scene, r *rand.Rand, level int) (Question, bool) {
	_, answers := s.exchanges()
	if len(answers) == 0 {
		return Question{}, false
	}
	i := answers[len(answers)-1]
	p := s.Packet(i)
	if ttl := among(r, 60, 120, 300, 600, 900, 3600); either(r) {
		p = s.altered(i, "dns.resp.ttl", uint64(ttl))
	}
	ttl, ok := valueOf(&p, "dns.resp.ttl")
	hops, _ := valueOf(&p, "ip.ttl")
	if !ok || ttl < 2 || len(all(&p, "dns.resp.ttl")) != 1 {
		return Question{}, false
	}
	seconds := func(n uint64) Number { return Number{n, "seconds"} }
	q := Question{Kind: kindFor(level), Answer: seconds(ttl)}
	how := ShowFacts
	if level == 2 {
		how = ShowHex
	}
	q.exhibit(p, false, how, "ip.ttl", "dns.qry.name", "dns.resp.ttl", "dns.a")
	q.about(0, "dns.resp.ttl", "ip.ttl")
	at := q.at(0, "dns.resp.ttl")
	if level == 3 {
		gone := 1 + uint64(r.IntN(int(ttl-1)))
		q.Answer = seconds(ttl - gone)
		q.fill("left", "Gone", gone, "TTL", ttl, "At", at)
		q.slip(seconds(ttl), "no-time-passed")
		q.slip(seconds(gone), "gone-for-left")
		if hops > gone {
			q.trap(seconds(hops-gone), "ttl-ttl")
		}
		return q, true
	}
	q.fill("", "TTL", ttl, "At", at)
	q.trap(seconds(hops), "ttl-ttl")
	q.slip(seconds(ttl*60), "minutes")
	q.slip(seconds(ttl+hops), "both-ttls")
	q.slip(seconds(ttl/2), "half-of-it")
	q.slip(seconds(0), "not-kept")
	return q, true
}

// dnsTCP asks what follows on a truncated answer (1), how many bytes a message
// takes over TCP (2), and with which bytes it then begins (3).
func dnsTCP(s *Scene, r *rand.Rand, level int) (Question, bool) {
	queries, answers := s.exchanges()
	if len(answers) == 0 {
		return Question{}, false
	}
	i := answers[0]
	if level > 1 && either(r) {
		i = queries[0]
	}
	p := s.Packet(i)
	cut, ok := valueOf(&p, "dns.flags.truncated")
	n := len(dnsMessage(&p))
	if !ok || n == 0 || level == 1 && cut != 1 {
		return Question{}, false
	}
	var q Question
	switch level {
	case 1:
		q.Kind, q.Answer = Choice, label("asks-over-tcp")
		q.show(s, i, ShowFacts, "ip.proto", "udp.length", "dns.flags.truncated", "dns.count.answers")
		q.fill("then")
		q.trap(label("asks-over-udp"), "dns-udp-only")
		q.trap(label("server-connects"), "dns-512-tcp")
		q.slip(label("takes-what-came"), "cut-is-useless")
		q.about(0, "dns.flags.truncated")
	case 2:
		q.Kind, q.Answer, q.Ref = Quantity, octets(n+2), "RFC 1035 §4.2.2"
		q.show(s, i, ShowFacts, "udp.length", "dns.id")
		q.fill("length", "N", n, "UDP", n+proto.UDPLen)
		q.trap(octets(n), "dns-tcp-same")
		q.slip(octets(n+8), "udp-header-kept")
		q.slip(octets(n+10), "udp-header-kept")
		q.about(0, "udp.length")
	case 3:
		q.Kind, q.Answer, q.Ref = Hexadec, word(uint64(n)), "RFC 1035 §4.2.2"
		q.show(s, i, ShowFacts, "udp.length", "dns.id")
		q.fill("bytes", "N", n)
		id, _ := valueOf(&p, "dns.id")
		q.trap(word(id), "dns-tcp-same")
		q.slip(word(uint64(n+2)), "length-counts-itself")
		q.slip(word(uint64(n+8)), "udp-header-kept")
		q.trap(Octets(binary.LittleEndian.AppendUint16(nil, uint16(n))), "host-order")
		q.about(0, "udp.length")
	}
	return q, true
}
