package quiz

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"time"

	"netquiz/proto"
	"netquiz/proto/flow"
)

// How much of a capture is kept to ask about.
const (
	mostScenes = 64  // conversations
	mostFrames = 400 // of each
	mostBefore = 24  // frames with names and neighbours that come before one
)

// Gatherer finds, in the frames of a capture, conversations to ask about. Its
// memory is bounded whatever the capture. The zero Gatherer is ready.
//
// A conversation counts from its SYN on, up to the first frame that is not plain:
// an IP packet whole in a frame of Ethernet, of Linux's cooked captures or of no
// link at all, of at most 1,500 bytes, with nothing wrong, no tag, no options of
// IP. What the questions say of headers and their places holds for such frames.
type Gatherer struct {
	tracker *flow.Tracker
	talks   map[*flow.Conversation]*talk
	order   []*talk
	asked   []proto.Packet // queries for names that are not answered yet
	before  []proto.Packet // names and neighbours, as they were found out
	passed  map[Reason]int // frames that are not asked about
}

// talk is a conversation that is being gathered.
type talk struct {
	packets []proto.Packet
	over    bool
}

// Add looks at the next frame of the capture, and keeps nothing of p itself.
func (g *Gatherer) Add(p *proto.Packet) {
	if g.tracker == nil {
		g.tracker, g.talks, g.passed = flow.New(), map[*flow.Conversation]*talk{}, map[Reason]int{}
		g.tracker.Forgotten = func(c *flow.Conversation) { delete(g.talks, c) }
	}
	var f proto.Frame
	f.Decode(p, proto.CheckAll)
	row := g.tracker.Add(&f)
	tcp, isTCP := f.TCP()
	why := notPlain(&f)
	switch {
	case !isTCP && why == "":
		g.name(&f, row)
	case isTCP && row.Conversation != nil && !row.Reported:
		t := g.talks[row.Conversation]
		if t == nil {
			started := tcp.Flags()&(proto.SYN|proto.ACK) == proto.SYN
			t = &talk{over: !started || why != "" || len(g.order) == mostScenes}
			g.talks[row.Conversation] = t
			if !t.over {
				g.order = append(g.order, t)
				t.packets = g.near(&f)
			}
		}
		if t.over = t.over || why != "" || len(t.packets) >= mostFrames; !t.over && !t.has(&f) {
			t.packets = append(t.packets, kept(&f))
		}
		if t.over && why == "" {
			why = Unstarted
		}
	}
	if why != "" {
		g.passed[why]++
	}
}

// has tells whether a conversation has a packet already that is seen once more
// elsewhere, as in captures of several interfaces: with another header of its link
// or another TTL.
func (t *talk) has(f *proto.Frame) bool {
	const together, latest = 5 * time.Millisecond, 8
	p := f.Packet()
	at := networkAt(p)
	id, hops := p.Bytes[at+4:at+6], p.Bytes[at+8]
	if overIPv6(p) {
		id, hops = nil, p.Bytes[at+7]
	}
	segment := segmentOf(p)
	for _, old := range last(t.packets, latest) {
		if old.Link != p.Link || overIPv6(&old) != overIPv6(p) || p.Time.Sub(old.Time) >= together || !bytes.Equal(segmentOf(&old), segment) {
			continue
		}
		oldID, oldHops := old.Bytes[at+4:at+6], old.Bytes[at+8]
		if overIPv6(p) {
			oldID, oldHops = nil, old.Bytes[at+7]
		}
		if bytes.Equal(oldID, id) && (oldHops != hops || !bytes.Equal(old.Bytes[:at], p.Bytes[:at])) {
			return true
		}
	}
	return false
}

// name keeps an exchange about a name once it is answered, and ARP.
func (g *Gatherer) name(f *proto.Frame, row *flow.Row) {
	keep := []proto.Packet{}
	switch row.Step {
	case flow.ARPRequest, flow.ARPReply:
		keep = append(keep, kept(f))
	case flow.Query:
		g.asked = last(append(g.asked, kept(f)), mostBefore)
	case flow.Answer:
		dns, _ := f.DNS()
		at := slices.IndexFunc(g.asked, func(asked proto.Packet) bool {
			var q proto.Frame
			q.Decode(&asked, proto.CheckNone)
			query, ok := q.DNS()
			return ok && len(dns) >= 2 && bytes.Equal(query[:2], dns[:2])
		})
		if at >= 0 {
			keep = append(keep, g.asked[at], kept(f))
			g.asked = slices.Delete(g.asked, at, at+1)
		}
	}
	g.before = last(append(g.before, keep...), mostBefore)
}

// near are the frames kept before a SYN that its sender sent or received: by its
// address on the link, or its IP address where the link has none.
func (g *Gatherer) near(syn *proto.Frame) []proto.Packet {
	client, onEthernet := syn.Ethernet()
	var own [6]byte
	if onEthernet {
		own = client.Src()
	}
	address := mustText(syn.Packet(), "ip.src")
	var near []proto.Packet
	for _, p := range g.before {
		switch {
		case p.Link != syn.Packet().Link:
		case onEthernet && (bytes.Equal(p.Bytes[0:6], own[:]) || bytes.Equal(p.Bytes[6:12], own[:])),
			!onEthernet && (mustText(&p, "ip.src") == address || mustText(&p, "ip.dst") == address):
			near = append(near, p)
		}
	}
	return near
}

// Scenes are the conversations gathered. Without any, names and neighbours alone
// make one.
func (g *Gatherer) Scenes() []*Scene {
	var scenes []*Scene
	for _, t := range g.order {
		scenes = append(scenes, SceneOf(t.packets))
	}
	if scenes == nil && len(g.before) > 0 {
		scenes = []*Scene{SceneOf(g.before)}
	}
	return scenes
}

// SceneOf is a scene of frames as they were captured.
func SceneOf(packets []proto.Packet) *Scene { return &Scene{base: watch(packets)} }

// Packets are all frames of the scene.
func (s *Scene) Packets() []proto.Packet {
	all := make([]proto.Packet, s.Len())
	for i := range all {
		all[i] = s.Packet(i)
	}
	return all
}

// Passed is why most frames were not asked about, and how many; none: "", 0.
func (g *Gatherer) Passed() (why Reason, frames int) {
	for r, n := range g.passed {
		if n > frames || n == frames && r < why {
			why, frames = r, n
		}
	}
	return why, frames
}

// last are at most n of packets, the latest.
func last(packets []proto.Packet, n int) []proto.Packet {
	return packets[max(0, len(packets)-n):]
}

// sceneAttempts is how many scenes of a capture a skill looks at for a question.
const sceneAttempts = 8

// From is the skill's question with a seed about one of some scenes, nil if none
// of those it looks at has anything to ask about.
func (k *Skill) From(scenes []*Scene, seed uint64) *Question {
	r := rand.New(rand.NewPCG(seed, k.salt))
	order := r.Perm(len(scenes))
	for _, i := range order[:min(len(order), sceneAttempts)] {
		if q := k.About(scenes[i], seed); q != nil {
			return q
		}
	}
	return nil
}
