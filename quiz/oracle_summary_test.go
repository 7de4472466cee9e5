package quiz

import (
	"net"
	"slices"
	"testing"

	"netquiz/proto"
)

func init() {
	frame := func(q *Question, i int) []byte { return q.Frames[i].Packet.Bytes }
	// What has to come before what in any web request over empty caches.
	sequence := []string{
		"does-arp", "part-name", "does-query", "does-answer", "part-open", "does-syn", "does-synack",
		"part-request", "does-request", "part-response", "does-response", "part-close", "does-fin",
	}
	oracles["summary.order"] = func(t *testing.T, q *Question, shown []segment) Value {
		if shown[0].flags != 0x02 {
			t.Error("the frame shown is no SYN")
		}
		list := append(List(nil), q.Options...)
		slices.SortFunc(list, func(a, b Value) int {
			return slices.Index(sequence, a.(Label).ID) - slices.Index(sequence, b.(Label).ID)
		})
		return list
	}
	oracles["summary.phase"] = func(t *testing.T, q *Question, shown []segment) Value {
		b := frame(q, 0)
		switch {
		case b[12] == 8 && b[13] == 6:
			return label("phase-arp")
		case b[23] == 17 && (b[37] == 53 || b[35] == 53):
			return label("phase-name")
		case shown[0].flags&0x02 != 0:
			return label("phase-open")
		case shown[0].flags&0x01 != 0:
			return label("phase-close")
		case shown[0].data > 0:
			return label("phase-data")
		}
		return nil
	}
	oracles["summary.source"] = func(t *testing.T, q *Question, shown []segment) Value {
		told := map[string]string{
			"needs-ip": "told-by-answer", "needs-mac": "told-by-arp", "needs-isn": "told-by-synack",
			"needs-mss": "told-by-syn", "needs-window": "told-by-ack", "needs-end": "told-by-fin",
		}
		var list List
		for _, o := range q.Options {
			list = append(list, label(told[o.(Label).ID]))
		}
		return list
	}
	oracles["summary.address"] = func(t *testing.T, q *Question, _ []segment) Value {
		reply, answer := frame(q, 0), frame(q, 1)
		if reply[12] != 8 || reply[13] != 6 || reply[21] != 2 || answer[35] != 53 {
			t.Error("no ARP reply, or no DNS response")
		}
		switch {
		case asks(q, "ip"):
			return Literal(net.IP(answer[len(answer)-4:]).String()) // its only record's data
		case asks(q, "mac"):
			return Literal(net.HardwareAddr(reply[22:28]).String())
		}
		return label("goes-next-hop")
	}
	oracles["summary.bytes"] = func(t *testing.T, q *Question, shown []segment) Value {
		first, last := shown[0], shown[1]
		if first.flags != 0x12 || last.flags&1 == 0 || first.from != last.from || last.data != 0 {
			t.Error("no SYN+ACK and FIN of one end")
		}
		return octets(int(last.seq - (first.seq + 1)))
	}
	oracles["summary.build"] = func(t *testing.T, q *Question, shown []segment) Value {
		made := q.Answer.(Made)
		built := readSegment(t, &proto.Packet{Bytes: made.Frame, Link: proto.LinkEthernet})
		if v := q.Mark(made); !v.Right {
			t.Errorf("the answer itself is wrong: %v", v.Trap)
		}
		if asks(q, "syn") {
			answer, reply := frame(q, 0), frame(q, 1)
			if [4]byte(made.Frame[30:34]) != [4]byte(answer[len(answer)-4:]) || [6]byte(made.Frame[:6]) != [6]byte(reply[22:28]) || built.flags != 0x02 {
				t.Error("it is no SYN to the server by way of the gateway")
			}
			return made
		}
		given := shown[0]
		want := given.seq + uint32(given.data)
		if asks(q, "fin") {
			want++
		}
		if built.flags != 0x10 || built.from != given.to || built.to != given.from || built.seq != given.ack || built.ack != want {
			t.Error("it does not answer the frame shown")
		}
		return made
	}
}
