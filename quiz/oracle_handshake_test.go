package quiz

import (
	"encoding/binary"
	"math/rand/v2"
	"strings"
	"testing"

	"netquiz/proto"
)

func random(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 1)) }

// asks tells which of a skill's messages a question uses.
func asks(q *Question, variant string) bool { return strings.HasSuffix(q.Ask.ID, ".ask-"+variant) }

// arg is an argument of a question's texts.
func arg(q *Question, name string) any {
	for i := 0; i+1 < len(q.Ask.Args); i += 2 {
		if q.Ask.Args[i] == name {
			return q.Ask.Args[i+1]
		}
	}
	return nil
}

func init() {
	oracles["handshake.flags"] = func(t *testing.T, q *Question, shown []segment) Value {
		got := shown[0].flags
		switch {
		case asks(q, "read"):
			return Flags(got)
		case got == 0x02 && asks(q, "second"):
			return Flags(0x12)
		case got == 0x12 && asks(q, "third"):
			return Flags(0x10)
		case got == 0x02 && asks(q, "byte-second"):
			return Octets{0x12}
		case got == 0x12 && asks(q, "byte-third"):
			return Octets{0x10}
		}
		return nil
	}
	oracles["handshake.ack-number"] = func(t *testing.T, q *Question, shown []segment) Value {
		return number(shown[0].seq + 1)
	}
	oracles["handshake.seq-number"] = func(t *testing.T, q *Question, shown []segment) Value {
		switch {
		case asks(q, "third") && shown[1].ack == shown[0].seq+1:
			return number(shown[1].ack)
		case asks(q, "data"):
			return number(shown[0].seq)
		case asks(q, "after"):
			return number(shown[0].seq + uint32(shown[0].data))
		}
		return nil
	}
	oracles["handshake.order"] = func(t *testing.T, q *Question, _ []segment) Value { return sortedByNumbers(q) }
	oracles["handshake.options"] = func(t *testing.T, q *Question, shown []segment) Value {
		last := shown[len(shown)-1]
		if asks(q, "scale") {
			return Number{uint64(last.window), "bytes"}
		}
		return Number{uint64(binary.BigEndian.Uint16(last.option(2))), "bytes"}
	}
}

// sortedByNumbers puts the segments of an order in the only order in which each
// acknowledges what came before it.
func sortedByNumbers(q *Question) Value {
	value := func(v Value, name string) any {
		args := v.(Label).Args
		for i := 0; i+1 < len(args); i += 2 {
			if args[i] == name {
				return args[i+1]
			}
		}
		return nil
	}
	left := append([]Value(nil), q.Options...)
	var list List
	var next [2]uint32 // what client and server send next
	for step := 0; len(left) > 0; step++ {
		found := -1
		for i, o := range left {
			client := value(o, "FromClient").(bool)
			if flags, ok := value(o, "Flags").(Flags); ok {
				if flags == []Flags{0x02, 0x12, 0x10}[step] && client == (step != 1) {
					found = i
				}
				continue
			}
			seq, ack := value(o, "Seq").(uint32), value(o, "Ack").(uint32)
			me, peer := 1, 0
			if client {
				me, peer = 0, 1
			}
			fits := seq == next[me] && ack == next[peer]
			switch step {
			case 0:
				fits = client && ack == 0
			case 1:
				fits = !client && ack == next[peer]
			case 3:
				fits = fits && value(o, "Len").(int) > 0
			case 2:
				fits = fits && value(o, "Len").(int) == 0
			}
			if fits {
				found = i
			}
		}
		if found < 0 {
			return nil
		}
		o := left[found]
		left = append(left[:found:found], left[found+1:]...)
		list = append(list, o)
		if seq, ok := value(o, "Seq").(uint32); ok {
			me := 1
			if value(o, "FromClient").(bool) {
				me = 0
			}
			next[me] = seq + uint32(value(o, "Len").(int))
			if step < 2 {
				next[me]++
			}
		}
	}
	return list
}

