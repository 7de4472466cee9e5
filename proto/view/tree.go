package view

import "netquiz/proto"

// Tree draws a frame as a tree: a line for each layer, option and field, with
// the bytes where the field lies, its bits, its name and its value.
type Tree struct {
	Style
	Explain bool           // adds each field's id, source and explanation
	Mark    []*proto.Field // fields to point out
}

// wideEnough is the width from which the columns of a tree are aligned, and
// roomy the one from which they hold the fields' ids.
const (
	wideEnough = 68
	roomy      = 110
)

// Append appends the tree of f to dst.
func (t Tree) Append(dst []byte, f *proto.Frame) []byte {
	all := nodes(f)
	d := treeDrawing{Tree: t, f: f, digits: offsetDigits(len(f.Bytes()), 2)}
	d.measure(all)
	for i := range all {
		n := &all[i]
		switch {
		case n.layer < 0:
			dst = d.frame(dst)
		case n.field != nil:
			dst = d.field(dst, n)
		case n.n > 0 || len(n.problems) > 0:
			dst = d.head(dst, n)
		}
		for _, p := range n.problems {
			dst = d.problem(dst, n, p)
		}
	}
	return dst
}

type treeDrawing struct {
	Tree
	f       *proto.Frame
	digits  int
	aligned bool
	where   int // columns
	id      int // columns, the space behind included; 0: ids are left out
	picture int // columns
}

// measure finds how wide the columns must be. A picture wider than two bytes
// of bits pushes its own line only.
func (d *treeDrawing) measure(all []node) {
	const widest = 19
	d.aligned = d.width() >= wideEnough
	for i := range all {
		n := &all[i]
		if n.field == nil {
			continue
		}
		d.where = max(d.where, Columns(where(n.bit, n.n, d.digits)))
		d.picture = max(d.picture, min(widest, Columns(picture(d.f.Bytes(), n))))
		if d.width() >= roomy && !d.Explain {
			d.id = max(d.id, len(n.field.ID)+2)
		}
	}
}

// text is the column that names begin at.
func (d *treeDrawing) text() int {
	if !d.aligned {
		return 4
	}
	return 2 + d.where + 2 + d.id + d.picture + 3
}

func (d *treeDrawing) frame(dst []byte) []byte {
	p := d.f.Packet()
	line := para{}.add(d.title(), bold).add(" · "+d.L.Bytes(int64(p.WireLength())), plain)
	if p.WireLength() != len(p.Bytes) {
		line = line.add(" "+d.L.T("view.frame.captured", "Len", d.L.Bytes(int64(len(p.Bytes)))), telling)
	}
	if !p.Time.IsZero() {
		line = line.add(" · "+p.Time.UTC().Format("2006-01-02 15:04:05.000000000")+" UTC", plain)
	}
	dst = d.appendPara(dst, line, 0, 4)
	for _, note := range d.notes() {
		dst = append(dst, "  "...)
		dst = d.appendPara(dst, para{{note, dim}}, 2, 4)
	}
	return dst
}

// title is what the frame is called.
func (d *treeDrawing) title() string {
	if n := d.f.Packet().Number; n > 0 {
		return d.L.T("view.frame.numbered", "N", n)
	}
	return d.L.T("view.frame.head")
}

// notes are what is to be said of the frame as a whole.
func (d *treeDrawing) notes() []string {
	var all []string
	p := d.f.Packet()
	switch {
	case d.f.FCSGuessed():
		all = append(all, d.L.T("view.fcs.guessed"))
	case p.FCS > 0:
		all = append(all, d.L.T("view.fcs.announced"))
	}
	if p.Comment != "" {
		all = append(all, d.L.T("view.frame.comment", "Text", Safe(p.Comment)))
	}
	return all
}

// head is the line of a layer, an option or a record.
func (d *treeDrawing) head(dst []byte, n *node) []byte {
	i := layerInk(n.layer)
	at := 0
	if n.depth > 0 {
		at = 2 * n.depth
		if d.aligned {
			at += d.text() - 2
		}
		dst = append(dst, spaces(at)...)
	} else {
		i = i.with(bold)
	}
	line := para{}.add(d.TableName(d.f, n.part), i).add(" "+d.gist(n), plain)
	line = line.add(" · "+where(n.bit, n.n, d.digits), dim)
	return d.appendPara(dst, line, at, at+2)
}

