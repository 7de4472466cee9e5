package fuzz

import (
	"slices"

	"netquiz/proto"
)

// Layer is one protocol of a Model: the values that its header is built from.
// Its exported fields are those values; a Layer is simpler the more of them are
// zero, empty or short.
type Layer interface {
	Proto() proto.Proto
	// draw fills in values. Layers are drawn innermost first.
	draw(r *random, m *drawing)
	// specs appends what is given to the codec to build.
	specs(dst []proto.Spec) []proto.Spec
	// check holds what the codec found in layer i against the values.
	check(v *verdict, i int)
}

// drawing is what a layer may need to know of its place.
type drawing struct {
	next  proto.Proto   // the protocol that follows; NoProto: nothing
	size  int           // bytes that follow
	above []proto.Proto // what it is carried in, outermost first
	room  *room
}

// within tells whether p is one of those above.
func (m *drawing) within(p proto.Proto) bool { return slices.Contains(m.above, p) }

// protocol is all that this package knows of one.
type protocol struct {
	make   func() Layer  // nil: frames are not built with it
	under  []proto.Proto // what may carry it
	seldom []proto.Proto // what may carry it too, but seldom does
	weight int           // how often it is drawn, beside what else may stand there
	most   int           // how often it may stand in one model; 0: once
	read   reader        // its plain reading; nil: nothing is expected of it
}

// kinds is filled by the init function of each protocol's file, read-only ever after.
var kinds [1 << 8]protocol

func register(p proto.Proto, k protocol) { kinds[p] = k }

// root is what a frame begins with on a link.
type root struct {
	proto proto.Proto
	link  proto.LinkType
}

// roots are mostly Ethernet.
var roots = [...]root{
	{proto.ProtoEthernet, proto.LinkEthernet}, {proto.ProtoEthernet, proto.LinkEthernet},
	{proto.ProtoEthernet, proto.LinkEthernet}, {proto.ProtoEthernet, proto.LinkEthernet},
	{proto.ProtoEthernet, proto.LinkEthernet}, {proto.ProtoEthernet, proto.LinkEthernet},
	{proto.ProtoEthernet, proto.LinkEthernet}, {proto.ProtoEthernet, proto.LinkEthernet},
	{proto.ProtoEthernet, proto.LinkEthernet}, {proto.ProtoEthernet, proto.LinkEthernet},
	{proto.ProtoEthernet, proto.LinkEthernet}, {proto.ProtoSLL, proto.LinkLinuxSLL},
	{proto.ProtoSLL2, proto.LinkLinuxSLL2}, {proto.ProtoNull, proto.LinkNull},
	{proto.ProtoIPv4, proto.LinkRaw}, {proto.ProtoIPv6, proto.LinkRaw},
	{proto.ProtoIPv4, proto.LinkIPv4}, {proto.ProtoIPv6, proto.LinkIPv6},
}

// rootsOf are the roots that may be where only the chosen layers are built:
// without a choice all, but for a target, which knows Ethernet alone.
func rootsOf(o *Options) []root {
	if len(o.Layers) == 0 && o.Target == nil {
		return roots[:]
	}
	var some []root
	for _, start := range roots {
		if start.link == proto.LinkEthernet || o.Target == nil && slices.Contains(o.Layers, start.proto) {
			some = append(some, start)
		}
	}
	return some
}

// over lists what may follow each protocol, as often as its weight says, by
// choice of layers.
type over [1 << 8][]proto.Proto

// follow makes the lists; only the protocols in chosen take part, and those that
// carry them. None chosen: all of them.
func follow(chosen []proto.Proto) *over {
	wanted := wantedProtos(chosen)
	var o over
	for p := range kinds {
		if kinds[p].make == nil || !wanted[p] {
			continue
		}
		for _, under := range kinds[p].under {
			for range max(kinds[p].weight, 1) {
				o[under] = append(o[under], proto.Proto(p))
			}
		}
		for _, under := range kinds[p].seldom {
			o[under] = append(o[under], proto.Proto(p))
		}
	}
	return &o
}

