package view

import "netquiz/proto"

// Fields writes a line a frame of the values of chosen fields, TAB between
// fields and a comma between the values of one, as tshark -T fields
// -E occurrence=a does. It holds room to work in, so each goroutine needs its
// own.
type Fields struct {
	fields []*proto.Selector
	needed [256]bool // protocols that any of the fields belongs to
	parts  []proto.Part
	text   []byte
}

// NewFields makes a Fields of the fields in the order of their columns.
func NewFields(fields []*proto.Selector) *Fields {
	y := &Fields{fields: fields}
	for _, s := range fields {
		for _, f := range s.Fields {
			y.needed[f.Table().Proto] = true
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
			y.parts = f.Parts(y.parts, i)
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
