package view

import (
	"strings"
	"time"

	"netquiz/proto"
)

// Summary writes a line a frame: its number, the time since Start, between
// whom, the protocol, the length on the wire, what is wrong and what it is. It
// holds room to work in, so each goroutine needs its own.
type Summary struct {
	Start time.Time // what times count from; zero: the time of the first frame

	style    Style
	narrow   bool // ports stand beside their addresses
	tight    bool // ports stand for their addresses, and there is no time
	protos   []protoSummary
	problems [256]string
	parts    []proto.Part
	enums    map[enumKey]string
	text     []byte
}

// protoSummary is what a summary shows of a protocol.
type protoSummary struct {
	name         string       // padded
	src, dst     *proto.Field // addresses; nil: it has none
	sport, dport *proto.Field
	gist         gist
}

// NewSummary makes a Summary in a style. A line wider than s.Width is cut off;
// with Width 0 none is. Below 100 columns ports stand beside their addresses, and
// below 60 for them, without the time.
func NewSummary(s Style) *Summary {
	y := &Summary{style: s, narrow: s.Width > 0 && s.Width < 100, tight: s.Width > 0 && s.Width < 60, enums: map[enumKey]string{}}
	for _, p := range proto.Protos() {
		for int(p) >= len(y.protos) {
			y.protos = append(y.protos, protoSummary{})
		}
		q := s.summaryOf(p)
		if !y.narrow {
			q.name = pad(q.name, nameColumns)
		}
		y.protos[p] = q
	}
	for _, code := range proto.Codes() {
		y.problems[code] = s.L.T("view.problem." + code.String())
	}
	return y
}

// nameColumns is how many columns a protocol's name takes, widestName how many
// it may take.
const (
	nameColumns = 6
	widestName  = 8
)

func (s Style) summaryOf(p proto.Proto) protoSummary {
	id := p.String()
	outer, _, _ := strings.Cut(id, ".") // an extension header goes by what it extends
	y := protoSummary{name: strings.ToUpper(outer), gist: plainGist(p)}
	if s.L.Has("view.table." + outer) {
		if name := s.L.T("view.table." + outer); Columns(name) <= widestName {
			y.name = name
		}
	}
	if s.L.Has("view.gist." + id) {
		y.gist = parseGist(s.L.T("view.gist." + id))
	}
	t := p.Table()
	if t == nil {
		return y
	}
	for i := range t.Fields {
		f := &t.Fields[i]
		switch f.ID {
		case t.ID + ".src":
			y.src = f
		case t.ID + ".dst":
			y.dst = f
		case t.ID + ".srcport":
			y.sport = f
		case t.ID + ".dstport":
			y.dport = f
		}
	}
	return y
}

// Append appends the line of f to dst.
func (y *Summary) Append(dst []byte, f *proto.Frame) []byte {
	start := len(dst)
	dst = y.when(dst, f.Packet())
	addr, port, last := -1, -1, y.innermost(f)
	layers := f.Layers()
	for i := range layers {
		l := &layers[i]
		p := &y.protos[l.Proto]
		if l.Quoted {
			break
		}
		whole := int(l.Hdr) >= l.Proto.HeaderLen()
		if p.src != nil && p.dst != nil && whole {
			addr = i
		}
		if p.sport != nil && p.dport != nil && whole {
			port = i
		}
	}
	from := len(dst)
	dst = y.ends(dst, f, addr, port)
	if !y.narrow {
		bytes := 31
		if addr >= 0 {
			bytes += len("→") - 1
		}
		for len(dst)-from < bytes {
			dst = append(dst, ' ')
		}
	}
	dst = append(dst, ' ')
	if last >= 0 {
		dst = append(dst, y.protos[layers[last].Proto].name...)
	}
	dst = append(dst, ' ')
	dst = appendRight(dst, uint64(f.Packet().WireLength()), y.columns(4))
	dst = y.wrong(dst, f)
	if port >= 0 && !y.narrow {
		dst = append(dst, ' ')
		dst = y.pair(dst, f, port, y.protos[layers[port].Proto].sport, y.protos[layers[port].Proto].dport)
	}
	if last >= 0 {
		dst = y.what(dst, f, last)
	}
	if y.style.Width > 0 {
		dst = y.cut(dst, start)
	}
	return append(dst, '\n')
}

// columns is the width of a column of numbers, none where space is scarce.
func (y *Summary) columns(n int) int {
	if y.narrow {
		return 1
	}
	return n
}

