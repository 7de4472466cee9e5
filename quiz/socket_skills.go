package quiz

import (
	"math/rand/v2"

	"netquiz/proto"
	"netquiz/proto/flow"
)

func init() {
	register(Skill{Name: "socket.pair", Place: 1, Step: 5, Ref: "RFC 9293 §3.4.1", Setting: ordinary, Make: socketPair})
	register(Skill{Name: "socket.count", Place: 2, Step: 5, Ref: "RFC 9293 §3.4.1", Setting: ordinary, Make: socketCount})
	register(Skill{Name: "socket.ports", Place: 3, Step: 6, Ref: "RFC 9293 §3.4.1", Setting: ordinary, Make: socketPorts})
	register(Skill{Name: "socket.dynamic-port", Place: 4, Step: 4, Ref: "RFC 6335 §6", Setting: ordinary, Make: socketDynamicPort})
	register(Skill{Name: "socket.descriptor", Place: 5, Step: 3, Ref: "POSIX socket()", Setting: ordinary, Make: socketDescriptor})
}

// socketPair asks which frame belongs to the connection of another: in the same
// direction (1), in either (2), by the bytes (3).
func socketPair(s *Scene, r *rand.Rand, level int) (Question, bool) {
	given, other := s.someTCP(r), s.someTCP(r)
	if given < 0 || given == other || level == 1 && s.rows[given].FromClient != s.rows[other].FromClient ||
		level > 1 && s.rows[given].FromClient == s.rows[other].FromClient {
		return Question{}, false
	}
	facts := []string{"ip.src", "ip.dst", "tcp.srcport", "tcp.dstport"}
	own, theirs := "tcp.srcport", "tcp.dstport"
	address := "ip.dst"
	if !s.rows[other].FromClient {
		own, theirs, address = theirs, own, "ip.src"
	}
	p := s.Packet(other)
	port, _ := valueOf(&p, own)
	wrong := []struct {
		p    proto.Packet
		miss string
		slip string
	}{
		{s.altered(other, own, port^uint64(1+r.IntN(500))), "", "other-client-port"},
		{s.altered(other, theirs, among(r, uint64(8080), 443, 8000)), "accept-new-port", "other-server-port"},
		{s.moved(other, address, byte(1+r.IntN(20))), "", "other-address-of-server"},
	}
	q := Question{Kind: Choice}
	at := r.IntN(4)
	for n := range 4 {
		fromClient := s.rows[other].FromClient
		if n == at {
			q.show(s, other, howHard(level), facts...)
			q.Answer = frameNumber(n + 1)
			continue
		}
		w := wrong[0]
		wrong = wrong[1:]
		q.exhibit(w.p, fromClient, howHard(level), facts...)
		q.Traps = append(q.Traps, Trap{frameNumber(n + 1), w.miss, text("quiz.slip."+w.slip, "Given", frameNumber(n+1))})
	}
	q.show(s, given, howHard(level), facts...)
	q.about(len(q.Frames)-1, "ip.src", "tcp.srcport", "ip.dst", "tcp.dstport")
	q.fill("", "Given", len(q.Frames))
	return q, true
}

// moved is frame i with the last byte of an address changed, sealed.
func (s *Scene) moved(i int, id string, by byte) proto.Packet {
	p := s.Packet(i)
	from, to := span(&p, fieldIn(&p, id))
	p.Bytes = append([]byte(nil), p.Bytes...)
	if to > from {
		p.Bytes[to-1] ^= by
	}
	return sealed(p)
}

// socketCount asks how many connections some frames belong to: three frames (1),
// four (2), five by their bytes (3).
func socketCount(s *Scene, r *rand.Rand, level int) (Question, bool) {
	facts := []string{"ip.src", "ip.dst", "tcp.srcport", "tcp.dstport"}
	n := 2 + level
	how := ShowFacts
	if level == 3 {
		n, how = 4, ShowHex
	}
	q := Question{Kind: Quantity}
	ports := map[uint64]bool{}
	client := map[bool]string{true: "tcp.srcport", false: "tcp.dstport"}
	var server uint64
	var drawn []uint64
	for range 1 + r.IntN(3) {
		drawn = append(drawn, uint64(49152+r.IntN(16384)))
	}
	for range n {
		i := s.someTCP(r)
		if i < 0 {
			return Question{}, false
		}
		p := s.Packet(i)
		server, _ = valueOf(&p, client[!s.rows[i].FromClient])
		port := among(r, drawn...)
		ports[port] = true
		q.exhibit(s.altered(i, client[s.rows[i].FromClient], port), s.rows[i].FromClient, how, facts...)
	}
	q.Answer = Number{uint64(len(ports)), "connections"}
	for k := range q.Frames {
		q.about(k, "tcp.srcport", "tcp.dstport")
	}
	q.fill("", "N", n, "Port", server)
	q.slip(Number{uint64(n), "connections"}, "frames-for-connections")
	q.slip(Number{uint64(2 * len(ports)), "connections"}, "both-directions")
	q.trap(Number{1, "connections"}, "accept-new-port")
	return q, true
}

