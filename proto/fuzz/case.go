package fuzz

import "netquiz/proto"

// Mend says what is made right again after a frame was changed, so that the
// change is met where it lies and not at the first sum that it breaks.
type Mend uint8

// What can be mended.
const (
	MendLengths Mend = 1 << iota
	MendSums
	MendFCS
)

// Case is one frame to try, and what it is made of.
type Case struct {
	Seed, I  uint64
	Strategy Strategy
	Model    []Layer // what the frame was built from; nil: a seed or raw bytes
	From     int     // the seed that was changed, else -1
	Ops      []Op
	Mend     Mend
	Packet   proto.Packet
	Content  int // where headers and what they carry end; padding and FCS follow
}

// Seed is a real frame to start from.
type Seed struct {
	Name    string // where it came from
	Packet  proto.Packet
	Content int
	starts  []int // where its layers begin
}

// NewSeed takes a packet, whose bytes it keeps, for a seed.
func NewSeed(name string, p proto.Packet) Seed {
	var f proto.Frame
	f.Decode(&p, proto.CheckNone)
	s := Seed{Name: name, Packet: p, starts: []int{0}}
	for _, l := range f.Layers() {
		switch l.Proto {
		case proto.ProtoPadding, proto.ProtoTrailer, proto.ProtoFCS:
		default:
			s.Content = int(l.Next())
			if l.Off > 0 {
				s.starts = append(s.starts, int(l.Off))
			}
		}
	}
	return s
}

// maker makes cases. What it makes stays as it is until it makes another.
type maker struct {
	options *Options
	r       random
	room    room
	base    *base   // of the case at hand
	built   base    // of one that was built
	bases   []*base // of seeds
	w       reading
	frame   proto.Frame
	ops     [4]Op
	kept    []byte
	err     error // of the codec, to build what can be built
}

func newMaker(o *Options) *maker {
	m := &maker{options: o}
	m.room.over, m.room.roots = follow(o.Layers), rootsOf(o)
	m.room.data = newPieces(dataMost)
	m.base, m.bases = &m.built, make([]*base, min(len(o.Seeds), basesMost))
	return m
}

// make makes case i.
func (m *maker) make(c *Case, i uint64) {
	if m.draw(c, i); m.options.Target != nil {
		unsay(&c.Packet)
	}
}

// fcsForms are an FCS that was announced, none, and nobody knows.
var fcsForms = [...]int8{4, 4, 0, proto.FCSUnknown}

// draw makes what case i is made of, and the frame.
func (m *maker) draw(c *Case, i uint64) {
	r := &m.r
	r.reset(m.options.Seed, i)
	m.err = nil
	c.Seed, c.I, c.Strategy = m.options.Seed, i, m.options.Strategy.of(i)
	c.Model, c.From, c.Ops, c.Mend = nil, -1, nil, 0
	if c.Strategy == Mutate && len(m.options.Seeds) == 0 {
		c.Strategy = Attack
	}
	p := &c.Packet
	form := r.next()
	p.Bytes, p.Length, p.Link, p.FCS = p.Bytes[:0], 0, proto.LinkEthernet, fcsForms[form&3]
	switch c.Strategy {
	case Raw:
		m.raw(c)
		return
	case Mutate:
		c.From = r.below(len(m.options.Seeds))
		s := &m.options.Seeds[c.From]
		p.Bytes = append(p.Bytes, s.Packet.Bytes...)
		p.Length, p.Link, p.FCS = s.Packet.Length, s.Packet.Link, s.Packet.FCS
		c.Content = s.Content
	default:
		c.Model, p.Link = m.room.draw(r)
		unsaid := form>>2&15 == 0
		if unsaid {
			p.FCS = 4
		}
		c.Content, m.err = m.room.build(p, c.Model, form>>6&15 != 0)
		if unsaid {
			p.FCS = proto.FCSUnknown // it is there, but nobody says so
		}
		if m.err != nil {
			return
		}
	}
	if c.Strategy == Generate {
		return
	}
	if c.Strategy == Attack {
		m.base = &m.built
		m.base.frame.Decode(p, proto.CheckNone)
		m.attack(c)
	} else {
		m.base = m.baseOf(c.From)
		m.mutate(c)
	}
	m.change(c)
}

// basesMost is how many seeds are decoded but once: as many as a campaign keeps,
// and those that it knows.
const basesMost = KeptMost + 256

// baseOf is seed n as a frame that operations change. It holds the seed's own bytes,
// so that no operation changes what the next one is told of.
func (m *maker) baseOf(n int) *base {
	if n >= len(m.bases) {
		m.built.frame.Decode(&m.options.Seeds[n].Packet, proto.CheckNone)
		return &m.built
	}
	if m.bases[n] == nil {
		m.bases[n] = &base{}
		m.bases[n].frame.Decode(&m.options.Seeds[n].Packet, proto.CheckNone)
	}
	return m.bases[n]
}

// change does what the case's operations say, mends, and puts back the bytes
// that are to stay as they are.
func (m *maker) change(c *Case) {
	keep := min(m.options.Protect, len(c.Packet.Bytes))
	m.kept = append(m.kept[:0], c.Packet.Bytes[:keep]...)
	for k := range c.Ops {
		c.Ops[k].apply(c, m.base, m.options.Seeds, keep)
	}
	m.mend(c)
	copy(c.Packet.Bytes, m.kept)
}

// raw is bytes alone, every other time behind a header that leads somewhere.
func (m *maker) raw(c *Case) {
	r, p := &m.r, &c.Packet
	n := r.size(256)
	p.Bytes = append(p.Bytes, noise[:n]...)
	r.fill(p.Bytes)
	if n >= 15 && r.one(2) {
		t := knownTypes[r.below(len(knownTypes))]
		p.Bytes[12], p.Bytes[13] = byte(t>>8), byte(t)
		if t == 0x0800 {
			p.Bytes[14] = 0x45
		}
	}
	c.Content = n
}

var knownTypes = [...]uint16{0x0800, 0x0800, 0x0806, 0x8100, 0x86dd, 0x0800, 0x88a8, 0x05dc}
