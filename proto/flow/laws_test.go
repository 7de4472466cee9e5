package flow

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"netquiz/proto"

	"pgregory.net/rapid"
)

// same fails with the first frame of which two tellings differ.
func same(t *rapid.T, law string, got, want []said) {
	if len(got) != len(want) {
		t.Fatalf("%s: %d rows, not %d", law, len(got), len(want))
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("%s, frame %d:\n got %+v\nwant %+v", law, i+1, got[i], want[i])
		}
	}
}

// What is said does not depend on where the sequence numbers of either end
// begin: they may pass 2^32 anywhere.
func TestInitialSequenceNumbersDoNotMatter(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		k := drawTalk(rt)
		want := sayAll(New(), k.packets(t, scriptStart))
		for end := range k.ISN {
			k.ISN[end] += rapid.Uint32().Draw(rt, "shift")
		}
		same(rt, "shifted numbers", sayAll(New(), k.packets(t, scriptStart)), want)
	})
}

func TestTheClockDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		k := drawTalk(rt)
		want := sayAll(New(), k.packets(t, scriptStart))
		shift := time.Duration(rapid.Int64Range(-1e18, 1e18).Draw(rt, "shift"))
		same(rt, "shifted time", sayAll(New(), k.packets(t, scriptStart.Add(shift))), want)
	})
}

// Conversations do not disturb each other.
func TestConversationsAreApart(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		talks := [2]talk{drawTalk(rt), drawTalk(rt)}
		talks[1].Host = 3
		var packets, frames [2][]proto.Packet
		for i, k := range talks {
			packets[i] = k.packets(t, scriptStart)
			frames[i] = packets[i]
		}
		var row []proto.Packet
		var whose []int
		for len(packets[0])+len(packets[1]) > 0 {
			i := rapid.IntRange(0, 1).Draw(rt, "whose")
			if len(packets[i]) == 0 {
				i ^= 1
			}
			row, whose = append(row, packets[i][0]), append(whose, i)
			packets[i] = packets[i][1:]
		}
		var got [2][]said
		for n, s := range sayAll(New(), row) {
			got[whose[n]] = append(got[whose[n]], s)
		}
		for i := range got {
			same(rt, "interleaved", got[i], sayAll(New(), frames[i]))
		}
	})
}

// A capture that sees every packet twice says of the first what it would say
// without the second, and of the second that it is the same.
func TestCopiesChangeNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		k := drawTalk(rt)
		packets := k.packets(t, scriptStart)
		var twice []proto.Packet
		for _, p := range packets {
			hop := p
			hop.Bytes = slices.Clone(p.Bytes)
			hop.Bytes[14+8]-- // one hop fewer left
			hop.Time = p.Time.Add(time.Microsecond / 10)
			twice = append(twice, p, hop)
		}
		var first []said
		for i, s := range sayAll(New(), twice) {
			if i%2 == 0 {
				first = append(first, s)
			} else if s.Events[0].Kind != DuplicatePacket || s.Events[1].Kind != 0 || s.Step != NoStep {
				rt.Fatalf("the copy of frame %d: %+v", i/2+1, s)
			}
		}
		same(rt, "seen twice", first, sayAll(New(), packets))
	})
}

// Whatever is sent, ranges stay in order and within bounds, and nothing in
// flight is less than nothing.
func TestBoundsHold(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		tr := New()
		for i, s := range sayAll(tr, drawTalk(rt).packets(t, scriptStart)) {
			if s.ClientIn < 0 || s.ServerIn < 0 || s.Step >= numSteps || s.Phase >= numPhases {
				rt.Fatalf("frame %d: %+v", i+1, s)
			}
		}
		for _, c := range tr.Conversations() {
			if err := check(c); err != nil {
				rt.Fatal(err)
			}
		}
	})
}

// check looks at what is remembered of a conversation.
func check(c *Conversation) error {
	for i := range c.Ends {
		e := &c.Ends[i]
		for _, s := range []*ranges{&e.sender.holes, &e.sender.sacked} {
			for j := range s.r[:s.n] {
				if !before(s.r[j][0], s.r[j][1]) || j > 0 && !before(s.r[j-1][1], s.r[j][0]) {
					return fmt.Errorf("ranges out of order: %v", s.r[:s.n])
				}
				if before(e.Next, s.r[j][1]) || e.Next-s.r[j][0] > span {
					return fmt.Errorf("ranges %v reach beyond %d", s.r[:s.n], e.Next)
				}
			}
		}
		if times := e.sender.sent; times != nil && (times.head > times.n || times.n > len(times.sent)) {
			return fmt.Errorf("times from %d to %d", times.head, times.n)
		}
	}
	return nil
}

// Ranges are what a set of numbers would be, as long as there is room for them.
func TestRangesAreASet(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		base := rapid.Uint32().Draw(rt, "base")
		var s ranges
		model := map[uint32]bool{}
		for range rapid.IntRange(1, 30).Draw(rt, "steps") {
			from := rapid.Uint32Range(0, 60).Draw(rt, "from")
			to := from + rapid.Uint32Range(0, 12).Draw(rt, "size")
			switch rapid.IntRange(0, 3).Draw(rt, "what") {
			case 0, 1:
				s.add(base+from, base+to)
				for n := from; n < to; n++ {
					model[n] = true
				}
			case 2:
				s.remove(base+from, base+to)
				for n := from; n < to; n++ {
					delete(model, n)
				}
			case 3:
				s.below(base + from)
				for n := range from {
					delete(model, n)
				}
			}
			if s.n == maxRanges {
				return
			}
			if int(s.size()) != len(model) {
				rt.Fatalf("%d numbers in %v, want %d", s.size(), s.r[:s.n], len(model))
			}
			for n := range uint32(80) {
				if s.overlaps(base+n, base+n+1) != model[n] {
					rt.Fatalf("%d: %v in %v", n, !model[n], s.r[:s.n])
				}
			}
		}
	})
}
