package quiz

import (
	"math/rand/v2"

	"netquiz/proto/flow"
)

func init() {
	register(Skill{Name: "socket.next-hop", Place: 6, Step: 9, Ref: "RFC 1122 §3.3.1", Setting: ordinary, Needs: Ethernet | IPv4, Make: socketNextHop})
	register(Skill{Name: "socket.arp", Place: 7, Step: 8, Ref: "RFC 826", Setting: ordinary, Needs: Ethernet | IPv4, Make: socketARP})
	register(Skill{Name: "socket.devices", Place: 8, Step: 10, Ref: "IEEE 802.3, IEEE 802.1Q, RFC 1812", Setting: ordinary, Needs: Ethernet | IPv4, Make: socketDevices})
}

// gateway is the address of the next hop as the client asks for it by ARP, and the
// frames with the question and the answer: of a router that the client's SYN then
// goes to, not of a server on the client's own link. Without them, it is "", −1, −1.
func (s *Scene) gateway() (address string, request, reply int) {
	syn := s.Find(0, flow.SYN)
	if syn < 0 {
		return "", -1, -1
	}
	p := s.Packet(syn)
	client, server, next := mustText(&p, "ip.src"), mustText(&p, "ip.dst"), mustText(&p, "eth.dst")
	for request = s.Find(0, flow.ARPRequest); request >= 0; request = s.Find(request+1, flow.ARPRequest) {
		q := s.Packet(request)
		address = mustText(&q, "arp.dst.proto_ipv4")
		if mustText(&q, "arp.src.proto_ipv4") != client || address == server {
			continue
		}
		for reply = s.Find(request+1, flow.ARPReply); reply >= 0; reply = s.Find(reply+1, flow.ARPReply) {
			a := s.Packet(reply)
			if mustText(&a, "arp.src.proto_ipv4") == address && mustText(&a, "arp.src.hw_mac") == next {
				return address, request, reply
			}
		}
	}
	return "", -1, -1
}

// socketNextHop asks whose the destination MAC address of a frame to a server is
// (1), which one it will be (2), and whose address answers come from (3).
func socketNextHop(s *Scene, r *rand.Rand, level int) (Question, bool) {
	_, _, reply := s.gateway()
	syn, synack, _, ok := s.handshake()
	if reply < 0 || !ok {
		return Question{}, false
	}
	router := label("the-gateway")
	q := Question{Kind: Choice}
	switch level {
	case 1:
		q.Answer = router
		q.show(s, syn, ShowFacts, "eth.dst", "ip.dst", "tcp.dstport")
		q.about(0, "eth.dst")
		q.fill("whose", "FromClient", true)
	case 2:
		p := s.Packet(reply)
		mac, _ := textOf(&p, "arp.src.hw_mac")
		q.Kind, q.Answer = Content, Literal(mac)
		q.show(s, reply, ShowHex)
		q.about(0, "arp.src.hw_mac")
		sent := s.Packet(syn)
		dst, _ := textOf(&sent, "ip.dst")
		own, _ := textOf(&p, "arp.dst.hw_mac")
		q.fill("which", "Server", dst, "Gateway", mustText(&p, "arp.src.proto_ipv4"), "At", q.at(0, "arp.src.hw_mac"))
		q.slip(Literal(own), "own-mac")
		q.slip(Literal("ff:ff:ff:ff:ff:ff"), "broadcast-for-one")
		return q, mustText(&sent, "eth.dst") == mac
	case 3:
		q.Answer = router
		q.show(s, synack, ShowHex)
		q.about(0, "eth.src")
		q.fill("source", "FromClient", false, "At", q.at(0, "eth.src"))
	}
	q.trap(label("the-server"), "mac-is-server")
	q.trap(label("the-switch"), "switch-rewrites-mac")
	q.trap(label("the-hub"), "hub-reads-mac")
	return q, true
}

