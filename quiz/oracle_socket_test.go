package quiz

import (
	"bytes"
	"cmp"
	"net"
	"testing"
)

// tuple is both ends of a segment, the lower one first.
func (s segment) tuple() [2]end {
	if cmp.Or(bytes.Compare(s.from.address[:], s.to.address[:]), cmp.Compare(s.from.port, s.to.port)) > 0 {
		return [2]end{s.to, s.from}
	}
	return [2]end{s.from, s.to}
}

func (s segment) ports() (src, dst uint64) {
	return uint64(s.from.port), uint64(s.to.port)
}

func init() {
	oracles["socket.pair"] = func(t *testing.T, q *Question, shown []segment) Value {
		want := shown[len(shown)-1].tuple()
		var found []int
		for i, s := range shown[:len(shown)-1] {
			if s.tuple() == want {
				found = append(found, i)
			}
		}
		if len(found) != 1 {
			t.Errorf("frames %v could be meant", found)
			return nil
		}
		return frameNumber(found[0] + 1)
	}
	oracles["socket.count"] = func(t *testing.T, q *Question, shown []segment) Value {
		tuples := map[[2]end]bool{}
		for _, s := range shown {
			tuples[s.tuple()] = true
		}
		return Number{uint64(len(tuples)), "connections"}
	}
	oracles["socket.ports"] = func(t *testing.T, q *Question, shown []segment) Value {
		src, dst := shown[0].ports()
		switch {
		case asks(q, "accepted"):
			return Number{N: dst}
		case asks(q, "answer"):
			return Number{N: src}
		}
		return label("more-by-pairs")
	}
	oracles["socket.dynamic-port"] = func(t *testing.T, q *Question, shown []segment) Value {
		var right List
		for _, o := range q.Options {
			n, ok := size(o)
			switch {
			case asks(q, "client") && n >= 49152 && n <= 65535:
				return o
			case ok && n > 0 && n < 1<<16:
				right = append(right, o)
			}
		}
		if !asks(q, "range") {
			return right
		}
		src, dst := shown[0].ports()
		n := src
		if arg(q, "Port").(uint64) == dst {
			n = dst
		}
		switch {
		case n >= 49152:
			return label("range-dynamic")
		case n > 0 && n < 1024:
			return label("range-well-known")
		}
		return label("range-registered")
	}
	oracles["socket.descriptor"] = func(t *testing.T, q *Question, shown []segment) Value {
		a, b := shown[0], shown[1]
		if a.to != b.to || a.from.address != b.from.address || a.from == b.from {
			t.Error("the SYNs do not differ by the client's port alone")
		}
		switch {
		case asks(q, "tells"):
			return label("client-port")
		case asks(q, "good"):
			return label("inside-process")
		}
		var right List
		for _, o := range q.Options {
			if o.(Label).ID == "pair-of" && of(o, "Field") != field("tcp.seq_raw") {
				right = append(right, o)
			}
		}
		return right
	}
	oracles["socket.next-hop"] = func(t *testing.T, q *Question, _ []segment) Value {
		b := q.Frames[0].Packet.Bytes
		if asks(q, "which") {
			if b[13] != 6 || b[21] != 2 {
				t.Error("no ARP reply")
			}
			return Literal(net.HardwareAddr(b[22:28]).String())
		}
		return label("the-gateway")
	}
	oracles["socket.arp"] = func(t *testing.T, q *Question, _ []segment) Value {
		b := q.Frames[0].Packet.Bytes
		switch {
		case asks(q, "whom"):
			// The gateway is host 1 of the client's network.
			return Literal(net.IPv4(b[26], b[27], b[28], 1).String())
		case asks(q, "request"):
			return Literal("ff:ff:ff:ff:ff:ff")
		case asks(q, "reply") && b[13] == 6 && b[21] == 1:
			return Literal(net.HardwareAddr(b[22:28]).String())
		}
		return Octets{0x08, 0x06}
	}
	oracles["socket.devices"] = func(t *testing.T, q *Question, _ []segment) Value {
		if asks(q, "switch") {
			return label("changes-nothing")
		}
		reads := map[string]string{"a-hub": "reads-bits", "a-switch": "reads-macs", "a-router": "reads-ips", "a-nat": "reads-ports"}
		var list List
		for _, o := range q.Options {
			list = append(list, label(reads[o.(Label).ID]))
		}
		return list
	}
}