// gist is what is worth saying of a header at its head: whether it is quoted,
// between whom it goes, and its length.
func (d *treeDrawing) gist(n *node) string {
	text := ""
	if n.depth == 0 {
		if d.f.Layers()[n.layer].Quoted {
			text = d.L.T("view.quoted") + " "
		}
		if from, to, ok := ends(d.f, n.part); ok {
			text += "· " + from + " → " + to + " "
		}
	}
	return text + "· " + d.L.Bytes(int64(n.n/8))
}

// field is the line of a field; computed ones, which have no bits, stand in
// brackets.
func (d *treeDrawing) field(dst []byte, n *node) []byte {
	margin, in := "  ", plain
	if n.shows(d.Mark) {
		margin, in = "> ", marked
	}
	dst = append(dst, margin...)
	at, indent := len(margin), 2*(n.depth-1)
	hang := 4 + indent
	var line para
	switch {
	case d.aligned:
		dst, at = d.columns(dst, n, at)
		hang = d.text() + indent + 2
	case n.n > 0:
		line = line.add(picture(d.f.Bytes(), n), layerInk(n.layer)).add(" = ", plain)
	}
	dst = append(dst, spaces(indent)...)
	open, shut := "", ""
	if n.n == 0 {
		open, shut = "[", "]"
	}
	line = line.add(open+d.Name(n.field)+": ", in).add(d.nodeValue(n)+shut, in.with(bold))
	if !d.aligned {
		line = line.add(" "+where(n.bit, n.n, d.digits), dim)
	}
	dst = d.appendPara(dst, line, at+indent, hang)
	if d.Explain {
		dst = d.explain(dst, n, hang)
	}
	return dst
}

// columns are what stands before the name of a field where there is room: its
// place, its id, its picture. It returns the column that comes next.
func (d *treeDrawing) columns(dst []byte, n *node, at int) ([]byte, int) {
	dst = d.paint(dst, pad(where(n.bit, n.n, d.digits), d.where+2), dim)
	if d.id > 0 {
		dst = d.paint(dst, pad(n.field.ID, d.id), dim)
	}
	pic := picture(d.f.Bytes(), n)
	dst = d.paint(dst, pad(pic, d.picture), layerInk(n.layer))
	equals := " = "
	if n.n == 0 {
		equals = "   "
	}
	return append(dst, equals...), at + d.where + 2 + d.id + max(d.picture, Columns(pic)) + len(equals)
}

func (d *treeDrawing) nodeValue(n *node) string {
	if n.ok {
		return d.value(d.f, n.value)
	}
	return d.bytes(d.f.Bytes()[n.from():n.to()])
}

func (d *treeDrawing) explain(dst []byte, n *node, hang int) []byte {
	line := para{}.add(n.field.ID, dim)
	if n.field.Ref != "" {
		line = line.add(" · "+n.field.Ref, dim)
	}
	dst = append(dst, spaces(hang)...)
	dst = d.appendPara(dst, line, hang, hang)
	if id := "explain." + n.field.ID; d.L.Has(id) {
		dst = append(dst, spaces(hang)...)
		dst = d.appendPara(dst, para{{d.L.T(id), plain}}, hang, hang)
	}
	return dst
}

func (d *treeDrawing) problem(dst []byte, n *node, p *proto.Problem) []byte {
	at := 2
	if d.aligned && n.field != nil {
		at = d.text() + 2*(n.depth-1)
	}
	dst = append(dst, spaces(at)...)
	dst = d.paint(dst, "!", problemInk(p))
	dst = append(dst, ' ')
	return d.appendPara(dst, para{{d.Problem(p), problemInk(p)}}, at+2, at+2)
}

// ends are the addresses or ports between which a header goes: what its table
// names src and dst.
func ends(f *proto.Frame, p proto.Part) (from, to string, ok bool) {
	for _, suffix := range [][2]string{{".src", ".dst"}, {".srcport", ".dstport"}} {
		a, okA := valueNamed(f, p, p.Table.ID+suffix[0])
		b, okB := valueNamed(f, p, p.Table.ID+suffix[1])
		if okA && okB {
			return a, b, true
		}
	}
	return "", "", false
}

func valueNamed(f *proto.Frame, p proto.Part, id string) (string, bool) {
	for i := range p.Table.Fields {
		if field := &p.Table.Fields[i]; field.ID == id {
			if v, ok := f.Value(p, field); ok {
				return Safe(v.String()), true
			}
		}
	}
	return "", false
}
