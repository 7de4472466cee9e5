package flow

import (
	"encoding/binary"
	"path/filepath"
	"strings"
	"testing"

	"netquiz/proto"
	"netquiz/proto/sim"

	"pgregory.net/rapid"
)

// bothWays tells frames twice: with a Tracker as it is, and with one that takes
// the long way always, as no conversation of it is settled.
type bothWays struct {
	short, long *Tracker
	settled     int // after how many frames their conversation was
}

func newBothWays() *bothWays { return &bothWays{short: New(), long: New()} }

// known is all that is known of an end.
type known struct {
	End
	sent sentTimes
}

func know(e *End) known {
	k := known{End: *e}
	if e.sender.sent != nil {
		k.sender.sent, k.sent = nil, *e.sender.sent
	}
	return k
}

// frame fails if both ways do not say and remember the same of a frame.
func (w *bothWays) frame(t rapid.TB, p *proto.Packet) {
	var f proto.Frame
	f.Decode(p, proto.CheckNone)
	short, long := w.short.Add(&f), w.long.Add(&f)
	if got, want := say(short), say(long); got != want {
		t.Fatalf("frame %d:\n got %+v\nwant %+v", p.Number, got, want)
	}
	c, d := short.Conversation, long.Conversation
	if c == nil {
		return
	}
	if c.steady {
		w.settled++
	}
	d.steady = false
	for i := range c.Ends {
		if got, want := know(&c.Ends[i]), know(&d.Ends[i]); got != want {
			t.Fatalf("frame %d, end %d:\n got %+v\nwant %+v", p.Number, i, got, want)
		}
	}
	if c.RTT != d.RTT || c.Phase != d.Phase || c.Last != d.Last {
		t.Fatalf("frame %d:\n got %+v\nwant %+v", p.Number, c, d)
	}
}

func TestShortWayOfCaptures(t *testing.T) {
	captures, _ := filepath.Glob("testdata/*.pcap")
	settled := 0
	for _, path := range captures {
		t.Run(filepath.Base(path), func(t *testing.T) {
			w := newBothWays()
			for _, p := range readPcap(t, filepath.Base(path)) {
				w.frame(t, &p)
			}
			settled += w.settled
		})
	}
	if settled < 500 {
		t.Errorf("conversations were settled at %d frames only", settled)
	}
}

func TestShortWayOfScenes(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := newBothWays()
		for p, err := range sim.Web(drawScene(rt)) {
			if err != nil {
				rt.Fatal(err)
			}
			w.frame(rt, &p)
		}
	})
}

// Connections that go on as expected but for a move here and there.
func TestShortWayOfTalks(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		k := drawTalk(rt)
		for i := range k.Moves {
			if m := &k.Moves[i]; m.Flags&proto.SYN == 0 && rapid.IntRange(0, 7).Draw(rt, "odd") > 0 {
				*m = move{FromServer: m.FromServer, Flags: proto.ACK, Len: m.Len, Window: max(m.Window, 1), After: m.After, ID: m.ID}
			}
		}
		w := newBothWays()
		for _, p := range k.packets(t, scriptStart) {
			w.frame(rt, &p)
		}
	})
}

// What is only just not smooth.
func TestShortWayOfScripts(t *testing.T) {
	for _, tt := range []struct{ name, script string }{
		{"a probe seen in another place, after the window has opened", opened + `
> A  1 1 100
< A  1 101 10 win=0
> A  101 11 1 id=50
< A  11 101 5
> A  101 11 1 id=50 ttl=63`},
		{"data up to the edge of the window", opened + `
> A  1 1 100
< A  1 101 10 win=1000
> A  101 11 1000
< A  11 1101 10 win=0
> A  1101 21 1
< A  21 1102 0 win=1000
> A  1102 21 1000`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, w := newScript(), newBothWays()
			for line := range strings.SplitSeq(tt.script, "\n") {
				if line != "" {
					do, _, _ := strings.Cut(line, "|")
					p := s.packet(t, do)
					w.frame(t, &p)
				}
			}
		})
	}
}

// A network card was to cut the packet, and the capture did: half of all
// sequence numbers, and one more.
func TestShortWayOfHugeSegments(t *testing.T) {
	s, w := newScript(), newBothWays()
	for _, line := range []string{"> A 1 1 100", "< A 1 101 100", "> A 101 101 100", "< A 101 201 100"} {
		p := s.packet(t, line)
		w.frame(t, &p)
	}
	for _, n := range []int{1<<31 - 1, 1 << 31, 1<<31 + 1} {
		p := s.packet(t, "> A 201 201 1")
		binary.BigEndian.PutUint16(p.Bytes[16:], 0)
		p.Length = proto.EthernetLen + proto.IPv4MinLen + proto.TCPMinLen + n
		w.frame(t, &p)
		if w.short.row.Len != n {
			t.Errorf("%d bytes, want %d", w.short.row.Len, n)
		}
	}
}
