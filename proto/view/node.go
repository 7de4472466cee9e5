package view

import "netquiz/proto"

// node is one line of a frame's tree: the head of a layer or of a part of one,
// or a field.
type node struct {
	layer    int
	part     proto.Part
	field    *proto.Field // nil: a head
	value    proto.Value
	ok       bool      // value is there
	bit, n   uint32    // where the field lies in the frame, in bits; n 0: computed
	window   [2]uint32 // the bytes of the group that the field lies in, else those it touches
	depth    int
	problems []*proto.Problem
}

// from and to are the bytes that the node touches, to excluded.
func (n *node) from() uint32 { return n.bit / 8 }
func (n *node) to() uint32   { return (n.bit + n.n + 7) / 8 }

// nodes are the lines of the frame's tree. Every span of the frame is in
// exactly one of them, every problem too; the first node is the frame itself.
func nodes(f *proto.Frame) []node {
	t := treeBuilder{f: f, all: []node{{layer: -1, n: 8 * uint32(len(f.Bytes()))}}}
	for span := range f.Spans() {
		t.spans = append(t.spans, span)
	}
	for i := range f.Layers() {
		for j, part := range f.Parts(nil, i) {
			t.part(i, part, j == 0)
		}
	}
	for i := range f.Problems() {
		p := &f.Problems()[i]
		at := t.place(p)
		t.all[at].problems = append(t.all[at].problems, p)
	}
	return t.all
}

type treeBuilder struct {
	f     *proto.Frame
	all   []node
	spans []proto.Span // those that have no node yet
}

// part adds the head of a part, unless it only carries on the fixed header, and
// its fields.
func (t *treeBuilder) part(layer int, part proto.Part, first bool) {
	depth := int(part.Depth)
	if first || depth > 0 {
		head := node{layer: layer, part: part, depth: depth, bit: 8 * part.Off, n: 8 * part.Len}
		if first {
			head.n = 8 * t.f.Layers()[layer].Hdr
		}
		t.all = append(t.all, head)
	}
	var group *proto.Field
	for i := range part.Table.Fields {
		field := &part.Table.Fields[i]
		n := node{layer: layer, part: part, field: field, depth: depth + 1}
		n.value, n.ok = t.f.Value(part, field)
		switch {
		case field.Leaf():
			if len(t.spans) == 0 || t.spans[0].Field != field || t.spans[0].Part != part {
				continue
			}
			n.bit, n.n = t.spans[0].Bit, t.spans[0].Width
			t.spans = t.spans[1:]
		case !n.ok:
			continue
		case field.Kind == proto.Group:
			n.bit, n.n = 8*part.Off+uint32(field.Bit), uint32(field.Width)
			group = field
		}
		n.window = [2]uint32{n.from(), n.to()}
		if group != nil && within(field, group) {
			first := 8*part.Off + uint32(group.Bit)
			n.window = [2]uint32{first / 8, (first + uint32(group.Width) + 7) / 8}
			n.depth++
		}
		t.all = append(t.all, n)
	}
	for len(t.spans) > 0 && t.spans[0].Part == part {
		s := t.spans[0]
		n := node{layer: layer, part: part, field: s.Field, depth: depth + 1, bit: s.Bit, n: s.Width}
		n.window = [2]uint32{n.from(), n.to()}
		t.all = append(t.all, n)
		t.spans = t.spans[1:]
	}
}

// place is the index of the node that a problem belongs to: that of its field,
// else of the last one around its first byte, else of its layer, else of the
// frame.
func (t *treeBuilder) place(p *proto.Problem) int {
	best, around := 0, 0
	for i := range t.all {
		n := &t.all[i]
		if n.layer != int(p.Layer) {
			continue
		}
		switch {
		case n.field == nil:
			if best == 0 {
				best = i
			}
		case p.Field == nil || n.from() > p.Off || p.Off >= n.to():
		case n.field.ID == p.Field.ID:
			return i
		case n.field.Leaf():
			around = i
		}
	}
	if around != 0 {
		return around
	}
	return best
}

// shows tells whether the node is one of the fields.
func (n *node) shows(fields []*proto.Field) bool {
	for _, f := range fields {
		if n.field == f && f != nil {
			return true
		}
	}
	return false
}
