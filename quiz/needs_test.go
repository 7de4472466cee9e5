package quiz

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"testing"

	"netquiz/locales"
	"netquiz/proto"
	"netquiz/proto/sim"
)

// relinked is a frame of Ethernet as a capture of another link has it; false for
// what such links do not carry.
func relinked(p proto.Packet, link proto.LinkType) (proto.Packet, bool) {
	if link == proto.LinkEthernet {
		return p, true
	}
	ip, _, carries, until := transport(&p)
	if carries == 0 {
		return p, false
	}
	var header []byte
	switch link {
	case proto.LinkLinuxSLL: // to us; Ethernet; address; protocol
		header = slices.Concat([]byte{0, 0, 0, 1, 0, 6}, p.Bytes[6:12], []byte{0, 0}, p.Bytes[12:14])
	case proto.LinkLinuxSLL2: // protocol; interface 2; Ethernet; to us; address
		header = slices.Concat(p.Bytes[12:14], []byte{0, 0, 0, 0, 0, 2, 0, 1, 0, 6}, p.Bytes[6:12], []byte{0, 0})
	}
	p.Bytes = append(header, p.Bytes[ip:until]...)
	p.Length, p.Link = len(p.Bytes), link
	return p, true
}

// gathered are the scenes of simulated requests as a capture of a link has them.
func gathered(link proto.LinkType, six bool) []*Scene {
	var scenes []*Scene
	for _, t := range []*Setting{ordinary, download, lossy, slow, closing, halfClosing, refusing, naming, iterating, truncating, unannounced} {
		for n := range 6 {
			o := t.options(n)
			o.IPv6, o.Seed = six, uint64(n)
			var g Gatherer
			for p, err := range sim.Web(o) {
				if err != nil {
					break
				}
				if q, ok := relinked(p, link); ok {
					g.Add(&q)
				}
			}
			scenes = append(scenes, g.Scenes()...)
		}
	}
	return scenes
}

// Captures of other links and of IPv6 are asked about as far as a skill makes
// sense there, and what is asked is so: an independent reading of the bytes gives
// the same answers, and the fields that prove them are there.
func TestOtherLinks(t *testing.T) {
	seeds := uint64(count(t, 40) + 2*Levels)
	l := locales.New(locales.Korean)
	for _, test := range []struct {
		link  proto.LinkType
		six   bool
		lacks Needs
	}{
		{proto.LinkEthernet, true, IPv4}, {proto.LinkRaw, false, Ethernet}, {proto.LinkRaw, true, Ethernet | IPv4},
		{proto.LinkLinuxSLL, false, Ethernet}, {proto.LinkLinuxSLL2, false, Ethernet}, {proto.LinkLinuxSLL2, true, Ethernet | IPv4},
	} {
		t.Run(fmt.Sprintf("link %d, IPv6 %v", test.link, test.six), func(t *testing.T) {
			t.Parallel()
			scenes := gathered(test.link, test.six)
			for _, k := range Skills() {
				asked := 0
				for seed := range seeds {
					q := k.From(scenes, seed)
					if q == nil {
						continue
					}
					asked++
					checkAnswer(t, q)
					checkExhibits(t, q)
					for _, text := range []Text{q.Ask, q.Hint[0], q.Hint[1], q.Why} {
						if s := text.In(l); s == "" || strings.Contains(s, "⟦") || strings.Contains(s, "0x00–0x-1") {
							t.Errorf("%q", s)
						}
					}
					if t.Failed() {
						t.Fatalf("in %s: %s", q.ID(), q.Ask.In(l))
					}
				}
				usable := k.Needs&test.lacks == 0
				if (asked > 0) != usable {
					t.Errorf("%s asks %d questions", k.Name, asked)
				}
			}
		})
	}
}

// checkExhibits holds that every field that proves the answer is in its frame.
func checkExhibits(t *testing.T, q *Question) {
	t.Helper()
	for _, a := range q.About {
		if from, to := span(&q.Frames[a.Frame].Packet, a.Field); to <= from && a.Field.Bit == 0 && a.Field.Width > 0 {
			t.Errorf("frame %d has no %s", a.Frame, a.Field.ID)
		}
	}
	if !provable(q) {
		t.Error("nothing in its frames proves the answer")
	}
}

