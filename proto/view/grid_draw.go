package view

// append draws the grid: the ruler, then rows between borders, with label
// giving what stands before a row that begins at a bit.
func (g *grid) append(dst []byte, label func(bit uint32) string) []byte {
	margin := 0
	for _, r := range g.rows {
		margin = max(margin, Columns(label(r.bit))+1)
	}
	if margin+2*g.row+1 > g.width() {
		margin = 0
	}
	dst = g.ruler(dst, margin)
	dst = g.border(dst, margin, -1)
	for i := range g.rows {
		dst = g.lines(dst, i, margin, label)
		if !g.continues(i) {
			dst = g.border(dst, margin, i)
		}
	}
	return dst
}

// continues tells whether one box fills both row i and the next, so that no
// border stands between them.
func (g *grid) continues(i int) bool {
	return i+1 < len(g.rows) && len(g.rows[i].segs) == 1 && len(g.rows[i+1].segs) == 1 &&
		g.at(i, 0) == g.at(i+1, 0) && g.at(i, g.row-1) == g.at(i+1, g.row-1) && g.at(i, 0) >= 0
}

func (g *grid) ruler(dst []byte, margin int) []byte {
	dst = append(dst, spaces(margin)...)
	for i := range g.row {
		dst = append(dst, ' ')
		if i%10 == 0 {
			dst = append(dst, '0'+byte(i/10))
		} else {
			dst = append(dst, ' ')
		}
	}
	dst = append(trimRight(dst), '\n')
	dst = append(dst, spaces(margin)...)
	for i := range g.row {
		dst = append(dst, ' ', '0'+byte(i%10))
	}
	return append(dst, '\n')
}

// at is the box in row i at a bit column, -1 where there is none.
func (g *grid) at(i, column int) int {
	if i >= 0 && i < len(g.rows) {
		for _, s := range g.rows[i].segs {
			if s.from <= column && column < s.to {
				return s.box
			}
		}
	}
	return -1
}

// border draws the line below row i; it is open where a box goes on.
func (g *grid) border(dst []byte, margin, i int) []byte {
	dst = append(dst, spaces(margin)...)
	drawn := func(column int) bool { return g.at(i, column) != g.at(i+1, column) }
	for column := range g.row + 1 {
		switch {
		case drawn(column-1) || drawn(column):
			dst = append(dst, '+')
		case g.edge(i, column) || g.edge(i+1, column):
			dst = append(dst, '|')
		default:
			dst = append(dst, ' ')
		}
		if column < g.row {
			if drawn(column) {
				dst = append(dst, '-')
			} else {
				dst = append(dst, ' ')
			}
		}
	}
	return append(trimRight(dst), '\n')
}

// edge tells whether a vertical line stands before a bit column of row i.
func (g *grid) edge(i, column int) bool { return g.at(i, column-1) != g.at(i, column) }

func (g *grid) lines(dst []byte, i, margin int, label func(uint32) string) []byte {
	r := &g.rows[i]
	side := byte('|')
	if r.elided {
		side = '~'
	}
	for line := range r.height {
		tag := ""
		if line == 0 && margin > 0 {
			tag = label(r.bit)
		}
		dst = g.paint(dst, pad(tag, margin), dim)
		if r.segs[0].from > 0 {
			dst = append(dst, spaces(2*r.segs[0].from)...)
		}
		for j, s := range r.segs {
			dst = append(dst, side)
			dst = g.segmentLine(dst, i, j, line, s.inside())
		}
		dst = append(dst, side, '\n')
	}
	return dst
}

// segmentLine draws a line of a segment: values stand at the bottom, names in
// the middle of what is left.
func (g *grid) segmentLine(dst []byte, i, j, line, inside int) []byte {
	b := &g.boxes[g.rows[i].segs[j].box]
	name, value := g.text(i, j)
	top := g.rows[i].height - len(value)
	first := (top - len(name)) / 2
	text, in := "", plain
	switch {
	case line >= top:
		text, in = value[line-top], b.ink.with(bold)
	case line >= first && line < first+len(name):
		text = name[line-first]
	}
	if b.marked {
		in = in.with(marked)
	}
	return g.paint(dst, center(text, inside), in)
}
