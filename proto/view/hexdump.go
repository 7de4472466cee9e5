package view

import (
	"unicode/utf8"

	"netquiz/proto"
)

// Hexdump draws the bytes of a frame in hexadecimal and as text, each layer in
// a colour of its own, and points out the bits of fields.
type Hexdump struct {
	Style
	Mark []*proto.Field // fields to point out
}

// Append appends the dump of f to dst: lines of an offset, 16 bytes (8 or 4
// where that is too wide) and their text, then a line for each marked field.
func (h Hexdump) Append(dst []byte, f *proto.Frame) []byte {
	data := f.Bytes()
	d := hexDrawing{Hexdump: h, f: f, data: data, digits: offsetDigits(len(data), 4)}
	d.perLine = 16
	for d.perLine > 4 && d.lineWidth() > h.width() {
		d.perLine /= 2
	}
	d.layers()
	if len(h.Mark) > 0 {
		d.marks()
	}
	text := textCells(f, d.perLine)
	for at := 0; at < len(data); at += d.perLine {
		dst = d.line(dst, at, min(at+d.perLine, len(data)), text)
	}
	return d.legend(dst)
}

type hexDrawing struct {
	Hexdump
	f       *proto.Frame
	data    []byte
	digits  int
	perLine int
	ink     []ink  // of each byte
	mark    []byte // of each byte: the bits that are marked
	marked  []node
}

// lineWidth is the columns of a full line; 16 bytes have a gap in the middle.
func (d *hexDrawing) lineWidth() int {
	return d.digits + 2 + 3*d.perLine + d.perLine/16 + 1 + d.perLine
}

func (d *hexDrawing) layers() {
	d.ink = make([]ink, len(d.data))
	for i, l := range d.f.Layers() {
		for at := l.Off; at < l.Next(); at++ {
			d.ink[at] = layerInk(i)
		}
	}
}

func (d *hexDrawing) marks() {
	d.mark = make([]byte, len(d.data))
	for _, n := range nodes(d.f) {
		if !n.shows(d.Mark) || n.n == 0 {
			continue
		}
		d.marked = append(d.marked, n)
		for bit := n.bit; bit < n.bit+n.n; bit++ {
			d.mark[bit/8] |= 0x80 >> (bit % 8)
		}
	}
}

// markedDigit tells whether any bit of a byte's first or second digit is marked.
func (d *hexDrawing) markedDigit(at, digit int) bool {
	return d.mark != nil && d.mark[at]&(0xf0>>(4*digit)) != 0
}

func (d *hexDrawing) line(dst []byte, from, to int, text []string) []byte {
	p := pen{Style: d.Style, dst: dst}
	p.write(string(appendHex(nil, uint32(from), d.digits))+" ", dim)
	any := false
	for at := from; at < from+d.perLine; at++ {
		p.write(spaces(d.gap(at)), plain)
		if at >= to {
			p.write("  ", plain)
			continue
		}
		for digit, shift := range [2]int{4, 0} {
			i := d.ink[at]
			if d.markedDigit(at, digit) {
				any = true
				i = i.with(marked)
			}
			p.write(string(hexDigits[d.data[at]>>shift&15]), i)
		}
	}
	p.write("  ", plain)
	for at := from; at < to; at++ {
		i := d.ink[at]
		if d.mark != nil && d.mark[at] != 0 {
			i = i.with(marked)
		}
		p.write(text[at], i)
	}
	dst = p.end()
	if any && !d.Color {
		dst = d.carets(dst, from, to)
	}
	return dst
}

// gap is the space before the byte at.
func (d *hexDrawing) gap(at int) int {
	if d.perLine == 16 && at%16 == 8 {
		return 2
	}
	return 1
}

// carets point at the marked digits of the line above.
func (d *hexDrawing) carets(dst []byte, from, to int) []byte {
	dst = append(dst, spaces(d.digits+1)...)
	for at := from; at < to; at++ {
		dst = append(dst, spaces(d.gap(at))...)
		for digit := range 2 {
			if d.markedDigit(at, digit) {
				dst = append(dst, '^')
			} else {
				dst = append(dst, ' ')
			}
		}
	}
	return append(trimRight(dst), '\n')
}

// legend says which fields are marked, and their bits.
func (d *hexDrawing) legend(dst []byte) []byte {
	for i := range d.marked {
		n := &d.marked[i]
		line := para{}.add(where(n.bit, n.n, d.digits), dim).add(" "+picture(d.data, n)+" = ", plain)
		line = line.add(d.Name(n.field)+": ", plain)
		if n.ok {
			line = line.add(d.value(d.f, n.value), bold)
		}
		dst = append(dst, "^ "...)
		dst = d.appendPara(dst, line, 2, 4)
	}
	return dst
}

// textCells are what stands in the text column for each byte: ASCII wherever it
// is, letters of UTF-8 in layers that are text, where they are whole on a line,
// with nothing for their other bytes, and dots for what cannot be shown.
func textCells(f *proto.Frame, perLine int) []string {
	data := f.Bytes()
	cells := make([]string, len(data))
	for at, b := range data {
		cells[at] = "."
		if b >= ' ' && b <= '~' {
			cells[at] = string(rune(b))
		}
	}
	for _, l := range f.Layers() {
		if (l.Proto == proto.ProtoData || l.Proto == proto.ProtoHTTP) && isText(data[l.Off:l.Next()]) {
			letterCells(cells, data, int(l.Off), int(l.Next()), perLine)
		}
	}
	return cells
}

func letterCells(cells []string, data []byte, from, to, perLine int) {
	for at := from; at < to; {
		r, size := utf8.DecodeRune(data[at:to])
		letter := string(data[at : at+size])
		columns := Columns(letter)
		whole := at/perLine == (at+size-1)/perLine
		if size > 1 && shown(r) && whole && columns > 0 && columns <= size {
			cells[at] = letter + spaces(size-columns)
			clear(cells[at+1 : at+size])
		}
		at += size
	}
}

// isText tells whether b is UTF-8, of which the first and the last letter may be
// cut: in other bytes some letters turn up by chance.
func isText(b []byte) bool {
	for i := 0; i < utf8.UTFMax-1 && len(b) > 0 && !utf8.RuneStart(b[0]); i++ {
		b = b[1:]
	}
	for i := 1; i < utf8.UTFMax && i <= len(b); i++ {
		if last := b[len(b)-i:]; utf8.RuneStart(last[0]) {
			if !utf8.FullRune(last) {
				b = b[:len(b)-i]
			}
			break
		}
	}
	return utf8.Valid(b)
}
