package quiz

import (
	"net/netip"
	"strings"
	"testing"

	"golang.org/x/net/dns/dnsmessage"

	"netquiz/proto"
)

// message reads the DNS message of a UDP frame with another parser.
func message(t *testing.T, p *proto.Packet) dnsmessage.Message {
	t.Helper()
	var m dnsmessage.Message
	udp := datagram(t, p)
	if err := m.Unpack(udp[8 : int(udp[4])<<8+int(udp[5])]); err != nil {
		t.Fatal(err)
	}
	return m
}

// datagram is the UDP datagram of a frame, and what may follow it.
func datagram(t *testing.T, p *proto.Packet) []byte {
	t.Helper()
	_, header, carries, _ := transport(p)
	if carries != 17 {
		t.Fatal("no UDP")
	}
	return p.Bytes[header:]
}

// wire is a name as RFC 1035 §3.1 writes it.
func wire(name string) []byte {
	var b []byte
	for _, l := range strings.Split(strings.TrimSuffix(name, "."), ".") {
		b = append(append(b, byte(len(l))), l...)
	}
	return append(b, 0)
}

func init() {
	read := func(t *testing.T, q *Question) dnsmessage.Message { return message(t, &q.Frames[0].Packet) }
	asked := func(m dnsmessage.Message) string { return strings.TrimSuffix(m.Questions[0].Name.String(), ".") }
	oracles["dns.transport"] = func(t *testing.T, q *Question, _ []segment) Value {
		udp := datagram(t, &q.Frames[0].Packet)
		switch {
		case asks(q, "how") && udp[2] == 0 && udp[3] == 53:
			return label("transport", "Proto", "UDP", "Port", 53)
		case asks(q, "port"):
			return Number{N: uint64(udp[0])<<8 | uint64(udp[1])}
		}
		return word(uint64(read(t, q).ID))
	}
	oracles["dns.name"] = func(t *testing.T, q *Question, _ []segment) Value {
		name := asked(read(t, q))
		switch {
		case asks(q, "length"):
			return octets(len(wire(name)))
		case asks(q, "read"):
			return Literal(name)
		}
		w := wire(name)
		return Octets(w[:1+w[0]])
	}
	oracles["dns.flags"] = func(t *testing.T, q *Question, _ []segment) Value {
		m := read(t, q)
		says := map[string]bool{
			"is-response": m.Response, "recursion-wanted": m.RecursionDesired, "recursion-offered": m.RecursionAvailable,
			"is-authoritative": m.Authoritative, "is-truncated": m.Truncated,
		}
		var right List
		for _, o := range q.Options {
			if says[o.(Label).ID] {
				right = append(right, o)
			}
		}
		return right
	}
	addressOf := func(records []dnsmessage.Resource) Value {
		for _, r := range records {
			if a, ok := r.Body.(*dnsmessage.AResource); ok {
				return Literal(netip.AddrFrom4(a.A).String())
			}
		}
		return nil
	}
	oracles["dns.address"] = func(t *testing.T, q *Question, _ []segment) Value { return addressOf(read(t, q).Answers) }
	oracles["dns.order"] = func(t *testing.T, q *Question, _ []segment) Value {
		// The deeper the zone, the later; what is told comes after what was asked.
		depth := func(o Value) int {
			switch l := o.(Label); l.ID {
			case "asks-root":
				return 0
			case "tells-address":
				return 99
			case "tells-ns":
				return 10*(strings.Count(of(o, "Zone").(string), ".")+1) - 9
			default:
				return 10 * (strings.Count(of(o, "Zone").(string), ".") + 1)
			}
		}
		list := append(List(nil), q.Options...)
		for i := range list {
			for j := i; j > 0 && depth(list[j]) < depth(list[j-1]); j-- {
				list[j], list[j-1] = list[j-1], list[j]
			}
		}
		return list
	}
	oracles["dns.referral"] = func(t *testing.T, q *Question, _ []segment) Value {
		m := read(t, q)
		if len(m.Answers) != 0 || len(m.Authorities) == 0 {
			return nil
		}
		switch {
		case asks(q, "root"):
			return label("next-servers")
		case asks(q, "zone"):
			return Literal(strings.TrimSuffix(m.Authorities[0].Header.Name.String(), "."))
		}
		return addressOf(m.Additionals)
	}
	oracles["dns.ttl"] = func(t *testing.T, q *Question, _ []segment) Value {
		ttl := uint64(read(t, q).Answers[0].Header.TTL)
		if asks(q, "left") {
			ttl -= arg(q, "Gone").(uint64)
		}
		return Number{ttl, "seconds"}
	}
	oracles["dns.tcp"] = func(t *testing.T, q *Question, _ []segment) Value {
		udp := datagram(t, &q.Frames[0].Packet)
		n := int(udp[4])<<8 + int(udp[5]) - 8
		switch {
		case asks(q, "then") && read(t, q).Truncated:
			return label("asks-over-tcp")
		case asks(q, "length"):
			return octets(n + 2)
		}
		return word(uint64(n))
	}
}
