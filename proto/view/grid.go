package view

import "strings"

// grid lays boxes out in rows of bits.
type grid struct {
	Style
	boxes []box
	row   int // bits in a row
	rows  []gridRow
	holds []place // where the text of each box stands
}

// gridRow is a row of segments side by side.
type gridRow struct {
	bit    uint32 // first bit, from the start of the first box
	segs   []segment
	elided bool // it stands for several rows
	height int  // lines of text
}

// segment is the part of a box in one row, from one bit column to another.
type segment struct{ box, from, to int }

type place struct{ row, seg int }

// elideAbove is how many rows a box may fill before the middle is left out.
const elideAbove = 4

func newGrid(s Style, boxes []box) *grid {
	g := &grid{Style: s, boxes: boxes, row: 32}
	if s.width() < 67 {
		g.row = 16
	}
	bit := uint32(0)
	for i := range boxes {
		bit = g.place(i, bit)
	}
	g.holds = make([]place, len(boxes))
	for i := range boxes {
		g.holds[i] = g.holder(i)
	}
	for i := range g.rows {
		g.rows[i].height = g.height(i)
	}
	return g
}

// place lays box i out from bit on and returns the first bit behind it.
func (g *grid) place(i int, bit uint32) uint32 {
	b, row := &g.boxes[i], uint32(g.row)
	rest := b.bits
	if first := min(rest, (row-bit%row)%row); first > 0 {
		g.segment(i, bit, first)
		bit, rest = bit+first, rest-first
		if b.open {
			bit += (row - bit%row) % row
		}
	} else if b.open && bit%row != 0 {
		g.segment(i, bit, row-bit%row)
		bit += row - bit%row
	}
	if b.open || rest > elideAbove*row {
		g.rows = append(g.rows, gridRow{bit: bit, segs: []segment{{i, 0, g.row}}, elided: true})
		whole := max(rest/row*row, row*uint32(btoi(b.open)))
		bit += whole
		rest -= min(whole, rest)
	}
	for rest > 0 {
		n := min(rest, row)
		g.segment(i, bit, n)
		bit, rest = bit+n, rest-n
	}
	return bit
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (g *grid) segment(box int, bit, n uint32) {
	from := int(bit) % g.row
	if from == 0 || len(g.rows) == 0 {
		g.rows = append(g.rows, gridRow{bit: bit - uint32(from)})
	}
	r := &g.rows[len(g.rows)-1]
	r.segs = append(r.segs, segment{box, from, from + int(n)})
}

// holder is the widest segment of a box, the middle one of several.
func (g *grid) holder(box int) place {
	var widest []place
	most := 0
	for i, r := range g.rows {
		for j, s := range r.segs {
			if s.box != box {
				continue
			}
			if n := s.to - s.from; n > most || r.elided {
				most, widest = n, nil
			}
			if s.to-s.from == most {
				widest = append(widest, place{i, j})
			}
			if r.elided {
				return place{i, j}
			}
		}
	}
	if len(widest) == 0 {
		return place{-1, -1}
	}
	return widest[(len(widest)-1)/2]
}

// inside is the columns between the borders of a segment.
func (s segment) inside() int { return 2*(s.to-s.from) - 1 }

// text is what stands in segment j of row i: the name, and the value below it.
func (g *grid) text(i, j int) (name, value []string) {
	s := g.rows[i].segs[j]
	if g.holds[s.box] != (place{i, j}) {
		return nil, nil
	}
	b := &g.boxes[s.box]
	name = fitName(b.names, s.inside())
	if b.marked && !g.Color {
		name = starred(name, s.inside())
	}
	if g.rows[i].elided && !b.open {
		name = append(name, g.L.Bytes(int64(b.bits/8)))
	}
	return name, fitValue(b.values, s.inside())
}

// starred marks a name without colour: beside it, or below where there is no room.
func starred(name []string, columns int) []string {
	if len(name) == 1 && Columns(name[0])+2 <= columns {
		return []string{"*" + name[0] + "*"}
	}
	return append(name, "*")
}

func (g *grid) height(i int) int {
	most := 1
	for j := range g.rows[i].segs {
		name, value := g.text(i, j)
		most = max(most, len(name)+len(value))
	}
	return most
}

// fitName breaks or shortens a name so that it fits in columns.
func fitName(names []string, columns int) []string {
	for _, name := range names[:len(names)-1] {
		if Columns(name) <= columns {
			return []string{name}
		}
	}
	if len(names) > 1 {
		words := strings.Fields(names[len(names)-2])
		fits := len(words) == 2
		for _, w := range words {
			fits = fits && Columns(w) <= columns
		}
		if fits {
			return words
		}
	}
	short := names[len(names)-1]
	if columns == 1 {
		var letters []string
		for _, r := range short[:min(len(short), 4)] {
			letters = append(letters, string(r))
		}
		return letters
	}
	return []string{fit(short, columns)}
}

// fitValue breaks or shortens a value so that it fits in columns, in at most
// two lines.
func fitValue(values []string, columns int) []string {
	if len(values) == 0 {
		return nil
	}
	for _, v := range values {
		if Columns(v) <= columns {
			return []string{v}
		}
	}
	v := values[len(values)-1]
	if columns < 16 {
		return []string{fit(v, columns)}
	}
	head, tail := splitAt(v, columns)
	return []string{head, fit(tail, columns)}
}
