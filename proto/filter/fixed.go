package filter

import (
	"cmp"
	"slices"

	"netquiz/proto"
)

// fixedFields is where the fields lie if all of them have their place in every
// header of their protocol; nil else.
func fixedFields(fields []*proto.Field) []fixed {
	var all []fixed
	for _, f := range fields {
		if !f.Leaf() && f.Kind != proto.Group || f.Width == 0 || !everywhere(f) {
			return nil
		}
		known := func(x fixed) bool { return x.proto == f.Table().Proto && x.field.ID == f.ID }
		if !slices.ContainsFunc(all, known) {
			all = append(all, fixed{f, f.Table().Proto, uint32(f.Bit / 8),
				(uint32(f.Bit) + uint32(f.Width) + 7) / 8, f.Scale()})
		}
	}
	return all
}

// everywhere tells whether each layout of the protocol's header has the field,
// and at the same place. Layouts of one header begin with the same field;
// options and records do not.
func everywhere(f *proto.Field) bool {
	header := f.Table().Proto.Table()
	for _, t := range f.Table().Proto.Tables() {
		if t.Fields[0].ID != header.Fields[0].ID {
			if t == f.Table() {
				return false
			}
			continue
		}
		if !slices.ContainsFunc(t.Fields, func(g proto.Field) bool {
			return g.ID == f.ID && g.Bit == f.Bit && g.Width == f.Width && g.Kind == f.Kind
		}) {
			return false
		}
	}
	return true
}

// next is the header that holds the field's next value, from layer i on.
func (x *fixed) next(f *proto.Frame, i int) (header []byte, next int) {
	layers := f.Layers()
	for ; i < len(layers); i++ {
		if l := &layers[i]; l.Proto == x.proto && l.Hdr >= x.to {
			return f.Bytes()[l.Off : l.Off+l.Hdr], i + 1
		}
	}
	return nil, 0
}

// number reads the field from the header's start on; that the frame goes on behind
// it is good, as Field.Uint is quickest where eight bytes are there.
func (x *fixed) number(h []byte) int64 { return int64(x.field.Uint(h) * x.scale) }

// holdsFixed compares fields of fixed headers with a literal.
func (t *test) holdsFixed(f *proto.Frame) bool {
	if f == nil {
		return false
	}
	layers, data, any := f.Layers(), f.Bytes(), false
	for i := range layers {
		l := &layers[i]
		for k := range t.direct {
			x := &t.direct[k]
			if l.Proto != x.proto || l.Hdr < x.to {
				continue
			}
			any = true
			var holds bool
			if t.right.class == number {
				holds = t.compare.rel.of(cmp.Compare(x.number(data[l.Off:]), t.right.number))
			} else {
				holds = t.compare.bytes(data[l.Off+x.from:l.Off+x.to], t.right)
			}
			if holds != t.compare.all {
				return !t.compare.all
			}
		}
	}
	return any && t.compare.all
}