func init() {
	oracles["handshake.meaning"] = func(t *testing.T, q *Question, shown []segment) Value {
		switch {
		case asks(q, "purpose") && shown[0].flags == 0x02:
			return label("synchronizes")
		case asks(q, "what") && shown[0].flags == 0x12:
			return label("one-bit-each")
		case asks(q, "data") && shown[0].flags == 0x02:
			return label("data-kept-back")
		}
		return nil
	}
	oracles["handshake.relative"] = func(t *testing.T, q *Question, shown []segment) Value {
		if asks(q, "shown") {
			return number(shown[1].seq - shown[0].seq)
		}
		return number(shown[0].seq + arg(q, "Relative").(uint32))
	}
	oracles["handshake.state"] = func(t *testing.T, q *Question, shown []segment) Value {
		state := "LISTEN"
		client := arg(q, "Client").(bool)
		for _, s := range shown {
			switch sent := s.fromServer() != client; {
			case sent && s.flags == 0x02:
				state = "SYN_SENT"
			case !sent && s.flags == 0x02:
				state = "SYN_RECEIVED"
			case !sent && s.flags&0x10 != 0:
				state = "ESTABLISHED"
			}
		}
		return Literal(state)
	}
	oracles["handshake.three"] = func(t *testing.T, q *Question, shown []segment) Value {
		switch {
		case asks(q, "why") && shown[0].flags == 0x02 && shown[1].flags == 0x12:
			return label("old-syn-unnoticed")
		case asks(q, "then") && shown[0].flags == 0x12:
			return label("sends-rst")
		}
		return number(shown[0].ack)
	}
	oracles["handshake.refused"] = func(t *testing.T, q *Question, shown []segment) Value {
		switch {
		case shown[0].flags != 0x02:
			return nil
		case asks(q, "flags"):
			return Flags(0x14)
		case asks(q, "ack"):
			return number(shown[0].seq + 1)
		}
		return Octets{0x14}
	}
	oracles["handshake.fault"] = func(t *testing.T, q *Question, shown []segment) Value {
		right := func(s []segment) bool {
			return s[0].flags == 0x02 && s[1].flags == 0x12 && s[2].flags == 0x10 &&
				s[1].ack == s[0].seq+1 && s[2].ack == s[1].seq+1 && s[2].seq == s[0].seq+1
		}
		var found []int
		for i := range shown {
			for _, flags := range []byte{shown[i].flags, []byte{0x02, 0x12, 0x10}[i]} {
				mended := append([]segment(nil), shown...)
				mended[i].flags = flags
				for _, seq := range []uint32{shown[i].seq, shown[0].seq + 1} {
					for _, ack := range []uint32{shown[i].ack, shown[0].seq + 1, shown[1].seq + 1} {
						mended[i].seq, mended[i].ack = seq, ack
						if right(mended) && (len(found) == 0 || found[len(found)-1] != i) {
							found = append(found, i)
						}
					}
				}
			}
		}
		if len(found) != 1 || right(shown) {
			t.Errorf("frames %v could be wrong", found)
			return nil
		}
		return frameNumber(found[0] + 1)
	}
	oracles["handshake.build"] = func(t *testing.T, q *Question, shown []segment) Value {
		b := q.Answer.(Made).Frame
		a, given := readSegment(t, &proto.Packet{Bytes: b, Link: proto.LinkEthernet}), shown[0]
		if v := q.Mark(q.Answer); !v.Right {
			t.Errorf("the answer is not taken: %v", v.Trap.Slip)
		}
		if v := q.Mark(Made{Frame: q.Frames[0].Packet.Bytes}); v.Right {
			t.Error("the frame that is given is taken for its answer")
		}
		want := map[int]byte{1: 0x12, 2: 0x10, 3: 0x14}[q.Level]
		if a.from != given.to || a.to != given.from || a.flags != want || a.ack != given.seq+1 {
			t.Errorf("the answer is % x", b)
		}
		return q.Answer
	}
	oracles["segment.push"] = func(t *testing.T, q *Question, shown []segment) Value {
		switch {
		case asks(q, "means") && shown[0].flags&8 != 0:
			return label("hand-over-now")
		case asks(q, "reads"):
			return label("any-pieces")
		}
		for i, s := range shown {
			if s.flags&8 != 0 {
				return frameNumber(i + 1)
			}
		}
		return nil
	}
}
