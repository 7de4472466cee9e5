package quiz

import "testing"

// after is the number that follows a segment.
func (s segment) after() uint32 {
	n := s.seq + uint32(s.data)
	if s.flags&1 != 0 {
		n++
	}
	if s.flags&2 != 0 {
		n++
	}
	return n
}

// closer is who closed first by the numbers of two FINs: 0 the client, 1 the
// server, 2 both.
func closer(a, b segment) int {
	first := a
	switch {
	case b.ack == a.after():
	case a.ack == b.after():
		first = b
	default:
		return 2
	}
	if first.fromServer() {
		return 1
	}
	return 0
}

// follow follows the FINs and ACKs of a close and returns the state of an end.
func follow(shown []segment, server bool) string {
	var sent, acked, got bool // one's own FIN, its ACK, the other FIN
	sentFirst := false
	var number, other uint32
	for _, s := range shown {
		if s.fromServer() == server {
			if s.flags&1 != 0 && !sent {
				sent, number, sentFirst = true, s.after(), !got || s.ack != other
			}
			continue
		}
		if sent && s.ack == number {
			acked = true
		}
		if s.flags&1 != 0 {
			got, other = true, s.after()
		}
	}
	switch {
	case !sent && got:
		return "CLOSE_WAIT"
	case sent && !got && !acked:
		return "FIN_WAIT_1"
	case sent && !got:
		return "FIN_WAIT_2"
	case sentFirst && acked:
		return "TIME_WAIT"
	case sentFirst:
		return "CLOSING"
	case acked:
		return "CLOSED"
	}
	return "LAST_ACK"
}

func init() {
	client, server, both, neither := whoever()
	_ = neither
	oracles["close.who"] = func(t *testing.T, q *Question, shown []segment) Value {
		return []Value{client, server, both}[closer(shown[0], shown[1])]
	}
	oracles["close.time-wait"] = oracles["close.who"]
	oracles["close.order"] = func(t *testing.T, q *Question, _ []segment) Value { return sortedEnding(q) }
	oracles["close.ack-number"] = func(t *testing.T, q *Question, shown []segment) Value { return number(shown[0].after()) }
	oracles["close.seq-number"] = func(t *testing.T, q *Question, shown []segment) Value { return number(shown[0].after()) }
	oracles["close.count"] = func(t *testing.T, q *Question, shown []segment) Value {
		n, fin := 0, false
		for _, s := range shown {
			if fin = fin || s.flags&1 != 0; s.flags&1 != 0 || fin && s.data == 0 {
				n++
			}
		}
		if asks(q, "why") && n == 3 && shown[1].flags&^0x08 == 0x11 {
			return label("ack-and-fin-merged")
		}
		return Number{uint64(n), "segments"}
	}
	oracles["close.half"] = func(t *testing.T, q *Question, shown []segment) Value {
		switch {
		case shown[0].flags&1 == 0 || shown[0].fromServer():
			return nil
		case asks(q, "may"):
			return label("receives-on")
		case asks(q, "then"):
			return inOrder(q.Options, List{label("server-data"), label("client-acks"), label("server-fin")})
		}
		return Literal(follow(shown, false))
	}
	oracles["close.state"] = func(t *testing.T, q *Question, shown []segment) Value {
		return Literal(follow(shown, !arg(q, "Client").(bool)))
	}
	oracles["close.match"] = func(t *testing.T, q *Question, shown []segment) Value {
		after := map[string]string{
			"sends-fin": "FIN_WAIT_1", "gets-fin-ack": "FIN_WAIT_2", "gets-fin": "TIME_WAIT",
			"gets-first-fin": "CLOSE_WAIT", "sends-own-fin": "LAST_ACK", "gets-last-ack": "CLOSED",
		}
		var list List
		for _, o := range q.Options {
			list = append(list, Literal(after[o.(Label).ID]))
		}
		return list
	}
	oracles["close.rst"] = func(t *testing.T, q *Question, shown []segment) Value {
		for i, s := range shown {
			if s.flags&4 == 0 {
				continue
			}
			switch {
			case asks(q, "then"):
				return label("drops-at-once")
			case asks(q, "state"):
				return Literal("CLOSED")
			}
			return frameNumber(i + 1)
		}
		return nil
	}
	oracles["close.wait"] = func(t *testing.T, q *Question, shown []segment) Value {
		waits := shown[0].fromServer() // who got the FIN
		if state := follow(shown, !waits); state != "CLOSE_WAIT" {
			t.Errorf("the state is %s", state)
		}
		say := func(id string) Value { return label(id, "Client", waits) }
		switch {
		case asks(q, "leaves"):
			return say("own-program-closes")
		case asks(q, "fault"):
			return say("own-program-forgot")
		}
		return inOrder(q.Options, List{say("may-send-data"), say("may-send-fin")})
	}
	oracles["close.fault"] = func(t *testing.T, q *Question, shown []segment) Value {
		var found []int
		for i := range shown {
			if mends(shown, i) {
				found = append(found, i)
			}
		}
		if consistent(shown) {
			t.Error("nothing is wrong")
		}
		if len(found) != 1 {
			t.Errorf("frames %v could be wrong", found)
			return nil
		}
		return frameNumber(found[0] + 1)
	}
}

