package quiz

import (
	"fmt"
	"strings"

	"netquiz/locales"
	"netquiz/proto"
	"netquiz/proto/view"
)

// Append draws exhibit number n for people, if it may be seen now. After an answer
// mark names the fields that prove it.
func (x *Exhibit) Append(dst []byte, style view.Style, n int, mark []*proto.Field) []byte {
	if x.Show == ShowLater && mark == nil {
		return dst
	}
	dst = fmt.Appendf(dst, "%s\n", fold(x.caption(style.L, n), style.Width))
	if x.Show == ShowFacts && mark == nil {
		return x.facts(dst, style)
	}
	p, left := brief(x.Packet)
	var f proto.Frame
	f.Decode(&p, proto.CheckNone)
	dst = view.Hexdump{Style: style, Mark: mark}.Append(dst, &f)
	if left > 0 {
		dst = fmt.Appendf(dst, "%s\n", style.L.Plural("quiz.frame.more", left))
	}
	return dst
}

// caption says which frame it is, and which way it went.
func (x *Exhibit) caption(l *locales.Localizer, n int) string {
	id := "quiz.frame.server"
	if x.FromClient {
		id = "quiz.frame.client"
	}
	return l.T(id, "N", n, "Length", x.Packet.WireLength())
}

// fold puts the last part of a caption into a line of its own where it is wider
// than the screen.
func fold(caption string, width int) string {
	at := strings.LastIndex(caption, " · ")
	if width == 0 || view.Columns(caption) <= width || at < 0 {
		return caption
	}
	return caption[:at] + "\n  " + caption[at+len(" · "):]
}

// narrow is below how many columns facts leave out where they lie.
const narrow = 56

// facts draws chosen fields, a line each: where it lies, its name, its value.
func (x *Exhibit) facts(dst []byte, style view.Style) []byte {
	var f proto.Frame
	f.Decode(&x.Packet, proto.CheckNone)
	var values []proto.Value
	widest := 0
	for _, want := range x.Facts {
		if v, ok := find(&f, want); ok {
			values = append(values, v)
			widest = max(widest, view.Columns(style.Name(v.Field)))
		}
	}
	for _, v := range values {
		where := ""
		if len(v.Bytes) > 0 {
			from := int(v.Part.Off) + int(v.Field.Bit/8)
			where = string(place(from, from+len(v.Bytes)))
		}
		if style.Width >= narrow {
			dst = fmt.Appendf(dst, "  %-9s", where)
		}
		name, text := style.Name(v.Field), factText(v, style.L)
		gap := strings.Repeat(" ", widest-view.Columns(name)+2)
		if n := view.Columns(name) + view.Columns(text); style.Width < narrow && widest+view.Columns(text)+4 > style.Width {
			gap = "  " // out of line with the others, but in one line
			if n+4 > style.Width {
				gap = "\n    "
			}
		}
		dst = fmt.Appendf(dst, "  %s%s%s\n", name, gap, text)
	}
	return dst
}

// factText is a field's value in a line of facts.
func factText(v proto.Value, l *locales.Localizer) string {
	switch {
	case v.Field.ID == "tcp.flags":
		return Flags(v.Num).In(l)
	case strings.HasSuffix(v.Field.ID, "port"):
		return v.String()
	case v.Field.Numeric() && v.Field.Hex == 0 && v.Field.Enum == nil:
		return l.Number(v.Scaled())
	}
	text := view.Safe(v.String())
	if name := v.Field.Enum.Name(v.Num); name != "" {
		text += " (" + name + ")"
	}
	return text
}

// brief is a packet without most of its data, and how many bytes that leaves out:
// headers and a line of what follows are enough to see where it begins.
func brief(p proto.Packet) (proto.Packet, int) {
	var f proto.Frame
	f.Decode(&p, proto.CheckNone)
	end := 0
	for _, l := range f.Layers() {
		if l.Proto != proto.ProtoData && l.Proto != proto.ProtoPadding && l.Proto != proto.ProtoFCS && l.Proto != proto.ProtoTrailer {
			end = int(l.Next())
		}
	}
	n := (end + 31) &^ 15
	if len(p.Bytes) <= n+16 {
		return p, 0
	}
	p.Length = p.WireLength()
	left := len(p.Bytes) - n
	p.Bytes = p.Bytes[:n:n]
	return p, left
}