func wantedProtos(chosen []proto.Proto) (wanted [1 << 8]bool) {
	for p := range kinds {
		wanted[p] = len(chosen) == 0
	}
	wanted[proto.ProtoEthernet], wanted[proto.ProtoData] = true, true
	for len(chosen) > 0 {
		p := chosen[0]
		chosen = chosen[1:]
		wanted[p] = true
		for _, under := range kinds[p].under {
			if !wanted[under] {
				chosen = append(chosen, under)
			}
		}
	}
	return wanted
}

// room keeps what is needed to draw models again and again.
type room struct {
	over  *over
	roots []root
	pools [1 << 8][]Layer
	used  [1 << 8]uint8
	place drawing
	model [deepest]Layer
	specs []proto.Spec
	chain []proto.Proto
	data  pieces
	text  []byte // what variable parts of the layers drawn lie in
}

// deepest is how many protocols a model has at most: fewer than a Frame holds.
const deepest = 12

// draw makes a model, a link's protocol first, to be used until the next draw,
// and tells its link.
func (m *room) draw(r *random) ([]Layer, proto.LinkType) {
	start := m.roots[r.below(len(m.roots))]
	m.chain = append(m.chain[:0], start.proto)
	clear(m.used[:])
	for {
		may := m.over[m.chain[len(m.chain)-1]]
		if len(may) == 0 {
			break
		}
		p := may[r.below(len(may))]
		if len(m.chain) == deepest-1 || int(m.used[p]) > kinds[p].most {
			p = proto.ProtoData
		}
		m.used[p]++
		m.chain = append(m.chain, p)
	}
	clear(m.used[:])
	m.text = m.text[:0]
	d := &m.place
	*d = drawing{room: m}
	for k := len(m.chain) - 1; k >= 0; k-- {
		l := m.take(m.chain[k])
		d.above = m.chain[:k]
		l.draw(r, d)
		m.model[k] = l
		d.next = m.chain[k]
	}
	return m.model[:len(m.chain)], start.link
}

// pieces are Payloads over one row of bytes, made once for each length: to make
// one is an allocation.
type pieces struct {
	bytes []byte
	specs []proto.Spec
}

func newPieces(most int) pieces {
	return pieces{make([]byte, most), make([]proto.Spec, most+1)}
}

// spec is the Payload of the first n bytes.
func (p *pieces) spec(n int) proto.Spec {
	if p.specs[n] == nil {
		p.specs[n] = proto.Payload(p.bytes[:n])
	}
	return p.specs[n]
}

// take is a layer of p that this model does not use yet.
func (m *room) take(p proto.Proto) Layer {
	n := m.used[p]
	m.used[p]++
	if int(n) == len(m.pools[p]) {
		m.pools[p] = append(m.pools[p], kinds[p].make())
	}
	return m.pools[p][n]
}

// build makes the packet's bytes of the model, padded to the least length of a
// frame or not; content is where they end without padding and FCS.
func (m *room) build(p *proto.Packet, model []Layer, pad bool) (content int, err error) {
	m.specs = m.specs[:0]
	for _, l := range model {
		m.specs = l.specs(m.specs)
	}
	p.Bytes, err = proto.Append(p.Bytes[:0], m.specs...)
	if err != nil {
		return 0, err
	}
	content = len(p.Bytes)
	if pad && p.Link == proto.LinkEthernet && content < proto.MinFrame {
		p.Bytes = append(p.Bytes, zeros[:proto.MinFrame-content]...)
	}
	if p.FCS == 4 {
		p.Bytes = append(p.Bytes, zeros[:4]...)
	}
	return content, proto.Seal(p, content, proto.KeepNone)
}

var zeros [proto.MinFrame]byte

// Protos are the protocols that frames are built with, outermost first where
// one carries another.
func Protos() []proto.Proto {
	var all []proto.Proto
	for p := range kinds {
		if kinds[p].make != nil {
			all = append(all, proto.Proto(p))
		}
	}
	return all
}

// Builds tells whether frames are built with p.
func Builds(p proto.Proto) bool { return kinds[p].make != nil }