// What keeps a capture from being asked about is named.
func TestPassed(t *testing.T) {
	var packets []proto.Packet
	for p, err := range sim.Web(sim.Options{Response: 2000}) {
		if err != nil {
			t.Fatal(err)
		}
		packets = append(packets, p)
	}
	syn := slices.IndexFunc(packets, func(p proto.Packet) bool { return p.Bytes[23] == 6 })
	tagged := func(p proto.Packet) proto.Packet {
		p.Bytes = slices.Concat(p.Bytes[:12], []byte{0x81, 0, 0, 5}, p.Bytes[12:])
		p.Length = len(p.Bytes)
		return p
	}
	for name, test := range map[string]struct {
		change func(p proto.Packet) proto.Packet
		from   int
		why    Reason
	}{
		"whole":              {func(p proto.Packet) proto.Packet { return p }, 0, ""},
		"tagged":             {tagged, 0, Tagged},
		"cut":                {func(p proto.Packet) proto.Packet { p.Bytes = p.Bytes[:40]; return p }, 0, Cut},
		"from the middle on": {func(p proto.Packet) proto.Packet { return p }, syn + 1, Unstarted},
		"of a radio":         {func(p proto.Packet) proto.Packet { p.Link = 127; return p }, 0, OtherLink},
		"with a wrong length": {func(p proto.Packet) proto.Packet {
			p.Bytes = slices.Clone(p.Bytes)
			binary.BigEndian.PutUint16(p.Bytes[16:], 9)
			return p
		}, syn, Damaged},
	} {
		t.Run(name, func(t *testing.T) {
			var g Gatherer
			for _, p := range packets[test.from:] {
				p = test.change(p)
				g.Add(&p)
			}
			if why, n := g.Passed(); why != test.why || (n > 0) != (why != "") {
				t.Errorf("%q for %d frames", why, n)
			}
		})
	}
	var none Gatherer
	if why, n := none.Passed(); why != "" || n != 0 {
		t.Errorf("%q for %d frames of nothing", why, n)
	}
}

// A capture of all interfaces of a router sees each packet twice, and is asked
// about once.
func TestSeenTwice(t *testing.T) {
	var g Gatherer
	want := 0
	for p, err := range sim.Web(sim.Options{Response: 3000}) {
		if err != nil {
			t.Fatal(err)
		}
		q, ok := relinked(p, proto.LinkLinuxSLL2)
		if !ok {
			continue
		}
		want++
		g.Add(&q)
		left := q
		left.Bytes = slices.Clone(q.Bytes)
		left.Bytes[7]++    // another interface
		left.Bytes[20+8]-- // one more hop
		binary.BigEndian.PutUint16(left.Bytes[30:], 0)
		binary.BigEndian.PutUint16(left.Bytes[30:], ^onesSum(left.Bytes[20:40]))
		g.Add(&left)
	}
	scenes := g.Scenes()
	if len(scenes) != 1 {
		t.Fatalf("%d scenes", len(scenes))
	}
	tcp := len(scenes[0].every(func(_ int, row *Row) bool { return row.TCP }))
	if again := len(scenes[0].every(func(_ int, row *Row) bool { return len(row.Events) > 0 })); tcp > want || again > 0 {
		t.Errorf("%d segments of %d packets, %d with events", tcp, want, again)
	}
}

// Which skills cannot ask about a scene is told by what they need.
func TestMissing(t *testing.T) {
	raw, six := &Scene{base: &base{lacks: Ethernet}}, &Scene{base: &base{lacks: IPv4}}
	padding, ttl, flags := []*Skill{Find("packet.padding")}, []*Skill{Find("dns.ttl")}, []*Skill{Find("handshake.flags")}
	for _, test := range []struct {
		skills []*Skill
		scenes []*Scene
		want   Needs
	}{
		{padding, []*Scene{raw}, Ethernet}, {ttl, []*Scene{six}, IPv4}, {padding, []*Scene{raw, six}, Ethernet | IPv4},
		{flags, []*Scene{raw, six}, 0}, {slices.Concat(padding, flags), []*Scene{raw}, 0}, {ttl, []*Scene{raw, six}, 0},
	} {
		if got := Missing(test.skills, test.scenes); got != test.want {
			t.Errorf("%s: %d, want %d", test.skills[0].Name, got, test.want)
		}
	}
}
