package quiz

import (
	"fmt"

	"netquiz/proto"
)

// field is the field with this id; it must exist.
func field(id string) *proto.Field {
	s, err := proto.Select(id)
	if err != nil {
		panic(err)
	}
	return s.Fields[0]
}

// find is the first value of a field in a frame.
func find(f *proto.Frame, want *proto.Field) (proto.Value, bool) {
	var parts []proto.Part
	for i := range f.Layers() {
		parts = f.Parts(parts[:0], i)
		for _, p := range parts {
			for j := range p.Table.Fields {
				if known := &p.Table.Fields[j]; known.ID == want.ID {
					if v, ok := f.Value(p, known); ok {
						return v, true
					}
				}
			}
		}
	}
	return proto.Value{}, false
}

// span is which bytes of a frame a field touches, from and to; 0, 0 if it is not
// there or has none.
func span(p *proto.Packet, want *proto.Field) (from, to int) {
	var f proto.Frame
	f.Decode(p, proto.CheckNone)
	v, ok := find(&f, want)
	if !ok || len(v.Bytes) == 0 {
		return 0, 0
	}
	from = int(v.Part.Off) + int(v.Field.Bit/8)
	return from, from + len(v.Bytes)
}

// at is where a field of a frame lies, as hints write it: 0x26–0x29.
func (q *Question) at(frame int, id string) Literal {
	from, to := span(&q.Frames[frame].Packet, field(id))
	return place(from, to)
}

func place(from, to int) Literal {
	if to == from+1 {
		return Literal(fmt.Sprintf("0x%02X", from))
	}
	return Literal(fmt.Sprintf("0x%02X–0x%02X", from, to-1))
}
