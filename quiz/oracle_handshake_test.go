package quiz

import (
	"encoding/binary"
	"math/rand/v2"
	"strings"
	"testing"
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
