package quiz

import (
	"encoding/binary"
	"testing"
)

func init() {
	oracles["segment.count"] = func(t *testing.T, q *Question, shown []segment) Value {
		room := int(binary.BigEndian.Uint16(shown[0].option(2)))
		if asks(q, "options") {
			room -= 12
		}
		n := 0
		for left := arg(q, "Total").(int); left > 0; left -= room {
			n++
		}
		return Number{uint64(n), "segments"}
	}
	oracles["segment.mss"] = func(t *testing.T, q *Question, shown []segment) Value {
		room := arg(q, "MTU").(int) - 20 - map[int]int{4: 20, 6: 40}[arg(q, "Version").(int)]
		if asks(q, "data") {
			room -= 12
		}
		return octets(room)
	}
	oracles["segment.next"] = func(t *testing.T, q *Question, shown []segment) Value { return number(shown[0].after()) }
	oracles["segment.order"] = func(t *testing.T, q *Question, _ []segment) Value {
		// The only order in which each piece begins where the one before ends.
		for _, first := range q.Options {
			list := List{first}
			for range q.Options {
				last := list[len(list)-1]
				for _, o := range q.Options {
					if of(o, "Seq").(uint32) == of(last, "Seq").(uint32)+uint32(of(last, "Len").(int)) {
						list = append(list, o)
						break
					}
				}
			}
			if len(list) == len(q.Options) {
				return list
			}
		}
		return nil
	}
	oracles["segment.ack-number"] = func(t *testing.T, q *Question, shown []segment) Value {
		next := shown[0].seq
		for range shown {
			for _, s := range shown {
				if s.seq == next {
					next = s.after()
				}
			}
		}
		return number(next)
	}
	oracles["segment.frame"] = func(t *testing.T, q *Question, shown []segment) Value {
		frame := len(q.Frames[0].Packet.Bytes)
		switch {
		case asks(q, "wire"):
			return octets(frame + 4)
		case asks(q, "back"):
			return octets(shown[0].data)
		}
		return octets(frame)
	}
	oracles["segment.default-mss"] = func(t *testing.T, q *Question, shown []segment) Value {
		if shown[0].option(2) != nil {
			return nil
		}
		if asks(q, "count") {
			return Number{uint64((arg(q, "Total").(int) + 535) / 536), "segments"}
		}
		return octets(536)
	}
	oracles["segment.duplicate-acks"] = func(t *testing.T, q *Question, shown []segment) Value {
		for _, s := range shown[1:] {
			if s.ack != shown[0].ack || s.window != shown[0].window || s.data != 0 {
				t.Errorf("ACKs differ")
			}
		}
		switch {
		case asks(q, "needed"):
			return Number{1 + 3, "acks"}
		case asks(q, "again"):
			return number(shown[0].ack)
		}
		return Number{uint64(len(shown) - 1), "duplicates"}
	}
	oracles["segment.retransmission"] = func(t *testing.T, q *Question, shown []segment) Value {
		for i, s := range shown {
			for j, again := range shown[i+1:] {
				if again.seq != s.seq || again.from != s.from {
					continue
				}
				if asks(q, "earlier") {
					return frameNumber(i + 1)
				}
				return frameNumber(i + 1 + j + 1)
			}
		}
		return nil
	}
	oracles["segment.fragment"] = func(t *testing.T, q *Question, shown []segment) Value {
		n := 0
		for i := range q.Frames {
			if b := q.Frames[i].Packet.Bytes; b[20]&0x3f != 0 || b[21] != 0 {
				n++
			}
		}
		switch {
		case asks(q, "headers"):
			headers := 0
			for i := range q.Frames {
				if b := q.Frames[i].Packet.Bytes; b[20]&0x1f == 0 && b[21] == 0 && b[23] == 6 {
					headers++
				}
			}
			return Number{uint64(headers), "headers"}
		case asks(q, "fragments"):
			return Number{uint64(n), "fragments"}
		}
		b := q.Frames[0].Packet.Bytes
		return Number{N: uint64(binary.BigEndian.Uint16(b[16:])-uint16(b[14]&15)*4) / 8}
	}
}