// when is the number and the time since Start, to the microsecond.
func (y *Summary) when(dst []byte, p *proto.Packet) []byte {
	if y.style.Color {
		dst = append(dst, "\x1b[2m"...)
	}
	dst = appendRight(dst, uint64(p.Number), y.columns(5))
	if !y.tight {
		dst = y.since(append(dst, ' '), p)
	}
	if y.style.Color {
		dst = append(dst, "\x1b[m"...)
	}
	return append(dst, ' ')
}

func (y *Summary) since(dst []byte, p *proto.Packet) []byte {
	if p.Time.IsZero() {
		return append(dst, '-')
	}
	if y.Start.IsZero() {
		y.Start = p.Time
	}
	return appendSeconds(dst, p.Time.Sub(y.Start), y.columns(10))
}

func (y *Summary) ends(dst []byte, f *proto.Frame, addr, port int) []byte {
	if addr < 0 {
		return append(dst, '-')
	}
	p := &y.protos[f.Layers()[addr].Proto]
	switch {
	case y.tight && port < 0 && p.src.Kind == proto.MAC:
		return dst[:len(dst)-1] // what the frame says has the room
	case !y.narrow || port < 0:
		return y.pair(dst, f, addr, p.src, p.dst)
	}
	q := &y.protos[f.Layers()[port].Proto]
	if y.tight {
		return y.pair(dst, f, port, q.sport, q.dport)
	}
	dst = y.value(dst, f, addr, p.src)
	dst = y.value(append(dst, ':'), f, port, q.sport)
	dst = append(dst, " → "...)
	dst = y.value(dst, f, addr, p.dst)
	return y.value(append(dst, ':'), f, port, q.dport)
}

func (y *Summary) pair(dst []byte, f *proto.Frame, layer int, from, to *proto.Field) []byte {
	dst = y.value(dst, f, layer, from)
	dst = append(dst, " → "...)
	return y.value(dst, f, layer, to)
}

// value appends a field of the fixed header of a layer, straight from its bytes
// where that is quicker than through a proto.Value.
func (y *Summary) value(dst []byte, f *proto.Frame, layer int, field *proto.Field) []byte {
	h := f.Header(layer)
	switch field.Kind {
	case proto.IPv4Addr:
		if at := int(field.Bit / 8); at+4 <= len(h) {
			return appendIPv4(dst, [4]byte(h[at:]))
		}
	case proto.Uint:
		if field.Scale() == 1 && field.Hex == 0 {
			return appendNumber(dst, field.Uint(h))
		}
	}
	l := &f.Layers()[layer]
	part := proto.Part{Table: field.Table(), Off: l.Off, Len: l.Hdr, Layer: uint8(layer)}
	if v, ok := f.Value(part, field); ok {
		return v.AppendText(dst)
	}
	return append(dst, '?')
}

// maxProblems is how many problems a line names.
const maxProblems = 3

func (y *Summary) wrong(dst []byte, f *proto.Frame) []byte {
	all := f.Problems()
	for i := range all {
		p := &all[i]
		if i == maxProblems {
			dst = append(dst, " +"...)
			dst = appendNumber(dst, uint64(len(all)-i))
			break
		}
		dst = append(dst, ' ')
		if y.style.Color {
			dst = append(append(append(dst, "\x1b["...), problemInk(p)...), 'm')
		}
		dst = append(dst, "! "...)
		dst = append(dst, y.problems[p.Code]...)
		if p.Field != nil {
			dst = append(dst, '(')
			dst = append(dst, p.Field.ID...)
			dst = append(dst, ')')
		}
		if y.style.Color {
			dst = append(dst, "\x1b[m"...)
		}
	}
	return dst
}

// cut takes the end off a line that is wider than the style allows.
func (y *Summary) cut(dst []byte, start int) []byte {
	if len(dst)-start <= y.style.Width {
		return dst
	}
	line := string(dst[start:])
	if Columns(line) <= y.style.Width {
		return dst
	}
	return append(dst[:start], fit(line, y.style.Width)...)
}

// appendSeconds appends d in seconds with six decimals, set to the right.
func appendSeconds(dst []byte, d time.Duration, columns int) []byte {
	us := uint64(max(d, -d) / time.Microsecond)
	var room [20]byte
	whole := appendNumber(room[:0], us/1e6)
	for i := len(whole) + 7; i < columns; i++ {
		if i+1 == columns && d < 0 {
			break
		}
		dst = append(dst, ' ')
	}
	if d < 0 {
		dst = append(dst, '-')
	}
	dst = append(append(dst, whole...), '.')
	return appendDigits(dst, us%1e6, 6)
}