// socketPorts asks for the server's port of an accepted connection (1), for the
// ports of an answer (2), and how many clients a server can have (3).
func socketPorts(s *Scene, r *rand.Rand, level int) (Question, bool) {
	syn, synack, _, ok := s.handshake()
	if !ok {
		return Question{}, false
	}
	var q Question
	q.show(s, syn, howHard(level), "ip.src", "ip.dst", "tcp.srcport", "tcp.dstport")
	p := &q.Frames[0].Packet
	src, _ := valueOf(p, "tcp.srcport")
	dst, _ := valueOf(p, "tcp.dstport")
	q.about(0, "tcp.srcport", "tcp.dstport")
	switch level {
	case 1:
		q.Kind, q.Answer = Choice, portNumber(dst)
		q.fill("accepted", "Port", dst)
		q.trap(portNumber(dst+1), "accept-new-port")
		q.trap(portNumber(uint64(49152+r.IntN(16384))), "accept-new-port")
		q.slip(portNumber(src), "clients-port")
		q.slip(portNumber(0), "port-zero")
		q.slip(portNumber(53), "dns-port")
	case 2:
		q.Kind, q.Answer = Quantity, portNumber(src)
		q.fill("answer", "Source", src, "Target", dst)
		q.slip(portNumber(dst), "not-exchanged")
		q.trap(portNumber(src+1), "accept-new-port")
	case 3:
		q.Kind, q.Answer = Choice, label("more-by-pairs")
		q.Frames, q.About = nil, nil
		q.show(s, synack, ShowFacts, "ip.src", "ip.dst", "tcp.srcport", "tcp.dstport")
		q.about(0, "tcp.srcport")
		q.fill("most", "Port", dst)
		q.trap(label("by-server-ports"), "max-65535-clients")
		q.trap(label("one-per-new-port"), "accept-new-port")
		q.slip(label("one-at-once"), "listens-on")
	}
	return q, src != dst
}

// socketDynamicPort asks which port a client may be given (1), which range the
// port shown is of (2), and which may be used at all (3).
func socketDynamicPort(s *Scene, r *rand.Rand, level int) (Question, bool) {
	syn := s.Find(0, flow.SYN)
	if syn < 0 {
		return Question{}, false
	}
	p := s.Packet(syn)
	src, _ := valueOf(&p, "tcp.srcport")
	q := Question{Kind: Choice}
	q.show(s, syn, howHard(level), "tcp.srcport", "tcp.dstport")
	q.about(0, "tcp.srcport")
	port := func(n int) Number { return portNumber(uint64(n)) }
	switch level {
	case 1:
		q.Answer = port(among(r, 65535, 49152+r.IntN(16384), 49152))
		q.fill("client")
		q.slip(port(65536+r.IntN(2000)), "beyond-16-bits")
		q.slip(port(70000), "beyond-16-bits")
		q.slip(port(99999), "beyond-16-bits")
		q.slip(port(0), "port-zero")
		q.slip(port(among(r, 80, 443, 22)), "well-known-port")
		q.slip(port(among(r, 8080, 3306, 5432)), "registered-port")
	case 2:
		id := among(r, "tcp.srcport", "tcp.dstport")
		n, _ := valueOf(&p, id)
		q.Answer = label(portRange(n))
		q.fill("range", "Field", field(id), "Port", n)
		for _, other := range []string{"range-dynamic", "range-well-known", "range-registered", "range-reserved"} {
			q.slip(label(other), "other-range")
		}
	case 3:
		q.Kind = Several
		right := List{port(65535), port(49152 + r.IntN(16000))}
		if either(r) {
			right = append(right, port(among(r, 1024, 8080, 80)))
		}
		q.Answer = right
		q.fill("usable")
		q.slip(port(0), "port-zero")
		q.slip(port(65536), "beyond-16-bits")
		q.slip(port(66000+r.IntN(30000)), "beyond-16-bits")
	}
	if level == 1 && q.Answer.Key() == port(65535).Key() {
		q.trap(port(65536), "port-65535")
	}
	return q, src > 0
}

// portRange is the range that a port belongs to (RFC 6335 §6).
func portRange(port uint64) string {
	switch {
	case port == 0:
		return "range-reserved"
	case port < 1024:
		return "range-well-known"
	case port < 49152:
		return "range-registered"
	}
	return "range-dynamic"
}

// socketDescriptor asks by what a server tells two connections of one client (1),
// what a descriptor is good for (2), and what has to differ (3).
func socketDescriptor(s *Scene, r *rand.Rand, level int) (Question, bool) {
	syn := s.Find(0, flow.SYN)
	if syn < 0 {
		return Question{}, false
	}
	p := s.Packet(syn)
	src, _ := valueOf(&p, "tcp.srcport")
	second := s.altered(syn, "tcp.srcport", 49152+(src-49152+1+uint64(r.IntN(900)))%16384)
	q := Question{Kind: Choice}
	facts := []string{"ip.src", "tcp.srcport", "ip.dst", "tcp.dstport"}
	q.show(s, syn, ShowFacts, facts...)
	q.exhibit(second, true, ShowFacts, facts...)
	q.about(0, "tcp.srcport")
	q.about(1, "tcp.srcport")
	n := 3 + r.IntN(9)
	switch level {
	case 1:
		q.Answer = label("client-port")
		q.fill("tells", "N", n)
		q.trap(label("descriptor-number"), "descriptor-global")
		q.trap(label("new-server-port"), "accept-new-port")
		q.trap(label("client-mac"), "mac-is-server")
	case 2:
		q.Answer = label("inside-process")
		q.fill("good", "N", n)
		q.trap(label("inside-computer"), "descriptor-global")
		q.slip(label("inside-network"), "not-in-frames")
		q.slip(label("inside-connection"), "not-in-frames")
	case 3:
		q.Kind, q.Answer = Several, List{label("pair-of", "Field", field("ip.src")), label("pair-of", "Field", field("tcp.srcport")), label("pair-of", "Field", field("tcp.dstport"))}
		q.fill("differ", "N", n)
		q.trap(label("descriptor-number"), "descriptor-global")
		q.slip(label("pair-of", "Field", field("tcp.seq_raw")), "not-of-the-pair")
	}
	return q, true
}
