package quiz

import (
	"math/rand/v2"
	"strings"
)

func init() {
	register(Skill{Name: "dns.order", Place: 5, Step: 6, Ref: "RFC 1034 §5.3.3", Setting: iterating, Make: dnsOrder})
	register(Skill{Name: "dns.referral", Place: 6, Step: 6, Ref: "RFC 1034 §4.3.1", Setting: iterating, Needs: IPv4, Make: dnsReferral})
}

// iterative tells whether the exchanges of a scene are a resolver's on its way down
// from the root: all about one name, none wishing for recursion.
func (s *Scene) iterative(queries []int) bool {
	names := map[string]bool{}
	for _, i := range queries {
		p := s.Packet(i)
		if n, _ := valueOf(&p, "dns.flags.recdesired"); n != 0 {
			return false
		}
		names[mustText(&p, "dns.qry.name")] = true
	}
	return len(queries) == 3 && len(names) == 1
}

// dnsOrder asks in which order servers are asked: by their part in it (1), by
// what they answer (2), and by questions and answers (3).
func dnsOrder(s *Scene, r *rand.Rand, level int) (Question, bool) {
	queries, _ := s.exchanges()
	if !s.iterative(queries) {
		return Question{}, false
	}
	p := s.Packet(queries[0])
	name, ok := textOf(&p, "dns.qry.name")
	zone := name[strings.IndexByte(name, '.')+1:]
	top := zone[strings.IndexByte(zone, '.')+1:]
	list := List{label("asks-root"), label("asks-top", "Zone", top), label("asks-authority", "Zone", zone)}
	told := List{label("tells-ns", "Zone", top), label("tells-ns", "Zone", zone), label("tells-address", "Name", name)}
	switch level {
	case 2:
		list = told
	case 3:
		list = List{list[0], told[0], list[1], told[1], list[2], told[2]}
	}
	q := Question{Kind: Order, Answer: list}
	q.show(s, queries[0], ShowFacts, "ip.dst", "dns.qry.name", "dns.flags.recdesired")
	q.about(0, "dns.qry.name")
	q.fill([]string{"", "asked", "told", "both"}[level], "Name", name, "Top", top, "Zone", zone)
	q.slip(append(List{list[len(list)-1]}, list[:len(list)-1]...), "from-the-bottom")
	return q, ok
}

// dnsReferral asks what a root server answers (1), which zone's servers it names
// (2), and to which address the next query goes (3).
func dnsReferral(s *Scene, r *rand.Rand, level int) (Question, bool) {
	queries, answers := s.exchanges()
	if !s.iterative(queries) {
		return Question{}, false
	}
	step := 0
	if level == 3 {
		step = r.IntN(2)
	}
	p, next := s.Packet(answers[step]), s.Packet(queries[step+1])
	name, _ := textOf(&p, "dns.qry.name")
	zones, glue := all(&p, "dns.resp.name"), all(&p, "dns.a")
	to, ok := textOf(&next, "ip.dst")
	if !ok || len(zones) == 0 || len(glue) != 1 || glue[0] != to {
		return Question{}, false
	}
	var q Question
	switch level {
	case 1:
		q.Kind, q.Answer = Choice, label("next-servers")
		q.show(s, answers[step], ShowFacts, "dns.qry.name", "dns.count.answers", "dns.count.auth_rr", "dns.count.add_rr")
		q.fill("root", "Name", name)
		q.trap(label("address-itself"), "root-knows")
		q.slip(label("asks-for-client"), "root-does-not-ask")
		q.slip(label("no-such-name"), "name-exists")
		q.about(0, "dns.count.answers", "dns.count.auth_rr")
	case 2:
		q.Kind, q.Answer = Content, Literal(zones[0])
		q.show(s, answers[step], ShowHex)
		q.fill("zone", "Name", name, "At", q.at(0, "dns.count.auth_rr"))
		q.trap(Literal(name), "root-knows")
		q.about(0, "dns.count.auth_rr")
	case 3:
		q.Kind, q.Answer = Content, Literal(to)
		q.show(s, answers[step], ShowHex)
		q.fill("next", "Name", name, "Zone", zones[0], "At", q.at(0, "dns.a"))
		from, _ := textOf(&p, "ip.src")
		q.trap(Literal(from), "root-knows")
		q.about(0, "dns.a")
	}
	return q, true
}
