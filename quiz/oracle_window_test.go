package quiz

import (
	"testing"
	"time"
)

// fromServer tells which way a segment went: servers have lower ports than the
// clients in these scenes.
func (s segment) fromServer() bool {
	src, dst := s.ports()
	return src < dst
}

// window is the window of a segment in bytes, with the scale that a question says.
func (s segment) bytes(q *Question) int {
	scale, _ := arg(q, "Scale").(int)
	return int(s.window) << scale
}

func init() {
	oracles["window.who"] = func(t *testing.T, q *Question, shown []segment) Value {
		return label("buffer-of", "Client", !shown[0].fromServer())
	}
	oracles["window.scale"] = func(t *testing.T, q *Question, shown []segment) Value {
		if shown[0].from != shown[1].from || shown[0].flags&2 == 0 || shown[1].flags&2 != 0 {
			t.Errorf("the scale is not that of the window")
		}
		return octets(int(shown[1].window) << shown[0].option(3)[0])
	}
	oracles["window.usable"] = func(t *testing.T, q *Question, shown []segment) Value {
		return octets(shown[0].bytes(q) - int(shown[1].seq+uint32(shown[1].data)-shown[0].ack))
	}
	oracles["window.edge"] = func(t *testing.T, q *Question, shown []segment) Value {
		return number(shown[0].ack + uint32(shown[0].window) - 1)
	}
	oracles["window.segments"] = func(t *testing.T, q *Question, shown []segment) Value {
		mss := arg(q, "MSS").(int)
		if asks(q, "rest") {
			return octets(int(shown[0].window) % mss)
		}
		return Number{uint64(int(shown[0].window) / mss), "segments"}
	}
	oracles["window.zero"] = func(t *testing.T, q *Question, shown []segment) Value {
		if asks(q, "then") && shown[0].window == 0 && shown[0].flags&4 == 0 {
			return label("probes")
		}
		var found []int
		for i := range shown {
			switch {
			case asks(q, "closed") && shown[i].window == 0:
				found = append(found, i)
			case asks(q, "opened") && i > 0 && shown[i].window > 0 && shown[i-1].window == 0 && shown[i].ack == shown[i-1].ack:
				found = append(found, i)
			}
		}
		if len(found) != 1 {
			t.Errorf("frames %v could be meant", found)
			return nil
		}
		return frameNumber(found[0] + 1)
	}
	oracles["window.min"] = func(t *testing.T, q *Question, shown []segment) Value {
		limit := min(shown[0].bytes(q), arg(q, "Cwnd").(int))
		if asks(q, "more") {
			limit -= int(shown[1].seq + uint32(shown[1].data) - shown[0].ack)
		}
		return octets(limit)
	}
	oracles["window.throughput"] = func(t *testing.T, q *Question, shown []segment) Value {
		rtt := arg(q, "RTT").(time.Duration)
		if asks(q, "fill") {
			return octets(int(time.Duration(arg(q, "Link").(int)) * rtt / time.Second))
		}
		return Number{uint64(time.Duration(shown[0].bytes(q)) * time.Second / rtt), "per-second"}
	}
	oracles["window.in-flight"] = func(t *testing.T, q *Question, shown []segment) Value {
		return octets(int(shown[1].seq + uint32(shown[1].data) - shown[0].ack))
	}
	oracles["window.acks"] = func(t *testing.T, q *Question, shown []segment) Value {
		n, length := arg(q, "N").(int), shown[0].data
		switch {
		case asks(q, "fewest"):
			return Number{uint64((n + 1) / 2), "acks"}
		case asks(q, "covered"):
			return Number{uint64(int(arg(q, "Ack").(uint32)-shown[0].seq) / length), "segments"}
		}
		return octets(n*length - int(arg(q, "Ack").(uint32)-shown[0].seq))
	}
	oracles["window.next"] = func(t *testing.T, q *Question, shown []segment) Value {
		if asks(q, "announced") {
			return octets(int(shown[0].window) - arg(q, "Received").(int))
		}
		return octets(int(shown[1].ack-shown[0].ack) - int(shown[0].window) + int(shown[1].window))
	}
}
