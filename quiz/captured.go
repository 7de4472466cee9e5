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

// has tells whether a conversation has a frame already, which Linux's captures of
// all interfaces see once more where it leaves.
func (t *talk) has(f *proto.Frame) bool {
	p := f.Packet()
	if p.Link != proto.LinkLinuxSLL && p.Link != proto.LinkLinuxSLL2 {
		return false
	}
	const together, latest = 5 * time.Millisecond, 8
	again, at := segmentOf(p), networkAt(p)
	for _, old := range last(t.packets, latest) {
		same := p.Bytes[at]>>4 == old.Bytes[at]>>4 && bytes.Equal(segmentOf(&old), again)
		if same && p.Time.Sub(old.Time) < together && (overIPv6(p) || bytes.Equal(old.Bytes[at+4:at+6], p.Bytes[at+4:at+6])) {
			return true
		}
	}
	return false
}

// segmentOf is what a plain packet carries behind the header of IP, without padding.
func segmentOf(p *proto.Packet) []byte {
	at := networkAt(p) + proto.IPv4MinLen
	if overIPv6(p) {
		at = networkAt(p) + proto.IPv6Len
	}
	return p.Bytes[at:contentEnd(p)]
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

// Reason is why a frame of a capture is not asked about.
type Reason string

// The reasons.
const (
	Cut       Reason = "cut"       // it is not whole
	Damaged   Reason = "damaged"   // something is wrong with it
	OtherLink Reason = "link"      // its link is none that questions are made for
	Tagged    Reason = "tagged"    // with a tag, in a tunnel, of another protocol than IP
	Options   Reason = "options"   // with options of IP, or a fragment
	TooLong   Reason = "long"      // longer than a link carries: a network card joined it
	Unstarted Reason = "unstarted" // its connection began before, or a frame of it was lost
)

// Passed is why most frames were not asked about, and how many; none: "", 0.
func (g *Gatherer) Passed() (why Reason, frames int) {
	for r, n := range g.passed {
		if n > frames || n == frames && r < why {
			why, frames = r, n
		}
	}
	return why, frames
}

// longestPlain is how long a plain packet may be, in bytes, without its link.
const longestPlain = 1500

// notPlain is why a frame is none to ask about, "" if it is: ARP over Ethernet or
// an IP packet without options, whole, with nothing wrong, right behind its link.
func notPlain(f *proto.Frame) Reason {
	p, layers := f.Packet(), f.Layers()
	network := 1
	switch p.Link {
	case proto.LinkRaw, proto.LinkIPv4, proto.LinkIPv6:
		network = 0
	case proto.LinkEthernet, proto.LinkLinuxSLL, proto.LinkLinuxSLL2:
	default:
		return OtherLink
	}
	if len(p.Bytes) != p.WireLength() {
		return Cut
	}
	if len(f.Problems()) > 0 {
		return Damaged
	}
	if withoutFCS(f)-networkAt(p) > longestPlain {
		return TooLong
	}
	if len(layers) <= network || p.Link == proto.LinkEthernet && layers[0].Proto != proto.ProtoEthernet {
		return Tagged
	}
	for _, l := range layers {
		if l.Proto == proto.ProtoTrailer {
			return Tagged
		}
	}
	switch layers[network].Proto {
	case proto.ProtoARP:
		if p.Link == proto.LinkEthernet {
			return ""
		}
	case proto.ProtoIPv4:
		ip, ok := f.IPv4()
		const fragment = 0x3fff // more to come, or not the first
		if !ok || len(ip) != proto.IPv4MinLen || (uint16(ip[6])<<8|uint16(ip[7]))&fragment != 0 {
			return Options
		}
		return ""
	case proto.ProtoIPv6:
		if network+1 < len(layers) && (layers[network+1].Proto == proto.ProtoTCP || layers[network+1].Proto == proto.ProtoUDP) {
			return ""
		}
		return Options
	}
	return Tagged
}

// withoutFCS is how long a frame is without its FCS, which captures rarely have.
func withoutFCS(f *proto.Frame) int {
	n := len(f.Bytes())
	for _, l := range f.Layers() {
		if l.Proto == proto.ProtoFCS {
			n = int(l.Off)
		}
	}
	return n
}

// kept is the packet of a frame with bytes of its own, and without FCS.
func kept(f *proto.Frame) proto.Packet {
	own := *f.Packet()
	own.Bytes = slices.Clone(own.Bytes[:withoutFCS(f)])
	own.Length, own.FCS = len(own.Bytes), 0
	return own
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
