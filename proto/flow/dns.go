package flow

import (
	"sync"

	"netquiz/proto"
)

// dnsFields find in DNS messages what ties them to each other and to what comes
// after.
var dnsFields = sync.OnceValue(func() (s struct{ id, question, a, aaaa *proto.Selector }) {
	s.id, s.question, s.a, s.aaaa = selector("dns.id"), selector("dns.qry.name"), selector("dns.a"), selector("dns.aaaa")
	return s
})

func selector(id string) *proto.Selector {
	s, err := proto.Select(id)
	if err != nil {
		panic(err) // a name that is not in proto's tables
	}
	return s
}

// dns tells the meaning of a DNS message, if the frame carries one.
func (t *Tracker) dns(f *proto.Frame) {
	h, ok := f.DNS()
	if !ok {
		return
	}
	x, find := &t.x, dnsFields()
	x.c.names = true
	t.row.Phase, x.c.Phase = Name, Name
	var room [8]proto.Value
	if v := find.question.Values(room[:0], f); len(v) > 0 {
		t.text = v[0].AppendText(t.text[:0])
		t.row.Name = string(t.text)
	}
	if !h.Response() {
		t.row.Step = Query
		x.asks(uint32(h.ID()), find.id.Fields[0])
		return
	}
	t.row.Step = Answer
	x.replies(uint32(h.ID()))
	if t.row.Name == "" {
		return
	}
	if t.names == nil {
		t.names = &hosts{known: map[address]Host{}}
	}
	for _, s := range []*proto.Selector{find.a, find.aaaa} {
		for _, v := range s.Values(room[:0], f) {
			t.names.learn(v.Bytes, Host{t.row.Name, t.row.Number})
		}
	}
}

// MaxHosts is how many addresses a Tracker remembers the names of; one more, and
// it forgets the one it learned first.
const MaxHosts = 1024

// Host is a name that a DNS answer gave an address to.
type Host struct {
	Name   string // as it was asked for
	Answer int    // the frame that gave the address; 0: none was seen
}

// hosts are the addresses that DNS answers gave to names.
type hosts struct {
	next  int
	order [MaxHosts]address
	known map[address]Host
}

// learn notes that an address of 4 or 16 bytes is h's.
func (n *hosts) learn(b []byte, h Host) {
	var a address
	if len(b) == 4 {
		a = address4(b)
	} else {
		a = address16(b)
	}
	if _, known := n.known[a]; !known {
		delete(n.known, n.order[n.next])
		n.order[n.next] = a
		n.next = (n.next + 1) % MaxHosts
	}
	n.known[a] = h
}
