package view

import (
	"encoding/hex"
	"strings"

	"netquiz/proto"
)

// maxValueBytes is how many bytes of a value without meaning are spelled out.
const maxValueBytes = 32

// maxValueText is how many bytes of text are shown in one value.
const maxValueText = 400

// value is v for people: its number with unit and name, its text escaped.
func (s Style) value(f *proto.Frame, v proto.Value) string {
	field := v.Field
	switch field.Kind {
	case proto.Flag:
		return s.flag(v.Num)
	case proto.Group:
		return s.group(f, v)
	case proto.Length:
		return s.length(v)
	case proto.Bytes:
		return s.bytes(v.Bytes)
	case proto.Name:
		return string(appendDomain(nil, v.AppendText(nil)))
	case proto.Text, proto.ComputedText:
		return s.text(v.AppendText(nil))
	}
	text := Safe(v.String())
	if !field.Numeric() {
		return text
	}
	if name := s.ValueName(field, v.Num); name != "" {
		return named(text, name)
	}
	if field.Hex != 0 && field.Kind == proto.Uint {
		return text + " (" + s.number(v.Scaled()) + ")"
	}
	return text
}

// named puts the name of a value behind it.
func named(text, name string) string {
	if strings.Contains(name, "(") {
		return text + " " + name
	}
	return text + " (" + name + ")"
}

func (s Style) flag(on uint64) string {
	if on != 0 {
		return s.L.T("view.flag.set")
	}
	return s.L.T("view.flag.clear")
}

// group is the number that the bits of a group make, and the flags set in it.
func (s Style) group(f *proto.Frame, v proto.Value) string {
	text := v.String()
	names := ""
	for i := range v.Part.Table.Fields {
		leaf := &v.Part.Table.Fields[i]
		if leaf.Kind != proto.Flag || !within(leaf, v.Field) {
			continue
		}
		if bit, ok := f.Value(v.Part, leaf); ok && bit.Num != 0 {
			if names != "" {
				names += ", "
			}
			names += s.shortName(leaf)
		}
	}
	if names != "" {
		text += " (" + names + ")"
	}
	return text
}

// within tells whether leaf lies inside group.
func within(leaf, group *proto.Field) bool {
	return leaf.Leaf() && leaf.Bit >= group.Bit && leaf.Width != 0 && leaf.Bit+leaf.Width <= group.Bit+group.Width
}

// length is a number of bytes, and how it is written where that is another one.
func (s Style) length(v proto.Value) string {
	text := s.L.Bytes(int64(v.Scaled()))
	if v.Field.Scale() > 1 {
		text += " (" + s.number(v.Num) + "×" + s.number(v.Field.Scale()) + ")"
	}
	return text
}

// bytes are shown as the text that they are, or in hexadecimal.
func (s Style) bytes(b []byte) string {
	if readable(b) {
		return s.text(b)
	}
	if len(b) <= maxValueBytes {
		return hex.EncodeToString(b)
	}
	return hex.EncodeToString(b[:maxValueBytes]) + "… (" + s.L.Bytes(int64(len(b))) + ")"
}

// text is escaped, and cut off where it is long.
func (s Style) text(b []byte) string {
	if len(b) <= maxValueText {
		return string(AppendSafe(nil, b))
	}
	cut := maxValueText
	for cut > maxValueText-4 && b[cut]&0xc0 == 0x80 {
		cut--
	}
	return string(AppendSafe(nil, b[:cut])) + "… (" + s.L.Bytes(int64(len(b))) + ")"
}
