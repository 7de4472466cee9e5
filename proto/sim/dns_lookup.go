package sim

import (
	"net/netip"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"netquiz/proto"
)

// resolver finds the answers to questions. With the address of a caching server
// it asks that one for everything; with the addresses of root servers it finds
// its own way from there.
type resolver struct {
	start   []netip.Addr
	recurse bool // the servers at start do the work
	cache   *cache
}

// lookup is a question on its way to an answer (RFC 1034 §5.3.3).
type lookup struct {
	*resolver
	question dnsmessage.Question // the name changes as aliases are followed
	aliases  []dnsmessage.Resource
	done     func(h *Host, records []dnsmessage.Resource, rcode dnsmessage.RCode)

	servers []netip.Addr
	steps   int // queries so far
	tries   int // of this one
	id      uint16
	socket  *socket
	stream  []byte // of TCP
	asked   bool   // over TCP
	expires time.Duration
	over    bool
}

const (
	queryTimeout = 5 * time.Second // doubled with each try
	queryTries   = 4
	mostSteps    = 24 // a chain of aliases and zones longer than that has no end
)

// resolve finds the records of a question and hands them to done: from the
// cache at once, or later.
func (r *resolver) resolve(h *Host, q dnsmessage.Question, done func(*Host, []dnsmessage.Resource, dnsmessage.RCode)) {
	if records, rcode, ok := r.cache.answer(h.now, q); ok {
		done(h, records, rcode)
		return
	}
	l := &lookup{resolver: r, question: q, done: done}
	l.begin(h)
}

// begin asks the servers closest to the name.
func (l *lookup) begin(h *Host) {
	l.servers = nil
	if !l.recurse {
		l.servers = l.cache.servers(h.now, l.question.Name, l.start[0].Is6())
	}
	if l.servers == nil {
		l.servers = l.start
	}
	l.tries = 0
	l.ask(h, Query)
}

// ask sends the question to a server, from a port of its own and with an id
// that is hard to guess (RFC 5452 §4).
func (l *lookup) ask(h *Host, why Reason) {
	l.hangUp(h)
	if l.steps++; l.steps > mostSteps || l.tries == queryTries {
		l.finish(h, nil, dnsmessage.RCodeServerFailure)
		return
	}
	to := l.servers[l.tries%len(l.servers)]
	from, ok := h.sourceFor(to)
	if !ok {
		l.finish(h, nil, dnsmessage.RCodeServerFailure)
		return
	}
	l.socket = h.bind(l, from, 0)
	l.id = uint16(h.key("dns.id " + l.socket.local.String()))
	l.expires = h.now + queryTimeout<<l.tries
	l.tries++
	h.sendTo(l.socket, netip.AddrPortFrom(to, proto.DNSPort), pack(l.query()), why)
	h.wake(l, l.expires)
}

func (l *lookup) query() dnsmessage.Message {
	return dnsmessage.Message{
		Header:    dnsmessage.Header{ID: l.id, RecursionDesired: l.recurse},
		Questions: []dnsmessage.Question{l.question},
	}
}

// askTCP asks the server again whose answer was truncated.
func (l *lookup) askTCP(h *Host, server netip.Addr) {
	l.hangUp(h)
	l.stream, l.asked = nil, false
	l.expires = h.now + time.Minute
	l.socket = h.connect(l, netip.AddrPortFrom(server, proto.DNSPort))
	h.wake(l, l.expires)
}

func (l *lookup) hangUp(h *Host) {
	if l.socket != nil {
		h.close(l.socket)
		l.socket = nil
	}
}

func (l *lookup) run(h *Host) {
	switch {
	case l.over || l.socket == nil:
		return
	case l.socket.proto == proto.ProtoTCP:
		l.runTCP(h)
	default:
		l.runUDP(h)
	}
	if !l.over {
		h.wake(l, l.expires)
	}
}

func (l *lookup) runUDP(h *Host) {
	for d, ok := l.socket.receiveFrom(); ok; d, ok = l.socket.receiveFrom() {
		if m, ok := l.mine(d.data); ok {
			l.take(h, d.from.Addr(), m)
			return
		}
	}
	if l.socket.refused || h.now >= l.expires {
		l.ask(h, QueryAgain)
	}
}

func (l *lookup) runTCP(h *Host) {
	c := l.socket.conn
	if c.err != nil || h.now >= l.expires {
		l.ask(h, QueryAgain)
		return
	}
	if !l.asked && c.state == Established {
		l.asked = true
		h.write(l.socket, packTCP(l.query()), false)
	}
	data, _ := h.read(l.socket, c.rcv.unread.len())
	l.stream = append(l.stream, data...)
	if message, _, ok := messageIn(l.stream); ok {
		if m, ok := l.mine(message); ok {
			l.take(h, c.remote.Addr(), m)
		} else {
			l.ask(h, QueryAgain)
		}
	}
}

// mine unpacks a message if it answers the question.
func (l *lookup) mine(data []byte) (m dnsmessage.Message, ok bool) {
	if m.Unpack(data) != nil || !m.Response || m.ID != l.id || len(m.Questions) != 1 {
		return m, false
	}
	q := m.Questions[0]
	return m, sameName(q.Name, l.question.Name) && q.Type == l.question.Type && q.Class == l.question.Class
}

// take goes on with what a server says.
func (l *lookup) take(h *Host, server netip.Addr, m dnsmessage.Message) {
	if m.Truncated && l.socket.proto == proto.ProtoUDP {
		l.askTCP(h, server)
		return
	}
	if m.RCode != dnsmessage.RCodeSuccess && m.RCode != dnsmessage.RCodeNameError {
		l.ask(h, QueryAgain)
		return
	}
	l.cache.put(h.now, m.Answers)
	found := l.follow(m.Answers)
	delegated := l.delegation(&m)
	switch {
	case len(found) > 0:
		l.finish(h, found, m.RCode)
	case m.RCode == dnsmessage.RCodeNameError || l.recurse:
		l.cache.putNothing(h.now, l.question, m.RCode)
		l.finish(h, nil, m.RCode)
	case len(m.Answers) > 0: // an alias that leads out of the zone
		l.begin(h)
	case delegated:
		l.cache.put(h.now, m.Authorities)
		l.cache.put(h.now, m.Additionals)
		l.begin(h)
	default:
		l.cache.putNothing(h.now, l.question, m.RCode)
		l.finish(h, nil, m.RCode)
	}
}

// follow goes along the aliases among answers; it is what they lead to.
func (l *lookup) follow(answers []dnsmessage.Resource) (found []dnsmessage.Resource) {
	for range answers {
		for _, r := range answers {
			if alias, ok := r.Body.(*dnsmessage.CNAMEResource); ok && sameName(r.Header.Name, l.question.Name) {
				l.aliases = append(l.aliases, r)
				l.question.Name = alias.CNAME
				break
			}
		}
	}
	for _, r := range answers {
		if r.Header.Type == l.question.Type && sameName(r.Header.Name, l.question.Name) {
			found = append(found, r)
		}
	}
	return found
}

// delegation tells whether m names the servers of a zone that the name is in.
func (l *lookup) delegation(m *dnsmessage.Message) bool {
	for _, r := range m.Authorities {
		if r.Header.Type == dnsmessage.TypeNS && inZone(l.question.Name.String(), r.Header.Name.String()) {
			return true
		}
	}
	return false
}

func (l *lookup) finish(h *Host, found []dnsmessage.Resource, rcode dnsmessage.RCode) {
	l.over = true
	l.hangUp(h)
	l.done(h, append(l.aliases, found...), rcode)
}
