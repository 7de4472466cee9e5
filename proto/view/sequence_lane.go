package view

import "strings"

// beginOne names the host of lane i where there is no room for lifelines.
func (q *Sequence) beginOne(dst []byte, i int) []byte {
	l := q.lanes[i]
	who := para{}.add(l.title(), bold)
	for _, a := range l.addrs() {
		who = who.add(" "+a, plain)
	}
	switch i {
	case 0:
		who = who.add(" ──>", dim)
	case len(q.lanes) - 1:
		who = para{{"──> ", dim}}.join(who)
	default:
		who = para{{"──> ", dim}}.join(who).add(" ──>", dim)
	}
	return q.style.appendPara(dst, who, 0, 4)
}

// oneLane draws a frame where there is no room for lifelines.
func (q *Sequence) oneLane(dst []byte, s *saying) []byte {
	const indent = 6
	dst = q.divide(dst, s)
	head := "·"
	switch {
	case s.lost:
		head = "──×"
	case s.from >= 0 && s.from < s.to:
		head = "──>"
	case s.to >= 0 && s.to < s.from:
		head = "<──"
	}
	if len(q.lanes) > 2 && s.pair != "" && s.pair != q.pair {
		q.pair = s.pair
		dst = q.style.appendPara(dst, para{{s.pair, dim}}, 0, 4)
	}
	line := para{}.add(strings.TrimLeft(s.stamp(), " ")+" ", dim).add(head+" ", s.ink()).add(s.label, bold)
	dst = q.style.appendPara(dst, line, 0, indent)
	more := func(text string, in ink) {
		if text != "" {
			dst = append(dst, spaces(indent)...)
			dst = q.style.appendPara(dst, para{{text, in}}, indent, indent)
		}
	}
	more(s.caption, plain)
	if s.sender != "" || s.receiver != "" {
		client, server := s.sender, s.receiver
		if !s.fromClient {
			client, server = server, client
		}
		more(q.style.L.T("view.sequence.states", "Client", orDash(client), "Server", orDash(server)), telling)
	}
	more(q.bar(s, 10), dim)
	for _, event := range s.events {
		more("! "+event, alarming)
	}
	return dst
}

func orDash(state string) string {
	if state == "" {
		return "–"
	}
	return state
}
