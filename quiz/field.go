package quiz

import (
	"fmt"
	"sync"

	"netquiz/proto"
)

// field is the field with this id; it must exist.
func field(id string) *proto.Field {
	if f, ok := selected.Load(id); ok {
		return f.(*proto.Field)
	}
	s, err := proto.Select(id)
	if err != nil {
		panic(err)
	}
	selected.Store(id, s.Fields[0])
	return s.Fields[0]
}

// selected are the fields that were asked for by id.
var selected sync.Map

// A reading is a frame being read. Many packets are read for a question, and a
// frame is large, so they are used again.
type reading struct {
	f     proto.Frame
	parts []proto.Part
}

var readings = sync.Pool{New: func() any { return new(reading) }}

// read decodes a packet; give the reading back when the frame is done with.
func read(p *proto.Packet) *reading {
	g := readings.Get().(*reading)
	g.f.Decode(p, proto.CheckNone)
	return g
}

func (g *reading) done() { readings.Put(g) }

// find is the first value of a field in the frame. It stays when the reading is
// done.
func (g *reading) find(want *proto.Field) (proto.Value, bool) {
	v, parts, ok := findIn(&g.f, want, g.parts)
	g.parts = parts
	return v, ok
}

// find is the first value of a field in a frame.
func find(f *proto.Frame, want *proto.Field) (proto.Value, bool) {
	v, _, ok := findIn(f, want, nil)
	return v, ok
}

func findIn(f *proto.Frame, want *proto.Field, parts []proto.Part) (proto.Value, []proto.Part, bool) {
	for i := range f.Layers() {
		parts = f.Parts(parts[:0], i)
		for _, p := range parts {
			for j := range p.Table.Fields {
				if known := &p.Table.Fields[j]; known.ID == want.ID {
					if v, ok := f.Value(p, known); ok {
						return v, parts, true
					}
				}
			}
		}
	}
	return proto.Value{}, parts, false
}

// span is which bytes of a frame a field touches, from and to; 0, 0 if it is not
// there or has none.
func span(p *proto.Packet, want *proto.Field) (from, to int) {
	g := read(p)
	defer g.done()
	v, ok := g.find(want)
	if !ok || len(v.Bytes) == 0 {
		return 0, 0
	}
	from = int(v.Part.Off) + int(v.Field.Bit/8)
	return from, from + len(v.Bytes)
}

// at is where a field of a frame lies, as hints write it: 0x26–0x29.
func (q *Question) at(frame int, id string) Literal {
	p := &q.Frames[frame].Packet
	from, to := span(p, fieldIn(p, id))
	return place(from, to)
}

// first is where a field of a frame begins: 0x26.
func (q *Question) first(frame int, id string) Literal {
	p := &q.Frames[frame].Packet
	from, _ := span(p, fieldIn(p, id))
	return place(from, from+1)
}

func place(from, to int) Literal {
	if to == from+1 {
		return Literal(fmt.Sprintf("0x%02X", from))
	}
	return Literal(fmt.Sprintf("0x%02X–0x%02X", from, to-1))
}
