package quiz

import (
	"bytes"
	"math/rand/v2"
	"slices"

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
// an IPv4 packet whole in an Ethernet frame of at most 1,518 bytes, with nothing
// wrong, no tag and no options of IP. What the questions say of headers and their
// places holds for such frames.
type Gatherer struct {
	tracker *flow.Tracker
	talks   map[*flow.Conversation]*talk
	order   []*talk
	asked   []proto.Packet // queries for names that are not answered yet
	before  []proto.Packet // names and neighbours, as they were found out
}

// talk is a conversation that is being gathered.
type talk struct {
	packets []proto.Packet
	over    bool
}

// Add looks at the next frame of the capture, and keeps nothing of p itself.
func (g *Gatherer) Add(p *proto.Packet) {
	if g.tracker == nil {
		g.tracker, g.talks = flow.New(), map[*flow.Conversation]*talk{}
		g.tracker.Forgotten = func(c *flow.Conversation) { delete(g.talks, c) }
	}
	var f proto.Frame
	f.Decode(p, proto.CheckAll)
	row := g.tracker.Add(&f)
	tcp, isTCP := f.TCP()
	switch {
	case !isTCP && isPlain(&f):
		g.name(&f, row)
	case isTCP && row.Conversation != nil && !row.Reported:
		t := g.talks[row.Conversation]
		if t == nil {
			t = &talk{over: tcp.Flags()&(proto.SYN|proto.ACK) != proto.SYN || !isPlain(&f) || len(g.order) == mostScenes}
			g.talks[row.Conversation] = t
			if !t.over {
				g.order = append(g.order, t)
				t.packets = g.near(&f)
			}
		}
		if t.over = t.over || !isPlain(&f) || len(t.packets) >= mostFrames; !t.over {
			t.packets = append(t.packets, kept(&f))
		}
	}
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

// near are the frames kept before a SYN that its sender sent or received.
func (g *Gatherer) near(syn *proto.Frame) []proto.Packet {
	client, ok := syn.Ethernet()
	if !ok {
		return nil
	}
	own := client.Src()
	var near []proto.Packet
	for _, p := range g.before {
		if bytes.Equal(p.Bytes[0:6], own[:]) || bytes.Equal(p.Bytes[6:12], own[:]) {
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

// longestPlain is how long a plain frame may be, in bytes, without its FCS.
const longestPlain = proto.EthernetLen + 1500

// isPlain tells an ordinary frame: ARP or an IPv4 packet without options, whole, in
// an Ethernet frame without tags, with nothing wrong.
func isPlain(f *proto.Frame) bool {
	p := f.Packet()
	if p.Link != proto.LinkEthernet || len(p.Bytes) != p.WireLength() || withoutFCS(f) > longestPlain || len(f.Problems()) > 0 {
		return false
	}
	layers := f.Layers()
	if len(layers) < 2 || layers[0].Proto != proto.ProtoEthernet {
		return false
	}
	for _, l := range layers {
		if l.Proto == proto.ProtoTrailer {
			return false
		}
	}
	if layers[1].Proto == proto.ProtoARP {
		return true
	}
	ip, ok := f.IPv4()
	const fragment = 0x3fff // more to come, or not the first
	return ok && layers[1].Proto == proto.ProtoIPv4 && len(ip) == proto.IPv4MinLen && (uint16(ip[6])<<8|uint16(ip[7]))&fragment == 0
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
