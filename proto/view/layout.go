package view

import (
	"strconv"

	"netquiz/proto"
)

// Layout draws headers as RFCs do: 32 bits a row and two columns a bit, or 16
// bits a row where the width is less than 67 columns.
type Layout struct {
	Style
	Mark []*proto.Field // fields to point out
}

// box is one field of a diagram, or what one stands for.
type box struct {
	names  []string // from the longest to the shortest
	values []string // likewise; none in a diagram without a frame
	bits   uint32
	open   bool // its length is not fixed
	ink    ink
	marked bool
}

// Append appends a diagram of each layer of f, with the frame's values in it.
func (l Layout) Append(dst []byte, f *proto.Frame) []byte {
	var boxes []box
	layer := -1
	flush := func() {
		if layer >= 0 {
			dst = l.layer(dst, f, layer, boxes)
			boxes = boxes[:0]
		}
	}
	for span := range f.Spans() {
		if i := int(span.Part.Layer); i != layer {
			flush()
			layer = i
		}
		boxes = append(boxes, l.spanBox(f, span))
	}
	flush()
	return dst
}

func (l Layout) layer(dst []byte, f *proto.Frame, i int, boxes []box) []byte {
	if len(dst) > 0 {
		dst = append(dst, '\n')
	}
	y := &f.Layers()[i]
	head := para{}.add(l.TableName(f, f.Parts(nil, i)[0]), layerInk(i).with(bold))
	head = head.add(" · "+l.L.Bytes(int64(y.Hdr)), plain)
	head = head.add(" · "+where(8*y.Off, 8*y.Hdr, offsetDigits(len(f.Bytes()), 2)), dim)
	dst = l.appendPara(dst, head, 0, 2)
	digits := offsetDigits(len(f.Bytes()), 2)
	return newGrid(l.Style, boxes).append(dst, func(bit uint32) string {
		return string(appendOffset(nil, y.Off+bit/8, digits))
	})
}

func (l Layout) spanBox(f *proto.Frame, span proto.Span) box {
	b := box{names: l.names(span.Field), bits: span.Width, ink: layerInk(int(span.Part.Layer))}
	if v, ok := f.Value(span.Part, span.Field); ok {
		b.values = l.briefs(v)
	} else {
		b.values = []string{l.bytes(f.Bytes()[span.Bit/8 : (span.Bit+span.Width+7)/8])}
	}
	b.marked = l.marks(span.Field)
	return b
}

// AppendTable appends the diagram of one header, option or record, without
// values.
func (l Layout) AppendTable(dst []byte, t *proto.Table) []byte {
	var boxes []box
	for i := range t.Fields {
		if f := &t.Fields[i]; f.Leaf() {
			boxes = append(boxes, box{names: l.names(f), bits: uint32(f.Width), open: f.Width == 0, marked: l.marks(f)})
		}
	}
	return newGrid(l.Style, boxes).append(dst, func(bit uint32) string {
		return strconv.Itoa(int(bit / 8))
	})
}

func (l Layout) marks(f *proto.Field) bool {
	n := node{field: f}
	if n.shows(l.Mark) {
		return true
	}
	for _, group := range l.Mark {
		if group.Kind == proto.Group && group.Table() == f.Table() && within(f, group) {
			return true
		}
	}
	return false
}

// names are what the field may be called, from the longest to the shortest.
func (l Layout) names(f *proto.Field) []string {
	name := l.Name(f)
	outer, _ := splitName(name)
	return []string{name, outer, l.shortName(f)}
}

// briefs are what the value may be written as, from the longest to the shortest.
func (l Layout) briefs(v proto.Value) []string {
	switch v.Field.Kind {
	case proto.Bytes:
		return []string{l.bytes(v.Bytes)}
	case proto.Name:
		name := v.AppendText(nil)
		return []string{string(appendDomain(nil, name)), l.text(name)}
	case proto.Text:
		return []string{l.text(v.AppendText(nil))}
	}
	text := Safe(v.String())
	if !v.Field.Numeric() {
		return []string{text}
	}
	if v.Field.Scale() > 1 {
		return []string{l.number(v.Num) + " (" + l.L.Bytes(int64(v.Scaled())) + ")", l.number(v.Num)}
	}
	if name := l.ValueName(v.Field, v.Num); name != "" {
		outer, _ := splitName(name)
		return []string{named(text, name), named(text, outer), text}
	}
	return []string{text}
}
