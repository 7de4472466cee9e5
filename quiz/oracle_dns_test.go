package quiz

import (
	"net/netip"
	"strings"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

// message reads the DNS message of a UDP frame with another parser.
func message(t *testing.T, b []byte) dnsmessage.Message {
	t.Helper()
	var m dnsmessage.Message
	if b[23] != 17 {
		t.Fatal("no UDP")
	}
	if err := m.Unpack(b[42 : 34+int(b[38])<<8+int(b[39])]); err != nil {
		t.Fatal(err)
	}
	return m
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
	read := func(t *testing.T, q *Question) dnsmessage.Message { return message(t, q.Frames[0].Packet.Bytes) }
	asked := func(m dnsmessage.Message) string { return strings.TrimSuffix(m.Questions[0].Name.String(), ".") }
	oracles["dns.transport"] = func(t *testing.T, q *Question, _ []segment) Value {
		b := q.Frames[0].Packet.Bytes
		switch {
		case asks(q, "how") && b[23] == 17 && b[36] == 0 && b[37] == 53:
			return label("transport", "Proto", "UDP", "Port", 53)
		case asks(q, "port"):
			return Number{N: uint64(b[34])<<8 | uint64(b[35])}
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
		b := q.Frames[0].Packet.Bytes
		n := int(b[38])<<8 + int(b[39]) - 8
		switch {
		case asks(q, "then") && read(t, q).Truncated:
			return label("asks-over-tcp")
		case asks(q, "length"):
			return octets(n + 2)
		}
		return word(uint64(n))
	}
}