// socketARP asks whose address ARP looks for (1), to whom the question and the
// answer go (2), and in what ARP is carried (3).
func socketARP(s *Scene, r *rand.Rand, level int) (Question, bool) {
	target, request, reply := s.gateway()
	syn := s.Find(0, flow.SYN)
	query := s.Find(0, flow.Query)
	if reply < 0 || query < 0 {
		return Question{}, false
	}
	to, ask, asked := s.Packet(syn), s.Packet(query), s.Packet(request)
	var q Question
	switch level {
	case 1:
		q.Kind, q.Answer = Choice, Literal(target)
		q.show(s, syn, ShowFacts, "ip.src", "ip.dst")
		q.about(0, "ip.dst")
		q.fill("whom", "Own", mustText(&to, "ip.src"), "Gateway", target)
		q.trap(Literal(mustText(&to, "ip.dst")), "arp-remote")
		q.slip(Literal(mustText(&ask, "ip.dst")), "resolver-for-server")
		q.slip(Literal(mustText(&to, "ip.src")), "own-address")
	case 2:
		id, variant, i := "eth.dst", "request", request
		if either(r) {
			variant, i = "reply", reply
		}
		p := s.Packet(i)
		q.Kind, q.Answer = Content, Literal(mustText(&p, id))
		given := asked
		if variant == "reply" {
			q.exhibit(given, true, ShowHex)
			q.about(0, "arp.src.hw_mac")
			q.trap(Literal("ff:ff:ff:ff:ff:ff"), "arp-in-ip")
			q.slip(Literal("00:00:00:00:00:00"), "unknown-target")
		} else {
			q.show(s, syn, ShowFacts, "eth.src", "ip.src", "ip.dst")
			q.about(0, "eth.src")
			q.slip(Literal(mustText(&p, "eth.src")), "own-mac")
			q.slip(Literal("00:00:00:00:00:00"), "unknown-target")
		}
		q.fill(variant, "Asker", mustText(&asked, "eth.src"))
	case 3:
		q.Kind, q.Answer = Hexadec, Octets{0x08, 0x06}
		q.show(s, syn, ShowHex)
		q.about(0, "eth.type")
		q.fill("type", "At", q.at(0, "eth.type"))
		q.trap(Octets{0x08, 0x00}, "arp-in-ip")
		q.trap(Octets{0x06, 0x08}, "host-order")
	}
	return q, true
}

// socketDevices asks what each device on the way reads: three (1), four (2), and
// what a switch changes in a frame (3).
func socketDevices(s *Scene, r *rand.Rand, level int) (Question, bool) {
	syn := s.Find(0, flow.SYN)
	if syn < 0 {
		return Question{}, false
	}
	var q Question
	q.show(s, syn, ShowFacts, "eth.dst", "ip.dst", "tcp.dstport")
	q.about(0, "eth.dst", "ip.dst", "tcp.dstport")
	if level == 3 {
		q.Kind, q.Answer = Choice, label("changes-nothing")
		q.fill("switch")
		q.trap(label("changes-dst-mac"), "switch-rewrites-mac")
		q.trap(label("changes-both-macs"), "switch-rewrites-mac")
		q.slip(label("changes-ttl"), "routers-lower-ttl")
		return q, true
	}
	devices := []Value{label("a-hub"), label("a-switch"), label("a-router"), label("a-nat")}
	reads := List{label("reads-bits"), label("reads-macs"), label("reads-ips"), label("reads-ports")}
	n := 2 + level
	q.Kind = Match
	var answer List
	for _, k := range r.Perm(n) {
		q.Options = append(q.Options, devices[k])
		answer = append(answer, reads[k])
	}
	q.Answer = answer
	q.fill("match")
	wrong := append(List(nil), answer...)
	hub, sw := indexOf(answer, reads[0]), indexOf(answer, reads[1])
	wrong[hub], wrong[sw] = wrong[sw], wrong[hub]
	q.trap(wrong, "hub-reads-mac")
	return q, true
}
