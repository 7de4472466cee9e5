package view

import (
	"slices"

	"netquiz/proto"
)

// Fields writes a line a frame of the values of chosen fields, TAB between
// fields and a comma between the values of one, as tshark -T fields
// -E occurrence=a does. It holds room to work in, so each goroutine needs its
// own.
type Fields struct {
	fields []*proto.Selector
	tables []*proto.Table // that any of the fields stands in
	needed [256]bool      // the protocols of these
	parts  []proto.Part
	text   []byte
}

// NewFields makes a Fields of the fields in the order of their columns.
func NewFields(fields []*proto.Selector) *Fields {
	y := &Fields{fields: fields}
	for _, s := range fields {
		for _, f := range s.Fields {
			if t := f.Table(); !slices.Contains(y.tables, t) {
				y.tables, y.needed[t.Proto] = append(y.tables, t), true
			}
		}
	}
	return y
}

// Append appends the line of f to dst. It is for machines, so nothing is cut
// off, and text is escaped as AppendSafe does.
func (y *Fields) Append(dst []byte, f *proto.Frame) []byte {
	y.parts = append(y.parts[:0], f.MetaPart())
	for i, l := range f.Layers() {
		if y.needed[l.Proto] {
			y.add(f, i)
		}
	}
	for i, s := range y.fields {
		if i > 0 {
			dst = append(dst, '\t')
		}
		dst = y.column(dst, f, s.Fields)
	}
	return append(dst, '\n')
}

// add notes the parts of a layer that hold any of the fields.
func (y *Fields) add(f *proto.Frame, layer int) {
	kept := len(y.parts)
	y.parts = f.Parts(y.parts, layer)
	for i := kept; i < len(y.parts); i++ {
		for _, t := range y.tables {
			if y.parts[i].Table == t {
				y.parts[kept] = y.parts[i]
				kept++
				break
			}
		}
	}
	y.parts = y.parts[:kept]
}

// column appends the values of the fields in the order of the frame.
func (y *Fields) column(dst []byte, f *proto.Frame, fields []*proto.Field) []byte {
	several := false
	for i := range y.parts {
		for _, field := range fields {
			if field.Table() != y.parts[i].Table {
				continue
			}
			if v, ok := f.Value(y.parts[i], field); ok {
				if several {
					dst = append(dst, ',')
				}
				several = true
				dst = y.value(dst, v)
			}
		}
	}
	return dst
}

func (y *Fields) value(dst []byte, v proto.Value) []byte {
	switch v.Field.Kind {
	case proto.Text, proto.Name, proto.ComputedText:
		y.text = v.AppendText(y.text[:0])
		return AppendSafe(dst, y.text)
	}
	return v.AppendText(dst)
}