// consistent tells whether each segment goes on where its sender left off and
// acknowledges all that came before it.
func consistent(shown []segment) bool {
	for i, s := range shown {
		for j := i - 1; j >= 0; j-- {
			if before := shown[j]; before.from == s.from {
				if s.seq != before.after() {
					return false
				}
				break
			}
		}
		for j := i - 1; j >= 0; j-- {
			if before := shown[j]; before.from != s.from {
				if s.ack != before.after() {
					return false
				}
				break
			}
		}
	}
	return true
}

// mends tells whether another number in segment i alone makes all of them fit.
func mends(shown []segment, i int) bool {
	for _, near := range shown {
		for _, n := range []uint32{near.seq, near.ack} {
			for d := range uint32(5) {
				mended := append([]segment(nil), shown...)
				mended[i].seq = n + d - 2
				if consistent(mended) {
					return true
				}
				mended[i].seq, mended[i].ack = shown[i].seq, n+d-2
				if consistent(mended) {
					return true
				}
			}
		}
	}
	return false
}

// sortedEnding puts the segments of a close in the only order in which each
// acknowledges what came before it.
func sortedEnding(q *Question) Value {
	var all List
	permute(append([]Value(nil), q.Options...), 0, func(order []Value) {
		if endingFits(order, arg(q, "FromClient").(bool)) {
			all = append(all, append(List(nil), order...))
		}
	})
	if len(all) != 1 {
		return nil
	}
	return all[0]
}

func permute(values []Value, from int, visit func([]Value)) {
	if from == len(values) {
		visit(values)
		return
	}
	for i := from; i < len(values); i++ {
		values[from], values[i] = values[i], values[from]
		permute(values, from+1, visit)
		values[from], values[i] = values[i], values[from]
	}
}

func of(v Value, name string) any {
	args := v.(Label).Args
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] == name {
			return args[i+1]
		}
	}
	return nil
}

func endingFits(order []Value, clientFirst bool) bool {
	if _, ok := of(order[0], "Flags").(Flags); ok {
		want := []struct {
			client bool
			flags  Flags
		}{{clientFirst, 0x11}, {!clientFirst, 0x10}, {!clientFirst, 0x11}, {clientFirst, 0x10}}
		for i, o := range order {
			if of(o, "FromClient") != want[i].client || of(o, "Flags").(Flags)&^0x08 != want[i].flags { // PSH says nothing of closing
				return false
			}
		}
		return true
	}
	var next, acked [2]uint32
	var seen [2]bool
	for _, o := range order {
		me := 1
		if of(o, "FromClient").(bool) {
			me = 0
		}
		seq, ack, n := of(o, "Seq").(uint32), of(o, "Ack").(uint32), of(o, "Len").(int)
		if seen[me] && (seq-next[me] > 1 || int32(ack-acked[me]) < 0) {
			return false
		}
		if seen[1-me] && int32(acked[1-me]-seq) > 0 {
			return false // it was acknowledged before it was sent
		}
		if seen[1-me] && int32(ack-next[1-me]) != 0 && ack-next[1-me] != 1 {
			return false
		}
		next[me], acked[me], seen[me] = seq+uint32(n), ack, true
	}
	first := order[0]
	if of(first, "Len").(int) > 0 {
		first = order[1]
	}
	return of(first, "FromClient").(bool) == clientFirst
}
